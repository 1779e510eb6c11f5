"""A line of plain text that gives way: cut with “…” where there is no room, whole on hovering."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from annotator.ui.panels.lines import draw_line


class ElidedLabel(QFrame):
    """Up to `lines` lines; never asks for more width than its neighbours leave."""

    def __init__(
        self,
        *,
        lines: int = 1,
        role: QPalette.ColorRole = QPalette.ColorRole.WindowText,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self._lines = lines
        self._role = role
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(lines > 1)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show this text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(200, self.heightForWidth(max(1, self.width())))

    def minimumSizeHint(self) -> QSize:
        """No width of its own."""
        return QSize(0, self.fontMetrics().height())

    def heightForWidth(self, width: int) -> int:
        """The height of the lines that the text takes at this width, in pixels."""
        return len(self._broken(width)) * self.fontMetrics().lineSpacing()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self._role))
        height = self.fontMetrics().lineSpacing()
        lines = self._broken(self.width())
        self.setToolTip(self._text if any(line.endswith("…") for line in lines) else "")
        for number, line in enumerate(lines):
            area = self.rect().adjusted(0, number * height, 0, 0)
            area.setHeight(height)
            draw_line(painter, area, line, self.layoutDirection())

    def _broken(self, width: int) -> list[str]:
        """The text in at most as many lines as are allowed, the last one cut if need be."""
        metrics = self.fontMetrics()
        words = self._text.split()
        lines: list[str] = []
        while words and len(lines) < self._lines - 1:
            line = words.pop(0)
            while words and metrics.horizontalAdvance(f"{line} {words[0]}") <= width:
                line = f"{line} {words.pop(0)}"
            lines.append(line)
        if words or not lines:
            rest = " ".join(words)
            lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
        return lines
