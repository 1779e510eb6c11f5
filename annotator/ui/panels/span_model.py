"""The groups of spans as a tree of two levels, following every edit row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model.sight import seen_of
from annotator.ui.panels import span_rows
from annotator.ui.panels.doubt_places import open_targets
from annotator.ui.panels.span_groups import Group, SpanGroups

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.model.values import Span
    from annotator.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_MANY_CHANGES = 400
_ROLE = Qt.ItemDataRole


class SpanModel(QAbstractItemModel):
    """Groups, and below each the spans that have been read, with a row for more at the end."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.groups = SpanGroups(session)
        self.doubtful: frozenset[str] = frozenset()

    def load(self) -> None:
        """Show the open document anew."""
        self.beginResetModel()
        self.groups.load()
        self.doubtful = open_targets(self._session)
        self.endResetModel()

    def follow(self, edit: Edit) -> bool:
        """Take over an edit of the open document; False if all was read anew."""
        document = self._session.document
        if document is None or len(edit.changes) > _MANY_CHANGES or not edit.changes:
            self.load()
            return False
        self.groups.forget_whole()
        if edit.writes("message"):
            self.doubtful = open_targets(self._session)
        for before, after in seen_of(edit, self._session.sights.on_page).spans():
            if (after or before).document_id == document.id:  # type: ignore[union-attr]
                self._replace(before, after)
        return True

    def read_more(self, group: Group) -> None:
        """Read a further page of this group."""
        if group.is_complete:
            return
        parent = self.index_of_group(group)
        if group.has_more_row:
            self.beginRemoveRows(parent, len(group.spans), len(group.spans))
            group.has_more_row = False
            self.endRemoveRows()
        spans = self.groups.next_page(group)
        if spans:
            first = len(group.spans)
            self.beginInsertRows(parent, first, first + len(spans) - 1)
            group.spans.extend(spans)
            self.endInsertRows()
        if not group.is_complete:
            self.beginInsertRows(parent, len(group.spans), len(group.spans))
            group.has_more_row = True
            self.endInsertRows()

    # ------------------------------------------------------------ places

    def group_at(self, index: Index) -> Group | None:
        """The group that this row is, or belongs to."""
        if not index.isValid():
            return None
        groups, number = self.groups.groups, index.internalId()
        if not number:
            return groups[index.row()] if index.row() < len(groups) else None
        return next((one for one in groups if one.number == number), None)

    def span_at(self, index: Index) -> Span | None:
        """The span in this row; None for a group and for the row that reads more."""
        group = self.group_at(index) if index.internalId() else None
        if group is None or not 0 <= index.row() < len(group.spans):
            return None
        return group.spans[index.row()]

    def index_of_group(self, group: Group) -> QModelIndex:
        """Where the group stands."""
        return self.createIndex(self.groups.groups.index(group), 0, 0)

    def index_of(self, span: Span) -> QModelIndex:
        """Where the span stands; its group, if it has not been read; else an invalid index."""
        group = self.groups.group(span.label)
        if group is None:
            return QModelIndex()
        place = group.place_of(span)
        return self.index_of_group(group) if place < 0 else self.createIndex(place, 0, group.number)

    # ------------------------------------------------------------ following

    def _replace(self, before: Span | None, after: Span | None) -> None:
        if before is not None and after is not None and self._is_in_place(before, after):
            return
        if before is not None:
            self._take_out(before)
        if after is not None:
            self._put_in(after)

    def _is_in_place(self, before: Span, after: Span) -> bool:
        """Whether the span stays in its row, which is then drawn anew."""
        group = self.groups.group(after.label)
        same = (before.label, before.start, before.end) == (after.label, after.start, after.end)
        if group is None or not same:
            return False
        place = group.place_of(before)
        if place >= 0:
            group.spans[place] = after
            row = self.createIndex(place, 0, group.number)
            self.dataChanged.emit(row, row)
        return True

    def _take_out(self, span: Span) -> None:
        group = self.groups.group(span.label)
        if group is None:
            return
        parent = self.index_of_group(group)
        place = group.place_of(span)
        if place >= 0:
            self.beginRemoveRows(parent, place, place)
            del group.spans[place]
            self.endRemoveRows()
        group.count -= 1
        if group.count <= 0:
            self.beginRemoveRows(QModelIndex(), parent.row(), parent.row())
            self.groups.remove(group)
            self.endRemoveRows()
        else:
            self.dataChanged.emit(parent, parent)

    def _put_in(self, span: Span) -> None:
        group = self.groups.group(span.label)
        if group is None:
            row = self.groups.row_for(span.label)
            self.beginInsertRows(QModelIndex(), row, row)
            group = self.groups.insert(span.label)
            self.endInsertRows()
        parent = self.index_of_group(group)
        place = group.place_for(span)
        group.count += 1
        if place >= 0:
            self.beginInsertRows(parent, place, place)
            group.spans.insert(place, span)
            self.endInsertRows()
        self.dataChanged.emit(parent, parent)

    # ------------------------------------------------------------ Qt's questions

    def index(self, row: int, column: int, parent: Index = _TOP) -> QModelIndex:
        """The index of a row below `parent`."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        group = self.group_at(parent)
        return self.createIndex(row, column, group.number if group is not None else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """The group of a span; nothing for a group."""
        group = self.group_at(index) if index.isValid() and index.internalId() else None
        return self.index_of_group(group) if group is not None else QModelIndex()

    def rowCount(self, parent: Index = _TOP) -> int:
        """How many groups, or how many rows in a group."""
        if not parent.isValid():
            return len(self.groups.groups)
        group = self.group_at(parent)
        if group is None or parent.internalId():
            return 0
        return len(group.spans) + group.has_more_row

    def columnCount(self, parent: Index = _TOP) -> int:
        """The words; the number stands in the role `TRAILING`."""
        return 1

    def hasChildren(self, parent: Index = _TOP) -> bool:
        """Groups can be unfolded before they have been read."""
        return not parent.isValid() or not parent.internalId()

    def canFetchMore(self, parent: Index) -> bool:
        """A group reads its first page when it is unfolded."""
        group = self.group_at(parent)
        is_group = group is not None and not parent.internalId()
        return is_group and group is not None and not group.is_complete and not group.has_more_row

    def fetchMore(self, parent: Index) -> None:
        """Read the first page of a group."""
        group = self.group_at(parent)
        if group is not None:
            self.read_more(group)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """What a row says in this role."""
        group = self.group_at(index)
        if group is None:
            return None
        codebook = self._session.codebook
        if not index.internalId():
            return span_rows.group_row(group, codebook.label(group.label), role)
        span = self.span_at(index)
        if span is None:
            return span_rows.more_row(group, role)
        if role == span_rows.DOUBT:
            return span.id in self.doubtful
        others = self._session.others
        whose = "" if others.is_own(span) else others.name(span.annotator)
        return span_rows.span_row(span, codebook, role, whose=whose)
