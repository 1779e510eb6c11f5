"""Which mark is meant: by the pointer, or by an arrow key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.ui.charts.drawing import Mark

_FAR = 1e6
_PAGE = 10
"""How many marks Page Up and Page Down pass over."""
_PAGES = {Qt.Key.Key_PageUp: -_PAGE, Qt.Key.Key_PageDown: _PAGE}
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def mark_at(marks: Sequence[Mark], place: QPointF, *, has_lines: bool) -> int:
    """The number of the mark at this place, -1 for none.

    Where marks stand in lines, all of a line leads to its first mark.
    """
    for index in range(len(marks) - 1, -1, -1):
        if marks[index].area.adjusted(-2, -2, 2, 2).contains(place):
            return index
    if has_lines:
        for index, mark in enumerate(marks):
            if mark.area.top() - 5 <= place.y() <= mark.area.bottom() + 5:
                return index
    return -1


def target(key: int, marks: Sequence[Mark], current: int) -> int | None:
    """The number of the mark that a key leads to; None if the key leads nowhere."""
    last = len(marks) - 1
    if last < 0:
        return None
    if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        return 0 if key == Qt.Key.Key_Home else last
    if key in _PAGES:
        return max(0, min(last, current + _PAGES[Qt.Key(key)]))
    if key not in _WAYS:
        return None
    return 0 if current < 0 else _neighbour(marks, current, *_WAYS[Qt.Key(key)])


def _neighbour(marks: Sequence[Mark], current: int, right: int, down: int) -> int:
    """The nearest mark in a direction; the present one if there is none."""
    here = marks[current].area

    def distance(index: int) -> float:
        there = marks[index].area
        x = there.center().x() - here.center().x()
        y = there.center().y() - here.center().y()
        if down:
            aside = max(0.0, there.left() - here.center().x(), here.center().x() - there.right())
            return y * down + 3 * aside if y * down > 1 else _FAR
        return x * right + 3 * abs(y) if x * right > 1 else _FAR

    nearest = min(range(len(marks)), key=distance)
    return nearest if distance(nearest) < _FAR else current
