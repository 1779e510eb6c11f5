"""Columns of a table of articles that look like annotations, which such a table is not read for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.formats.article_table_rows import columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.formats.article_table_rows import Row

_STARTS = re.compile(
    r"(?:.*\.)?(?:start|begin)(?:_?(?:char|offset))?|(?:.*\.)?offset_?start", re.IGNORECASE
)
_ENDS = re.compile(r"(?:.*\.)?(?:end|stop)(?:_?(?:char|offset))?|(?:.*\.)?offset_?end", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}")
_TRIPLES = re.compile(r"(?:\d{1,9}\x1e\d{1,9}\x1e[^\x1e\d][^\x1e]*(?:\x1e|$))+")
"""What `[[start, end, label], ...]` becomes in a cell."""


def sentence(name: str, rows: Sequence[Row]) -> str:
    """What to say of a file whose rows have offsets, of which nothing is read; "" where none has."""
    some = [one for one in columns(list(rows)) if _is_offset(one, rows)]
    has_pair = any(map(_STARTS.fullmatch, some)) and any(map(_ENDS.fullmatch, some))
    found = (some if has_pair else []) + [
        one for one in columns(list(rows)) if any(_TRIPLES.fullmatch(_cell(row, one)) for row in rows)
    ]
    if not found:
        return ""
    listed = ", ".join(f"“{one}”" for one in found[:6])
    return (
        f"{name}: {listed} look like places of annotations; none were read, only articles. Tables of"
        " spans are read as .csv, .jsonl or .parquet with the columns “text”, “start”, “end”, “label”."
    )


def _is_offset(column: str, rows: Sequence[Row]) -> bool:
    """Whether the column is called as offsets are, and holds whole numbers in some row."""
    if not (_STARTS.fullmatch(column) or _ENDS.fullmatch(column)):
        return False
    return any(_NUMBER.match(_cell(row, column)) for row in rows)


def _cell(row: Row, column: str) -> str:
    return row.cells.get(column, "")
