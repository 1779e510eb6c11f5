"""A button that Enter presses when it has the focus, and never from a field beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class PlainButton(QPushButton):
    """In a dialog Qt presses a button by Enter only if Enter presses it from everywhere else, too."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
