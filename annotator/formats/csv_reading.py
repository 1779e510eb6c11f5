"""Reading a folder of CSV tables: ours, or what others made of the same columns.

Excel's variants are read too: semicolons or tabs between the cells, UTF-16, a byte order mark.
"""

from __future__ import annotations

import csv
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

from annotator.errors import FormatError
from annotator.formats import decoding, files
from annotator.formats.hugging_face_rows import RowReader
from annotator.formats.json_values import Place
from annotator.formats.kit.options import Choice, Option
from annotator.formats.table_preface import read_preface
from annotator.formats.tables import COLUMNS, PREFACE
from annotator.formats.tables_reading import (
    FLAT,
    NEEDED,
    OTHER_NAMES,
    Sheet,
    Tables,
    our_columns,
    read_tables,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from annotator.formats.format import Part, Reading

GUARDED = re.compile(r"'*[=+\-@\t\r]")
"""A spreadsheet calculates cells that begin so; our guard is one apostrophe more before them."""
FORMULAS = Option(
    "formulas",
    "Cells that begin with '= '+ '- or '@",
    "auto",
    (
        Choice("auto", "as our own files say; otherwise as they stand"),
        Choice("guarded", "without the apostrophe, which is a guard"),
        Choice("plain", "as they stand"),
    ),
)
_ENDINGS = (".csv", ".tsv", ".tab")
_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_LONGEST_HEADER = 100_000
_LONGEST_CELL = 2 * files.LARGEST_ARTICLE


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The parts of a folder of tables, or of that in which the named table stands."""
    if path.is_file() and path.stem.casefold() not in COLUMNS:
        yield from _flat(path, reading)
        return
    folder = path if path.is_dir() else path.parent
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    preface = read_preface(folder, reading)
    parts, said = preface if preface is not None else ([], {})
    way = reading.value(FORMULAS)
    is_guarded = way == "guarded" or (way == "auto" and said.get("guards_formulas") is True)
    found: dict[str, list[Sheet]] = {
        name: [_Csv(file, name, reading.encoding, is_guarded)] for name, file in _tables(folder).items()
    }
    if "documents" not in found:
        raise FormatError(
            f"There is no documents.csv in {folder}.",
            "Tables of articles and annotations are a folder with documents.csv and spans.csv.",
        )
    yield from read_tables(Tables(**found, preface=parts, is_ours=preface is not None), reading)


def _flat(path: Path, reading: Reading) -> Iterator[Part]:
    """The articles of one table whose rows are spans, each with the whole text beside it."""
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    table = _Csv(path, FLAT, reading.encoding, reading.value(FORMULAS) == "guarded")
    rows = RowReader(reading, is_ours=False)
    for number, cells in table.rows():
        row = dict(zip(table.columns, cells, strict=False))
        yield from rows.parts(row, "", table.place(number))


def claims(folder: Path) -> bool:
    """Whether the folder holds tables of documents and spans."""
    return {"documents", "spans"} <= _tables(folder).keys()


def companions(path: Path) -> Sequence[Path]:
    """The tables that are read with that of the documents."""
    if path.stem.casefold() != "documents":
        return ()
    others = [file for name, file in _tables(path.parent).items() if name != "documents"]
    return [*others, path.parent / PREFACE]


def recognises(start: bytes) -> bool:
    """Whether the first line names the columns of one of our tables."""
    encoding = decoding.by_mark(start) or "utf-8"
    line = start.decode(encoding, "replace").lstrip("\ufeff").partition("\n")[0]
    names = re.split(r'[,;\t|"\s]+', line.casefold())
    has_key = "document_id" in names or "doc_id" in names
    if not has_key and set(NEEDED[FLAT]) <= set(names):
        return True
    return has_key and (
        "text_sha256" in names or {"label", "start", "end"} <= set(names) or "from_id" in names
    )


def _tables(folder: Path) -> dict[str, Path]:
    """The files of a folder that are called as our tables, by the name of the table."""
    found: dict[str, Path] = {}
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            name = path.stem.casefold()
            if name in COLUMNS and path.suffix.casefold() in _ENDINGS and path.is_file():
                found.setdefault(name, path)
    return found


class _Csv:
    """One CSV file; the rows are numbered by the lines on which they begin."""

    def __init__(self, path: Path, table: str, encoding: str | None, is_guarded: bool) -> None:
        files.check(path)
        self.name = str(path)
        self._path = path
        self._is_guarded = is_guarded
        self._said_encoding = encoding
        self._encoding = self._delimiter = ""
        try:
            with path.open("rb") as file:
                start = file.read(65_536)
        except OSError as error:
            raise files.unreadable(path, error) from None
        mark = decoding.by_mark(start)
        self._encoding = "utf-8-sig" if mark == "utf-8" else mark or encoding or "utf-8"
        if self._encoding.startswith("utf-8"):
            self._refuse_nul()
        self._delimiter, self._skipped = self._dialect(table)
        header = next((row for _, row in self._all_rows()), ())
        self.columns = our_columns(table, header, self.name)

    def place(self, number: int) -> Place:
        """The line of a row."""
        return Place(self.name, number)

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The rows below the header, without guards of formulas."""
        width = len(self.columns)
        rows = self._all_rows()
        next(rows)
        for number, row in rows:
            if len(row) > width and any(row[width:]):
                self.place(number).refuse(
                    f"the row has {len(row):,} cells, its header {width:,}",
                    "Cells with separators or line ends in them must stand in quotation marks.",
                )
            yield number, ([*map(unguarded, row)] if self._is_guarded else row)

    def owners(self) -> Iterator[str]:
        """The document that each row belongs to."""
        at = self.columns.index("document_id")
        for _, row in self.rows():
            yield row[at] if at < len(row) else ""

    def _dialect(self, table: str) -> tuple[str, int]:
        """What stands between the cells, and how many lines say only that."""
        with self._opened() as file:
            line = file.readline(_LONGEST_HEADER).lstrip("\ufeff")
        if found := _SEPARATOR_LINE.fullmatch(line):
            return found[1], 1
        known = {*COLUMNS.get(table, NEEDED[table]), *OTHER_NAMES[table]}

        def fit(delimiter: str) -> int:
            names = (name.strip(' "\r\n').casefold() for name in line.split(delimiter))
            return sum(name in known for name in names)

        return max(_DELIMITERS, key=fit), 0

    def _all_rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that are not empty with the line on which each begins, that of the header first."""
        begins = self._skipped
        with self._opened() as file:
            for _ in range(self._skipped):
                file.readline()
            reader = csv.reader(file, delimiter=self._delimiter)
            try:
                for row in reader:
                    if any(row):
                        yield begins + 1, row
                    begins = reader.line_num + self._skipped
            except csv.Error as error:
                self.place(begins + 1).refuse(str(error), "A quotation mark may lack its partner.")

    def _refuse_nul(self) -> None:
        line = 1
        with self._path.open("rb") as file:
            while chunk := file.read(1_000_000):
                if (at := chunk.find(b"\0")) >= 0:
                    line += chunk.count(b"\n", 0, at)
                    self.place(line).refuse("it holds U+0000, which is no character of a text")
                line += chunk.count(b"\n")

    @contextmanager
    def _opened(self) -> Iterator[TextIO]:
        try:
            with self._path.open(encoding=self._encoding, newline="") as file:
                yield file
        except UnicodeError:
            raise self._undecodable() from None
        except LookupError:
            hint = "Examples: utf-8, windows-1252, utf-16."
            raise FormatError(f"“{self._encoding}” is no encoding.", hint) from None
        except OSError as error:
            raise files.unreadable(self._path, error) from None

    def _undecodable(self) -> FormatError:
        if self._said_encoding is None and self._encoding == "utf-8":
            with self._path.open("rb") as file:
                content = file.read(_LONGEST_CELL)
            try:
                likely = decoding.decode(content, self._path).encoding
            except FormatError as error:
                return error
            return FormatError(f"{self._path} is not UTF-8 but {likely}.", f"Say --encoding {likely}.")
        hint = "Give another --encoding, or none."
        return FormatError(f"{self._path} is not {self._encoding}.", hint)


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps it from being calculated."""
    return cell[1:] if cell.startswith("'") and GUARDED.match(cell) else cell
