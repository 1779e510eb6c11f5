"""The mark of a label in small: fill, box, solid or dashed line, bar.

Colour is never the only sign, so the form is drawn wherever a label is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from annotator.ui.panels.colours import LabelColours, label_colours

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


def swatch(label: Label, *, scale: float = 1.0) -> QIcon:
    """A small picture of the label's mark."""
    pixmap = QPixmap(QSize(SIDE, SIDE) * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_swatch(painter, QRect(0, 0, SIDE, SIDE), label)
    painter.end()
    return QIcon(pixmap)


def paint_swatch(painter: QPainter, area: QRect, label: Label) -> None:
    """Draw a label's mark, square and with a little room around it."""
    colours = label_colours(label)
    inner = QRectF(area).adjusted(1, 1, -1, -1)
    if not label.style.startswith("underline"):
        paint_mark(painter, inner, label.style, colours)
        return
    _fill(painter, inner, colours.fill, radius=2)
    pen = QPen(colours.line, 2.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if label.style == "underline-dashed":
        pen.setDashPattern([1.4, 0.9])
    painter.setPen(pen)
    y = inner.bottom() - 2
    painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y))


def _paint_fill(painter: QPainter, area: QRectF, colours: LabelColours) -> None:
    _fill(painter, area, colours.fill, radius=3)
    foot = QRectF(area.left(), area.bottom() - 2, area.width(), 2)
    clip = QPainterPath()
    clip.addRoundedRect(area, 3, 3)
    painter.save()
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    painter.fillRect(foot, colours.line)
    painter.restore()


def _paint_bracketed_line(
    painter: QPainter, area: QRectF, colour: QColor, *, is_dashed: bool
) -> None:
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
