"""Articles by their texts, or by a search in the query language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from annotator.model.query import Comparison, Term, leaves, parse
from annotator.ui.reader import Reader

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.store.project import Project
    from annotator.ui.session import Session

_FEWEST = 2
"""A single character is not looked for in the texts."""


class Found(NamedTuple):
    """The ids of the articles that were found; `is_query` says that nothing else is meant."""

    documents: frozenset[str]
    is_query: bool


class ArticleSearch(QObject):
    """What was found last; `changed` says that it is something else, `refused` why nothing is.

    That is a `UserError`, or None as soon as something else is looked for.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = Reader(session, self)
        self._words = ""
        self.found: Found | None = None
        self.error: UserError | None = None

    @property
    def is_busy(self) -> bool:
        """Whether texts are being searched."""
        return self._reader.is_busy

    @property
    def state(self) -> str:
        """`refused`, `busy`, or empty where all is found that there is."""
        return "refused" if self.error is not None else "busy" if self.is_busy else ""

    def forget(self) -> None:
        """Look for the same words again the next time: the project is another one."""
        self._words, self.found = "", None
        self._refuse(None)

    def look_for(self, words: str) -> None:
        """Find articles by these words or this query, unless that was asked last."""
        if words == self._words:
            return
        self._words, self.found = words, None
        self._refuse(None)
        if len(words) < _FEWEST:
            self._reader.forget("words")
            return
        me = self._session.annotator.id
        self._reader.ask(
            "words",
            lambda project, _task: found_by(project, words, me),
            self._take,
            failed=self._refuse,
        )

    def _refuse(self, error: UserError | None) -> None:
        self.error = error
        self.refused.emit(error)

    def _take(self, found: Found) -> None:
        self.found = found
        self.changed.emit()


def found_by(project: Project, words: str, me: str) -> Found:
    """The articles that have these words in their texts, or that a query finds.

    A query is what has a term such as `outlet:ledger` or `topic=sport`; the last one of plain
    words may be unfinished. `QueryError` says what is wrong with a query. `me` is the id of the
    annotator who asks.
    """
    if ":" in words or any(sign in words for sign in "=<>"):
        query = parse(words)
        if any(isinstance(leaf, Term | Comparison) for leaf in leaves(query.root)):
            return Found(frozenset(project.document_ids(query, me=me)), is_query=True)
    wanted = f"{words}*" if words[-1].isalnum() else words
    return Found(frozenset(project.matching(wanted)), is_query=False)
