"""The search over the whole project: one line, a concordance below it, saved queries beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import icons
from annotator.ui.panels.hit_buttons import NARROWEST
from annotator.ui.panels.hit_commands import ListCommand
from annotator.ui.panels.hit_list import HitList
from annotator.ui.panels.key_tip import KeyTip
from annotator.ui.panels.propagation import PropagationPanel
from annotator.ui.panels.query_shelf import QueryShelf
from annotator.ui.panels.search_box import SearchBox
from annotator.ui.panels.search_order import SearchOrder
from annotator.ui.panels.search_questions import MEANING
from annotator.ui.panels.search_run import SearchRun
from annotator.ui.panels.search_saving import SavingLine
from annotator.ui.panels.search_status import SearchStatus
from annotator.ui.panels.search_values import SearchValues
from annotator.ui.panels.search_words import SearchWords
from annotator.ui.reader import Reader

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from annotator.errors import UserError
    from annotator.model.change import Edit
    from annotator.model.hit import Hit
    from annotator.model.teamwork import SavedQuery
    from annotator.model.values import Span
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

ALL = 100_000
"""No list is longer than this."""
_SHELF_WIDTH = 230
_NEXT = ListCommand("next", "Next hit", "arrow-right", "search.next_hit")


class SearchPanel(QWidget):
    """Finds while one types; a saved query or a work queue is asked by choosing it."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setAccessibleName(self.tr("Search the project"))
        self._session = session
        self._queue: SavedQuery | None = None
        self._is_outdated = self._is_stale = False
        quick, calm = Reader(session, self), Reader(session, self)
        self.run = SearchRun(session, quick, self)
        self.box = SearchBox(actions.keymap)
        self.box.words = SearchWords(self.box, SearchValues(session, calm, self).by_key)
        self.hits = HitList(session, actions)
        self.hits.commands.add(_NEXT, lambda: self.step(1))
        self.shelf = QueryShelf(session, actions.keymap, calm)
        self.status = SearchStatus()
        self.propagation = PropagationPanel(session, actions, calm)
        self._saving = SavingLine()
        self._order = SearchOrder(self.hits, self.run)
        self._save = _button("search_save", self.tr("Save…"))
        words = self.tr("Keep this query under a name")
        KeyTip(self._save, actions.keymap, words, {"search.keep": "{key}"})
        self._next = _button("queue_next", self.tr("Next in the queue"))
        self._next.setIcon(icons.icon("arrow-right"))
        here, anywhere = self.tr("{key} in the list"), self.tr("{key} everywhere")
        places = {"search.next_hit": here, "search.next": anywhere}
        KeyTip(self._next, actions.keymap, self.tr("Go to the next hit"), places)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.box)
        self._show_state()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.box, 1)
        top.addWidget(self.status)
        top.addWidget(self._order)
        top.addWidget(self._save)
        top.addWidget(self._next)
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._saving)
        column.addWidget(self.status.error)
        column.addWidget(self.hits, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(9)
        splitter.addWidget(self.shelf)
        splitter.addWidget(found)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_SHELF_WIDTH, 4 * _SHELF_WIDTH])
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(splitter)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(page)
        self._pages.addWidget(self.propagation)

    def _connect(self) -> None:
        self.box.query_changed.connect(self._follow_text)
        self.box.entered.connect(self.hits.enter)
        self.box.keeping_requested.connect(self._start_saving)
        self.propagation.left.connect(lambda: self._turn_to(0))
        self.run.began.connect(self._begin)
        self.run.found.connect(self._take)
        self.run.ended.connect(self._end)
        self.run.counted.connect(lambda _total: self._show_state())
        self.run.refreshed.connect(self._order.replace)
        self.run.refreshed.connect(lambda _hits: self._show_state())
        self.run.refused.connect(self._refuse)
        self.shelf.query_chosen.connect(self._ask_saved)
        self.status.all_requested.connect(lambda: self.run.ask(self.box.text(), limit=ALL))
        self._save.clicked.connect(self._start_saving)
        self._next.clicked.connect(lambda: self.step(1))
        self._saving.saved.connect(self._keep)
        self._saving.left.connect(self.box.setFocus)
        session = self._session
        self.box.left.connect(session.page_requested)
        session.opened.connect(self._ask_if_shown)
        session.closed.connect(self.hits.clear)
        session.closed.connect(self._show_state)
        session.edited.connect(self._follow)

    def _follow(self, edit: Edit) -> None:
        """Queues are worked through while something else is shown in the place of the panel."""
        is_other = not edit.changes or edit.writes(*MEANING)
        is_queue = self._queue is not None and self.run.query is not None
        if self.isVisible() or is_queue:
            self.run.ask_again_soon(refreshes=is_other or is_queue)
        else:
            self._is_stale = True

    # ------------------------------------------------------------ what others ask

    def enter(self) -> None:
        """Take the focus, with all that stands in the line chosen."""
        self._turn_to(0)
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def review(self, span: Span) -> None:
        """Show where else in the project the words of this span stand."""
        self._turn_to(1)
        self.propagation.review(span)

    def _turn_to(self, page: int) -> None:
        """Show the search (0) or the review of places to label (1)."""
        self._pages.setCurrentIndex(page)
        self.setFocusProxy(self.propagation if page else self.box)

    def ask(self, text: str) -> None:
        """Look for this, and take the focus in the list; a saved work queue is one again."""
        self._turn_to(0)
        if self._queue is None or self._queue.text != text:
            queues = (one for one in self.shelf.list.queries.queries if one.is_queue)
            self._queue = next((one for one in queues if one.text == text), None)
        self.box.set_query(text)
        self.hits.enter()

    def step(self, by: int) -> None:
        """Go to the next hit (1) or the one before (-1); behind the last comes the first."""
        if self.hits.step(by):
            self.hits.go()
        else:
            self.enter()

    # ------------------------------------------------------------ asking

    def _follow_text(self, text: str) -> None:
        if self._queue is not None and text.strip() != self._queue.text:
            self._queue = None
        self.run.ask(text)

    def _ask_saved(self, query: SavedQuery) -> None:
        self._queue = query if query.is_queue else None
        self.ask(query.text)

    def _ask_if_shown(self) -> None:
        if self.isVisible() and self.box.text():
            self.run.ask(self.box.text(), limit=self.run.limit)
        elif self.isVisible():
            self.run.warm_up()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask what was typed for another project, or before a large step."""
        super().showEvent(event)
        if self.run.query is None:
            self._ask_if_shown()
        elif self._is_stale:
            self.run.ask_again_soon(refreshes=True)
        self._is_stale = False

    # ------------------------------------------------------------ answers

    def _begin(self) -> None:
        """What was found before stays in sight until there is something new."""
        self.box.mark_error(0, 0)
        self._is_outdated = True
        self._show_state()

    def _take(self, hits: list[Hit]) -> None:
        if self._is_outdated:
            self._is_outdated = False
            self.hits.clear()
        self.hits.add_hits(hits)
        self._show_state()

    def _end(self) -> None:
        if self._is_outdated:
            self.hits.clear()
        self._order.sort()
        self._show_state()

    def _refuse(self, error: UserError) -> None:
        self.box.mark_error(getattr(error, "start", 0), getattr(error, "end", 0))
        self.hits.clear()
        self._show_state()
        self.status.show_error(error)

    def _show_state(self) -> None:
        shown = 0 if self._is_outdated else len(self.hits.hits)
        self._save.setEnabled(self.run.query is not None)
        self._next.setVisible(self._queue is not None)
        self._next.setEnabled(shown > 0)
        self.status.show_answer(self.run, shown=shown, is_queue=self._queue is not None)

    # ------------------------------------------------------------ saving

    def _start_saving(self) -> None:
        name = self._queue.name if self._queue is not None else self.box.text().strip()
        if name:
            self._saving.start(name, is_queue=self._queue is not None)

    def _keep(self, name: str, is_queue: bool) -> None:
        saved = self.shelf.save(name, self.box.text(), is_queue=is_queue)
        self._queue = saved if saved is not None and saved.is_queue else None
        self._show_state()
        self.box.setFocus()


def _button(name: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text.rstrip("…"))
    button.setAutoDefault(False)
    button.setMinimumWidth(NARROWEST)
    return button
