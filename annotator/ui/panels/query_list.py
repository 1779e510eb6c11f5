"""The saved queries with the number of their hits; a work queue says how many are left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.model.teamwork import SavedQuery
from annotator.ui import icons, theme
from annotator.ui.keymap import PlaceKeys
from annotator.ui.panels.lines import draw_line
from annotator.ui.panels.row_looks import paint_ground
from annotator.ui.panels.search_questions import FAULTY
from annotator.ui.panels.texts import key_text, number_text, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from annotator.ui.keymap import Keymap

QUERY = int(Qt.ItemDataRole.UserRole)
COUNT = QUERY + 1
UNKNOWN = -1
"""The count of a query that is not known yet."""
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_EDGE, _ICON = 8, 14


class QueryModel(QAbstractListModel):
    """The saved queries, queues first, each with its count."""

    renamed = Signal(SavedQuery, str)

    def __init__(self) -> None:
        super().__init__()
        self.queries: list[SavedQuery] = []
        self._counts: dict[str, int] = {}

    def show(self, queries: Sequence[SavedQuery]) -> None:
        """Show these; counts that are known stay."""
        self.beginResetModel()
        self.queries = sorted(queries, key=lambda one: (not one.is_queue, one.name.casefold()))
        self.endResetModel()

    def set_count(self, query_id: str, count: int) -> None:
        """Say how many hits a query has."""
        self._counts[query_id] = count
        for row, query in enumerate(self.queries):
            if query.id == query_id:
                self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, query_id: str) -> int:
        """Where a query stands; -1 if it is not there."""
        return next((row for row, one in enumerate(self.queries) if one.id == query_id), -1)

    def rowCount(self, parent: _Index = _TOP) -> int:
        """How many queries are saved."""
        return 0 if parent.isValid() else len(self.queries)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """A name can be changed in its place."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """What a row says."""
        if not index.isValid():
            return None
        query = self.queries[index.row()]
        count = self._counts.get(query.id, UNKNOWN)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return query.name
        if role == QUERY:
            return query
        if role == COUNT:
            return count
        if role == Qt.ItemDataRole.ToolTipRole:
            return query.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            kind = said("queue") if query.is_queue else said("query")
            return f"{query.name}, {kind}, {count_text(count)}"
        return None

    def setData(self, index: _Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """A name was typed: somebody else writes it."""
        query = self.queries[index.row()]
        if str(value).strip() and str(value) != query.name:
            self.renamed.emit(query, str(value))
        return False


class QueryList(QListView):
    """`query_chosen` asks a query; the others are what keys and the menu wish for it."""

    query_chosen = Signal(SavedQuery)
    removal_requested = Signal(SavedQuery)
    queue_toggled = Signal(SavedQuery)
    left = Signal()

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self.setObjectName("saved_queries")
        self.setAccessibleName(self.tr("Saved queries"))
        self.queries = QueryModel()
        self.setModel(self.queries)
        self.setItemDelegate(QueryDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        functions = {
            "queries.queue": self._toggle,
            "queries.rename": self._rename,
            "queries.delete": self._remove,
        }
        PlaceKeys(self, keymap, functions)

    def current(self) -> SavedQuery | None:
        """The query that the keys are at."""
        query = self.currentIndex().data(QUERY)
        return query if isinstance(query, SavedQuery) else None

    def _choose(self, index: _Index) -> None:
        query = index.data(QUERY)
        if isinstance(query, SavedQuery):
            self.query_chosen.emit(query)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _toggle(self) -> None:
        if (query := self.current()) is not None:
            self.queue_toggled.emit(query)

    def _rename(self) -> None:
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    def _remove(self) -> None:
        if (query := self.current()) is not None:
            self.removal_requested.emit(query)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same by mouse."""
        index = self.indexAt(event.pos())
        if event.reason() != QContextMenuEvent.Reason.Keyboard and index.isValid():
            self.setCurrentIndex(index)
        self.show_menu(event.globalPos())

    def show_menu(self, place: QPoint) -> None:
        """What can be done with the current query."""
        query = self.current()
        if query is None:
            return
        menu = QMenu(self)
        menu.setObjectName("query_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        keys = {
            name: "\t" + key_text(self._keymap.first(f"queries.{name}"))
            for name in ("queue", "rename", "delete")
        }
        menu.addAction(self.tr("Ask\tEnter"), lambda: self.query_chosen.emit(query))
        queue = menu.addAction(self.tr("Work queue") + keys["queue"], self._toggle)
        queue.setCheckable(True)
        queue.setChecked(query.is_queue)
        menu.addAction(self.tr("Rename") + keys["rename"], self._rename)
        menu.addAction(self.tr("Delete") + keys["delete"], self._remove)
        menu.popup(place)


class QueryDelegate(QStyledItemDelegate):
    """One line: a sign, the name, and the count at the end."""

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Leave a name that is being typed alone: a count may arrive meanwhile."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """One line and some air."""
        return QSize(80, QFontMetrics(option.font).height() + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one query."""
        query = index.data(QUERY)
        if not isinstance(query, SavedQuery):
            return
        painter.save()
        _, soft, is_strong = paint_ground(painter, option)
        sign = QRect(option.rect.left() + _EDGE, 0, _ICON, _ICON)
        sign.moveTop(option.rect.center().y() - _ICON // 2 + 1)
        sign = QStyle.visualRect(option.direction, option.rect, sign)
        icons.draw(painter, "queue" if query.is_queue else "search", QRectF(sign), soft)
        self._paint_words(painter, option, query, int(index.data(COUNT)), is_strong=is_strong)
        painter.restore()

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        query: SavedQuery,
        count: int,
        *,
        is_strong: bool,
    ) -> None:
        colours = theme.current()
        area = option.rect.adjusted(_EDGE + _ICON + _EDGE, 0, -_EDGE, 0)
        bold = QFont(option.font)
        is_waiting = query.is_queue and count > 0
        bold.setWeight(QFont.Weight.DemiBold if is_waiting else QFont.Weight.Normal)
        number = count_text(count)
        width = QFontMetrics(bold).horizontalAdvance(number) if number else 0
        ink = colours.colour("text")
        tone = colours.colour("accent" if is_waiting else "error" if count == FAULTY else "muted")
        if is_strong:
            ink = tone = colours.colour("on_selection")
        painter.setPen(ink)
        name = QStyle.visualRect(option.direction, option.rect, area.adjusted(0, 0, -width - _EDGE, 0))
        draw_line(painter, name, query.name, option.direction)
        painter.setFont(bold)
        painter.setPen(tone)
        end = QStyle.visualRect(option.direction, option.rect, area)
        draw_line(painter, end, number, option.direction, is_trailing=True)


def count_text(count: int) -> str:
    """The number of hits as a list shows it."""
    if count == FAULTY:
        return "!"
    return "" if count < 0 else number_text(count)
