"""Which documents a search has to look at, in pages that take a moment each."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from annotator.model.query_meaning import All, Condition, Meaning, Negation, Some
from annotator.store.finding_statement import Statement, each_word, expression_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping

T = TypeVar("T")
Page: TypeAlias = "list[tuple[int, str]]"
"""Documents in the order of their texts: the number of the text, and the document's id."""

_FIRST, _MOST = 16, 4000
_FIRST_SLICE, _MOST_SPANS = 5_000, 200_000
_LAST_ID = "\U0010ffff"
_SHORT, _LONG = 0.012, 0.035
_NUMBERS = (
    "SELECT text.number, text.document_id FROM json_each(?) AS page"
    " CROSS JOIN text ON text.document_id = page.value"
)
NARROWING = frozenset({"entity", "span_note", "span_doubt", "doubt"})
"""The kinds of condition whose documents are looked up in an index."""
_INDEXED = NARROWING | {"label", "words", "article"}
_OF_LABELS = frozenset({"lacks_relation", "span_lacks_attribute"})
_WITH_ENTITY = "SELECT document_id FROM span WHERE entity IN (SELECT value FROM json_each({}))"
_WITH_NOTE = "SELECT document_id FROM span INDEXED BY span_with_note WHERE note <> ''"
_IN_DOUBT = "SELECT document_id FROM message"


class Pacing:
    """How many documents are looked at in one go: more, as long as that is quick."""

    def __init__(self) -> None:
        self.size = _FIRST
        self._start = time.perf_counter()

    def start(self) -> None:
        """A page begins."""
        self._start = time.perf_counter()

    def stop(self) -> None:
        """The page is done; the next is larger or smaller."""
        self.size = _next_size(self.size, time.perf_counter() - self._start, _FIRST, _MOST)


