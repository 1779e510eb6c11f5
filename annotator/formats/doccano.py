"""doccano's JSON Lines: a row for each article, a file for each user.

    labels       {"id", "text", "label": [[start, end, label], ...], "Comments"}
    relations    {"id", "text", "entities": [{id, label, start_offset, end_offset}],
                 "relations": [{id, from_id, to_id, type}], "Comments"}

All other keys are metadata. Offsets are UTF-16 units, or grapheme clusters where the project
is set so; `offsets_count` says which where it matters. Pieces of one span are linked by the relation
`continues` (or the one that `pieces_joined_by` names). In a folder or ZIP `annotators.json` says
who wrote which file, and `project.jsonl` holds codebook, annotators and entities.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from annotator.formats.doccano_options import CONTINUES, READ_UNIT, SHAPE, UNIT
from annotator.formats.doccano_reading import read
from annotator.formats.doccano_writing import OVERLAPS, PEOPLE, write
from annotator.formats.format import Format
from annotator.formats.kit.options import FRAGMENTS, PRIORITY

if TYPE_CHECKING:
    from pathlib import Path

_SHAPES = re.compile(
    rb'"(?:labels?|entities)"\s*:\s*\[\s*\[\s*\d+\s*,\s*\d+\s*,\s*"'
    rb'|"start_offset"\s*:|"Comments"\s*:\s*\[|"labels?"\s*:\s*\[\s*[\]"]'
)
_FOREIGN = re.compile(rb'"(?:kind|annotations|predictions|token_start|token_end|tokens)"\s*:')
_OLD = re.compile(rb'"annotations"\s*:\s*\[\s*\{[^{}\[\]]*"start_offset"\s*:')
"""Versions before 1.5 call the spans of a row annotations, and may number their labels."""
_MARK = b'{"format":"doccano"'
_LOOKED_AT = 4_096
_MOST_FILES = 50


def _recognises(start: bytes) -> bool:
    """Whether the first row, or the first file of a ZIP, has one of doccano's shapes."""
    if start.startswith(b"PK\x03\x04"):
        name, content = _first_member(start)
        return content.startswith(_MARK) or (name.endswith(b".jsonl") and _recognises(content))
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    first = text.partition(b"}\n" if text.startswith(b"[") else b"\n")[0]
    if not first.startswith((b"{", b"[")):
        return False
    if _FOREIGN.search(first) is not None and _OLD.search(first) is None:
        return False
    return b'"text"' in first and _SHAPES.search(first) is not None


def _first_member(start: bytes) -> tuple[bytes, bytes]:
    """Name and beginning of a ZIP's first file, as far as it can be read."""
    method = int.from_bytes(start[8:10], "little")
    name_end = 30 + int.from_bytes(start[26:28], "little")
    packed = start[name_end + int.from_bytes(start[28:30], "little") :]
    if method != zlib.DEFLATED:
        return start[30:name_end], packed
    try:
        return start[30:name_end], zlib.decompressobj(-15).decompress(packed, 65_536)
    except zlib.error:
        return start[30:name_end], b""


def _claims(folder: Path) -> bool:
    """Whether it is our folder, or holds nothing but several users' rows."""
    try:
        return _is_marked(folder) or _holds_only_rows(folder)
    except OSError:
        return False


def _is_marked(folder: Path) -> bool:
    marked = folder / PEOPLE
    return marked.is_file() and _start(marked).startswith(_MARK)


def _holds_only_rows(folder: Path) -> bool:
    found = [path for path in folder.iterdir() if not path.name.startswith(".")]
    if not 1 < len(found) <= _MOST_FILES or any(path.suffix != ".jsonl" for path in found):
        return False
    return all(path.is_file() and _recognises(_start(path)) for path in found)


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LOOKED_AT)


FORMAT = Format(
    name="doccano",
    title="doccano JSON Lines",
    extensions=(".jsonl", ".json", ".zip"),
    description="A row for each article, a file for each annotator, as a folder, .zip or one .jsonl.",
    loss="States, origins, times of annotations, doubts, history and original bytes are not in it; a"
    " single file has neither codebook nor names.",
    read=read,
    write=write,
    writes_folder=True,
    carries=frozenset(
        ("overlaps", "fragments", "relations", "annotators", "title", "metadata", "codebook")
    )
    | {"document attributes"},
    read_options=(READ_UNIT, CONTINUES),
    write_options=(SHAPE, UNIT, FRAGMENTS, OVERLAPS, PRIORITY),
    recognises=_recognises,
    claims=_claims,
)
