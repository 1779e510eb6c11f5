"""Looks for what a query means, page after page; every statement is short and read at once."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.model.hit import Hit, hit
from annotator.model.query_meaning import All, Condition, Search, Target, conditions
from annotator.model.query_sides import for_documents, for_spans, is_about_documents
from annotator.store.finding_sources import NARROWING, Pacing, Page, Slices, is_exact, is_narrow, pages
from annotator.store.finding_sql import where
from annotator.store.finding_statement import Statement
from annotator.store.finding_words import Pattern, pattern

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

_DOCUMENTS = (
    "SELECT d.id FROM json_each(:page) AS page CROSS JOIN document AS d ON d.id = page.value WHERE {}"
)
_SPANS = (
    "SELECT {} FROM json_each(:page) AS page"
    " CROSS JOIN span AS s INDEXED BY span_by_document ON s.document_id = page.value{} WHERE {}"
)
_JOINED = " CROSS JOIN document AS d ON d.id = s.document_id"
_COLUMNS = "s.document_id, s.start, s.end, s.id, s.label, s.annotator, s.origin, s.entity"
_TEXT = (
    "SELECT document.title, text.body FROM document"
    " JOIN text ON text.document_id = document.id WHERE document.id = ?"
)


class _Asked(NamedTuple):
    """A condition in SQL and what it binds; `sql` is empty where nothing is asked."""

    sql: str
    values: dict[str, object]
    is_joined: bool = False


class Finder:
    """One search in one project."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        search: Search,
        entities: Callable[[Condition], Sequence[str]],
    ) -> None:
        self._connection = connection
        self._search = search
        self._pacing = Pacing()
        self._source = Statement(entities)
        of_spans = search.target is Target.SPANS
        root = search.root
        self._of_documents = self._asked(for_documents(root), entities)
        self._of_spans = self._asked(for_spans(root) if of_spans else All(), entities)
        narrowing = {condition.kind for condition, _ in conditions(root)} & NARROWING
        self._is_exact = is_exact(for_documents(root)) and not narrowing
        is_wide = not self._of_documents.sql and not self._of_spans.is_joined
        self._is_scan = of_spans and is_wide and not is_narrow(root)
        self._patterns = () if of_spans else tuple(_patterns(search))

    def _asked(self, meaning: Any, entities: Callable[[Condition], Sequence[str]]) -> _Asked:
        if meaning == All():
            return _Asked("", {})
        statement = Statement(entities)
        sql = where(statement, meaning)
        return _Asked(sql, statement.values, is_about_documents(meaning))

    def hits(self) -> Iterator[list[Hit]]:
        """The hits, a page of documents at a time; a page without any gives an empty list."""
        for page in self._pages():
            if self._search.target is Target.SPANS:
                found = self._span_hits(page)
            else:
                found = [one for _, id_ in page for one in self._hits_in(id_)]
            self._pacing.stop()
            yield found

    def counts(self) -> Iterator[int]:
        """How many hits there are, a part of the project at a time."""
        if self._is_scan:
            asked = self._of_spans
            for rows in Slices(self._connection).select("count(*)", asked.sql or "1", asked.values):
                yield rows[0][0]
            return
        for page in self._pages():
            number = self._number(page)
            self._pacing.stop()
            yield number

    def _number(self, page: Page) -> int:
        if self._search.target is Target.SPANS:
            return int(self._spans("count(*)", page)[0][0])
        if self._patterns:
            return sum(max(1, len(self._places(self._text(id_)[1]))) for _, id_ in page)
        return len(page)

    def document_ids(self) -> Iterator[list[str]]:
        """The ids of the documents that have a hit, a part of the project at a time."""
        if self._is_scan:
            for page in self._scanned():
                yield [id_ for _, id_ in page]
            return
        for page in self._pages():
            if self._search.target is Target.SPANS:
                found = [id_ for (id_,) in self._spans("DISTINCT s.document_id", page)]
            else:
                found = [id_ for _, id_ in page]
            self._pacing.stop()
            yield found

    # ------------------------------------------------------------ documents

    def _pages(self) -> Iterator[Page]:
        """The documents that fulfil what is asked of documents."""
        self._pacing.start()
        connection, root = self._connection, self._search.root
        others = self._scanned if self._is_scan else None
        for page in pages(connection, root, self._source, self._pacing, others):
            yield self._fitting(page)
            self._pacing.start()

    def _scanned(self) -> Iterator[Page]:
        asked = self._of_spans
        return Slices(self._connection).documents(asked.sql or "1", asked.values)

    def _fitting(self, page: Page) -> Page:
        asked = self._of_documents
        if self._is_exact:
            return page
        if not asked.sql and self._search.target is Target.SPANS:
            return page
        query = _DOCUMENTS.format(asked.sql or "1")
        fitting = {id_ for (id_,) in self._execute(query, page, asked.values)}
        return [one for one in page if one[1] in fitting]

    def _execute(self, query: str, page: Page, values: dict[str, object]) -> list[tuple[Any, ...]]:
        if not page:
            return []
        ids = json.dumps([id_ for _, id_ in page])
        bounds = {"page": ids, "first": page[0][0], "last": page[-1][0]}
        return self._connection.execute(query, {**values, **bounds}).fetchall()

    def _text(self, document_id: str) -> tuple[str, str]:
        """Title and text; both empty if the document was removed in the meantime."""
        row = self._connection.execute(_TEXT, (document_id,)).fetchone()
        return row if row is not None else ("", "")

    # ------------------------------------------------------------ spans

    def _spans(self, columns: str, page: Page) -> list[tuple[Any, ...]]:
        asked = self._of_spans
        join = _JOINED if asked.is_joined else ""
        query = _SPANS.format(columns, join, asked.sql or "1")
        return self._execute(query, page, asked.values) or [(0,)][: columns == "count(*)"]

    def _span_hits(self, page: Page) -> list[Hit]:
        place = {id_: number for number, id_ in page}
        rows = self._spans(_COLUMNS, page)
        rows.sort(key=lambda row: (place[row[0]], row[1], -row[2], row[3]))
        found: list[Hit] = []
        for document_id, spans in groupby(rows, key=lambda row: str(row[0])):
            title, text = self._text(document_id)
            for _, start, end, id_, label, annotator, origin, entity in spans:
                found.append(
                    hit(
                        document_id, title, text, start, end, span_id=id_, label=label,
                        annotator=annotator, origin=origin, entity=entity or "",
                    )
                )  # fmt: skip
        return found

    # ------------------------------------------------------------ words

    def _hits_in(self, document_id: str) -> list[Hit]:
        """The places of the words; the document itself, if they are only in its title."""
        title, text = self._text(document_id)
        places = self._places(text) or [(0, 0)]
        return [hit(document_id, title, text, start, end) for start, end in places]

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Where the words of the query stand; a place within another is left out."""
        if len(self._patterns) == 1:
            return self._patterns[0].occurrences(text)
        every = {place for one in self._patterns for place in one.occurrences(text)}
        found: list[tuple[int, int]] = []
        for start, end in sorted(every, key=lambda place: (place[0], -place[1])):
            if not found or end > found[-1][1]:
                found.append((start, end))
        return found


def _patterns(search: Search) -> Iterator[Pattern]:
    """The words that a document is to have, rather than not."""
    for condition, is_wanted in conditions(search.root):
        if condition.kind == "words" and is_wanted:
            yield pattern(str(condition.values[0]), is_prefix=condition.prefixes[0])
