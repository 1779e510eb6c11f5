"""Painting the marks of the page: below the text, and above it.

Everything takes its boxes from `Visible`, so a frame costs what can be seen of it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from annotator.ui.text_view.block_marks import mark_id
from annotator.ui.text_view.ink import BARS, UNDERLINES, Ink
from annotator.ui.text_view.others_marks import distinct, is_calm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model.values import Span
    from annotator.ui.text_view.canvas import PageCanvas
    from annotator.ui.text_view.geometry import Row, Visible

_THIN = 1.0
"""The width of others' lines, in pixels."""
_DOTS = [2.0, 2.0]
BAR_STEP = 12.0
MOST_BARS = 3


class MarkPainter:
    """Paints the spans that can be seen, under the text."""

    def __init__(self, view: PageCanvas, painter: QPainter, visible: Visible, spans: list[Span]) -> None:
        self._view = view
        self._painter = painter
        self._visible = visible
        self._spans = distinct(view.session, spans)
        self._calm = {span.id for span in spans if is_calm(view.session, span)}
        self._inks = view.inks
        self._lines: dict[tuple[str, str, float], list[QLineF]] = defaultdict(list)
        self._colours: dict[str, QColor] = {}
        self._tags: list[tuple[QPointF, Ink]] = []
        self._legends: list[tuple[QPointF, Ink]] = []

    def paint(self) -> None:
        """Tints, boxes, foot lines, bracketed lines and the bars of the margin."""
        self._fills()
        for span in self._spans:
            ink = self._inks[span.label]
            if ink.style in UNDERLINES:
                self._underline(span, ink)
            elif ink.style == "box":
                self._box(span, ink)
        self._flush()
        self._paint_bars()
        self._paint_tags()

    # ------------------------------------------------------------ short things

    def _fills(self) -> None:
        fills = [span for span in self._spans if self._inks[span.label].style == "fill"]
        fills.sort(key=lambda span: span.start - span.end)
        own = _nested([span for span in fills if span.id not in self._calm])
        others = _nested([span for span in fills if span.id in self._calm], above=own)
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for span, depth in (*own, *others):
            ink = self._inks[span.label]
            painter.setBrush(ink.fill)
            foot = 2.5 * depth
            is_calm_one = span.id in self._calm
            for box, row, _is_first, is_last in self._boxes(span):
                if not is_calm_one:
                    tint = box.adjusted(-1, -1 - depth, 1, foot)
                    painter.drawRoundedRect(tint, 3, 3)
                y = row.bottom + foot
                self._line(ink, *self._stroke(span), QLineF(box.left(), y, box.right(), y))
                if is_last:
                    self._tags.append((box.topRight(), ink))

    def _box(self, span: Span, ink: Ink) -> None:
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        is_others = span.id in self._calm
        painter.setPen(QPen(ink.line, 1.3, Qt.PenStyle.DotLine if is_others else Qt.PenStyle.SolidLine))
        for box, _row, is_first, _is_last in self._boxes(span):
            frame = box.adjusted(-1.5, -1.5, 1.5, 2.5)
            painter.drawRoundedRect(frame, 3, 3)
            if is_first:
                self._legends.append((frame.topLeft(), ink))

    def _boxes(self, span: Span) -> list[tuple[QRectF, Row, bool, bool]]:
        """The boxes of a span, and whether each is the very first and the very last one."""
        found = []
        for start, end in span.fragments:
            boxes = self._visible.boxes(start, end)
            for index, (box, row) in enumerate(boxes):
                is_first = start == span.start and row.start <= start and index == 0
                is_last = end == span.end and row.end >= end and index == len(boxes) - 1
                found.append((box, row, is_first, is_last))
        return found

    # ------------------------------------------------------------ long things

    def _underline(self, span: Span, ink: Ink) -> None:
        kind, width = self._stroke(span, "solid" if ink.style == "underline-solid" else "dashed")
        previous: tuple[QRectF, float] | None = None
        for index, (start, end) in enumerate(span.fragments):
            mark = mark_id(span, index)
            boxes = self._visible.boxes(start, end)
            for box, row in boxes:
                y = self._lane_y(row, mark)
                self._line(ink, kind, width, QLineF(box.left(), y, box.right(), y))
                if row.start <= start < row.end and box is boxes[0][0]:
                    self._line(ink, "solid", width, QLineF(box.left(), y - 4, box.left(), y))
                    if previous is not None:
                        self._join(ink, previous, (box, y))
                if row.start < end <= row.end and box is boxes[-1][0]:
                    self._line(ink, "solid", width, QLineF(box.right(), y - 4, box.right(), y))
                    previous = (box, y)

    def _join(self, ink: Ink, before: tuple[QRectF, float], after: tuple[QRectF, float]) -> None:
        (first, y1), (second, y2) = before, after
        if abs(y1 - y2) < 8:
            self._line(ink, "dotted", 1.2, QLineF(first.right(), y1, second.left(), y1))
            return
        right = self._view.page_layout.metrics.left + self._view.page_layout.metrics.width
        left = self._view.page_layout.metrics.left
        self._line(ink, "dotted", 1.2, QLineF(first.right(), y1, right, y1))
        self._line(ink, "dotted", 1.2, QLineF(left, y2, second.left(), y2))

    def _lane_y(self, row: Row, mark: str) -> float:
        lane = self._view.marks.lane_of(row, mark)
        return round(row.bottom + 4 + lane * self._view.page_layout.metrics.lane) + 0.5

    # ------------------------------------------------------------ lines, gathered by pen

    def _stroke(self, span: Span, kind: str = "solid") -> tuple[str, float]:
        """How the line of a span is drawn, and its width in pixels: others' are thin and dotted."""
        return ("dots", _THIN) if span.id in self._calm else (kind, 2.0)

    def _line(self, ink: Ink, kind: str, width: float, line: QLineF) -> None:
        name = ink.line.name()
        self._colours[name] = ink.line
        self._lines[name, kind, width].append(line)

    def _flush(self) -> None:
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for (name, kind, width), lines in self._lines.items():
            pen = QPen(self._colours[name], width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if kind == "dashed":
                pen.setDashPattern([3.0, 1.6])
            elif kind == "dotted":
                pen.setDashPattern([1.0, 2.0])
            elif kind == "dots":
                pen.setDashPattern(_DOTS)
            painter.setPen(pen)
            painter.drawLines(lines)

    # ------------------------------------------------------------ the margin

    def _paint_bars(self) -> None:
        view, painter = self._view, self._painter
        right = view.page_layout.metrics.left - 14
        rows = self._visible.rows
        hidden: dict[int, set[str]] = defaultdict(set)
        font = QFont(view.font())
        font.setPointSizeF(max(6.0, view.font().pointSizeF() * 0.58))
        font.setBold(True)
        painter.setFont(font)
        for span in self._spans:
            ink = self._inks[span.label]
            if ink.style not in BARS:
                continue
            for part in _by_block(rows, span.start, span.end):
                if ink.bar >= MOST_BARS:
                    hidden[part[0].block].add(span.label)
                    continue
                x = right - ink.bar * BAR_STEP
                top, bottom = part[0].y, part[-1].bottom + 2
                self._bar(ink, span, x, top, bottom, is_first=part[0].start <= span.start)
        painter.setPen(view.colours.muted)
        for number, labels in hidden.items():
            row = next(row for row in rows if row.block == number)
            painter.drawText(
                QPointF(right - MOST_BARS * BAR_STEP - 12, row.y + row.height * 0.7), f"+{len(labels)}"
            )

    def _bar(self, ink: Ink, span: Span, x: float, top: float, bottom: float, *, is_first: bool) -> None:
        painter = self._painter
        is_others = span.id in self._calm
        pen = QPen(ink.line, 2 * _THIN if is_others else 4.0 if ink.style == "margin-bar" else 2.4)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if is_others:
            pen.setDashPattern([1.0, 1.0])
        elif ink.style == "underline-dashed":
            pen.setDashPattern([2.4, 1.2])
        painter.setPen(pen)
        painter.drawLine(QLineF(x, top, x, bottom))
        if is_first:
            painter.setPen(ink.line)
            key, metrics = ink.key.upper(), QFontMetricsF(painter.font())
            beside = x - 3 - metrics.horizontalAdvance(key)
            painter.drawText(QPointF(beside, top + metrics.capHeight()), key)

    def _paint_tags(self) -> None:
        """The label's key beside short marks, so that colour is never the only sign."""
        view, painter = self._view, self._painter
        if not view.shows_keys:
            return
        font = QFont(view.font())
        font.setPointSizeF(max(5.5, view.font().pointSizeF() * 0.5))
        font.setBold(True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        capital = metrics.capHeight()
        for corner, ink in self._tags:
            painter.setPen(ink.line)
            painter.drawText(QPointF(corner.x() + 1.5, corner.y() + capital - 1), ink.key.upper())
        for corner, ink in self._legends:
            key = ink.key.upper()
            ground = QRectF(corner.x() + 2, corner.y() - 1, metrics.horizontalAdvance(key) + 2, 3)
            painter.fillRect(ground, view.colours.page)
            painter.setPen(ink.line)
            painter.drawText(QPointF(ground.left() + 1, corner.y() + capital / 2), key)


def _nested(spans: list[Span], *, above: Sequence[tuple[Span, int]] = ()) -> list[tuple[Span, int]]:
    """The spans, widest first, each with how many shorter ones it covers or crosses.

    Those `above`, with what they cover, stand over all that they touch, whatever their length.
    """
    placed: list[tuple[Span, int]] = []
    for span in reversed(spans):
        over = [
            depth
            for other, depth in (*above, *placed)
            if other.start < span.end and other.end > span.start
        ]
        placed.append((span, max(over) + 1 if over else 0))
    return list(reversed(placed))


def _by_block(rows: list[Row], start: int, end: int) -> list[list[Row]]:
    """The visible rows that `[start, end)` touches, paragraph by paragraph."""
    parts: list[list[Row]] = []
    for row in rows:
        if row.start < end and row.end > start:
            if parts and parts[-1][-1].block == row.block:
                parts[-1].append(row)
            else:
                parts.append([row])
    return parts
