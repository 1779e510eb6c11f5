"""Checksums of all files of a folder, as `sha256sum --check SHA256SUMS` reads them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from annotator.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "SHA256SUMS"


def write_checksums(folder: Path) -> None:
    """Write the sums of all files below the folder into it, by name."""
    lines = [f"{digest}  {name}\n" for name, digest in _digests(folder)]
    (folder / NAME).write_bytes("".join(lines).encode())


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for name in names:
        if name != NAME:
            yield name, digest(folder / name)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def listed(folder: Path) -> dict[str, str]:
    """The sums that a folder names, by file; none if it has no such list."""
    try:
        lines = (folder / NAME).read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    return {name: said for said, _, name in (line.partition("  ") for line in lines) if name}


def check_against_sums(path: Path) -> None:
    """Raise `FormatError` if the sums beside a file say that it was altered."""
    said = listed(path.parent).get(path.name)
    if said is not None and said != digest(path):
        raise FormatError(
            f"{path} is not the file that {NAME} beside it was made of.",
            f"Fetch the release again; or take {NAME} away if the change is meant.",
        )
