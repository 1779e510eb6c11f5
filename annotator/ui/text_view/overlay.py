"""What lies above the text: focus ring, chip, arcs, outlines and hint letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from annotator.ui.text_view.arcs import arc_path, arrow_head, connection
from annotator.ui.text_view.others_marks import is_calm, whose_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model.fragment import Fragment
    from annotator.model.values import Span
    from annotator.ui.text_view.canvas import PageCanvas
    from annotator.ui.text_view.geometry import Visible

_SMALLEST_CHIP = 0.75
"""So much of its usual size a long name in the margin keeps, before it is cut."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A dashed outline: something proposed, or an edge that is being dragged."""

    fragments: tuple[Fragment, ...]
    label: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """Letters that choose the place at this code point."""

    letters: str
    position: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is to be shown above the text besides the focus."""

    candidate: Fragment | None = None
    outlines: tuple[Outline, ...] = ()
    hints: tuple[Hint, ...] = ()


class OverlayPainter:
    """Paints what lies above the text."""

    def __init__(self, view: PageCanvas, painter: QPainter, visible: Visible) -> None:
        self._view = view
        self._painter = painter
        self._visible = visible
        self._hint_places: list[QRectF] = []
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def paint(self) -> None:
        """Everything, the hint letters last."""
        overlay = self._view.overlay
        if overlay.candidate is not None:
            self._paint_candidate(overlay.candidate)
        focus = self._view.session.focus
        if focus is not None:
            self._paint_focus(focus)
        for outline in overlay.outlines:
            self._paint_outline(outline, focus)
        for hint in overlay.hints:
            self._paint_hint(hint)
        self._paint_caret()

    def _paint_caret(self) -> None:
        caret = self._view.session.caret
        if not self._view.hasFocus() or not self._visible.start <= caret <= self._visible.end:
            return
        rows = [row for row in self._visible.rows if row.start <= caret]
        if rows:
            row = rows[-1]
            unit = self._view.utf16.to_utf16(caret) - row.first_unit
            x = row.x + row.line.cursorToX(unit)[0]  # type: ignore[index]
            caret_box = QRectF(x - 1, row.y - 1, 2, row.height + 2)
            self._painter.fillRect(caret_box, self._view.colours.text)

    def _boxes(self, fragments: tuple[Fragment, ...]) -> list[QRectF]:
        return [box for start, end in fragments for box, _ in self._visible.boxes(start, end)]

    def _paint_candidate(self, candidate: Fragment) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(self._view.colours.candidate, 1.0, Qt.PenStyle.DotLine))
        for box in self._boxes((candidate,)):
            self._painter.drawRoundedRect(box.adjusted(-2.5, -2.5, 2.5, 3.5), 4, 4)

    def _paint_focus(self, focus: Span) -> None:
        ink = self._view.inks[focus.label]
        tint = QColor(ink.line)
        tint.setAlphaF(0.10)
        self._painter.setBrush(tint)
        is_others = is_calm(self._view.session, focus)
        style = Qt.PenStyle.DotLine if is_others else Qt.PenStyle.SolidLine
        self._painter.setPen(QPen(ink.line, 2.0, style))
        boxes = self._boxes(focus.fragments)
        for box in boxes:
            self._painter.drawRoundedRect(box.adjusted(-3, -3, 3, 4), 4, 4)
        if boxes:
            self._paint_chip(focus, min(box.top() for box in boxes), boxes[0].height())
        self._paint_relations(focus, boxes)

    def _paint_chip(self, focus: Span, top: float, height: float) -> None:
        view, painter = self._view, self._painter
        ink = view.inks[focus.label]
        font = QFont(view.chip_font)
        metrics = QFontMetricsF(font)
        left = view.page_layout.metrics.left
        beside_bars, over_bars = left - 62, left - 26
        whose = whose_letters(view.session, focus)
        said = f"{ink.name} · {whose}" if whose else ink.name
        wanted = metrics.horizontalAdvance(said)
        room = beside_bars if wanted <= beside_bars else over_bars
        if wanted > room:
            font.setPointSizeF(font.pointSizeF() * max(_SMALLEST_CHIP, room / wanted))
            metrics = QFontMetricsF(font)
        name = metrics.elidedText(said, Qt.TextElideMode.ElideRight, max(24.0, room))
        width = metrics.horizontalAdvance(name) + 12
        chip = QRectF(4, top + (height - metrics.height() - 4) / 2, width, metrics.height() + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = QColor(ink.fill if ink.style == "fill" else ink.line)
        ground.setAlphaF(1.0)
        painter.setBrush(ground)
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(ink.tag_text)
        painter.setFont(font)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_relations(self, focus: Span, boxes: list[QRectF]) -> None:
        annotations = self._view.session.annotations
        if annotations is None:
            return
        for relation in annotations.relations(focus.id):
            is_outgoing = relation.from_id == focus.id
            other = annotations.span(relation.to_id if is_outgoing else relation.from_id)
            if other is None:
                continue
            here, there = _nearest(
                boxes or [self._beyond(focus.start)],
                self._boxes(other.fragments) or [self._beyond(other.start)],
            )
            ink = self._view.inks[other.label]
            first, last = (here, there) if is_outgoing else (there, here)
            self._paint_arc(first, last, ink.line)
            for box in self._boxes(other.fragments):
                self._painter.setBrush(Qt.BrushStyle.NoBrush)
                self._painter.setPen(QPen(ink.line, 1.6))
                self._painter.drawRoundedRect(box.adjusted(-2, -2, 2, 3), 4, 4)

    def _beyond(self, position: int) -> QRectF:
        """A place above or below the page for something that is out of sight."""
        metrics = self._view.page_layout.metrics
        is_above = position < self._visible.start
        y = -10.0 if is_above else self._view.viewport().height() + 10.0
        return QRectF(metrics.left + metrics.width / 2, y, 1, 1)

    def _paint_arc(self, first: QRectF, last: QRectF, colour: QColor) -> None:
        path = arc_path(*connection(first, last))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(colour, 1.6))
        self._painter.drawPath(path)
        self._painter.setBrush(colour)
        self._painter.drawPolygon(arrow_head(path))

    def _paint_outline(self, outline: Outline, focus: Span | None) -> None:
        ink = self._view.inks[outline.label]
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(ink.line, 1.6)
        pen.setDashPattern([3.0, 2.0])
        self._painter.setPen(pen)
        boxes = self._boxes(outline.fragments)
        for box in boxes:
            self._painter.drawRoundedRect(box.adjusted(-2, -2, 2, 3), 4, 4)
        if outline.caption and boxes:
            self._paint_caption(outline.caption, boxes[0], ink.line)
        if outline.caption and focus is not None:
            here, there = _nearest(
                self._boxes(focus.fragments) or [self._beyond(focus.start)],
                boxes or [self._beyond(outline.fragments[0].start)],
            )
            self._paint_arc(here, there, ink.line)

    def _paint_caption(self, caption: str, box: QRectF, colour: QColor) -> None:
        painter = self._painter
        metrics = QFontMetricsF(self._view.chip_font)
        width = metrics.horizontalAdvance(caption) + 8
        place = QRectF(box.left() - 2, box.bottom() + 4, width, metrics.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._view.colours.page)
        painter.drawRoundedRect(place, 3, 3)
        painter.setPen(colour)
        painter.setFont(self._view.chip_font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, caption)

    def _paint_hint(self, hint: Hint) -> None:
        boxes = self._visible.boxes(hint.position, hint.position + 1)
        if not boxes:
            return
        painter, colours = self._painter, self._view.colours
        metrics = QFontMetricsF(self._view.chip_font)
        letters = hint.letters.upper()
        box = boxes[0][0]
        height = metrics.height()
        place = QRectF(
            box.left() - 3, box.top() - height * 0.55, metrics.horizontalAdvance(letters) + 6, height
        )
        place = beside(place, self._hint_places)
        self._hint_places.append(place)
        path = QPainterPath()
        path.addRoundedRect(place, 3, 3)
        painter.fillPath(path, colours.candidate if hint.is_chosen else colours.text)
        painter.setPen(colours.page)
        painter.setFont(self._view.chip_font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letters)


def beside(place: QRectF, taken: Sequence[QRectF]) -> QRectF:
    """This box, moved to the right until it covers none that is taken: letters must be read."""
    free = QRectF(place)
    while (other := next((one for one in taken if one.intersects(free)), None)) is not None:
        free.moveLeft(other.right() + 1)
    return free


def _nearest(first: list[QRectF], second: list[QRectF]) -> tuple[QRectF, QRectF]:
    """The two boxes, one of each, that lie nearest to each other."""
    pairs = ((a, b) for a in (first[0], first[-1]) for b in (second[0], second[-1]))
    return min(pairs, key=lambda pair: (pair[0].center() - pair[1].center()).manhattanLength())
