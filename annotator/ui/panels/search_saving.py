"""The line in which a query gets a name; it stands below the search line while it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class SavingLine(QWidget):
    """Asks for a name; `saved` carries it, and whether it is to be a work queue."""

    saved = Signal(str, bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = QLineEdit()
        self._name.setObjectName("query_name")
        self._name.setAccessibleName(self.tr("Name of the query"))
        self._name.setPlaceholderText(self.tr("Name of the query"))
        self._name.setMaximumWidth(320)
        self._name.returnPressed.connect(self._save)
        self._is_queue = QCheckBox(self.tr("Work queue"))
        self._is_queue.setObjectName("query_is_queue")
        self._is_queue.setAccessibleName(self.tr("Work queue"))
        self._is_queue.setToolTip(self.tr("Shows how many are left, and goes through them one by one"))
        save = QPushButton(self.tr("Save"))
        save.setObjectName("query_save")
        save.setAccessibleName(self.tr("Save"))
        save.setProperty("role", "small")
        save.clicked.connect(self._save)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setObjectName("query_cancel")
        cancel.setAccessibleName(self.tr("Cancel"))
        cancel.setProperty("role", "small")
        cancel.clicked.connect(self._leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._name, 1)
        row.addWidget(self._is_queue)
        row.addWidget(save)
        row.addWidget(cancel)
        row.addStretch(1)
        self.hide()

    def start(self, name: str, *, is_queue: bool) -> None:
        """Show the line with a name to begin with."""
        self._name.setText(name)
        self._is_queue.setChecked(is_queue)
        self.show()
        self._name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._name.selectAll()

    def _save(self) -> None:
        name = " ".join(self._name.text().split())
        if name:
            self.hide()
            self.saved.emit(name, self._is_queue.isChecked())
        else:
            self._name.setFocus()

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves from everywhere in the line; Esc leaves without saving."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_queue.hasFocus():
            self._save()
        else:
            super().keyPressEvent(event)
