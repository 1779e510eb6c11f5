"""Whole copies of a project file, made while it may be open, and moved into place.

A copy is made by SQLite's backup API, never by copying the file: that would tear it.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from annotator.errors import ProjectError
from annotator.store.connection import connect
from annotator.store.failures import errors_in_words
from annotator.store.files import move_into_place, temporary_beside

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path


_PAGES = 2000
_KEPT = 10
_KEPT_DAYS = 14
_UNFINISHED = re.compile(r"\.[0-9a-f]{12}\.tmp(-journal)?$")
_LEFT_BEHIND = 3600.0
_STAMP = "%Y-%m-%d %H.%M.%S.%f"


class HasPath(Protocol):
    """An open project."""

    path: Path


def copy_project(
    project: HasPath,
    target: Path,
    *,
    replacing: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Make a whole, checked copy of an open project; `progress` is told the pages done and in all.

    An existing target is only replaced if asked. Nothing is left behind when anything is
    raised.
    """
    if target.exists() and target.samefile(project.path):
        raise ProjectError(f"“{target}” is the open project itself.", "Choose another name.")
    temporary = temporary_beside(target)
    try:
        with errors_in_words(target):
            temporary.touch(exist_ok=False)
            _copy_pages(project.path, temporary, progress)
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


def snapshot(project: HasPath) -> Path:
    """Keep a copy of the project as it now is, in the snapshots folder beside it.

    The last ten stay, and of the last fourteen days that have any the newest of each.
    """
    path = project.path
    folder = snapshots_folder(path)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ProjectError(
            f"The folder “{folder}” cannot be made: {error.strerror or error}.",
            "See whether the folder of the project can be written.",
        ) from error
    _sweep(folder, path.stem)
    name = f"{path.stem} {datetime.now().strftime(_STAMP)}{path.suffix}"
    made = copy_project(project, folder / name)
    for old in superseded(snapshots(path)):
        old.unlink(missing_ok=True)
    return made


def _sweep(folder: Path, stem: str) -> None:
    """Remove copies of this project that were left half made when their maker was killed."""
    for one in folder.iterdir():
        if one.name.startswith((f".{stem} ", f".{stem}.")) and _UNFINISHED.search(one.name):
            with suppress(OSError):
                if one.stat().st_mtime < time.time() - _LEFT_BEHIND:
                    one.unlink()


def snapshots_folder(path: Path) -> Path:
    """Where the snapshots of the projects in this folder lie."""
    return path.parent / "snapshots"


def snapshots(path: Path) -> list[Path]:
    """The snapshots of this project, the newest first."""
    pattern = re.compile(
        re.escape(path.stem) + r" \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.\d{6}" + re.escape(path.suffix)
    )
    folder = snapshots_folder(path)
    found = folder.iterdir() if folder.is_dir() else iter(())
    return sorted((one for one in found if pattern.fullmatch(one.name)), reverse=True)


def superseded(snapshots: list[Path]) -> list[Path]:
    """Those of the snapshots, given newest first, that need not be kept any longer."""
    newest_of_day: dict[str, Path] = {}
    for path in snapshots:
        newest_of_day.setdefault(path.stem.rsplit(" ", 2)[1], path)
    kept = {*snapshots[:_KEPT], *list(newest_of_day.values())[:_KEPT_DAYS]}
    return [path for path in snapshots if path not in kept]


def _copy_pages(source: Path, target: Path, progress: Callable[[int, int], None] | None) -> None:
    def report(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    reading = connect(source, mode="ro")
    try:
        writing = connect(target, mode="rw")
        try:
            reading.backup(writing, pages=_PAGES, progress=report)
            _check(writing, target)
        finally:
            writing.close()
    finally:
        reading.close()


def _check(copy: sqlite3.Connection, path: Path) -> None:
    (problem,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if problem != "ok":
        raise ProjectError(f"The copy “{path}” is damaged: {problem}.", "See whether the disk is sound.")
