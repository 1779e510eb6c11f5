"""The panel of articles: find one, see how far it is, open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from annotator.ui.panels.article_filter import ArticleFilter
from annotator.ui.panels.article_list import ArticleList
from annotator.ui.panels.article_model import ArticleModel
from annotator.ui.panels.article_search import ArticleSearch
from annotator.ui.panels.article_twins import TwinSearch
from annotator.ui.panels.article_wishes import Wishes
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.no_articles import NoArticles
from annotator.ui.panels.texts import number_text, said

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent

    from annotator.errors import UserError
    from annotator.model.change import Edit
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session


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
        self._opens_first = False
        self._path: Path | None = None
        self._search = ArticleSearch(session, self)
        self._twins = TwinSearch(session, self)
        self._model = ArticleModel(self)
        self._filter = ArticleFilter(lambda: session.codebook)
        self._nothing = NoArticles(actions)
        self._list = ArticleList(self._model, actions)
        self._lay_out()
        self._filter.changed.connect(self.filter_now)
        self._search.changed.connect(self._show)
        self._search.refused.connect(self._refuse)
        self._filter.list_requested.connect(self._list.setFocus)
        self._filter.first_requested.connect(self._open_first)
        self._filter.page_requested.connect(self.page_requested)
        self._list.open_requested.connect(self._open)
        self._list.twins_requested.connect(self.show_twins)
        self._nothing.all_requested.connect(self._filter.clear)
        self._twins.found.connect(self._take_twins)
        session.opened.connect(self.reload)
        session.closed.connect(self.reload)
        session.document_opened.connect(self._mark_open)
        session.edited.connect(self._follow)
        session.focus_changed.connect(self._follow_annotator)
        self.reload()

    def _lay_out(self) -> None:
        self._bar = QProgressBar()
        self._bar.setObjectName("articles_progress")
        self._bar.setTextVisible(False)
        self._done = plain_label(role="muted")
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
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    # ------------------------------------------------------------ what the window asks

    def order(self) -> list[str]:
        """The ids of the shown articles in their order."""
        return self._model.shelf.order()

    def chosen(self) -> list[str]:
        """The ids of the articles that are chosen in the list."""
        return self._list.chosen()

    def neighbour_id(self, step: int) -> str | None:
        """The shown article behind (1) or ahead of (-1) the open one."""
        return self._model.shelf.neighbour(self._model.open_id, step)

    def focus_filter(self) -> None:
        """Put the caret into the filter line."""
        self._filter.take_focus()

    def show_twins(self, document_id: str) -> None:
        """Show an article and its near-duplicates, and nothing else."""
        article = self._model.shelf.articles.get(document_id)
        if article is not None and article.group:
            self._filter.clear()
            self._filter.wish(Wishes().only("like", article.group))

    # ------------------------------------------------------------ filtering

    def filter_now(self) -> None:
        """Filter by what is now wanted; the open article stays chosen.

        Titles and outlets are looked at at once, texts beside the window.
        """
        self._search.look_for(self._filter.words)
        self._show()

    def _show(self) -> None:
        found = self._search.found
        words = "" if found is not None and found.is_query else self._filter.words
        documents = found.documents if found is not None else None
        self._model.filter(words, self._filter.wishes, self._filter.order, documents)
        self._choose_open()
        self._show_counts()
        if self._opens_first:
            self._open_first()

    def _refuse(self, error: UserError | None) -> None:
        self._filter.refuse(error)
        if error is not None:
            self._opens_first = False
            self._show_counts()

    # ------------------------------------------------------------ following

    def reload(self) -> None:
        """Read all articles anew and filter them as before."""
        self._annotator_id = self._session.annotator.id
        self._search.forget()
        if self._session.path not in (None, self._path):
            self._path = self._session.path
            self._filter.clear()
        self._model.load(self._session)
        shelf = self._model.shelf
        self._filter.show_articles(shelf.articles.values, shelf.names, self._annotator_id)
        document = self._session.document
        self._model.open_id = document.id if document is not None else ""
        self.filter_now()

    def _follow(self, edit: Edit) -> None:
        if not self._model.follow(edit, self._session):
            self.reload()
            return
        if edit.writes("work"):
            self._show_counts()
        if edit.writes("annotator"):
            shelf = self._model.shelf
            self._filter.show_articles(shelf.articles.values, shelf.names, self._annotator_id)

    def _follow_annotator(self) -> None:
        if self._session.annotator.id != self._annotator_id:
            self.reload()

    def _take_twins(self) -> None:
        if self._session.project is not None:
            self._model.shelf.read_twins(self._session.project)
            self._list.viewport().update()
            self._session.twins_found.emit()

    def _mark_open(self, document_id: str) -> None:
        self._model.set_open(document_id)
        self._choose_open()

    def _choose_open(self) -> None:
        index = self._model.index_of(self._model.open_id)
        if index.isValid() and index != self._list.currentIndex():
            chosen = self._list.selectionModel()
            chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._list.scrollTo(index)

    def _open_first(self) -> None:
        """Open the first article that fits; if none does yet, as soon as the texts were searched."""
        shown = self._model.shelf.shown
        self._opens_first = not shown and self._search.is_busy
        if shown:
            self._open(shown[0].id)

    def _open(self, document_id: str) -> None:
        if document_id != self._model.open_id:
            self._session.open_document(document_id)
        self.page_requested.emit()

    def _show_counts(self) -> None:
        shelf = self._model.shelf
        total, done = len(shelf.articles), shelf.done_count()
        self._bar.setMaximum(max(1, total))
        self._bar.setValue(done)
        words = said("%1 / %2 done").replace("%1", number_text(done)).replace("%2", number_text(total))
        if len(shelf.shown) < total and self._search.error is None:
            shown = said("%1 shown").replace("%1", number_text(len(shelf.shown)))
            self._done.setText(f"{shown} · {words}")
        else:
            self._done.setText(words)
        self._bar.setAccessibleName(words)
        is_empty = not shelf.shown
        self._stack.setCurrentIndex(int(is_empty))
        if is_empty:
            has_project = self._session.project is not None
            self._nothing.explain(has_project=has_project, total=total, search=self._search.state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.page_requested.emit()
        else:
            super().keyPressEvent(event)
