"""Datelines: the place, the day and the agency before the first sentence of an article."""

from __future__ import annotations

from annotator.model.patterns import Pattern

_LONGEST = 120
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = rf"(?:\w+day,? )?(?:\d{{1,2}}\.? {_MONTH}|{_MONTH} \d{{1,2}})(?:,? \d{{4}})?"
_CAPITALS = r"[^\W\d_a-z](?:[^\Wa-z\d_]|[.'\u2019-]){1,30}"
_WORD = r"[^\W\d_a-z][\w.'\u2019-]{0,30}"
_REGION = rf"(?:, {_WORD}(?: {_WORD}){{0,3}})?"
_AGENCY = r"\([A-Z][\w .&/'\u2019-]{0,40}\)"
_DATELINE = Pattern(
    rf"(?:{_CAPITALS}(?:[ /]{_CAPITALS}){{0,4}}{_REGION}(?:,? {_DAY})?(?: {_AGENCY})?"
    rf"|{_WORD}(?: {_WORD}){{0,4}}{_REGION}(?:,? {_DAY}(?: {_AGENCY})?| {_AGENCY}))"
    r"[ \u00a0]*(?:[\u2014\u2013]|(?<=\s)--?(?=\s))[ \u00a0]*(?=[^\W_a-z]|[\"'\u2018\u201c\u201e\u00ab])"
)


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the sentence behind the dateline begins that opens a paragraph at `start`; else `start`."""
    if start > 0 and text[start - 1] not in "\n\u2029":
        return start
    found = _DATELINE.match(text, start, min(end, start + _LONGEST))
    return found.end() if found and found.end() < end else start
