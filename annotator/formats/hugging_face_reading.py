"""Reading Hugging Face datasets: ours, and others that have texts with spans or tokens with tags."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files, json_values
from annotator.formats.hugging_face_card import ENDINGS, DataFile, has_card, listed_files
from annotator.formats.hugging_face_rows import RowReader
from annotator.formats.json_values import Place
from annotator.formats.parquet_files import explained, opened
from annotator.formats.table_preface import read_preface
from annotator.formats.table_values import RowPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Part, Reading

LONGEST_LINE = 1_000_000_000
"""How many bytes one row of JSON Lines may have."""
_BATCH = 200
_KEYS = re.compile(rb'"(spans|fragments|relations|text)"\s*:')
_FLAT = re.compile(rb'"(start|end|label)"\s*:\s*["\d]')
_TAGGED = re.compile(rb'"tokens"\s*:\s*\[\s*"')
_TAGS = re.compile(rb'"(?:\w+_)?tags"\s*:\s*\[')
_ENTITIES = re.compile(rb'"(?:entities|annotations)"\s*:\s*\[\s*\{[^{}\[\]]*"(?:start|end)"\s*:')


def recognises(start: bytes) -> bool:
    """Whether the first line of a JSON Lines file is a row of the view `spans`, or of others' kind."""
    line = start.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    keys = set(_KEYS.findall(line))
    if _TAGGED.search(line) is not None and _TAGS.search(line) is not None:
        return line.startswith(b"{")
    if b"text" in keys and (_ENTITIES.search(line) is not None or _is_flat(line)):
        return line.startswith(b"{")
    return (
        {b"spans", b"text"} <= keys
        and not line.startswith(b'{"kind"')
        and (b"fragments" in keys or b'"text_sha256":' in line)
    )


def _is_flat(line: bytes) -> bool:
    """Whether the row is one span with the whole text beside it."""
    return line.count(b"{") == 1 and {b"start", b"end", b"label"} <= set(_FLAT.findall(line))


def claims(folder: Path) -> bool:
    """Whether the folder has a dataset card and files of rows."""
    return has_card(folder) and any(
        next(folder.glob(f"*/*{ending}"), None) or next(folder.glob(f"*{ending}"), None)
        for ending in ENDINGS
    )


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The parts of a dataset folder, or of one of its files."""
    if path.is_dir():
        preface = read_preface(path, reading)
        found = listed_files(path)
        if not found:
            raise FormatError(
                f"There are no rows in {path}.",
                "A dataset is a folder with Parquet or JSON Lines files, best in a folder “data”.",
            )
    else:
        preface, found = None, [DataFile("", path)]
    if preface is not None:
        yield from preface[0]
    has_splits = len({one.split for one in found}) > 1
    rows = RowReader(reading, is_ours=preface is not None)
    for one in found:
        split = one.split if has_splits and preface is None else ""
        if one.path.suffix.casefold() == ".parquet":
            yield from _parquet(one.path, split, rows)
        else:
            yield from _json_lines(one.path, split, rows)


def _parquet(path: Path, split: str, rows: RowReader) -> Iterator[Part]:
    files.check(path)
    file = opened(path)
    number = 0
    with file:
        with explained(path):
            rows.begin(_features(file.schema_arrow.metadata, path))
        batches = file.iter_batches(_BATCH)
        while True:
            with explained(path):
                batch = next(batches, None)
                some = batch.to_pylist() if batch is not None else []
            if batch is None:
                return
            for row in some:
                number += 1
                yield from rows.parts(row, split, RowPlace(str(path), number))


def _features(metadata: Mapping[bytes, bytes] | None, path: Path) -> dict[str, Any]:
    """The features that a file names in its metadata."""
    said = (metadata or {}).get(b"huggingface")
    if said is None:
        return {}
    place = Place(str(path), 0, "huggingface")
    info = json_values.mapping(json_values.parse_line(said, place), "info", place)
    return json_values.mapping(info, "features", place)


def _json_lines(path: Path, split: str, rows: RowReader) -> Iterator[Part]:
    files.check(path)
    rows.begin({})
    try:
        with path.open("rb") as file:
            for number, line in enumerate(iter(partial(file.readline, LONGEST_LINE), b""), 1):
                place = Place(str(path), number)
                if len(line) >= LONGEST_LINE:
                    place.refuse(f"the line is longer than {LONGEST_LINE:,} bytes")
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                if line.strip():
                    yield from rows.parts(json_values.parse_line(line, place), split, place)
    except OSError as error:
        raise files.unreadable(path, error) from None
