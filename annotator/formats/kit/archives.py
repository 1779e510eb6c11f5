"""ZIP files from strangers: nothing outside the folder, nothing that grows without end."""

from __future__ import annotations

import stat
import struct
import zipfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from zlib import error as ZlibError  # noqa: N812 - its own name is that of a variable

from annotator.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST = 2_000_000_000
"""How many bytes an archive may have when it is unpacked."""
LARGEST_RATIO = 200
"""How many times larger than packed a member may be, beyond its first megabyte."""
MOST_MEMBERS = 200_000
LONGEST_NAME = 1_000
"""How many characters the path of a member may have."""

_CHUNK = 1_000_000
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2}
_HEADER = 30
_DAMAGES = (
    zipfile.BadZipFile,
    ZlibError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    struct.error,
)
_HINT = "Unpack it yourself if you trust it, and import the files."


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """An archive whose members have been checked: their names, their number, their size."""
    try:
        archive = zipfile.ZipFile(path)
    except (*_DAMAGES, OverflowError, MemoryError) as error:
        if path.suffix.casefold() == ".zip":
            raise FormatError(f"{path} cannot be unpacked: {error}.", _HINT) from None
        raise FormatError(
            f"{path} is damaged, or is not what its ending “{path.suffix}” says.",
            "Save it again in the program that made it, or give it its right ending.",
        ) from None
    with archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise FormatError(f"{path} holds more than {MOST_MEMBERS:,} files.", _HINT)
        total = 0
        for member in members:
            _check_name(member.filename, path)
            _check_kind(member, path)
            total += member.file_size
            if member.file_size > _CHUNK + LARGEST_RATIO * max(1, member.compress_size):
                raise FormatError(
                    f"{path}: “{member.filename}” would grow more than {LARGEST_RATIO} times.", _HINT
                )
        if total > LARGEST:
            raise FormatError(f"{path} would take more than {LARGEST:,} bytes unpacked.", _HINT)
        _check_apart(members, path)
        yield archive


def read_member(archive: zipfile.ZipFile, name: str, path: Path, *, limit: int = LARGEST) -> bytes:
    """The bytes of one member, at most `limit` of them; an absent or damaged one is refused."""
    try:
        with archive.open(name) as member:
            content = member.read(limit + 1)
    except KeyError:
        raise FormatError(f"{path} lacks “{name}”.", "It is damaged, or another kind of file.") from None
    except _DAMAGES as error:
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
            target = folder / PurePosixPath(member.filename.replace("\\", "/"))
            content = read_member(archive, member.filename, path)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            except (OSError, ValueError) as error:
                said = error.strerror if isinstance(error, OSError) and error.strerror else error
                raise FormatError(
                    f"{path}: “{member.filename}” cannot be written: {said}.", _HINT
                ) from None


def _check_name(name: str, path: Path) -> None:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or (len(name) > 1 and name[1] == ":") or "\0" in name:
        raise FormatError(f"{path} holds “{name}”, which leads out of its folder.", _HINT)
    if not parts.parts or len(name) > LONGEST_NAME:
        raise FormatError(f"{path} holds “{name[:80]}”, which is no name of a file.", _HINT)


def _check_kind(member: zipfile.ZipInfo, path: Path) -> None:
    """That a member is an ordinary file or folder, packed in a way that needs little memory."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise FormatError(
            f"{path}: “{member.filename}” is a link or a device, not a file.",
            _HINT,
        )
    if member.flag_bits & 0x1:
        raise FormatError(
            f"{path}: “{member.filename}” is locked with a password.",
            "Unpack it with the password, and import the files.",
        )
    if member.compress_type not in _METHODS:
        raise FormatError(
            f"{path}: “{member.filename}” is packed in a way that is not supported.", _HINT
        )


def _check_apart(members: Sequence[zipfile.ZipInfo], path: Path) -> None:
    """That no two members share a name (whatever its capitals) or bytes of the archive."""
    names: set[str] = set()
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            raise FormatError(f"{path}: “{member.filename}” overlaps with another file in it.", _HINT)
        end = member.header_offset + _HEADER + member.compress_size
        name = str(PurePosixPath(member.filename.replace("\\", "/"))).casefold()
        if name in names:
            raise FormatError(f"{path} holds “{member.filename}” twice.", _HINT)
        names.add(name)
