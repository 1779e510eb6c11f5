"""The SQLite file that a merge is gathered in: its tables, and errors that are its own."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from annotator.errors import ProjectError
from annotator.store import outgoing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_TABLES = (
    "CREATE TABLE edit (id BLOB PRIMARY KEY, title, annotator, time, undoes, replica, codebook,"
    " size) WITHOUT ROWID",
    "CREATE TABLE change (id, edit, kind, target, field, document_id, prev, body,"
    " PRIMARY KEY (kind, target, field, id)) WITHOUT ROWID",
    "CREATE TABLE unchecked (kind, target, field, document_id, prev)",
    "CREATE TABLE text (document_id TEXT PRIMARY KEY, sha256, body)",
    "CREATE TABLE source (document_id, sha256, name, encoding, extractor, content,"
    " PRIMARY KEY (document_id, sha256))",
    "CREATE TABLE added (kind, document_id, sha256)",
    "CREATE TABLE part (edit)",
    "CREATE TABLE before (kind, target, field, ids, PRIMARY KEY (kind, target, field)) WITHOUT ROWID",
    "CREATE TABLE fact (name TEXT PRIMARY KEY, value)",
)


class StageFile:
    """Rows in tables, put in all together or not at all."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; `ProjectError` if there is no room, or it is damaged."""
        self.path = path
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        execute = self._connection.execute
        try:
            with self._in_words():
                execute("PRAGMA synchronous = OFF")
                execute("PRAGMA cache_size = -64000")
                if not execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                    for statement in _TABLES:
                        execute(statement)
        except ProjectError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file; it stays where it is."""
        self._connection.close()

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Keep all that is put in here, or nothing of it where anything is raised."""
        self._connection.execute("BEGIN")
        try:
            yield
            with self._in_words():
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Tell errors of this file from those of the projects."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.ProgrammingError):
                raise
            raise ProjectError(
                f"What is to be merged cannot be gathered in “{self.path.parent}”: {error}.",
                "Make room in the folder for temporary files, and try again.",
            ) from error

    def _put(self, table: str, columns: int, rows: Iterable[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * columns)
        statement = f"INSERT OR IGNORE INTO {table} VALUES ({marks})"
        with nullcontext() if self._connection.in_transaction else self.whole(), self._in_words():
            self._connection.executemany(statement, rows)

    def count(self, table: str) -> int:
        """How many rows there are in one of the tables."""
        return int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def sizes(self, ids: Sequence[bytes]) -> dict[bytes, int]:
        """How many changes these edits have, of those that are here."""
        return outgoing.sizes(self._connection, ids)

    def rows(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that a query about the staging file gives."""
        cursor = self._connection.execute(query, values)
        while some := cursor.fetchmany(2_000):
            yield from some
