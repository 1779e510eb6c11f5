"""Flat tables for spreadsheets and statistics: a folder of four CSV files.

`documents.csv`, `spans.csv` (a row for each fragment), `relations.csv` and
`entities.csv`: UTF-8 with a byte order mark, CRLF, quoted as RFC 4180 says. Read them
with all columns as text, or "NA" and "007" change.
"""

from __future__ import annotations

import csv
import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from annotator.formats.format import Corpus, Format, Record, Writing
from annotator.formats.jsonl_writing import in_order, overall_state
from annotator.formats.kit.options import yes_or_no
from annotator.formats.writing import new_folder
from annotator.model.values import METADATA_KEYS, Document, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from annotator.model.codebook import Codebook

COLUMNS: Mapping[str, Sequence[str]] = {
    "documents": str.split(
        "document_id title outlet author published url language metadata attributes state note "
        "length text_sha256 text"
    ),
    "spans": str.split(
        "document_id document_title annotator span_id fragment fragments layer label start end text "
        "entity_id entity attributes note origin created modified"
    ),
    "relations": str.split(
        "document_id document_title annotator relation_id label from_id from_text to_id to_text "
        "attributes note origin created modified"
    ),
    "entities": str.split("entity_id name type aliases qid nil note"),
}
GUARD_FORMULAS = yes_or_no("guard-formulas", "Keep spreadsheets from taking texts for formulas")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet calculates cells that begin so."""


def write(corpus: Corpus, folder: Path, writing: Writing) -> None:
    """Write the four tables into a folder."""
    with new_folder(folder, overwrites=writing.overwrites) as temporary, ExitStack() as files:
        tables = {
            name: _Table(files.enter_context(_opened(temporary / f"{name}.csv")), columns, writing)
            for name, columns in COLUMNS.items()
        }
        entities = {entity.id: entity for entity in corpus.entities()}
        for entity in entities.values():
            aliases, nil = _json(list(entity.aliases)), str(entity.nil).lower()
            row = (entity.id, entity.name, entity.type, aliases, entity.qid, nil, entity.note)
            tables["entities"].add(row)
        names = {id_: entity.name for id_, entity in entities.items()}
        people = {annotator.id: annotator.name for annotator in corpus.annotators()}
        total = len(corpus.documents())
        for number, record in enumerate(corpus.records()):
            writing.step(number, total, record.document.title)
            _write_document(record, corpus, tables, names, people)
        writing.step(total, total, "")


class _Table:
    """One CSV file that rows are added to."""

    def __init__(self, file: Any, columns: Sequence[str], writing: Writing) -> None:
        self._writer = csv.writer(file, lineterminator="\r\n")
        self._guards_formulas = writing.is_on(GUARD_FORMULAS)
        self._writer.writerow(columns)

    def add(self, row: Iterable[object]) -> None:
        """Write one row; cells that a spreadsheet would calculate are guarded on request."""
        cells = ["" if cell is None else str(cell) for cell in row]
        if self._guards_formulas:
            cells = [f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell for cell in cells]
        self._writer.writerow(cells)


def _opened(path: Path) -> Any:
    return path.open("x", encoding="utf-8-sig", newline="")


def _write_document(
    record: Record,
    corpus: Corpus,
    tables: Mapping[str, _Table],
    entities: Mapping[str, str],
    people: Mapping[str, str],
) -> None:
    document, text = record.document, record.text
    tables["documents"].add(_document_row(document, corpus, text))
    codebook = corpus.codebook()
    spans = {span.id: span for span in record.spans}
    for span in spans.values():
        for row in _span_rows(span, document, text, codebook, entities, people):
            tables["spans"].add(row)
    for relation in record.relations:
        tables["relations"].add(_relation_row(relation, document, spans, people))


def _document_row(document: Document, corpus: Corpus, text: str) -> Sequence[object]:
    others = {key: value for key, value in document.metadata.items() if key not in METADATA_KEYS}
    return (
        document.id,
        document.title,
        *(document.metadata.get(key, "") for key in METADATA_KEYS),
        _json(in_order(others, ())),
        _json(in_order(document.attributes, ())),
        overall_state(corpus.works(document.id)),
        document.note,
        document.length,
        document.text_sha256,
        text,
    )


def _span_rows(
    span: Span,
    document: Document,
    text: str,
    codebook: Codebook,
    entities: Mapping[str, str],
    people: Mapping[str, str],
) -> Iterable[Sequence[object]]:
    for number, (start, end) in enumerate(span.fragments, 1):
        yield (
            document.id,
            document.title,
            people.get(span.annotator, span.annotator),
            span.id,
            number,
            len(span.fragments),
            codebook.label(span.label).layer,
            span.label,
            start,
            end,
            text[start:end],
            span.entity,
            entities.get(span.entity or "", ""),
            _json(in_order(span.attributes, ())),
            span.note,
            span.origin,
            span.created,
            span.modified,
        )


def _relation_row(
    relation: Relation, document: Document, spans: Mapping[str, Span], people: Mapping[str, str]
) -> Sequence[object]:
    return (
        document.id,
        document.title,
        people.get(relation.annotator, relation.annotator),
        relation.id,
        relation.label,
        relation.from_id,
        spans[relation.from_id].text,
        relation.to_id,
        spans[relation.to_id].text,
        _json(in_order(relation.attributes, ())),
        relation.note,
        relation.origin,
        relation.created,
        relation.modified,
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


FORMAT = Format(
    name="csv",
    title="CSV tables",
    extensions=(".csv",),
    description="A folder of tables: documents, spans (a row for each fragment), relations, entities.",
    loss="Codebook, flags, history and original bytes are not in it; `state` sums up all annotators.",
    write=write,
    writes_folder=True,
    write_options=(GUARD_FORMULAS,),
)
