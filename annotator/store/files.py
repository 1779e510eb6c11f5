"""Files written beside their place and moved into it when they are whole."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Stamp = tuple[int, int, int, int]


def stamp_of(path: Path) -> Stamp | None:
    """Device, inode, size in bytes and time of change of a file, without opening it."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def is_same_file(one: Stamp | None, other: Stamp | None) -> bool:
    """Whether two stamps are of one file, whatever was written to it in between."""
    return one is not None and other is not None and one[:2] == other[:2]


def temporary_beside(path: Path) -> Path:
    """A fresh hidden name in the same folder."""
    return path.with_name(f".{path.name}.{uuid.uuid4().hex[:12]}.tmp")


def move_into_place(temporary: Path, path: Path, *, replacing: bool) -> None:
    """Give a finished file its name, durably; an existing one is only replaced if asked."""
    _reach_the_disk(temporary)
    if replacing:
        temporary.replace(path)
    else:
        _move_to_free_name(temporary, path)
    _reach_the_disk(path.parent)


def _move_to_free_name(temporary: Path, path: Path) -> None:
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        temporary.rename(path)
    else:
        temporary.unlink()


def _reach_the_disk(path: Path) -> None:
    """Wait until a file's content, or a folder's list of names, is on the disk."""
    if os.name == "nt" and path.is_dir():  # folders cannot be opened there
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
