"""Doubts, assignments and saved queries in native files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats import json_values as values
from annotator.formats.jsonl_document import is_uuid
from annotator.model.teamwork import TARGET_KINDS, Assignment, Message, SavedQuery
from annotator.model.values import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.formats.format import Reading
    from annotator.formats.json_values import Place
    from annotator.formats.jsonl_document import DocumentReader


# ---------------------------------------------------------------- reading


def messages(raw: Mapping[str, Any], document: DocumentReader) -> Iterator[Message]:
    """The messages about a document, its spans and relations, which have been read before."""
    names: dict[str, str] = {}
    for index, one in enumerate(values.items(raw, "messages", document.place)):
        place = document.place.inside(f"messages[{index}]")
        if not isinstance(one, dict):
            place.refuse("a message must be an object")
        kind = values.text(one, "target_kind", place, "document")
        if kind not in TARGET_KINDS:
            place.refuse(f"“target_kind” is “{kind}”; it can be {', '.join(TARGET_KINDS)}")
        id_ = _named(values.text(one, "id", place), names)
        yield Message(
            id=id_,
            thread=_named(values.text(one, "thread", place) or id_, names),
            document_id=document.id,
            target_kind=kind,
            target=_target(kind, values.text(one, "target", place), document, place),
            annotator=values.text(one, "annotator", place),
            text=values.text(one, "text", place),
            is_settled=bool(values.is_true(one, "settled", place)),
            quoted=values.text(one, "quoted", place),
            created=values.text(one, "created", place) or document.reading.time,
        )


def _named(name: str, names: dict[str, str]) -> str:
    """The id of a message that the file names so."""
    if is_uuid(name):
        return name
    return names.setdefault(name, new_id()) if name else new_id()


def _target(kind: str, name: str, document: DocumentReader, place: Place) -> str:
    if kind == "document":
        return document.id
    known = document.span_ids if kind == "span" else document.relation_ids
    found = known.get(name, name)
    if not is_uuid(found):
        place.refuse(f"“target” names the {kind} “{name}”, which this document does not have")
    return found


def assignments(raw: Mapping[str, Any], document: DocumentReader) -> Iterator[Assignment]:
    """Who is to work on a document."""
    for index, one in enumerate(values.items(raw, "assignments", document.place)):
        place = document.place.inside(f"assignments[{index}]")
        if not isinstance(one, dict):
            place.refuse("an assignment must be an object")
        id_ = values.text(one, "id", place)
        annotator = values.text(one, "annotator", place)
        if not annotator:
            place.refuse("“annotator” is missing")
        yield Assignment(
            id=id_ if is_uuid(id_) else new_id(),
            document_id=document.id,
            annotator=annotator,
            by=values.text(one, "by", place),
            created=values.text(one, "created", place) or document.reading.time,
        )


def query(raw: Mapping[str, Any], place: Place, reading: Reading) -> SavedQuery:
    """A saved query, which stands on a line of its own."""
    id_ = values.text(raw, "id", place)
    return SavedQuery(
        id=id_ if is_uuid(id_) else new_id(),
        name=values.text(raw, "name", place, None),
        text=values.text(raw, "text", place, None),
        annotator=values.text(raw, "annotator", place),
        is_queue=bool(values.is_true(raw, "queue", place)),
        created=values.text(raw, "created", place) or reading.time,
    )


# ---------------------------------------------------------------- writing


def message_values(message: Message) -> dict[str, Any]:
    """A message as its document's line holds it."""
    said: dict[str, Any] = {
        "id": message.id,
        "thread": message.thread,
        "target_kind": message.target_kind,
        "target": message.target,
        "annotator": message.annotator,
        "text": message.text,
        "settled": message.is_settled,
        "quoted": message.quoted,
        "created": message.created,
    }
    return said


def assignment_values(assignment: Assignment) -> dict[str, Any]:
    """An assignment as its document's line holds it."""
    return {
        "id": assignment.id,
        "annotator": assignment.annotator,
        "by": assignment.by,
        "created": assignment.created,
    }


def query_values(saved: SavedQuery) -> dict[str, Any]:
    """A saved query as its line holds it."""
    return {
        "id": saved.id,
        "name": saved.name,
        "text": saved.text,
        "annotator": saved.annotator,
        "queue": saved.is_queue,
        "created": saved.created,
    }
