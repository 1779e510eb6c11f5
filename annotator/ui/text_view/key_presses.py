"""Keys of a mode that are pressed by the mouse, where the key bar names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from annotator.ui.text_view.view import TextView

_NAMED = {
    "Esc": Qt.Key.Key_Escape,
    "Enter": Qt.Key.Key_Return,
    "Tab": Qt.Key.Key_Tab,
    "Space": Qt.Key.Key_Space,
    "Del": Qt.Key.Key_Delete,
    "Delete": Qt.Key.Key_Delete,
    "Backspace": Qt.Key.Key_Backspace,
}
_PLAIN = Qt.KeyboardModifier.NoModifier


def press_key(page: TextView, name: str) -> None:
    """Give the mode of the page the key of this name (“U”, “Enter”, “Esc”), as if it were typed."""
    mode = page.mode
    if mode is None or (name not in _NAMED and len(name) != 1):
        return
    key = _NAMED.get(name, Qt.Key.Key_unknown)
    event = QKeyEvent(QEvent.Type.KeyPress, key, _PLAIN, name if len(name) == 1 else "")
    if mode.wants(event):
        mode.press(event)
    elif key == Qt.Key.Key_Escape:
        page.leave_mode()
