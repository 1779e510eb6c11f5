"""The shelf of articles as rows for a list view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.ui.panels.article_shelf import Shelf
from annotator.ui.panels.texts import SEPARATOR, date_text, said, state_name
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Collection

    from annotator.model.change import Edit
    from annotator.ui.panels.article_wishes import Article, Order, Wishes
    from annotator.ui.session import Session

Index = QModelIndex | QPersistentModelIndex

ARTICLE = int(Qt.ItemDataRole.UserRole)
PROGRESS = ARTICLE + 1
IS_OPEN = ARTICLE + 2
DETAILS = ARTICLE + 3
PEOPLE = ARTICLE + 4


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

    def filter(self, wanted: str, wishes: Wishes, order: Order, found: Collection[str] | None) -> None:
        """Show only some articles, in this order."""
        self.beginResetModel()
        self.shelf.filter(wanted, wishes, order, found)
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
        if role == PEOPLE:
            return self._people(article, is_short=True)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            join = "\n" if role == Qt.ItemDataRole.ToolTipRole else ", "
            return f"{article.document.title}{join}{self._spoken(article)}"
        return None

    def _people(self, article: Article, *, is_short: bool) -> str:
        """Who is to work on the article: all names, or the initials of some."""
        names = [self.shelf.names.get(who, who) for who in article.people]
        if not is_short:
            return ", ".join(names)
        initials = ["".join(word[0] for word in name.split()[:3]).upper() for name in names]
        return " ".join(initials[:3]) + (f" +{len(initials) - 3}" if len(initials) > 3 else "")

    def _spoken(self, article: Article) -> str:
        twins = counted(article.twins, "%n more like this", "%n more like this")
        doubts = counted(article.doubts, "%n open doubt", "%n open doubts")
        parts = (
            details_of(article),
            state_name(article.work.state),
            said("Flagged") if article.work.is_flagged else "",
            said("For %1").replace("%1", self._people(article, is_short=False))
            if article.people
            else "",
            doubts if article.doubts else "",
            said("with a note") if article.has_note else "",
            twins if article.twins else "",
        )
        return SEPARATOR.join(part for part in parts if part)

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
