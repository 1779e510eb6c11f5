"""The flat tables as sheets of one Excel workbook, written and read.

Every cell is written as text (numbers of offsets apart), so nothing is calculated, linked or
taken for a date. A cell holds 32,767 characters: longer ones are cut, and stand whole in a text
file in the folder `NAME.texts` beside the workbook, as its sheet `files` says. A sheet holds
1,048,576 rows: what is more goes to `spans 2` and so on.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from annotator.formats.csv import GUARD_FORMULAS
from annotator.formats.format import FEATURES, Format
from annotator.formats.table_articles import UNIT
from annotator.formats.tables import LOSS
from annotator.formats.xlsx_reading import read
from annotator.formats.xlsx_writing import write

if TYPE_CHECKING:
    from collections.abc import Iterator

_LARGEST_LOOK = 500_000
_SHEET_NAMES = re.compile(rb'<(?:\w+:)?sheet [^>]*?\bname="([^"]*)"', re.IGNORECASE)


def recognises(start: bytes) -> bool:
    """Whether a workbook has our first sheet, or sheets called documents and spans."""
    for name, content in _members(start):
        if name == b"xl/workbook.xml":
            return {b"documents", b"spans"} <= {one.lower() for one in _SHEET_NAMES.findall(content)}
        if b'"kind":"header"' in content and b'"tables":' in content:
            return True
    return False


def _members(start: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The packed members that a ZIP file begins with, and the beginning of each."""
    at = start.find(b"PK\x03\x04")
    while at >= 0:
        length = int.from_bytes(start[at + 26 : at + 28], "little")
        extra = int.from_bytes(start[at + 28 : at + 30], "little")
        content = start[at + 30 + length + extra :]
        if start[at + 8 : at + 10] == b"\x08\0":
            try:
                content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, _LARGEST_LOOK)
            except zlib.error:
                content = b""
        yield start[at + 30 : at + 30 + length], content
        at = start.find(b"PK\x03\x04", at + 30)


FORMAT = Format(
    name="xlsx",
    title="Excel workbook",
    extensions=(".xlsx",),
    description="Sheets of documents, spans (a row for each fragment), relations, entities.",
    loss=LOSS,
    read=read,
    write=write,
    carries=frozenset(FEATURES) - {"decisions"},
    read_options=(UNIT,),
    write_options=(GUARD_FORMULAS,),
    recognises=recognises,
)
