"""The connection to a project file: its settings and transactions."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from annotator.store.seeing import ReadingConnection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

BUSY_SECONDS = 2.0
CACHE_KIB = 16_000
BULK_CACHE_KIB = 256_000
LARGEST_VALUE = 200_000_000
PRAGMAS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA foreign_keys = ON",
    "PRAGMA locking_mode = NORMAL",
    f"PRAGMA cache_size = {-CACHE_KIB}",
)


def connect(path: Path, *, mode: str) -> sqlite3.Connection:
    """Open an existing file, `mode` being ro or rw; the guard has looked at it before."""
    uri = f"file:{quote(str(path.resolve()))}?mode={mode}"
    factory = ReadingConnection if mode == "ro" else sqlite3.Connection
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS, factory=factory
    )
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LARGEST_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}


def harden(connection: sqlite3.Connection, *, checking: bool = False) -> None:
    """Bound what a hostile file can make SQLite do; `checking` switches its code off."""
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, not checking)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, not checking)


def make_durable(connection: sqlite3.Connection) -> None:
    """Let every commit reach the disk, and the file be whole by itself at every moment."""
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync = ON")


def database(connection: sqlite3.Connection) -> Database:
    """The same connection for sqlite-utils, without plug-ins."""
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False, recursive_triggers=False, strict=True)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One durable transaction; nothing of it is kept when anything is raised."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def room_for_bulk(connection: sqlite3.Connection) -> Iterator[None]:
    """Let SQLite keep more of the file in memory while a great deal is written."""
    connection.execute(f"PRAGMA cache_size = {-BULK_CACHE_KIB}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = {-CACHE_KIB}")
        connection.execute("PRAGMA shrink_memory")
