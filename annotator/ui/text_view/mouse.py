"""Gestures of the mouse on the page: click, double-click, drag with snapping, edge drag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QTextLine
from PySide6.QtWidgets import QApplication

from annotator.model.extent import Extent
from annotator.model.extents import extent_at
from annotator.model.fragment import Fragment
from annotator.model.tokens import sentence_at, snap
from annotator.ui.text_view.modes import HintMode
from annotator.ui.text_view.overlay import Outline, Overlay

if TYPE_CHECKING:
    from annotator.model.values import Span
    from annotator.ui.text_view.view import TextView

_EDGE = 4.0
_EXPRESSIONS = (Extent.NAME, Extent.DATE, Extent.QUANTITY)
_SCROLL_INTERVAL = 40


class PageMouse:
    """Turns presses, moves and releases into caret, selection, focus and edge moves."""

    def __init__(self, view: TextView) -> None:
        self._view = view
        self._anchor: int | None = None
        self._edge: tuple[Span, bool] | None = None
        self._moved: tuple[Fragment, ...] | None = None
        self._has_moved = False
        self._is_exact = False
        self._since_double = QElapsedTimer()
        self._scroll = QTimer(view)
        self._scroll.setInterval(_SCROLL_INTERVAL)
        self._scroll.timeout.connect(self._scroll_on)
        self._last = QPoint()

    # ------------------------------------------------------------ where

    def character_at(self, point: QPointF) -> int | None:
        """The code point under this point of the viewport; None beside the text."""
        view = self._view
        rows = view.visible().rows
        above = [row for row in rows if row.y - 3 <= point.y()]
        row = above[-1] if above else None
        if row is None or row.start == row.end or point.y() > row.bottom + row.room:
            return None
        x = point.x() - row.x
        unit = row.line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        position = view.utf16.to_code_point(row.first_unit + unit)
        return min(max(position, row.start), row.end - 1)

    def boundary_at(self, point: QPointF) -> int:
        """The code point offset of the gap between characters that is nearest."""
        unit = self._view.cursorForPosition(point.toPoint()).position()
        return self._view.utf16.to_code_point(unit)

    def span_at(self, point: QPointF) -> Span | None:
        """The innermost span under this point, of equal ones one's own."""
        position = self.character_at(point)
        annotations = self._view.session.annotations
        if position is None or annotations is None:
            return None
        found = annotations.at(position)
        equal = [one for one in found if one.fragments == found[0].fragments]
        return next(iter(self._view.session.others.own_first(equal)), None)

    def _edge_at(self, point: QPointF) -> tuple[Span, bool] | None:
        """The focused span and whether it is its end that the point is on."""
        focus = self._view.session.focus
        session = self._view.session
        if focus is None or not session.is_writable or not session.others.can_change(focus):
            return None
        visible = self._view.visible()
        for fragment, is_end in ((focus.fragments[0], False), (focus.fragments[-1], True)):
            boxes = visible.boxes(*fragment)
            if not boxes:
                continue
            box = boxes[-1][0] if is_end else boxes[0][0]
            x = box.right() if is_end else box.left()
            if abs(point.x() - x) <= _EDGE and box.top() - 2 <= point.y() <= box.bottom() + 3:
                return focus, is_end
        return None

    # ------------------------------------------------------------ gestures

    def press(self, event: QMouseEvent) -> None:
        """Begin a click, a drag or an edge drag."""
        point = event.position()
        self._is_exact = _is_exact(event)
        self._has_moved = False
        self._edge = self._edge_at(point)
        if self._edge is not None:
            return
        position = self.character_at(point)
        if position is not None and self._is_third_click(position):
            sentence = sentence_at(self._view.text, position)
            if sentence is not None:
                self._has_moved = True
                self._select(sentence)
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = self._view.session.caret
            self.move(event)
            return
        self._anchor = self.boundary_at(point) if self._is_exact else position
        if self._anchor is None:
            self._anchor = self.boundary_at(point)
        self._view.place(self._anchor, scrolls=False)  # what is under the pointer stays there

    def move(self, event: QMouseEvent) -> None:
        """Go on with a drag, or show what could be dragged."""
        point = event.position()
        self._is_exact = _is_exact(event)
        self._last = point.toPoint()
        if self._edge is not None:
            self._drag_edge(point)
        elif self._anchor is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(point)
        elif event.buttons() & Qt.MouseButton.LeftButton:
            return
        else:
            is_edge = self._edge_at(point) is not None
            shape = Qt.CursorShape.SizeHorCursor if is_edge else Qt.CursorShape.IBeamCursor
            self._view.viewport().setCursor(shape)

    def release(self, event: QMouseEvent) -> None:
        """End the gesture."""
        self._scroll.stop()
        view = self._view
        edge, self._edge = self._edge, None
        anchor, self._anchor = self._anchor, None
        if edge is not None:
            view.set_overlay(Overlay())
            if self._moved is not None:
                view.edge_moved.emit(edge[0], self._moved)
            self._moved = None
        elif anchor is not None and not self._has_moved:
            self._click(event.position())
        elif view.session.selection is not None:
            view.gesture_ended.emit()

    def double_click(self, event: QMouseEvent) -> None:
        """Select the name, date or quantity, or the word."""
        position = self.character_at(event.position())
        self._anchor = None
        if position is None:
            return
        self._since_double.start()
        self._has_moved = True
        found = [
            part for extent in _EXPRESSIONS for part in extent_at(self._view.text, position, extent)
        ]
        if found:
            self._select(max(found, key=lambda part: part.end - part.start))

    # ------------------------------------------------------------ parts

    def _is_third_click(self, position: int) -> bool:
        if not self._since_double.isValid():
            return False
        elapsed, selection = self._since_double.elapsed(), self._view.session.selection
        self._since_double.invalidate()
        is_same = selection is not None and selection.start <= position < selection.end
        return is_same and elapsed < QApplication.doubleClickInterval()

    def _click(self, point: QPointF) -> None:
        view = self._view
        position = self.character_at(point)
        mode = view.mode
        if isinstance(mode, HintMode) and position is not None:
            view.clicked_in_mode.emit(position)
            return
        span = self.span_at(point)
        view.session.set_focus(span.id if span else None)
        if position is not None:
            view.gesture_ended.emit()

    def _select(self, fragment: Fragment) -> None:
        self._view.place(fragment.start, Fragment(*fragment))

    def _drag(self, point: QPointF) -> None:
        view = self._view
        assert self._anchor is not None
        self._watch_edges(point)
        if self._is_exact:
            here = self.boundary_at(point)
            start, end = sorted((self._anchor, here))
        else:
            character = self.character_at(point)
            here = self.boundary_at(point) if character is None else character
            if here == self._anchor and not self._has_moved:
                return
            start, end = sorted((self._anchor, here))
            start, end = snap(view.text, start, min(end + 1, len(view.text)))
        if start < end:
            self._has_moved = True
            view.place(start, Fragment(start, end), scrolls=False)

    def _drag_edge(self, point: QPointF) -> None:
        assert self._edge is not None
        span, is_end = self._edge
        text = self._view.text
        here = self.boundary_at(point)
        fragments = list(span.fragments)
        index = -1 if is_end else 0
        start, end = fragments[index]
        if is_end:
            end = max(start + 1, here)
        else:
            start = min(end - 1, here)
        if not self._is_exact:
            snapped = snap(text, start, end)
            start, end = (start, snapped[1]) if is_end else (snapped[0], end)
        fragments[index] = Fragment(start, end)
        self._moved = tuple(fragments)
        self._view.set_overlay(Overlay(outlines=(Outline(self._moved, span.label),)))

    def _watch_edges(self, point: QPointF) -> None:
        height = self._view.viewport().height()
        is_outside = point.y() < 0 or point.y() > height
        if is_outside and not self._scroll.isActive():
            self._scroll.start()
        elif not is_outside:
            self._scroll.stop()

    def _scroll_on(self) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + (-1 if self._last.y() < 0 else 1))
        if self._anchor is not None:
            inside = min(max(self._last.y(), 1), self._view.viewport().height() - 2)
            self._drag(QPointF(self._last.x(), inside))


def _is_exact(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
