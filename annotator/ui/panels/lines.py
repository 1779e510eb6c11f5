"""Drawing lines of text and rows so that they read right in windows of either direction."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from annotator.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

_LOOKED_AT = 120


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of the text belongs to a script that runs from right to left."""
    for character in text[:_LOOKED_AT]:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return False
        if kind in ("R", "AL"):
            return True
    return False


def draw_line(
    painter: QPainter,
    area: QRect | QRectF,
    text: str,
    window: Qt.LayoutDirection,
    *,
    is_trailing: bool = False,
) -> None:
    """Draw one line, cut with “…”, at the leading edge of a window of this direction.

    The text runs in its own direction; `is_trailing` puts it at the other edge.
    """
    is_mirrored = window == Qt.LayoutDirection.RightToLeft
    at_right = is_mirrored != is_trailing
    flag = Qt.AlignmentFlag
    edge = flag.AlignRight if at_right else flag.AlignLeft
    room = int(area.width())
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    direction = Qt.LayoutDirection
    own = direction.RightToLeft if is_right_to_left(text) else direction.LeftToRight
    before = painter.layoutDirection()
    painter.setLayoutDirection(own)
    place = edge | flag.AlignAbsolute | flag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(QRectF(area), int(place), cut)
    painter.setLayoutDirection(before)


def quiet(option: QStyleOptionViewItem) -> QStyleOptionViewItem:
    """The same row as it looks while its list has not the focus: chosen, but not loudly."""
    option = QStyleOptionViewItem(option)
    colours = theme.current()
    option.palette.setColor(QPalette.ColorRole.Highlight, colours.colour("tint"))
    option.palette.setColor(QPalette.ColorRole.HighlightedText, colours.colour("text"))
    return option
