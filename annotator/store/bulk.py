"""What a great deal may be written without, and how that is made up for.

SQLite looks at every row by itself: whether it names rows that are there, and whether it would
replace a row of the history. In a transaction of ours with very many rows both is known for all
at once: each change has an id of its own, and references are counted by document at the end.
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
    there have been refused before.
    """
    connection.execute(f"DROP TRIGGER {_NAME}")
    yield
    connection.execute(_GUARD)
    for document_id in subjects:
        if connection.execute(_IS_TORN, (document_id,)).fetchone()[0]:
            raise sqlite3.IntegrityError(f"the fragments of {document_id} are not those of its spans")
