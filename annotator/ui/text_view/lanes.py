"""Lanes: which row each of several overlapping marks is drawn in. No Qt.

A mark keeps its lane for as long as it is there: adding another one, or taking one
away, moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable


class Lanes:
    """The lanes of marks, by id; `intervals` are half-open and in any unit."""

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

    def update(self, marks: Iterable[tuple[str, float, float]]) -> None:
        """Take these marks (id, start, end), new ones in the order given, and no others."""
        wanted = {mark_id: (start, end) for mark_id, start, end in marks}
        for mark_id in list(self._lanes):
            if wanted.get(mark_id) != self._intervals[mark_id]:
                del self._lanes[mark_id], self._intervals[mark_id]
        new = [(mark_id, interval) for mark_id, interval in wanted.items() if mark_id not in self._lanes]
        if len(new) > 1:
            self._sweep(new)
        for mark_id, interval in new:
            if mark_id not in self._lanes:
                self._place(mark_id, interval)

    def _place(self, mark_id: str, interval: tuple[float, float]) -> None:
        start, end = interval
        taken = {
            self._lanes[other]
            for other, (first, last) in self._intervals.items()
            if first < end and last > start
        }
        lane = 0
        while lane in taken:
            lane += 1
        self._lanes[mark_id], self._intervals[mark_id] = lane, interval

    def _sweep(self, new: list[tuple[str, tuple[float, float]]]) -> None:
        """Place many at once, from left to right, where nothing stands yet."""
        if self._lanes:
            return
        ends: list[float] = []
        for mark_id, (start, end) in sorted(new, key=lambda item: (item[1][0], -item[1][1])):
            lane = next((index for index, last in enumerate(ends) if last <= start), len(ends))
            if lane == len(ends):
                ends.append(end)
            ends[lane] = end
            self._lanes[mark_id], self._intervals[mark_id] = lane, (start, end)
