"""The rows of strangers' tables, one at a time: CSV and TSV, workbooks, JSON and JSON Lines.

Cells are texts. An object in JSON has a column for each value, called by the keys that lead to
it (`article.body`); lists of texts are one cell, and so is what all objects of a list say under
one key.
"""

from __future__ import annotations

import codecs
import json
from functools import partial
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.errors import FormatError
from annotator.formats import article_table_csv, files
from annotator.formats.article_table_guess import guess
from annotator.formats.json_values import Place, parse_line
from annotator.formats.kit import archives, json_files, sheet_bounds
from annotator.formats.kit.plain_articles import OWN
from annotator.formats.table_values import RowPlace, text
from annotator.formats.xlsx_reading import cell_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LOOKED_AT = 50
"""How many rows say which columns there are and what stands in them."""
CSV_ENDINGS = (".csv", ".tsv", ".tab")
JSON_ENDINGS = (".json",)
LINE_ENDINGS = (".jsonl", ".ndjson")
SHEET_ENDINGS = (".xlsx", ".xlsm")
_DEEPEST = 40
_PIECES = "\x1e"
_HINT = "Open it in a spreadsheet and save it again as .xlsx or .csv."


class Row(NamedTuple):
    """A row: where it stands, its cells by column, its own bytes and what reads such a file."""

    place: Place
    cells: Mapping[str, str]
    content: bytes
    encoding: str = "utf-8"
    extractor: str = OWN


def rows(path: Path, encoding: str | None, wanted: str = "") -> Iterator[Row]:
    """The rows of a file; `wanted` is the column of the text, where the user has said it."""
    name = path.name.casefold()
    if name.endswith(CSV_ENDINGS):
        for number, cells, content, found in article_table_csv.rows(path, encoding):
            yield Row(Place(str(path), number), cells, content, found)
    elif name.endswith(SHEET_ENDINGS):
        yield from _sheet_rows(path)
    elif name.endswith(JSON_ENDINGS):
        yield from _json_rows(path, wanted)
    else:
        yield from _json_lines(path)


def columns(first: list[Row]) -> tuple[str, ...]:
    """The columns that these rows have, in the order in which they are met."""
    return tuple(dict.fromkeys(name for row in first for name in row.cells))


def _json_lines(path: Path) -> Iterator[Row]:
    files.check(path)
    try:
        with path.open("rb") as file:
            for number, line in enumerate(iter(partial(file.readline, json_files.LONGEST_LINE), b""), 1):
                place = Place(str(path), number)
                if len(line) >= json_files.LONGEST_LINE:
                    place.refuse(f"the line is longer than {json_files.LONGEST_LINE:,} bytes")
                line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
                if line.strip():
                    yield Row(place, flat(parse_line(line, place), place), line.rstrip(b"\r\n"))
    except OSError as error:
        raise files.unreadable(path, error) from None


def _json_rows(path: Path, wanted: str) -> Iterator[Row]:
    """Objects one after the other, in a list, or in a list inside the only object."""
    objects = json_files.rows(path)
    first = list(islice(objects, 2))
    if len(first) == 1:
        place, value = first[0]
        within = _rows_within(value, place, wanted)
        where = Place(place.file, place.line)
        if len(within) > 1:
            first = [(where.inside(f"item {number:,}"), one) for number, one in enumerate(within, 1)]
        else:
            first = [(where, one) for one in within]
    for place, value in first:
        yield _object_row(place, value)
    for place, value in objects:
        yield _object_row(place, value)


def _object_row(place: Place, value: dict[str, Any]) -> Row:
    return Row(
        place, flat(value, place), json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    )


def _rows_within(value: dict[str, Any], place: Place, wanted: str) -> list[dict[str, Any]]:
    """The object itself if it is an article; else the longest list of objects in it that are."""
    if _is_article(value, place, wanted):
        return [value]
    lists: list[list[dict[str, Any]]] = []
    level: list[Any] = [value]
    for _ in range(4):
        children = [child for one in level for child in one.values()]
        lists += [
            [one for one in child if isinstance(one, dict)]
            for child in children
            if isinstance(child, list)
        ]
        level = [child for child in children if isinstance(child, dict)]
    fitting = [one for one in lists if one and any(_is_article(row, place, wanted) for row in one[:3])]
    return max(fitting or [one for one in lists if one] or [[value]], key=len)


def _is_article(value: dict[str, Any], place: Place, wanted: str) -> bool:
    cells = flat(value, place)
    if wanted:
        return wanted in cells
    own = {name: cell for name, cell in cells.items() if _PIECES not in cell}
    return "text" in guess(tuple(own), [tuple(own.values())]).mapping


def flat(value: Mapping[str, Any], place: Place) -> dict[str, str]:
    """The values of an object by the keys that lead to them; several under one key are joined.

    The pieces of a list are parted by U+001E, until it is known what the column holds.
    """
    found: dict[str, list[str]] = {}
    _collect(value, "", found, place, 0)
    if len(found) > article_table_csv.MOST_COLUMNS:
        place.refuse(f"it has more than {article_table_csv.MOST_COLUMNS:,} values")
    return {name: _PIECES.join(pieces) for name, pieces in found.items()}


def _collect(value: Any, name: str, found: dict[str, list[str]], place: Place, depth: int) -> None:
    if depth > _DEEPEST:
        place.refuse("it is nested too deeply")
    if isinstance(value, dict):
        for key, child in value.items():
            _collect(child, f"{name}.{key}" if name else key, found, place, depth + 1)
    elif isinstance(value, list):
        for child in value:
            _collect(child, name, found, place, depth + 1)
    elif value is not None:
        found.setdefault(name, []).append(text({"": value}, "").replace(_PIECES, " "))
    else:
        found.setdefault(name, [])


def in_pieces(cell: str, separator: str) -> str:
    """A cell with what stands between the pieces of a list."""
    return (
        separator.join(piece for piece in cell.split(_PIECES) if piece.strip())
        if _PIECES in cell
        else cell
    )


def _sheet_rows(path: Path) -> Iterator[Row]:
    """The rows of the first sheet that has any; its first row names the columns."""
    from python_calamine import CalamineError, CalamineWorkbook

    files.check(path)
    with archives.opened(path) as archive:
        sheet_bounds.check(archive, path)
    extractor = f"python-calamine {version('python-calamine')}"
    errors = (CalamineError, OSError, ValueError)
    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            names: list[str] = []
            for number, raw in enumerate(book.get_sheet_by_name(name).iter_rows(), 1):
                line = [text({"": cell_value(cell)}, "") for cell in raw]
                if not any(line):
                    continue
                place = RowPlace(f"{path}, sheet “{name}”", number)
                if not names:
                    names = article_table_csv.unique_names(line)
                    continue
                cells = dict(zip(names, line, strict=False))
                yield Row(
                    place, cells, json.dumps(cells, ensure_ascii=False).encode(), "utf-8", extractor
                )
            if names:
                return
    except errors as error:
        raise FormatError(f"{path} is no workbook that can be read: {error}.", _HINT) from None
