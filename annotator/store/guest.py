"""Reading another project file without ever writing to it, or to anything beside it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import ProjectError
from annotator.store import guard, migrations
from annotator.store.checks import check_schema, time_limit
from annotator.store.connection import connect, harden
from annotator.store.failures import errors_in_words
from annotator.store.files import stamp_of
from annotator.store.header import check_file, check_length, read_header
from annotator.store.recovery import has_journal

if TYPE_CHECKING:
    from collections.abc import Iterator

WHOLE_CHECK = 300_000_000
"""Up to this many bytes the whole file's structure is checked; of a larger one, its list of edits."""
_HAND_BACK = "Ask for it once more, as a finished copy; nothing was taken from it."


class Guest(NamedTuple):
    """Another project file, open for reading; `parts` are edits that are there in part only."""

    path: Path
    connection: sqlite3.Connection
    project: str
    parts: frozenset[bytes]


@contextmanager
def opened(path: Path) -> Iterator[Guest]:
    """Open another project file to take from it; `ProjectError` says why it is refused.

    What was not closed properly is put right in a copy.
    """
    path = path.absolute()
    check_file(path)
    path = path.resolve()
    with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
        place = _whole(path, Path(folder))
        version = migrations.VERSION
        if not guard.is_open_here(place):
            header = read_header(place)
            check_length(place, header)
            version = header.version
        with errors_in_words(path, is_checked=False):
            connection = connect(place, mode="ro")
            try:
                yield _checked(connection, path, version)
            finally:
                connection.close()


def _checked(connection: sqlite3.Connection, path: Path, version: int) -> Guest:
    harden(connection, checking=True)
    check_schema(connection, path, version)
    size = (stamp_of(path) or (0, 0, 0, 0))[2]
    only = "1" if size <= WHOLE_CHECK else "edit"
    with time_limit(connection, path):
        (problem, *_) = connection.execute(f"PRAGMA integrity_check({only})").fetchone()
    identity = dict(connection.execute("SELECT name, value FROM identity").fetchall())
    if problem != "ok" or "project" not in identity:
        reason = problem if problem != "ok" else "it does not say which project it is"
        raise ProjectError(f"“{path}” is damaged: {reason}.", _HAND_BACK)
    parts = connection.execute("SELECT edit FROM part").fetchall() if version >= 3 else ()
    return Guest(path, connection, str(identity["project"]), frozenset(edit for (edit,) in parts))


def _whole(path: Path, folder: Path) -> Path:
    """The file itself, or a copy that SQLite has put right with the journal beside it."""
    if guard.is_open_here(path):
        return path
    if not has_journal(path) and not read_header(path).is_wal:
        return path
    copy = folder / path.name
    for suffix in ("", "-journal", "-wal"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            shutil.copyfile(beside, copy.with_name(copy.name + suffix))
    with errors_in_words(path, is_checked=False):
        connection = sqlite3.connect(copy, isolation_level=None)
        try:
            harden(connection, checking=True)
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.DatabaseError as error:
            raise ProjectError(
                f"“{path}” was not closed properly, and the journal beside it does not put it right.",
                "Let whoever has it open and close it, and ask for a finished copy.",
            ) from error
        finally:
            connection.close()
    return copy
