"""The panel of articles: find one, see how far it is, open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListView, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.ui.panels.article_delegate import ArticleDelegate
from annotator.ui.panels.article_filter import ArticleFilter
from annotator.ui.panels.article_model import ArticleModel, Index
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.no_articles import NoArticles
from annotator.ui.panels.texts import number_text, said

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from annotator.model.change import Edit
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_MOST_FOUND = 300
"""At most so many articles are found by their texts; any number by title and outlet."""


class ArticlesPanel(QWidget):
    """Filter, list and progress of the project's articles.

    `page_requested` says that an article was opened and the reader goes on with its text.
    """

    page_requested = Signal()

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("articles")
        self.setAccessibleName(self.tr("Articles"))
        self._session = session
        self._annotator_id = ""
        self._model = ArticleModel(self)
        self._filter = ArticleFilter()
        self._nothing = NoArticles(actions)
        self._make_list()
        self._lay_out()
        self._filter.changed.connect(self.filter_now)
        self._filter.list_requested.connect(self._list.setFocus)
        self._filter.first_requested.connect(lambda: self._open(self._model.index(0)))
        self._filter.page_requested.connect(self.page_requested)
        self._nothing.all_requested.connect(self._filter.clear)
        session.opened.connect(self.reload)
        session.closed.connect(self.reload)
        session.document_opened.connect(self._mark_open)
        session.edited.connect(self._follow)
        session.focus_changed.connect(self._follow_annotator)
        self.reload()

    def _make_list(self) -> None:
        self._list = QListView()
        self._list.setObjectName("articles_list")
        self._list.setAccessibleName(self.tr("Articles"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(ArticleDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.clicked.connect(self._open)
        self._list.activated.connect(self._open)

    def _lay_out(self) -> None:
        self._bar = QProgressBar()
        self._bar.setObjectName("articles_progress")
        self._bar.setTextVisible(False)
        self._done = plain_label(role="muted")
        self._note = plain_label(role="muted", wraps=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._nothing)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._bar, 1)
        foot.addWidget(self._done)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._filter)
        column.addWidget(self._note)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    # ------------------------------------------------------------ what the window asks

    def order(self) -> list[str]:
        """The ids of the shown articles in their order."""
        return self._model.shelf.order()

    def next_document_id(self) -> str | None:
        """The shown article behind the open one."""
        return self._model.shelf.neighbour(self._model.open_id, 1)

    def previous_document_id(self) -> str | None:
        """The shown article ahead of the open one."""
        return self._model.shelf.neighbour(self._model.open_id, -1)

    def focus_filter(self) -> None:
        """Put the caret into the filter line."""
        self._filter.take_focus()

    # ------------------------------------------------------------ following

    def reload(self) -> None:
        """Read all articles anew and filter them as before."""
        self._annotator_id = self._session.annotator.id
        self._model.load(self._session)
        document = self._session.document
        self._model.open_id = document.id if document is not None else ""
        self.filter_now()

    def filter_now(self) -> None:
        """Filter by what now stands in the line and the box; the open article stays chosen."""
        found = self._found_by_text(self._filter.words)
        self._model.filter(self._filter.words, self._filter.state, found)
        words = said("Of the texts that have these words, the best %1 are listed.")
        self._note.setText(words.replace("%1", number_text(_MOST_FOUND)))
        self._note.setVisible(len(found) >= _MOST_FOUND)
        self._choose_open()
        self._show_counts()

    def _found_by_text(self, wanted: str) -> set[str]:
        """The articles that have these words in their texts; the last one may be unfinished."""
        project = self._session.project
        if project is None or len(wanted) < 2:
            return set()
        query = f"{wanted}*" if wanted[-1].isalnum() else wanted
        try:
            return {hit.document_id for hit in project.search(query, limit=_MOST_FOUND)}
        except UserError:
            return set()

    def _follow(self, edit: Edit) -> None:
        if not self._model.follow(edit, self._session):
            self.reload()
        elif edit.writes("work"):
            self._show_counts()

    def _follow_annotator(self) -> None:
        if self._session.annotator.id != self._annotator_id:
            self.reload()

    def _mark_open(self, document_id: str) -> None:
        self._model.set_open(document_id)
        self._choose_open()

    def _choose_open(self) -> None:
        index = self._model.index_of(self._model.open_id)
        if index.isValid() and index != self._list.currentIndex():
            self._list.setCurrentIndex(index)
            self._list.scrollTo(index)

    def _open(self, index: Index) -> None:
        article = self._model.article(index)
        if article is None:
            return
        if article.id != self._model.open_id:
            self._session.open_document(article.id)
        self.page_requested.emit()

    def _show_counts(self) -> None:
        total = len(self._model.shelf.articles)
        done = self._model.shelf.done_count()
        self._bar.setMaximum(max(1, total))
        self._bar.setValue(done)
        words = said("%1 / %2 done").replace("%1", number_text(done)).replace("%2", number_text(total))
        self._done.setText(words)
        self._bar.setAccessibleName(words)
        is_empty = not self._model.shelf.shown
        self._stack.setCurrentIndex(int(is_empty))
        if is_empty:
            self._nothing.explain(has_project=self._session.project is not None, total=total)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.page_requested.emit()
        else:
            super().keyPressEvent(event)
