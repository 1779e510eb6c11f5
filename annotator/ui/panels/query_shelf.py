"""The left side of the search: saved queries and work queues, with counts that stay true."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.model import query_edits
from annotator.model.query import Query, parse
from annotator.model.teamwork import SavedQuery
from annotator.ui import icons
from annotator.ui.panels import search_questions
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.query_list import QueryList
from annotator.ui.panels.search_questions import FAULTY, MEANING
from annotator.ui.panels.texts import key_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QShowEvent

    from annotator.model.change import Edit
    from annotator.ui.keymap import Keymap
    from annotator.ui.reader import Reader
    from annotator.ui.session import Session

_RECOUNT_AFTER = 600
"""How long after the last edit the queues are counted anew, in milliseconds."""


class QueryShelf(QWidget):
    """Shows what is saved, and writes what is wished of it: each wish is one step."""

    query_chosen = Signal(SavedQuery)

    def __init__(self, session: Session, keymap: Keymap, reader: Reader) -> None:
        super().__init__()
        self._keymap = keymap
        self._session = session
        self._reader = reader
        self._is_stale = True
        self._counts_all = False
        self.list = QueryList(keymap)
        self.list.query_chosen.connect(self.query_chosen)
        self.list.removal_requested.connect(self.remove)
        self.list.queue_toggled.connect(self.toggle_queue)
        self.list.left.connect(session.page_requested)
        self.list.queries.renamed.connect(self._rename)
        self._empty = plain_label(
            self.tr("Save a query to have it at hand, or to work through all that it finds."),
            role="muted",
            wraps=True,
        )
        self._lay_out()
        self._recount = QTimer(self)
        self._recount.setSingleShot(True)
        self._recount.setInterval(_RECOUNT_AFTER)
        self._recount.timeout.connect(self._count_again)
        session.opened.connect(self.reload)
        session.closed.connect(self.reload)
        session.edited.connect(self._follow)
        self.reload()

    def _lay_out(self) -> None:
        title = plain_label(self.tr("Saved queries"))
        title.setProperty("role", "muted")
        more = QToolButton()
        more.setObjectName("query_more")
        more.setAccessibleName(self.tr("More about the chosen query"))
        more.setToolTip(self.tr("Ask, work queue, rename, delete"))
        more.setAutoRaise(True)
        more.setIcon(icons.icon("more"))
        more.clicked.connect(lambda: self.list.show_menu(more.mapToGlobal(more.rect().bottomLeft())))
        self._more = more
        row = QHBoxLayout()
        row.addWidget(title, 1)
        row.addWidget(more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.list, 1)

    # ------------------------------------------------------------ following

    def reload(self) -> None:
        """Read what is saved, and count, now or when the shelf is shown."""
        project = self._session.project
        chosen = self.list.current()
        queries = project.saved_queries() if project is not None else []
        self.list.queries.show(queries)
        self.list.setVisible(bool(queries))
        self._more.setEnabled(bool(queries))
        self._empty.setVisible(not queries)
        if chosen is not None:
            row = max(self.list.queries.row_of(chosen.id), 0)
            self.list.setCurrentIndex(self.list.queries.index(min(row, len(queries) - 1)))
        self._is_stale = True
        if self.isVisible():
            self._count(queries)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was done while the shelf was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self._count(self.list.queries.queries)

    def _follow(self, edit: Edit) -> None:
        if not edit.changes or edit.writes("query"):
            self.reload()
        elif self.isVisible():
            self._counts_all = self._counts_all or edit.writes(*MEANING)
            self._recount.start()
        else:
            self._is_stale = True

    def _count_again(self) -> None:
        """Queues are counted after every edit; the rest when it is shown, or may mean another thing."""
        queries = self.list.queries.queries
        if self._counts_all:
            self._counts_all = False
            self._count(queries)
        else:
            self._count([query for query in queries if query.is_queue], name="queues")

    def _count(self, queries: Sequence[SavedQuery], *, name: str = "counts") -> None:
        if self._session.project is None:
            return
        self._is_stale = False
        asked: list[tuple[str, Query]] = []
        for saved in queries:
            try:
                asked.append((saved.id, parse(saved.text)))
            except UserError:
                self.list.queries.set_count(saved.id, FAULTY)
        me = self._session.annotator.id
        self._reader.ask(
            name,
            lambda project, task: search_questions.count_queries(project, task, asked, me=me),
            lambda _nothing: None,
            given=lambda counted: self.list.queries.set_count(*counted),
        )

    # ------------------------------------------------------------ writing

    def save(self, name: str, text: str, *, is_queue: bool) -> SavedQuery | None:
        """Keep a query, in place of one that has this name; the saved one, None if it failed."""
        same = name.strip().casefold()
        former = next((one for one in self.list.queries.queries if one.name.casefold() == same), None)
        if former is None:
            make = partial(query_edits.save_query, name, text, is_queue=is_queue)
        else:
            make = partial(query_edits.set_query_text, former, text)
        if not self._do(make):
            return None
        found = (one for one in self.list.queries.queries if one.name.casefold() == same)
        saved = next(found, None)
        if saved is not None:
            self.list.setCurrentIndex(self.list.queries.index(self.list.queries.row_of(saved.id)))
        return saved

    def remove(self, query: SavedQuery) -> None:
        """Delete a saved query."""
        if self._do(partial(query_edits.remove_query, query)):
            words = self.tr("Deleted the query {name}; {key} brings it back.")
            key = key_text(self._keymap.first("edit.undo")) or self.tr("Undo")
            self._session.announced.emit(words.format(name=query.name, key=key))

    def toggle_queue(self, query: SavedQuery) -> None:
        """Make a saved query a work queue, or an ordinary one again."""
        self._do(partial(query_edits.set_queue, query, not query.is_queue))

    def _rename(self, query: SavedQuery, name: str) -> None:
        self._do(partial(query_edits.rename_query, query, name))

    def _do(self, make: Callable[..., Edit]) -> bool:
        """Write a wish; False if it could not be, and the session has said why."""
        try:
            edit = make(by=self._session.annotator.id)
        except UserError as error:
            self._session.failed.emit(error.message, error.hint)
            return False
        return not edit.changes or self._session.do(edit)
