"""Questions about doubts, saved queries, assignments, decisions and unifications."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from annotator.model.decisions import Decision, Unification
from annotator.model.teamwork import Assignment, Message, SavedQuery
from annotator.store.failures import answers_in_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

_MESSAGE = (
    "SELECT id, thread, document_id, target_kind, target, annotator, text, settled, quoted, created"
    " FROM message"
)
_DECISION = (
    "SELECT id, document_id, kind, outcome, members, seen, chosen, gold, rule, annotator, reason,"
    " comment, codebook, created FROM decision"
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
        return [_message(row) for row in rows]

    def open_threads(self) -> dict[str, int]:
        """How many doubts are not settled, by document."""
        rows = self._connection.execute(
            "SELECT document_id, count(*) FROM (SELECT document_id, settled,"
            " max((id <> thread) || created || id) FROM message GROUP BY thread)"
            " WHERE NOT settled GROUP BY document_id"
        )
        return dict(rows.fetchall())

    def noted_documents(self) -> set[str]:
        """The documents with a note on themselves or on one of their spans or relations."""
        rows = self._connection.execute(
            "SELECT id FROM document WHERE note <> ''"
            " UNION SELECT document_id FROM span WHERE note <> ''"
        )
        return {id_ for (id_,) in rows}

    def saved_queries(self) -> list[SavedQuery]:
        """The saved queries, by name."""
        query = "SELECT id, name, text, annotator, queue, created FROM query ORDER BY name, id"
        rows = self._connection.execute(query)
        return [_saved_query(*row) for row in rows]

    def assignments(self, document_id: str | None = None) -> list[Assignment]:
        """Who is to work on one document, or on any, in the order it was said."""
        where, values = ("", []) if document_id is None else (" WHERE document_id = ?", [document_id])
        rows = self._connection.execute(f"{_ASSIGNMENT}{where} ORDER BY created, id", values)
        return [Assignment(*row) for row in rows]

    def annotated_by(self) -> set[tuple[str, str]]:
        """Who has any span in which document: document and annotator."""
        return set(self._connection.execute("SELECT DISTINCT document_id, annotator FROM span"))

    def decisions(self, document_id: str | None = None) -> list[Decision]:
        """What was decided in one document or in all, in the order it was decided."""
        where, values = ("", []) if document_id is None else (" WHERE document_id = ?", [document_id])
        rows = self._connection.execute(f"{_DECISION}{where} ORDER BY created, id", values)
        return [_decision(row) for row in rows]

    def people_by_document(self, document_ids: Sequence[str]) -> dict[str, set[str]]:
        """Who has annotated anything in these documents, by document."""
        found: dict[str, set[str]] = {}
        for table in ("span", "relation"):
            rows = self._connection.execute(
                f"SELECT DISTINCT document_id, annotator FROM {table}"
                " WHERE document_id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(document_ids)),),
            ).fetchall()
            for document, annotator in rows:
                found.setdefault(document, set()).add(annotator)
        return found

    def unifications(self) -> list[Unification]:
        """Which things are one, or are not, as people of the project have said."""
        rows = self._connection.execute(
            "SELECT kind, one, other, same, annotator, created FROM unification ORDER BY created, id"
        )
        return [
            Unification(kind, one, other, bool(same), by, created)
            for kind, one, other, same, by, created in rows
        ]


def _message(row: tuple[Any, ...]) -> Message:
    id_, thread, document, kind, target, by, text, settled, quoted, created = row
    return Message(id_, thread, document, kind, target, by, text, bool(settled), quoted, created)


def _saved_query(id_: str, name: str, text: str, by: str, queue: int, created: str) -> SavedQuery:
    return SavedQuery(id_, name, text, by, bool(queue), created)


def _decision(row: tuple[Any, ...]) -> Decision:
    id_, document, kind, outcome, members, seen, chosen, gold, rule, by, *words = row
    return Decision(
        id_,
        document,
        kind,
        outcome,
        tuple(json.loads(members)),
        json.loads(seen),
        tuple(json.loads(chosen)),
        tuple(json.loads(gold)),
        rule,
        by,
        *words,
    )
