"""The articles of a project with state and counts, filtered and in order. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.values import Document, NewDocument, Work

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from annotator.model.change import Edit
    from annotator.ui.session import Session

ALL = "all"
FLAGGED = "flagged"


@dataclass(slots=True)
class Article:
    """One article as the list shows it; `words` are title and outlet in small letters."""

    document: Document
    work: Work
    spans: int
    place: int
    words: str

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id


class Shelf:
    """All articles, those that are shown, and what has to be drawn anew after an edit.

    An article that no longer fits the filter stays until the filter is set anew: a list
    must not lose the row that somebody works on.
    """

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.shown: list[Article] = []
        self._rows: dict[str, int] = {}
        self._usual_density = 0.0

    def load(self, session: Session) -> None:
        """Read all articles of the open project; without one there are none."""
        project = session.project
        totals = project.span_totals() if project is not None else {}
        documents = project.documents() if project is not None else []
        self.articles = {
            document.id: Article(
                document,
                session.work(document.id),
                totals.get(document.id, 0),
                place,
                _words(document),
            )
            for place, document in enumerate(documents)
        }
        self._measure_density()
        self._show(self.articles.values())

    def filter(self, wanted: str, state: str, found: Collection[str]) -> None:
        """Show the articles in this state that have all these words, or were found by text."""
        words = wanted.casefold().split()
        self._show(
            article
            for article in self.articles.values()
            if _is_in(article, state)
            and (article.id in found or all(word in article.words for word in words))
        )

    def row_of(self, document_id: str) -> int:
        """In which row the article is shown; -1 if it is not."""
        return self._rows.get(document_id, -1)

    def order(self) -> list[str]:
        """The ids of the shown articles in their order."""
        return [article.id for article in self.shown]

    def neighbour(self, document_id: str, step: int) -> str | None:
        """The shown article behind (1) or ahead of (-1) this one, shown itself or not."""
        row = self.row_of(document_id)
        if row >= 0:
            row += step
        else:
            here = self.articles.get(document_id)
            place = here.place if here is not None else -1
            behind = sum(article.place < place for article in self.shown)
            row = behind if step > 0 else behind - 1
        return self.shown[row].id if 0 <= row < len(self.shown) else None

    def done_count(self) -> int:
        """How many articles are done, shown or not."""
        return sum(article.work.state == "done" for article in self.articles.values())

    def progress(self, article: Article) -> float:
        """How far an article is, 0 to 1.

        One in progress is measured by what finished articles have per character; without
        any, it is half way.
        """
        if article.work.state == "done":
            return 1.0
        if article.work.state == "new" or article.spans == 0:
            return 0.0
        usual = self._usual_density * article.document.length
        return min(0.95, article.spans / usual) if usual else 0.5

    def follow(self, edit: Edit, session: Session) -> list[str] | None:
        """Take over an edit; the ids of articles that look different, None for a new list."""
        is_new_list = any(isinstance(change.value, NewDocument) for change in edit.changes)
        if is_new_list or not edit.changes:
            return None
        changed = self._count_spans(edit)
        for field in edit.fields("work"):
            document_id = field.id.split("/")[0]
            if article := self.articles.get(document_id):
                article.work = session.work(document_id)
                changed.add(document_id)
        self._read_documents({field.id for field in edit.fields("document")}, session, changed)
        if edit.writes("work"):
            self._measure_density()
        return list(changed)

    def _count_spans(self, edit: Edit) -> set[str]:
        changed = set()
        for before, after in edit.spans():
            step = (after is not None) - (before is not None)
            span = after or before
            if step and span is not None and (article := self.articles.get(span.document_id)):
                article.spans += step
                changed.add(span.document_id)
        return changed

    def _read_documents(self, ids: Iterable[str], session: Session, changed: set[str]) -> None:
        for document_id in ids:
            article = self.articles.get(document_id)
            document = session.project.document(document_id) if session.project else None
            if article is not None and document is not None:
                article.document = document
                article.words = _words(document)
                changed.add(document_id)

    def _show(self, articles: Iterable[Article]) -> None:
        self.shown = list(articles)
        self._rows = {article.id: row for row, article in enumerate(self.shown)}

    def _measure_density(self) -> None:
        done = [one for one in self.articles.values() if one.work.state == "done"]
        length = sum(article.document.length for article in done)
        self._usual_density = sum(article.spans for article in done) / length if length else 0.0


def _words(document: Document) -> str:
    return f"{document.title}\n{document.metadata.get('outlet', '')}".casefold()


def _is_in(article: Article, state: str) -> bool:
    if state == FLAGGED:
        return article.work.is_flagged
    return state in (ALL, article.work.state)
