"""How a line of a concordance is drawn: context, the hit in bold with its label's mark, context.

What stands before a hit ends at one line down the whole list. A text that runs from
right to left changes sides, so that it reads on across the hit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.hit import Hit
from annotator.ui import icons, theme
from annotator.ui.panels.colours import label_colours
from annotator.ui.panels.hit_model import HIT, MARK
from annotator.ui.panels.hit_texts import Column, one_line
from annotator.ui.panels.lines import is_right_to_left
from annotator.ui.panels.marks import paint_mark

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

    from annotator.ui.session import Session

_AIR = 4
_EDGE = 8
_SIGN = 12
_MOST_OF_CELL = 0.7
"""A long hit takes no more of its cell than this."""
_SIGNS = {
    "propagated": "copy",
    "rule": "sparkle",
    "model": "sparkle",
    "imported": "import",
    "adjudicated": "check-circle",
}
_MARKS = {"accepted": ("check", "ok"), "rejected": ("close", "error")}
_Index = QModelIndex | QPersistentModelIndex


class HitDelegate(QStyledItemDelegate):
    """Draws the cells of a list of hits, all equally high."""

    def __init__(self, session: Session, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """One line and some air."""
        return QSize(60, row_height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        hit = index.data(HIT)
        if not isinstance(hit, Hit):
            return
        painter.save()
        painter.setClipRect(option.rect)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_strong = is_chosen and self._view.hasFocus()
        is_rejected = index.data(MARK) == "rejected"
        self._paint_ground(painter, option, index, is_chosen=is_chosen, is_strong=is_strong)
        colours = theme.current()
        ink = colours.colour("on_selection" if is_strong else "muted" if is_rejected else "text")
        soft = ink if is_strong else colours.colour("muted")
        column = Column(index.column())
        if column == Column.PLACE:
            self._paint_place(painter, option, hit, ink, is_rejected=is_rejected)
        elif column == Column.LEFT:
            before, _after = _sides(hit, option)
            painter.setPen(ink)
            area = option.rect.adjusted(_EDGE, 0, 0, 0)
            area = QStyle.visualRect(option.direction, option.rect, area)
            _draw(painter, area, before, at_end=True, option=option, is_before=before is hit.left)
        elif column == Column.MARK:
            self._paint_decision(painter, option, str(index.data(MARK)), ink if is_strong else None)
        else:
            self._paint_fact(painter, option, hit, column, str(index.data() or ""), soft)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: _Index,
        *,
        is_chosen: bool,
        is_strong: bool,
    ) -> None:
        colours = theme.current()
        if is_chosen:
            painter.fillRect(option.rect, colours.colour("selection" if is_strong else "tint"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, colours.colour("hover"))
        if self._view.hasFocus() and self._view.currentIndex().row() == index.row():
            edge = colours.colour("on_selection" if is_strong else "accent")
            rect = option.rect
            painter.fillRect(rect.left(), rect.top(), rect.width(), 1, edge)
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, edge)

    def _paint_place(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        hit: Hit,
        ink: QColor,
        *,
        is_rejected: bool,
    ) -> None:
        """The hit, and behind it what follows."""
        words = one_line(hit.text)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        bold.setStrikeOut(is_rejected)
        metrics = QFontMetrics(bold)
        most = int(option.rect.width() * _MOST_OF_CELL)
        words = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, max(40, most))
        width = metrics.horizontalAdvance(words) + 2 * _AIR if words else 0
        area = QRect(option.rect.left() + _AIR, option.rect.top() + 2, width, option.rect.height() - 4)
        area = QStyle.visualRect(option.direction, option.rect, area)
        _before, after = _sides(hit, option)
        rest = option.rect.adjusted(_AIR + width + _AIR, 0, -_EDGE, 0)
        rest = QStyle.visualRect(option.direction, option.rect, rest)
        painter.setPen(ink)
        _draw(painter, rest, after, at_end=False, option=option, is_before=after is hit.left)
        painter.setFont(bold)
        if hit.label:
            painter.setPen(self._paint_label(painter, area, hit))
        if words:
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), words)
        painter.setFont(option.font)

    def _paint_label(self, painter: QPainter, area: QRect, hit: Hit) -> QColor:
        """The mark of the hit's label on a ground of its own; returns the colour of its text."""
        label = self._session.codebook.label(hit.label)
        colours = label_colours(label)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.fill)
        painter.drawRoundedRect(QRectF(area), 3, 3)
        paint_mark(painter, QRectF(area), label.style, colours)
        return colours.text

    def _paint_fact(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        hit: Hit,
        column: Column,
        words: str,
        ink: QColor,
    ) -> None:
        """Article, label, annotator or origin; a label shows a sign if it was not given by hand."""
        area = option.rect.adjusted(_EDGE, 0, -_AIR, 0)
        sign = _SIGNS.get(hit.origin, "") if column == Column.LABEL else ""
        if sign:
            area.setRight(area.right() - _SIGN - _AIR)
            place = QRect(area.right() + _AIR, 0, _SIGN, _SIGN)
            place.moveTop(option.rect.center().y() - _SIGN // 2 + 1)
            icons.draw(
                painter, sign, QRectF(QStyle.visualRect(option.direction, option.rect, place)), ink
            )
        painter.setPen(ink)
        area = QStyle.visualRect(option.direction, option.rect, area)
        _draw(painter, area, words, at_end=False, option=option, is_before=False)

    def _paint_decision(
        self, painter: QPainter, option: QStyleOptionViewItem, mark: str, ink: QColor | None
    ) -> None:
        """A box: ticked, crossed or empty."""
        colours = theme.current()
        box = QRectF(0, 0, 15, 15)
        box.moveCenter(QRectF(option.rect).center())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sign, role = _MARKS.get(mark, ("", "edge"))
        painter.setPen(ink or colours.colour(role))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        if sign:
            inside = box.adjusted(1.5, 1.5, -1.5, -1.5)
            icons.draw(painter, sign, inside, ink or colours.colour(role))


def row_height(font: QFont) -> int:
    """How high a row is, in logical pixels."""
    return QFontMetrics(font).height() + 8


def _sides(hit: Hit, option: QStyleOptionViewItem) -> tuple[str, str]:
    """What stands in the cell ahead of the hit and in the cell behind it."""
    is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
    sample = hit.text or hit.right
    is_turned = is_right_to_left(sample if any(map(str.isalpha, sample)) else hit.left) != is_mirrored
    return (hit.right, hit.left) if is_turned else (hit.left, hit.right)


def _draw(
    painter: QPainter,
    area: QRect,
    text: str,
    *,
    at_end: bool,
    option: QStyleOptionViewItem,
    is_before: bool,
) -> None:
    """One line at the start or the end of its area, cut where it is farthest from the hit."""
    mode = Qt.TextElideMode.ElideLeft if is_before else Qt.TextElideMode.ElideRight
    words = painter.fontMetrics().elidedText(one_line(text), mode, area.width())
    at_right = at_end != (option.direction == Qt.LayoutDirection.RightToLeft)
    flag = Qt.AlignmentFlag
    edge = flag.AlignRight if at_right else flag.AlignLeft
    direction = Qt.LayoutDirection
    own = direction.RightToLeft if is_right_to_left(words) else direction.LeftToRight
    former = painter.layoutDirection()
    painter.setLayoutDirection(own)
    place = edge | flag.AlignAbsolute | flag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(QRectF(area), int(place), words)
    painter.setLayoutDirection(former)
