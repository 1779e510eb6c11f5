"""Groups of spans: of one layer, overlapping, at most one of each person.

Identical stretches with one label come together first, then what was decided together,
then the pairs that share most. So a new annotation concerns one group and leaves the
others, and their decisions, as they are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from annotator.model.adjudication import Annotation, Candidate, attributes_key, grouped
from annotator.model.decisions import fingerprint
from annotator.model.fragment import Fragment

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from annotator.model.adjudication import Case, Group
    from annotator.model.codebook import Codebook
    from annotator.model.values import Span

_SAME_LABEL = 0.25
"""What one label weighs beside the share of characters that two spans have in common."""

T = TypeVar("T", bound=Annotation)


class Clusters(Generic[T]):
    """Annotations that say the same, and which of these stand for one another."""

    def __init__(self, keyed: Iterable[tuple[Hashable, T]]) -> None:
        """Annotations of one key say the same."""
        self.sets: dict[Hashable, list[T]] = defaultdict(list)
        for key, value in keyed:
            self.sets[key].append(value)
        self._part: dict[Hashable, Hashable] = {key: key for key in self.sets}
        self._keys: dict[Hashable, list[Hashable]] = {key: [key] for key in self.sets}
        self._owners = {key: {one.annotator for one in some} for key, some in self.sets.items()}

    def join(self, one: Hashable, other: Hashable) -> None:
        """Let two stand for one another, unless somebody has both."""
        first, second = self._part[one], self._part[other]
        if first == second or self._owners[first] & self._owners[second]:
            return
        for key in self._keys[second]:
            self._part[key] = first
        self._keys[first] += self._keys.pop(second)
        self._owners[first] |= self._owners.pop(second)

    def join_decided(self, case: Case) -> None:
        """Let stand for one another what was decided together and is as it was, the latest first."""
        keys = {value.id: key for key, some in self.sets.items() for value in some}
        prints = {value.id: value for some in self.sets.values() for value in some}
        latest = sorted(case.decisions.values(), key=lambda one: (one.created, one.id), reverse=True)
        for decision in latest:
            same = [
                keys[id_]
                for id_ in sorted(decision.members)
                if id_ in keys and decision.seen.get(id_) == fingerprint(prints[id_])
            ]
            for key in same[1:]:
                self.join(same[0], key)

    def parts(self) -> Iterator[list[list[T]]]:
        """The sets that stand for one another."""
        for keys in self._keys.values():
            yield [self.sets[key] for key in keys]


def span_groups(case: Case) -> list[Group]:
    """The groups of spans in the article, without their decisions, in no order."""
    layer_of = {label.id: label.layer for label in case.codebook.labels.values()}
    spans = sorted(case.spans.values(), key=lambda span: (span.start, span.end, span.id))
    clusters = Clusters(
        ((layer_of.get(span.label, ""), span.label, span.fragments), span) for span in spans
    )
    clusters.join_decided(case)
    for one, other in _alike(list(clusters.sets)):  # type: ignore[arg-type]
        clusters.join(one, other)
    stages = stages_of(case.codebook)
    return [_group(case, part, stages) for part in clusters.parts()]


_Key = tuple[str, str, tuple[Fragment, ...]]


def _alike(keys: Sequence[_Key]) -> list[tuple[_Key, _Key]]:
    """The pairs of one layer that overlap, those that share most first."""
    found: list[tuple[float, _Key, _Key]] = []
    running: list[_Key] = []
    for key in sorted(keys, key=lambda one: (one[2][0].start, one)):
        start = key[2][0].start
        running = [one for one in running if one[2][-1].end > start]
        for one in running:
            if one[0] == key[0] and (shared := _share(one[2], key[2])):
                found.append((shared + _SAME_LABEL * (one[1] == key[1]), one, key))
        running.append(key)
    found.sort(key=lambda pair: (-round(pair[0], 6), pair[1][2], pair[2][2], pair[1][1], pair[2][1]))
    return [(one, other) for _, one, other in found]


def _share(one: Sequence[Fragment], other: Sequence[Fragment]) -> float:
    """The part of the characters of both that both have."""
    common = shared(one, other)
    both = sum(end - start for start, end in (*one, *other)) - common
    return common / both


def shared(one: Iterable[Fragment], other: Sequence[Fragment]) -> int:
    """How many characters lie in both."""
    return sum(max(0, min(end, last) - max(start, first)) for start, end in one for first, last in other)


def stages_of(codebook: Codebook) -> Mapping[str, tuple[int, int]]:
    """When a label has its turn: by its layer, and there what others lead to comes before them."""
    layers = list(codebook.layers)
    place = {label.id: label.layer for label in codebook.labels.values()}
    leading = {
        start
        for kind in codebook.relation_types.values()
        for start in kind.from_labels
        if any(place.get(end) == place.get(start) and end != start for end in kind.to_labels)
    }
    return {
        id_: (layers.index(layer) if layer in layers else len(layers), int(id_ in leading))
        for id_, layer in place.items()
    }


def _group(case: Case, sets: list[list[Span]], stages: Mapping[str, tuple[int, int]]) -> Group:
    candidates = [one for same in sets for one in _candidates(case, same)]
    members = [span for same in sets for span in same]
    labels = {span.label for span in members}
    here = {span.annotator for span in members}
    if len(labels) > 1:
        kind = "label"
    elif len({span.fragments for span in members}) > 1:
        kind = "edge"
    elif len(here) < len(case.people):
        kind = "missing"
    else:
        kind = "attribute" if len(candidates) > 1 else "agreed"
    usual = (len(case.codebook.layers), 0)
    stage = min(stages.get(label, usual) for label in labels)
    place = Fragment(min(span.start for span in members), max(span.end for span in members))
    return grouped(case, candidates, members, kind, stage, place)


def _candidates(case: Case, same: list[Span]) -> Iterator[Candidate]:
    """Spans of one label and stretch, apart where their attributes or entities differ."""
    entities = {case.entities.get(span.entity, span.entity) for span in same if span.entity}
    apart: dict[Hashable, list[Span]] = defaultdict(list)
    for span in same:
        entity = case.entities.get(span.entity or "", span.entity) if len(entities) > 1 else None
        apart[attributes_key(span, case.codebook), entity].append(span)
    for some in apart.values():
        yield candidate_of(some)


def candidate_of(same: Sequence[Span]) -> Candidate:
    """What these spans say together: the one that says most, with the entity that one of them names."""
    fullest = max(same, key=lambda span: (len(span.attributes), span.id))
    entity = fullest.entity or min((span.entity for span in same if span.entity), default=None)
    people = sorted({span.annotator for span in same})
    return Candidate(
        replace(fullest, entity=entity), tuple(sorted(span.id for span in same)), tuple(people)
    )
