"""One label as a chip, and the chip for the labels that have no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.ui.guideline import guideline_html, show_guideline
from annotator.ui.panels.colours import LabelColours, label_colours
from annotator.ui.panels.lines import draw_line
from annotator.ui.panels.marks import paint_mark
from annotator.ui.panels.texts import short_name
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.model.codebook import Label

_PADDING = 9
_KEY_GAP = 7
_WIDEST_NAME = 150


class Chip(QAbstractButton):
    """One label: its key, its short name and its mark; pressed while its span is focused."""

    step_requested = Signal(int)
    page_requested = Signal()

    def __init__(self, label: Label, key: str) -> None:
        super().__init__()
        self.label = label
        self._key = key
        self._name = short_name(label.name)
        self._is_compact = False
        self._full_width = 0
        self.setText(self._name)
        self.setObjectName(f"chip:{label.id}")
        self.setAccessibleName(f"{label.name}, {key}" if key else label.name)
        self.setAccessibleDescription(label.definition)
        self.setToolTip(guideline_html(label))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def full_width(self) -> int:
        """The width with key and name, both bold so that pressing moves nothing."""
        if not self._full_width:
            metrics = QFontMetrics(bold(self.font()))
            key = metrics.horizontalAdvance(self._key) + _KEY_GAP if self._key else 0
            name = min(metrics.horizontalAdvance(self._name), _WIDEST_NAME)
            self._full_width = key + name + 2 + 2 * _PADDING
        return self._full_width

    def set_compact(self, is_compact: bool) -> None:
        """Show the key alone, where there is one; the hover text still says the name."""
        if is_compact != self._is_compact:
            self._is_compact = is_compact
            self.update()

    def size_when(self, *, is_compact: bool) -> QSize:
        """Room for the key and the name, or for the key alone."""
        metrics = QFontMetrics(bold(self.font()))
        width = self.full_width()
        if is_compact and self._key:
            width = metrics.horizontalAdvance(self._key) + 2 * _PADDING + 2
        return QSize(width, metrics.height() + 10)

    def sizeHint(self) -> QSize:
        """Room for what is shown now."""
        return self.size_when(is_compact=self._is_compact)

    def minimumSizeHint(self) -> QSize:
        """A chip is never squeezed."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go to the neighbours, Enter and Space press."""
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(event.key()), 0)
        if step:
            self.step_requested.emit(-step if is_mirrored else step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.click()
            self.page_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.page_requested.emit()
        else:
            super().keyPressEvent(event)

    def show_guideline(self) -> None:
        """Show what the label means, below the chip."""
        show_guideline(self.label, self, self.mapToGlobal(self.rect().bottomLeft()))

    def changeEvent(self, event: QEvent) -> None:
        """A new font asks for other room."""
        if event.type() == QEvent.Type.FontChange:
            self._full_width = 0
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark, the key and the name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        colours = label_colours(self.label)
        body = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        ink = self._paint_body(painter, body, colours)
        self._paint_ring(painter, body, colours)
        self._paint_words(painter, ink)

    def _paint_body(self, painter: QPainter, body: QRectF, colours: LabelColours) -> QColor:
        """Paint the mark; returns the colour in which words are readable on it."""
        style = self.label.style
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if style == "fill":
            paint_mark(painter, body, style, colours)
            return colours.text
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.line if self.isChecked() else colours.fill)
        if style != "box" or self.isChecked():
            painter.drawRoundedRect(body, 3, 3)
        if not self.isChecked():
            paint_mark(painter, body, style, colours, is_mirrored=is_mirrored)
        return colours.tag_text if self.isChecked() else self.palette().color(QPalette.ColorRole.Text)

    def _paint_ring(self, painter: QPainter, body: QRectF, colours: LabelColours) -> None:
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked() or self.isDown():
            painter.setPen(QPen(ink, 2))
            painter.drawRoundedRect(body, 4, 4)
        elif self.underMouse() and self.isEnabled():
            painter.setPen(QPen(colours.line, 1.5))
            painter.drawRoundedRect(body, 4, 4)
        if self.hasFocus():
            pen = QPen(self.palette().color(QPalette.ColorRole.Highlight), 2)
            pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.drawRoundedRect(body, 4, 4)

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        area = self.rect().adjusted(_PADDING, 0, -_PADDING, -2)
        strong = bold(self.font())
        metrics = QFontMetrics(strong)
        key_width = metrics.horizontalAdvance(self._key)
        painter.setPen(ink)
        painter.setFont(strong)
        direction = self.layoutDirection()
        draw_line(painter, area, self._key, direction)
        if self._is_compact and self._key:
            return
        used = key_width + _KEY_GAP if self._key else 0
        rest = QRect(area)
        if direction == Qt.LayoutDirection.RightToLeft:
            rest.setRight(area.right() - used)
        else:
            rest.setLeft(area.left() + used)
        if not self.isChecked():
            painter.setFont(self.font())
        draw_line(painter, rest, self._name, direction)


class MoreChip(QAbstractButton):
    """“+n”: opens the menu of the labels that have no chip; pressed while one of theirs is focused."""

    step_requested = Signal(int)
    page_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("more_labels")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_count(self, count: int) -> None:
        """Say how many labels there are in the menu."""
        self.setText(f"+{count}")
        words = counted(count, "%n more label", "%n more labels")
        self.setAccessibleName(words)
        self.setToolTip(words)

    def sizeHint(self) -> QSize:
        """Room for three figures, so that the number moves nothing."""
        metrics = QFontMetrics(bold(self.font()))
        return QSize(metrics.horizontalAdvance("+999") + 2 * _PADDING, metrics.height() + 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The left arrow goes back to the labels, Enter, Space and Down open the menu."""
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        opening = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Down)
        if event.key() == (Qt.Key.Key_Right if is_mirrored else Qt.Key.Key_Left):
            self.step_requested.emit(-1)
        elif event.key() in opening:
            self.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.page_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the number in a frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        palette = self.palette()
        ink = palette.color(QPalette.ColorRole.WindowText)
        body = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        is_marked = self.isChecked() or self.isDown() or self.underMouse()
        pen = QPen(ink, 2 if self.isChecked() else 1)
        if self.hasFocus():
            pen = QPen(palette.color(QPalette.ColorRole.Highlight), 2, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.setBrush(
            palette.color(QPalette.ColorRole.Button if is_marked else QPalette.ColorRole.Base)
        )
        painter.drawRoundedRect(body, 4, 4)
        painter.setPen(ink)
        painter.setFont(bold(self.font()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


def bold(font: QFont) -> QFont:
    """The same font in bold."""
    found = QFont(font)
    found.setBold(True)
    return found
