"""A list of checks or of findings, with the keys of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QListView

from annotator.ui.panels.even_list import EvenList

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QModelIndex
    from PySide6.QtGui import QKeyEvent

_KEYS = {
    "F": "fix",
    ".": "fix",
    "Shift+F": "fix_all",
    "A": "accept",
    "M": "mute",
    "Shift+M": "mute_all",
    "N": "next",
    "P": "previous",
}


class CheckList(EvenList):
    """A quiet list; `commanded` names what a key asks for, `left` says that Esc was pressed."""

    commanded = Signal(str)
    left = Signal()

    def __init__(self, name: str, accessible_name: str, model: QAbstractItemModel) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setModel(model)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def choose(self, index: QModelIndex) -> None:
        """Make this the current row, the only one chosen."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are commands; they do not search the list."""
        shift = "Shift+" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else ""
        others = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        command = _KEYS.get(shift + event.text().upper()) if not others else None
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif command is not None:
            self.commanded.emit(command)
        else:
            super().keyPressEvent(event)
