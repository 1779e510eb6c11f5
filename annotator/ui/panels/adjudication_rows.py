"""Rows of two lines with a sign: the differences of an article, and the articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui import icons, theme
from annotator.ui.panels.even_list import EvenList
from annotator.ui.panels.lines import draw_line
from annotator.ui.panels.row_looks import paint_ground, small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent, QPainter

_ROW = int(Qt.ItemDataRole.UserRole)
_EDGE, _ICON = 8, 16


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says; `icon` in the colour of the theme that is named `colour`."""

    id: str
    first: str
    second: str
    trailing: str
    icon: str
    colour: str
    is_quiet: bool = False


class RowModel(QAbstractListModel):
    """The rows as they are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; where only what they say is new, the list stays where it is."""
        new = list(rows)
        if [one.id for one in new] == [one.id for one in self.rows]:
            before, self.rows = self.rows, new
            for number, (old, row) in enumerate(zip(before, new, strict=True)):
                if old != row:
                    self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self.rows = new
        self.endResetModel()

    def index_of(self, id_: str) -> QModelIndex:
        """Where this is; an invalid index if it is not here."""
        return self.index(next((row for row, one in enumerate(self.rows) if one.id == id_), -1))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The row itself, or what is read aloud."""
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.first
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            separator = ", " if role == Qt.ItemDataRole.AccessibleTextRole else "\n"
            return separator.join(part for part in (row.first, row.trailing, row.second) if part)
        return None


class RowDelegate(QStyledItemDelegate):
    """Draws a row."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines and some air."""
        height = QFontMetrics(option.font).height() + QFontMetrics(small(option.font)).height()
        return QSize(120, height + _EDGE + 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Sign, words and what stands at the other edge; below, the rest."""
        row = index.data(_ROW)
        if not isinstance(row, Row):
            return
        painter.save()
        ink, soft, is_strong = paint_ground(painter, option)
        area = option.rect.adjusted(_EDGE + _ICON + _EDGE, _EDGE // 2, -_EDGE, 0)
        sign = QRect(option.rect.left() + _EDGE, area.top() + 1, _ICON, _ICON)
        colour = ink if is_strong else theme.current().colour(row.colour)
        icons.draw(
            painter, row.icon, QRectF(QStyle.visualRect(option.direction, option.rect, sign)), colour
        )
        height = QFontMetrics(option.font).height()
        line = QRect(area.left(), area.top(), area.width(), height)
        painter.setFont(small(option.font))
        painter.setPen(soft)
        shown = QStyle.visualRect(option.direction, option.rect, line)
        draw_line(painter, shown, row.trailing, option.direction, is_trailing=True)
        taken = painter.fontMetrics().horizontalAdvance(row.trailing) + _EDGE if row.trailing else 0
        below = QRect(
            area.left(), line.bottom(), area.width(), QFontMetrics(small(option.font)).height()
        )
        draw_line(
            painter,
            QStyle.visualRect(option.direction, option.rect, below),
            row.second,
            option.direction,
        )
        painter.setFont(option.font)
        painter.setPen(soft if row.is_quiet else ink)
        words = QStyle.visualRect(option.direction, option.rect, line.adjusted(0, 0, -taken, 0))
        draw_line(painter, words, row.first, option.direction)
        painter.restore()


class RowList(EvenList):
    """A quiet list of such rows; Esc calls `leave`."""

    def __init__(self, name: str, accessible_name: str, model: RowModel) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are commands: none of them searches the list."""
        if event.text().strip() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)
