"""One line of the most useful keys for the present situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui import theme
from annotator.ui.entity_registry import registry_of
from annotator.ui.panels.key_hints import KeyHint, hints_for, read_prompt
from annotator.ui.panels.lines import draw_line
from annotator.ui.panels.texts import key_text, said

if TYPE_CHECKING:
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_MARGIN = 12
_BETWEEN = 16
_CAP_PADDING = 5
_CAP_GAP = 5


class KeyBar(QWidget):
    """Keys as small key caps; what finds no room is left out, the way to all keys never is."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("key_bar")
        self.setAccessibleName(self.tr("Keys"))
        self._session = session
        self._actions = actions
        self._prompt = ""
        self._hints: list[KeyHint] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for signal in (session.opened, session.closed, session.focus_changed, session.selection_changed):
            signal.connect(self.refresh)
        session.document_opened.connect(self.refresh)
        registry_of(session).changed.connect(self.refresh)
        self.refresh()

    def show_prompt(self, text: str) -> None:
        """Show this prompt of the page instead of the usual keys; empty ends it."""
        self._prompt = text
        self.refresh()

    def refresh(self) -> None:
        """Read situation and keys anew: also after the user has changed keys."""
        if self._prompt:
            hints = read_prompt(self._prompt)
        else:
            hints = hints_for(self._session, self._actions)
            key = key_text(self._actions["page.keys"].shortcut())
            hints.append(KeyHint(key, said("all keys")))
        if hints != self._hints:
            self._hints = hints
            words = ", ".join(f"{hint.key} {hint.text}".strip() for hint in hints)
            self.setAccessibleDescription(words)
            self.update()

    def sizeHint(self) -> QSize:
        """As high as a key cap with some air."""
        return QSize(480, int(QFontMetricsF(self._small()).height()) + 16)

    def minimumSizeHint(self) -> QSize:
        """It may become as narrow as its neighbours want."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as many hints as there is room for."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        metrics = QFontMetricsF(painter.font())
        x = float(_MARGIN)
        for hint in self._fitting(metrics):
            x = self._paint_hint(painter, metrics, x, hint) + _BETWEEN

    def _fitting(self, metrics: QFontMetricsF) -> list[KeyHint]:
        """The hints that find room, in order; the last one always does."""
        if not self._hints:
            return []
        *others, last = self._hints
        room = self.width() - 2 * _MARGIN - _width(last, metrics)
        shown = []
        for hint in others:
            room -= _width(hint, metrics) + _BETWEEN
            if room < 0:
                break
            shown.append(hint)
        return [*shown, last]

    def _paint_hint(self, painter: QPainter, metrics: QFontMetricsF, x: float, hint: KeyHint) -> float:
        """Draw one hint at this distance from the leading edge; returns where it ends."""
        palette = self.palette()
        if hint.key:
            width = _cap_width(hint.key, metrics)
            cap = self._placed(x, width, metrics.height() + 4)
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
        area = self._placed(x, min(width, room) + 2, metrics.height() + 4)
        draw_line(painter, area, hint.text, self.layoutDirection())
        return x + width

    def _placed(self, x: float, width: float, height: float) -> QRectF:
        """A box at this distance from the leading edge, in the middle of the bar."""
        area = QRectF(x, (self.height() - height) / 2, width, height)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            area.moveTopRight(QPointF(self.width() - x, area.top()))
        return area

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() - 0.5))
        return font


def _cap_width(key: str, metrics: QFontMetricsF) -> float:
    return max(metrics.horizontalAdvance(key) + 2 * _CAP_PADDING, metrics.height() + 2)


def _width(hint: KeyHint, metrics: QFontMetricsF) -> float:
    cap = _cap_width(hint.key, metrics) + _CAP_GAP if hint.key else 0.0
    return cap + metrics.horizontalAdvance(hint.text)
