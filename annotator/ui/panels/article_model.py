"""The shelf of articles as rows for a list view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.ui.panels.article_shelf import Article, Shelf
from annotator.ui.panels.texts import SEPARATOR, date_text, said, state_name
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.ui.session import Session

Index = QModelIndex | QPersistentModelIndex

ARTICLE = int(Qt.ItemDataRole.UserRole)
PROGRESS = ARTICLE + 1
IS_OPEN = ARTICLE + 2
DETAILS = ARTICLE + 3


class ArticleModel(QAbstractListModel):
    """One row for each article that is shown; knows which one is open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shelf = Shelf()
        self.open_id = ""

    def load(self, session: Session) -> None:
        """Read everything anew; nothing is filtered afterwards."""
        self.beginResetModel()
        self.shelf.load(session)
        self.endResetModel()

    def filter(self, wanted: str, state: str, found: set[str]) -> None:
        """Show only some articles."""
        self.beginResetModel()
        self.shelf.filter(wanted, state, found)
        self.endResetModel()

    def follow(self, edit: Edit, session: Session) -> bool:
        """Draw anew what the edit has changed; False if the list itself is another one."""
        changed = self.shelf.follow(edit, session)
        for document_id in changed or ():
            self._redraw(document_id)
        return changed is not None

    def set_open(self, document_id: str) -> None:
        """Say which article is open."""
        before, self.open_id = self.open_id, document_id
        self._redraw(before)
        self._redraw(document_id)

    def index_of(self, document_id: str) -> QModelIndex:
        """Where the article is shown; an invalid index if it is not."""
        return self.index(self.shelf.row_of(document_id))

    def article(self, index: Index) -> Article | None:
        """The article in this row."""
        row = index.row()
        return self.shelf.shown[row] if 0 <= row < len(self.shelf.shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many articles are shown."""
        return 0 if parent.isValid() else len(self.shelf.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row says in this role."""
        article = self.article(index)
        if article is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return article.document.title
        if role == ARTICLE:
            return article
        if role == PROGRESS:
            return self.shelf.progress(article)
        if role == IS_OPEN:
            return article.id == self.open_id
        if role == DETAILS:
            return details_of(article)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{article.document.title}\n{_spoken(article)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{article.document.title}, {_spoken(article)}"
        return None

    def _redraw(self, document_id: str) -> None:
        index = self.index_of(document_id)
        if index.isValid():
            self.dataChanged.emit(index, index)


def details_of(article: Article) -> str:
    """Outlet, date and count in one line."""
    metadata = article.document.metadata
    date = date_text(metadata.get("published", ""), is_short=True)
    spans = counted(article.spans, "%n span", "%n spans") if article.spans else ""
    return SEPARATOR.join(part for part in (metadata.get("outlet", ""), date, spans) if part)


def _spoken(article: Article) -> str:
    state = state_name(article.work.state)
    flagged = said("Flagged") if article.work.is_flagged else ""
    return SEPARATOR.join(part for part in (details_of(article), state, flagged) if part)
