"""How large the sheets of a workbook are, before a library makes room for all of their cells.

A few bytes can name a cell in the last row and column; a reader that makes room for everything
before it would take all memory there is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats.kit import archives

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

MOST_CELLS = 30_000_000
"""How many cells the rectangle may have in which all cells of a sheet stand."""

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# Only where a cell may be far away are all looked at: the others are too few to do harm.
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)(\d*)["']""")
_FAR = re.compile(rb"""\br\s*=\s*["'](?:[A-Za-z]{3}|[A-Za-z]+(?:\d{6}|0|["']))""")
_WIDE = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{2}""")
_HIGH = re.compile(rb"""\br\s*=\s*["'][A-Za-z]+\d{5}""")
_PLAIN_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_WIDEST = 16_384
_HINT = "Delete what stands far from the table, or save it as .csv."


def check(archive: zipfile.ZipFile, path: Path) -> None:
    """Raise `FormatError` for an .xlsx with a sheet whose cells stand far apart."""
    for name in archive.namelist():
        if _SHEET.fullmatch(name.lstrip("/")):
            _check_sheet(archives.read_member(archive, name, path), f"{path}: {name}")


def _check_sheet(content: bytes, place: str) -> None:
    if not _FAR.search(content) and not (_WIDE.search(content) and _HIGH.search(content)):
        return
    columns: set[bytes] = set()
    highest = 0
    for found in _CELL.finditer(content):
        columns.add(found[1][:9])
        highest = max(highest, int(found[2][:12] or b"0"))
        if not found[2].lstrip(b"0"):
            raise FormatError(
                f"{place}: “{found[0][:40].decode('ascii', 'replace')}” is no cell.", _HINT
            )
    widest = max(map(_number, columns), default=1)
    rows = max(highest, sum(1 for _ in _PLAIN_ROW.finditer(content)))
    if widest > _WIDEST or rows * widest > MOST_CELLS:
        raise FormatError(
            f"{place}: its cells stand in {rows:,} rows and {widest:,} columns, which is too much.",
            _HINT,
        )


def _number(column: bytes) -> int:
    number = 0
    for letter in column.upper():
        number = 26 * number + letter - 64
    return number
