"""Who says a quote: ranked proposals from the words around it, without a parser.

The rules look at the text with its quotations masked: an attribution between the parts of a split
quote, after it (“…,” said X), before it (X said: “…”), "according to X", a headline's "Name: '…'",
and, for a quote that stands free, the last speaker of the paragraph or of the one before it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from annotator.model import lexicon
from annotator.model.datelines import dateline_end
from annotator.model.fragment import Fragment, normalise
from annotator.model.names import names
from annotator.model.phrases import Phrase, is_passive
from annotator.model.quotations import quotations
from annotator.model.relatives import main_cues
from annotator.model.reporting import AUXILIARIES
from annotator.model.sources import subject_after, subject_before
from annotator.model.tokens import WINDOW, paragraph_near, paragraphs, sentences, trim, window_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Basis = Literal["explicit", "implicit"]
_EMPTY = frozenset(("it", "that", "this", "there", "a", "an", "the", "which", "who", "i"))
_CONTEXT = 1000
_LONGEST_HEADLINE = 160
_MOST = 12


@dataclass(frozen=True)
class Proposal:
    """A source noun phrase, the cue that ties it to the quote, and how it was found."""

    source: Fragment
    cue: Fragment | None
    basis: Basis


@dataclass(frozen=True)
class _Attribution:
    """A cue with its source, found somewhere near the quote."""

    source: Fragment
    cue: Fragment


def propose(text: str, fragments: Sequence[tuple[int, int]]) -> list[Proposal]:
    """Who may say the quote that lies in the fragments, the likeliest first."""
    parts = normalise((max(0, start), min(len(text), end)) for start, end in fragments)
    if not parts:
        return []
    paragraph = _paragraph_of(text, parts)
    quoted = [each.fragment for each in quotations(text, *paragraph)]
    masked = [*parts, *(each for each in quoted if not _touches_any(each, parts))]
    explicit = _explicit(text, parts, paragraph, masked)
    ranked = itertools.chain(explicit, _implicit(text, parts, paragraph, masked))
    return _distinct(ranked, parts)


def _paragraph_of(text: str, parts: tuple[Fragment, ...]) -> Fragment:
    """The paragraphs that the parts lie in, as far as the window reaches."""
    first, last = paragraph_near(text, parts[0].start), paragraph_near(text, parts[-1].end)
    return Fragment(first.start, max(last.end, parts[-1].end))


def _touches_any(fragment: Fragment, parts: Sequence[Fragment]) -> bool:
    return any(fragment.start < part.end and part.start < fragment.end for part in parts)


def _distinct(ranked: Iterator[Proposal], parts: tuple[Fragment, ...]) -> list[Proposal]:
    """Each source once, none inside the quote, and only the first ones."""
    kept: list[Proposal] = []
    for proposal in ranked:
        if len(kept) >= _MOST:
            break
        known = any(
            proposal.source.start < other.source.end and other.source.start < proposal.source.end
            for other in kept
        )
        if not known and not _touches_any(proposal.source, parts):
            kept.append(proposal)
    return kept


def _explicit(
    text: str, parts: tuple[Fragment, ...], paragraph: Fragment, masked: list[Fragment]
) -> Iterator[Proposal]:
    """Attributions that stand with the quote: between its parts, after it, before it."""
    between = [Fragment(a.end, b.start) for a, b in itertools.pairwise(parts)]
    for gap in between:
        if "\n" not in text[gap.start : gap.end]:
            yield from _proposals(_attributions(text, gap, masked))
    after = _after(text, parts[-1], paragraph, masked)
    before = _before(text, parts[0], paragraph, masked)
    yield from ([*before, *after] if _leads_in(text, parts, bool(after)) else [*after, *before])
    yield from _headline(text, parts)


def _leads_in(text: str, parts: tuple[Fragment, ...], has_after: bool) -> bool:
    """Whether the words before the quote rather than those after it introduce it."""
    before = text[max(0, parts[0].start - 40) : parts[0].start].rstrip()
    inner = text[parts[-1].start : parts[-1].end].rstrip("\"'\u201d\u2019\u00bb\u201c ")
    if not before or before[-1] in '\n.!?\u201d"':
        return not has_after
    return (
        not (inner.endswith(",") or text[parts[-1].end : parts[-1].end + 1] == ",") or before[-1] == ":"
    )


def _after(text: str, last: Fragment, paragraph: Fragment, masked: list[Fragment]) -> list[Proposal]:
    """The attribution right after the quote, in the same sentence."""
    end = min(paragraph.end, last.end + 400)
    rest = _sentence_from(text, last.end, end)
    inner = text[max(last.start, last.end - 3) : last.end].rstrip("\"'\u201d\u2019\u00bb\u201c ")
    closed = inner.endswith(".") and not text[rest.start : rest.end].lstrip()[:1].islower()
    if closed or text[last.end : last.end + 1] in (".", ";"):
        return []
    found = _attributions(text, rest, masked)
    near = [each for each in found if min(each.cue.start, each.source.start) - last.end < 60]
    return list(_proposals(near[:1]))


def _sentence_from(text: str, start: int, end: int) -> Fragment:
    """From `start` to the end of the sentence."""
    found = sentences(text, start, end)
    return Fragment(start, found[0].end) if found else Fragment(start, start)


def _before(text: str, first: Fragment, paragraph: Fragment, masked: list[Fragment]) -> list[Proposal]:
    """The attribution before the quote in the same sentence, the nearest first."""
    start = max(paragraph.start, first.start - 500)
    found = sentences(_shown(text, start, first, masked), 0, first.end - start)
    sentence = found[-1].start + start if found else first.start
    if sentence >= first.start:
        return _introduction(text, start, first, masked)
    region = Fragment(sentence, first.start)
    return list(_proposals(reversed(_attributions(text, region, masked))))


def _shown(text: str, start: int, first: Fragment, masked: list[Fragment]) -> str:
    """The text from `start` to the end of the quote's first part, quotations made meaningless."""
    return Phrase(text, start, first.end, masked).text


