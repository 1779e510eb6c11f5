"""The groups of spans as a tree of two levels, following every edit row by row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model.change import Edit
from annotator.model.values import Span
from annotator.ui import theme
from annotator.ui.panels.marks import swatch
from annotator.ui.panels.span_groups import Group, SpanGroups
from annotator.ui.panels.texts import counted, excerpt, number_text, said, span_text
from annotator.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_MANY_CHANGES = 400
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class SpanModel(QAbstractItemModel):
    """Groups, and below each the spans that have been read, with a row for more at the end."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.groups = SpanGroups(session)

    def load(self) -> None:
        """Show the open document anew."""
        self.beginResetModel()
        self.groups.load()
        self.endResetModel()

    def follow(self, edit: Edit) -> bool:
        """Take over an edit of the open document; False if all was read anew."""
        document = self._session.document
        if document is None or len(edit.changes) > _MANY_CHANGES or not edit.changes:
            self.load()
            return False
        self.groups.forget_whole()
        for before, after in edit.spans():
            if (after or before).document_id == document.id:  # type: ignore[union-attr]
                self._replace(before, after)
        return True

    def read_more(self, index: Index) -> None:
        """Read a further page of the group that this row is, or belongs to."""
        group = self.group_at(index)
        if group is None or group.is_complete:
            return
        parent = self.index_of_group(group)
        spans = self.groups.next_page(group)
        if group.is_complete and self._has_more_row(parent, group):
            pass
        self._append(parent, group, spans)

    def group_at(self, index: Index) -> Group | None:
        """The group that this row is, or belongs to."""
        if not index.isValid():
            return None
        number = index.internalId()
        if not number:
            groups = self.groups.groups
            return groups[index.row()] if index.row() < len(groups) else None
        return next((one for one in self.groups.groups if one.number == number), None)

    def span_at(self, index: Index) -> Span | None:
        """The span in this row; None for a group and for the row that reads more."""
        group = self.group_at(index) if index.isValid() and index.internalId() else None
        if group is None or not 0 <= index.row() < len(group.spans):
            return None
        return group.spans[index.row()]
