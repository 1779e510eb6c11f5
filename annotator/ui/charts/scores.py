"""Scores with their intervals: a matrix of pairs, a list of dots, and dots over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF

from annotator.analysis.agreement_figures import ScoreFigure
from annotator.ui.charts.axes import EDGE, GAP, SWATCH, elided
from annotator.ui.charts.columns import period_text
from annotator.ui.charts.days import LEVELS
from annotator.ui.charts.drawing import CENTRE, LEFT, RIGHT, Drawing, Look, Mark, Stroke, Words

if TYPE_CHECKING:
    from annotator.analysis.agreement_intervals import Score
    from annotator.analysis.figures import Figure

MOST_ROWS = 60
"""More rows are in the table alone."""
_CELL = 58.0
_HEIGHT = 34.0
_NAMES = 0.3
_DOT = 9.0
_LEAST = 150.0
_LEAST_HEIGHT = 190.0
_STEP = 64.0


def level_of(value: float | None) -> str:
    """The tone of a value: undefined, or the darker the nearer it is to 1."""
    if value is None:
        return "none"
    return f"level:{max(0, min(LEVELS, int(value * (LEVELS + 1))))}"


def lay_out_matrix(figure: Figure, width: float, _height: float, look: Look) -> Drawing:
    """One cell for each pair, with its value; empty where they share no article."""
    assert isinstance(figure, ScoreFigure)
    drawing = Drawing(QSizeF(width, 0))
    metrics = look.metrics
    widest = max((metrics.horizontalAdvance(row.name) for row in figure.rows), default=0.0)
    names = min(widest, width * _NAMES) + 2
    cell = max(_CELL, metrics.horizontalAdvance("−0.00") + 2 * GAP, min(widest + GAP, 96.0))
    left, top = EDGE + names + GAP, EDGE + metrics.height() + 4
    height = max(_HEIGHT, metrics.height() + 12)
    for column, series in enumerate(figure.series):
        place = QRectF(left + column * (cell + 2), EDGE, cell, metrics.height())
        drawing.words.append(Words(place, elided(look, series.name, cell), "muted", CENTRE))
    for index, row in enumerate(figure.rows):
        y = top + index * (height + 2)
        name = QRectF(EDGE, y, names, height)
        drawing.words.append(Words(name, elided(look, row.name, names), "text", RIGHT))
        for column, score in enumerate(figure.scores[index]):
            area = QRectF(left + column * (cell + 2), y, cell, height)
            _add_cell(drawing, look, area, index, column, score)
    bottom = top + len(figure.rows) * (height + 2) + GAP
    _add_shades(drawing, look, left, bottom)
    right = left + len(figure.series) * (cell + 2)
    drawing.size = QSizeF(max(width, right + EDGE), bottom + metrics.height() + EDGE)
    return drawing


def _add_cell(
    drawing: Drawing, look: Look, area: QRectF, row: int, column: int, score: Score | None
) -> None:
    if score is None:
        text = "" if row == column else "–"
        drawing.words.append(Words(area, text, "muted", CENTRE))
        return
    ink = look.ink(level_of(score.value), 0)
    drawing.marks.append(Mark(area, ink, row, column))
    if score.value is not None:
        drawing.words.append(Words(area, _short(score.value), ink.text, CENTRE))


def _add_shades(drawing: Drawing, look: Look, x: float, y: float) -> None:
    """What the shades mean."""
    height = look.metrics.height()
    words = QRectF(x, y, look.metrics.horizontalAdvance("0") + 6, height)
    drawing.words.append(Words(words, "0", "muted"))
    x = words.right()
    for level in range(LEVELS + 1):
        area = QRectF(x, y + (height - SWATCH) / 2, SWATCH, SWATCH)
        drawing.swatches.append(Mark(area, look.ink(f"level:{level}", 0), -1, -1))
        x += SWATCH + 2
    drawing.words.append(Words(QRectF(x + 4, y, 40, height), "1", "muted"))


def lay_out_scores(figure: Figure, width: float, _height: float, look: Look) -> Drawing:
    """A dot with its interval for each row, on a scale from 0, or −1, to 1."""
    assert isinstance(figure, ScoreFigure)
    drawing = Drawing(QSizeF(width, 0))
    metrics = look.metrics
    rows = figure.rows[:MOST_ROWS]
    least = _least(figure)
    widest = max((metrics.horizontalAdvance(row.name) for row in rows), default=0.0)
    names = min(widest, width * _NAMES) + 2
    numbers = metrics.horizontalAdvance("undefined") + 4
    left = EDGE + names + GAP + 4
    plot = QRectF(left, EDGE, max(_LEAST, width - left - numbers - 2 * GAP - EDGE), 0)
    line = max(24.0, metrics.height() + 8)
    plot.setHeight(line * len(rows))
    _add_grid(drawing, look, plot, least)
    for index, row in enumerate(rows):
        y = plot.top() + line * index
        name = QRectF(EDGE, y, names, line)
        drawing.words.append(Words(name, elided(look, row.name, names), "text", RIGHT))
        score = figure.scores[index][0]
        _add_dot(drawing, look, index, score, QRectF(plot.left(), y, plot.width(), line), least)
        place = QRectF(plot.right() + 2 * GAP, y, numbers, line)
        said = "undefined" if score is None or score.value is None else f"{score.value:.3f}"
        drawing.words.append(Words(place, said, "muted" if said == "undefined" else "text", LEFT))
    drawing.size.setHeight(plot.bottom() + metrics.height() + 2 * GAP + EDGE)
    drawing.size.setWidth(max(width, plot.right() + numbers + 2 * GAP + EDGE))
    return drawing


def _least(figure: ScoreFigure) -> float:
    """Where the scale begins."""
    lows = [
        score.value if score.low is None else score.low
        for row in figure.scores[:MOST_ROWS]
        for score in row
        if score is not None and score.value is not None
    ]
    return 0.0 if min((low for low in lows if low is not None), default=0.0) >= 0 else -1.0


def _add_grid(drawing: Drawing, look: Look, plot: QRectF, least: float) -> None:
    for number in range(5):
        share = number / 4
        x = round(plot.left() + plot.width() * share) + 0.5
        colour = "edge" if number == 0 else "divider"
        ends = (QPointF(x, plot.top()), QPointF(x, plot.bottom() + 4))
        drawing.strokes.append(Stroke(ends, colour))
        text = f"{least + (1 - least) * share:g}".replace("-", "−")
        place = QRectF(x - 24, plot.bottom() + 6, 48, look.metrics.height())
        drawing.words.append(Words(place, text, "muted", CENTRE))


def _add_dot(
    drawing: Drawing, look: Look, row: int, score: Score | None, room: QRectF, least: float
) -> None:
    """The interval as a line and the value as a dot upon it; hatched where it is undefined."""

    def x_of(value: float) -> float:
        return room.left() + room.width() * (max(least, min(1.0, value)) - least) / (1 - least)

    middle = room.center().y()
    if score is None or score.value is None:
        area = QRectF(room.left() + 3, middle - _DOT / 2, _DOT * 2, _DOT)
        drawing.marks.append(Mark(area, look.ink("none", 0), row, 0))
        return
    if score.low is not None and score.high is not None:
        low, high = x_of(score.low), x_of(score.high)
        drawing.strokes.append(Stroke((QPointF(low, middle), QPointF(high, middle)), "line", 2.0))
        for x in (low, high):
            ends = (QPointF(x, middle - 4), QPointF(x, middle + 4))
            drawing.strokes.append(Stroke(ends, "line", 2.0))
    x = x_of(score.value)
    area = QRectF(x - _DOT / 2, middle - _DOT / 2, _DOT, _DOT)
    drawing.marks.append(Mark(area, look.ink("", 0), row, 0, is_round=True))


def lay_out_trend(figure: Figure, width: float, height: float, look: Look) -> Drawing:
    """A dot for each period with its interval, joined by a line."""
    assert isinstance(figure, ScoreFigure)
    metrics = look.metrics
    height = max(height, _LEAST_HEIGHT)
    least = _least(figure)
    left = EDGE + metrics.horizontalAdvance("−0.50") + GAP
    step = max(_STEP, (width - left - EDGE) / max(1, len(figure.rows)))
    plot = QRectF(left, EDGE + GAP, step * len(figure.rows), 0)
    plot.setBottom(height - EDGE - 2 * metrics.height())
    drawing = Drawing(QSizeF(max(width, plot.right() + EDGE), height))
    for number in range(5):
        share = number / 4
        y = round(plot.bottom() - plot.height() * share) + 0.5
        ends = (QPointF(plot.left(), y), QPointF(plot.right(), y))
        drawing.strokes.append(Stroke(ends, "edge" if number == 0 else "divider"))
        text = f"{least + (1 - least) * share:g}".replace("-", "−")
        place = QRectF(0, y - metrics.height() / 2, left - GAP, metrics.height())
        drawing.words.append(Words(place, text, "muted", RIGHT))
    _add_periods(drawing, figure, look, plot, step, least)
    return drawing


def _add_periods(
    drawing: Drawing, figure: ScoreFigure, look: Look, plot: QRectF, step: float, least: float
) -> None:
    points = []
    year = ""
    height = look.metrics.height()
    for index, row in enumerate(figure.rows):
        x = plot.left() + step * (index + 0.5)
        score = figure.scores[index][0]
        if score is not None and score.value is not None:
            values = [one for one in (score.value, score.low, score.high) if one is not None]
            ys = [plot.bottom() - plot.height() * (one - least) / (1 - least) for one in values]
            if len(ys) == 3:
                ends = (QPointF(x, ys[1]), QPointF(x, ys[2]))
                drawing.strokes.append(Stroke(ends, "line", 2.0))
            points.append(QPointF(x, ys[0]))
            area = QRectF(x - _DOT / 2, ys[0] - _DOT / 2, _DOT, _DOT)
            drawing.marks.append(Mark(area, look.ink("", 0), index, 0, is_round=True))
        place = QRectF(x - step / 2, plot.bottom() + 4, step, height)
        text = elided(look, period_text(row.key, is_short=True), step)
        drawing.words.append(Words(place, text, "muted", CENTRE))
        if row.key[:4] != year:
            year = row.key[:4]
            drawing.words.append(Words(place.translated(0, height), year, "muted", CENTRE))
    if len(points) > 1:
        drawing.strokes.append(Stroke(tuple(points), "accent", 2.0))


def _short(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
