"""Questions of the checks: everything, in short statements, so that edits go on meanwhile."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from annotator.model.check_document import Contents
from annotator.store.failures import answers_in_words
from annotator.store.rows import (
    RELATION_COLUMNS,
    SPAN_COLUMNS,
    relation_from_row,
    span_from_row,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.model.values import Relation, Span


@answers_in_words
class CheckQueries:
    """What checks read of a project file; each statement has ended when it is answered."""

    path: Path
    _connection: sqlite3.Connection

    def document_sizes(self) -> list[tuple[str, str, int]]:
        """Id, title and length in code points of all documents, by the time they were added."""
        query = "SELECT id, title, length FROM document ORDER BY created, title, id"
        return self._connection.execute(query).fetchall()

    def span_words(self, after: str, limit: int) -> list[tuple[str, str, str, str, str | None]]:
        """Id, label, annotator, text and entity of the next spans by id, `limit` at most."""
        query = "SELECT id, label, annotator, text, entity FROM span WHERE id > ? ORDER BY id LIMIT ?"
        return self._connection.execute(query, (after, limit)).fetchall()

    def contents(self, document_ids: Sequence[str]) -> list[Contents]:
        """These documents (a few hundred at most) with their annotations, in this order."""
        marks = ", ".join("?" * len(document_ids))
        texts = self._connection.execute(
            "SELECT document.id, document.title, text.body FROM document"
            f" JOIN text ON text.document_id = document.id WHERE document.id IN ({marks})",
            document_ids,
        ).fetchall()
        spans: dict[str, list[Span]] = defaultdict(list)
        query = f"SELECT {SPAN_COLUMNS} FROM span WHERE document_id IN ({marks})"
        for row in self._connection.execute(query, document_ids).fetchall():
            spans[row[1]].append(span_from_row(row))
        relations: dict[str, list[Relation]] = defaultdict(list)
        query = f"SELECT {RELATION_COLUMNS} FROM relation WHERE document_id IN ({marks})"
        for row in self._connection.execute(query, document_ids).fetchall():
            relations[row[1]].append(relation_from_row(row))
        found = {
            id_: Contents(id_, text, spans[id_], relations[id_], title) for id_, title, text in texts
        }
        return [found[id_] for id_ in document_ids if id_ in found]

    def entity_ids(self) -> frozenset[str]:
        """The ids of all entities."""
        rows = self._connection.execute("SELECT id FROM entity").fetchall()
        return frozenset(id_ for (id_,) in rows)

    def work_begun(self, document_id: str | None = None) -> list[tuple[str, str, str]]:
        """Document, annotator and state of one or all documents in progress or done."""
        query = "SELECT document_id, annotator, state FROM work WHERE state IN ('in progress', 'done')"
        if document_id is None:
            return self._connection.execute(query).fetchall()
        return self._connection.execute(f"{query} AND document_id = ?", (document_id,)).fetchall()
