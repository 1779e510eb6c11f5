"""Attributions that follow what they attribute: "…, he said" and "…, she says, …"."""

from __future__ import annotations

from annotator.model import lexicon
from annotator.model.fragment import Fragment
from annotator.model.phrases import MASKED, Phrase
from annotator.model.reported import inverted, over_addressee, over_occasion
from annotator.model.reporting import base_form
from annotator.model.sources import subject_after, subject_before

_TELLING = ("tell", "inform", "remind", "assure", "ask", "write")
_DASHES = ("\u2014", "\u2013")
_ADJUNCTS = frozenset(("during", "who", "adding", "speaking"))
_CONTINUES = (lexicon.SUBORDINATORS | lexicon.PREPOSITIONS | _ADJUNCTS) - {"to"}


def tail_start(phrase: Phrase, first: int, last: int) -> int | None:
    """Where ", she said" or ", according to X" begins, comma included; None if it is no tail."""
    begin = _opening(phrase, first, last)
    if begin is None:
        return None
    following = phrase.word(behind_attribution(phrase, first, last))
    if following[:1].isalnum() and following not in _CONTINUES and not following.endswith("ly"):
        return None
    return begin


def insertion(phrase: Phrase, first: int, last: int) -> Fragment | None:
    """The attribution between two commas in the middle of what it attributes, commas included."""
    begin = _opening(phrase, first, last)
    if begin is None:
        return None
    after = behind_attribution(phrase, first, last)
    closes = phrase.word(after) in (",", *_DASHES)
    following = phrase.word(after + 1)
    if (
        not closes
        or not following
        or following in ("who", "which", "where")
        or following.endswith("ing")
    ):
        return None
    before = phrase.number_at(begin - 1)
    if MASKED.match(phrase.word(before)) or before < 0:
        return None
    return Fragment(begin, phrase.base + phrase.tokens[after].end)


def behind_attribution(phrase: Phrase, first: int, last: int) -> int:
    """The token behind a cue with the source, addressee, time and occasion that follow it."""
    number = last + 1
    after_comma = phrase.word(first - 1) in (",", *_DASHES) or MASKED.match(phrase.word(first - 1))
    if phrase.word(first) == "according" or (after_comma and phrase.word(number) != ","):
        source = subject_after(phrase, last)
        number = phrase.number_at(source.end - 1) + 1 if source else number
    elif base_form(phrase.word(last)) in _TELLING:
        number = over_addressee(phrase, number)
    return over_occasion(phrase, number)


def _opening(phrase: Phrase, first: int, last: int) -> int | None:
    """The comma before the source and cue, or before the cue alone if its source follows it."""
    if phrase.word(first - 1) in ("who", "which"):
        return None
    source = subject_before(phrase, first)
    alone = source is None or phrase.word(first) == "according" or inverted(phrase, first, last)
    start = phrase.start_of(first) if source is None or alone else source.start
    before = phrase.raw[: start - phrase.base].rstrip()
    if before[-1:] in (",", *_DASHES):
        return phrase.base + len(before) - 1
    if before[-2:] in (",\u201d", ',"', ",\u2019", ",'"):
        return phrase.base + len(before)
    return None
