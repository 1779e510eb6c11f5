"""The line in which a query is typed: its error is underlined where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from annotator.ui import icons
from annotator.ui.keymap import PlaceKeys
from annotator.ui.panels.error_mark import mark_error

if TYPE_CHECKING:
    from annotator.ui.keymap import Keymap
    from annotator.ui.panels.search_words import SearchWords

_PAUSE = 50
"""How long after a key the query is asked, in milliseconds."""


class SearchBox(QLineEdit):
    """`query_changed` comes a moment after the last key, `entered` with Enter or Down."""

    query_changed = Signal(str)
    entered = Signal()
    left = Signal()
    keeping_requested = Signal()

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        functions = {"search.keep": self.keeping_requested.emit}
        PlaceKeys(self, keymap, functions, is_line=True)
        self.setObjectName("search_text")
        self.setAccessibleName(self.tr("Search the project"))
        self.setPlaceholderText(self.tr('words, "a phrase", label:QUOTE, without:speaker …'))
        self.setClearButtonEnabled(True)
        self.words: SearchWords | None = None
        sign = QAction(icons.icon("search"), "", self)
        self.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask)
        self.textChanged.connect(self._follow_text)

    def ask_now(self) -> None:
        """Ask what stands in the line without waiting."""
        self._pause.stop()
        self._ask()

    def set_query(self, text: str) -> None:
        """Put this query into the line and ask it at once."""
        self.setText(text)
        self.ask_now()

    def _ask(self) -> None:
        self.query_changed.emit(self.text())

    def _follow_text(self, _text: str) -> None:
        self._pause.start()
        if self.words is not None and self.hasFocus():
            self.words.offer()

    def mark_error(self, start: int, end: int) -> None:
        """Underline `[start, end)`, in code points of the query; nothing where they are equal."""
        mark_error(self, start, end)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Offers belong to the line that is typed in."""
        super().focusOutEvent(event)
        if self.words is not None:
            self.words.hide()

    def event(self, event: QEvent) -> bool:
        """Tab takes an offer while there are some."""
        is_tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if is_tab and event.type() == QEvent.Type.KeyPress and self.words is not None:
            assert isinstance(event, QKeyEvent)
            if self.words.press(event):
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the line, then leaves; Enter and Down go into the list."""
        key = event.key()
        if self.words is not None and self.words.press(event):
            return
        if key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
                self.ask_now()
            else:
                self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            if self._pause.isActive():
                self.ask_now()
            self.entered.emit()
        else:
            super().keyPressEvent(event)
