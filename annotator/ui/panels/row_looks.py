"""What the rows of our lists have in common: their ground, their inks, their fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QStyle

from annotator.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem


class RowInks(NamedTuple):
    """The colours of a row's words; `is_strong` where the row is chosen and its list has the focus."""

    ink: QColor
    soft: QColor
    is_strong: bool


def paint_ground(
    painter: QPainter, option: QStyleOptionViewItem, *, has_focus: bool | None = None
) -> RowInks:
    """Paint the ground of a row as it is chosen or hovered, and say how its words are coloured.

    `has_focus` says whether the list has the focus; without it the row's own state does.
    """
    state, colours = QStyle.StateFlag, theme.current()
    is_chosen = bool(option.state & state.State_Selected)
    if has_focus is None:
        has_focus = bool(option.state & state.State_HasFocus)
    is_strong = is_chosen and has_focus
    if is_chosen:
        painter.fillRect(option.rect, colours.colour("selection" if is_strong else "tint"))
    elif option.state & state.State_MouseOver:
        painter.fillRect(option.rect, colours.colour("hover"))
    ink = colours.colour("on_selection" if is_strong else "text")
    return RowInks(ink, ink if is_strong else colours.colour("muted"), is_strong)


def semibold(font: QFont) -> QFont:
    """The same font, a little stronger."""
    found = QFont(font)
    found.setWeight(QFont.Weight.DemiBold)
    return found


def small(font: QFont) -> QFont:
    """The same font, a point smaller."""
    found = QFont(font)
    found.setPointSizeF(max(7.0, font.pointSizeF() - 1))
    return found
