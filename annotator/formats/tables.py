"""The flat tables that CSV, XLSX and Parquet hold: their columns, and a document's rows.

`documents`, `spans` (a row for each fragment), `relations` and `entities`. What belongs to
the project as a whole (its name, codebook, annotators, settings, saved queries) stands beside
them as the lines that begin a native file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from annotator.formats.jsonl_writing import overall_state, work_values
from annotator.formats.stored_rows import attributes_of, fragments_of, to_json
from annotator.model.values import METADATA_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotator.formats.format import Corpus, Rows
    from annotator.model.values import Document

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

    def document(self, rows: Rows) -> Row:
        """The row of a document."""
        document = rows.document
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
            rows.text,
        )

    def spans(self, rows: Rows) -> Iterator[Row]:
        """A row for each fragment of each span."""
        id_, title, text = rows.document.id, rows.document.title, rows.text
        people, layers, entities = self._people, self._layers, self._entities
        for row in rows.spans:
            span, _, label, start, end, pieces, _, who, origin, entity, said, note, *times = row
            person, layer = people.get(who, who), layers.get(label, "")
            name = entities.get(entity, "") if entity else ""
            if said != "{}":
                said = attributes_of(said)
            after = (entity, name, said, note, origin, *times)
            if pieces is None:
                words = text[start:end]
                yield (id_, title, person, who, span, 1, 1, layer, label, start, end, words, *after)
                continue
            before = (id_, title, person, who, span)
            fragments = fragments_of(row)
            for index, (start, end) in enumerate(fragments, 1):
                words = text[start:end]
                yield (*before, index, len(fragments), layer, label, start, end, words, *after)

    def relations(self, rows: Rows) -> Iterator[Row]:
        """A row for each relation, with the words at both ends."""
        document = rows.document
        texts = {row[0]: row[6] for row in rows.spans} if rows.relations else {}
        for id_, _, label, start, end, who, origin, attributes, *rest in rows.relations:
            note, created, modified = rest
            yield (
                document.id,
                document.title,
                self._people.get(who, who),
                who,
                id_,
                label,
                start,
                texts[start],
                end,
                texts[end],
                attributes_of(attributes),
                note,
                origin,
                created,
                modified,
            )


def further_metadata(document: Document) -> dict[str, str]:
    """The metadata that no column of its own can tell: other keys, and known ones that are empty."""
    said = document.metadata.items()
    return {key: value for key, value in said if key not in METADATA_KEYS or not value}
