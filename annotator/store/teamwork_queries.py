"""Questions about doubts, saved queries and assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.teamwork import Assignment, Message, SavedQuery
from annotator.store.failures import answers_in_words

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

_MESSAGE = (
    "SELECT id, thread, document_id, target_kind, target, annotator, text, settled, quoted, created"
    " FROM message"
)
_ASSIGNMENT = "SELECT id, document_id, annotator, assigned_by, created FROM assignment"


@answers_in_words
class TeamworkQueries:
    """What people of a project share beside annotations."""

    path: Path
    _connection: sqlite3.Connection

    def messages(self, document_id: str | None = None) -> list[Message]:
        """The messages of one document or of all, in the order they were written."""
        where, values = ("", []) if document_id is None else (" WHERE document_id = ?", [document_id])
        rows = self._connection.execute(f"{_MESSAGE}{where} ORDER BY created, id", values)
        return [Message(*row[:7], bool(row[7]), *row[8:]) for row in rows]

    def saved_queries(self) -> list[SavedQuery]:
        """The saved queries, by name."""
        query = "SELECT id, name, text, annotator, queue, created FROM query ORDER BY name, id"
        rows = self._connection.execute(query)
        return [SavedQuery(*row[:4], bool(row[4]), row[5]) for row in rows]

    def assignments(self, document_id: str | None = None) -> list[Assignment]:
        """Who is to work on one document, or on any, in the order it was said."""
        where, values = ("", []) if document_id is None else (" WHERE document_id = ?", [document_id])
        rows = self._connection.execute(f"{_ASSIGNMENT}{where} ORDER BY created, id", values)
        return [Assignment(*row) for row in rows]
