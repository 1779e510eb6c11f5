"""What two annotators do not agree in, one difference at a time, each at its place in the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from annotator.analysis.agreement_relations import Link, links, said
from annotator.analysis.agreement_spans import Covered
from annotator.model.hit import hit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from annotator.model.fragment import Fragment
    from annotator.model.hit import Hit
    from annotator.model.values import Relation, Span


class Kind(StrEnum):
    """In what two annotators differ."""

    ONLY_ONE = "only one has it"
    LABEL = "label"
    EDGES = "edges"
    ATTRIBUTE = "attribute"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement: of which kind, what it is in words, and where.

    `who` is the annotator who alone has it, empty where both have something here.
    """

    kind: Kind
    what: str
    hit: Hit
    who: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """The article, and what labels, attributes, relation types and annotators are called."""

    document_id: str
    title: str
    text: str
    labels: Mapping[str, str]
    attributes: Mapping[str, str]
    relations: Mapping[str, str]
    layers: Mapping[str, str]
    people: Mapping[str, str]


def span_differences(one: Sequence[Span], other: Sequence[Span], texts: Texts) -> list[Difference]:
    """Spans that are not the same, each told once.

    Equal places with another label differ in the label, overlapping ones with the same label in
    the edges, overlapping ones of one layer in the label again; the rest only one has.
    """
    left, right = _without_equal(one, other)
    found: list[Difference] = []
    at_place: dict[tuple[Fragment, ...], list[Span]] = defaultdict(list)
    for span in right:
        at_place[span.fragments].append(span)
    unmatched: list[Span] = []
    for span in left:
        there = at_place.get(span.fragments)
        if there:
            right.remove(there[0])
            found.append(_labels_differ(span, there.pop(0), texts))
        else:
            unmatched.append(span)
    for has_same_label in (True, False):
        waiting, unmatched = unmatched, []
        for span in waiting:
            mate = _best_mate(span, right, texts, has_same_label=has_same_label)
            if mate is None:
                unmatched.append(span)
                continue
            right.remove(mate)
            differ = _edges_differ if has_same_label else _labels_differ
            found.append(differ(span, mate, texts))
    found += [_only_one(span, texts) for span in unmatched]
    found += [_only_one(span, texts) for span in right]
    return sorted(found, key=lambda one: (one.hit.start, one.hit.end))


def _without_equal(one: Sequence[Span], other: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    numbers = [Counter((span.label, span.fragments) for span in some) for some in (one, other)]
    common = numbers[0] & numbers[1]
    sides = []
    for some in (one, other):
        left = Counter(common)
        kept = []
        for span in some:
            if left[span.label, span.fragments] > 0:
                left[span.label, span.fragments] -= 1
            else:
                kept.append(span)
        sides.append(kept)
    return sides[0], sides[1]


def _best_mate(span: Span, others: Iterable[Span], texts: Texts, *, has_same_label: bool) -> Span | None:
    """The span with the same label, or of the same layer, that shares the most characters."""

    def key(one: Span) -> str:
        return one.label if has_same_label else texts.layers.get(one.label, "")

    mine = Covered(span.fragments)
    best: Span | None = None
    most = 0
    for one in others:
        if key(one) == key(span) and mine.meets(one.fragments):
            shared = min(span.end, one.end) - max(span.start, one.start)
            if shared > most:
                best, most = one, shared
    return best


def _labels_differ(one: Span, other: Span, texts: Texts) -> Difference:
    names = [f"{_label(span, texts)} ({_who(span.annotator, texts)})" for span in (one, other)]
    edges = "" if one.fragments == other.fragments else ", and the edges differ"
    return Difference(Kind.LABEL, " / ".join(names) + edges, _hit(one, texts))


def _edges_differ(one: Span, other: Span, texts: Texts) -> Difference:
    parts = []
    for side, mine, theirs in (("begins", one.start, other.start), ("ends", one.end, other.end)):
        if mine != theirs:
            later = _who((one if mine > theirs else other).annotator, texts)
            parts.append(f"{later} {side} {_characters(abs(mine - theirs))} later")
    what = ", ".join(parts) or "other gaps"
    return Difference(Kind.EDGES, f"{_label(one, texts)}: {what}", _hit(one, texts))


def _only_one(span: Span, texts: Texts) -> Difference:
    who = _who(span.annotator, texts)
    return Difference(
        Kind.ONLY_ONE, f"{_label(span, texts)}: only {who}", _hit(span, texts), span.annotator
    )


def value_differences(
    one: Sequence[Span], other: Sequence[Span], texts: Texts, attributes: Collection[str] | None = None
) -> list[Difference]:
    """Other values on spans with the same label and fragments; of these attributes, or of all."""
    mates: dict[tuple[str, tuple[Fragment, ...]], Span] = {}
    for span in other:
        mates.setdefault((span.label, span.fragments), span)
    found = []
    for span in one:
        mate = mates.pop((span.label, span.fragments), None)
        if mate is None:
            continue
        names = sorted({*span.attributes, *mate.attributes})
        for name in names:
            values = [said(side, name) for side in (span, mate)]
            if values[0] != values[1] and (attributes is None or name in attributes):
                both = " / ".join(
                    f"{value or 'nothing'} ({_who(side.annotator, texts)})"
                    for value, side in zip(values, (span, mate), strict=True)
                )
                what = f"{texts.attributes.get(name, name)}: {both}"
                found.append(Difference(Kind.ATTRIBUTE, what, _hit(span, texts)))
    return found


def relation_differences(
    one: Sequence[Relation],
    other: Sequence[Relation],
    spans: Mapping[str, Span],
    texts: Texts,
    types: Collection[str] | None = None,
    symmetric: Collection[str] = (),
) -> list[Difference]:
    """Relations that only one has, by type and the fragments of both ends."""

    def key(relation: Relation) -> Link:
        return links([relation], spans, symmetric)[0]

    one, other = ([rel for rel in some if links([rel], spans)] for some in (one, other))

    found = []
    for mine, theirs in ((one, other), (other, one)):
        left = Counter(key(relation) for relation in theirs)
        for relation in mine:
            if left[key(relation)] > 0:
                left[key(relation)] -= 1
            elif types is None or relation.label in types:
                found.append(_only_linked(relation, spans, texts))
    return sorted(found, key=lambda one: (one.hit.start, one.hit.end))


def _only_linked(relation: Relation, spans: Mapping[str, Span], texts: Texts) -> Difference:
    start, end = spans[relation.from_id], spans[relation.to_id]
    name = texts.relations.get(relation.label, relation.label)
    to = " ".join(end.text.replace("\u241f", " … ").split())[:40]
    what = f"{name} → “{to}”: only {_who(relation.annotator, texts)}"
    return Difference(Kind.RELATION, what, _hit(start, texts), relation.annotator)


def _hit(span: Span, texts: Texts) -> Hit:
    return hit(
        texts.document_id,
        texts.title,
        texts.text,
        span.start,
        span.end,
        span_id=span.id,
        label=span.label,
        annotator=span.annotator,
    )


def _label(span: Span, texts: Texts) -> str:
    return texts.labels.get(span.label, span.label)


def _who(annotator: str, texts: Texts) -> str:
    return texts.people.get(annotator, annotator)


def _characters(number: int) -> str:
    return "1 character" if number == 1 else f"{number:,} characters"
