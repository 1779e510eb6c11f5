"""The panel of what has been done: newest first, what was undone struck through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.model.values import Relation, Span
from annotator.store.history import HistoryEntry
from annotator.ui.panels.buttons import ActionButton
from annotator.ui.panels.history_model import DETAILS, ENTRY, HistoryModel, Index
from annotator.ui.panels.lines import draw_line
from annotator.ui.panels.row_looks import paint_ground, small

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from annotator.model.change import Edit
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_MOST_LOOKED_AT = 1_000
"""An edit with more changes is not searched for a place in the text."""


class HistoryPanel(QWidget):
    """Edits of the project, or of the open article; a double click goes to the place.

    `go_requested` names a place in the open article, in code points.
    """

    go_requested = Signal(int, int)
    page_requested = Signal()

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("history")
        self.setAccessibleName(self.tr("History"))
        self._session = session
        self._is_stale = True
        self._model = HistoryModel(session, self)
        self._list = QListView()
        self._list.setObjectName("history_list")
        self._list.setAccessibleName(self.tr("What has been done, newest first"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(HistoryDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.activated.connect(self._go)
        self._only_here = QCheckBox(self.tr("This article only"))
        self._only_here.setObjectName("history_only_here")
        self._only_here.setAccessibleName(self.tr("This article only"))
        self._only_here.toggled.connect(lambda _is_on: self.reload())
        self._lay_out(actions)
        session.opened.connect(self.reload)
        session.closed.connect(self.reload)
        session.document_opened.connect(self._follow_document)
        session.edited.connect(self._follow)

    def _lay_out(self, actions: Actions) -> None:
        undo = ActionButton(actions["edit.undo"], self.tr("Undo"))
        undo.setObjectName("history_undo")
        redo = ActionButton(actions["edit.redo"], self.tr("Redo"))
        redo.setObjectName("history_redo")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(undo, 1)
        buttons.addWidget(redo, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._only_here)
        column.addWidget(self._list, 1)
        column.addLayout(buttons)

    def reload(self) -> None:
        """Read the newest page anew, now or when the panel is shown."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            document = self._session.document
            is_limited = self._only_here.isChecked() and document is not None
            self._model.load(document_id=document.id if is_limited and document else None)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was done while the panel was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self.reload()

    def _follow(self, edit: Edit) -> None:
        if self._is_stale or not self.isVisible():
            self._is_stale = True
        else:
            self._model.follow(edit)

    def _follow_document(self) -> None:
        if self._only_here.isChecked():
            self.reload()

    def _go(self, index: Index) -> None:
        """Go to where the edit was made, as far as that is still there."""
        entry = self._model.entry(index)
        if entry is None or self._session.project is None:
            return
        place = self._place_of(entry)
        document = place.document_id if place is not None else entry.document_id
        if document is None:
            return
        if self._session.document is None or self._session.document.id != document:
            self._session.open_document(document, position=place.start if place is not None else 0)
        if place is not None and self._session.document is not None:
            annotations = self._session.annotations
            is_there = annotations is not None and annotations.span(place.id) is not None
            self.go_requested.emit(place.start, place.start if is_there else place.end)
            self._session.set_focus(place.id if is_there else None)
        self.page_requested.emit()

    def _place_of(self, entry: HistoryEntry) -> Span | None:
        """The first span that the edit changed, or that it linked."""
        project = self._session.project
        if project is None or entry.changes > _MOST_LOOKED_AT:
            return None
        try:
            edit = project.edit(entry.id)
        except UserError:
            return None
        for change in edit.changes:
            if isinstance(change.value, Span):
                return change.value
            if isinstance(change.value, Relation):
                return project.span(change.value.from_id)
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.page_requested.emit()
        else:
            super().keyPressEvent(event)


class HistoryDelegate(QStyledItemDelegate):
    """Draws an edit in two lines: what, then when and by whom."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines and some air."""
        height = QFontMetrics(option.font).height() + QFontMetrics(small(option.font)).height()
        return QSize(120, height + 12)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one edit."""
        entry = index.data(ENTRY)
        if not isinstance(entry, HistoryEntry):
            return
        painter.save()
        ink, soft, _ = paint_ground(painter, option)
        struck = QFont(option.font)
        struck.setStrikeOut(entry.undone)
        is_quiet = entry.undone or entry.undoes is not None
        top = option.rect.top() + 6
        for font, colour, words in (
            (struck, soft if is_quiet else ink, index.data()),
            (small(option.font), soft, index.data(DETAILS)),
        ):
            metrics = QFontMetrics(font)
            line = QRect(option.rect.left() + 8, top, option.rect.width() - 16, metrics.height())
            painter.setFont(font)
            painter.setPen(colour)
            draw_line(painter, line, str(words), option.direction)
            top += metrics.height()
        painter.restore()
