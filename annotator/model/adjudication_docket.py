"""All groups of an article in the order in which they are decided."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from annotator.model.adjudication import Case, Group, with_decisions
from annotator.model.adjudication_confirmed import asks_nothing
from annotator.model.adjudication_groups import span_groups
from annotator.model.adjudication_relations import gold_of, relation_groups
from annotator.model.decisions import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Docket:
    """The groups of an article: by layer, then by kind, then by place; relations at the end.

    `waiting` relations have no group yet, as an end of theirs is not decided. `bare` are the
    groups of spans without their decisions, `joined` those of relations, kept for the next time.
    """

    case: Case
    groups: tuple[Group, ...]
    waiting: int
    bare: tuple[Group, ...]
    joined: tuple[Group, ...] = ()

    def open(self) -> list[Group]:
        """The groups about which nothing is decided."""
        return [one for one in self.groups if one.is_open]

    def differing(self) -> list[Group]:
        """The groups about which people differ, decided or not: those that are a question."""
        some = (one for one in self.groups if one.kind != "agreed" or one.former)
        return [one for one in some if not asks_nothing(one)]

    def deferred(self) -> list[Group]:
        """The groups that were put off."""
        return [one for one in self.groups if one.is_deferred]

    @property
    def is_decided(self) -> bool:
        """Whether all that differs is decided."""
        return not self.waiting and all(one.is_settled for one in self.groups)

    def group(self, group_id: str) -> Group | None:
        """The group with this id, if there is one now."""
        return next((one for one in self.groups if one.id == group_id), None)


def docket_of(case: Case, former: Docket | None = None) -> Docket:
    """The groups of an article as it now is; `former` saves work where only decisions are new."""
    if not case.can_differ:
        return Docket(case, (), 0, ())
    known: tuple[Group, ...] = ()
    if former is not None and _is_same_ground(former.case, case):
        bare = former.bare
        known = former.joined if former.case.relations == case.relations else ()
    else:
        bare = tuple(span_groups(case))
    groups = with_decisions(case, bare)
    relations, waiting = relation_groups(case, gold_of(case, groups), known)
    groups += with_decisions(case, relations)
    groups.sort(key=_turn)
    return Docket(case, tuple(groups), waiting, bare, tuple(relations))


def _is_same_ground(one: Case, other: Case) -> bool:
    same = one.people == other.people and one.codebook is other.codebook
    return same and one.document_id == other.document_id and one.spans == other.spans


def _turn(group: Group) -> tuple[tuple[int, int], int, int, int, str]:
    return (group.stage, KINDS.index(group.kind), group.start, group.end, group.id)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an article is: its people, their agreement from 0 to 1, and its groups by state.

    `differing` counts the groups about which people differ, `opened` those of them not decided;
    `agreed` those that only have to be taken over.
    """

    people: int
    agreement: float
    differing: int
    opened: int
    deferred: int
    agreed: int = 0

    @property
    def left(self) -> int:
        """How many groups are still to be decided."""
        return self.opened + self.deferred


def progress_of(docket: Docket) -> Progress:
    """How far the article is."""
    differing = docket.differing()
    agreed = sum(map(asks_nothing, docket.groups))
    opened = sum(one.is_open for one in differing)
    deferred = sum(one.is_deferred for one in differing)
    return Progress(
        len(docket.case.people),
        agreement_of(docket.case),
        len(differing),
        opened,
        deferred,
        agreed,
    )


def agreement_of(case: Case) -> float:
    """The mean of all pairs' F1 of equal spans with one label; 1 where nobody has any."""
    owned: dict[str, set[object]] = {person: set() for person in case.people}
    for span in case.spans.values():
        owned[span.annotator].add((span.label, span.fragments))
    scores = [_f1(owned[one], owned[other]) for one, other in combinations(case.people, 2)]
    return sum(scores) / len(scores) if scores else 1.0


def _f1(one: set[object], other: set[object]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def next_group(docket: Docket, after: Group | None, *, is_open: bool = True) -> Group | None:
    """The next group to be decided, from a place on and round; those put off come last."""
    groups = list(docket.groups)
    at = _index(groups, after)
    round_ = groups[at:] + groups[:at]
    if not is_open:
        return round_[0] if round_ else None
    return next((one for one in round_ if one.is_open), None) or next(
        (one for one in round_ if one.is_deferred), None
    )


def _index(groups: Iterable[Group], after: Group | None) -> int:
    """The place behind a group, or where it would be."""
    if after is None:
        return 0
    turn = _turn(after)
    return sum(_turn(one) <= turn for one in groups)
