"""Journals that lie beside a project file, after a crash or while another program writes."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import ProjectError
from annotator.store.checks import check_content, check_schema
from annotator.store.connection import connect, harden, make_durable
from annotator.store.files import stamp_of

if TYPE_CHECKING:
    from annotator.store.files import Stamp

_SIDECARS = ("-journal", "-wal")
_PATIENCE_SECONDS = 5.0


def has_journal(path: Path) -> bool:
    """Whether a journal with anything in it lies beside the file."""
    return bool(_journals(path))


def recover(path: Path, *, protected: str) -> None:
    """Let SQLite put the file right with its journal, once that has worked on a copy.

    `protected` says why the file cannot be written, where that is so.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not _is_sound_when_copied(path):
        if time.monotonic() > deadline:
            raise ProjectError(
                f"“{path}” is being written by another program.", "Close it there, then try again."
            )
        time.sleep(0.05)
    if protected:
        raise ProjectError(
            f"“{path}” was not closed properly, and where it is it cannot be put right: {protected}",
            "Copy it, with the journal beside it, to a folder that you may write to.",
        )
    connection = connect(path, mode="rw")
    try:
        make_durable(connection)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        connection.close()


def _is_sound_when_copied(path: Path) -> bool:
    """Check a copy that SQLite has recovered; False if the file changed meanwhile."""
    before = _stamps(path)
    with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
        copy = Path(folder) / path.name
        try:
            shutil.copyfile(path, copy)
            for journal in _journals(path):
                shutil.copyfile(journal, copy.with_name(journal.name))
        except FileNotFoundError:
            return False
        if _stamps(path) != before:
            return False
        _check_copy(copy, path)
    return True


def _check_copy(copy: Path, path: Path) -> None:
    try:
        connection = connect(copy, mode="rw")
        try:
            harden(connection, checking=True)
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            check_schema(connection, copy, version)
            check_content(connection, copy, is_own=False)
        finally:
            connection.close()
    except (ProjectError, sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise ProjectError(
            f"“{path}” was not closed properly, and the journal beside it does not put it right.",
            "Keep both as they are, and open the newest file in the snapshots folder.",
        ) from error


def _journals(path: Path) -> list[Path]:
    beside = [path.with_name(path.name + suffix) for suffix in _SIDECARS]
    stamps = [(one, stamp_of(one)) for one in beside]
    return [one for one, stamp in stamps if stamp is not None and stamp[2] > 0]


def _stamps(path: Path) -> list[Stamp | None]:
    return [stamp_of(path)] + [stamp_of(path.with_name(path.name + suffix)) for suffix in _SIDECARS]
