"""Clauses: the part of a sentence that is reported, and the proposition around a caret.

Cheap rules over word lists: a reported clause starts after a cue ("said that …") or ends before an
attribution ("…, he said") and may lie on both sides of one. A proposition is cut further, at
relative clauses and at conjunctions (`propositions`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model import lexicon
from annotator.model.attributions import insertion, tail_start
from annotator.model.fragment import Fragment
from annotator.model.patterns import Pattern
from annotator.model.phrases import Phrase, cues, is_finite
from annotator.model.propositions import relative_end, shortest
from annotator.model.quotations import quotations
from annotator.model.relatives import relative_of
from annotator.model.reported import Kind, Report, report_of
from annotator.model.reporting import CLEAR_FORMS
from annotator.model.sources import subject_before
from annotator.model.tokens import paragraph_near, sentence_near, sentences, window_at

if TYPE_CHECKING:
    from collections.abc import Iterable

_REACH = 1200
_COORDINATORS = ("and", "but", "while", "und", "aber", "although")
_QUOTE_MARKS = "\"'\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f"
_DOUBLE_MARKS = '"\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u300e\u300f'
_STOPS = ".,;:!?\u2026\u3002 \u00a0"
_LEAD = Pattern(
    r"(?:(?:that(?! (?:is|was|were|would|will|has|had|can|could|may|might|must|should|means?)\b)"
    r"|(?i:and|but|or|so|yet|while|whereas|although|though|because|whether|"
    r"how(?= (?:the|an?|it|s?he|they)\b)|dass|und|aber)),?\s+|[,;:\u2013\u2014-]\s*)+"
)


_ABBREVIATED = Pattern(r"\b(?:[^\W\d_]\.){2,}\Z")


def reported_at(text: str, position: int) -> tuple[Fragment, ...]:
    """The reported clause around the position with its complementiser, without the final stop."""
    sentence = sentence_near(text, position)
    if sentence is None:
        return ()
    phrase = _unquoted(text, sentence)
    return _kept(_without_stop_at(text, each) for each in _reported(phrase, position, sentence))


def proposition_at(text: str, position: int) -> Fragment | None:
    """The part of the proposition that lies around the position, or the nearest one."""
    found = propositions_at(text, position)
    here = (each for each in found if each.start <= position <= each.end)
    return next(here, found[0] if found else None)


def propositions_at(text: str, position: int) -> tuple[Fragment, ...]:
    """The proposition around the position: no marks, complementiser, attribution or final stop.

    It has two parts where an attribution or a relative clause stands in its middle.
    """
    inner = _inside_marks(text, position)
    if inner is not None:
        near = window_at(text, position, _REACH)
        inner = Fragment(max(inner.start, near.start), min(inner.end, near.end))
        found = sentences(text, *inner)
        upto = [sentence for sentence in found if sentence.start <= position]
        region = upto[-1] if upto else next(iter(found), inner)
        phrase = Phrase(text, *region)
        regions: tuple[Fragment, ...] = (region,)
    else:
        sentence = sentence_near(text, position) or Fragment(position, position)
        phrase = _unquoted(text, sentence)
        regions = _reported(phrase, position, sentence, claim=True)
    return _kept(_bared(text, each) for each in shortest(phrase, regions, position))


def _kept(found: Iterable[Fragment | None]) -> tuple[Fragment, ...]:
    return tuple(each for each in found if each is not None and each.start < each.end)


def _unquoted(text: str, sentence: Fragment) -> Phrase:
    """The sentence with each quotation taken as one word."""
    quoted = [each.fragment for each in quotations(text, *paragraph_near(text, sentence.start))]
    return Phrase(text, *sentence, masked=[each for each in quoted if each.start < sentence.end])


def _inside_marks(text: str, position: int) -> Fragment | None:
    """What stands between the marks of the quotation around the position, if it is a sentence."""
    near = paragraph_near(text, position)
    for fragment, _style, closed in quotations(text, *near):
        if fragment.start <= position <= fragment.end:
            inner = Fragment(fragment.start + 1, fragment.end - 1 if closed else fragment.end)
            words = text[inner.start : inner.end].split()
            within = text[inner.start : inner.start + 1].islower()
            within = within and text[max(0, fragment.start - 2) : fragment.start].strip().isalnum()
            return inner if len(words) >= 4 and not within else None
    return None


def _reported(
    phrase: Phrase, position: int, sentence: Fragment, *, claim: bool = False
) -> tuple[Fragment, ...]:
    """The parts of the sentence that its cues leave as what is said, around the position."""
    sentence = _between_semicolons(phrase, sentence, position)
    start, end = sentence
    held: Report | None = None
    for first, last in _cues_within(phrase, sentence):
        relative = relative_of(phrase, first)
        behind = phrase.start_of(relative.end) if relative else sentence.end
        if position >= behind and relative:
            continue
        gap = insertion(phrase, first, last)
        if gap is not None and start < gap.start and not gap.start < position < gap.end:
            return _around(phrase, Fragment(start, end), gap, position)
        report = report_of(phrase, first, last)
        if held is not None and position >= end:
            start, end, held = sentence.start, sentence.end, None
        if report is not None and phrase.start_of(report.start) <= position:
            if claim and _is_no_claim(phrase, report):
                continue
            if held is None or _supersedes(phrase, first, held, report, claim=claim):
                start, end, held = phrase.start_of(report.start), sentence.end, report
                end = min(behind, _end_of_relative(phrase, first, report, end))
        elif phrase.start_of(first) > position:
            cut = _next_attribution(phrase, first, report)
            cut = tail_start(phrase, first, last) if cut is None else cut
            if cut is not None and position < cut and start < cut:
                end = min(end, cut)
                break
    return (_between_colons(phrase, Fragment(start, end), position),)


def _cues_within(phrase: Phrase, region: Fragment) -> list[tuple[int, int]]:
    found = cues(phrase)
    return [each for each in found if region.start <= phrase.start_of(each[0]) < region.end]


def _is_no_claim(phrase: Phrase, report: Report) -> bool:
    """Whether the content alone states nothing: to leave, against the plan."""
    adverbial = report.kind is Kind.OBJECT and phrase.word(report.start) in lexicon.PREPOSITIONS
    return adverbial or report.kind is Kind.INFINITIVE


def _end_of_relative(phrase: Phrase, first: int, report: Report, end: int) -> int:
    """Where the content of "who said …," ends: before the comma that closes the relative clause."""
    if phrase.word(first - 1) not in ("who", "which"):
        return end
    closing = relative_end(phrase, report.start, phrase.number_at(end - 1) + 1)
    return min(end, phrase.start_of(closing)) if closing < len(phrase.tokens) else end


def _around(phrase: Phrase, region: Fragment, gap: Fragment, position: int) -> tuple[Fragment, ...]:
    """What is said on both sides of an attribution that stands in its middle."""
    start, finite = region.start, False
    for number in range(phrase.number_at(region.start), phrase.number_at(gap.start)):
        conjunction = phrase.word(number) in ("and", "but") and phrase.word(number - 1) == ","
        if conjunction and finite:
            start = phrase.start_of(number + 1)
        finite = finite or is_finite(phrase, number)
    if position < start:
        return (Fragment(region.start, start),)
    right = _between_colons(phrase, Fragment(gap.end, region.end), max(position, gap.end))
    if right.start > gap.end + 2:
        return (right,)
    for first, last in cues(phrase):
        cut = tail_start(phrase, first, last) if phrase.start_of(first) > gap.end else None
        right = Fragment(right.start, min(right.end, cut)) if cut and cut > right.start else right
    return (Fragment(start, gap.start), right)


def _supersedes(phrase: Phrase, first: int, held: Report, report: Report, *, claim: bool) -> bool:
    """Whether a later cue begins a report of its own and is no part of the one held so far."""
    if claim and report.kind is Kind.MARKED:
        return True
    if report.kind is Kind.CLAUSE and phrase.word(report.start - 1) == ":":
        return True
    if phrase.word(first).endswith("ing") and phrase.word(first - 1) == ",":
        return True
    if phrase.word(0) == "according" and report.kind in (Kind.MARKED, Kind.CLAUSE):
        return held.start < first and not any(
            is_finite(phrase, number) for number in range(held.start, first)
        )
    return _coordinated(phrase, first, report) is not None or (
        held.kind is Kind.OBJECT and report.kind in (Kind.MARKED, Kind.CLAUSE) and not claim
    )


def _coordinated(phrase: Phrase, first: int, report: Report | None) -> int | None:
    """The conjunction that joins the cue to the one before: "and added", "while Roth denied"."""
    if report is None or (report.kind is not Kind.MARKED and not _is_clear(phrase, first)):
        return None
    source = subject_before(phrase, first)
    begin = phrase.number_at(source.start) if source else first
    for number in (begin - 1, first - 1, first - 2):
        if number > 0 and phrase.word(number) in _COORDINATORS and phrase.word(number + 1) != "that":
            return number
    return None


def _is_clear(phrase: Phrase, first: int) -> bool:
    near = range(first, min(len(phrase.words), first + 4))
    return any(phrase.word(number) in CLEAR_FORMS for number in near)


def _next_attribution(phrase: Phrase, first: int, report: Report | None) -> int | None:
    """Where "and added", "while Roth denied", ", saying" begins: the comma or conjunction."""
    if phrase.word(first).endswith("ing") and phrase.word(first - 1) == ",":
        return phrase.start_of(first - 1)
    number = _coordinated(phrase, first, report)
    if number is None:
        return None
    return phrase.start_of(number - 1 if phrase.word(number - 1) == "," else number)


def _between_semicolons(phrase: Phrase, region: Fragment, position: int) -> Fragment:
    """The part of the sentence between the semicolons around the position."""
    start, end = region
    for number, word in enumerate(phrase.lower):
        if word == ";" and phrase.start_of(number) < position:
            start = phrase.end_of(number)
        elif word == ";":
            end = phrase.start_of(number)
            break
    return Fragment(start, max(start, end))


def _between_colons(phrase: Phrase, region: Fragment, position: int) -> Fragment:
    """The part of the region around the position, between the colons that a clause follows."""
    start, end = region
    for number, word in enumerate(phrase.lower):
        at = phrase.start_of(number)
        if word != ":" or not region.start < at < region.end:
            continue
        near = range(number + 1, min(len(phrase.words), number + 10))
        listed = any(phrase.word(probe) == "," for probe in near) or len(near) < 5
        if number > 6 and listed and not any(is_finite(phrase, probe) for probe in near):
            continue
        if at < position:
            start = phrase.start_of(number + 1) if number + 1 < len(phrase.words) else start
        else:
            end = at
            break
    return Fragment(start, end)


def _without_stop_at(text: str, region: Fragment) -> Fragment | None:
    """The region without blanks and the final stop; marks that close a quotation stay."""
    part = text[region.start : region.end]
    return _placed(region, part, _without_stop(part))


def _bared(text: str, region: Fragment) -> Fragment | None:
    """The region without stops, quotation marks and conjunctions at its ends."""
    part = text[region.start : region.end]
    return _placed(region, part, _unmarked(part))


def _placed(region: Fragment, part: str, kept: str) -> Fragment | None:
    kept = kept.strip() or part.strip()
    start = region.start + part.index(kept)
    return Fragment(start, start + len(kept)) if kept else None


def _without_stop(part: str) -> str:
    """Without the final stop of an indirect quote; marks that close a quotation before it stay."""
    part = part.rstrip()
    part = part if _ABBREVIATED.search(part) else part.removesuffix(".").removesuffix("\u3002")
    part = part.rstrip(",;: \u00a0")
    return part.lstrip(",;: \u00a0")


def _unmarked(part: str) -> str:
    """Without conjunction and complementiser, outer stops, and marks that pair with nothing inside."""
    for _ in range(3):
        part = part.strip()
        part = _without_lead(part if _ABBREVIATED.search(part) else part.rstrip(_STOPS))
        inner = part[1:-1]
        wrapped = part[:1] in tuple(_QUOTE_MARKS) and part[-1:] in tuple(_QUOTE_MARKS) and inner
        if not wrapped or 0 <= inner.find("\u201d") < inner.find("\u201c"):
            break
        part = inner
    if sum(mark in _DOUBLE_MARKS for mark in part) % 2:
        return _without_lead(part.lstrip(_DOUBLE_MARKS).rstrip(_DOUBLE_MARKS).rstrip(_STOPS))
    return part.lstrip("\u2018") if part.count("\u2018") > part.count("\u2019") else part


def _without_lead(part: str) -> str:
    lead = _LEAD.match(part)
    return part[lead.end() :] if lead else part
