"""Where the characters of the page are: boxes of stretches of text in the viewport.

Only what can be seen is looked at. Boxes are in viewport pixels, stretches in code
points; UTF-16 stays in here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QTextBlock, QTextLayout, QTextLine

    from annotator.ui.text_view.canvas import PageCanvas

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One visible line: its place in the viewport and its stretch of the text."""

    line: QTextLine
    origin: QPointF
    y: float
    height: float
    room: float
    start: int
    end: int
    first_unit: int
    is_mixed: bool
    block: int

    @property
    def x(self) -> float:
        """What is to be added to horizontal places within the line."""
        return self.origin.x()

    @property
    def bottom(self) -> float:
        """Where the text ends and the room for marks begins."""
        return self.y + self.height


class Visible:
    """The visible lines of the page at one moment."""

    def __init__(self, view: PageCanvas, rows: list[Row]) -> None:
        self._view = view
        self.rows = rows
        self._starts = [row.start for row in rows]

    @property
    def start(self) -> int:
        """The first visible code point."""
        return self.rows[0].start if self.rows else 0

    @property
    def end(self) -> int:
        """The code point behind the last visible one."""
        return self.rows[-1].end if self.rows else 0

    def boxes(self, start: int, end: int) -> list[tuple[QRectF, Row]]:
        """The boxes of `[start, end)`: one for each visible line and writing direction."""
        found: list[tuple[QRectF, Row]] = []
        index = max(0, bisect_right(self._starts, start) - 1)
        rows = self.rows
        while index < len(rows) and rows[index].start < end:
            row = rows[index]
            index += 1
            first, last = max(start, row.start), min(end, row.end)
            if first < last:
                found += [(box, row) for box in self._boxes_in(row, first, last)]
        return found

    def _boxes_in(self, row: Row, start: int, end: int) -> list[QRectF]:
        to_unit = self._view.utf16.to_utf16
        first, last = to_unit(start) - row.first_unit, to_unit(end) - row.first_unit
        if row.is_mixed:
            return [QRectF(x1, row.y, x2 - x1, row.height) for x1, x2 in _runs(row, first, last)]
        left = row.line.cursorToX(first)[0]  # type: ignore[index]
        right = row.line.cursorToX(last)[0]  # type: ignore[index]
        return [QRectF(row.x + left, row.y, right - left, row.height)]


def _runs(row: Row, first: int, last: int) -> list[tuple[float, float]]:
    """Left and right of each run of one direction, joined where they touch."""
    ends: list[tuple[float, float]] = []
    for run in row.line.glyphRuns(first, last - first):
        places = [point.x() for point in run.positions()]
        advances = [step.x() for step in run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())]
        if places:
            right = max(x + step for x, step in zip(places, advances, strict=True))
            ends.append((row.x + min(places), row.x + right))
    joined: list[tuple[float, float]] = []
    for left, right in sorted(ends):
        if joined and left <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
        else:
            joined.append((left, right))
    return joined


def visible_rows(view: PageCanvas) -> Visible:
    """Look at the page as it is scrolled now."""
    rows: list[Row] = []
    height = view.viewport().height()
    block = view.firstVisibleBlock()
    offset = view.contentOffset()
    geometry = view.page_layout.blockBoundingRect(block)
    top = view.blockBoundingGeometry(block).translated(offset).top()
    while block.isValid() and top <= height:
        if top + geometry.height() >= 0:
            rows += _rows_of(view, block, QPointF(offset.x(), top), height)
        top += geometry.height()
        block = block.next()
        geometry = view.page_layout.blockBoundingRect(block)
    return Visible(view, rows)


def _rows_of(view: PageCanvas, block: QTextBlock, origin: QPointF, height: int) -> Iterator[Row]:
    layout = block.layout()
    position = block.position()
    to_point = view.utf16.to_code_point
    room = view.page_layout.room_of(block)
    number = block.blockNumber()
    for index in range(_first_line(layout, -origin.y()), layout.lineCount()):
        line = layout.lineAt(index)
        y = origin.y() + line.y()
        if y > height:
            return
        first = line.textStart()
        start = to_point(position + first)
        end = to_point(position + first + line.textLength())
        is_mixed = _RIGHT_TO_LEFT.search(view.text, start, end) is not None
        yield Row(line, origin, y, line.height(), room, start, end, position, is_mixed, number)


def _first_line(layout: QTextLayout, y: float) -> int:
    """The index of the last line that begins above `y`, by halving."""
    low, high = 0, layout.lineCount()
    while high - low > 1:
        middle = (low + high) // 2
        if layout.lineAt(middle).y() <= y:
            low = middle
        else:
            high = middle
    return low
