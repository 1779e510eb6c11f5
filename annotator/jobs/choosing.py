"""Which files an import reads, and how: folders and ZIP files are searched, formats told."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import formats
from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.decoding import UncertainEncodingError
from annotator.formats.format import Article, CodebookLine
from annotator.jobs.unpacking import Unpacked, Unpacker, innermost, is_archive, is_left_out, remove

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from annotator.formats.article_table_guess import TableGuess
    from annotator.formats.format import Format, Part, Reading
    from annotator.jobs.unpacking import Folder


_TO_SAVE_AGAIN = {
    ".doc": ".docx",
    ".wpd": ".docx",
    ".pages": ".docx",
    ".ppt": ".pdf",
    ".pptx": ".pdf",
    ".xls": ".xlsx",
    ".numbers": ".xlsx",
    ".ods": ".xlsx",
    ".mobi": ".epub",
    ".azw3": ".epub",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A file and the format that it is read in; `unpacked` is the archive that it came out of."""

    path: Path
    format: Format
    unpacked: Unpacked | None = None

    @property
    def shown(self) -> Path:
        """The path that the user knows; it leads into the archive if the file stands in one."""
        return self.path if self.unpacked is None else self.unpacked.shown(self.path)

    @property
    def name(self) -> str:
        """What the file is called, with the archive and its folders if it stands in one."""
        return files.shown_name(self.path) if self.unpacked is None else self.unpacked.name_of(self.path)

    def read(self, reading: Reading) -> Iterator[Part]:
        """What the file holds, part by part."""
        assert self.format.read is not None
        is_needed = not reading.spares_certain or self.path.is_dir() or reading.encoding is None
        parts = self.format.read(self.path, reading) if is_needed else self._as_it_says(reading)
        return parts if self.unpacked is None else self._renamed(parts, self.unpacked, reading)

    def _as_it_says(self, reading: Reading) -> Iterator[Part]:
        """The parts in the encoding that the file tells itself; in the one said, where it does not."""
        assert self.format.read is not None
        own = replace(reading, encoding=None)
        parts = self.format.read(self.path, own)
        try:
            first = next(parts, None)
        except UncertainEncodingError:
            yield from self.format.read(self.path, reading)
            return
        if first is not None:
            yield first
            yield from parts
        reading.further = own.further

    def table(self, reading: Reading) -> TableGuess:
        """The columns and first rows of a table of articles."""
        from annotator.formats.article_table import columns_of

        encoding = reading.encoding
        try:
            try:
                return columns_of(self.path, None if reading.spares_certain else encoding)
            except UncertainEncodingError:
                return columns_of(self.path, encoding)
        except FormatError as error:
            if self.unpacked is not None:
                error.message = self.unpacked.renamed(error.message)
            raise

    def _renamed(self, parts: Iterator[Part], unpacked: Unpacked, reading: Reading) -> Iterator[Part]:
        """The parts; places in messages, remarks and sources lead into the archive."""
        remarks = len(reading.remarks)
        try:
            for part in parts:
                yield self._in_archive(part, unpacked)
        except FormatError as error:
            error.message, error.hint = unpacked.renamed(error.message), unpacked.renamed(error.hint)
            raise
        finally:
            reading.remarks[remarks:] = map(unpacked.renamed, reading.remarks[remarks:])

    def _in_archive(self, part: Part, unpacked: Unpacked) -> Part:
        if isinstance(part, CodebookLine):
            return replace(part, place=unpacked.renamed(part.place))
        if not isinstance(part, Article) or part.source is None:
            return part
        own = files.shown_name(self.path)
        if not part.source.name.startswith(own):
            return part
        name = self.name + part.source.name.removeprefix(own)
        return replace(part, source=replace(part.source, name=name))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was found under the paths that the user named.

    `refused` are files that were named but cannot be read; `passed_over` counts files of
    other kinds in folders. What was unpacked is there until it is closed.
    """

    choices: tuple[Choice, ...]
    refused: tuple[tuple[Path, FormatError], ...] = ()
    passed_over: int = 0
    folders: tuple[Folder, ...] = ()

    def close(self) -> None:
        """Remove what was unpacked; the choices cannot be read any more."""
        remove(self.folders)

    def __enter__(self) -> Chosen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def choose(paths: Sequence[Path], format_name: str | None = None) -> Chosen:
    """The files to read under these paths, folders and ZIP files with all that they hold, sorted.

    A path may lead into a ZIP file. Close what is returned.
    """
    wanted = _readable(format_name) if format_name is not None else None
    search = _Search(wanted)
    try:
        for path in paths:
            try:
                search.add(path)
            except FormatError as error:
                if len(paths) == 1:
                    raise
                search.refused.append((path, error))
    except BaseException:
        remove(search.unpacker.take())
        raise
    return Chosen(
        tuple(search.choices.values()), tuple(search.refused), search.passed_over, search.unpacker.take()
    )


def _readable(name: str) -> Format:
    found = formats.named(name)
    if not found.reads:
        names = ", ".join(one.name for one in formats.formats() if one.reads)
        raise FormatError(f"{found.title} can be written, not read.", f"These can be read: {names}.")
    return found


@dataclass(slots=True)
class _Search:
    """Collects the files to read under one path after the other."""

    wanted: Format | None
    unpacker: Unpacker = field(default_factory=Unpacker)
    choices: dict[Path, Choice] = field(default_factory=dict)
    refused: list[tuple[Path, FormatError]] = field(default_factory=list)
    passed_over: int = 0

    def add(self, path: Path) -> None:
        """Add what is under a path that the user named."""
        path, unpacked = self.unpacker.inside(path)
        if path.is_dir():
            self._add_folder(path, unpacked, path)
        elif self._is_to_unpack(path):
            self._add_archive(path, unpacked)
        else:
            self._add_choice(Choice(path, self._format_of(path), unpacked))

    def _add_choice(self, choice: Choice) -> None:
        self.choices.setdefault(choice.path.resolve(), choice)

    def _is_to_unpack(self, path: Path) -> bool:
        """Whether it is a ZIP file that none of the formats, or not the wanted one, takes as a whole."""
        if not is_archive(path) or (self.wanted is not None and _has_ending(path, self.wanted)):
            return False
        return formats.of_file(path) is None or self.wanted is not None

    def _format_of(self, path: Path) -> Format:
        files.check(path)
        found = self.wanted or formats.of_file(path)
        if found is not None:
            return found
        if readable := _TO_SAVE_AGAIN.get(path.suffix.casefold()):
            raise FormatError(
                f"{path}: Annotator does not read files that end in “{path.suffix}”.",
                f"Open it in the program that made it and save it as {readable}.",
            )
        kind = f"files that end in “{path.suffix}”" if path.suffix else "files without an ending"
        endings = ", ".join(dict.fromkeys(formats.readable_endings()))
        if path.name.casefold().endswith(formats.readable_endings()):
            raise FormatError(
                f"{path}: none of the formats of {kind} fits what is in it.",
                "Say with --format what it is.",
            )
        raise FormatError(
            f"{path}: Annotator does not know {kind}.",
            f"It reads {endings}; or say with --format what it is.",
        )

    def _add_archive(self, path: Path, outer: Unpacked | None) -> None:
        unpacked = self.unpacker.unpack(path, outer)
        self._add_folder(innermost(unpacked.folder), unpacked, unpacked.archive)

    def _add_folder(self, folder: Path, unpacked: Unpacked | None, named: Path) -> None:
        """Add what to read in a folder: all of it as one corpus, or its files one by one."""
        whole = formats.of_folder(folder)
        if whole is not None and self.wanted in (None, whole):
            self._add_choice(Choice(folder, whole, unpacked))
            return
        before = len(self.choices) + len(self.refused)
        found: list[Choice] = []
        belonging: set[Path] = set()
        for path in _files_below(folder):
            if self._is_to_unpack(path):
                self._add_inner_archive(path, unpacked)
                continue
            fitting = self._fitting(path)
            if fitting is None:
                self.passed_over += 1
                continue
            found.append(Choice(path, fitting, unpacked))
            if fitting.companions is not None:
                belonging.update(fitting.companions(path))
        for choice in found:
            if choice.path not in belonging:
                self._add_choice(choice)
        if before == len(self.choices) + len(self.refused) and not found:
            raise self._empty(named, is_archive=unpacked is not None and named == unpacked.archive)

    def _add_inner_archive(self, path: Path, outer: Unpacked | None) -> None:
        try:
            self._add_archive(path, outer)
        except FormatError as error:
            self.refused.append((outer.shown(path) if outer is not None else path, error))

    def _fitting(self, path: Path) -> Format | None:
        """The format of a file in a folder; None for one that is not to be read."""
        found = formats.of_file(path)
        if self.wanted is None or found is self.wanted:
            return found
        return self.wanted if _has_ending(path, self.wanted) else None

    def _empty(self, named: Path, *, is_archive: bool) -> FormatError:
        endings = self.wanted.extensions if self.wanted is not None else formats.readable_endings()
        where = "ZIP file" if is_archive else "folder"
        return FormatError(
            f"There is no article in the {where} {named}.",
            "It is searched, with its subfolders, for files that end in"
            f" {', '.join(dict.fromkeys(endings))}.",
        )


def _has_ending(path: Path, wanted: Format) -> bool:
    return path.name.casefold().endswith(wanted.extensions)


def _files_below(folder: Path) -> Iterator[Path]:
    """All files of a folder and its subfolders, sorted; hidden ones and links to folders apart."""

    def refuse(error: OSError) -> None:
        raise files.unreadable(Path(error.filename or folder), error)

    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not is_left_out(name))
        for name in sorted(names):
            if not is_left_out(name):
                yield Path(root) / name
