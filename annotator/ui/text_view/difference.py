"""The difference that is being decided, drawn in the text: each candidate with its number.

Odd numbers stand above their words, even ones below, each with a line of its own kind and a
tag with number and label. So neither colour nor place alone tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen

from annotator.model.fragment import normalise
from annotator.ui.label_colours import readable_on
from annotator.ui.text_view.arcs import arc_path, arrow_head, connection
from annotator.ui.text_view.overlay import beside

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from annotator.model.fragment import Fragment
    from annotator.ui.text_view.canvas import PageCanvas
    from annotator.ui.text_view.geometry import Visible

_PATTERNS: tuple[tuple[float, ...], ...] = ((), (4.0, 1.6), (1.2, 1.4), (5.0, 1.4, 1.2, 1.4))
_TIER = 5.0
_TICK = 4.0
_GAP = 2.5
"""Between a line and its tag in pixels: the line shows how far the candidate goes."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One candidate: what its tag says, its label, its stretches; whether it was chosen."""

    tag: str
    label: str
    fragments: tuple[Fragment, ...]
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """The candidates in the order of their numbers; a relation leads to them from `origin`."""

    marks: tuple[Mark, ...]
    origin: tuple[Fragment, ...] = ()
    origin_label: str = ""


class DifferencePainter:
    """Paints the present difference over the text."""

    def __init__(self, view: PageCanvas, painter: QPainter, visible: Visible) -> None:
        self._view = view
        self._painter = painter
        self._visible = visible
        self._tags: list[QRectF] = []
        self._font = QFont(view.chip_font)
        self._font.setPointSizeF(max(6.5, view.chip_font.pointSizeF() * 0.82))
        self._metrics = QFontMetricsF(self._font)

    def paint(self, difference: Difference) -> None:
        """The ground, the lines, and the tags on top of them."""
        self._paint_ground(difference)
        for index, mark in enumerate(difference.marks):
            boxes = self._boxes(mark.fragments)
            if difference.origin:
                self._paint_arc(difference, mark, boxes)
            self._paint_lines(mark, index, boxes)
        for index, mark in enumerate(difference.marks):
            boxes = self._boxes(mark.fragments)
            if boxes:
                self._paint_tag(mark, index, boxes[0])

    def _boxes(self, fragments: tuple[Fragment, ...]) -> list[QRectF]:
        return [box for start, end in fragments for box, _ in self._visible.boxes(start, end)]

    def _paint_ground(self, difference: Difference) -> None:
        """A quiet ground under everything that is in question."""
        painter, colour = self._painter, self._view.colours.candidate
        tint = QColor(colour)
        tint.setAlphaF(0.12)
        parts = [part for mark in difference.marks for part in mark.fragments]
        pen = QPen(colour, 1.2)
        pen.setDashPattern([2.0, 2.0])
        for box in self._boxes(normalise([*parts, *difference.origin])):
            painter.setPen(pen)
            painter.setBrush(tint)
            painter.drawRoundedRect(box.adjusted(-3, -1, 3, 2), 4, 4)

    def _paint_lines(self, mark: Mark, index: int, boxes: list[QRectF]) -> None:
        painter, ink = self._painter, self._view.inks[mark.label]
        tick = _TICK if index % 2 == 0 else -_TICK
        for number, box in enumerate(boxes):
            y = self._line_y(index, box)
            pen = QPen(ink.line, 3.2 if mark.is_chosen else 2.2)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if pattern := _PATTERNS[index % len(_PATTERNS)]:
                pen.setDashPattern(list(pattern))
            painter.setPen(pen)
            painter.drawLine(QLineF(box.left(), y, box.right(), y))
            painter.setPen(QPen(ink.line, 2.2))
            if number == 0:
                painter.drawLine(QLineF(box.left(), y, box.left(), y + tick))
            if number == len(boxes) - 1:
                painter.drawLine(QLineF(box.right(), y, box.right(), y + tick))

    def _line_y(self, index: int, box: QRectF) -> float:
        away = 1.5 + _TIER * (index // 2)
        return box.top() - away if index % 2 == 0 else box.bottom() + away + 1

    def _paint_tag(self, mark: Mark, index: int, box: QRectF) -> None:
        painter, ink = self._painter, self._view.inks[mark.label]
        width, height = self._metrics.horizontalAdvance(mark.tag) + 8, self._metrics.height()
        y = self._line_y(index, box)
        top = y - height - _GAP if index % 2 == 0 else y + _GAP
        place = QRectF(box.left() - 1, top, width, height)
        place = self._beside(place)
        self._tags.append(place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.line)
        painter.drawRoundedRect(place, 3, 3)
        painter.setPen(readable_on(ink.line))
        painter.setFont(self._font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, mark.tag)

    def _beside(self, place: QRectF) -> QRectF:
        """The place, moved along until no other tag is in the way, and back into the page."""
        free = beside(place, self._tags)
        over = free.right() - self._view.viewport().width() + 4
        if over > 0:
            free.translate(-over, 0)
        return free

    def _paint_arc(self, difference: Difference, mark: Mark, boxes: list[QRectF]) -> None:
        origin = self._boxes(difference.origin)
        if not origin or not boxes:
            return
        pairs = [(one, other) for one in origin for other in boxes]
        path = arc_path(*connection(*min(pairs, key=_distance)))
        colour = self._view.inks[difference.origin_label].line
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(colour, 2.4 if mark.is_chosen else 1.6))
        self._painter.drawPath(path)
        self._painter.setBrush(colour)
        self._painter.drawPolygon(arrow_head(path))


def _distance(boxes: tuple[QRectF, QRectF]) -> float:
    return (boxes[0].center() - boxes[1].center()).manhattanLength()
