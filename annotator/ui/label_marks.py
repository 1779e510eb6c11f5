"""The mark of a label in small: fill, box, solid or dashed line, bar.

Colour is never the only sign, so the form is drawn wherever a label is named.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from annotator.ui.label_colours import LabelColours, label_colours

if TYPE_CHECKING:
    from annotator.model.codebook import Label

SIDE = 14
"""Side of a swatch, in logical pixels."""


def paint_mark(
    painter: QPainter, area: QRectF, style: str, colours: LabelColours, *, is_mirrored: bool = False
) -> None:
    """Draw the mark around or under what stands in `area`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if style == "fill":
        _paint_fill(painter, area, colours)
    elif style == "box":
        painter.setPen(QPen(colours.line, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
    elif style == "margin-bar":
        bar = QRectF(area.left(), area.top(), 4, area.height())
        if is_mirrored:
            bar.moveRight(area.right())
        _fill(painter, bar, colours.line, radius=1.5)
    else:
        _paint_bracketed_line(painter, area, colours.line, is_dashed=style == "underline-dashed")


def swatch(label: Label, *, scale: float = 2.0) -> QIcon:
    """A small picture of the label's mark; `scale` is that of the screen."""
    colours = label_colours(label)
    return _drawn_swatch(label.style, *(one.name() for one in colours), scale=scale)


@lru_cache(maxsize=256)
def _drawn_swatch(style: str, *names: str, scale: float) -> QIcon:
    colours = LabelColours(*(QColor(name) for name in names))
    pixmap = QPixmap(QSize(SIDE, SIDE) * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _paint_swatch(painter, QRectF(1, 1, SIDE - 2, SIDE - 2), style, colours)
    painter.end()
    return QIcon(pixmap)


def _paint_swatch(painter: QPainter, area: QRectF, style: str, colours: LabelColours) -> None:
    if not style.startswith("underline"):
        paint_mark(painter, area, style, colours)
        return
    _fill(painter, area, colours.fill, radius=2)
    pen = QPen(colours.line, 2.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style == "underline-dashed":
        pen.setDashPattern([1.4, 0.9])
    painter.setPen(pen)
    y = area.bottom() - 2
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))


def _paint_fill(painter: QPainter, area: QRectF, colours: LabelColours) -> None:
    _fill(painter, area, colours.fill, radius=3)
    foot = QRectF(area.left(), area.bottom() - 2, area.width(), 2)
    clip = QPainterPath()
    clip.addRoundedRect(area, 3, 3)
    painter.save()
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    painter.fillRect(foot, colours.line)
    painter.restore()


def _paint_bracketed_line(painter: QPainter, area: QRectF, colour: QColor, *, is_dashed: bool) -> None:
    pen = QPen(colour, 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    y = area.bottom() - 1
    painter.setPen(pen)
    painter.drawLine(QPointF(area.left() + 1, y - 3), QPointF(area.left() + 1, y + 1))
    painter.drawLine(QPointF(area.right() - 1, y - 3), QPointF(area.right() - 1, y + 1))
    if is_dashed:
        pen.setDashPattern([1.5, 1.2])
        painter.setPen(pen)
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))


def _fill(painter: QPainter, area: QRectF, colour: QColor, *, radius: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(area, radius, radius)
