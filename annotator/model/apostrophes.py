"""Quotation marks told from apostrophes, clipped words, feet and inches by the characters around.

Each function looks at the mark at offset `at` of a paragraph that lies in `text[low:high]`.
"""

from __future__ import annotations

from annotator.model.patterns import Pattern
from annotator.model.tokens import WINDOW

SINGLE = "'\u2018\u2019\u201a"
"""The marks that may be apostrophes."""

BEFORE_OPEN = "([{\u2013\u2014-/:\u2026" + "\"'\u2018\u201c\u201e\u00ab\u00bb\u201a\u203a\u2039"
"""What may stand right before an opening mark, besides white space."""

_STRAIGHT = Pattern("'")
_SINGLES = Pattern("['\u2018\u2019\u201a]")
_CLIPPED = Pattern(
    r"(?:\d0s|[eE]m|[tT]il|[tT]is|[tT]was|[cC]ause|[nN]|[rR]ound|[bB]out|[cC]os|[cC]uz|[aA]ve)\b"
)
_FEET = Pattern(r"\d\s?['\u2019\u2032]\s?\d{1,2}(?:\.\d+)?\Z")


def opens_strongly(text: str, at: int, low: int, high: int) -> bool:
    """Whether only an opening mark can stand here: nothing before it, something after it."""
    free = at == low or text[at - 1].isspace() or text[at - 1] in BEFORE_OPEN
    return free and at + 1 < high and not text[at + 1].isspace() and text[at + 1] not in ".,;:!?)"


def opens_single(text: str, at: int, low: int, high: int) -> bool:
    """Whether a single mark opens: not a clipped word, and, if straight, closed further on."""
    if at + 1 >= high or _CLIPPED.match(text, at + 1, high):
        return False
    if text[at] != "'":
        return True
    if text[at + 1].isspace() and at > low:
        return False
    closers = _STRAIGHT.finditer(text, at + 1, min(high, at + WINDOW))
    return at == low or any(closes_single(text, match.start(), low, high) for match in closers)


def closes_single(text: str, at: int, low: int, high: int) -> bool:
    """Whether a single mark closes a quotation and is not an apostrophe."""
    before = text[at - 1] if at > low else " "
    after = text[at + 1] if at + 1 < high else " "
    if after.isalnum() or after == "_":
        return False
    if text[at] == "\u2018" or not before.isalnum():
        return True
    if before.isdigit() and _FEET.search(text[max(low, at - 8) : at + 6]):
        return False
    might_belong = text[max(low, at - 2) : at].lower() in ("in", "an") or before in "sSxzXZ"
    if might_belong and after.isspace():
        return not _closes_later(text, at, high)
    return True


def _closes_later(text: str, at: int, high: int) -> bool:
    """Whether a later single mark closes before another one opens, so that this is an apostrophe."""
    for match in _SINGLES.finditer(text, at + 1, min(high, at + 1500)):
        later = match.start()
        before = text[later - 1]
        after = text[later + 1] if later + 1 < high else " "
        if match.group() == "\u2018" or (before.isspace() and not after.isspace()):
            return False
        if not after.isalnum() and (not before.isalnum() or before not in "sS" or not after.isspace()):
            return True
    return False


def is_inch_mark(text: str, at: int, low: int, high: int) -> bool:
    """Whether the straight double mark after a number means inches: 6' 2\", a 3.5\" disk."""
    if at == low or not text[at - 1].isdigit():
        return False
    if _FEET.search(text[max(low, at - 10) : at]):
        return True
    later = text.find('"', at + 1, high)
    return later > 0 and not text[later - 1].isspace() and not opens_strongly(text, later, low, high)
