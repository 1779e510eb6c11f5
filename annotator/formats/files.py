"""The checks that every file passes before it is read."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from annotator.errors import FormatError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_ARTICLE = 50_000_000
"""How many bytes the file of one article may have."""

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (Word and EPUB files are such, too)"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
)


_READABLE = ("a PDF", "a ZIP archive (Word and EPUB files are such, too)", "an RTF document")
_RENAME = "Give it the ending that belongs to it, for example .pdf, .docx, .epub, .rtf or .zip."
_SAVE = "Save it as text, Markdown or HTML first."


def check(path: Path) -> int:
    """The size of a file in bytes, once it is certain that it is one and is not empty."""
    try:
        status = path.stat()
    except FileNotFoundError:
        raise FormatError(f"There is no file {path}.", "Check the name and the folder.") from None
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no ordinary file"
        raise FormatError(f"{path} is {kind}.", "Name a file with an article in it.")
    if status.st_size == 0:
        raise FormatError(f"{path} is empty.", "There is nothing in it to label.")
    return status.st_size


def read_article(path: Path) -> bytes:
    """The bytes of one article's file, unless it is too large, binary or cannot be read."""
    content = read_binary(path)
    if kind := signature(content):
        raise FormatError(f"{path} is {kind}, not a text.", _RENAME if kind in _READABLE else _SAVE)
    return content


def read_binary(path: Path) -> bytes:
    """The bytes of a file that holds few articles, unless it is too large or cannot be read."""
    size = check(path)
    if size > LARGEST_ARTICLE:
        raise FormatError(
            f"{path} has {size:,} bytes; one article may have {LARGEST_ARTICLE:,}.",
            "Cut it into several files.",
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None


def shown_name(path: Path, *, is_bare: bool = False) -> str:
    """The file's name as text, even if the system's bytes are none; bare: without its ending."""
    name = path.stem if is_bare else path.name
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def signature(content: bytes) -> str:
    """What kind of binary file starts like this; empty if none that is known."""
    return next((kind for start, kind in _SIGNATURES if content.startswith(start)), "")


def unreadable(path: Path, error: OSError | ValueError) -> FormatError:
    """The error for a file that the system does not let us read."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return FormatError(f"{path} cannot be read: {reason}.", "Check that you may read it.")
