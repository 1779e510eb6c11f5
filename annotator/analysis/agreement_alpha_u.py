"""Krippendorff's α_U of 1995, which other programs report as unitizing alpha.

It squares the distances between the edges of units that overlap, and the lengths of units that
lie in a gap. Each label is compared by itself, so units of different labels may overlap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.model.values import Span

DEFINITION = (
    "α_U of 1995 (Krippendorff 1995; 2004, section 11.6), as INCEpTION and DKPro report it: 1 − Do / De,"
    " where Do squares the distances between the edges of units of one label that overlap, and the"
    " lengths of units that lie in a gap of the other. It is another coefficient than uα of 2016."
)
Unit: TypeAlias = tuple[int, int]
Units: TypeAlias = "Mapping[str, Mapping[str, Sequence[Unit]]]"
"""The units of an article by annotator and label, in order, without overlaps in one label."""


class AlphaU:
    """Collects articles that all have the same number of annotators."""

    def __init__(self) -> None:
        self._length = 0
        self._raters = 0
        self._observed = 0.0
        self._units: dict[str, list[int]] = defaultdict(list)
        self._gaps: dict[str, list[int]] = defaultdict(list)
        self._lengths: list[tuple[int, int]] = []
        self._labels: set[str] = set()

    def add(self, length: int, units: Units) -> None:
        """Add an article of so many characters."""
        raters = len(units)
        self._length += length
        self._raters = max(self._raters, raters)
        labels = {label for one in units.values() for label in one}
        for label in labels - self._labels:
            for before, count in self._lengths:
                self._gaps[label] += [before] * count
        self._labels |= labels
        self._lengths.append((length, raters))
        for label in self._labels:
            rows = [_segments(one.get(label, ()), length) for one in units.values()]
            self._observed += _observed(rows) / (raters * (raters - 1))
            for row in rows:
                for start, end, is_unit in row:
                    (self._units if is_unit else self._gaps)[label].append(end - start)

    def value(self) -> float | None:
        """1 − Do/De over all labels; None without any unit, or where nothing could differ."""
        if not self._length:
            return None
        expected = sum(map(self._expected, self._labels))
        if expected <= 0:
            return None
        return 1 - self._observed / self._length**2 / expected

    def _expected(self, label: str) -> float:
        units, gaps = self._units[label], sorted(self._gaps[label])
        behind = [0, *accumulate(reversed(gaps))][::-1]
        whole = self._raters * self._length
        total = 0.0
        for unit in units:
            at = bisect_left(gaps, unit)
            room = behind[at] - (len(gaps) - at) * (unit - 1)
            own = 2 * unit**3 - 3 * unit**2 + unit
            total += (len(units) - 1) / 3 * own + unit**2 * room
        rest = whole * (whole - 1) - sum(unit * (unit - 1) for unit in units)
        return 2 / self._length * total / rest if rest > 0 else 0.0


def units_by_label(spans: Iterable[Span]) -> dict[str, list[Unit]]:
    """The fragments of one annotator's spans by label; those that overlap are joined."""
    found: dict[str, list[Unit]] = {}
    for start, end, label in sorted((*one, span.label) for span in spans for one in span.fragments):
        units = found.setdefault(label, [])
        if units and start < units[-1][1]:
            units[-1] = units[-1][0], max(end, units[-1][1])
        else:
            units.append((start, end))
    return found


def _segments(units: Iterable[Unit], length: int) -> list[tuple[int, int, bool]]:
    """Units and the gaps between them, from the beginning of the article to its end."""
    found, at = [], 0
    for start, end in units:
        if start > at:
            found.append((at, start, False))
        found.append((start, end, True))
        at = end
    if at < length:
        found.append((at, length, False))
    return found


def _observed(rows: Sequence[Sequence[tuple[int, int, bool]]]) -> float:
    """The squared differences of all ordered pairs of annotators."""
    return sum(_difference(one, other) for one in rows for other in rows if one is not other)


def _difference(one: Sequence[tuple[int, int, bool]], other: Sequence[tuple[int, int, bool]]) -> float:
    total = first = second = 0
    while first < len(one) and second < len(other):
        start, end, is_unit = one[first]
        begin, stop, is_other = other[second]
        if end <= begin or stop <= start:
            pass
        elif is_unit and is_other:
            total += (start - begin) ** 2 + (end - stop) ** 2
        elif is_unit and begin <= start and end <= stop:
            total += (end - start) ** 2
        elif is_other and start <= begin and stop <= end:
            total += (stop - begin) ** 2
        if end < stop:
            first += 1
        else:
            second += 1
    return total
