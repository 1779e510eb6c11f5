"""CoNLL columns: a word a line, its tag in the last column, an empty line after each sentence.

Two profiles are written: that of CoNLL-2003 (word, `-X-`, `-X-`, tag, a space between them, each
document begun by `-DOCSTART- -X- O O`) and two columns with a TAB. There is a file for each layer
and annotator, since a word has one tag. What other programs make of such files is read, too:
see `conll_rows`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.formats import conll_companion
from annotator.formats.conll_options import (
    COMPANION,
    DOCUMENTS,
    PROFILE,
    READ_SCHEME,
    SCHEME,
    SPACING,
    TAG_COLUMN,
    WORD_COLUMN,
)
from annotator.formats.conll_reading import read
from annotator.formats.conll_tags import TAG
from annotator.formats.conll_writing import write
from annotator.formats.format import Format
from annotator.formats.kit.options import ALIGN, FRAGMENTS, OVERLAPS, PRIORITY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SNIFFED_LINES = 200
_HEADERS = (b"#FORMAT=WebAnno", b"{", b"[", b"<")


def _recognises(start: bytes) -> bool:
    """Whether the lines are rows of as many columns each, one of which holds nothing but tags."""
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if start.startswith(_HEADERS):
        return False
    text = start.decode("utf-8", "replace")
    if text.startswith("-DOCSTART-"):
        return True
    lines = [line.rstrip("\r") for line in text.split("\n")[: _SNIFFED_LINES + 1]][:-1]
    rows = [_cells(line) for line in lines if line.strip(" \t") and not line.startswith("# ")]
    width = len(rows[0]) if rows else 0
    if width < 2 or any(len(row) != width for row in rows):
        return False
    columns = [[row[at] for row in rows] for at in range(1, width)]
    return any(all(cell == "O" or TAG.fullmatch(cell) for cell in column) for column in columns)


def _cells(line: str) -> list[str]:
    return line.split("\t") if "\t" in line else re.split(" +", line)


def _companions(path: Path) -> Sequence[Path]:
    if not conll_companion.is_corpus(path.parent):
        return ()
    return (path.parent / conll_companion.CORPUS, path.parent / conll_companion.DOCUMENTS)


FORMAT = Format(
    name="conll",
    title="CoNLL columns",
    extensions=(
        *str.split(".conll .iob .iob2 .bio .bilou .bioes .annotated .train .testa .testb .tsv .txt"),
    ),
    description="A word a line with its tag: IOB1, IOB2, BILOU or BIOES; a file for each layer.",
    loss=(
        "Columns hold words and one tag for each: states, ids, times and origins are not in them, and"
        " the exact text only beside them."
    ),
    read=read,
    write=write,
    writes_folder=True,
    carries=frozenset(
        {"annotators", "title", "metadata", "document attributes", "document notes", "codebook"}
    ),
    read_options=(READ_SCHEME, TAG_COLUMN, WORD_COLUMN, SPACING, DOCUMENTS),
    write_options=(PROFILE, SCHEME, OVERLAPS, PRIORITY, FRAGMENTS, ALIGN, COMPANION),
    recognises=_recognises,
    claims=conll_companion.is_corpus,
    companions=_companions,
)
