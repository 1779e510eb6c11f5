"""Articles in tables that others made: a row is an article, columns say what of it is what.

Read are CSV and TSV, workbooks, JSON and JSON Lines. Which column holds the text, title, outlet,
author, date, address and language is guessed and can be said; all other columns are metadata. A
text that is HTML becomes text as on a web page.
"""

from __future__ import annotations

from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats import article_table_unread as unread
from annotator.formats import files
from annotator.formats.article_table_guess import FIELDS, TableGuess, guess, table_key
from annotator.formats.article_table_rows import (
    CSV_ENDINGS,
    JSON_ENDINGS,
    LINE_ENDINGS,
    LOOKED_AT,
    SHEET_ENDINGS,
    Row,
    columns,
    in_pieces,
    rows,
)
from annotator.formats.format import Article, Format, Reading
from annotator.formats.kit import markup
from annotator.formats.kit.options import Choice, Option
from annotator.formats.kit.plain_articles import HEADLINE, plain_article
from annotator.model.values import Source
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MARKUP = Option(
    "markup",
    "Texts that are HTML",
    "auto",
    (
        Choice("auto", "become text, as on a web page"),
        Choice("keep", "stay as they are, with their tags"),
    ),
)
_SHOWN_ROWS = 20
_HOW_TO_SAY = "Say which it is in the dialog, or with --column text=NAME."


def columns_of(path: Path, encoding: str | None = None) -> TableGuess:
    """The columns of a table, what they probably hold, and its first rows.

    Raises `FormatError` where it cannot be read; a text column that cannot be guessed is no error.
    """
    found = guess_of(list(islice(rows(path, encoding), LOOKED_AT)), path)
    return found._replace(rows=found.rows[:_SHOWN_ROWS])


def guess_of(first: Sequence[Row], path: Path) -> TableGuess:
    """What the columns of these first rows probably hold."""
    if not first:
        raise FormatError(
            f"{path} has no rows.", "Its first row names the columns, each further is an article."
        )
    names = columns(list(first))
    return guess(names, [[in_pieces(row.cells.get(name, ""), ", ") for name in names] for row in first])


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The articles of a table, row by row."""
    found = rows(path, reading.encoding, reading.columns.get("text", ""))
    first = list(islice(found, LOOKED_AT))
    guessed = guess_of(first, path)
    said = reading.columns or reading.tables.get(table_key(guessed.columns), {})
    mapping = _mapping(guessed, said, path)
    read_rows = empty = marked = 0
    for row in chain(first, found):
        text = in_pieces(row.cells.get(mapping["text"], ""), "\n\n")
        if reading.value(MARKUP) == "auto" and markup.looks_marked_up(text):
            text = markup.text_of_html(text)
            marked += 1
        if not text.strip():
            empty += 1
            continue
        read_rows += 1
        yield _article(row, text, mapping, reading)
    name = files.shown_name(path)
    if said_of_others := unread.sentence(name, first):
        reading.remark(said_of_others)
    if not read_rows:
        raise FormatError(f"{path}: the column “{mapping['text']}” is empty in all rows.", _HOW_TO_SAY)
    if empty:
        reading.remark(f"{name}: {counted(empty, 'row')} without a text left out.")
    if marked:
        reading.remark(f"{name}: {counted(marked, 'text was', 'texts were')} HTML and became text.")


def _article(row: Row, text: str, mapping: Mapping[str, str], reading: Reading) -> Article:
    fields = {column: field for field, column in mapping.items() if column}
    metadata: dict[str, str] = {}
    for column, cell in row.cells.items():
        field = fields.get(column, "")
        if field not in ("text", "title"):
            own = column if column not in (*FIELDS, "") else f"{column} (column)"
            metadata[field or own] = in_pieces(cell, ", ")
    place = Path(str(row.place))
    return plain_article(
        text,
        place,
        reading,
        title=markup.line_of_html(in_pieces(row.cells.get(mapping.get("title", ""), ""), " ")),
        metadata=metadata,
        source=Source(files.shown_name(place), row.content, row.encoding, row.extractor),
    )


def _mapping(found: TableGuess, said: Mapping[str, str], path: Path) -> dict[str, str]:
    """Which column holds what: as the user says, else as it is guessed; "" where none does."""
    listed = ", ".join(f"“{name}”" for name in found.columns[:60])
    for field, column in said.items():
        if field not in FIELDS:
            raise FormatError(
                f"“{field}” is nothing that a column can hold.", f"Known: {', '.join(FIELDS)}."
            )
        if column and column not in found.columns:
            raise FormatError(f"{path} has no column “{column}”.", f"Its columns: {listed}.")
    taken = set(said.values())
    guessed = {field: column for field, column in found.mapping.items() if column not in taken}
    mapping = guessed | dict(said)
    if not mapping.get("text"):
        raise FormatError(
            f"{path}: it is not clear which column holds the text. Its columns: {listed}.", _HOW_TO_SAY
        )
    return mapping


FORMAT = Format(
    name="table",
    title="Table of articles",
    extensions=(*CSV_ENDINGS, *JSON_ENDINGS, *LINE_ENDINGS, *SHEET_ENDINGS),
    description="A row or object is an article; which column holds what is guessed and can be said.",
    read=read,
    read_options=(MARKUP, HEADLINE),
    is_mapped=True,
)
