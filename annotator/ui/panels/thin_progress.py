"""A thin line that says how far something is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame

from annotator.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_HEIGHT = 4


class ThinProgress(QFrame):
    """Painted with everything else; `QProgressBar` would paint at once at each step."""

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.setFixedHeight(_HEIGHT)
        self._purpose = purpose
        self._share = 0.0
        self.show_share(0.0)

    def show_share(self, share: float) -> None:
        """Show this share, from 0 to 1."""
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleName(f"{self._purpose}: {round(100 * self._share)} %")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The whole, and over it what is done."""
        painter = QPainter(self)
        colours, whole = theme.current(), QRectF(self.rect())
        painter.fillRect(whole, colours.colour("hover"))
        done = QRectF(whole)
        done.setWidth(whole.width() * self._share)
        if self.isRightToLeft():
            done.moveRight(whole.right())
        painter.fillRect(done, colours.colour("accent"))
