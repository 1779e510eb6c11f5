"""How one entity looks in a list: its type's mark, its name, what is told of it, a number or key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui import icons, theme
from annotator.ui.panels.lines import draw_line
from annotator.ui.panels.marks import SIDE
from annotator.ui.panels.texts import said

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook
    from annotator.model.entities import Reason

Index = QModelIndex | QPersistentModelIndex

ENTITY_ID = int(Qt.ItemDataRole.UserRole)
DETAIL = ENTITY_ID + 1
"""Words in the quiet colour right behind the name."""
TRAIL = ENTITY_ID + 2
"""Words at the other edge: how often it is mentioned."""
KEY = ENTITY_ID + 3
"""A key that takes the row, drawn as a key cap at the other edge."""
IS_TWIN = ENTITY_ID + 4
"""Whether another entity has the same name."""
_EDGE, _GAP, _AIR = 8, 8, 5


def type_name(codebook: Codebook, type_: str) -> str:
    """An entity's type as people read it; empty for none."""
    if not type_:
        return ""
    name = codebook.label(type_).name
    return name.split(" (")[0].split(",")[0].strip() or name


def reason_text(reason: Reason) -> str:
    """Why an entity is proposed."""
    return said(reason.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a short list: an id, its words, a key that takes it and a sign."""

    id: str
    name: str
    detail: str = ""
    key: str = ""
    sign: QIcon | None = None


class RowModel(QAbstractListModel):
    """The rows of a short list."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        """Have these rows from now on."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row says in this role."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.name, row.detail) if part)
        said_by = {
            int(Qt.ItemDataRole.DisplayRole): row.name,
            int(Qt.ItemDataRole.DecorationRole): row.sign,
            ENTITY_ID: row.id,
            DETAIL: row.detail,
            KEY: row.key,
        }
        return said_by.get(int(role))


class EntityDelegate(QStyledItemDelegate):
    """Draws rows of one line that are all equally high."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line with some air."""
        return QSize(120, QFontMetrics(option.font).height() + 2 * _AIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one entity."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = QStyle.StateFlag
        is_chosen = bool(option.state & state.State_Selected)
        is_strong = is_chosen and bool(option.state & state.State_HasFocus or self._is_led(option))
        self._paint_ground(painter, option, is_chosen=is_chosen, is_strong=is_strong)
        present = theme.current()
        ink = present.colour("on_selection" if is_strong else "text")
        soft = ink if is_strong else present.colour("muted")
        area = option.rect.adjusted(_EDGE, 0, -_EDGE, 0)
        area = self._paint_sign(painter, option, index, area)
        area = self._paint_end(painter, option, index, area, soft)
        self._paint_words(painter, option, index, area, (ink, soft))
        painter.restore()

    def _is_led(self, option: QStyleOptionViewItem) -> bool:
        """Whether a line that has the focus leads the list, so that it looks focused itself."""
        widget = option.widget
        return widget is not None and (widget.hasFocus() or bool(widget.property("is_led")))

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, *, is_chosen: bool, is_strong: bool
    ) -> None:
        present = theme.current()
        if is_strong:
            painter.fillRect(option.rect, present.colour("selection"))
        elif is_chosen:
            painter.fillRect(option.rect, present.colour("tint"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, present.colour("hover"))

    def _paint_sign(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, area: QRect
    ) -> QRect:
        """The mark of the type; returns the room that is left."""
        sign = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(sign, QIcon):
            square = QRect(area.left(), area.center().y() - SIDE // 2 + 1, SIDE, SIDE)
            sign.paint(painter, QStyle.visualRect(option.direction, area, square))
        return _without(area, option, leading=SIDE + _GAP)

    def _paint_end(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        area: QRect,
        soft: QColor,
    ) -> QRect:
        """What stands at the far edge: a number, a key, the sign of a twin."""
        trail, key = str(index.data(TRAIL) or ""), str(index.data(KEY) or "")
        painter.setFont(option.font)
        metrics = QFontMetrics(option.font)
        if trail:
            painter.setPen(soft)
            draw_line(painter, area, trail, option.direction, is_trailing=True)
            area = _without(area, option, trailing=metrics.horizontalAdvance(trail) + _GAP)
        if key:
            side = max(metrics.height(), metrics.horizontalAdvance(key) + 8)
            cap = QRect(area.right() - side, area.top() + _AIR - 1, side, metrics.height() + 2)
            cap = QStyle.visualRect(option.direction, area, cap)
            painter.setPen(QPen(soft, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
            area = _without(area, option, trailing=side + _GAP)
        if index.data(IS_TWIN):
            square = QRect(area.right() - SIDE, area.center().y() - SIDE // 2 + 1, SIDE, SIDE)
            square = QStyle.visualRect(option.direction, area, square)
            is_quiet = soft == theme.current().colour("muted")
            colour = theme.current().colour("warning") if is_quiet else soft
            icons.draw(painter, "copy", QRectF(square), colour)
            area = _without(area, option, trailing=SIDE + _GAP)
        return area

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        area: QRect,
        colours: tuple[QColor, QColor],
    ) -> None:
        name, detail = str(index.data() or ""), str(index.data(DETAIL) or "")
        metrics = QFontMetrics(option.font)
        painter.setFont(option.font)
        painter.setPen(colours[0])
        width = min(area.width(), metrics.horizontalAdvance(name) + 2)
        room = QRect(area.left(), area.top(), width, area.height())
        place = QStyle.visualRect(option.direction, area, room)
        draw_line(painter, place, name, option.direction)
        rest = area.width() - width - _GAP
        if detail and rest > 24:
            painter.setPen(colours[1])
            room = QRect(area.left() + width + _GAP, area.top(), rest, area.height())
            place = QStyle.visualRect(option.direction, area, room)
            draw_line(painter, place, detail, option.direction)


def _without(area: QRect, option: QStyleOptionViewItem, *, leading: int = 0, trailing: int = 0) -> QRect:
    """The area without so many pixels at its leading and trailing edge."""
    inner = area.adjusted(leading, 0, -trailing, 0)
    return QStyle.visualRect(option.direction, area, inner)
