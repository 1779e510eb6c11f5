"""The flat tables that CSV, XLSX and Parquet hold: their columns, and a document's rows.

`documents`, `spans` (a row for each fragment), `relations` and `entities`. What belongs to
the project as a whole (its name, codebook, annotators, settings, saved queries) stands beside
them as the lines that begin a native file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

from annotator.formats.jsonl_writing import overall_state, work_values
from annotator.model.values import METADATA_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotator.formats.format import Corpus, Record
    from annotator.model.values import Document, Relation, Span

Row: TypeAlias = "tuple[str | int | bool | None, ...]"

COLUMNS: Mapping[str, Sequence[str]] = {
    "documents": str.split(
        "document_id title outlet author published url language metadata attributes state work note "
        "created length text_sha256 text"
    ),
    "spans": str.split(
        "document_id document_title annotator annotator_id span_id fragment fragments layer label "
        "start end text entity_id entity attributes note origin created modified"
    ),
    "relations": str.split(
        "document_id document_title annotator annotator_id relation_id label from_id from_text to_id "
        "to_text attributes note origin created modified"
    ),
    "entities": str.split("entity_id name type aliases qid nil note"),
}
INTEGERS = frozenset({"fragment", "fragments", "start", "end", "length"})
LOSS = "Doubts, assignments, history and the original bytes of the articles are not in it."
PREFACE = "project.jsonl"
"""The file beside the tables that holds what belongs to no table, in lines of the native format."""

_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True
).encode
"""For what orjson refuses: whole numbers of more than 64 bits."""


class TableRows:
    """Makes the rows of a corpus; `spans` of a document are in reading order."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._layers = {id_: label.layer for id_, label in corpus.codebook().labels.items()}
        self._entities = {entity.id: entity.name for entity in corpus.entities()}
        self._people = {annotator.id: annotator.name for annotator in corpus.annotators()}

    def entities(self) -> Iterator[Row]:
        """The rows of all entities."""
        for one in self._corpus.entities():
            aliases = to_json(list(one.aliases))
            yield (one.id, one.name, one.type, aliases, one.qid, one.nil, one.note)

    def document(self, record: Record) -> Row:
        """The row of a document."""
        document = record.document
        works = self._corpus.works(document.id)
        return (
            document.id,
            document.title,
            *(document.metadata.get(key, "") for key in METADATA_KEYS),
            to_json(further_metadata(document)),
            to_json(document.attributes),
            overall_state(works),
            to_json([work_values(work) for work in works]),
            document.note,
            document.created,
            document.length,
            document.text_sha256,
            record.text,
        )

    def spans(self, record: Record) -> Iterator[Row]:
        """A row for each fragment of each span."""
        document, text = record.document, record.text
        for span in record.spans:
            before = (
                document.id,
                document.title,
                self._people.get(span.annotator, span.annotator),
                span.annotator,
                span.id,
            )
            after = self._span_end(span)
            layer, label, number = self._layers.get(span.label, ""), span.label, len(span.fragments)
            for index, (start, end) in enumerate(span.fragments, 1):
                yield (*before, index, number, layer, label, start, end, text[start:end], *after)

    def _span_end(self, span: Span) -> Row:
        entity = span.entity
        return (
            entity,
            self._entities.get(entity, "") if entity else "",
            to_json(span.attributes),
            span.note,
            span.origin,
            span.created,
            span.modified,
        )

    def relations(self, record: Record) -> Iterator[Row]:
        """A row for each relation, with the words at both ends."""
        texts = {span.id: span.text for span in record.spans} if record.relations else {}
        for relation in record.relations:
            yield self._relation(relation, record.document, texts)

    def _relation(self, relation: Relation, document: Document, texts: Mapping[str, str]) -> Row:
        return (
            document.id,
            document.title,
            self._people.get(relation.annotator, relation.annotator),
            relation.annotator,
            relation.id,
            relation.label,
            relation.from_id,
            texts[relation.from_id],
            relation.to_id,
            texts[relation.to_id],
            to_json(relation.attributes),
            relation.note,
            relation.origin,
            relation.created,
            relation.modified,
        )


def further_metadata(document: Document) -> dict[str, str]:
    """The metadata that no column of its own can tell: other keys, and known ones that are empty."""
    said = document.metadata.items()
    return {key: value for key, value in said if key not in METADATA_KEYS or not value}


def to_json(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """An object or list as JSON, on one line, with its keys in order."""
    if not value:
        return "[]" if isinstance(value, list) else "{}"
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:
        return _encode(value)
