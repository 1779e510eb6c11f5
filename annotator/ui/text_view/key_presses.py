"""Keys of a mode that are pressed by the mouse, where the key bar names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from annotator.ui.text_view.view import TextView


def press_key(page: TextView, name: str) -> None:
    """Give the mode of the page the key of this name (“U”, “Enter”, “Esc”), as if it were typed."""
    mode, keys = page.mode, QKeySequence(name)
    if mode is None or keys.isEmpty():
        return
    text = name if len(name) == 1 else ""
    event = QKeyEvent(QEvent.Type.KeyPress, keys[0].key(), Qt.KeyboardModifier.NoModifier, text)
    if mode.wants(event):
        mode.press(event)
    elif keys[0].key() == Qt.Key.Key_Escape:
        page.leave_mode()
