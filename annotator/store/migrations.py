"""The layouts of the project file, one step a layout; `user_version` counts them."""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import TYPE_CHECKING

from sqlite_utils import Database

from annotator.store.schema import APPLICATION_ID, LAYOUT_1
from annotator.store.schema_2 import LAYOUT_2
from annotator.store.schema_3 import LAYOUT_3

if TYPE_CHECKING:
    from collections.abc import Callable


def layout_1(db: Database) -> None:
    """Create everything: history, current state, search, triggers and views."""
    for statement in LAYOUT_1:
        db.execute(statement)


def layout_2(db: Database) -> None:
    """Add threads of messages, saved queries, assignments and the signatures of texts."""
    for statement in LAYOUT_2:
        db.execute(statement)


def layout_3(db: Database) -> None:
    """Add decisions, unifications, conflicts, and what waits for an article or an end."""
    for statement in LAYOUT_3:
        db.execute(statement)


MIGRATIONS: tuple[Callable[[Database], None], ...] = (layout_1, layout_2, layout_3)
VERSION = len(MIGRATIONS)


def migrate(db: Database, *, from_version: int = 0) -> None:
    """Bring a file to the newest layout; the caller holds the transaction."""
    for step in MIGRATIONS[from_version:]:
        step(db)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {VERSION}")


@cache
def expected_schema(version: int) -> dict[tuple[str, str], str]:
    """The text of every object of an empty file of this layout, by type and name."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db = Database(connection, execute_plugins=False, recursive_triggers=False, strict=True)
        for step in MIGRATIONS[:version]:
            step(db)
        return schema_of(connection)
    finally:
        connection.close()


def schema_of(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The text of every object of this file, by type and name."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema")
    return {(type_, name): sql or "" for type_, name, sql in rows}
