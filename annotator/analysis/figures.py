"""Figures: tables of numbers that can be drawn, each row of which leads to what it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

LONGEST = 1_000
"""A figure has at most so many rows; its note says how many there are."""


class Shape(StrEnum):
    """How a figure is drawn."""

    BARS = "bars"
    COLUMNS = "columns"
    LINES = "lines"
    DAYS = "days"
    MATRIX = "matrix"
    SCORES = "scores"
    TREND = "trend"


@dataclass(frozen=True, slots=True)
class Series:
    """One column of numbers; `tone` says what its colour means (`label:QUOTE`, `state:done`)."""

    name: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of numbers, one for each series, with the searches that lead to what they count.

    `group` is a heading that the row stands under; `query` leads to all of the row and
    `queries` to each of its numbers. `key` sorts and `name` is shown.
    """

    name: str
    numbers: tuple[int, ...]
    key: str = ""
    query: str = ""
    queries: tuple[str, ...] = ()
    group: str = ""
    tone: str = ""

    @property
    def total(self) -> int:
        """All of the row's numbers together."""
        return sum(self.numbers)

    def query_of(self, series: int) -> str:
        """The search for one number of the row."""
        return self.queries[series] if self.queries else self.query


@dataclass(frozen=True, slots=True)
class Figure:
    """A table and how it is drawn.

    `row_title` names what a row is, `group_title` what groups them, `unit` is what is
    counted, in the plural. With `is_stacked` the parts of a row are drawn one after the
    other, else its total alone; with `is_grouped` the rows of a group stand under its name.
    `row_count` is how many rows there would be without a limit, `whole` how many things all
    of them stand for, where that is not the sum of what is shown.
    """

    id: str
    title: str
    shape: Shape
    row_title: str
    unit: str
    series: tuple[Series, ...]
    rows: tuple[Row, ...]
    group_title: str = ""
    note: str = ""
    is_stacked: bool = True
    is_grouped: bool = False
    row_count: int = 0
    whole: int = 0

    @property
    def total(self) -> int:
        """All numbers together, those of rows beyond the limit too."""
        return self.whole or sum(row.total for row in self.rows)

    @property
    def has_totals(self) -> bool:
        """Whether a column of totals says more than the others."""
        return len(self.series) > 1 and self.shape is not Shape.LINES

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands above the columns of the table."""
        group = (self.group_title,) if self.group_title else ()
        total = ("Total",) if self.has_totals else ()
        return (self.row_title, *group, *(series.name for series in self.series), *total)

    def cells(self, row: Row) -> tuple[str | int, ...]:
        """What stands in one row of the table, in the order of the headings."""
        group = (row.group,) if self.group_title else ()
        total = (row.total,) if self.has_totals else ()
        return (row.name, *group, *row.numbers, *total)

    def shortened(self, limit: int = LONGEST) -> Figure:
        """The figure with its first rows; it remembers how many there were."""
        count = self.row_count or len(self.rows)
        return replace(self, rows=self.rows[:limit], row_count=count, whole=self.total)


def by_number(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows with the greatest totals first, then by name."""
    return tuple(sorted(rows, key=lambda row: (-row.total, row.name.casefold(), row.name)))


def spread(
    numbers: Mapping[tuple[str, str], int],
    columns: Iterable[str],
    row: Callable[[str, tuple[int, ...]], Row],
) -> list[Row]:
    """Rows from numbers by (row, column): each row with one number for each of the columns."""
    wanted = tuple(columns)
    names = dict.fromkeys(name for name, _ in numbers)
    return [row(name, tuple(numbers.get((name, one), 0) for one in wanted)) for name in names]
