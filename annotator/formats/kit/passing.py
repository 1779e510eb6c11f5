"""What other programs do not know of spans, but pass along in keys of our own.

The keys are those of the native format. Reading is tolerant: what is no such value is not
there, since the file has been in other hands.
"""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from annotator.formats.jsonl_writing import in_order
from annotator.model.values import ORIGINS, ROLES, STATES, Annotator, Entity, Work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.formats.kit.building import Details
    from annotator.model.values import AttributeValue, Relation, Span

NOT_HERS = "a relation needs it, so that it also stands with the annotations of another"


def annotation_values(one: Span | Relation) -> dict[str, Any]:
    """Attributes, note, origin and times of a span or relation, as far as there are any."""
    said: dict[str, Any] = {
        "attributes": in_order(one.attributes, ()),
        "note": one.note,
        "origin": one.origin,
        "created": one.created,
        "modified": one.modified,
    }
    return {key: value for key, value in said.items() if value}


def details(raw: Mapping[str, Any]) -> Details:
    """Attributes, note, origin and times that stand under our keys."""
    found: Details = {"attributes": attribute_values(raw.get("attributes"))}
    if note := text_of(raw, "note"):
        found["note"] = note
    if (origin := text_of(raw, "origin")) in ORIGINS:
        found["origin"] = origin
    if created := text_of(raw, "created"):
        found["created"] = created
    if modified := text_of(raw, "modified"):
        found["modified"] = modified
    return found


def attribute_values(raw: object) -> dict[str, AttributeValue]:
    """The attributes under our key that have a name and one value."""
    if not isinstance(raw, dict):
        return {}
    return {name: value for name, value in raw.items() if name and is_value(value)}


def is_value(value: object) -> bool:
    """Whether an attribute can have this value."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, str | bool | int)


def text_of(raw: Mapping[str, Any], key: str) -> str:
    """The text under a key; empty where there is none."""
    value = raw.get(key)
    return value if isinstance(value, str) else ""


def as_text(value: object) -> str:
    """Any JSON value as a text: texts as they are, all else as JSON; null is empty."""
    if isinstance(value, str):
        return value
    if type(value) is int:
        return str(value)
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def entity_values(entity: Entity) -> dict[str, Any]:
    """What a file says of an entity that is linked in it."""
    said: dict[str, Any] = {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "qid": entity.qid,
        "nil": entity.nil,
        "note": entity.note,
    }
    return {key: value for key, value in said.items() if value}


def entity(raw: object) -> Entity | None:
    """The entity that is described so; None without a name."""
    if not isinstance(raw, dict) or not (name := text_of(raw, "name")):
        return None
    aliases = raw.get("aliases")
    return Entity(
        text_of(raw, "id"),
        name,
        text_of(raw, "type"),
        tuple(one for one in aliases if isinstance(one, str)) if isinstance(aliases, list) else (),
        text_of(raw, "qid"),
        raw.get("nil") is True,
        text_of(raw, "note"),
    )


def annotator_values(annotator: Annotator) -> dict[str, str]:
    """Who an annotator is; her address and colour stay at home."""
    return {"id": annotator.id, "name": annotator.name, "role": annotator.role}


def annotator(raw: object) -> Annotator | None:
    """The annotator who is described so; None without a name."""
    if not isinstance(raw, dict) or not (name := text_of(raw, "name")):
        return None
    role = text_of(raw, "role")
    return Annotator(text_of(raw, "id"), name, role if role in ROLES else "person")


def work_values(work: Work | None) -> dict[str, Any]:
    """How far an annotator is, as far as it was said."""
    if work is None:
        return {}
    said = {"state": work.stored_state, "flagged": work.stored_flag}
    return {key: value for key, value in said.items() if value is not None}


def work(raw: Mapping[str, Any], document: str, annotator: str) -> Work | None:
    """How far the annotator is with the document; None where nothing is said."""
    state, flag = text_of(raw, "state"), raw.get("flagged")
    said = state if state in STATES else None
    is_flagged = flag if isinstance(flag, bool) else None
    return None if said is None and is_flagged is None else Work(document, annotator, said, is_flagged)


_LAST_SECOND = 253_402_300_799


def time_of(stamp: object) -> str:
    """Seconds since 1970 as ISO 8601; empty for what is no such number."""
    if isinstance(stamp, bool) or not isinstance(stamp, int | float) or not 0 < stamp <= _LAST_SECOND:
        return ""
    time = datetime.fromtimestamp(stamp, UTC).isoformat(timespec="milliseconds")
    return time.replace("+00:00", "Z")
