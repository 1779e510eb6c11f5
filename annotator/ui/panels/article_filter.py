"""Which articles are wanted: words as they are typed, and a state."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from annotator.model.values import STATES
from annotator.ui.panels.article_shelf import ALL, FLAGGED
from annotator.ui.panels.texts import state_name

_TYPING_PAUSE = 150
"""Milliseconds without a key before the list is filtered."""


class ArticleFilter(QWidget):
    """A line and a box; `changed` comes after a pause in typing.

    From the line, Down asks for the list, Enter for its first article, and Esc clears
    the line or, when that is empty, asks for the page.
    """

    changed = Signal()
    list_requested = Signal()
    first_requested = Signal()
    page_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line = QLineEdit()
        self._line.setObjectName("articles_filter")
        self._line.setAccessibleName(self.tr("Filter articles by title, outlet or text"))
        self._line.setPlaceholderText(self.tr("Filter articles"))
        self._line.setClearButtonEnabled(True)
        self._line.installEventFilter(self)
        self._state = QComboBox()
        self._state.setObjectName("articles_state")
        self._state.setAccessibleName(self.tr("State of the articles"))
        self._state.addItem(self.tr("All"), ALL)
        for state in STATES:
            self._state.addItem(state_name(state), state)
        self._state.addItem(self.tr("Flagged"), FLAGGED)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self.changed)
        self._line.textChanged.connect(lambda _text: self._pause.start())
        self._state.currentIndexChanged.connect(lambda _index: self._say_now())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._line, 1)
        row.addWidget(self._state)

    @property
    def words(self) -> str:
        """What was typed."""
        return self._line.text().strip()

    @property
    def state(self) -> str:
        """The chosen state, `ALL` or `FLAGGED`."""
        return str(self._state.currentData())

    def clear(self) -> None:
        """Want all articles again."""
        self._line.clear()
        self._state.setCurrentIndex(0)
        self._say_now()

    def take_focus(self) -> None:
        """Put the caret into the line."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def _say_now(self) -> None:
        self._pause.stop()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the line that concern others."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Down:
            self.list_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._say_now()
            self.first_requested.emit()
        elif event.key() == Qt.Key.Key_Escape and self.words:
            self._line.clear()
            self._say_now()
        elif event.key() == Qt.Key.Key_Escape:
            self.page_requested.emit()
        else:
            return super().eventFilter(watched, event)
        return True
