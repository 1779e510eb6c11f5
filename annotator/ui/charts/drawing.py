"""What a chart consists of once it is laid out: marks, texts and lines, and painting them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QLocale, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.theme import Theme

_HATCH = 6.0
_ONE = {
    "articles": "article",
    "articles done": "article done",
    "attributions": "attribution",
    "claims": "claim",
    "mentions": "mention",
    "quotes": "quote",
    "relations": "relation",
    "spans": "span",
}
"""What the units of figures are called where there is one."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Ink:
    """How a mark looks: area, outline, what is written on it, and hatching beside the colour.

    `hatch` is 0 for none, 1 for rising lines, 2 for falling ones.
    """

    fill: QColor
    edge: QColor
    text: QColor
    hatch: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """The font, the theme and the ink of each tone and number of series."""

    font: QFont
    theme: Theme
    ink: Callable[[str, int], Ink]

    @property
    def metrics(self) -> QFontMetricsF:
        """The metrics of the font."""
        return QFontMetricsF(self.font)


@dataclass(frozen=True, slots=True)
class Mark:
    """An area that stands for one number: that of a row and a series (-1: of the whole row)."""

    area: QRectF
    ink: Ink
    row: int
    series: int
    is_round: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A text in an area; `colour` is one of the theme's."""

    area: QRectF
    text: str
    colour: str | QColor = "text"
    place: Qt.AlignmentFlag = LEFT
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through these points; `colour` is one of the theme's or one of its own."""

    points: tuple[QPointF, ...]
    colour: str | QColor = "divider"
    width: float = 1.0
    dashes: tuple[float, ...] = ()


@dataclass(slots=True)
class Drawing:
    """A chart that is laid out; sizes are in logical pixels."""

    size: QSizeF
    marks: list[Mark] = field(default_factory=list)
    swatches: list[Mark] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)


def number_text(number: int) -> str:
    """A number with the separators of the reader's locale."""
    return str(QLocale().toString(number))


def amount_text(number: int, unit: str) -> str:
    """A number with the unit of a figure, which stands in the plural."""
    one = _ONE.get(unit, unit)
    return counted(number, f"%n {one}", f"%n {unit}")


def paint(painter: QPainter, drawing: Drawing, look: Look, visible: QRectF | None = None) -> None:
    """Paint what touches the visible area, or everything."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for stroke in drawing.strokes:
        _paint_stroke(painter, stroke, look)
    for mark in (*drawing.swatches, *drawing.marks):
        if visible is None or mark.area.intersects(visible):
            paint_mark(painter, mark)
    bold = QFont(look.font)
    bold.setWeight(QFont.Weight.DemiBold)
    for words in drawing.words:
        if visible is None or words.area.intersects(visible):
            painter.setFont(bold if words.is_bold else look.font)
            painter.setPen(_colour(words.colour, look))
            painter.drawText(words.area, words.place | Qt.TextFlag.TextSingleLine, words.text)


def paint_mark(painter: QPainter, mark: Mark) -> None:
    """Paint one mark: area, hatching, outline."""
    pen = QPen(mark.ink.edge, 1)
    if mark.is_round:
        painter.setPen(pen)
        painter.setBrush(mark.ink.fill)
        painter.drawEllipse(mark.area)
        return
    area = mark.area.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.fillRect(area, mark.ink.fill)
    if mark.ink.hatch:
        painter.setPen(pen)
        painter.drawLines(hatching(area, is_rising=mark.ink.hatch == 1))
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area)


def hatching(area: QRectF, *, is_rising: bool) -> list[QLineF]:
    """Parallel lines at 45° within the area."""
    lines = []
    width, height = area.width(), area.height()
    offset = _HATCH / 2
    while offset < width + height:
        start = QPointF(max(0.0, offset - height), min(height, offset))
        end = QPointF(min(width, offset), max(0.0, offset - width))
        if not is_rising:
            start.setY(height - start.y())
            end.setY(height - end.y())
        lines.append(QLineF(area.topLeft() + start, area.topLeft() + end))
        offset += _HATCH
    return lines


def _paint_stroke(painter: QPainter, stroke: Stroke, look: Look) -> None:
    pen = QPen(_colour(stroke.colour, look), stroke.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if stroke.dashes:
        pen.setDashPattern(list(stroke.dashes))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(list(stroke.points)))


def _colour(colour: str | QColor, look: Look) -> QColor:
    return look.theme.colour(colour) if isinstance(colour, str) else colour
