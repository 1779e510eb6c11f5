"""A box of choices that no stray key changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QWheelEvent

_UNFOLDING = frozenset(
    (
        Qt.Key.Key_Space,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_F4,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
    )
)
_PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.AltModifier,
)


class CalmBox(QComboBox):
    """Folded, it takes only the keys that unfold it; letters and the wheel never change its value."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, Enter, F4, Up and Down unfold the choices; all else is left to the panel."""
        if event.key() in _UNFOLDING and event.modifiers() in _PLAIN:
            self.showPopup()
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()
