"""Lanes: which row each of several overlapping marks is drawn in. No Qt.

A mark keeps its lane for as long as it is there: adding another one, or taking one
away, moves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Mark(NamedTuple):
    """A mark to be placed; it gets its preferred lane, or the next free one after it."""

    id: str
    start: float
    end: float
    preferred: int = 0


class Lanes:
    """The lanes of marks, by id; intervals are half-open, in any unit."""

    def __init__(self) -> None:
        self._lanes: dict[str, int] = {}
        self._intervals: dict[str, tuple[float, float]] = {}

    @property
    def count(self) -> int:
        """How many lanes are in use."""
        return max(self._lanes.values(), default=-1) + 1

    def of(self, mark_id: str) -> int:
        """The lane of this mark; 0 if it is not known."""
        return self._lanes.get(mark_id, 0)

    def update(self, marks: Iterable[Mark]) -> None:
        """Take these marks and no others; new ones are placed in the order given."""
        wanted = {mark.id: mark for mark in marks}
        for mark_id, interval in list(self._intervals.items()):
            mark = wanted.get(mark_id)
            if mark is None or (mark.start, mark.end) != interval:
                del self._lanes[mark_id], self._intervals[mark_id]
        new = [mark for mark in wanted.values() if mark.id not in self._lanes]
        if self._lanes:
            for mark in new:
                self._place(mark)
        else:
            self._sweep(new)

    def _place(self, mark: Mark) -> None:
        taken = {
            self._lanes[other]
            for other, (start, end) in self._intervals.items()
            if start < mark.end and end > mark.start
        }
        lane = mark.preferred
        while lane in taken:
            lane += 1
        self._lanes[mark.id], self._intervals[mark.id] = lane, (mark.start, mark.end)

    def _sweep(self, new: list[Mark]) -> None:
        """Place many at once, from left to right, where nothing stands yet."""
        ends: list[float] = []
        for mark in sorted(new, key=lambda mark: (mark.start, -mark.end)):
            lane = mark.preferred
            while lane < len(ends) and ends[lane] > mark.start:
                lane += 1
            ends += [float("-inf")] * (lane + 1 - len(ends))
            ends[lane] = mark.end
            self._lanes[mark.id], self._intervals[mark.id] = lane, (mark.start, mark.end)
