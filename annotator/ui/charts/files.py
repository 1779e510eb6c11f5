"""A chart as a file: SVG with its texts as text, PNG for screens and for print."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QFont, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from annotator.formats.writing import new_file
from annotator.ui.charts.chart import lay_out
from annotator.ui.charts.drawing import Drawing, Look, Words, paint

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.analysis.figures import Figure

WIDTH = 900
"""How wide a chart is in a file, in logical pixels."""
_HEIGHT = 420
_WIDEST = 8_000
"""Pixels of pictures are counted with 15 bits, print has four for each of ours."""
SCREEN = 2
"""Pixels of a PNG for each logical pixel: for screens."""
PRINT = 4
"""The same for print: 3,600 pixels across, 24 cm at 384 dots an inch."""
_TITLE = 30.0
_DOTS = 96
"""Logical pixels an inch, as browsers count them."""
_METRE = 39.37


def write_svg(path: Path, figure: Figure, look: Look) -> None:
    """Write the chart as SVG, whole or not at all; `FormatError` says why it cannot be."""
    drawing = _titled(figure, look)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setTitle(figure.title)
    generator.setResolution(_DOTS)
    generator.setSize(drawing.size.toSize())
    generator.setViewBox(QRectF(0, 0, drawing.size.width(), drawing.size.height()))
    painter = QPainter(generator)
    _paint_all(painter, drawing, look)
    painter.end()
    _write(path, buffer)


def write_png(path: Path, figure: Figure, look: Look, *, scale: int = SCREEN) -> None:
    """Write the chart as PNG with `scale` pixels for each logical one."""
    drawing = _titled(figure, look)
    size = drawing.size.toSize()
    image = QImage(QSize(size.width() * scale, size.height() * scale), QImage.Format.Format_RGB32)
    dots = round(_DOTS * scale * _METRE)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    painter = QPainter(image)
    painter.scale(scale, scale)
    _paint_all(painter, drawing, look)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    _write(path, buffer)


def _titled(figure: Figure, look: Look) -> Drawing:
    """The chart with its title above; of days that are too many, the latest."""
    drawing = lay_out(figure, WIDTH, _HEIGHT, look)
    while drawing.size.width() > _WIDEST:
        figure = replace(figure, rows=figure.rows[len(figure.rows) // 2 :])
        drawing = lay_out(figure, WIDTH, _HEIGHT, look)
    words = Words(QRectF(12, 0, drawing.size.width() - 24, _TITLE), figure.title, is_bold=True)
    drawing.words.append(Words(words.area.translated(0, -_TITLE + 4), words.text, is_bold=True))
    drawing.size.setHeight(drawing.size.height() + _TITLE)
    return drawing


def _paint_all(painter: QPainter, drawing: Drawing, look: Look) -> None:
    """Paint ground and chart; below the title begins what was laid out."""
    whole = QRectF(0, 0, drawing.size.width(), drawing.size.height())
    painter.fillRect(whole, look.theme.colour("page"))
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.translate(0, _TITLE)
    paint(painter, drawing, look)


def for_files(look: Look) -> Look:
    """The look with a font of fixed size, so that files are alike on all screens."""
    font = QFont(look.font)
    font.setPixelSize(13)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return Look(font, look.theme, look.ink)


def _write(path: Path, buffer: QBuffer) -> None:
    with new_file(path, overwrites=True) as file:
        file.write(buffer.data().data())
