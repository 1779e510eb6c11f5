"""The columns of the two views of a Hugging Face dataset, and the rows of the lossless one.

Features are told thrice from one source: as a Parquet schema, as the JSON that the library
`datasets` finds in its metadata, and in YAML for files that have no schema. Lists stand in the
JSON as arrays of one element, which all versions of the library read.
"""

from __future__ import annotations

import json
from array import array
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from annotator.formats.jsonl_writing import overall_state, work_values
from annotator.formats.parquet_files import arrow
from annotator.formats.stored_rows import to_json
from annotator.model.values import METADATA_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.formats.format import Corpus, Record
    from annotator.model.values import Relation, Span

Feature: TypeAlias = "str | list[Any] | dict[str, Any] | tuple[str, ...]"
"""A type by its name, a list of one element, a struct, or the names of a ClassLabel."""

_ANNOTATION: Mapping[str, Feature] = dict.fromkeys(
    str.split("attributes note annotator annotator_id origin created modified"), "string"
)


def spans_features(labels: Sequence[str]) -> dict[str, Feature]:
    """The columns of the view `spans`: a row a document, nothing lost."""
    span: dict[str, Feature] = {
        "id": "string",
        "layer": "string",
        "label": tuple(labels),
        "fragments": [{"start": "int32", "end": "int32"}],
        "text": "string",
        "entity": "string",
        "entity_id": "string",
        **_ANNOTATION,
    }
    relation: dict[str, Feature] = {
        "id": "string",
        "label": "string",
        "head": "string",
        "tail": "string",
        **_ANNOTATION,
    }
    names = ("id", "title", "text", *METADATA_KEYS, *str.split("metadata attributes state work note"))
    plain: dict[str, Feature] = dict.fromkeys((*names, "created", "text_sha256"), "string")
    return plain | {"spans": [span], "relations": [relation]}


def tokens_features(tags: Mapping[str, Sequence[str]]) -> dict[str, Feature]:
    """The columns of the view `tokens`: a row for a document and annotator, tags by column."""
    plain: dict[str, Feature] = {"id": "string", "annotator": "string", "tokens": ["string"]}
    offsets: dict[str, Feature] = {"offsets": [["int32"]]}
    return plain | offsets | {name: [tuple(values)] for name, values in tags.items()}


def parquet_schema(features: Mapping[str, Feature]) -> Any:
    """The schema of a Parquet file, with the features in its metadata."""
    pa = arrow()
    said = {name: _json_feature(one) for name, one in features.items()}
    metadata = {"huggingface": json.dumps({"info": {"features": said}}, ensure_ascii=False)}
    fields = [(name, _arrow_type(one)) for name, one in features.items()]
    return pa.schema(fields, metadata=metadata)


class Offsets(NamedTuple):
    """Where the tokens of a document begin and end; in files a pair for each."""

    starts: list[int]
    ends: list[int]


def arrow_table(rows: Sequence[Mapping[str, Any]], schema: Any) -> Any:
    """The rows as a table with this schema."""
    pa = arrow()
    columns = []
    for field in schema:
        values = [row[field.name] for row in rows]
        if values and isinstance(values[0], Offsets):
            columns.append(_pairs(values))
        elif field.type == pa.list_(pa.int64()):
            columns.append(_numbers(values))
        else:
            columns.append(pa.array(values, field.type))
    return pa.Table.from_arrays(columns, schema=schema)


def _pairs(some: Sequence[Offsets]) -> Any:
    """Lists of pairs, laid out as Arrow keeps them: far quicker than number by number."""
    pa = arrow()
    flat = array("i")
    ends = [0]
    for offsets in some:
        pairs = array("i", bytes(2 * flat.itemsize * len(offsets.starts)))
        pairs[0::2] = array("i", offsets.starts)
        pairs[1::2] = array("i", offsets.ends)
        flat.extend(pairs)
        ends.append(ends[-1] + len(offsets.starts))
    numbers = pa.Array.from_buffers(pa.int32(), len(flat), [None, pa.py_buffer(flat)])
    edges = pa.array(range(0, len(flat) + 1, 2), pa.int32())
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.ListArray.from_arrays(edges, numbers))


