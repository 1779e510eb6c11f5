"""Rows of a stranger's CSV or TSV: what parts the cells, and the encoding, are found out."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from annotator.errors import FormatError
from annotator.formats import decoding, files
from annotator.formats.json_values import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_DELIMITERS = (",", ";", "\t", "|")
MOST_COLUMNS = 5_000
_SAMPLE = 200_000
_SAMPLE_ROWS = 60
_LONGEST_CELL = 2 * files.LARGEST_ARTICLE
_LONG_CELL = 200
"""A first row with a cell of so many characters names no columns."""
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_HINT = "Cells with separators, quotation marks or line ends in them must stand in quotation marks."


class _Dialect(NamedTuple):
    delimiter: str
    quoting: Literal[0, 3]
    skipped: int


def rows(path: Path, encoding: str | None) -> Iterator[tuple[int, dict[str, str], bytes, str]]:
    """Each row: the line on which it begins, its cells by column, its bytes and the encoding."""
    files.check(path)
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    found, start = _encoding(path, encoding)
    dialect = _dialect(start, path.name.casefold().endswith((".tsv", ".tab")))
    names: list[str] = []
    for number, cells, lines in _lines(path, found, dialect):
        if not any(cells):
            continue
        if len(cells) > MOST_COLUMNS:
            Place(str(path), number).refuse(f"the row has more than {MOST_COLUMNS:,} cells", _HINT)
        if not names:
            names, is_header = _names(cells)
            if is_header:
                continue
        if any(cells[len(names) :]):
            place = Place(str(path), number)
            place.refuse(f"the row has {len(cells):,} cells, its header {len(names):,}", _HINT)
        content = "".join(lines).rstrip("\r\n").encode(found, "replace")
        yield number, dict(zip(names, cells, strict=False)), content, found


def unique_names(cells: Sequence[str]) -> list[str]:
    """The columns that a first row names; those without a name get a number, doubles too."""
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, 1):
        name = base = " ".join(cell.split()) or f"column {number}"
        further = 1
        while name in names:
            further += 1
            name = f"{base} ({further})"
        names[name] = None
    return list(names)


def _names(cells: Sequence[str]) -> tuple[list[str], bool]:
    """The names of the columns, and whether the first row is a header."""
    if any(len(cell) > _LONG_CELL for cell in cells):
        return [f"column {number}" for number in range(1, len(cells) + 1)], False
    return unique_names(cells), True


def _encoding(path: Path, said: str | None) -> tuple[str, str]:
    """The encoding, and the beginning of the text in it."""
    try:
        with path.open("rb") as file:
            content = file.read(files.LARGEST_ARTICLE)
            if file.read(1):
                content = content[: content.rfind(b"\n") + 1] or content
    except OSError as error:
        raise files.unreadable(path, error) from None
    decoded = decoding.decode(content, path, said)
    return decoded.encoding, decoded.text[:_SAMPLE].removeprefix("\ufeff")


def _dialect(start: str, is_tabbed: bool) -> _Dialect:
    """The way of writing under which most rows of the beginning have as many cells as the first."""
    if found := _SEPARATOR_LINE.match(start):
        return _Dialect(found[1], csv.QUOTE_MINIMAL, 1)
    lines = start.splitlines(keepends=True)
    if len(start) == _SAMPLE and len(lines) > 1:
        lines.pop()
    best, highest = _Dialect("\t" if is_tabbed else ",", csv.QUOTE_MINIMAL, 0), (0.0, 0)
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        for delimiter in _DELIMITERS if quoting == csv.QUOTE_MINIMAL else ("\t", "|"):
            fit = _fit(lines, delimiter, quoting)
            if fit > highest and (quoting == csv.QUOTE_MINIMAL or fit[0] > highest[0] + 0.2):
                best, highest = _Dialect(delimiter, quoting, 0), fit
    return best


def _fit(lines: Sequence[str], delimiter: str, quoting: Literal[0, 3]) -> tuple[float, int]:
    """The share of rows with as many cells as the first, and that number; none for one column."""
    widths: list[int] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True):
            if row:
                widths.append(len(row))
            if len(widths) == _SAMPLE_ROWS:
                break
    except csv.Error as error:
        if "end of data" not in str(error):  # the beginning may end inside a cell
            widths.append(0)
    if not widths or widths[0] < 2:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]


def _lines(path: Path, encoding: str, dialect: _Dialect) -> Iterator[tuple[int, list[str], list[str]]]:
    """Each row with the line on which it begins and the lines that it is made of."""
    kept: list[str] = []

    def texts(file: Iterator[str]) -> Iterator[str]:
        for number, line in enumerate(file, 1):
            if "\0" in line:
                Place(str(path), number).refuse("it holds U+0000, which is no character of a text")
            line = line.removeprefix("\ufeff") if number == 1 else line
            if number > dialect.skipped:
                kept.append(line)
                yield line

    begins = 1 + dialect.skipped
    try:
        with path.open(encoding=encoding, newline="") as file:
            reader = csv.reader(
                texts(file),
                delimiter=dialect.delimiter,
                quoting=dialect.quoting,
                strict=True,
            )
            for row in reader:
                yield begins, row, kept
                begins = reader.line_num + 1 + dialect.skipped
                kept.clear()
    except csv.Error as error:
        Place(str(path), begins).refuse(str(error), _HINT)
    except UnicodeError:
        raise FormatError(
            f"{path} is {encoding} only up to line {begins:,}.", "Say what it is with --encoding."
        ) from None
    except OSError as error:
        raise files.unreadable(path, error) from None
