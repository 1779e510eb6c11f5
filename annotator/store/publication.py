"""A finished copy of a project in a folder that others read, and what makes it safe to replace.

Nobody writes another's file. A publication appears whole under its name or not at all.
"""

from __future__ import annotations

import contextlib
import re
import time
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import ProjectError
from annotator.store.connection import connect
from annotator.store.failures import errors_in_words
from annotator.store.files import move_into_place, stamp_of, temporary_beside

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

SUFFIX = ".annodb"
_PAGES = 2000
_MOST_RESTARTS = 5
_LEFT_BEHIND = 3600
_HEADER = 100
_REPLICA = re.compile(r"\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|\.[0-9a-f]{32}$")
_NOT_IN_NAMES = re.compile(r"[^\w-]+")

Seen = tuple[int, int, str]
"""How a file in the folder was found: size in bytes, time of change in ns, header in hexadecimal."""


class State(NamedTuple):
    """How far a project file had come: its edits, the last one's id, edits in part, size, time."""

    edits: int
    last: str
    parts: int
    size: int
    changed: int

    def is_same(self, other: State | None) -> bool:
        """Whether nothing was written in between."""
        return other is not None and tuple(self) == tuple(other)


class Summary(NamedTuple):
    """What a file says about itself: who has last worked where it comes from, when, and how much."""

    who: str
    latest: str
    documents: int
    annotations: int


class Busy(ProjectError):
    """Somebody goes on writing to the project; the publication can wait."""


def published_name(path: Path, replica: str) -> str:
    """What the copy of this project is called that this replica publishes."""
    stem = path.name.removesuffix(SUFFIX)
    return f"{stem}.{_NOT_IN_NAMES.sub('-', replica)}{SUFFIX}"


def is_publication(name: str) -> bool:
    """Whether a file is called as publications are."""
    return name.endswith(SUFFIX) and _REPLICA.search(name.removesuffix(SUFFIX)) is not None


def plain_name(name: str) -> str:
    """The name of the project that a publication is a copy of."""
    return _REPLICA.sub("", name.removesuffix(SUFFIX)) + SUFFIX


def publish(path: Path, target: Path, *, progress: Callable[[int, int], None] | None = None) -> Seen:
    """Copy the project at this path, which may be open, to `target`, and say how that now stands.

    What was there is replaced. Nothing is left behind when anything is raised; `Busy` if the
    project is written to all the time. `progress` is told the pages done and in all.
    """
    _sweep(target)
    temporary = temporary_beside(target)
    try:
        with errors_in_words(target):
            temporary.touch(exist_ok=False)
            _copy(path, temporary, progress)
        move_into_place(temporary, target, replacing=True)
        return seen(target) or (0, 0, "")
    except OSError as error:
        raise ProjectError(
            f"“{target}” cannot be written: {error.strerror or error}.",
            "See whether the shared folder is there, can be written, and has room.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def seen(path: Path) -> Seen | None:
    """How a file in the shared folder now stands; None if it is not there or cannot be read."""
    stamp = stamp_of(path)
    if stamp is None:
        return None
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError:
        return stamp[2], stamp[3], ""
    return stamp[2], stamp[3], header.hex()


def state_of(path: Path) -> State:
    """How far the project at this path has come; it may be open."""
    stamp = stamp_of(path) or (0, 0, 0, 0)
    with errors_in_words(path), contextlib.closing(connect(path, mode="ro")) as connection:
        query = "SELECT number, hex(id) FROM edit ORDER BY number DESC LIMIT 1"
        edits, last = connection.execute(query).fetchone() or (0, "")
        (parts,) = connection.execute("SELECT count(*) FROM part").fetchone()
    return State(edits, last, parts, stamp[2], stamp[3])


def holds(path: Path, state: State) -> bool:
    """Whether the project has all that it had then; not so where an older copy was put in its place."""
    with errors_in_words(path), contextlib.closing(connect(path, mode="ro")) as connection:
        query = "SELECT count(*) FROM edit WHERE id = ?"
        (found,) = connection.execute(query, (bytes.fromhex(state.last),)).fetchone()
        (edits,) = connection.execute("SELECT max(number) FROM edit").fetchone()
    return (bool(found) or not state.last) and (edits or 0) >= state.edits


def summary(connection: sqlite3.Connection, name: str) -> Summary:
    """What a file of this name says about itself."""
    last = (
        "SELECT coalesce(annotator.name, ''), edit.time FROM edit LEFT JOIN annotator"
        " ON annotator.id = edit.annotator WHERE edit.annotator <> '' AND edit.replica = ?"
        " ORDER BY number DESC LIMIT 1"
    )
    replica = name.removesuffix(SUFFIX).rpartition(".")[2].partition(" ")[0]
    who, latest = connection.execute(last, (replica,)).fetchone() or ("", "")
    return Summary(who, latest, *_counts(connection))


def counts_of(path: Path) -> tuple[int, int]:
    """How many documents and spans the project at this path has; it may be open."""
    with errors_in_words(path), contextlib.closing(connect(path, mode="ro")) as connection:
        return _counts(connection)


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    (documents,) = connection.execute("SELECT count(*) FROM document").fetchone()
    (annotations,) = connection.execute("SELECT count(*) FROM span").fetchone()
    return documents, annotations


def _copy(source: Path, target: Path, progress: Callable[[int, int], None] | None) -> None:
    """Copy page by page; a write in between begins anew, which labels must not wait for."""
    left, restarts = 1 << 62, 0

    def report(_status: int, remaining: int, total: int) -> None:
        nonlocal left, restarts
        restarts += remaining > left
        left = remaining
        if restarts > _MOST_RESTARTS:
            raise Busy(f"“{source}” is being written all the time.", "It is published a little later.")
        if progress is not None:
            progress(total - remaining, total)

    with (
        contextlib.closing(connect(source, mode="ro")) as reading,
        contextlib.closing(connect(target, mode="rw")) as writing,
    ):
        writing.execute("PRAGMA journal_mode = MEMORY")  # nothing but the file itself in the folder
        writing.execute("PRAGMA synchronous = OFF")  # it is brought to the disk as a whole
        reading.backup(writing, pages=_PAGES, progress=report)
        (problem,) = writing.execute("PRAGMA quick_check(1)").fetchone()
        if problem != "ok":
            raise ProjectError(
                f"The copy “{target.name}” is damaged: {problem}.", "See whether the disk is sound."
            )


def _sweep(target: Path) -> None:
    """Remove what a publisher of this very name has left behind when it was killed."""
    old = time.time() - _LEFT_BEHIND
    with contextlib.suppress(OSError):
        for one in target.parent.glob(f".{target.name}.*.tmp"):
            if one.stat().st_mtime < old:
                one.unlink(missing_ok=True)
