"""What can be chosen about Label Studio's files, and the names of their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats.kit.options import Choice, Option, yes_or_no
from annotator.formats.kit.passing import as_text, is_value, text_of
from annotator.model.values import METADATA_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.values import AttributeValue, Document

TASKS, CONFIG, PREFACE = "tasks.json", "config.xml", "project.jsonl"
OURS = "annotator"
"""The key under which what Label Studio does not know stands, in a region's `meta` and elsewhere."""
CONTINUES = "continues"
"""The relation, in both directions, between the pieces of one span."""
NUMBERS, EMAILS, NOBODY = "numbers", "emails", "nobody"
PEOPLE = Option(
    "people",
    "Who completed an annotation",
    NUMBERS,
    (
        Choice(NUMBERS, "numbers, the first annotator being 1"),
        Choice(EMAILS, "their e-mail addresses, where they have one"),
        Choice(NOBODY, "leave it open, so that it is who imports"),
    ),
    "Label Studio refuses people whom it does not know.",
)
PREDICTIONS = yes_or_no("predictions", "Read what models predicted, too")
NOTE, CREATED, METADATA, ATTRIBUTE = "document_note", "document_created", "meta_", "attribute_"


def task_values(document: Document, text: str) -> dict[str, Any]:
    """What a task shows: text, title, metadata and the article's own attributes."""
    said: dict[str, Any] = {"text": text, "title": document.title}
    if document.note:
        said[NOTE] = document.note
    if document.created:
        said[CREATED] = document.created
    known = [key for key in METADATA_KEYS if key in document.metadata]
    for key in dict.fromkeys([*known, *sorted(document.metadata)]):
        said[METADATA + key] = document.metadata[key]
    for key in sorted(document.attributes):
        said[ATTRIBUTE + key] = document.attributes[key]
    return said


def metadata(data: Mapping[str, Any], text_key: str) -> dict[str, str]:
    """The metadata among a task's keys."""
    others = (text_key, "title", NOTE, CREATED)
    return {
        key.removeprefix(METADATA): as_text(value)
        for key, value in data.items()
        if key not in others and not key.startswith(ATTRIBUTE) and value is not None
    }


def attributes(data: Mapping[str, Any]) -> dict[str, AttributeValue]:
    """The article's own attributes among a task's keys."""
    return {
        key.removeprefix(ATTRIBUTE): value
        for key, value in data.items()
        if key.startswith(ATTRIBUTE) and key != ATTRIBUTE and is_value(value)
    }


def ours(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What stands under our key in a region's or relation's `meta`."""
    meta = raw.get("meta")
    found = meta.get(OURS) if isinstance(meta, dict) else None
    return found if isinstance(found, dict) else {}


def created(data: Mapping[str, Any]) -> str:
    """When the article first came into a project."""
    return text_of(data, CREATED)
