"""Flat tables for spreadsheets and statistics: a folder of CSV files, written and read.

`documents.csv`, `spans.csv` (a row for each fragment), `relations.csv` and
`entities.csv`: UTF-8 with a byte order mark, CRLF, quoted as RFC 4180 says. Read them
with all columns as text, or "NA" and "007" change. `project.jsonl` beside them holds the
codebook and the annotators. Tables that others made need `documents.csv` with the columns
`document_id` and `text` and `spans.csv` with `document_id`, `label`, `start` and `end`; or one
table of spans with the whole text beside each, in `text`, `label`, `start` and `end`.
"""

from __future__ import annotations

import csv
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from annotator.formats import csv_reading
from annotator.formats.csv_reading import FORMULAS, GUARDED
from annotator.formats.format import FEATURES, Corpus, Format, Writing
from annotator.formats.kit.options import yes_or_no
from annotator.formats.stored_rows import stored
from annotator.formats.table_articles import UNIT
from annotator.formats.table_preface import write_preface
from annotator.formats.tables import COLUMNS, LOSS, TableRows
from annotator.formats.writing import new_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from annotator.formats.tables import Row

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet calculates cells that begin so."""

GUARD_FORMULAS = yes_or_no("guard-formulas", "Keep spreadsheets from taking texts for formulas")


def write(corpus: Corpus, folder: Path, writing: Writing) -> None:
    """Write the tables into a folder."""
    rows = TableRows(corpus)
    with new_folder(folder, overwrites=writing.overwrites) as temporary, ExitStack() as files:
        write_preface(temporary, corpus, {"guards_formulas": writing.is_on(GUARD_FORMULAS)})
        tables = {
            name: _Table(files.enter_context(_opened(temporary / f"{name}.csv")), columns, writing)
            for name, columns in COLUMNS.items()
        }
        tables["entities"].add(rows.entities())
        total = len(corpus.documents())
        for number, one in enumerate(stored(corpus)):
            writing.step(number, total, one.document.title)
            tables["documents"].add([rows.document(one)])
            tables["spans"].add(rows.spans(one))
            tables["relations"].add(rows.relations(one))
        writing.step(total, total, "")


class _Table:
    """One CSV file that rows are added to."""

    def __init__(self, file: Any, columns: Sequence[str], writing: Writing) -> None:
        self._writer = csv.writer(file, lineterminator="\r\n")
        self._guards_formulas = writing.is_on(GUARD_FORMULAS)
        self._writer.writerow(columns)

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows; cells that a spreadsheet would calculate are guarded on request."""
        self._writer.writerows(map(guarded, rows) if self._guards_formulas else map(_plain, rows))


def _plain(row: Row) -> Row:
    return tuple(str(cell).lower() if isinstance(cell, bool) else cell for cell in row)


def guarded(row: Row) -> Iterator[Any]:
    """The row with an apostrophe before what a spreadsheet would calculate; readers undo it."""
    for cell in _plain(row):
        yield f"'{cell}" if isinstance(cell, str) and GUARDED.match(cell) else cell


def _opened(path: Path) -> Any:
    return path.open("x", encoding="utf-8-sig", newline="")


FORMAT = Format(
    name="csv",
    title="CSV tables",
    extensions=(".csv", ".tsv", ".tab"),
    description="A folder of tables: documents, spans (a row for each fragment), relations, entities.",
    loss=LOSS,
    read=csv_reading.read,
    write=write,
    writes_folder=True,
    carries=frozenset(FEATURES) - {"decisions"},
    read_options=(UNIT, FORMULAS),
    write_options=(GUARD_FORMULAS,),
    recognises=csv_reading.recognises,
    claims=csv_reading.claims,
    companions=csv_reading.companions,
)
