"""What has been done: history entries, and edits rebuilt with all their values."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.model.change import Change, Edit
from annotator.model.values import NewDocument, Value
from annotator.store.changes import ID_LENGTH, clock_of, is_ahead, shown, split_ids
from annotator.store.failures import answers_in_words
from annotator.store.rows import source_from_body, value_from_body
from annotator.store.writing import BLOCK

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.store.texts import Texts


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One edit as a line of the history.

    `changes` says how many it made, `document_id` names the only document that it
    concerns, `is_codebook` says that it changed the codebook, `undone` that it was
    taken back and not redone, `is_ahead` that the clock it was made by was far ahead of
    ours.
    """

    id: bytes
    title: str
    annotator: str
    time: str
    undoes: bytes | None
    changes: int
    undone: bool
    document_id: str | None
    is_codebook: bool
    is_ahead: bool = False


@answers_in_words
class HistoryQueries:
    """The history of a project file."""

    path: Path
    _connection: sqlite3.Connection
    _texts: Texts

    def history(
        self,
        *,
        limit: int = 200,
        document_id: str | None = None,
        annotator: str | None = None,
        before: bytes | None = None,
    ) -> list[HistoryEntry]:
        """The last edits, newest first; `before` goes on after the last one of a page."""
        conditions: list[str] = []
        values: list[object] = []
        if document_id is not None:
            conditions.append("id IN (SELECT edit FROM edit_subject WHERE subject = ?)")
            values.append(document_id)
        if annotator is not None:
            conditions.append("annotator = ?")
            values.append(annotator)
        if before is not None:
            conditions.append("id < ?")
            values.append(before)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        rows = self._connection.execute(
            f"SELECT id, title, annotator, time, undoes, size FROM edit {where}"
            " ORDER BY id DESC LIMIT ?",
            (*values, limit),
        ).fetchall()
        return [self._entry(*row) for row in rows]

    def _entry(
        self, id_: bytes, title: str, annotator: str, time: str, undoes: bytes | None, size: int
    ) -> HistoryEntry:
        count, document_id, is_codebook = self._connection.execute(
            "SELECT count(*) FILTER (WHERE subject <> 'codebook'),"
            " max(subject) FILTER (WHERE subject <> 'codebook'),"
            " count(*) FILTER (WHERE subject = 'codebook') FROM edit_subject WHERE edit = ?",
            (id_,),
        ).fetchone()
        only = document_id if count == 1 else None
        undone = not self._is_in_force(id_)
        return HistoryEntry(
            id_, title, annotator, time, undoes, size, undone, only, bool(is_codebook), is_ahead(id_)
        )

    def _is_in_force(self, id_: bytes) -> bool:
        """Whether the edit still holds: no edit of its maker's that undoes it is in force itself.

        On two machines it may have been undone twice, and redone once.
        """
        order, undone_by = [id_], {}  # type: tuple[list[bytes], dict[bytes, list[bytes]]]
        query = (
            "SELECT id FROM edit WHERE undoes = ?1"
            " AND annotator = (SELECT annotator FROM edit WHERE id = ?1)"
        )
        for one in order:
            undone_by[one] = [found for (found,) in self._connection.execute(query, (one,))]
            order += undone_by[one]
        in_force: dict[bytes, bool] = {}
        for one in reversed(order):
            in_force[one] = not any(in_force[other] for other in undone_by[one])
        return in_force[id_]

    def edit(self, edit_id: bytes) -> Edit:
        """The edit as it was made, with the values before and after."""
        row = self._connection.execute(
            "SELECT title, annotator, time, undoes, size FROM edit WHERE id = ?", (edit_id,)
        ).fetchone()
        if row is None:
            raise UserError("This edit is not in the project's history.")
        title, annotator, time, undoes, size = row
        return Edit(title, tuple(self._changes(edit_id, size)), annotator, time, undoes, edit_id)

    def edit_size(self, edit_id: bytes) -> int:
        """How many changes an edit has."""
        row = self._connection.execute("SELECT size FROM edit WHERE id = ?", (edit_id,)).fetchone()
        return int(row[0]) if row is not None else 0

    def changes_backwards(self, edit_id: bytes, size: int) -> Iterator[list[Change]]:
        """The changes of spans and relations in an edit in blocks, the newest first."""
        moment = clock_of(edit_id)
        for last in range(size, 0, -BLOCK):
            first = max(1, last - BLOCK + 1)
            ids = (moment + first).to_bytes(8, "big"), (moment + last + 1).to_bytes(8, "big")
            found = list(self._changes_between(edit_id, ids, "change.kind IN ('span', 'relation')"))
            yield found[::-1]

    def field_changes(self, edit_id: bytes, size: int) -> list[Change]:
        """The changes of fields in an edit, the newest first."""
        only = "change.kind NOT IN ('span', 'relation')"
        return list(self._changes_between(edit_id, id_range(edit_id, size), only))[::-1]

    def _changes(self, edit_id: bytes, size: int) -> Iterator[Change]:
        return self._changes_between(edit_id, id_range(edit_id, size), "TRUE")

    def _changes_between(
        self, edit_id: bytes, ids: tuple[bytes, bytes], condition: str
    ) -> Iterator[Change]:
        rows = self._connection.execute(
            "SELECT change.kind, change.target, change.field, change.document_id, change.prev,"
            " old.body, change.body FROM change LEFT JOIN change AS old ON old.id = change.prev"
            f" WHERE change.id BETWEEN ? AND ? AND change.edit = ? AND {condition} ORDER BY change.id",
            (*ids, edit_id),
        ).fetchall()
        for kind, target, field, document_id, prev, old, body in rows:
            if len(prev) > ID_LENGTH:
                old = self._body(prev)
            before = self._value(kind, target, field, document_id, old) if old is not None else None
            after = self._value(kind, target, field, document_id, body) if body is not None else None
            if before is not None or after is not None:
                yield Change(before, after)

    def _body(self, prev: bytes) -> str | None:
        """What was shown while these changes were the heads of their register."""
        one = "SELECT body FROM change WHERE id = ?"
        bodies = [self._connection.execute(one, (id_,)).fetchone()[0] for id_ in split_ids(prev)]
        return shown(bodies)

    def _value(self, kind: str, target: str, field: str, document_id: str | None, body: str) -> Value:
        value = value_from_body(kind, target, field, document_id, body, self._texts.get)
        if not isinstance(value, NewDocument) or "source" not in (raw := json.loads(body)):
            return value
        (content,) = self._connection.execute(
            "SELECT content FROM source WHERE document_id = ? AND sha256 = ?",
            (target, raw["source"]["sha256"]),
        ).fetchone()
        return replace(value, source=source_from_body(body, content))


def id_range(edit_id: bytes, size: int) -> tuple[bytes, bytes]:
    """The least and the greatest id that the changes of this edit can have.

    Their moments follow that of the edit without a gap.
    """
    moment = clock_of(edit_id)
    return (moment + 1).to_bytes(8, "big"), (moment + size + 1).to_bytes(8, "big")
