"""Files that appear whole or not at all.

What is written goes to a temporary name beside the target, reaches the disk, and is
moved into place; until then, and after any error, everything is as it was.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

from annotator.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANY_FILES = 200
"""From here on the whole system is told to write, once, instead of each file (on Linux, which waits)."""

_HINT = "Choose another folder, or move it away."


@contextmanager
def new_file(path: Path, *, overwrites: bool = False) -> Iterator[BinaryIO]:
    """A file to write bytes to; it stands at `path` once the block ends without an error."""
    path = path.resolve()
    refuse_existing(path, overwrites=overwrites)
    temporary = _beside(path)
    try:
        with _explained(path):
            with temporary.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            refuse_existing(path, overwrites=overwrites)
            temporary.replace(path)
            _sync_folder(path.parent)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


@contextmanager
def new_folder(path: Path, *, overwrites: bool = False) -> Iterator[Path]:
    """A folder to write files and subfolders into; they stand in `path` once the block has ended.

    Until then, and after an error, nothing of them does. A folder that is there already keeps
    its other files; only those of the same names are replaced.
    """
    path = path.resolve()
    _refuse_full(path, overwrites=overwrites)
    temporary = _beside(path)
    try:
        with _explained(path):
            temporary.mkdir()
            yield temporary
            _sync_tree(temporary)
            _move_folder(temporary, path)
            _sync_folder(path.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def write_small(path: str, content: bytes) -> None:
    """Write a file in a new folder, of which there are thousands: without the buffers of `open`."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        while len(content) > (written := os.write(file, content)):
            content = content[written:]
    finally:
        os.close(file)


def refuse_existing(path: Path, *, overwrites: bool) -> None:
    """Raise unless `path` is free, or is an ordinary file that may be overwritten."""
    if not path.parent.is_dir():
        raise FormatError(f"There is no folder {path.parent}.", "Make it first, or choose another.")
    if path.is_dir():
        raise FormatError(f"{path} is a folder.", "Choose another name.")
    if path.is_file() and _is_database(path):
        raise FormatError(f"{path} is a project or another database.", "Choose another name.")
    if path.exists() and not overwrites:
        raise FormatError(
            f"{path} exists already.", "Choose another name, or overwrite it with --force."
        )


def _is_database(path: Path) -> bool:
    """Whether a project would be lost if this file were overwritten."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError:
        return False


def _refuse_full(folder: Path, *, overwrites: bool) -> None:
    if folder.is_dir():
        if any(folder.iterdir()) and not overwrites:
            raise FormatError(
                f"{folder} is a folder with files in it.",
                "Choose another name, or write into it with --force.",
            )
    else:
        refuse_existing(folder, overwrites=False)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name[:100]}.{uuid4().hex[:8]}.part")


def _sync_tree(top: Path) -> None:
    """Let all files of a folder and its subfolders reach the disk, and the folders themselves."""
    if sys.platform == "linux" and len([*islice(top.rglob("*"), MANY_FILES + 1)]) > MANY_FILES:
        os.sync()
        return
    for entry in sorted(top.rglob("*")):
        if entry.is_dir():
            _sync_folder(entry)
        else:
            with entry.open("rb+") as opened:
                os.fsync(opened.fileno())
    _sync_folder(top)


def _move_folder(source: Path, target: Path) -> None:
    if not target.exists():
        source.rename(target)
        return
    _refuse_clashes(source, target)
    _move_files(source, target)


def _refuse_clashes(source: Path, target: Path) -> None:
    """Raise before anything is moved if a file would take a folder's place or a folder a file's."""
    for new in sorted(source.rglob("*")):
        there = target / new.relative_to(source)
        if there.is_dir() and not new.is_dir():
            raise FormatError(f"{there} is a folder, and a file of this name is to be written.", _HINT)
        if new.is_dir() and there.exists() and not there.is_dir():
            raise FormatError(f"{there} is a file, and a folder of this name is to be written.", _HINT)
        if there.is_file() and _is_database(there):
            raise FormatError(f"{there} is a project or another database.", _HINT)


def _move_files(source: Path, target: Path) -> None:
    for new in sorted(source.iterdir()):
        there = target / new.name
        if new.is_dir() and there.is_dir():
            _move_files(new, there)
        else:
            new.replace(there)
    _sync_folder(target)


def _sync_folder(folder: Path) -> None:
    """Let the folder's new entry reach the disk (Windows does so by itself)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn the system's refusals into errors that name the file."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise FormatError(
            f"{path} cannot be written: {reason}.",
            "What was there before is as it was; check the room on the disk and your rights.",
        ) from error
