"""ZIP files that an import reads as if they were folders; what is unpacked lives as long as it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.kit import archives

if TYPE_CHECKING:
    from collections.abc import Iterable

    Folder: TypeAlias = TemporaryDirectory[str]

DEEPEST = 3
"""How many ZIP files may stand inside each other."""
_NO_ARTICLES = ("__MACOSX",)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Where an archive was unpacked, what the user knows it as, and how deep it stands in others.

    `name` is short: the archive's own, after those of the archives in which it stands.
    """

    folder: Path
    archive: Path
    name: str
    depth: int = 1

    def name_of(self, path: Path) -> str:
        """The short name of a file in the folder, with those of the archives."""
        parts = path.relative_to(self.folder).parts
        return "/".join((self.name, *(files.shown_name(Path(part)) for part in parts)))

    def shown(self, path: Path) -> Path:
        """A file in the folder, as if the archive were one."""
        return self.archive / path.relative_to(self.folder)

    def renamed(self, text: str) -> str:
        """A message that names the archive where it named the folder."""
        return text.replace(str(self.folder), str(self.archive))


class Unpacker:
    """Unpacks archives, each once, and removes all of it in the end."""

    def __init__(self) -> None:
        self._folders: list[Folder] = []
        self._known: dict[Path, Unpacked] = {}
        self._size = 0

    def unpack(self, path: Path, outer: Unpacked | None = None) -> Unpacked:
        """The unpacked archive; `outer` is the one in which it stands."""
        shown = outer.shown(path) if outer is not None else path
        depth = outer.depth + 1 if outer is not None else 1
        name = files.shown_name(path) if outer is None else outer.name_of(path)
        if path in self._known:
            return self._known[path]
        if depth > DEEPEST:
            raise FormatError(
                f"{shown}: more than {DEEPEST} ZIP files stand inside each other.",
                "Unpack it yourself, and import the folder.",
            )
        try:
            return self._unpack(path, shown, name, depth)
        except FormatError as error:
            if outer is not None:
                error.message = outer.renamed(error.message)
            raise

    def _unpack(self, path: Path, shown: Path, name: str, depth: int) -> Unpacked:
        with archives.opened(path) as archive:
            self._size += sum(member.file_size for member in archive.infolist())
        if self._size > archives.LARGEST:
            raise FormatError(
                f"{shown} and the others would take more than {archives.LARGEST:,} bytes unpacked.",
                "Import them one after the other.",
            )
        try:
            folder = TemporaryDirectory(prefix="annotator-", ignore_cleanup_errors=True)
        except OSError as error:
            raise FormatError(
                f"{shown} cannot be unpacked: {error.strerror or error}.",
                "Make room in the folder for temporary files.",
            ) from None
        self._folders.append(folder)
        archives.unpack(path, Path(folder.name))
        self._known[path] = Unpacked(Path(folder.name), shown, name, depth)
        return self._known[path]

    def inside(self, path: Path) -> tuple[Path, Unpacked | None]:
        """The file or folder that a path means which leads into an archive, and that archive."""
        unpacked: Unpacked | None = None
        while not os.path.lexists(path):
            archive = next((one for one in path.parents if is_archive(one)), None)
            if archive is None:
                break
            rest = path.relative_to(archive)
            unpacked = self.unpack(archive, unpacked)
            path = unpacked.folder / rest
        return path, unpacked

    def take(self) -> tuple[Folder, ...]:
        """The folders, which are to be removed by whoever has them now."""
        folders, self._folders = tuple(self._folders), []
        return folders


def is_archive(path: Path) -> bool:
    """Whether this is a ZIP file, by its name."""
    return path.name.casefold().endswith(".zip") and path.is_file()


def remove(folders: Iterable[Folder]) -> None:
    """Remove what was unpacked."""
    for folder in folders:
        folder.cleanup()


def innermost(folder: Path) -> Path:
    """The folder in which the files of an archive stand: most archives hold one that has them all."""
    while True:
        found = [one for one in folder.iterdir() if not is_left_out(one.name)]
        if len(found) != 1 or not found[0].is_dir():
            return folder
        folder = found[0]


def is_left_out(name: str) -> bool:
    """Whether a file or folder is hidden, or holds what a program says of other files.

    Word writes a file whose name begins with `~$` beside each document that is open.
    """
    return name.startswith((".", "~$")) or name in _NO_ARTICLES
