"""The history of a project as rows, newest first, read page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model.reconciling import with_former
from annotator.store.history import HistoryEntry
from annotator.ui.panels.texts import SEPARATOR, full_time_text, said, time_text
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.ui.session import Session

Index = QModelIndex | QPersistentModelIndex

PAGE = 60
ENTRY = int(Qt.ItemDataRole.UserRole)
DETAILS = ENTRY + 1


class HistoryModel(QAbstractListModel):
    """One row for each edit; reads further back when the list is scrolled."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._entries: list[HistoryEntry] = []
        self._names: dict[str, str] = {}
        self._document_id: str | None = None
        self._is_complete = True

    def load(self, *, document_id: str | None) -> None:
        """Read the newest page; of one document, or of all."""
        self.beginResetModel()
        self._document_id = document_id
        project = self._session.sights.reading
        self._entries = project.history(limit=PAGE, document_id=document_id) if project else []
        names = {one.id: one.name for one in project.annotators()} if project else {}
        self._names = with_former(names, project.unifications()) if project else {}
        self._is_complete = len(self._entries) < PAGE
        self.endResetModel()

    def follow(self, edit: Edit) -> None:
        """Put a new edit on top; what it takes back is struck through."""
        if edit.id is None or not edit.changes or edit.undoes is not None or edit.writes("annotator"):
            self.load(document_id=self._document_id)
            return
        if self._document_id is not None and not edit.concerns(self._document_id):
            return
        entry = entry_of(edit)
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._entries.insert(0, entry)
        self.endInsertRows()

    def entry(self, index: Index) -> HistoryEntry | None:
        """The edit in this row."""
        row = index.row()
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many edits have been read."""
        return 0 if parent.isValid() else len(self._entries)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are older edits."""
        return not parent.isValid() and not self._is_complete and self._session.project is not None

    def fetchMore(self, parent: Index) -> None:
        """Read the next page."""
        project = self._session.sights.reading
        if project is None or not self._entries:
            return
        oldest = self._entries[-1].id
        more = project.history(limit=PAGE, document_id=self._document_id, before=oldest)
        self._is_complete = len(more) < PAGE
        if more:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
            self._entries.extend(more)
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row says in this role."""
        entry = self.entry(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title[:1].upper() + entry.title[1:]
        if role == ENTRY:
            return entry
        if role == DETAILS:
            return self._details(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.title}\n{full_time_text(entry.time)}\n{self._codebook(entry)}".rstrip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.title}, {self._details(entry)}"
        return None

    def _details(self, entry: HistoryEntry) -> str:
        changes = counted(entry.changes, "%n change", "%n changes") if entry.changes > 1 else ""
        undone = said("undone") if entry.undone else ""
        name = self._names.get(entry.annotator, "")
        parts = (time_text(entry.time), name, changes, undone)
        return SEPARATOR.join(part for part in parts if part)

    def _codebook(self, entry: HistoryEntry) -> str:
        """Under which codebook the edit was made."""
        project = self._session.project
        if project is None:
            return ""
        revision, named = project.codebook_at(entry.id)
        text = said("Under revision %1 of the codebook: %2")
        return text.replace("%1", str(revision)).replace("%2", named)


def entry_of(edit: Edit) -> HistoryEntry:
    """The line that an edit, just written, makes in the history."""
    documents = {change.document_id for change in edit.changes if change.document_id}
    return HistoryEntry(
        id=edit.id or b"",
        title=edit.title,
        annotator=edit.annotator,
        time=edit.time,
        undoes=edit.undoes,
        changes=len(edit.changes),
        undone=False,
        document_id=next(iter(documents)) if len(documents) == 1 else None,
        is_codebook=False,
    )
