"""Drawing keys as small key caps with their words, in one line or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from annotator.ui import theme
from annotator.ui.panels.lines import draw_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.ui.panels.key_hints import KeyHint

_MARGIN = 12
_BETWEEN = 16
_CAP_PADDING = 5
_CAP_GAP = 5
_AIR = 16
"""Above and below a key cap together, in pixels."""


class HintStrip(QWidget):
    """Draws lines of key hints, each as high as a key cap with some air.

    A click on one chooses its key: `key_chosen` carries it as it is written.
    """

    key_chosen = Signal(str)

    def line_height(self) -> int:
        """How high one line is, in pixels."""
        return int(QFontMetricsF(self._small()).height()) + _AIR

    def lines(self) -> Sequence[Sequence[KeyHint]]:
        """What is to be drawn."""
        return ()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw line by line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        metrics = QFontMetricsF(painter.font())
        for number, line in enumerate(self.lines()):
            x = float(_MARGIN)
            for hint in line:
                x = self._paint_hint(painter, metrics, x, hint, number) + _BETWEEN

    def key_at(self, place: QPointF) -> str:
        """The key whose cap or words are at this place of the strip; empty where there is none."""
        metrics = QFontMetricsF(self._small())
        for number, line in enumerate(self.lines()):
            x = float(_MARGIN)
            for hint in line:
                width = _width(hint, metrics)
                if self._placed(x, width, self.line_height(), number).contains(place):
                    return hint.key
                x += width + _BETWEEN
        return ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click presses the key."""
        key = self.key_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else ""
        if key:
            self.key_chosen.emit(key)
        else:
            super().mousePressEvent(event)

    def fitting(self, hints: Iterable[KeyHint], *, besides: KeyHint | None = None) -> list[KeyHint]:
        """The first hints that find room in one line, besides this one."""
        metrics = QFontMetricsF(self._small())
        room = float(self.width() - 2 * _MARGIN)
        room -= _width(besides, metrics) + _BETWEEN if besides is not None else 0.0
        shown = []
        for hint in hints:
            room -= _width(hint, metrics)
            if room < 0:
                break
            shown.append(hint)
            room -= _BETWEEN
        return shown

    def _paint_hint(
        self, painter: QPainter, metrics: QFontMetricsF, x: float, hint: KeyHint, line: int
    ) -> float:
        """Draw one hint at this distance from the leading edge; returns where it ends."""
        palette = self.palette()
        if hint.key:
            width = _cap_width(hint.key, metrics)
            cap = self._placed(x, width, metrics.height() + 4, line)
            painter.setPen(QPen(theme.current().colour("edge"), 1))
            painter.setBrush(palette.color(QPalette.ColorRole.Base))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, hint.key)
            x += width + _CAP_GAP
            role = QPalette.ColorRole.PlaceholderText
        else:
            role = QPalette.ColorRole.WindowText
        width = metrics.horizontalAdvance(hint.text)
        painter.setPen(palette.color(role))
        room = max(0.0, self.width() - _MARGIN - x)
        area = self._placed(x, min(width, room) + 2, metrics.height() + 4, line)
        draw_line(painter, area, hint.text, self.layoutDirection())
        return x + width

    def _placed(self, x: float, width: float, height: float, line: int) -> QRectF:
        """A box at this distance from the leading edge, in the middle of its line."""
        room = self.line_height()
        area = QRectF(x, line * room + (room - height) / 2, width, height)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            area.moveTopRight(QPointF(self.width() - x, area.top()))
        return area

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() - 0.5))
        return font


class KeyLines(HintStrip):
    """All of these hints, in as many lines as they need; lies over the page while a mode lasts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("key_lines")
        self.setAutoFillBackground(True)
        self._hints: Sequence[KeyHint] = ()
        self.hide()

    def show_hints(self, hints: Sequence[KeyHint], above: QWidget) -> None:
        """Cover this neighbour, and what is above it as far as it takes."""
        self._hints = hints
        self.resize(above.width(), self.line_height())
        height = len(self.lines()) * self.line_height()
        area = above.geometry()
        area.setTop(area.bottom() + 1 - height)
        self.setGeometry(area)
        self.show()
        self.raise_()
        self.update()

    def lines(self) -> Sequence[Sequence[KeyHint]]:
        """The hints, broken where there is no more room."""
        left, found = list(self._hints), []
        while left:
            line = self.fitting(left) or left[:1]
            found.append(line)
            left = left[len(line) :]
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """An edge towards the page, and the lines."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(theme.current().colour("divider"))
        painter.drawLine(0, 0, self.width(), 0)


def _cap_width(key: str, metrics: QFontMetricsF) -> float:
    return max(metrics.horizontalAdvance(key) + 2 * _CAP_PADDING, metrics.height() + 2)


def _width(hint: KeyHint, metrics: QFontMetricsF) -> float:
    cap = _cap_width(hint.key, metrics) + _CAP_GAP if hint.key else 0.0
    return cap + metrics.horizontalAdvance(hint.text)
