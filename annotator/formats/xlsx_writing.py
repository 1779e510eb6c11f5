"""Writing the tables as a workbook, row by row: memory does not grow with their length."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from annotator.formats.csv import GUARD_FORMULAS, guarded
from annotator.formats.stored_rows import stored
from annotator.formats.table_preface import preface_lines
from annotator.formats.tables import COLUMNS, TableRows
from annotator.formats.writing import new_file, new_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from annotator.formats.format import Corpus, Writing
    from annotator.formats.tables import Row

LONGEST_CELL = 32_767
"""How many UTF-16 units Excel keeps of a cell."""
MOST_ROWS = 1_048_576
"""How many rows a sheet has, the header included."""
FILES = ("sheet", "row", "column", "file")
UNFIT = re.compile("_x005F_x|[\ufffe\uffff]", re.IGNORECASE)
"""What readers of workbooks give back otherwise than it was written."""
PIECE = 15_000
"""How many characters of a line stand in one cell of the sheet `project`."""

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MADE = datetime(2000, 1, 1)


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write the tables to one workbook, and what is too long for a cell to files beside it."""
    from xlsxwriter import Workbook

    with new_file(path, overwrites=writing.overwrites) as file, TemporaryDirectory() as scratch:
        texts = Path(scratch) / "texts"
        texts.mkdir()
        book = Workbook(file, _OPTIONS | {"tmpdir": scratch})
        book.set_properties({"created": _MADE})
        overlong = _Overlong(texts, f"{path.stem}.texts")
        try:
            _write_tables(corpus, book, overlong, writing)
            book.close()
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
        if overlong.has_any:
            beside = path.with_name(f"{path.stem}.texts")
            with new_folder(beside, overwrites=writing.overwrites) as folder:
                shutil.copytree(texts, folder, dirs_exist_ok=True)


def _write_tables(corpus: Corpus, book: Any, overlong: _Overlong, writing: Writing) -> None:
    rows = TableRows(corpus)
    project = _Sheet(book, "project", ("line", "json"), overlong)
    is_guarded = writing.is_on(GUARD_FORMULAS)
    project.add(_pieces(preface_lines(corpus, {"guards_formulas": is_guarded})))
    guard = guarded if is_guarded else tuple
    sheets = {name: _Sheet(book, name, columns, overlong) for name, columns in COLUMNS.items()}
    sheets["documents"].show()
    sheets["entities"].add(map(guard, rows.entities()))
    total = len(corpus.documents())
    for number, one in enumerate(stored(corpus)):
        writing.step(number, total, one.document.title)
        sheets["documents"].add([guard(rows.document(one))])
        sheets["spans"].add(map(guard, rows.spans(one)))
        sheets["relations"].add(map(guard, rows.relations(one)))
    if overlong.has_any:
        _Sheet(book, "files", FILES, overlong).add(overlong.rows)
    writing.step(total, total, "")


def _pieces(lines: Iterable[bytes]) -> Iterator[Row]:
    """Long lines of JSON cut to the size of cells; what cells alter is escaped as JSON can."""
    for number, line in enumerate(lines, 1):
        text = UNFIT.sub(lambda found: _escaped(found.group()), line.decode())
        for start in range(0, len(text), PIECE):
            yield number, text[start : start + PIECE]


def _escaped(found: str) -> str:
    return f"_\\u0078{found[2:]}" if found.startswith("_") else f"\\u{ord(found):04x}"


class _Overlong:
    """Keeps the cells that no sheet can hold, each as a file; `rows` tell where it belongs."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self.rows: list[Row] = []

    @property
    def has_any(self) -> bool:
        """Whether there is one."""
        return bool(self.rows)

    def kept(self, cell: str, sheet: str, row: int, column: str) -> str:
        """What of the cell goes into the sheet."""
        name = f"{sheet.replace(' ', '-')}-{row}-{column}.txt"
        (self._folder / name).write_bytes(cell.encode())
        self.rows.append((sheet, row, column, f"{self._name}/{name}"))
        return UNFIT.sub("\ufffd", cell[: LONGEST_CELL // 2])


class _Sheet:
    """One table; it goes on in another sheet where one is full."""

    def __init__(self, book: Any, name: str, columns: Sequence[str], overlong: _Overlong) -> None:
        self._book = book
        self._first_name = name
        self._columns = columns
        self._overlong = overlong
        self._number = 0
        self._begin()

    def _begin(self) -> None:
        self._number += 1
        self._name = self._first_name if self._number == 1 else f"{self._first_name} {self._number}"
        self._sheet = self._book.add_worksheet(self._name)
        self._sheet.freeze_panes(1, 0)
        self._row = 0
        self._write(self._columns)

    def show(self) -> None:
        """Let this be the sheet that is seen first."""
        self._sheet.activate()

    def add(self, rows: Iterable[Iterable[Any]]) -> None:
        """Write rows below those that are there."""
        for row in rows:
            if self._row >= MOST_ROWS:
                self._begin()
            self._write(row)

    def _write(self, row: Iterable[Any]) -> None:
        sheet, at = self._sheet, self._row
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if type(cell) is int:
                sheet.write_number(at, column, cell)
                continue
            text = str(cell).lower() if cell is True or cell is False else str(cell)
            if not fits(text):
                text = self._overlong.kept(text, self._name, at + 1, self._columns[column])
            sheet.write_string(at, column, text)
        self._row += 1


def fits(text: str) -> bool:
    """Whether a cell can hold the text and gives it back as it is."""
    if len(text) > LONGEST_CELL // 2 and len(text.encode("utf-16-le")) > 2 * LONGEST_CELL:
        return False
    return UNFIT.search(text) is None
