"""Beginning to work locally: a copy of what lies in a shared folder, and why not to work there."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import ProjectError, UserError
from annotator.jobs.shared_folder_reading import copy_bytes, files_of
from annotator.store import guest, publication
from annotator.store.backup import copy_project
from annotator.store.places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable

_SIDECARS = ("-journal", "-wal")


def check_place(path: Path) -> None:
    """Refuse a place where a project must not be written, with the way out."""
    place = place_of(path)
    if place is not None:
        raise UserError(
            place.described(path),
            "Work in a copy on your own disk, and share that through the folder: annotator share"
            f" MINE.annodb {str(path.parent)!r}. If nobody else ever opens it there, add --here.",
        )


def copy_here(source: Path, target: Path, *, stop: Callable[[], bool] = lambda: False) -> Path:
    """Make a local project of a file in a shared folder, which stays as it is; returns the target.

    It is checked like any foreign file; an existing target is refused.
    """
    with tempfile.TemporaryDirectory(prefix="annotator-") as place:
        copy = Path(place) / target.name
        before = publication.seen(source)
        copy_bytes(source, copy, stop)
        for suffix in _SIDECARS:
            beside = source.with_name(source.name + suffix)
            if beside.exists():
                copy_bytes(beside, copy.with_name(copy.name + suffix), stop)
        if publication.seen(source) != before:
            raise ProjectError(f"“{source}” is being written just now.", "Try again in a moment.")
        return _taken(source, copy, target)


def _taken(source: Path, copy: Path, target: Path) -> Path:
    from annotator.store.project import Project

    try:
        with Project.open(copy) as opened:
            return copy_project(opened, target)
    except ProjectError as error:
        raise ProjectError(error.message.replace(str(copy), str(source)), error.hint) from error


def join(folder: Path, target: Path) -> Path:
    """Make a local project of the newest file in a folder; the rest comes by sharing."""
    found: dict[str, Path] = {}
    for file in sorted(files_of(folder, target), key=lambda one: one.stat().st_mtime):
        try:
            with guest.opened(file) as theirs:
                found[theirs.project] = file
        except ProjectError:
            continue
    if len(found) != 1:
        what = "several projects" if found else "no project that can be read"
        raise UserError(
            f"“{folder}” holds {what}, and there is no file “{target}”.",
            "Copy the project that you mean to your own disk first, and share that copy.",
        )
    return copy_here(next(iter(found.values())), target)
