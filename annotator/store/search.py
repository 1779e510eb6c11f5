"""Full text search over documents."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from annotator.store.connection import transaction

_BEFORE, _AFTER = "\ufdd0", "\ufdd1"
_CONTEXT = 60
_PART = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')
_MATCHES = (
    "SELECT text.document_id, document_content.title, text.body,"
    " highlight(document_search, 1, ?, ?)"
    " FROM document_search JOIN text ON text.number = document_search.rowid"
    " JOIN document_content ON document_content.number = document_search.rowid"
    " WHERE document_search MATCH ? ORDER BY rank, text.number LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A document that was found; `start` and `end` are its first hit, in code points.

    They are both 0 where only the title matches.
    """

    document_id: str
    title: str
    snippet: str
    start: int
    end: int


def search(connection: sqlite3.Connection, query: str, *, limit: int) -> list[SearchHit]:
    """The documents that match, best first."""
    expression = expression_of(query)
    if not expression:
        return []
    rows = connection.execute(_MATCHES, (_BEFORE, _AFTER, expression, limit))
    return [_hit(*row) for row in rows]


def mend(connection: sqlite3.Connection) -> None:
    """Make the index anew if it does not agree with the documents."""
    check = "INSERT INTO document_search (document_search, rank) VALUES ('integrity-check', 1)"
    rebuild = "INSERT INTO document_search (document_search) VALUES ('rebuild')"
    try:
        with transaction(connection):
            connection.execute(check)
    except sqlite3.DatabaseError as error:
        if not error.sqlite_errorname.startswith("SQLITE_CORRUPT"):
            raise
        with transaction(connection):
            connection.execute(rebuild)


def expression_of(query: str) -> str:
    """What people type, as an expression that full text search cannot misunderstand."""
    parts: list[str] = []
    for phrase, star, word in _PART.findall(query.replace("\0", " ")):
        text = phrase or word
        is_prefix = bool(star) or (bool(word) and word.endswith("*"))
        text = text.rstrip("*") if word else text
        if any(character.isalnum() for character in text):
            parts.append(f'"{text}"' + ("*" if is_prefix else ""))
    return " ".join(parts)


def _hit(document_id: str, title: str, text: str, marked: str) -> SearchHit:
    start, end = _first_hit(text, marked)
    low, high = max(0, start - _CONTEXT), min(len(text), max(end, start + 1) + _CONTEXT)
    snippet = " ".join(text[low:high].split())
    before = "…" if low > 0 else ""
    return SearchHit(
        document_id, title, before + snippet + ("…" if high < len(text) else ""), start, end
    )


def _first_hit(text: str, marked: str) -> tuple[int, int]:
    start = marked.find(_BEFORE)
    while start >= 0 and text[start : start + 1] == _BEFORE:
        start = marked.find(_BEFORE, start + 1)
    if start < 0:
        return 0, 0
    end = marked.find(_AFTER, start)
    return start, (end - 1 if end > 0 else start)
