"""Reading a workbook of tables: ours, also when it was changed and saved again by a spreadsheet."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.csv_reading import unguarded
from annotator.formats.kit import archives, sheet_bounds
from annotator.formats.table_preface import preface_of
from annotator.formats.table_values import RowPlace, text, whole_number
from annotator.formats.tables import COLUMNS
from annotator.formats.tables_reading import Sheet, Tables, our_columns, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from annotator.formats.format import Part, Reading

_FURTHER = re.compile(r"(.*?)(?: \d+)?")
_HINT = "Open it in a spreadsheet and save it again as .xlsx."


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The parts of a workbook."""
    book = _Book(path)
    preface = preface_of(book.project_lines(), f"{path}, sheet “project”", reading)
    book.is_guarded = preface is not None and preface[1].get("guards_formulas") is True
    found: dict[str, list[Sheet]] = {name: list(book.sheets(name)) for name in COLUMNS}
    if not found["documents"]:
        raise FormatError(
            f"{path} has no sheet “documents”.",
            "Articles and annotations are a workbook with the sheets documents and spans.",
        )
    parts = preface[0] if preface is not None else []
    yield from read_tables(Tables(**found, preface=parts, is_ours=preface is not None), reading)


class _Book:
    """A workbook, and the files beside it that hold what its cells cannot."""

    def __init__(self, path: Path) -> None:
        from python_calamine import CalamineError, CalamineWorkbook

        files.check(path)
        with archives.opened(path) as archive:
            sheet_bounds.check(archive, path)
        self.is_guarded = False
        self._path = path
        self._errors = (CalamineError, OSError, ValueError)
        try:
            self._book = CalamineWorkbook.from_path(str(path))
        except self._errors as error:
            raise FormatError(f"{path} is no workbook that can be read: {error}.", _HINT) from None
        self._files: dict[tuple[str, int], dict[str, str]] = {}
        for place, row in self._rows_by_name("files"):
            key = text(row, "sheet"), whole_number(row, "row", place)
            self._files.setdefault(key, {})[text(row, "column")] = self._beside(text(row, "file"), place)

    def project_lines(self) -> list[bytes]:
        """The lines of the native format that our own workbooks hold in a sheet."""
        lines: dict[int, list[str]] = {}
        for place, row in self._rows_by_name("project"):
            lines.setdefault(whole_number(row, "line", place), []).append(text(row, "json"))
        return ["".join(pieces).encode("utf-8", "replace") for pieces in lines.values()]

    def sheets(self, table: str) -> Iterator[Sheet]:
        """The sheets over which a table goes."""
        for name in self._book.sheet_names:
            found = _FURTHER.fullmatch(name.casefold().strip())
            if found is not None and found[1] == table:
                rows = self.rows(name)
                _, header = next(rows, (0, ()))
                yield _Sheet(self, name, table, header, f"{self._path}, sheet “{name}”")

    def rows(self, name: str) -> Iterator[tuple[int, list[Any]]]:
        """The rows of a sheet that are not empty, with their numbers."""
        try:
            rows = self._book.get_sheet_by_name(name).iter_rows()
            for number, row in enumerate(rows, 1):
                cells = [cell_value(cell) for cell in row]
                if any(cell != "" for cell in cells):
                    yield number, cells
        except self._errors as error:
            raise FormatError(f"{self._path}, sheet “{name}”: {error}.", _HINT) from None

    def whole_cells(self, name: str, number: int) -> dict[str, str]:
        """The cells of a row that stand in files, by the names of their columns."""
        return {
            column: (self._path.parent / file).read_bytes().decode("utf-8", "replace")
            for column, file in self._files.get((name, number), {}).items()
        }

    def _rows_by_name(self, sheet: str) -> Iterator[tuple[RowPlace, dict[str, Any]]]:
        if sheet not in self._book.sheet_names:
            return
        rows = self.rows(sheet)
        _, header = next(rows, (0, []))
        for number, row in rows:
            place = RowPlace(f"{self._path}, sheet “{sheet}”", number)
            yield place, dict(zip(map(str, header), row, strict=False))

    def _beside(self, said: str, place: RowPlace) -> str:
        """The name of a file in a folder beside the workbook, once it is certain that it is one."""
        parts = PurePosixPath(said.replace("\\", "/")).parts
        if len(parts) != 2 or ".." in parts or parts[0] == "/" or ":" in said:
            place.refuse(f"“{said[:100]}” is no file in a folder beside the workbook")
        file = self._path.parent / said
        if not file.is_file():
            place.refuse(f"there is no file {file}", f"Put the folder “{parts[0]}” beside the workbook.")
        if file.stat().st_size > 4 * files.LARGEST_ARTICLE:
            place.refuse(f"{file} is larger than an article may be")
        return said


class _Sheet:
    """One sheet of a table."""

    def __init__(self, book: _Book, sheet: str, table: str, header: Sequence[Any], name: str) -> None:
        self.name = name
        self.columns = our_columns(table, header, name)
        self._book = book
        self._sheet = sheet

    def place(self, number: int) -> RowPlace:
        """The number of a row."""
        return RowPlace(self.name, number)

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The rows below the header."""
        rows = self._book.rows(self._sheet)
        next(rows)
        for number, row in rows:
            if whole := self._book.whole_cells(self._sheet, number):
                row = [whole.get(name, cell) for name, cell in zip(self.columns, row, strict=False)]
            if self._book.is_guarded:
                row = [unguarded(cell) if isinstance(cell, str) else cell for cell in row]
            yield number, row

    def owners(self) -> Iterator[Any]:
        """The document that each row belongs to."""
        at = self.columns.index("document_id")
        for _, row in self.rows():
            yield row[at]


def cell_value(cell: Any) -> Any:
    """A cell's text or number; days as ISO 8601 says them."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell
