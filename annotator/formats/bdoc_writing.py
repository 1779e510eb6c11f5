"""Writing GATE's bdoc: a folder with a JSON file for each document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from annotator.formats import codebook_beside
from annotator.formats.jsonl_writing import in_order
from annotator.formats.kit import passing
from annotator.formats.kit.file_names import UniqueNames
from annotator.formats.kit.options import Choice, Option
from annotator.formats.kit.units import Units
from annotator.formats.writing import new_folder
from annotator.model.values import METADATA_KEYS, Annotator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.model.values import Entity, Span

OURS = "annotator"
"""The feature that holds what GATE has no place for."""
TITLE = "title"
NOTE = "note"
OFFSETS = Option(
    "offsets",
    "Offsets count",
    "p",
    (Choice("p", "code points, as Python does"), Choice("j", "UTF-16 units, as Java does")),
)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write one file for each document, and the codebook beside them."""
    names = UniqueNames()
    with new_folder(path, overwrites=writing.overwrites) as folder:
        documents = _Documents(corpus, writing.value(OFFSETS))
        total = len(corpus.documents())
        for number, record in enumerate(corpus.records()):
            writing.step(number, total, record.document.title)
            name = names.new(record.document.title)
            content = _encode(documents.values(record, name))
            (folder / f"{name}.bdocjs").write_bytes(f"{content}\n".encode())
        codebook_beside.write(folder, corpus.codebook())
        writing.step(total, total, "")


class _Documents:
    """Turns documents into what their files hold."""

    def __init__(self, corpus: Corpus, offsets: str) -> None:
        self._corpus = corpus
        self._offsets = offsets
        self._entities = {entity.id: entity for entity in corpus.entities()}
        self._people = {one.id: one for one in corpus.annotators()}
        self._sets = _set_names(list(self._people.values()))

    def values(self, record: Record, name: str) -> dict[str, Any]:
        """The object of one document."""
        units = Units(record.text, "code point" if self._offsets == "p" else "utf-16")
        sets: dict[str, list[dict[str, Any]]] = {}
        for span in record.spans:
            annotations = sets.setdefault(self._set_name(span.annotator), [])
            annotations += self._annotations(span, units, len(annotations))
        return {
            "annotation_sets": {
                name: {"name": name, "annotations": some, "next_annid": len(some)}
                for name, some in sets.items()
            },
            "text": record.text,
            "features": self._features(record),
            "offset_type": self._offsets,
            "name": name,
        }

    def _set_name(self, annotator: str) -> str:
        return self._sets.get(annotator, annotator)

    def _annotations(self, span: Span, units: Units, number: int) -> Iterator[dict[str, Any]]:
        features = _span_features(span, self._entities)
        for index, (start, end) in enumerate(span.fragments):
            if len(span.fragments) > 1:
                piece = {"fragment": index, "fragments": len(span.fragments)}
                features = features | {OURS: features[OURS] | piece}
            yield {
                "type": span.label,
                "start": units.from_code_point(start),
                "end": units.from_code_point(end),
                "id": number + index,
                "features": features,
            }

    def _features(self, record: Record) -> dict[str, Any]:
        document = record.document
        metadata = in_order(document.metadata, METADATA_KEYS)
        own = {key: value for key, value in metadata.items() if key in (TITLE, OURS)}
        works = self._corpus.works(document.id)
        people = dict.fromkeys(
            one.annotator for some in (record.spans, record.relations, works) for one in some
        )
        ours: dict[str, Any] = {
            "metadata": own,
            "attributes": in_order(document.attributes, ()),
            "note": document.note,
            "created": document.created,
            "annotators": [self._person(id_) for id_ in people],
            "work": [{"annotator": one.annotator} | passing.work_values(one) for one in works],
            "relations": [
                {
                    "id": one.id,
                    "label": one.label,
                    "from": one.from_id,
                    "to": one.to_id,
                    "annotator": one.annotator,
                }
                | passing.annotation_values(one)
                for one in record.relations
            ],
        }
        said = {key: value for key, value in metadata.items() if key not in own}
        return {TITLE: document.title} | said | {OURS: {k: v for k, v in ours.items() if v}}

    def _person(self, id_: str) -> dict[str, str]:
        person = self._people.get(id_) or Annotator(id_, id_)
        return passing.annotator_values(person) | {"set": self._set_name(id_)}


def _set_names(people: Sequence[Annotator]) -> dict[str, str]:
    """The annotation set of each annotator: the unnamed one if she is alone, else her name."""
    if len(people) < 2:
        return {one.id: "" for one in people}
    found: dict[str, str] = {}
    for one in people:
        name, number = one.name, 1
        while name in found.values():
            number += 1
            name = f"{one.name} {number}"
        found[one.id] = name
    return found


def _span_features(span: Span, entities: Mapping[str, Entity]) -> dict[str, Any]:
    """Attributes and note under their own names as far as these are free; the rest under ours."""
    hidden = {key: value for key, value in span.attributes.items() if key == OURS}
    ours: dict[str, Any] = {"id": span.id} | passing.annotation_values(span)
    ours.pop("attributes", None)
    if hidden:
        ours["attributes"] = hidden
    if (entity := entities.get(span.entity or "")) is not None:
        ours["entity"] = passing.entity_values(entity)
    features = {key: value for key, value in in_order(span.attributes, ()).items() if key != OURS}
    if NOTE in span.attributes:
        ours[NOTE] = span.note
    elif ours.pop(NOTE, None):
        features[NOTE] = span.note
    return features | {OURS: ours}
