"""What needs no question: what all agree on, and what was decided and has only won support since."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.model.adjudication import Candidate, Group
    from annotator.model.decisions import Decision


def is_agreed(group: Group) -> bool:
    """Whether all have the same here, and nobody has decided otherwise before."""
    return group.kind == "agreed" and not any(one.annotator for one in group.former)


def confirmed(group: Group) -> tuple[Decision, tuple[Candidate, ...]] | None:
    """The decision that still says all, and what it took.

    Whoever has come since has just what was taken, whoever has changed or removed an annotation
    has come nearer to it. Then nobody has said anything that was not weighed already.
    """
    if not group.is_open or len(group.former) != 1:
        return None
    (former,) = group.former
    if (
        former.outcome != "taken"
        or not former.annotator
        or not group.prints.keys() >= set(former.chosen)
    ):
        return None
    same = {id_ for id_ in former.members if former.seen.get(id_) == group.prints.get(id_)}
    took = same.intersection(former.chosen)
    chosen = tuple(one for one in group.candidates if took.intersection(one.members))
    known = same.union(*(one.members for one in chosen))
    is_all = len(chosen) == len(former.gold) and known >= group.prints.keys()
    return (former, chosen) if is_all else None


def asks_nothing(group: Group) -> bool:
    """Whether the group settles itself when the article is opened."""
    return group.is_open and (is_agreed(group) or confirmed(group) is not None)
