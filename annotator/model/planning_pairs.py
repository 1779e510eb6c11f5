"""Who shares articles with whom, so that all pairs of people share about equally many."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

Readers: TypeAlias = "tuple[str, ...]"
"""The people, by id, who read one article, in a fixed order."""


def shared_sets(
    shares: Mapping[str, int], overlap: float, readers: int, partner: str, chance: Random
) -> list[Readers]:
    """One entry for each article that is to be given out: who reads it.

    `shares` says how many articles each person gets, `overlap` which part of them, 0 to 1, is
    read by `readers` people, or with the `partner`. What cannot be shared for want of others
    is read by one.
    """
    people = [person for person, number in shares.items() if number > 0]
    left = {person: round(shares[person] * min(1.0, max(0.0, overlap))) for person in people}
    turns = people.copy()
    chance.shuffle(turns)
    order = {person: turn for turn, person in enumerate(turns)}
    if partner:
        order.setdefault(partner, len(order))
        others = [person for person in people if person != partner]
        sets: list[Readers] = [(person, partner) for person in others for _ in range(left[person])]
    elif readers == 2:
        sets = _pairs(left, order)
    else:
        sets = _sets(left, readers, order)
    shared = Counter(person for one in sets for person in one)
    single = [(person,) for person in people for _ in range(shares[person] - shared[person])]
    place = {person: number for number, person in enumerate((*shares, partner))}
    return [tuple(sorted(one, key=place.__getitem__)) for one in sets] + single


def _pairs(left: dict[str, int], order: Mapping[str, int]) -> list[Readers]:
    """Pairs in which each person stands as often as is left: the one with most is served first."""
    left = dict(left)
    met: Counter[frozenset[str]] = Counter()
    found: list[Readers] = []
    while left:
        first = max(left, key=lambda one: (left[one], -order[one]))
        number = left.pop(first)
        for _ in range(number):
            others = [one for one in left if left[one]]
            if not others:
                return found
            other = min(others, key=lambda one: (met[frozenset((first, one))], -left[one], order[one]))
            met[frozenset((first, other))] += 1
            left[other] -= 1
            found.append((first, other))
    return found


def _sets(left: dict[str, int], readers: int, order: Mapping[str, int]) -> list[Readers]:
    """Sets of so many people, in which each stands as often as is left; rare pairs first."""
    left = dict(left)
    met: Counter[frozenset[str]] = Counter()
    found: list[Readers] = []
    while readers > 1 and sum(number > 0 for number in left.values()) >= readers:
        chosen = [max(left, key=lambda one: (left[one], -order[one]))]
        while len(chosen) < readers:
            others = [one for one in left if left[one] and one not in chosen]
            chosen.append(
                min(
                    others,
                    key=lambda one: (
                        sum(met[frozenset((one, other))] for other in chosen),
                        -left[one],
                        order[one],
                    ),
                )
            )
        for person in chosen:
            left[person] -= 1
        met.update(frozenset((a, b)) for at, a in enumerate(chosen) for b in chosen[:at])
        found.append(tuple(chosen))
    return found
