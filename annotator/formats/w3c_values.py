"""What a web annotation says, taken from its JSON: bodies, targets and selectors in any shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from annotator.formats.jsonl_document import is_uuid
from annotator.formats.kit import passing
from annotator.formats.w3c_writing import OWN, UUID
from annotator.model.values import ROLES, Annotator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.formats.json_values import Place
    from annotator.model.values import AttributeValue

_QUOTE = ("exact", "prefix", "suffix")
DEEPEST = 20
"""How deeply selectors may refine each other."""


class Selection(NamedTuple):
    """Where a target says that it is: by position, by quote, or by both."""

    start: int | None = None
    end: int | None = None
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""


class Target(NamedTuple):
    """What an annotation is about: a source, and the part of it if one is selected."""

    source: str
    selection: Selection | None


@dataclass(slots=True)
class Said:
    """What the bodies of an annotation say."""

    label: str = ""
    attributes: dict[str, AttributeValue] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    entity_iri: str = ""
    entity: object = None
    ends: list[str] = field(default_factory=list)


def kinds(raw: Mapping[str, Any]) -> list[str]:
    """The types of an object; JSON-LD allows one or several, and a prefix."""
    said = raw.get("type", raw.get("@type"))
    if isinstance(said, str):
        return [said.rpartition(":")[2]]
    return [one.rpartition(":")[2] for one in as_list(said) if isinstance(one, str)]


def as_list(value: object) -> list[Any]:
    """One value or several as a list; null is none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def iri(value: object) -> str:
    """The IRI of something that is named by it, or by an object that has it."""
    if isinstance(value, dict):
        value = value.get("id", value.get("@id"))
    return value if isinstance(value, str) else ""


def id_of(name: str) -> str:
    """The id in an IRI of ours; other IRIs are their own names."""
    if name.startswith(OWN):
        return unquote(name.removeprefix(OWN))
    bare = name.removeprefix(UUID)
    return bare if is_uuid(bare) else name


def motivations(raw: Mapping[str, Any]) -> list[str]:
    """Why an annotation was made, in the words of the standard."""
    said = [one for one in as_list(raw.get("motivation")) if isinstance(one, str)]
    return [one.rpartition("/")[2].rpartition(":")[2].rpartition("#")[2] for one in said]


def creator(raw: Mapping[str, Any]) -> Annotator | None:
    """Who made an annotation, if it says so."""
    for one in as_list(raw.get("creator")):
        if isinstance(one, str) and one:
            return Annotator(id_of(one), one.rstrip("/").rpartition("/")[2] or one)
        if not isinstance(one, dict):
            continue
        id_ = id_of(iri(one))
        name = passing.text_of(one, "name") or passing.text_of(one, "nickname") or id_
        if name:
            role = passing.text_of(one, "role")
            return Annotator(id_, name, role if role in ROLES else "person")
    return None


# ---------------------------------------------------------------- targets


def targets(raw: Mapping[str, Any], place: Place) -> list[Target]:
    """What the annotation is about."""
    found = []
    for one in as_list(raw.get("target")):
        if isinstance(one, str):
            found.append(Target(one, None))
        elif isinstance(one, dict):
            source = iri(one.get("source")) or iri(one)
            found.append(Target(source, _selection(one.get("selector"), place)))
        else:
            place.refuse("“target” must be an IRI, an object or a list of these")
    return found


def _selection(raw: object, place: Place) -> Selection | None:
    """The position and quote that the selectors give; None where they give neither."""
    start = end = exact = None
    prefix = suffix = ""
    for one in _selectors(raw):
        said = kinds(one)
        if "TextPositionSelector" in said:
            start, end = _offset(one, "start", place), _offset(one, "end", place)
        elif "TextQuoteSelector" in said:
            exact, prefix, suffix = [passing.text_of(one, key) for key in _QUOTE]
    return None if start is None and exact is None else Selection(start, end, exact, prefix, suffix)


def _selectors(raw: object) -> list[dict[str, Any]]:
    """The selectors, and those that refine them."""
    found = [one for one in as_list(raw) if isinstance(one, dict)]
    last = found
    for _ in range(DEEPEST):
        inner = [one[key] for one in last for key in ("refinedBy", "items") if key in one]
        if not inner:
            break
        last = [one for some in inner for one in as_list(some) if isinstance(one, dict)]
        found = [*found, *last]
    return found


def _offset(raw: Mapping[str, Any], key: str, place: Place) -> int:
    value = raw.get(key)
    if type(value) is not int:
        place.refuse(f"“{key}” of a TextPositionSelector must be a whole number, not “{value}”")
    return value


# ---------------------------------------------------------------- bodies


def said(raw: Mapping[str, Any]) -> Said:
    """What the bodies say: label, attributes, notes, entity, ends of links."""
    found = Said()
    reasons = motivations(raw)
    general = reasons[0] if reasons else ""
    bodies = as_list(raw.get("body")) or as_list(raw.get("bodyValue"))
    for body in bodies:
        if isinstance(body, str):
            _take_text(found, body, "commenting" if "bodyValue" in raw else general, {})
        elif isinstance(body, dict):
            purposes = [one for one in as_list(body.get("purpose")) if isinstance(one, str)]
            _take(found, body, (purposes or [general])[0].rpartition(":")[2])
    found.label = found.label or general
    return found


def _take(found: Said, body: Mapping[str, Any], purpose: str) -> None:
    value = body.get("value")
    if isinstance(value, str):
        _take_text(found, value, purpose, body)
        return
    name = iri(body.get("source")) or iri(body)
    if not name:
        return
    if purpose == "linking":
        found.ends.append(name)
    elif not found.entity_iri:
        found.entity_iri, found.entity = name, body.get("entity")


def _take_text(found: Said, value: str, purpose: str, body: Mapping[str, Any]) -> None:
    if purpose == "tagging":
        if not found.label:
            found.label = value
        elif value:
            found.attributes.setdefault(value, True)
    elif purpose == "classifying":
        _take_attribute(found, value, body.get("attribute"))
    elif purpose == "linking" and ":" in value:
        found.ends.append(value)
    elif value:
        found.notes.append(value)


def _take_attribute(found: Said, value: str, exact: object) -> None:
    if isinstance(exact, dict):
        name = passing.text_of(exact, "name")
        if name and passing.is_value(exact.get("value")):
            found.attributes[name] = exact["value"]
            return
    name, is_, words = value.partition("=")
    if name:
        found.attributes[name] = words if is_ else True