def _next_size(size: int, seconds: float, least: int, most: int) -> int:
    if seconds < _SHORT:
        return min(most, size * 2)
    return max(least, size // 2) if seconds > _LONG else size


def pages(
    connection: sqlite3.Connection,
    meaning: Meaning,
    statement: Statement,
    pacing: Pacing,
    others: Callable[[], Iterator[Page]] | None = None,
) -> Iterator[Page]:
    """The documents that can hold anything that is meant, those most likely to first.

    `others` gives documents where no index says which they are; without it, it is all.
    """
    narrow = _documents_with(meaning, statement)
    if narrow:
        rows = connection.execute(f"SELECT DISTINCT document_id FROM ({narrow})", statement.values)
        ids = json.dumps([id_ for (id_,) in rows.fetchall()])
        found = sorted(connection.execute(_NUMBERS, (ids,)).fetchall())
        yield from _cut(found, pacing)
        return
    if expression := _expression(meaning, is_strict=True):
        yield from _matching(connection, expression, pacing)
        return
    seen: set[int] = set()
    if expression := _expression(meaning, is_strict=False):
        for page in _matching(connection, expression, pacing):
            seen.update(number for number, _ in page)
            yield page
    for some in others() if others else (all_documents(connection),):
        new = [one for one in some if one[0] not in seen]
        yield from _cut(new, pacing) if new else ([],)
        if others:
            seen.update(number for number, _ in new)


def is_exact(meaning: Meaning) -> bool:
    """Whether exactly those documents are meant that full text search finds."""
    match meaning:
        case Condition():
            return bool(_expression(meaning, is_strict=True))
        case Negation():
            return False
        case All() | Some():
            return bool(meaning.parts) and all(map(is_exact, meaning.parts))


def is_narrow(meaning: Meaning) -> bool:
    """Whether an index leads to the spans that are meant: few documents, or one label of each."""
    match meaning:
        case Condition():
            return meaning.kind in _INDEXED or (meaning.kind in _OF_LABELS and bool(meaning.labels))
        case Negation():
            return False
        case All():
            return any(is_narrow(part) for part in meaning.parts)
        case Some():
            return all(is_narrow(part) for part in meaning.parts)


class Slices:
    """All spans of the project in the order of their ids, a slice of the table at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._size = _FIRST_SLICE

    def select(self, columns: str, where: str, values: Mapping[str, object]) -> Iterator[list[Any]]:
        """The rows of each slice that fulfil a condition on `span AS s`."""
        query = f"SELECT {columns} FROM span AS s WHERE s.id > :low AND s.id <= :high AND ({where})"
        low = ""
        while True:
            start = time.perf_counter()
            high = self._end(low)
            bounds = {"low": low, "high": high or _LAST_ID}
            rows = self._connection.execute(query, {**values, **bounds}).fetchall()
            self._size = _next_size(self._size, time.perf_counter() - start, _FIRST_SLICE, _MOST_SPANS)
            yield rows
            if high is None:
                return
            low = high

    def _end(self, low: str) -> str | None:
        query = "SELECT id FROM span WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?"
        row = self._connection.execute(query, (low, self._size)).fetchone()
        return None if row is None else row[0]

    def documents(self, where: str, values: Mapping[str, object]) -> Iterator[Page]:
        """The documents of the spans of each slice that fulfil a condition."""
        for rows in self.select("DISTINCT s.document_id", where, values):
            ids = json.dumps([id_ for (id_,) in rows])
            yield sorted(self._connection.execute(_NUMBERS, (ids,)).fetchall())


def all_documents(connection: sqlite3.Connection) -> Page:
    """All documents, and some that were removed."""
    return sorted(connection.execute("SELECT number, document_id FROM text").fetchall())


def _cut(found: list[T], pacing: Pacing) -> Iterator[list[T]]:
    at = 0
    while at < len(found):
        page = found[at : at + pacing.size]
        at += len(page)
        yield page


def _matching(connection: sqlite3.Connection, expression: str, pacing: Pacing) -> Iterator[Page]:
    """The documents in which full text search finds this.

    Beginnings of words are gathered before the first is found, so that is done only once.
    """
    texts = (
        "SELECT text.number, text.document_id FROM {} AS found CROSS JOIN text ON text.number = found.{}"
    )
    query = (
        "SELECT rowid FROM document_search WHERE document_search MATCH ? AND rowid > ? ORDER BY rowid"
    )
    if "*" in expression:
        numbers = [number for (number,) in connection.execute(query, (expression, -1)).fetchall()]
        for page in _cut(numbers, pacing):
            several = texts.format("json_each(?)", "value")
            yield connection.execute(several, (json.dumps(page),)).fetchall()
        return
    last = -1
    some = texts.format(f"({query} LIMIT ?)", "rowid")
    while page := connection.execute(some, (expression, last, pacing.size)).fetchall():
        last = page[-1][0]
        yield page


def _expression(meaning: Meaning, *, is_strict: bool) -> str:
    """What full text search must find in a document; empty if that cannot be said.

    A span can begin in the middle of a word, so that its words need not be words of the
    document: strictly, nothing follows from them.
    """
    match meaning:
        case Condition(kind="words" | "article"):
            return expression_of(meaning)
        case Condition(kind="span_text"):
            return "" if is_strict else each_word(meaning)
        case All():
            parts = [_expression(part, is_strict=is_strict) for part in meaning.parts]
            return " AND ".join(f"({part})" for part in parts if part)
        case Some():
            parts = [_expression(part, is_strict=is_strict) for part in meaning.parts]
            return " OR ".join(f"({part})" for part in parts) if all(parts) else ""
        case _:
            return ""


def _documents_with(meaning: Meaning, statement: Statement) -> str:
    """A statement for the ids of the documents that can hold a span, found by index, or nothing."""
    match meaning:
        case Condition(kind="entity"):
            return _WITH_ENTITY.format(statement.bound(json.dumps(list(statement.entities(meaning)))))
        case Condition(kind="span_note"):
            return _WITH_NOTE
        case Condition(kind="span_doubt" | "doubt"):
            return _IN_DOUBT
        case All():
            parts = (_documents_with(part, statement) for part in meaning.parts)
            return next((part for part in parts if part), "")
        case Some():
            some = [_documents_with(part, statement) for part in meaning.parts]
            return " UNION ".join(some) if all(some) else ""
        case Condition() | Negation():
            return ""
