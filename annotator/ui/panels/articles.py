"""The panel of articles: find one, see how far it is, open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.ui.panels.article_delegate import ArticleDelegate
from annotator.ui.panels.article_model import ArticleModel, Index
from annotator.ui.panels.article_shelf import ALL, FLAGGED
from annotator.ui.panels.buttons import ActionButton
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.texts import number_text, said, state_name

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_TYPING_PAUSE = 150
"""Milliseconds without a key before the list is filtered."""
_MOST_FOUND = 1_000


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
        self._make_filter()
        self._make_list()
        self._make_empty(actions)
        self._lay_out()
        session.opened.connect(self.reload)
        session.closed.connect(self.reload)
        session.document_opened.connect(self._mark_open)
        session.edited.connect(self._follow)
        session.focus_changed.connect(self._follow_annotator)
        self.reload()

    # ------------------------------------------------------------ making

    def _make_filter(self) -> None:
        self._wanted = QLineEdit()
        self._wanted.setObjectName("articles_filter")
        self._wanted.setAccessibleName(self.tr("Filter articles by title, outlet or text"))
        self._wanted.setPlaceholderText(self.tr("Filter articles"))
        self._wanted.setClearButtonEnabled(True)
        self._wanted.installEventFilter(self)
        self._state = QComboBox()
        self._state.setObjectName("articles_state")
        self._state.setAccessibleName(self.tr("State of the articles"))
        self._state.addItem(self.tr("All"), ALL)
        for state in ("new", "in progress", "done"):
            self._state.addItem(state_name(state), state)
        self._state.addItem(self.tr("Flagged"), FLAGGED)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self.filter_now)
        self._wanted.textChanged.connect(lambda _text: self._pause.start())
        self._state.currentIndexChanged.connect(lambda _index: self.filter_now())

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

    def _make_empty(self, actions: Actions) -> None:
        self._empty_title = plain_label(role="heading", wraps=True)
        self._empty_text = plain_label(role="muted", wraps=True)
        self._import = ActionButton(actions["project.import"], self.tr("Import articles…"))
        self._import.setObjectName("articles_import")
        self._show_all = QPushButton(self.tr("Show all"))
        self._show_all.setObjectName("articles_show_all")
        self._show_all.setAccessibleName(self.tr("Show all articles"))
        self._show_all.clicked.connect(self._clear_filter)
        self._empty = QWidget()
        column = QVBoxLayout(self._empty)
        column.setContentsMargins(12, 24, 12, 12)
        column.setSpacing(8)
        for widget in (self._empty_title, self._empty_text):
            column.addWidget(widget)
        for button in (self._import, self._show_all):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)

    def _lay_out(self) -> None:
        self._bar = QProgressBar()
        self._bar.setObjectName("articles_progress")
        self._bar.setTextVisible(False)
        self._done = plain_label(role="muted")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._empty)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._wanted, 1)
        top.addWidget(self._state)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._bar, 1)
        foot.addWidget(self._done)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(top)
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
        self._wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._wanted.selectAll()

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
        self._pause.stop()
        wanted = self._wanted.text().strip()
        self._model.filter(wanted, self._state.currentData(), self._found_by_text(wanted))
        self._choose_open()
        self._show_counts()

    def _found_by_text(self, wanted: str) -> set[str]:
        project = self._session.project
        if project is None or len(wanted) < 2:
            return set()
        is_unfinished = wanted[-1].isalnum()
        query = f"{wanted}*" if is_unfinished else wanted
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
            self._explain_emptiness(total)

    def _explain_emptiness(self, total: int) -> None:
        has_project = self._session.project is not None
        title, text = self.tr("No articles yet"), self.tr(
            "Import text, Markdown or HTML files, or drop them on the window."
        )
        if not has_project:
            title, text = self.tr("No project is open"), ""
        elif total:
            title, text = self.tr("No article fits"), self.tr("Nothing has these words in this state.")
        self._empty_title.setText(title)
        self._empty_text.setText(text)
        self._import.setVisible(has_project and not total)
        self._show_all.setVisible(bool(total))

    def _clear_filter(self) -> None:
        self._state.setCurrentIndex(0)
        self._wanted.clear()
        self.filter_now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys in the filter line: Down to the list, Enter opens the first, Esc clears or leaves."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Down:
            self._list.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.filter_now()
            self._open(self._model.index(0))
        elif event.key() == Qt.Key.Key_Escape and self._wanted.text():
            self._clear_filter()
        elif event.key() == Qt.Key.Key_Escape:
            self.page_requested.emit()
        else:
            return super().eventFilter(watched, event)
        return True
