"""The best alignment of the units of several annotators, as γ needs it.

A unit is aligned with at most one unit of each other annotator, or with none. Positions cost
((|Δstart| + |Δend|) / (sum of the lengths))², another label costs 1, and a pair with an empty
place costs 1; a group of aligned units costs the mean over all its pairs.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from annotator.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EMPTY = 1.0
"""What it costs to align a unit with nothing."""
NEEDED = "γ of three or more annotators needs the package scipy."
WAY_OUT = "Install it (pip install 'annotator[gamma]'), or compare two annotators: that needs nothing."


class Unit(NamedTuple):
    """A labelled stretch `[start, end)`."""

    start: int
    end: int
    label: str


def dissimilarity(one: Unit, other: Unit) -> float:
    """What it costs to align two units."""
    length = one.end - one.start + other.end - other.start
    apart = (abs(one.start - other.start) + abs(one.end - other.end)) / length
    return apart * apart + (one.label != other.label)


def disorder(annotators: Sequence[Sequence[Unit]]) -> float:
    """What the best alignment costs, for each unit that an annotator has on average."""
    units = sum(map(len, annotators))
    if not units:
        return 0.0
    cost = _of_two(*annotators) if len(annotators) == 2 else _of_many(annotators)
    return cost * len(annotators) / units


# ---------------------------------------------------------------- two annotators


def _of_two(one: Sequence[Unit], other: Sequence[Unit]) -> float:
    """What is left of aligning everything with nothing when the best pairs have been made."""
    gains = _gains(one, other)
    return EMPTY * (len(one) + len(other)) - sum(map(_best_gain, _parts(gains)))


def _gains(one: Sequence[Unit], other: Sequence[Unit]) -> dict[tuple[int, int], float]:
    """What each pair saves; only those that save anything."""
    order = sorted(range(len(other)), key=lambda index: other[index].start)
    found: dict[tuple[int, int], float] = {}
    longest = max((unit.end - unit.start for unit in other), default=0)
    first = 0
    begins = [unit.start - _reach(unit, longest) for unit in one]
    for index in sorted(range(len(one)), key=begins.__getitem__):
        unit = one[index]
        reach = _reach(unit, longest)
        while first < len(order) and other[order[first]].start < unit.start - reach:
            first += 1
        for place in range(first, len(order)):
            there = other[order[place]]
            if there.start > unit.start + reach:
                break
            gain = 2 * EMPTY - dissimilarity(unit, there)
            if gain > 0:
                found[index, order[place]] = gain
    return found


def _reach(unit: Unit, longest: int) -> float:
    """So far away may start what can be aligned with the unit: √2 times both lengths."""
    return 1.4143 * (unit.end - unit.start + longest)


def _parts(gains: dict[tuple[int, int], float]) -> Iterator[dict[tuple[int, int], float]]:
    """The pairs, apart where they have no unit in common."""
    rows: dict[int, list[int]] = defaultdict(list)
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in gains:
        rows[row].append(column)
        columns[column].append(row)
    seen: set[int] = set()
    for start in rows:
        if start in seen:
            continue
        seen.add(start)
        waiting, found = [start], {}
        reached: set[int] = set()
        while waiting:
            row = waiting.pop()
            for column in rows[row]:
                found[row, column] = gains[row, column]
                if column not in reached:
                    reached.add(column)
                    fresh = [one for one in columns[column] if one not in seen]
                    seen.update(fresh)
                    waiting += fresh
        yield found


def _best_gain(gains: dict[tuple[int, int], float]) -> float:
    """The most that can be saved: an assignment, found by shortest augmenting paths."""
    if len(gains) == 1:
        return next(iter(gains.values()))
    rows = sorted({row for row, _ in gains})
    columns = sorted({column for _, column in gains})
    if len(rows) > len(columns):
        gains = {(column, row): gain for (row, column), gain in gains.items()}
        rows, columns = columns, rows
    costs = [[-gains.get((row, column), 0.0) for column in columns] for row in rows]
    return -_assigned(costs)


def _assigned(costs: Sequence[Sequence[float]]) -> float:
    """The least cost of giving each row a column of its own (Hungarian method)."""
    height, width = len(costs), len(costs[0])
    row_price, column_price = [0.0] * (height + 1), [0.0] * (width + 1)
    owner, before = [0] * (width + 1), [0] * (width + 1)
    for row in range(1, height + 1):
        owner[0] = row
        at = 0
        least = [float("inf")] * (width + 1)
        is_used = [False] * (width + 1)
        while owner[at]:
            is_used[at] = True
            own, step, following = owner[at], float("inf"), 0
            for column in range(1, width + 1):
                if is_used[column]:
                    continue
                cost = costs[own - 1][column - 1] - row_price[own] - column_price[column]
                if cost < least[column]:
                    least[column], before[column] = cost, at
                if least[column] < step:
                    step, following = least[column], column
            for column in range(width + 1):
                if is_used[column]:
                    row_price[owner[column]] += step
                    column_price[column] -= step
                else:
                    least[column] -= step
            at = following
        while at:
            owner[at] = owner[before[at]]
            at = before[at]
    return sum(costs[owner[column] - 1][column - 1] for column in range(1, width + 1) if owner[column])


# ---------------------------------------------------------------- three and more


def _of_many(annotators: Sequence[Sequence[Unit]]) -> float:
    """The cheapest way to put each unit into exactly one group: a whole-number programme."""
    try:
        import numpy as np
        from scipy.optimize import LinearConstraint, milp
        from scipy.sparse import csc_array
    except ImportError as error:
        raise UserError(NEEDED, WAY_OUT) from error
    offsets = [sum(map(len, annotators[:who])) for who in range(len(annotators))]
    groups = _groups(annotators)
    rows = [offsets[who] + index for members, _ in groups for who, index in members]
    columns = [number for number, (members, _) in enumerate(groups) for _ in members]
    units = sum(map(len, annotators))
    matrix = csc_array((np.ones(len(rows)), (rows, columns)), shape=(units, len(groups)))
    found = milp(
        np.array([cost for _, cost in groups]),
        integrality=np.ones(len(groups)),
        bounds=(0, 1),
        constraints=LinearConstraint(matrix, 1, 1),
    )
    return float(found.fun)


Group: TypeAlias = tuple[tuple[int, int], ...]
"""Units that are aligned, each by the number of its annotator and its own."""


def _groups(annotators: Sequence[Sequence[Unit]]) -> list[tuple[Group, float]]:
    """The groups that may be in the best alignment, with what they cost.

    A group that costs more than its units without partners is in none.
    """
    raters = len(annotators)
    pairs = raters * (raters - 1) / 2
    costs = _costs(annotators, raters * pairs * EMPTY)
    grown: list[tuple[Group, float]] = [((), 0.0)]
    for who, units in enumerate(annotators):
        fresh = []
        for members, cost in grown:
            for index in range(len(units)):
                own = [costs.get((*member, who, index)) for member in members]
                known = [one for one in own if one is not None]
                if len(known) == len(own) and cost + sum(known) <= raters * pairs * EMPTY:
                    fresh.append(((*members, (who, index)), cost + sum(known)))
        grown += fresh
    found = []
    for members, cost in grown[1:]:
        missing = pairs - len(members) * (len(members) - 1) / 2
        whole = (cost + missing * EMPTY) / pairs
        if whole <= len(members) * EMPTY:
            found.append((members, whole))
    return found


def _costs(annotators: Sequence[Sequence[Unit]], most: float) -> dict[tuple[int, int, int, int], float]:
    """What it costs to align two units of two annotators, where it is no more than this."""
    found: dict[tuple[int, int, int, int], float] = {}
    for one, other in combinations(range(len(annotators)), 2):
        for index, unit in enumerate(annotators[one]):
            for place, there in enumerate(annotators[other]):
                cost = dissimilarity(unit, there)
                if cost <= most:
                    found[one, index, other, place] = cost
    return found
