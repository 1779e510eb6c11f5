"""What a project file has and lacks, compared with a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.store.changes import clock_of
from annotator.store.failures import answers_in_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

_AT_ONCE = 500


@answers_in_words
class ServerQueries:
    """Questions about the edits of a project file in the order in which the file got them."""

    path: Path
    _connection: sqlite3.Connection

    def numbered_edits(self, after: int, limit: int) -> list[tuple[int, bytes, int]]:
        """Number, id and size of the edits that the file got after this number."""
        query = "SELECT number, id, size FROM edit WHERE number > ? ORDER BY number LIMIT ?"
        return self._connection.execute(query, (after, limit)).fetchall()

    def edit_of_number(self, number: int) -> bytes | None:
        """Which edit has this number."""
        row = self._connection.execute("SELECT id FROM edit WHERE number = ?", (number,)).fetchone()
        return None if row is None else bytes(row[0])

    def edit_count(self) -> int:
        """How many edits the file has."""
        return int(self._connection.execute("SELECT count(*) FROM edit").fetchone()[0])

    def lacking_edits(self, ids: Sequence[bytes]) -> list[bytes]:
        """Those of these edits that the file does not have, or has only in part."""
        whole = "SELECT id FROM edit WHERE id IN ({}) AND id NOT IN (SELECT edit FROM part)"
        known = _known(self._connection, whole, ids)
        return [id_ for id_ in ids if id_ not in known]

    def lacking_documents(self, ids: Sequence[str]) -> list[str]:
        """Those of these documents whose text the file does not have."""
        query = "SELECT document_id FROM text WHERE document_id IN ({})"
        known = _known(self._connection, query, ids)
        return [id_ for id_ in ids if id_ not in known]

    def lacking_originals(self, keys: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Those of these original files, given by document and hash, that the file does not have."""
        query = "SELECT 1 FROM source WHERE document_id = ? AND sha256 = ?"
        return [key for key in keys if self._connection.execute(query, key).fetchone() is None]

    def part_sizes(self) -> dict[bytes, int]:
        """How many changes the file has of each edit of which it has only some."""
        edits = "SELECT edit, size FROM part JOIN edit ON edit.id = part.edit"
        count = "SELECT count(*) FROM change WHERE id >= ? AND id < ? AND edit = ?"
        sizes: dict[bytes, int] = {}
        for id_, size in self._connection.execute(edits).fetchall():
            first, end = clock_of(id_) + 1, clock_of(id_) + size + 1
            between = first.to_bytes(8, "big"), end.to_bytes(8, "big")
            sizes[id_] = int(self._connection.execute(count, (*between, id_)).fetchone()[0])
        return sizes


def _known(
    connection: sqlite3.Connection, query: str, ids: Sequence[bytes] | Sequence[str]
) -> set[bytes | str]:
    known: set[bytes | str] = set()
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        known.update(id_ for (id_,) in connection.execute(query.format(marks), some))
    return known
