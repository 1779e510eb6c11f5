"""Stacked columns over time, and lines that rise over time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, QSizeF, Qt

from annotator.ui.charts.axes import EDGE, GAP, add_legend, add_scale, scale_room, ticks
from annotator.ui.charts.drawing import CENTRE, Drawing, Look, Mark, Stroke, Words

if TYPE_CHECKING:
    from annotator.analysis.figures import Figure

_LEAST_HEIGHT = 190.0
_LEAST_STEP = 7.0
_WIDEST = 44.0
_DOT = 8.0
_DASHES: tuple[tuple[float, ...], ...] = ((), (5, 3), (2, 2), (8, 3, 2, 3))


def period_text(period: str, *, is_short: bool = False) -> str:
    """A day, month or year (`2026-03-14`, `2026-03`, `2026`) as the reader writes it."""
    parts = [int(part) for part in period.split("-") if part.isdigit()]
    if len(parts) == 1 or not parts:
        return period
    day = QDate(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    form = "MMM yyyy" if len(parts) == 2 else "d MMM yyyy"
    if is_short:
        form = "MMM" if len(parts) == 2 else "d MMM"
    return str(QLocale().toString(day, form))


def lay_out_columns(figure: Figure, width: float, height: float, look: Look) -> Drawing:
    """One column for each row."""
    drawing = Drawing(QSizeF(width, max(height, _LEAST_HEIGHT)))
    has_legend = len(figure.series) > 1
    top = add_legend(drawing, figure, look, width) if has_legend else EDGE + GAP
    scale = ticks(max((row.total for row in figure.rows), default=0), most=4)
    left = scale_room(look, scale)
    step = max(_LEAST_STEP, (width - left - EDGE) / max(1, len(figure.rows)))
    drawing.size.setWidth(max(width, left + step * len(figure.rows) + EDGE))
    plot = QRectF(left, top, step * len(figure.rows), 0)
    plot.setBottom(drawing.size.height() - EDGE - 2 * look.metrics.height())
    add_scale(drawing, look, scale, plot)
    thick = min(_WIDEST, max(3.0, step * 0.72))
    for index, row in enumerate(figure.rows):
        x = round(plot.left() + step * (index + 0.5) - thick / 2)
        y = plot.bottom()
        for series, number in enumerate(row.numbers):
            if number:
                end = y - plot.height() * number / scale[-1]
                area = QRectF(x, round(end), round(thick), max(2.0, round(y) - round(end)))
                ink = look.ink(figure.series[series].tone, series)
                drawing.marks.append(Mark(area, ink, index, series))
                y = end
    _add_periods(drawing, look, [row.key for row in figure.rows], plot, step)
    return drawing


def _add_periods(drawing: Drawing, look: Look, keys: list[str], plot: QRectF, step: float) -> None:
    """Names under the columns, as many as have room, and the year where a new one begins."""
    height = look.metrics.height()
    texts = [period_text(key, is_short=True) for key in keys]
    widest = max((look.metrics.horizontalAdvance(text) for text in texts), default=1.0) + 2 * GAP
    every = max(1, int(-(-widest // step)))
    year = ""
    for index in range(0, len(keys), every):
        middle = plot.left() + step * (index + 0.5)
        place = QRectF(middle - widest / 2, plot.bottom() + 4, widest, height)
        drawing.words.append(Words(place, texts[index], "muted", CENTRE))
        if keys[index][:4] != year and len(keys[index]) > 4:
            year = keys[index][:4]
            drawing.words.append(Words(place.translated(0, height), year, "muted", CENTRE))


def lay_out_lines(figure: Figure, width: float, height: float, look: Look) -> Drawing:
    """One line for each series, its name at its end."""
    drawing = Drawing(QSizeF(width, max(height, _LEAST_HEIGHT)))
    metrics = look.metrics
    greatest = max((max(row.numbers, default=0) for row in figure.rows), default=0)
    scale = ticks(greatest, most=4)
    names = max((metrics.horizontalAdvance(one.name) for one in figure.series), default=0.0)
    names = min(names, width * 0.3) + GAP
    left = scale_room(look, scale)
    plot = QRectF(left, EDGE + GAP, max(80.0, width - left - names - EDGE - GAP), 0)
    plot.setBottom(drawing.size.height() - EDGE - 2 * metrics.height())
    add_scale(drawing, look, scale, plot)
    days = [date.fromisoformat(row.key).toordinal() for row in figure.rows]
    if not days:
        return drawing
    spread = max(1, days[-1] - days[0])
    xs = [plot.left() + EDGE + (plot.width() - 2 * EDGE) * (day - days[0]) / spread for day in days]
    ends: list[float] = []
    for series in range(len(figure.series)):
        ys = [plot.bottom() - plot.height() * row.numbers[series] / scale[-1] for row in figure.rows]
        _add_line(drawing, figure, look, series, list(zip(xs, ys, strict=True)), ends, plot)
    _add_days(drawing, figure, look, xs, plot)
    return drawing


def _add_line(
    drawing: Drawing,
    figure: Figure,
    look: Look,
    series: int,
    points: list[tuple[float, float]],
    ends: list[float],
    plot: QRectF,
) -> None:
    """A rising line in steps, its points, and its name where it ends."""
    right, floor = plot.right(), plot.bottom()
    ink = look.ink(figure.series[series].tone, series)
    colour = look.theme.colour("accent" if series % 2 == 0 else "line")
    first = points[0][0]
    steps = [QPointF(first, floor), QPointF(*points[0])]
    for (_, before), (x, y) in pairwise(points):
        steps += [QPointF(x, before), QPointF(x, y)]
    steps.append(QPointF(right, points[-1][1]))
    drawing.strokes.append(Stroke(tuple(steps), colour, 2.0, _DASHES[series % len(_DASHES)]))
    for row, (x, y) in enumerate(points):
        area = QRectF(x - _DOT / 2, y - _DOT / 2, _DOT, _DOT)
        drawing.marks.append(Mark(area, ink, row, series, is_round=True))
    height = look.metrics.height()
    y = points[-1][1] - height / 2
    while any(abs(y - other) < height for other in ends):
        y += height
    ends.append(y)
    place = QRectF(right + GAP, y, drawing.size.width() - right - GAP, height)
    name = look.metrics.elidedText(
        figure.series[series].name, Qt.TextElideMode.ElideRight, place.width()
    )
    drawing.words.append(Words(place, name, colour))


def _add_days(drawing: Drawing, figure: Figure, look: Look, xs: list[float], plot: QRectF) -> None:
    """Days under the line, where they have room."""
    free = -1e9
    height = look.metrics.height()
    for row, x in zip(figure.rows, xs, strict=True):
        text = period_text(row.key, is_short=True)
        room = look.metrics.horizontalAdvance(text) + 2 * GAP
        if x - room / 2 >= free:
            place = QRectF(x - room / 2, plot.bottom() + 4, room, height)
            drawing.words.append(Words(place, text, "muted", CENTRE))
            if free < 0:
                drawing.words.append(Words(place.translated(0, height), row.key[:4], "muted", CENTRE))
            free = x + room / 2
