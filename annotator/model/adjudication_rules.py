"""Rules that decide by themselves: a majority, one annotator, one way to set the edges.

Each is a plan: a function of the article as it now is that says what it would decide. What
it would do can so be shown before anything is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.model.adjudication_verdicts import Draft, Plan, Verdict
from annotator.model.fragment import normalise
from annotator.model.values import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.adjudication import Annotation, Candidate, Group
    from annotator.model.adjudication_docket import Docket
    from annotator.model.fragment import Fragment

EDGE_WAYS = ("longest", "shortest", "union", "majority", "annotator")
_MAJORITY = 2 / 3


def majority(group: Group, *, least: int = 0) -> Verdict | None:
    """What at least two thirds have; with `least`, what so many and more than half have.

    That nothing is here is counted as well.
    """
    best, nobody = group.candidates[0], len(group.absent)
    number = max(best.support, nobody)
    if least:
        is_enough = number >= least and number * 2 > group.people
    else:
        is_enough = number >= _MAJORITY * group.people - 1e-9
    if not is_enough or best.support == nobody:
        return None
    if nobody > best.support:
        return Verdict(group, "none", rule="majority")
    return Verdict(group, "taken", (best,), rule="majority")


def majorities(least: int) -> Plan:
    """Take everywhere what at least so many have."""

    def plan(docket: Docket) -> list[Verdict]:
        return [one for group in docket.open() if (one := majority(group, least=least)) is not None]

    return plan


def all_of(person: str) -> Plan:
    """Take everything as one annotator has it, and nothing where she has nothing."""

    def plan(docket: Docket) -> list[Verdict]:
        return [_as_person_has(group, person) for group in docket.open()]

    return plan


def _as_person_has(group: Group, person: str) -> Verdict:
    hers = _of(group, person)
    if hers is None:
        return Verdict(group, "none", rule="annotator")
    return Verdict(group, "taken", (hers,), rule="annotator")


def edges(way: str, person: str = "") -> Plan:
    """Where only the edges differ, take the longest, the shortest, both together, and so on."""

    def plan(docket: Docket) -> list[Verdict]:
        found = (_edges(group, way, person) for group in docket.open() if group.is_edge_only)
        return [one for one in found if one is not None]

    return plan


def _edges(group: Group, way: str, person: str) -> Verdict | None:
    if way == "majority":
        found = majority(group, least=2)
        return replace(found, rule="edges") if found is not None else None
    if way == "annotator":
        hers = _of(group, person)
        return Verdict(group, "taken", (hers,), rule="edges") if hers is not None else None
    if way == "union":
        return _union(group)
    best = (max if way == "longest" else min)(
        group.candidates, key=lambda one: (_length(one), -group.candidates.index(one))
    )
    return Verdict(group, "taken", (best,), rule="edges")


def _union(group: Group) -> Verdict:
    """All stretches together, with what the best supported says beside."""
    fragments = normalise(part for one in group.candidates for part in _fragments(one))
    same = next((one for one in group.candidates if _fragments(one) == fragments), None)
    if same is not None:
        return Verdict(group, "taken", (same,), rule="edges")
    return Verdict(group, "edited", group.candidates[:1], fragments, rule="edges")


def majority_layer(docket: Docket) -> list[Annotation]:
    """The silver layer: what more than half have, made by rule and not stored; spans first."""
    draft = Draft(docket, by="", time=max((one.modified for one in docket.groups), default=""))
    draft.settle()
    plan = majorities(1)
    while verdicts := plan(draft.docket):
        draft.carry_out(verdicts)
        draft.settle()
    case = draft.docket.case
    return [*case.gold_spans.values(), *case.gold_relations.values()]


def alike(docket: Docket, verdict: Verdict) -> list[Verdict]:
    """The same verdict for the open groups with the same words and labels."""
    same = docket.case.entities
    signs = _signs(verdict.group, same)
    if signs is None or verdict.outcome not in ("taken", "none"):
        return []
    wanted = {_sign(one, same) for one in verdict.chosen}
    found = []
    for group in (one for one in docket.open() if one.kind == verdict.group.kind):
        if group.id != verdict.group.id and _signs(group, same) == signs:
            chosen = tuple(one for one in group.candidates if _sign(one, same) in wanted)
            if len(chosen) == len(verdict.chosen):
                found.append(replace(verdict, group=group, chosen=chosen))
    return found


def _signs(group: Group, same: Mapping[str, str]) -> frozenset[tuple[str, ...]] | None:
    if group.is_relation:
        return None
    return frozenset(_sign(one, same) for one in group.candidates)


def _sign(candidate: Candidate, same: Mapping[str, str]) -> tuple[str, ...]:
    """What a span says; `same` maps entities to the one that stands for them."""
    value = candidate.value
    assert isinstance(value, Span)
    entity = value.entity or ""
    return value.label, value.text, repr(sorted(value.attributes.items())), same.get(entity, entity)


def _of(group: Group, person: str) -> Candidate | None:
    return next((one for one in group.candidates if person in one.people), None)


def _fragments(candidate: Candidate) -> tuple[Fragment, ...]:
    assert isinstance(candidate.value, Span)
    return candidate.value.fragments


def _length(candidate: Candidate) -> int:
    return sum(end - start for start, end in _fragments(candidate))