def _introduction(text: str, start: int, first: Fragment, masked: list[Fragment]) -> list[Proposal]:
    """The attribution of a sentence before that ends in a colon."""
    if not text[start : first.start].rstrip().endswith(":"):
        return []
    region = sentences(text, start, first.start)
    return list(_proposals(reversed(_attributions(text, region[-1], masked)))) if region else []


def _attributions(text: str, region: Fragment, masked: list[Fragment]) -> list[_Attribution]:
    """The cues of the region with their sources, in text order."""
    return _attributions_of(_masked(text, region, masked))


def _attributions_of(phrase: Phrase) -> list[_Attribution]:
    found: list[_Attribution] = []
    for first, last in main_cues(phrase):
        source = _source(phrase, first, last, found)
        if source is not None:
            found.append(_Attribution(source, phrase.between(first, last)))
    return found


def _source(phrase: Phrase, first: int, last: int, earlier: list[_Attribution]) -> Fragment | None:
    """The source of a cue: its subject, or for "adding" that of the cue before it."""
    if phrase.word(first) == "according":
        return subject_after(phrase, last)
    words = phrase.lower[first : last + 1]
    if words[0].endswith("ing"):
        return earlier[-1].source if earlier else subject_after(phrase, -1)
    if is_passive(phrase, first, last):
        return subject_after(phrase, last + 1) if phrase.word(last + 1) == "by" else None
    before = subject_before(phrase, first)
    if before is None and earlier and phrase.word(first - 1) in ("and", "but", "or"):
        return earlier[-1].source
    if before is None and phrase.word(last + 1) != "that":
        return subject_after(phrase, last)
    return before


def _proposals(
    found: Iterator[_Attribution] | list[_Attribution] | reversed[_Attribution],
) -> Iterator[Proposal]:
    for each in found:
        yield Proposal(each.source, each.cue, "explicit")


