"""A map of days: one line for each annotator, one cell for each day, the darker the more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF

from annotator.ui.charts.axes import EDGE, GAP, SWATCH, elided
from annotator.ui.charts.columns import period_text
from annotator.ui.charts.drawing import CENTRE, RIGHT, Drawing, Ink, Look, Mark, Words, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.analysis.figures import Figure

LEVELS = 5
"""So many shades tell days apart."""
_LONGEST_GAP = 14
"""Up to so many days without work are drawn as empty cells; longer gaps as one narrow one."""
_CELL = 26.0
_BREAK = 10.0
_NAMES = 0.25


def level_of(number: int, greatest: int) -> int:
    """Which shade a number has: 0 for none, 1 to `LEVELS` for parts of the greatest."""
    if number <= 0:
        return 0
    return min(LEVELS, 1 + number * LEVELS // max(1, greatest + 1))


def lay_out_days(figure: Figure, width: float, _height: float, look: Look) -> Drawing:
    """Lines of cells, as wide as the days need."""
    drawing = Drawing(QSizeF(width, 0))
    rows = {row.key: index for index, row in enumerate(figure.rows) if row.key}
    greatest = max((max(row.numbers, default=0) for row in figure.rows), default=0)
    metrics = look.metrics
    widest = max((metrics.horizontalAdvance(one.name) for one in figure.series), default=0.0)
    names = min(widest, width * _NAMES)
    cell = max(_CELL, metrics.horizontalAdvance(_short(greatest)) + 10)
    x = EDGE + names + GAP
    top = EDGE + 2 * metrics.height() + GAP
    month, free = "", 0.0
    for key in _with_gaps(sorted(rows)):
        if not key:
            x += _BREAK
            continue
        if key[:7] != month:
            is_new_year = key[:4] != month[:4]
            month = key[:7]
            text = period_text(month, is_short=not is_new_year)
            room = metrics.horizontalAdvance(text) * 1.1 + 6
            if x >= free:
                drawing.words.append(Words(QRectF(x, EDGE, room, metrics.height()), text, is_bold=True))
                free = x + room
        day = QRectF(x, EDGE + metrics.height() + 2, cell, metrics.height())
        drawing.words.append(Words(day, str(int(key[8:])), "muted", CENTRE))
        index = rows.get(key, -1)
        numbers = figure.rows[index].numbers if index >= 0 else (0,) * len(figure.series)
        _add_cells(drawing, look, numbers, index, QRectF(x, top, cell, _CELL), greatest)
        x += cell + 2
    for number, series in enumerate(figure.series):
        place = QRectF(EDGE, top + number * (_CELL + 2), names, _CELL)
        drawing.words.append(Words(place, elided(look, series.name, names), "text", RIGHT))
    bottom = top + len(figure.series) * (_CELL + 2) + GAP
    _add_shades(drawing, look, EDGE + names + GAP, bottom, greatest)
    drawing.size = QSizeF(max(width, x + EDGE), bottom + metrics.height() + EDGE)
    return drawing


def _add_cells(
    drawing: Drawing,
    look: Look,
    numbers: Sequence[int],
    index: int,
    first: QRectF,
    greatest: int,
) -> None:
    """The cells of one day, one under the other."""
    for series, number in enumerate(numbers):
        area = first.translated(0, series * (_CELL + 2))
        ink = shade(look, level_of(number, greatest))
        if number:
            drawing.marks.append(Mark(area, ink, index, series))
            drawing.words.append(Words(area, _short(number), ink.text, CENTRE))
        else:
            drawing.swatches.append(Mark(area, ink, index, series))


def _with_gaps(days: list[str]) -> list[str]:
    """The days with the empty ones between; empty texts stand for long gaps."""
    shown: list[str] = []
    before: date | None = None
    for key in days:
        day = date.fromisoformat(key)
        if before is not None and (day - before).days > _LONGEST_GAP:
            shown.append("")
        elif before is not None:
            between = range(1, (day - before).days)
            shown += [(before + timedelta(days=number)).isoformat() for number in between]
        shown.append(key)
        before = day
    return shown


def _short(number: int) -> str:
    """A number in at most about four characters: 1.2k for 1,234."""
    if number < 1_000:
        return str(number)
    return f"{number / 1_000:.1f}k" if number < 9_950 else f"{round(number / 1_000)}k"


def shade(look: Look, level: int) -> Ink:
    """The ink of a level."""
    return look.ink(f"level:{level}", 0)


def _add_shades(drawing: Drawing, look: Look, x: float, y: float, greatest: int) -> None:
    """What the shades mean."""
    height = look.metrics.height()
    texts = ("1", number_text(greatest))
    if greatest <= 1:
        return
    first = QRectF(x, y, look.metrics.horizontalAdvance(texts[0]) + 6, height)
    drawing.words.append(Words(first, texts[0], "muted"))
    x = first.right()
    for level in range(1, LEVELS + 1):
        area = QRectF(x, y + (height - SWATCH) / 2, SWATCH, SWATCH)
        drawing.swatches.append(Mark(area, shade(look, level), -1, -1))
        x += SWATCH + 2
    drawing.words.append(Words(QRectF(x + 6, y, 100, height), texts[1], "muted"))
