"""Groups of relations: each is seen between the gold spans that its ends have become.

So relations have their turn when their ends are decided. Those of which an end is not gold
have nothing to stand on, and no question is asked about them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from annotator.model.adjudication import Candidate, attributes_key, grouped
from annotator.model.adjudication_groups import Clusters, shared
from annotator.model.fragment import Fragment
from annotator.model.values import Relation, Span

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from annotator.model.adjudication import Annotation, Case, Group

_Key: TypeAlias = tuple[str, str, str]
STAGE = (1_000_000, 0)
"""Relations have their turn after everything else."""


def gold_of(case: Case, groups: Iterable[Group]) -> dict[str, str | None]:
    """What people's spans have become, by id: a gold span, or none; those not decided are absent."""
    found: dict[str, str | None] = {}
    for group in groups:
        if group.decision is None or not group.is_settled:
            continue
        made = [case.gold_spans[one] for one in group.decision.gold if one in case.gold_spans]
        for member in group.members:
            assert isinstance(member, Span)
            found[member.id] = nearest(member, made).id if made else None
    return found


def nearest(span: Span, others: Iterable[Span]) -> Span:
    """The one of these that is most like the span."""
    return max(
        others,
        key=lambda one: (one.label == span.label, shared(span.fragments, one.fragments), one.id),
    )


def relation_groups(
    case: Case, golds: Mapping[str, str | None], known: Iterable[Group] = ()
) -> tuple[list[Group], int]:
    """The groups of relations whose ends are gold, and how many relations wait for their ends.

    `known` are groups of the same annotations that were found before; they save work.
    """
    placed: dict[str, Relation] = {}
    waiting = 0
    for relation in case.relations.values():
        ends = (relation.from_id, relation.to_id)
        if any(golds.get(end, "") is None for end in ends):
            continue
        start, end = (golds.get(one) for one in ends)
        if start is None or end is None:
            waiting += all(one in case.spans for one in ends)
        elif start != end:
            placed[relation.id] = _between(case, relation, start, end)
    clusters = Clusters(
        ((one.label, one.from_id, one.to_id), case.relations[id_]) for id_, one in sorted(placed.items())
    )
    clusters.join_decided(case)
    for one, other in _alike(list(clusters.sets)):  # type: ignore[arg-type]
        clusters.join(one, other)
    before = {_key(case, one.members, _ends(one)): one for one in known}
    found = []
    for part in clusters.parts():
        key = _key(case, [one for same in part for one in same], placed)
        found.append(before.get(key) or _group(case, part, placed))
    return found, waiting


def _ends(group: Group) -> dict[str, Relation]:
    """The relations of a group by id, between the gold spans of their candidates."""
    return {id_: one.value for one in group.candidates for id_ in one.members}  # type: ignore[misc]


def _key(case: Case, members: Iterable[Annotation], placed: Mapping[str, Relation]) -> Hashable:
    """What a group of relations follows from: where its members lead, and where that is."""
    ends = {one.id: (placed[one.id].from_id, placed[one.id].to_id) for one in members}
    starts = (case.gold_spans.get(start) for start, _ in ends.values())
    return frozenset(ends.items()), frozenset((one.start, one.end) for one in starts if one is not None)


def _between(case: Case, relation: Relation, start: str, end: str) -> Relation:
    kind = case.codebook.relation_types.get(relation.label)
    if kind is not None and kind.symmetric:
        start, end = sorted((start, end))
    return replace(relation, from_id=start, to_id=end)


def _alike(keys: list[_Key]) -> Iterator[tuple[_Key, _Key]]:
    """Pairs with the same ends under other names first, then those that lead from one span elsewhere."""
    for first, last in ((1, 3), (0, 2)):
        same: dict[Hashable, list[_Key]] = defaultdict(list)
        for key in sorted(keys):
            same[key[first:last]].append(key)
        for some in same.values():
            for index, one in enumerate(some):
                yield from ((one, other) for other in some[index + 1 :])


def _group(case: Case, sets: list[list[Relation]], placed: Mapping[str, Relation]) -> Group:
    members = [relation for same in sets for relation in same]
    candidates: list[Candidate] = []
    for same in sets:
        apart: dict[str, list[Relation]] = defaultdict(list)
        for relation in same:
            apart[attributes_key(relation, case.codebook)].append(relation)
        candidates += [_candidate(some, placed) for some in apart.values()]
    here = {relation.annotator for relation in members}
    is_agreed = len(candidates) == 1 and len(here) == len(case.people)
    start = case.gold_spans[candidates[0].value.from_id]  # type: ignore[union-attr]
    place = Fragment(start.start, start.end)
    return grouped(case, candidates, members, "agreed" if is_agreed else "relation", STAGE, place)


def _candidate(same: list[Relation], placed: Mapping[str, Relation]) -> Candidate:
    fullest = max(same, key=lambda one: (len(one.attributes), one.id))
    people = sorted({one.annotator for one in same})
    return Candidate(placed[fullest.id], tuple(sorted(one.id for one in same)), tuple(people))
