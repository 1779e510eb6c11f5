"""Reading folders of Parquet files: ours, or what others wrote with the same columns."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from annotator.errors import FormatError
from annotator.formats import files, hugging_face_reading
from annotator.formats.parquet_files import arrow, explained, opened
from annotator.formats.parquet_writing import NOTHING
from annotator.formats.table_preface import read_preface
from annotator.formats.table_values import RowPlace
from annotator.formats.tables import COLUMNS
from annotator.formats.tables_reading import Sheet, Tables, our_columns, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Part, Reading

_BATCH = 2_000


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The parts of a folder of tables, or of that in which the named table stands."""
    arrow()
    if path.is_file() and path.stem.casefold() not in COLUMNS:
        yield from hugging_face_reading.read(path, reading)
        return
    folder = path if path.is_dir() else path.parent
    found = {name: _files(folder, name) for name in COLUMNS}
    if not found["documents"]:
        raise FormatError(
            f"There is no table “documents” in {folder}.",
            "Articles and annotations are a folder with documents/ and spans/ (or documents.parquet).",
        )
    preface = read_preface(folder, reading)
    sheets: dict[str, list[Sheet]] = {
        name: [_Parquet(file, name, folder) for file in some] for name, some in found.items()
    }
    parts = preface[0] if preface is not None else []
    yield from read_tables(Tables(**sheets, preface=parts, is_ours=preface is not None), reading)


def claims(folder: Path) -> bool:
    """Whether the folder holds tables of documents and spans."""
    return all(next(_found(folder, name), None) is not None for name in ("documents", "spans"))


def _files(folder: Path, table: str) -> list[Path]:
    return sorted(_found(folder, table))


def _found(folder: Path, table: str) -> Iterator[Path]:
    if (folder / table).is_dir():
        yield from (folder / table).rglob("*.parquet")
    elif (folder / f"{table}.parquet").is_file():
        yield folder / f"{table}.parquet"


class _Parquet:
    """One file; what the names of its folders say are columns too."""

    def __init__(self, path: Path, table: str, top: Path) -> None:
        files.check(path)
        self.name = str(path)
        self._path = path
        self._constants = {
            name: value
            for name, value in _said_by_folders(path, top).items()
            if name not in self._file_columns
        }
        said = [*self._file_columns, *self._constants]
        self.columns: Sequence[str] = our_columns(table, said, self.name)

    @cached_property
    def _file_columns(self) -> list[str]:
        with explained(self._path):
            return list(arrow().parquet.read_schema(self._path).names)

    def place(self, number: int) -> RowPlace:
        """The number of a row."""
        return RowPlace(self.name, number)

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The rows, a batch at a time."""
        constants = tuple(self._constants.values())
        number = 0
        for columns in self._batches(None):
            for row in zip(*columns, strict=True):
                number += 1
                yield number, row + constants

    def owners(self) -> Iterator[Any]:
        """The document that each row belongs to."""
        name = self._file_columns[self.columns.index("document_id")]
        for [column] in self._batches([name]):
            yield from column

    def _batches(self, names: list[str] | None) -> Iterator[list[list[Any]]]:
        file = opened(self._path)
        with file, explained(self._path):
            for batch in file.iter_batches(_BATCH, columns=names):
                yield [column.to_pylist() for column in batch.columns]


def _said_by_folders(path: Path, top: Path) -> Mapping[str, str]:
    """The columns that the names of the folders between a file and the table's own tell."""
    found: dict[str, str] = {}
    for part in path.relative_to(top).parts[1:-1]:
        name, sign, value = part.partition("=")
        if sign:
            found[name] = "" if value == NOTHING else unquote(value)
    return found
