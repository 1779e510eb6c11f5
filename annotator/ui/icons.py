"""Our own line icons, drawn from SVG in the colours of the theme that now holds.

An icon asks for its colour each time it is painted, so it follows a change of the
theme by itself and is sharp at any scale.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from annotator import assets

_clones: list[QIconEngine] = []
"""Copies that Qt owns; without a reference from here Python would delete them first."""


@lru_cache(maxsize=256)
def icon(name: str, colour: str = "") -> QIcon:
    """The icon of this name: in the colour of the text, or in one of its own (`#RRGGBB`)."""
    return QIcon(LineIcon(name, colour)) if name else QIcon()


@lru_cache(maxsize=1)
def application_icon() -> QIcon:
    """The sign of the application, as window managers show it."""
    sign = QIcon()
    renderer = QSvgRenderer(str(assets.resources() / "icons" / "annotator.svg"))
    for side in (16, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        sign.addPixmap(pixmap)
    return sign


def draw(painter: QPainter, name: str, rectangle: QRectF, colour: QColor) -> None:
    """Draw one icon into the rectangle, for delegates that paint their own rows."""
    _renderer(name, colour.name()).render(painter, rectangle)


def names() -> list[str]:
    """The names of all icons, the application's own sign apart."""
    files = (assets.resources() / "icons").glob("*.svg")
    return sorted(file.stem for file in files if file.stem != "annotator")


class LineIcon(QIconEngine):
    """Draws one SVG file, its `currentColor` replaced by a colour of the palette."""

    def __init__(self, name: str, colour: str = "") -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into the rectangle, square and centred."""
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        _renderer(self._name, self._colour_for(mode)).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """A picture of this size, in pixels."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """A picture of this size in logical pixels, as fine as the screen is."""
        pixmap = QPixmap(size * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """A copy for Qt."""
        _clones.append(LineIcon(self._name, self._colour))
        return _clones[-1]

    def isNull(self) -> bool:
        """Whether there is nothing to draw."""
        return False

    def _colour_for(self, mode: QIcon.Mode) -> str:
        palette = QGuiApplication.palette()
        if mode == QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name()
        if mode == QIcon.Mode.Selected:
            return palette.color(QPalette.ColorRole.HighlightedText).name()
        return self._colour or palette.color(QPalette.ColorRole.WindowText).name()


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = (assets.resources() / "icons" / f"{name}.svg").read_bytes()
    return QSvgRenderer(QByteArray(source.replace(b"currentColor", colour.encode())))
