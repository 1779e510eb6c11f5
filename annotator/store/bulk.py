"""What a great deal may be written without, and how that is made up for.

SQLite looks at every row by itself: whether it names rows that are there, and whether it would
replace a row of the history. In a transaction of ours with very many rows both is known for all
at once: each change has an id of its own, and references are counted by document at the end. And
an index is made from sorted rows in half the time in which it grows row by row.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotator.store.connection import room_for_bulk
from annotator.store.schema import TRIGGERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_NAME = "change_refuses_insert"
_GUARD = next(statement for statement in TRIGGERS if f" {_NAME} " in statement)
_IS_TORN = (
    "SELECT (SELECT count(*) FROM span WHERE document_id = ?1)"
    " <> (SELECT count(*) FROM fragment INDEXED BY fragment_by_start"
    " WHERE document_id = ?1 AND position = 0)"
)
_IS_EMPTY = "SELECT NOT EXISTS (SELECT 1 FROM document) AND NOT EXISTS (SELECT 1 FROM span)"
_INDEXES = (
    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
    " AND tbl_name IN ('span', 'fragment', 'relation') ORDER BY rowid"
)


@contextmanager
def unchecked(connection: sqlite3.Connection) -> Iterator[None]:
    """Room for a transaction whose references SQLite does not check; it must `trust` them."""
    with room_for_bulk(connection):
        connection.execute("PRAGMA foreign_keys = OFF")
        try:
            yield
        finally:
            connection.execute("PRAGMA foreign_keys = ON")


@contextmanager
def trust(connection: sqlite3.Connection, subjects: Collection[str]) -> Iterator[None]:
    """In a transaction, add changes without asking for each whether its id is there.

    The key of the table refuses one that is; nothing in here may INSERT OR REPLACE. At the end,
    documents are refused whose spans do not all have fragments, by the same count that an
    opened file must pass (see `checks.check_content`); annotations of documents that are not
    there have been refused before. In a file without articles, whose annotations nobody looks
    for meanwhile, their indexes are made at the end.
    """
    connection.execute(f"DROP TRIGGER {_NAME}")
    indexes = _dropped_indexes(connection)
    yield
    for statement in (*indexes, _GUARD):
        connection.execute(statement)
    for document_id in subjects:
        if connection.execute(_IS_TORN, (document_id,)).fetchone()[0]:
            raise sqlite3.IntegrityError(f"the fragments of {document_id} are not those of its spans")


def _dropped_indexes(connection: sqlite3.Connection) -> list[str]:
    """The statements that make the indexes of annotations again; none where they stay."""
    if not connection.execute(_IS_EMPTY).fetchone()[0]:
        return []
    indexes = connection.execute(_INDEXES).fetchall()
    try:
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
    except sqlite3.OperationalError:  # somebody reads: nothing has been dropped
        return []
    return [sql for _, sql in indexes]