def _numbers(some: Sequence[Sequence[int]]) -> Any:
    """Lists of tags by their numbers."""
    pa = arrow()
    flat = array("q", chain.from_iterable(some))
    ends = pa.array([0, *accumulate(map(len, some))], pa.int32())
    numbers = pa.Array.from_buffers(pa.int64(), len(flat), [None, pa.py_buffer(flat)])
    return pa.ListArray.from_arrays(ends, numbers)


def _arrow_type(feature: Feature) -> Any:
    pa = arrow()
    if isinstance(feature, list):
        return pa.list_(_arrow_type(feature[0]))
    if isinstance(feature, dict):
        return pa.struct([(name, _arrow_type(one)) for name, one in feature.items()])
    if isinstance(feature, tuple):
        return pa.int64()
    return {"string": pa.string(), "int32": pa.int32()}[feature]


def _json_feature(feature: Feature) -> Any:
    if isinstance(feature, list):
        return [_json_feature(feature[0])]
    if isinstance(feature, dict):
        return {name: _json_feature(one) for name, one in feature.items()}
    if isinstance(feature, tuple):
        return {"names": list(feature), "_type": "ClassLabel"}
    return {"dtype": feature, "_type": "Value"}


def yaml_features(features: Mapping[str, Feature]) -> list[dict[str, Any]]:
    """The features as a card says them of files without a schema; labels are texts there."""
    return [{"name": name} | _yaml_feature(one) for name, one in features.items()]


def _yaml_feature(feature: Feature) -> dict[str, Any]:
    if isinstance(feature, list):
        inner = _yaml_feature(feature[0])
        return {"list": inner.get("struct") or inner.get("dtype") or inner}
    if isinstance(feature, dict):
        return {"struct": yaml_features(feature)}
    return {"dtype": "string" if isinstance(feature, tuple) else feature}


class DocumentRows:
    """Makes the rows of the view `spans`; `labels` are numbered where that is how they are written."""

    def __init__(self, corpus: Corpus, *, is_numbered: bool) -> None:
        codebook = corpus.codebook()
        self._corpus = corpus
        self._labels: dict[str, int | str] = {
            id_: number if is_numbered else id_ for number, id_ in enumerate(codebook.labels)
        }
        self._layers = {id_: label.layer for id_, label in codebook.labels.items()}
        self._entities = {entity.id: entity.name for entity in corpus.entities()}
        self._people = {annotator.id: annotator.name for annotator in corpus.annotators()}

    def row(self, record: Record) -> dict[str, Any]:
        """The row of a document with all that is labelled in it."""
        document = record.document
        works = self._corpus.works(document.id)
        return {
            "id": document.id,
            "title": document.title,
            "text": record.text,
            **{key: document.metadata.get(key, "") for key in METADATA_KEYS},
            "metadata": to_json(document.metadata),
            "attributes": to_json(document.attributes),
            "state": overall_state(works),
            "work": to_json([work_values(work) for work in works]),
            "note": document.note,
            "created": document.created,
            "text_sha256": document.text_sha256,
            "spans": [self._span(span) for span in record.spans],
            "relations": [self._relation(relation) for relation in record.relations],
        }

    def _span(self, span: Span) -> dict[str, Any]:
        said = self._annotation(span)
        said["layer"] = self._layers.get(span.label, "")
        said["label"] = self._labels[span.label]
        said["fragments"] = [{"start": start, "end": end} for start, end in span.fragments]
        said["text"] = span.text
        said["entity"] = self._entities.get(span.entity or "", "")
        said["entity_id"] = span.entity or ""
        return said

    def _relation(self, relation: Relation) -> dict[str, Any]:
        said = self._annotation(relation)
        said["label"] = relation.label
        said["head"] = relation.from_id
        said["tail"] = relation.to_id
        return said

    def _annotation(self, one: Span | Relation) -> dict[str, Any]:
        return {
            "id": one.id,
            "attributes": to_json(one.attributes),
            "note": one.note,
            "annotator": self._people.get(one.annotator, one.annotator),
            "annotator_id": one.annotator,
            "origin": one.origin,
            "created": one.created,
            "modified": one.modified,
        }
