"""Which files an import reads, and how: folders are searched, formats told by the ending."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import formats
from annotator.errors import FormatError
from annotator.formats import files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.formats.format import Format, Part, Reading


@dataclass(frozen=True, slots=True)
class Choice:
    """A file and the format that it is read in."""

    path: Path
    format: Format

    def read(self, reading: Reading) -> Iterator[Part]:
        """What the file holds, part by part."""
        assert self.format.read is not None
        return self.format.read(self.path, reading)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was found under the paths that the user named.

    `refused` are files that were named but cannot be read; `passed_over` counts files of
    other kinds in folders.
    """

    choices: tuple[Choice, ...]
    refused: tuple[tuple[Path, FormatError], ...] = ()
    passed_over: int = 0


def choose(paths: Sequence[Path], format_name: str | None = None) -> Chosen:
    """The files to read under these paths, folders with all that they hold, sorted."""
    wanted = _readable(format_name) if format_name is not None else None
    choices: dict[Path, Choice] = {}
    refused: list[tuple[Path, FormatError]] = []
    passed_over = 0
    for path in paths:
        try:
            if path.is_dir():
                found, others = _in_folder(path, wanted)
                passed_over += others
            else:
                found = [_named_file(path, wanted)]
        except FormatError as error:
            if len(paths) == 1:
                raise
            refused.append((path, error))
        else:
            for choice in found:
                choices.setdefault(choice.path.resolve(), choice)
    return Chosen(tuple(choices.values()), tuple(refused), passed_over)


def _readable(name: str) -> Format:
    found = formats.named(name)
    if not found.reads:
        names = ", ".join(one.name for one in formats.formats() if one.reads)
        raise FormatError(f"{found.title} can be written, not read.", f"These can be read: {names}.")
    return found


def _named_file(path: Path, wanted: Format | None) -> Choice:
    files.check(path)
    found = wanted or formats.of_file(path)
    if found is None:
        kind = f"files that end in “{path.suffix}”" if path.suffix else "files without an ending"
        endings = ", ".join(formats.readable_endings())
        raise FormatError(
            f"{path}: Annotator does not know {kind}.",
            f"It reads {endings}; or say with --format what it is.",
        )
    return Choice(path, found)


def _in_folder(folder: Path, wanted: Format | None) -> tuple[list[Choice], int]:
    """What to read in a folder: all of it as one corpus, or its files one by one."""
    whole = formats.of_folder(folder)
    if whole is not None and wanted in (None, whole):
        return [Choice(folder, whole)], 0
    choices: list[Choice] = []
    belonging: set[Path] = set()
    passed_over = 0
    for path in _files_below(folder):
        found = formats.of_file(path)
        if wanted is not None and found is not wanted and _has_ending(path, wanted):
            found = wanted
        if found is None or (wanted is not None and found is not wanted):
            passed_over += 1
            continue
        choices.append(Choice(path, found))
        if found.companions is not None:
            belonging.update(found.companions(path))
    choices = [choice for choice in choices if choice.path not in belonging]
    if not choices:
        endings = ", ".join(wanted.extensions if wanted is not None else formats.readable_endings())
        raise FormatError(
            f"There is no article in the folder {folder}.",
            f"It is searched, with its subfolders, for files that end in {endings}.",
        )
    return choices, passed_over


def _has_ending(path: Path, wanted: Format) -> bool:
    return path.name.casefold().endswith(wanted.extensions)


def _files_below(folder: Path) -> Iterator[Path]:
    """All files of a folder and its subfolders, sorted; hidden ones and links to folders apart."""

    def refuse(error: OSError) -> None:
        raise files.unreadable(Path(error.filename or folder), error)

    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(root) / name
