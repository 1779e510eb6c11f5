"""ZIP files from strangers: nothing outside the folder, nothing that grows without end."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from zlib import error as ZlibError  # noqa: N812 - its own name is that of a variable

from annotator.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 2_000_000_000
"""How many bytes an archive may have when it is unpacked."""
LARGEST_RATIO = 200
"""How many times larger than packed a member may be, beyond its first megabyte."""
MOST_MEMBERS = 200_000

_CHUNK = 1_000_000
_DAMAGES = (
    zipfile.BadZipFile,
    ZlibError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """An archive whose members have been checked: their names, their number, their size."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FormatError(f"{path} cannot be unpacked: {error}.", _HINT) from None
    with archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise FormatError(f"{path} holds more than {MOST_MEMBERS:,} files.", _HINT)
        total = 0
        for member in members:
            _check_name(member.filename, path)
            total += member.file_size
            if member.file_size > _CHUNK + LARGEST_RATIO * max(1, member.compress_size):
                raise FormatError(
                    f"{path}: “{member.filename}” would grow more than {LARGEST_RATIO} times.", _HINT
                )
        if total > LARGEST:
            raise FormatError(f"{path} would take more than {LARGEST:,} bytes unpacked.", _HINT)
        yield archive


_HINT = "Unpack it yourself if you trust it, and import the files."


def read_member(archive: zipfile.ZipFile, name: str, path: Path, *, limit: int = LARGEST) -> bytes:
    """The bytes of one member, at most `limit` of them; an absent or damaged one is refused."""
    try:
        with archive.open(name) as member:
            content = member.read(limit + 1)
    except KeyError:
        raise FormatError(f"{path} lacks “{name}”.", "It is damaged, or another kind of file.") from None
    except (
        zipfile.BadZipFile,
        ZlibError,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise FormatError(f"{path}: “{name}” cannot be unpacked: {error}.", _HINT) from None
    if len(content) > limit:
        raise FormatError(f"{path}: “{name}” has more than {limit:,} bytes.", _HINT)
    return content


def unpack(path: Path, folder: Path) -> None:
    """Write all members below a folder."""
    with opened(path) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            target = folder / PurePosixPath(member.filename)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(read_member(archive, member.filename, path))


def _check_name(name: str, path: Path) -> None:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or (len(name) > 1 and name[1] == ":") or "\0" in name:
        raise FormatError(f"{path} holds “{name}”, which leads out of its folder.", _HINT)
