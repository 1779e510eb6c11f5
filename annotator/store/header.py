"""The first 100 bytes of a project file, read before SQLite sees any of it."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import ProjectError
from annotator.store import migrations
from annotator.store.schema import APPLICATION_ID

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"SQLite format 3\0"
LENGTH = 100
_OLDEST = 1
_FETCH = "Copy or download it again, or open a backup."


class Header(NamedTuple):
    """What the first bytes say: sizes in bytes, `pages` 0 where the header does not know."""

    page_size: int
    pages: int
    version: int
    is_wal: bool


def check_file(path: Path) -> None:
    """Refuse what is no readable file with something in it."""
    try:
        status = path.stat()
    except FileNotFoundError:
        raise ProjectError(
            f"There is no file “{path}”.", "See whether it was moved, renamed or not yet fetched."
        ) from None
    except OSError as error:
        raise _unreadable(path, error) from error
    if stat.S_ISDIR(status.st_mode):
        raise ProjectError(f"“{path}” is a folder.", "Choose a project file in it.")
    if not stat.S_ISREG(status.st_mode):
        raise ProjectError(f"“{path}” is not an ordinary file.", "Choose a project file.")
    if status.st_size == 0:
        raise ProjectError(f"“{path}” is empty.", _FETCH)


def read_header(path: Path) -> Header:
    """Read and check the header; never to be called while this process has the file open."""
    try:
        with path.open("rb") as file:
            raw = file.read(LENGTH)
    except OSError as error:
        raise _unreadable(path, error) from error
    if not MAGIC.startswith(raw[: len(MAGIC)]):
        raise ProjectError(
            f"“{path}” is not a project file.",
            "Project files end in .annodb. Texts and annotations are imported into a project.",
        )
    if len(raw) < LENGTH:
        raise ProjectError(f"“{path}” is cut short.", _FETCH)
    return _understood(path, raw)


def _understood(path: Path, raw: bytes) -> Header:
    def number(at: int, length: int = 4) -> int:
        return int.from_bytes(raw[at : at + length], "big")

    if number(68) != APPLICATION_ID:
        raise ProjectError(f"“{path}” belongs to another program.", "Choose a project file (.annodb).")
    version = number(60)
    if version > migrations.VERSION:
        raise ProjectError(
            f"“{path}” was made by a newer version of Annotator (layout {version}).",
            "Install the newest version to open it.",
        )
    if version < _OLDEST:
        raise ProjectError(
            f"“{path}” was made by a version that is too old (layout {version}).",
            "Open and save it with an earlier release first.",
        )
    size = number(16, 2)
    page_size = 65536 if size == 1 else size
    if page_size < 512 or page_size & (page_size - 1) or max(raw[18:20]) > 2 or min(raw[18:20]) < 1:
        raise ProjectError(f"“{path}” is damaged: its header makes no sense.", _FETCH)
    pages = number(28) if number(24) == number(92) else 0
    return Header(page_size, pages, version, is_wal=raw[18] == 2)


def check_length(path: Path, header: Header) -> None:
    """Refuse a file that has fewer bytes than its header counts."""
    size, wanted = path.stat().st_size, header.pages * header.page_size
    if size < wanted:
        raise ProjectError(f"“{path}” is cut short: it has {size:,} of {wanted:,} bytes.", _FETCH)


def _unreadable(path: Path, error: OSError) -> ProjectError:
    if isinstance(error, PermissionError):
        return ProjectError(f"There is no permission to read “{path}”.", "Ask for it, or for a copy.")
    return ProjectError(
        f"“{path}” cannot be read: {error.strerror or error}.", "See whether its disk is connected."
    )
