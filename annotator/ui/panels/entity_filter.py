"""Which entities are wanted, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from annotator.ui import icons
from annotator.ui.panels.entity_list import BY_ARTICLE, BY_MENTIONS, BY_NAME, BY_TIME

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_PAUSE = 120
"""Milliseconds without a key before the list is filtered."""


class EntityFilter(QWidget):
    """A line, an order and a switch; `changed` comes after a pause in typing.

    Down and Enter lead from the line to the list; Esc clears it, then asks for the page.
    """

    changed = Signal()
    list_requested = Signal()
    page_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line = QLineEdit()
        self._line.setObjectName("entities_filter")
        self._line.setAccessibleName(self.tr("Filter entities by name or alias"))
        self._line.setPlaceholderText(self.tr("Filter entities"))
        self._line.setClearButtonEnabled(True)
        self._order = QComboBox()
        self._order.setObjectName("entities_order")
        self._order.setAccessibleName(self.tr("Order of the entities"))
        for order, words in (
            (BY_NAME, self.tr("by name")),
            (BY_ARTICLE, self.tr("in this article")),
            (BY_MENTIONS, self.tr("by mentions")),
            (BY_TIME, self.tr("used last")),
        ):
            self._order.addItem(words, order)
        self._twins = QToolButton()
        self._twins.setObjectName("entities_twins")
        self._twins.setAccessibleName(self.tr("Only those of the same name"))
        self._twins.setToolTip(self.tr("Only entities of the same name: the same one, perhaps, twice"))
        self._twins.setIcon(icons.icon("copy"))
        self._twins.setCheckable(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.changed)
        self._line.textChanged.connect(lambda _text: self._pause.start())
        self._order.activated.connect(lambda _row: self._say_now())
        self._twins.toggled.connect(lambda _on: self._say_now())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._line, 1)
        row.addWidget(self._order)
        row.addWidget(self._twins)
        self.setFocusProxy(self._line)

    @property
    def words(self) -> str:
        """What was typed."""
        return self._line.text().strip()

    @property
    def order(self) -> str:
        """One of the orders of the list."""
        return str(self._order.currentData())

    @property
    def wants_twins(self) -> bool:
        """Whether only entities of the same name are wanted."""
        return self._twins.isChecked()

    def clear(self) -> None:
        """Want all entities again."""
        self._line.clear()
        self._twins.setChecked(False)
        self._say_now()

    def enter(self) -> None:
        """Put the caret into the line."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def _say_now(self) -> None:
        self._pause.stop()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the line that concern others."""
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape and self.words:
            self.clear()
        elif event.key() == Qt.Key.Key_Escape:
            self.page_requested.emit()
        elif event.key() in keys and self._line.hasFocus():
            self._say_now()
            self.list_requested.emit()
        else:
            super().keyPressEvent(event)
