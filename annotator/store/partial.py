"""A part of a project as a file of its own: a work package, or what somebody is to get back.

It is the same project, with fewer changes: what was done in it comes back by merging. Edits
of which only some changes are in it are listed in the table `part`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from annotator.errors import ProjectError
from annotator.store import integrity
from annotator.store.connection import connect, database, transaction
from annotator.store.failures import errors_in_words
from annotator.store.files import move_into_place, temporary_beside
from annotator.store.migrations import migrate
from annotator.store.partial_choice import Choice, Subset
from annotator.store.partial_state import fill

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from annotator.model.package import Package
    from annotator.store.backup import HasPath

__all__ = ["Subset", "write_part"]

_AT_ONCE = 2_000
_EDITS = (
    "SELECT edit.id, title, annotator, time, undoes, replica, codebook, size FROM taken_edit"
    " JOIN edit ON edit.id = taken_edit.id ORDER BY number"
)
_CHANGES = (
    "SELECT change.* FROM change JOIN taken ON taken.id = change.id"
    " WHERE taken.id > ? ORDER BY taken.id LIMIT ?"
)
_ADD_EDIT = (
    "INSERT INTO edit (id, title, annotator, time, undoes, replica, codebook, size)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_ADD_CHANGE = "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_GROWING = (
    ("text", "document_id, sha256, body", "NULL, ?, ?, ?"),
    ("source", "*", "?, ?, ?, ?, ?, ?"),
)


def write_part(
    project: HasPath,
    target: Path,
    subset: Subset,
    *,
    package: Package | None = None,
    replacing: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write a part of an open project to a new file, checked and whole, and return its path.

    `progress` hears how far it is, of how much, and may raise `Cancelled`; nothing is left
    behind then. An existing file is only replaced if asked, and never the project itself.
    """
    if target.exists() and target.samefile(project.path):
        raise ProjectError(f"“{target}” is the open project itself.", "Choose another name.")
    report = progress or (lambda _done, _total: None)
    temporary = temporary_beside(target)
    try:
        temporary.touch(exist_ok=False)
        with errors_in_words(project.path):
            _make(project.path, temporary, subset, package, report)
        move_into_place(temporary, target, replacing=replacing)
    except FileExistsError as error:
        raise ProjectError(f"“{target}” exists already.", "Choose another name.") from error
    except OSError as error:
        raise ProjectError(
            f"“{target}” cannot be written: {error.strerror or error}.",
            "Choose a folder that you may write to, on a disk with room.",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return target


def _make(
    source: Path,
    target: Path,
    subset: Subset,
    package: Package | None,
    report: Callable[[int, int], None],
) -> None:
    reading = connect(source, mode="ro")
    try:
        Choice(reading, subset).gather(report)
        writing = connect(target, mode="rw")
        try:
            writing.execute("PRAGMA journal_mode = MEMORY")
            writing.execute("PRAGMA synchronous = OFF")  # it reaches the disk when it is whole
            with transaction(writing):
                migrate(database(writing))
                _identify(reading, writing, package)
                _copy(reading, writing, report)
                fill(reading, writing)
            _check(writing, target)
        finally:
            writing.close()
    finally:
        reading.close()


def _identify(reading: sqlite3.Connection, writing: sqlite3.Connection, package: Package | None) -> None:
    (project,) = reading.execute("SELECT value FROM identity WHERE name = 'project'").fetchone()
    said = [("project", project), ("replica", str(uuid4()))]
    if package is not None:
        said.append(("package", package.as_json()))
    writing.executemany("INSERT INTO identity VALUES (?, ?)", said)


def _copy(
    reading: sqlite3.Connection, writing: sqlite3.Connection, report: Callable[[int, int], None]
) -> None:
    """Copy what only grows: texts, originals, edits and changes."""
    (total,) = reading.execute("SELECT count(*) FROM taken").fetchone()
    for name, columns, marks in _GROWING:
        ids = reading.execute(
            f"SELECT {name}.rowid FROM {name} JOIN chosen ON chosen.id = document_id ORDER BY 1"
        ).fetchall()
        one = f"SELECT {columns} FROM {name} WHERE rowid = ?"
        for rowid in ids:
            report(0, total)
            row = reading.execute(one, rowid).fetchone()
            writing.execute(f"INSERT INTO {name} VALUES ({marks})", row)
    writing.executemany(_ADD_EDIT, reading.execute(_EDITS).fetchall())
    done, last = 0, b""
    while block := reading.execute(_CHANGES, (last, _AT_ONCE)).fetchall():
        writing.executemany(_ADD_CHANGE, block)
        done, last = done + len(block), bytes(block[-1][0])
        report(done, total)


def _check(writing: sqlite3.Connection, path: Path) -> None:
    (problem,) = writing.execute("PRAGMA integrity_check(1)").fetchone()
    if problem == "ok":
        problem = next(integrity.problems(writing), "ok")
    if problem != "ok":
        raise ProjectError(
            f"“{path.name}” did not become a whole project: {problem}.",
            "Check the project it was to be made from: annotator check.",
        )