def _headline(text: str, parts: tuple[Fragment, ...]) -> Iterator[Proposal]:
    """The name before a colon or dash: Minister: 'Tax will rise'."""
    line = paragraph_near(text, parts[0].start)
    lead = text[line.start : parts[0].start].rstrip()
    if dateline_end(text, *line) >= line.start + len(lead):
        return
    if lead[-1:] in (":", "\u2013", "\u2014") and lead.strip(":\u2013\u2014 "):
        source = trim(text, line.start, line.start + len(lead) - 1)
        words = text[source.start : source.end].split()
        if 0 < len(words) <= 8 and AUXILIARIES.isdisjoint(words):
            yield Proposal(
                source, Fragment(line.start + len(lead) - 1, line.start + len(lead)), "explicit"
            )


def _implicit(
    text: str, parts: tuple[Fragment, ...], paragraph: Fragment, masked: list[Fragment]
) -> Iterator[Proposal]:
    """Sources near a quote that stands free: nearest speaker first, then names."""
    near = window_at(text, parts[0].start, min(WINDOW, _CONTEXT))
    behind = Fragment(near.start, parts[0].start)
    ahead = Fragment(parts[-1].end, max(parts[-1].end, min(near.end, paragraph.end)))
    hidden = [each.fragment for each in quotations(text, *near)] + masked
    inside = Fragment(max(behind.start, paragraph.start), behind.end)
    heads, lines = _headlines(text, Fragment(behind.start, inside.start))
    told: list[Fragment] = []
    for source in _nearest(text, (inside, ahead, lines, heads), hidden, told):
        if not _touches_any(source, told):
            yield Proposal(source, None, "implicit")


def _nearest(
    text: str,
    regions: tuple[Fragment, Fragment, list[Fragment], list[Fragment]],
    hidden: list[Fragment],
    told: list[Fragment],
) -> Iterator[Fragment]:
    """Speakers, then names; headlines come last. Whom a sentence says to be told is put in `told`."""
    inside, ahead, lines, heads = regions
    before, after = _speakers(text, inside, hidden, told), _speakers(text, ahead, hidden, told)
    yield from (*reversed(before), *after)
    for line in reversed(lines):
        yield from reversed(_speakers(text, line, hidden, told))
    for region in (inside, *reversed(lines)):
        yield from reversed(_named(text, region, hidden))
    yield from _named(text, ahead, hidden)
    for line in reversed(heads):
        yield from reversed(_speakers(text, line, hidden, told))
        yield from reversed(_named(text, line, hidden))


def _may_speak(text: str, source: Fragment) -> bool:
    return source.end - source.start <= 120 and text[source.start : source.end].lower() not in _EMPTY


def _headlines(text: str, region: Fragment) -> tuple[list[Fragment], list[Fragment]]:
    """The lines of a region that end like no sentence, as headlines do, and the other ones."""
    parts = paragraphs(text, *region)
    heads = [each for each in parts if text[each.end - 1].isalnum()]
    heads = [each for each in heads if each.end - each.start <= _LONGEST_HEADLINE]
    return heads, [each for each in parts if each not in heads]


def _masked(text: str, region: Fragment, hidden: list[Fragment]) -> Phrase:
    """The words of a region, the hidden stretches made meaningless."""
    near = (each for each in hidden if each.start < region.end and each.end > region.start)
    return Phrase(text, *region, masked=near)


def _speakers(
    text: str, region: Fragment, hidden: list[Fragment], told: list[Fragment]
) -> list[Fragment]:
    """The sources of the attributions of a region, in text order; subjects of a passive are told."""
    found: list[Fragment] = []
    for sentence in sentences(text, *region):
        phrase = _masked(text, sentence, hidden)
        for each in _attributions_of(phrase):
            if _may_speak(text, each.source):
                found.append(each.source)
        for first, last in main_cues(phrase):
            subject = subject_before(phrase, first) if is_passive(phrase, first, last) else None
            told += [subject] if subject is not None else []
    return found


def _named(text: str, region: Fragment, hidden: list[Fragment]) -> list[Fragment]:
    """The names of a region outside quotations, for want of a speaker."""
    found = names(text, *region)
    outside = [name for name in found if not any(each.start <= name.start < each.end for each in hidden)]
    return [name for name in outside if text[name.start : name.end].lower() not in lexicon.TITLES]
