"""What stands beside our CoNLL columns, so that they can be read again without loss.

`corpus.json` names the files, whose they are and which layer, and holds the codebook;
`documents.jsonl` has a line for each document, in the order of the columns: its exact text, its
title and metadata. Other programs need neither.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from annotator.errors import CodebookError, FormatError
from annotator.formats import files
from annotator.formats import json_values as values
from annotator.formats.format import CodebookLine
from annotator.formats.jsonl_writing import in_order
from annotator.formats.kit import passing
from annotator.formats.kit.json_files import rows
from annotator.model import codebook_rules
from annotator.model.codebook import to_file
from annotator.model.values import METADATA_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Rows
    from annotator.formats.json_values import Place
    from annotator.model.codebook import Codebook
    from annotator.model.values import Annotator, AttributeValue

CORPUS = "corpus.json"
DOCUMENTS = "documents.jsonl"
KIND = "annotator/conll"
VERSION = 1
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
"""For numbers, which orjson writes otherwise."""


class ColumnFile(NamedTuple):
    """A file of columns: its name ("" if it had no span and is not there), layer, annotator's id.

    The layer is "" where all are in one file.
    """

    name: str
    layer: str
    annotator: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `corpus.json` says; `labels` are tags that are no label ids, with those."""

    files: Sequence[ColumnFile] = ()
    annotators: Sequence[Annotator] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    codebook: CodebookLine | None = None


class Companion(NamedTuple):
    """What `documents.jsonl` says of one document; `files` are numbers of the manifest's files."""

    text: str
    title: str
    metadata: Mapping[str, str]
    attributes: Mapping[str, AttributeValue]
    note: str
    files: frozenset[int]
    place: Place


def document_line(one: Rows, numbers: Iterable[int]) -> bytes:
    """The line of one document, which stands in the files of these numbers."""
    document = one.document
    said: dict[str, Any] = {
        "title": document.title,
        "metadata": in_order(document.metadata, METADATA_KEYS),
        "attributes": in_order(document.attributes, ()),
        "note": document.note,
    }
    said = {key: value for key, value in said.items() if value}
    said = {**said, "files": list(numbers), "text": one.text}
    if document.attributes:
        return f"{_encode(said)}\n".encode()
    return orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)


def manifest_bytes(
    column_files: Iterable[ColumnFile],
    annotators: Iterable[Annotator],
    labels: Mapping[str, str],
    codebook: Codebook,
) -> bytes:
    """The content of `corpus.json`."""
    content = {
        "format": KIND,
        "version": VERSION,
        "files": [one._asdict() for one in column_files],
        "annotators": [passing.annotator_values(one) for one in annotators],
        "labels": dict(labels),
        "codebook": to_file(codebook),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def is_corpus(folder: Path) -> bool:
    """Whether a folder is our export."""
    try:
        with (folder / CORPUS).open("rb") as file:
            start = file.read(100)
    except OSError:
        return False
    return f'"{KIND}"'.encode() in start and (folder / DOCUMENTS).is_file()


def read_manifest(folder: Path) -> Manifest:
    """What `corpus.json` says, checked."""
    path = folder / CORPUS
    if files.check(path) > files.LARGEST_ARTICLE:
        raise FormatError(f"{path} is too large.", "It is damaged, or another kind of file.")
    found = list(rows(path))
    if len(found) != 1:
        raise FormatError(f"{path} must hold one object.", "It is damaged, or another kind of file.")
    place, raw = found[0]
    if raw.get("version") != VERSION:
        place.refuse(f"it has version {raw.get('version')}; this version of Annotator reads {VERSION}")
    people = [passing.annotator(one) for one in values.items(raw, "annotators", place)]
    return Manifest(
        [_column_file(one, folder, place) for one in values.items(raw, "files", place)],
        [one for one in people if one is not None],
        values.texts(raw, "labels", place),
        codebook_line(raw.get("codebook"), place),
    )


def _column_file(raw: object, folder: Path, place: Place) -> ColumnFile:
    if not isinstance(raw, dict):
        place.refuse("“files” must be a list of objects")
    name = values.text(raw, "name", place, None)
    is_bad = name is None or "/" in name or "\\" in name or "\0" in name
    if is_bad or (name and not (folder / name).is_file()):
        place.refuse(f"there is no file “{name}” beside it", "All files of the folder belong together.")
    return ColumnFile(name or "", values.text(raw, "layer", place), values.text(raw, "annotator", place))


def codebook_line(raw: object, place: Place) -> CodebookLine | None:
    """The codebook that a file of ours holds, checked; None where it has no labels."""
    if raw is None:
        return None
    if not isinstance(raw, dict):
        place.refuse("“codebook” must be an object")
    if raw.get("labels") == []:
        return None
    try:
        codebook_rules.check(raw, str(place), is_from_project=True)
    except CodebookError as error:
        raise FormatError(error.message, error.hint) from None
    return CodebookLine(raw, str(place), is_whole=True)


def read_documents(folder: Path, number: int) -> Iterator[Companion]:
    """The documents, in order; `number` says how many files there are."""
    for place, raw in rows(folder / DOCUMENTS):
        numbers = values.items(raw, "files", place)
        if not all(type(one) is int and 0 <= one < number for one in numbers):
            place.refuse("“files” must be a list of numbers of files")
        yield Companion(
            values.text(raw, "text", place, None),
            values.text(raw, "title", place),
            values.texts(raw, "metadata", place),
            values.attributes(raw, place),
            values.text(raw, "note", place),
            frozenset(numbers),
            place,
        )
