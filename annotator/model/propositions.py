"""Propositions: a region of a sentence cut at relative clauses and at conjunctions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model import lexicon
from annotator.model.attributions import tail_start
from annotator.model.fragment import Fragment
from annotator.model.lexicon import words
from annotator.model.phrases import MASKED, Phrase, cues, is_finite
from annotator.model.reporting import AUXILIARIES
from annotator.model.sources import subject_before

if TYPE_CHECKING:
    from collections.abc import Sequence

_CONJUNCTIONS = words(
    """
    and but or while whereas although though because so yet und aber während weil
    """
)
_CAUSAL = ("because", "although", "though", "whereas", "weil", "obwohl")
_SUBJECTS = words(
    """
    he she it they we i you there this that these those the a an his her its their our some many
    several most der die das er sie es wir my your no nobody everyone
    """
)
_PRONOUNS = words("he she it they we i you there nobody everyone somebody nothing this")
_PAST = ("ed", "en", "wn", "lt")
_ORDERS = words("first last once twice again originally initially formerly recently long already now")
_RELATIVES = ("who", "which", "whose")


def shortest(phrase: Phrase, regions: tuple[Fragment, ...], position: int) -> list[Fragment]:
    """The shortest clause around the position, in two parts if an insertion stands in its middle."""
    if len(regions) == 2:
        return _over_gap(phrase, regions, position)
    region = regions[0]
    if region.start >= region.end:
        return []
    relative = _relative_around(phrase, region, position)
    if relative is not None:
        return [_split(phrase, relative, position)]
    region = _split(phrase, region, position, _relatives(phrase, region))
    return _without_relatives(phrase, region)


def _over_gap(phrase: Phrase, regions: tuple[Fragment, ...], position: int) -> list[Fragment]:
    """The clause on both sides of an attribution, or one side if a new clause begins behind it."""
    left, right = regions
    behind = phrase.number_at(right.start)
    behind += phrase.start_of(behind) < right.start
    left_part = _split(phrase, left, min(position, left.end - 1))
    right_part = _split(phrase, right, max(position, right.start))
    if behind < len(phrase.tokens) and _starts(phrase, behind, 0):
        return [left_part if position < left.end else right_part]
    if position < left.end and left_part.end < left.end:
        return [left_part]
    if position >= right.start and right_part.start > right.start:
        return [right_part]
    return [
        Fragment(_split(phrase, left, left.end - 1).start, left.end),
        Fragment(right.start, _split(phrase, right, right.start).end),
    ]


def relative_end(phrase: Phrase, number: int, limit: int) -> int:
    """The comma before the verb of the main clause, which closes the relative clause."""
    for probe in range(number, limit):
        if phrase.word(probe) in (",", ")") and _resumes(phrase, probe + 1):
            return probe
        if phrase.word(probe) in (";", ":"):
            return probe
    return limit


def _resumes(phrase: Phrase, number: int) -> bool:
    """Whether the verb of the main clause stands here, be it only one in -s before an article."""
    word, following = phrase.word(number), phrase.word(number + 1)
    if is_finite(phrase, number):
        return True
    behind = following in lexicon.DETERMINERS | lexicon.PREPOSITIONS | {"that"} or following.endswith(
        "ly"
    )
    return word.endswith("s") and not word.endswith("ss") and behind and not phrase.capital(number)


def _relatives(phrase: Phrase, region: Fragment) -> list[tuple[int, int, int]]:
    """The relative clauses behind commas: the comma, the first word of the clause, its end."""
    found: list[tuple[int, int, int]] = []
    if region.start >= region.end:
        return found
    low, high = phrase.number_at(region.start), phrase.number_at(region.end - 1) + 1
    for number in range(low + 1, high - 1):
        is_new = not found or number >= found[-1][2]
        if not is_new or phrase.word(number) != ",":
            continue
        if phrase.word(number + 1) in _RELATIVES:
            found.append((number, number + 2, relative_end(phrase, number + 2, high)))
        elif _is_participle(phrase, number + 1) and not any(
            is_finite(phrase, probe) for probe in range(low, number)
        ):
            end = relative_end(phrase, number + 2, high)
            found += [(number, number + 1, end)] if end < high else []
    return found


def _is_participle(phrase: Phrase, number: int) -> bool:
    """Whether a participle opens what stands between commas: The dam, [first] drawn up in 1974, …"""
    if phrase.word(number) in lexicon.ADVERBS | _ORDERS:
        number += 1
    word = phrase.word(number)
    past = len(word) > 4 and word.endswith(_PAST) and not phrase.capital(number)
    behind = phrase.word(number + 1) in lexicon.PREPOSITIONS | _ORDERS | {"up", "down", "out", "off"}
    return past and behind


def _relative_around(phrase: Phrase, region: Fragment, position: int) -> Fragment | None:
    """The relative clause around the position, without its pronoun."""
    for _, first, end in _relatives(phrase, region):
        if first < end and phrase.start_of(first) <= position <= phrase.end_of(end - 1):
            return Fragment(phrase.start_of(first), phrase.end_of(end - 1))
    for first, last in cues(phrase):
        tail = tail_start(phrase, first, last)
        if tail is not None and phrase.start_of(last) < position:
            who = [n for n in range(last + 1, phrase.number_at(position)) if phrase.word(n) == "who"]
            if who and phrase.start_of(who[-1]) < region.end:
                return Fragment(phrase.start_of(who[-1] + 1), region.end)
        source = subject_before(phrase, first)
        if source is None or not source.start <= position < source.end:
            continue
        low, high = phrase.number_at(source.start), phrase.number_at(source.end - 1)
        for number in range(low, high):
            if phrase.word(number) in ("who", "which") and phrase.start_of(number + 1) <= position:
                return Fragment(phrase.start_of(number + 1), source.end)
    return None


def _without_relatives(phrase: Phrase, region: Fragment) -> list[Fragment]:
    """The region without the relative clauses behind commas."""
    parts, start = [], region.start
    for comma, _, end in _relatives(phrase, region):
        cut = phrase.start_of(comma)
        parts.append(Fragment(start, cut))
        start = phrase.end_of(end) if end < len(phrase.tokens) else region.end
    parts.append(Fragment(start, region.end))
    return [part for part in parts if part.start < part.end and phrase.has_word(part)]


def _split(
    phrase: Phrase, region: Fragment, position: int, skipped: Sequence[tuple[int, int, int]] = ()
) -> Fragment:
    """The part of the region around the position, cut at conjunctions with subject and verb."""
    start, end = region
    first = phrase.number_at(start)
    for number in range(first + 1, len(phrase.tokens)):
        at = phrase.start_of(number)
        if not region.start < at < region.end:
            continue
        within = any(low <= number < high for low, _, high in skipped)
        if within or not _starts(phrase, number, first):
            continue
        if at <= position:
            start = at
        else:
            end = at
            break
    return Fragment(start, end)


def _starts(phrase: Phrase, number: int, first: int) -> bool:
    """Whether a new proposition starts at this conjunction or mark."""
    word, subject = phrase.word(number), number + 1
    if word == ";":
        return True
    if word == ",":
        return _splices(phrase, number, first)
    if word in _CAUSAL and phrase.word(subject) != "of":
        return True
    if word not in _CONJUNCTIONS:
        return False
    if phrase.word(subject) == "that":
        return True
    if word in ("and", "but", "or", "und", "aber") and _predicate(phrase, subject):
        begun = phrase.word(first).endswith(_PAST) or phrase.word(first + 1).endswith(_PAST)
        return (
            begun or first == number or any(is_finite(phrase, probe) for probe in range(first, number))
        )
    begins = phrase.word(subject) in _SUBJECTS or phrase.capital(subject)
    if not begins and phrase.word(number - 1) != ",":
        return False
    reach = 14 if phrase.word(subject) in lexicon.PREPOSITIONS else 7
    clause = any(is_finite(phrase, probe) for probe in range(subject + 1, subject + reach))
    return clause and (
        phrase.word(number - 1) == ","
        or phrase.word(subject) in _PRONOUNS
        or any(is_finite(phrase, probe) for probe in range(first, number))
    )


def _predicate(phrase: Phrase, number: int) -> bool:
    """Whether a verb stands right here, so that the subject is shared: and [would be revised]."""
    word = phrase.word(number)
    if word in AUXILIARIES - {"'s", "not", "never"}:
        return True
    if not is_finite(phrase, number) or phrase.capital(number):
        return False
    following = phrase.word(number + 1)
    return following in lexicon.DETERMINERS | _ORDERS | {"that", "to", "him", "them", "it", "me", "us"}


def _splices(phrase: Phrase, number: int, first: int) -> bool:
    """Whether a comma alone joins two clauses, or a subordinate clause with a cue follows it."""
    following = phrase.word(number + 1)
    if following in ("after", "as", "while", "although") and any(
        phrase.is_cue(probe) for probe in range(number + 2, number + 8)
    ):
        return True
    begin = phrase.tokens[number + 1].start if number + 1 < len(phrase.tokens) else 0
    if MASKED.match(following) and phrase.raw[begin + 1 : begin + 5].lower() in ("and ", "but "):
        return True
    opens = phrase.word(first) in lexicon.SUBORDINATORS | lexicon.PREPOSITIONS
    if opens or following not in _PRONOUNS or not is_finite(phrase, number + 2):
        return False
    return any(is_finite(phrase, probe) for probe in range(first, number))
