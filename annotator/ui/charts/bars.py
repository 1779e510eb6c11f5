"""Horizontal bars with their names on the left and their numbers on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF

from annotator.ui.charts.axes import EDGE, GAP, add_legend, elided
from annotator.ui.charts.drawing import (
    CENTRE,
    LEFT,
    RIGHT,
    Drawing,
    Ink,
    Look,
    Mark,
    Stroke,
    Words,
    number_text,
)

if TYPE_CHECKING:
    from annotator.analysis.figures import Figure, Row

MOST_BARS = 60
"""More rows are in the table alone."""
_AIR = 12.0
_BAR = 18.0
_NAMES = 0.36
_LEAST = 120.0


def lay_out_bars(figure: Figure, width: float, _height: float, look: Look) -> Drawing:
    """Rows of bars in this width, as high as they need."""
    drawing = Drawing(QSizeF(width, 0))
    rows = figure.rows[:MOST_BARS]
    has_legend = figure.is_stacked and len(figure.series) > 1
    y = add_legend(drawing, figure, look, width) if has_legend else EDGE
    metrics = look.metrics
    widest = max((metrics.horizontalAdvance(row.name) for row in rows), default=0.0)
    names = min(widest, width * _NAMES) + 2
    numbers = max((metrics.horizontalAdvance(number_text(row.total)) for row in rows), default=0.0) + 4
    left = EDGE + names + GAP + 4
    plot = QRectF(left, 0, max(_LEAST, width - left - numbers - GAP - EDGE), 0)
    greatest = max((row.total for row in rows), default=0) or 1
    line = max(_BAR, metrics.height()) + _AIR - 2
    first, group = y, ""
    for index, row in enumerate(rows):
        if figure.is_grouped and row.group != group:
            group = row.group
            if index:
                _add_axis(drawing, plot, first, y)
                y += GAP
            heading = QRectF(EDGE, y, width - 2 * EDGE, line)
            name = elided(look, group, heading.width())
            drawing.words.append(Words(heading, name, "muted", LEFT, is_bold=True))
            y += line
            first = y
        room = QRectF(plot.left(), y, plot.width(), line)
        _add_row(drawing, figure, look, index, row, room, greatest, names, numbers)
        y += line
    if rows:
        _add_axis(drawing, plot, first, y)
    drawing.size.setHeight(y + EDGE)
    return drawing


def _add_axis(drawing: Drawing, plot: QRectF, top: float, bottom: float) -> None:
    x = round(plot.left()) - 0.5
    drawing.strokes.append(Stroke((QPointF(x, top), QPointF(x, bottom)), "edge"))


def _add_group(
    drawing: Drawing, look: Look, text: str, bar: QRectF, ink: Ink | None, right: float
) -> None:
    """Write what kind of thing a row is on its bar, or behind it where that has no room."""
    room = look.metrics.horizontalAdvance(text) + 2 * GAP
    if ink is not None and room <= bar.width():
        drawing.words.append(Words(bar.adjusted(GAP, 0, 0, 0), text, ink.text))
    elif bar.right() + room <= right:
        place = QRectF(bar.right() + GAP, bar.top(), room, bar.height())
        drawing.words.append(Words(place, text, "muted"))


def _add_row(
    drawing: Drawing,
    figure: Figure,
    look: Look,
    index: int,
    row: Row,
    room: QRectF,
    greatest: int,
    names: float,
    numbers: float,
) -> None:
    """The name, the parts and the number of one row."""
    name = QRectF(EDGE, room.top(), names, room.height())
    colour = "text" if row.total else "muted"
    drawing.words.append(Words(name, elided(look, row.name, names), colour, RIGHT))
    x = room.left()
    top = room.top() + (room.height() - _BAR) / 2
    parts = enumerate(row.numbers) if figure.is_stacked else [(-1, row.total)]
    for series, number in parts:
        if not number:
            continue
        tone = row.tone or (figure.series[series].tone if series >= 0 else "")
        ink = look.ink(tone, max(series, 0))
        end = x + max(2.0, room.width() * number / greatest)
        area = QRectF(round(x), round(top), max(2.0, round(end) - round(x)), _BAR)
        drawing.marks.append(Mark(area, ink, index, series))
        text = number_text(number)
        is_told = figure.is_stacked and number != row.total and not ink.hatch
        if is_told and look.metrics.horizontalAdvance(text) + 8 <= area.width():
            drawing.words.append(Words(area, text, ink.text, CENTRE))
        x = end
    if row.group and not figure.is_grouped:
        bar = QRectF(room.left(), round(top), x - room.left(), _BAR)
        single = drawing.marks[-1].ink if len(figure.series) == 1 and row.total else None
        _add_group(drawing, look, row.group, bar, single, room.right())
    place = QRectF(room.right() + GAP, room.top(), numbers, room.height())
    drawing.words.append(Words(place, number_text(row.total), colour, RIGHT))
