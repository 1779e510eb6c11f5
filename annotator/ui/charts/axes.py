"""What charts share: scales, lines behind the marks, legends and texts cut to their room."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from annotator.ui.charts.drawing import RIGHT, Drawing, Look, Mark, Stroke, Words, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.analysis.figures import Figure

EDGE = 12.0
"""The margin around a chart, in logical pixels."""
GAP = 8.0
SWATCH = 12.0


def ticks(greatest: int, *, most: int = 5) -> list[int]:
    """Round numbers from 0 to at least the greatest, at most about this many steps apart."""
    if greatest <= 0:
        return [0, 1]
    rough = max(1.0, greatest / most)
    unit = 10 ** floor(log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    step = max(1, int(step))
    return [step * number for number in range(ceil(greatest / step) + 1)]


def elided(look: Look, text: str, width: float) -> str:
    """The text, cut at the end if it is wider than this."""
    return look.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def add_legend(drawing: Drawing, figure: Figure, look: Look, width: float) -> float:
    """Write what the series are called beside swatches; returns where the chart may begin."""
    metrics = look.metrics
    x, y, line = EDGE, EDGE, metrics.height() + 4
    for number, series in enumerate(figure.series):
        room = metrics.horizontalAdvance(series.name)
        if x > EDGE and x + SWATCH + 6 + room > width - EDGE:
            x, y = EDGE, y + line
        top = y + (line - SWATCH) / 2
        ink = look.ink(series.tone, number)
        drawing.swatches.append(Mark(QRectF(x, top, SWATCH, SWATCH), ink, -1, number))
        words = QRectF(x + SWATCH + 6, y, room + 2, line)
        drawing.words.append(Words(words, series.name, "muted"))
        x += SWATCH + 6 + room + 2 * GAP
    return y + line + GAP


def add_scale(drawing: Drawing, look: Look, numbers: Sequence[int], plot: QRectF) -> None:
    """Draw a line and a number for each tick, the greatest at the top of the plot."""
    height = look.metrics.height()
    for number in numbers:
        y = round(plot.bottom() - plot.height() * number / numbers[-1]) + 0.5
        colour = "edge" if number == 0 else "divider"
        drawing.strokes.append(Stroke((QPointF(plot.left(), y), QPointF(plot.right(), y)), colour))
        place = QRectF(0, y - height / 2, plot.left() - GAP, height)
        drawing.words.append(Words(place, number_text(number), "muted", RIGHT))


def scale_room(look: Look, numbers: Sequence[int]) -> float:
    """How much room the numbers of a scale need on the left."""
    return EDGE + max(look.metrics.horizontalAdvance(number_text(one)) for one in numbers) + GAP
