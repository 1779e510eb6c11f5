"""The connection to a project file: its settings, and SQLite's errors in words."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlite_utils import Database

from annotator.errors import ProjectError, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
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


@contextmanager
def errors_in_words(path: Path) -> Iterator[None]:
    """Raise SQLite's own errors as a `UserError` that says what to do."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise UserError(
            "A value contains half of a character (a lone surrogate).",
            "Remove it; it comes from a broken conversion.",
        ) from error
    except UnicodeDecodeError as error:  # in a value, or in SQLite's own words about it
        raise _told(path, "SQLITE_CORRUPT") from error
    except sqlite3.IntegrityError as error:
        raise UserError(f"The edit adds the same thing twice ({error}).") from error
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.DatabaseError as error:
        raise project_error(path, error) from error


_NEWER_COPY = "The last edit was not saved. Close the project and open it again."
_REASONS = {
    "SQLITE_FULL": ("There is no room left on the disk of {}.", "Make room and try again."),
    "SQLITE_READONLY_DBMOVED": ("{} was moved or replaced while it was open.", _NEWER_COPY),
    "SQLITE_READONLY": (
        "{} cannot be written.",
        "See whether the file or its folder is write-protected, then try again.",
    ),
    "SQLITE_PERM": ("There is no permission to write {}.", "Ask for it, or work on a copy."),
    "SQLITE_BUSY": (
        "{} is being used by another program.",
        "Close it there, then try again.",
    ),
    "SQLITE_LOCKED": ("{} is being used by another program.", "Close it there, then try again."),
    "SQLITE_CANTOPEN": (
        "{} or its journal cannot be opened.",
        "See whether the file and its folder are still there and can be written.",
    ),
    "SQLITE_IOERR": (
        "The disk reported an error on {}.",
        "See whether the disk is still connected and has room, then try again.",
    ),
    "SQLITE_CORRUPT": (
        "{} is damaged.",
        "Open the newest file in the snapshots folder beside it, or a backup.",
    ),
    "SQLITE_NOTADB": ("{} is not a project file.", "Choose another file."),
    "SQLITE_TOOBIG": ("A value is too large for {}.", "Split the document into smaller ones."),
    "SQLITE_INTERRUPT": ("Reading {} took too long.", "Try again, or open a backup."),
    "SQLITE_NOMEM": ("There is not enough memory for {}.", "Close other programs and try again."),
}


def project_error(path: Path, error: sqlite3.Error) -> ProjectError:
    """SQLite's error as a sentence about this file, with a way out."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if "decode to UTF-8" in str(error):
        name = "SQLITE_CORRUPT"
    known = next((known for known in _REASONS if name.startswith(known)), "")
    if known:
        return _told(path, known)
    return ProjectError(f"“{path}” cannot be read or written: {error}.", _REASONS["SQLITE_IOERR"][1])


def _told(path: Path, reason: str) -> ProjectError:
    message, hint = _REASONS[reason]
    return ProjectError(message.format(f"“{path}”"), hint)
