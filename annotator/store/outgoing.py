"""The edits and changes of a project as rows, for whoever lacks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import ProjectError
from annotator.store.changes import clock_of
from annotator.store.failures import answers_in_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from annotator.store.stage import ChangeRow, EditRow, SourceRow, TextRow

BLOCK = 2_000
EDIT = "id, title, annotator, time, undoes, replica, codebook, size"
CHANGE = "id, edit, kind, target, field, document_id, prev, body"
SOURCE = "document_id, sha256, name, encoding, extractor, content"
MOST_CHANGES = 1 << 32
"""No edit has more changes than this: a greater size is a forged one."""


@answers_in_words
class Outgoing:
    """What a project would hand over to another, in rows as `stage.py` describes them."""

    path: Path
    _connection: sqlite3.Connection

    def edit_ids(self) -> Iterator[bytes]:
        """The ids of all edits, in order."""
        for block in edit_id_blocks(self._connection):
            yield from block

    def parts(self) -> frozenset[bytes]:
        """The edits of which this file has only some changes."""
        return frozenset(id_ for (id_,) in self._connection.execute("SELECT edit FROM part"))

    def exported_edits(self, ids: Sequence[bytes]) -> list[EditRow]:
        """The edits with these ids, in order of their ids; unknown ids are passed over."""
        return edit_rows(self._connection, ids)

    def exported_changes(self, ids: Sequence[bytes]) -> Iterator[list[ChangeRow]]:
        """The changes of the edits with these ids, in blocks and in order of their ids."""
        for row in edit_rows(self._connection, ids):
            yield from change_rows(self._connection, [row])

    def exported_texts(self, document_ids: Iterable[str]) -> Iterator[TextRow]:
        """The texts of documents, also of those that were removed."""
        for id_ in document_ids:
            yield from text_rows(self._connection, id_)

    def exported_sources(self, document_ids: Iterable[str]) -> Iterator[SourceRow]:
        """The original files of documents."""
        for id_ in document_ids:
            yield from source_rows(self._connection, id_)


def edit_id_blocks(connection: sqlite3.Connection) -> Iterator[list[bytes]]:
    """The ids of all edits in order, some thousands at a time."""
    last = b""
    query = "SELECT id FROM edit WHERE id > ? ORDER BY id LIMIT 20000"
    while block := [id_ for (id_,) in connection.execute(query, (last,))]:
        yield block
        last = block[-1]


def edit_rows(connection: sqlite3.Connection, ids: Sequence[bytes]) -> list[EditRow]:
    """The edits with these ids, in order of their ids."""
    found: list[EditRow] = []
    for start in range(0, len(ids), 500):
        some = sorted(ids[start : start + 500])
        marks = ", ".join("?" * len(some))
        query = f"SELECT {EDIT} FROM edit WHERE id IN ({marks}) ORDER BY id"
        found += connection.execute(query, some).fetchall()
    return found


def change_rows(connection: sqlite3.Connection, edits: Sequence[EditRow]) -> Iterator[list[ChangeRow]]:
    """The changes of edits that follow each other in the file, in blocks and in order of their ids.

    The ids of an edit's changes follow its own without a gap (see `changes.Clock`).
    """
    wanted = {row[0] for row in edits}
    low = min(clock_of(row[0]) for row in edits) + 1
    high = max(clock_of(row[0]) + max(0, min(row[7], MOST_CHANGES)) for row in edits) + 1
    query = f"SELECT {CHANGE} FROM change WHERE id >= ? AND id < ? ORDER BY id LIMIT {BLOCK}"
    start, end = (min(one, (1 << 64) - 1).to_bytes(8, "big") for one in (low, high))
    while start < end and (rows := connection.execute(query, (start, end)).fetchall()):
        yield [row for row in rows if row[1] in wanted]
        if rows[-1][0] < start:  # a damaged file must not lead in circles
            raise ProjectError("The history of a project file is not in order: it is damaged.")
        start = rows[-1][0] + b"\0"


def text_rows(connection: sqlite3.Connection, document_id: str) -> list[TextRow]:
    """The text of a document, if there is one."""
    query = "SELECT document_id, sha256, body FROM text WHERE document_id = ?"
    return connection.execute(query, (document_id,)).fetchall()


def source_rows(connection: sqlite3.Connection, document_id: str) -> list[SourceRow]:
    """The original files of a document."""
    query = f"SELECT {SOURCE} FROM source WHERE document_id = ? ORDER BY sha256"
    return connection.execute(query, (document_id,)).fetchall()


def known_ids(connection: sqlite3.Connection, table: str, ids: Sequence[bytes]) -> set[bytes]:
    """Which of these ids of edits or changes the file has."""
    found: set[bytes] = set()
    for start in range(0, len(ids), 1_000):
        some = ids[start : start + 1_000]
        marks = ", ".join("?" * len(some))
        rows = connection.execute(f"SELECT id FROM {table} WHERE id IN ({marks})", some)
        found.update(id_ for (id_,) in rows)
    return found


def sizes(connection: sqlite3.Connection, ids: Sequence[bytes]) -> dict[bytes, int]:
    """How many changes the edits with these ids have, of those that are in the file."""
    found: dict[bytes, int] = {}
    for start in range(0, len(ids), 1_000):
        some = ids[start : start + 1_000]
        marks = ", ".join("?" * len(some))
        found.update(connection.execute(f"SELECT id, size FROM edit WHERE id IN ({marks})", some))
    return found
