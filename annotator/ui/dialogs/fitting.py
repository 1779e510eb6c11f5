"""Windows that never open larger than the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_FRAME = QSize(16, 44)
"""What the title and the edges of a window may need, in pixels."""


def fit(window: QWidget, width: int, height: int) -> None:
    """Give a window this size in pixels, or what the screen has room for."""
    window.resize(QSize(width, height).boundedTo(window.screen().availableSize() - _FRAME))
