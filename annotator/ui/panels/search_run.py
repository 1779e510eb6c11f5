"""One question to the project after the other: what was typed, what was found, how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.errors import UserError
from annotator.model.query import Query, parse
from annotator.ui.panels import search_questions
from annotator.ui.panels.hit_orders import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model.hit import Hit
    from annotator.ui.reader import Reader
    from annotator.ui.session import Session

_AGAIN_AFTER = 500
"""How long after an edit the question is asked again, in milliseconds."""


class SearchRun(QObject):
    """Asks in a worker; a new question takes the place of the former.

    `found` brings hits as they come, `ended` says that there are no more to come and
    `counted` how many the project has. `refreshed` brings all hits of the same question at
    once, asked again after edits. `refused` says why a query cannot be understood; it is
    asked again when the names that a query can use have changed.
    """

    began = Signal()
    found = Signal(list)
    ended = Signal()
    counted = Signal(int)
    refreshed = Signal(list)
    refused = Signal(object)

    def __init__(self, session: Session, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = reader
        self.query: Query | None = None
        self._text = ""
        self.limit = search_questions.FIRST
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_AFTER)
        self._again.timeout.connect(self._ask_again)
        self._refreshes = False
        self.total = 0
        self.counted.connect(self._note)
        session.closed.connect(self.forget)

    @property
    def is_busy(self) -> bool:
        """Whether some answer is still awaited."""
        return self._reader.is_busy

    def warm_up(self) -> None:
        """Have the file open in the worker before the first question comes."""
        if self.query is None:
            self._reader.ask("warm", lambda _project, _task: None, lambda _nothing: None)

    def ask(self, text: str, *, limit: int = search_questions.FIRST) -> None:
        """Look for what the text says; nothing for an empty one."""
        self.stop()
        self.limit = limit
        self._text = text
        self.query = None
        self.total = 0
        if self._session.project is None or not text.strip():
            self.began.emit()
            self.ended.emit()
            return
        try:
            self.query = parse(text)
        except UserError as error:
            self.refused.emit(error)
            return
        self.began.emit()
        self._find("hits", self._finish, self.found.emit)

    def ask_anew(self) -> None:
        """Ask what was asked last, if anything was."""
        if self._text.strip():
            self.ask(self._text, limit=self.limit)

    def _finish(self, given: int) -> None:
        if given >= self.limit:
            self._count()
        else:
            self.counted.emit(given)
        self.ended.emit()

    def _find(
        self, name: str, done: Callable[[int], object], given: Callable[[list[Hit]], object]
    ) -> None:
        query, me, limit = self.query, self._session.annotator.id, self.limit
        assert query is not None
        self._reader.ask(
            name,
            lambda project, task: search_questions.find_hits(project, task, query, me=me, limit=limit),
            done,
            given=given,
            failed=self._refuse,
        )

    def _refuse(self, error: UserError) -> None:
        self.query = None
        self.refused.emit(error)

    def ask_again_soon(self, *, refreshes: bool) -> None:
        """Something was edited: count anew soon, and with `refreshes` find anew, too."""
        if self.query is not None or (refreshes and self._text.strip()):
            self._refreshes = self._refreshes or refreshes
            self._again.start()

    def stop(self) -> None:
        """Nobody waits for an answer any more."""
        self._again.stop()
        self._refreshes = False
        for name in ("hits", "count", "again", "order"):
            self._reader.forget(name)

    def put_in_order(self, hits: Sequence[Hit], order: str, done: Callable[[list[Hit]], object]) -> None:
        """Sort hits in the worker, for a window that goes on answering; `done` hears them."""
        self._reader.ask("order", lambda _project, _task: in_order(hits, order), done)

    def forget(self) -> None:
        """There is no question and no answer."""
        self.stop()
        self.query = None
        self._text = ""
        self.total = 0

    def _note(self, total: int) -> None:
        self.total = total

    def _ask_again(self) -> None:
        if self.query is None:
            self.ask_anew()
        elif self._refreshes:
            self._refreshes = False
            hits: list[Hit] = []
            self._find("again", lambda given: self._show_anew(hits, given), hits.extend)
        else:
            self._count()

    def _show_anew(self, hits: list[Hit], given: int) -> None:
        self.refreshed.emit(hits)
        if given >= self.limit:
            self._count()
        else:
            self.counted.emit(given)

    def _count(self) -> None:
        query, me = self.query, self._session.annotator.id
        assert query is not None
        self._reader.ask(
            "count",
            lambda project, task: search_questions.count_hits(project, task, query, me=me),
            self.counted.emit,
            failed=self._refuse,
        )
