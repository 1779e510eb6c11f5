"""Values as rows and as the JSON bodies of changes, and back.

A body leaves out what is at its default, so that the history stays small.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring as quoted
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import orjson

from annotator.errors import UserError
from annotator.model.fragment import Fragment
from annotator.model.values import Field, Json, NewDocument, Relation, Source, Span, Value

if TYPE_CHECKING:
    from collections.abc import Callable

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode

SPAN_COLUMNS = (
    "id, document_id, label, start, end, fragments, text, annotator, origin, entity,"
    " attributes, note, created, modified"
)
RELATION_COLUMNS = (
    "id, document_id, label, from_id, to_id, annotator, origin, attributes, note, created, modified"
)


SpanRow = tuple[
    str, str, str, int, int, str | None, str, str, str, str | None, str, str, str, str
]  # fmt: skip
RelationRow = tuple[str, str, str, str, str, str, str, str, str, str, str]

_SPAN_PARTS = attrgetter(
    "id", "document_id", "label", "fragments", "text", "annotator", "origin", "entity", "attributes",
    "note", "created", "modified",
)  # fmt: skip
_RELATION_PARTS = attrgetter(
    "id", "document_id", "label", "from_id", "to_id", "annotator", "origin", "attributes", "note",
    "created", "modified",
)  # fmt: skip


def dumps(value: object) -> str:
    """The value as JSON, without needless spaces."""
    try:
        return _encode(value)
    except ValueError as error:
        raise UserError("A number is infinite, or no number at all.", "Give another one.") from error


def loads(body: str) -> Any:
    """The value of this JSON. Most are plain texts, which need no parser of numbers."""
    if body.startswith('"'):
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError:
            pass
    return json.loads(body)


# ---------------------------------------------------------------- spans


def span_body(span: Span) -> str:
    """The span as a change keeps it; its id and document stand in columns."""
    return span_written(span)[0]


def span_row(span: Span) -> SpanRow:
    """The span as its row, in the order of `SPAN_COLUMNS`."""
    return span_written(span)[1]


def span_written(span: Span) -> tuple[str, SpanRow]:
    """The body of the span's change, and the span's row."""
    (
        id_, document_id, label, fragments, text, annotator, origin, entity, attributes, note, created,
        modified,
    ) = _SPAN_PARTS(span)  # fmt: skip
    start, end = fragments[0]
    if len(fragments) == 1:
        said, several = f"[[{start},{end}]]", None
    else:
        end = fragments[-1][1]
        said = several = dumps(fragments)
    own = dumps(attributes) if attributes else "{}"
    thing = f',"entity":{quoted(entity)}' if entity is not None else ""
    body = (
        f'{{"label":{quoted(label)},"fragments":{said},"text":{quoted(text)}'
        f',"annotator":{quoted(annotator)}{thing}{end_of_body(own, note, origin, created, modified)}'
    )
    return body, (
        id_, document_id, label, start, end, several, text, annotator, origin, entity, own, note,
        created, modified,
    )  # fmt: skip


def span_from_body(id_: str, document_id: str, body: str) -> Span:
    """The span that a change wrote."""
    raw: dict[str, Any] = json.loads(body)
    created = raw.get("created", "")
    return Span(
        id_,
        document_id,
        raw["label"],
        tuple(map(Fragment._make, raw["fragments"])),
        raw["text"],
        raw["annotator"],
        raw.get("attributes", {}),
        raw.get("entity"),
        raw.get("note", ""),
        raw.get("origin", "manual"),
        created,
        raw.get("modified", created),
    )


def span_from_row(row: tuple[Any, ...]) -> Span:
    """The span that a row in the order of `SPAN_COLUMNS` holds."""
    if row[5] is None:
        fragments: tuple[Fragment, ...] = (Fragment(row[3], row[4]),)
    else:
        fragments = tuple(Fragment(start, end) for start, end in json.loads(row[5]))
    attributes = {} if row[10] == "{}" else json.loads(row[10])
    return Span(
        row[0], row[1], row[2], fragments, row[6], row[7], attributes, row[9], row[11], row[8],
        row[12], row[13],
    )  # fmt: skip


# ---------------------------------------------------------------- relations


def relation_body(relation: Relation) -> str:
    """The relation as a change keeps it; its id and document stand in columns."""
    return relation_written(relation)[0]


def relation_row(relation: Relation) -> RelationRow:
    """The relation as its row, in the order of `RELATION_COLUMNS`."""
    return relation_written(relation)[1]


def relation_written(relation: Relation) -> tuple[str, RelationRow]:
    """The body of the relation's change, and the relation's row."""
    (
        id_, document_id, label, from_id, to_id, annotator, origin, attributes, note, created, modified
    ) = _RELATION_PARTS(relation)  # fmt: skip
    own = dumps(attributes) if attributes else "{}"
    body = (
        f'{{"label":{quoted(label)},"from":{quoted(from_id)},"to":{quoted(to_id)}'
        f',"annotator":{quoted(annotator)}{end_of_body(own, note, origin, created, modified)}'
    )
    return body, (
        id_, document_id, label, from_id, to_id, annotator, origin, own, note, created, modified
    )  # fmt: skip


def relation_from_body(id_: str, document_id: str, body: str) -> Relation:
    """The relation that a change wrote."""
    raw: dict[str, Any] = json.loads(body)
    created = raw.get("created", "")
    return Relation(
        id_,
        document_id,
        raw["label"],
        raw["from"],
        raw["to"],
        raw["annotator"],
        raw.get("attributes", {}),
        raw.get("note", ""),
        raw.get("origin", "manual"),
        created,
        raw.get("modified", created),
    )


def relation_from_row(row: tuple[Any, ...]) -> Relation:
    """The relation that a row in the order of `RELATION_COLUMNS` holds."""
    attributes = {} if row[7] == "{}" else json.loads(row[7])
    return Relation(
        row[0], row[1], row[2], row[3], row[4], row[5], attributes, row[8], row[6], row[9], row[10]
    )


def end_of_body(attributes: str, note: str, origin: str, created: str, modified: str) -> str:
    """The end of the body, which spans and relations have in common; `attributes` as JSON."""
    body = f',"attributes":{attributes}' if attributes != "{}" else ""
    if note:
        body += f',"note":{quoted(note)}'
    if origin != "manual":
        body += f',"origin":{quoted(origin)}'
    if created:
        body += f',"created":{quoted(created)}'
    if modified != created:
        body += f',"modified":{quoted(modified)}'
    return body + "}"


# ---------------------------------------------------------------- documents and fields


def document_body(document: NewDocument, *, created: str) -> str:
    """The creation of a document as a change keeps it: what it is made of, by hash."""
    raw: dict[str, Json] = {
        "sha256": document.text_sha256,
        "length": len(document.text),
        "created": created,
    }
    if document.source is not None:
        source = document.source
        raw["source"] = {
            "sha256": source.sha256,
            "name": source.name,
            "encoding": source.encoding,
            "extractor": source.extractor,
        }
    return dumps(raw)


def source_from_body(body: str, content: bytes) -> Source:
    """The original file that the creation of a document names, with these bytes."""
    raw = json.loads(body)["source"]
    return Source(raw["name"], content, raw["encoding"], raw["extractor"])


def field_body(field: Field) -> str:
    """The field's value as a change keeps it."""
    value = field.value
    return quoted(value) if type(value) is str else dumps(value)


def field_from_body(kind: str, target: str, name: str, body: str) -> Field:
    """The field that a change wrote."""
    return Field(kind, target, name, json.loads(body))


def value_from_body(
    kind: str,
    target: str,
    field: str,
    document_id: str | None,
    body: str,
    text_of: Callable[[str], str | None],
) -> Value:
    """The value that a change wrote (a document: without its original file)."""
    if kind == "span":
        return span_from_body(target, document_id or "", body)
    if kind == "relation":
        return relation_from_body(target, document_id or "", body)
    if kind == "document" and field == "":
        raw = json.loads(body)
        return NewDocument(target, text_of(target) or "", raw["sha256"], created=raw["created"])
    return field_from_body(kind, target, field, body)
