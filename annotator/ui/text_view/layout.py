"""Line layout of the page: a column with even spacing and room for marks under each line.

`QPlainTextDocumentLayout` lays a paragraph out when it is first seen. Ours does the same
with a line height, a column and a margin of its own. Under each line there is room for
`RESERVED_LANES`; a paragraph that needs more lanes gets more room.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QTextBlock, QTextDocument, QTextOption
from PySide6.QtWidgets import QPlainTextDocumentLayout

from annotator.ui.text_view.ink import RESERVED_LANES

if TYPE_CHECKING:
    from collections.abc import Callable

_TOP = 10.0
_EMPTY = 0.45


@dataclass(frozen=True, slots=True)
class Metrics:
    """Measures of the page in pixels."""

    left: float
    width: float
    lead: float
    lane: float
    paragraph: float

    def room(self, lanes: int) -> float:
        """The room under a line for this many lanes."""
        return max(lanes, RESERVED_LANES) * self.lane + 2


def metrics_of(metrics: QFontMetricsF, *, left: float, width: float) -> Metrics:
    """The measures that go with a reading font, a left margin and a column width."""
    height = metrics.height()
    return Metrics(
        left=left,
        width=max(width, 8 * metrics.averageCharWidth()),
        lead=max(2.0, round(height * 0.14)),
        lane=max(4.0, round(height * 0.18)),
        paragraph=round(height * 0.1),
    )


class PageLayout(QPlainTextDocumentLayout):
    """Lays out a paragraph when it is first asked for."""

    def __init__(self, document: QTextDocument, lanes_of: Callable[[QTextBlock], int]) -> None:
        super().__init__(document)
        self.metrics = Metrics(0, 400, 2, 4, 2)
        self._lanes_of = lanes_of
        self._rooms: dict[int, float] = {}
        self._is_emitting = False
        self._emit_again = False
        self._options = {direction: _option(direction) for direction in Qt.LayoutDirection}

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """The paragraph's rectangle, laid out now if it was not yet."""
        if not block.isValid():
            return QRectF()
        layout = block.layout()
        count = layout.lineCount()
        if count == 0:
            count = self._lay_out(block)
        line = layout.lineAt(count - 1)
        metrics = self.metrics
        bottom = line.y() + line.height()
        if line.textLength():
            bottom += self._rooms.get(block.blockNumber(), 0.0) + metrics.paragraph
        else:
            bottom = line.y() + _EMPTY * line.height()
        return QRectF(0, 0, metrics.left + metrics.width, bottom)

    def room_of(self, block: QTextBlock) -> float:
        """The room under each line of this paragraph, in pixels."""
        return self._rooms.get(block.blockNumber(), self.metrics.room(0))

    def forget(self, block: QTextBlock) -> None:
        """Lay this paragraph out anew when it is next asked for."""
        block.clearLayout()
        self._rooms.pop(block.blockNumber(), None)

    def forget_all(self) -> None:
        """Lay everything out anew."""
        self._rooms.clear()
        document = self.document()
        document.markContentsDirty(0, document.characterCount())

    def _lay_out(self, block: QTextBlock) -> int:
        metrics = self.metrics
        room = metrics.room(self._lanes_of(block))
        self._rooms[block.blockNumber()] = room
        layout = block.layout()
        layout.setTextOption(self._options[block.textDirection()])
        layout.beginLayout()
        y = 0.0 if block.blockNumber() else _TOP
        width, left, lead = metrics.width, metrics.left, metrics.lead
        create = layout.createLine
        while (line := create()).isValid():
            line.setLineWidth(width)
            y += lead
            line.setPosition(QPointF(left, y))
            y = math.ceil(y + line.height() + room)
        layout.endLayout()
        document = self.document()
        before = document.lineCount()
        count = max(1, layout.lineCount())
        block.setLineCount(count)
        if document.lineCount() != before:
            self.announce_size()
        return count

    def announce_size(self) -> None:
        """Say that the document's size has changed: without it scrolling stops short."""
        if self._is_emitting:
            self._emit_again = True
            return
        self._is_emitting = True
        try:
            self._emit_again = True
            while self._emit_again:
                self._emit_again = False
                self.documentSizeChanged.emit(self.documentSize())
        finally:
            self._is_emitting = False


def _option(direction: Qt.LayoutDirection) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(direction)
    if direction == Qt.LayoutDirection.RightToLeft:
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    return option
