"""What a label key labels where the caret stands, and how a selection grows and shrinks.

The label says what kind of extent it wants; the extent says how much text around the caret that
is. Results are fragments in code points, end exclusive, without outer white space; nothing where
the caret stands on an empty line. Only `WINDOW` code points to either side are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model import lexicon
from annotator.model.clauses import proposition_at, propositions_at, reported_at
from annotator.model.datelines import dateline_end
from annotator.model.expressions import date_at, quantity_at
from annotator.model.extent import Extent
from annotator.model.fragment import Fragment, normalise
from annotator.model.names import name_at, word_at
from annotator.model.patterns import Pattern
from annotator.model.phrases import Phrase, auxiliaries_before, cues, particle_after
from annotator.model.quotations import quotation_at, quotations
from annotator.model.reporting import reports
from annotator.model.sources import noun_phrase
from annotator.model.tokens import (
    paragraph_at,
    paragraph_near,
    sentence_at,
    sentence_near,
    token_at,
    trim,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def extent_at(text: str, position: int, extent: Extent) -> tuple[Fragment, ...]:
    """What the label key labels at the caret position when nothing is selected."""
    position = min(max(position, 0), len(text))
    if extent in _BEHIND_DATELINE:
        position = _behind_dateline(text, position)
    if extent is Extent.QUOTATION:
        return quote_at(text, position)
    if extent is Extent.CLAUSE:
        return normalise(propositions_at(text, position))
    found = _FINDERS[extent](text, position)
    return (found,) if found is not None and found.start < found.end else ()


def quote_at(text: str, position: int) -> tuple[Fragment, ...]:
    """The quote around the position: direct with its marks, mixed and indirect as the whole clause."""
    marked = quotation_at(text, position)
    if len(marked) > 1:
        return marked
    reported = reported_at(text, position)
    if marked and _is_direct(text, marked[0]) and not _carries_on(text, marked[0], reported):
        return marked
    if not marked:
        return reported
    mixed = any(part.start <= marked[0].start and marked[0].end <= part.end for part in reported)
    return reported if mixed and _has_cue(text, reported[0]) else marked


def _carries_on(text: str, quoted: Fragment, reported: tuple[Fragment, ...]) -> bool:
    """Whether a quotation carries on a clause outside marks: They counted 64, “and that is little”."""
    if not text[quoted.start + 1 : quoted.end].lstrip()[:1].islower():
        return False
    before = next(
        (part for part in reported if part.start < quoted.start < quoted.end <= part.end), None
    )
    return before is not None or (len(reported) == 2 and reported[1] == quoted)


def _behind_dateline(text: str, position: int) -> int:
    """The position; in a dateline, which says nothing, the start of the sentence behind it."""
    paragraph = paragraph_near(text, position)
    return max(position, dateline_end(text, *paragraph))


def line_at(text: str, position: int) -> Fragment:
    """The whole line without outer white space."""
    return trim(text, *paragraph_at(text, position))


def source_at(text: str, position: int) -> Fragment | None:
    """The noun phrase around the position, with title, role and identifying apposition."""
    token = word_at(text, position)
    if token is None:
        return None
    phrase = _sentence_phrase(text, token.start)
    if not phrase.tokens:
        return token
    return noun_phrase(phrase, phrase.number_at(token.start)) or token


def cue_at(text: str, position: int) -> Fragment | None:
    """The cue around the position: verb with auxiliaries, negation and particle, or a colon."""
    if text[position : position + 1] in tuple(":\u2014\u2013"):
        return Fragment(position, position + 1)
    token = word_at(text, position)
    if token is None or not text[token.start].isalpha():
        return token
    phrase = _sentence_phrase(text, token.start, masked=False)
    if not phrase.tokens:
        return token
    number = phrase.number_at(token.start)
    for first, last in cues(phrase):
        if first <= number <= last:
            return phrase.between(first, last)
    first = auxiliaries_before(phrase, number)
    return phrase.between(first, particle_after(phrase, number))


_BEHIND_DATELINE = (Extent.QUOTATION, Extent.CLAUSE, Extent.SOURCE)
_FINDERS: dict[Extent, Callable[[str, int], Fragment | None]] = {
    Extent.NAME: name_at,
    Extent.DATE: date_at,
    Extent.QUANTITY: quantity_at,
    Extent.SENTENCE: sentence_at,
    Extent.LINE: line_at,
    Extent.SOURCE: source_at,
    Extent.CUE: cue_at,
    Extent.TOKEN: word_at,
}


def expand(text: str, fragments: Sequence[tuple[int, int]]) -> tuple[Fragment, ...]:
    """The next larger step around the fragments: token, name, quotation, clause, sentence, paragraph."""
    hull = _hull(text, fragments)
    if hull is None:
        return ()
    if len(normalise(fragments)) > 1:
        return (hull,)
    larger = _larger(_steps(text, hull.start), hull) or _across_sentences(text, hull)
    smallest = min(larger, key=lambda step: step.end - step.start, default=hull)
    return (smallest,) if smallest.start < smallest.end else ()


def _larger(steps: list[Fragment], hull: Fragment) -> list[Fragment]:
    return [step for step in steps if step.start <= hull.start and hull.end <= step.end and step != hull]


def shrink(
    text: str, fragments: Sequence[tuple[int, int]], anchor: int | None = None
) -> tuple[Fragment, ...]:
    """The next smaller step around `anchor`, or around the start; the token is the smallest."""
    hull = _hull(text, fragments)
    if hull is None:
        return ()
    inside = anchor is not None and hull.start <= anchor <= hull.end
    steps = _steps(text, anchor if inside and anchor is not None else hull.start)
    smaller = [
        step for step in steps if hull.start <= step.start and step.end <= hull.end and step != hull
    ]
    largest = max(smaller, key=lambda step: step.end - step.start, default=trim(text, *hull))
    return (largest,) if largest.start < largest.end else ()


def _hull(text: str, fragments: Sequence[tuple[int, int]]) -> Fragment | None:
    """The stretch from the first start to the last end, within the text."""
    if not fragments:
        return None
    start = min(max(0, min(each[0] for each in fragments)), len(text))
    end = min(max(each[1] for each in fragments), len(text))
    return Fragment(start, max(start, end))


def _steps(text: str, position: int) -> list[Fragment]:
    """The steps that a selection grows by at a position, in no order."""
    quoted = (part for part in quotation_at(text, position) if part.start <= position <= part.end)
    inner = quotations(text, *paragraph_near(text, position), nested=True)
    found = [
        token_at(text, position),
        name_at(text, position),
        *quoted,
        *(each.fragment for each in inner if each.fragment.start <= position < each.fragment.end),
        proposition_at(text, position),
        sentence_at(text, position),
        line_at(text, position),
    ]
    return [step for step in found if step is not None and step.start < step.end]


def _across_sentences(text: str, hull: Fragment) -> list[Fragment]:
    """Whole paragraphs around a stretch that no single step covers."""
    whole = trim(
        text, paragraph_at(text, hull.start).start, paragraph_at(text, max(hull.start, hull.end - 1)).end
    )
    covers = whole.start <= hull.start and hull.end <= whole.end
    return [whole] if covers and whole != hull else []


def _sentence_phrase(text: str, position: int, *, masked: bool = True) -> Phrase:
    """The sentence around the position, its quotations masked unless the position lies in one."""
    sentence = sentence_near(text, position) or Fragment(position, position)
    quoted = (
        [each.fragment for each in quotations(text, *paragraph_near(text, position))] if masked else []
    )
    outside = [each for each in quoted if not each.start <= position < each.end]
    return Phrase(text, *sentence, masked=outside)


_DIRECT_LEAD = Pattern(
    r"(?:\A|[\n\u2029,:.?!\u2026\u2014\u2013>*|(-]|[\"'\u201d\u201c\u2019\u00bb])\s*\Z"
)


def _is_direct(text: str, quoted: Fragment) -> bool:
    """Whether a quotation stands for itself and is no fragment of a reported clause."""
    before = text[max(0, quoted.start - 60) : quoted.start]
    inner = text[quoted.start + 1 : quoted.end - 1].strip()
    after = text[quoted.end : quoted.end + 80].split("\n")[0]
    ends = (
        inner[-1:] in ",.?!\u2026-\u2014\u2013"
        or after[:1] in ",\u2014\u2013"
        or not after.strip(" .\u00a0")
    )
    words = after.split()
    attributed = any(reports(word.strip(",.;:")) for word in words[:4])
    if before.strip() and not _DIRECT_LEAD.search(before):
        last = before.split()[-1].lower()
        return inner[:1].isupper() and (reports(last) or last in lexicon.WEEKDAYS) and ends
    return ends or attributed


def _has_cue(text: str, reported: Fragment) -> bool:
    """Whether the sentence says of more than the reported clause, so that somebody reports it."""
    sentence = sentence_near(text, reported.start)
    return sentence is not None and bool(cues(Phrase(text, *sentence)))
