"""Which documents a search has to look at, in pages that take a moment each."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, TypeAlias

from annotator.model.query_meaning import All, Condition, Meaning, Negation, Some
from annotator.store.finding_statement import Statement, each_word, expression_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

Page: TypeAlias = "list[tuple[int, str]]"
"""Documents in the order of their texts: the number of the text, and the document's id."""

_FIRST, _MOST = 16, 4000
_SHORT, _LONG = 0.012, 0.035
_NUMBERS = (
    "SELECT text.number, text.document_id FROM json_each(?) AS page"
    " CROSS JOIN text ON text.document_id = page.value"
)
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
        seconds = time.perf_counter() - self._start
        if seconds < _SHORT:
            self.size = min(_MOST, self.size * 2)
        elif seconds > _LONG:
            self.size = max(_FIRST, self.size // 2)


def pages(
    connection: sqlite3.Connection, meaning: Meaning, statement: Statement, pacing: Pacing
) -> Iterator[Page]:
    """The documents that can hold anything that is meant, those most likely to first."""
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
    everything = all_documents(connection)
    yield from _cut([one for one in everything if one[0] not in seen] if seen else everything, pacing)


def all_documents(connection: sqlite3.Connection) -> Page:
    """All documents, and some that were removed."""
    return sorted(connection.execute("SELECT number, document_id FROM text").fetchall())


def _cut(found: Page, pacing: Pacing) -> Iterator[Page]:
    at = 0
    while at < len(found):
        page = found[at : at + pacing.size]
        at += len(page)
        yield page


def _matching(connection: sqlite3.Connection, expression: str, pacing: Pacing) -> Iterator[Page]:
    """The documents in which full text search finds this."""
    last = -1
    query = (
        "SELECT text.number, text.document_id FROM"
        " (SELECT rowid FROM document_search WHERE document_search MATCH ? AND rowid > ?"
        " ORDER BY rowid LIMIT ?) AS found CROSS JOIN text ON text.number = found.rowid"
    )
    while page := connection.execute(query, (expression, last, pacing.size)).fetchall():
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
