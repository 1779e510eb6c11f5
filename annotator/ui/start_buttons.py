"""What stands on the start page: large buttons, and a row for each recent project."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from annotator.ui import icons, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from annotator.ui.settings import RecentProject


_SIZING = (QEvent.Type.Polish, QEvent.Type.StyleChange, QEvent.Type.LayoutRequest)


class FilledButton(QPushButton):
    """A button that is as large as the labels that stand on it; Enter presses it too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """The room that the labels want."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def event(self, event: QEvent) -> bool:
        """The style sheet sets the least height of a plain button: that of the labels counts."""
        is_done = super().event(event)
        layout = self.layout()
        if event.type() in _SIZING and layout is not None:
            self.setMinimumHeight(layout.minimumSize().height())
        return is_done


class BigButton(FilledButton):
    """A large button with an icon, a title and a sentence."""

    def __init__(
        self, function: Callable[[], object], icon: str, title: str, text: str, name: str
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setProperty("role", "big")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.clicked.connect(lambda: function())
        self._icon = icon
        self._sign = QLabel()
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        sentence = QLabel(text)
        sentence.setProperty("role", "muted")
        sentence.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(heading)
        words.addWidget(sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.STEP, theme.STEP + 2, 2 * theme.STEP, theme.STEP + 2)
        row.setSpacing(2 * theme.STEP)
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        for label in (self._sign, heading, sentence):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def showEvent(self, event: QShowEvent) -> None:
        """The icon takes its colour from the theme of the moment."""
        accent = theme.current().accent
        self._sign.setPixmap(icons.icon(self._icon, accent).pixmap(QSize(28, 28)))
        super().showEvent(event)


class RecentRow(QFrame):
    """A recent project: a click opens it; one that is missing can only be forgotten."""

    chosen = Signal(Path)
    forgotten = Signal(Path)

    def __init__(self, project: RecentProject) -> None:
        super().__init__()
        title = project.title or project.path.stem
        self._button = FilledButton()
        self._button.setObjectName("recent_project")
        self._button.setAccessibleName(title)
        self._button.setProperty("role", "row")
        self._button.setToolTip(str(project.path))
        self._button.clicked.connect(lambda: self.chosen.emit(project.path))
        name = QLabel(title)
        name.setTextFormat(Qt.TextFormat.PlainText)
        place = QLabel(self._about(project))
        place.setTextFormat(Qt.TextFormat.PlainText)
        place.setProperty("role", "muted")
        words = QVBoxLayout(self._button)
        words.setContentsMargins(theme.STEP, theme.HALF_STEP, theme.STEP, theme.HALF_STEP)
        words.setSpacing(0)
        for label in (name, place):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setEnabled(not project.is_missing)
            label.setMinimumWidth(1)
            words.addWidget(label)
        self._button.setEnabled(not project.is_missing)
        forget = QToolButton()
        forget.setObjectName("forget_project")
        forget.setIcon(icons.icon("close"))
        forget.setAutoRaise(True)
        forget.setToolTip(self.tr("Take it off this list; the file stays"))
        forget.setAccessibleName(self.tr("Take {title} off this list").format(title=title))
        forget.clicked.connect(lambda: self.forgotten.emit(project.path))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.HALF_STEP)
        row.addWidget(self._button, 1)
        row.addWidget(forget)

    def focus_button(self) -> None:
        """Put the focus here."""
        self._button.setFocus()

    def _about(self, project: RecentProject) -> str:
        if project.is_missing:
            return self.tr("not found: {path}").format(path=project.path)
        day = datetime.fromtimestamp(project.opened).astimezone().date()
        return f"{project.path.parent.name} · {day.isoformat()}"
