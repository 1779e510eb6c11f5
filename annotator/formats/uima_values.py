"""What a feature structure says: label, note, attributes, entity."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.formats import uima
from annotator.formats.uima_naming import FROM, TO, attribute_ids

if TYPE_CHECKING:
    from annotator.formats.format import Reading
    from annotator.formats.uima import Cas, Structure, TypeSystem
    from annotator.model.values import AttributeValue

_LABELS = ("label", "value", "PosValue", "DependencyType", "referenceType", "entity", "category", "role")
_SOUNDS_LIKE_A_LABEL = re.compile(r"(?:value|type|class|tag)\Z", re.IGNORECASE)
_QID = re.compile(r"https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/(Q\d+)")
_NEVER = {"begin", "end", "sofa", "next", FROM, TO}
_MARKS = _NEVER | {"uid", "fragment", "extras", "note"}
_LARGEST = 2**63
LISTED = "lists of values became one text"


@dataclass(slots=True)
class Said:
    """What one feature structure says of itself; `extras` is what only our own files have."""

    label: str = ""
    note: str = ""
    uid: str = ""
    entity: str = ""
    qid: str = ""
    attributes: dict[str, AttributeValue] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=dict)


def is_own(one: Structure, types: TypeSystem) -> bool:
    """Whether the structure is of a type that we write: `uid` and `fragment` tell."""
    if "uid" in one.features and "fragment" in one.features:
        return True
    has_both = (types.feature(one.type, name) is not None for name in ("uid", "fragment"))
    return "uid" in one.features and all(has_both)


def said_by(one: Structure, cas: Cas, reading: Reading) -> Said:
    """The label, note, attributes and entity of a span or relation."""
    said = Said(note=one.text("note"))
    features = {name: value for name, value in one.features.items() if name not in _MARKS}
    if "uid" in one.features and (is_own(one, cas.types) or FROM in one.features):
        said.uid = one.text("uid")
        said.extras = _extras(one, reading)
        said.entity = str(features.pop("entity", ""))
        identifier = features.pop("identifier", "")
        if found := _QID.match(str(identifier)):
            said.qid = found.group(1)
    label = label_feature(one)
    if label:
        said.label = str(features.pop(label))
    names = attribute_ids(cas.types, one.type)
    for name, value in features.items():
        plain = _plain(value, cas, reading)
        if plain is not None:
            said.attributes[names.get(name, name)] = plain
    _take_extras(said)
    return said


def label_feature(one: Structure) -> str:
    """The feature that holds a span's or relation's label; empty where none is set."""
    texts = [
        name
        for name, value in one.features.items()
        if isinstance(value, str) and value.strip() and name not in _MARKS
    ]
    for name in _LABELS:
        if name in texts:
            return name
    return next((name for name in texts if _SOUNDS_LIKE_A_LABEL.search(name)), "")


def _extras(one: Structure, reading: Reading) -> dict[str, Any]:
    raw = one.text("extras")
    if not raw:
        return {}
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        reading.losses.add("attributes", "dropped", "“extras” is no longer the JSON that was exported")
        return {}
    return found


def _take_extras(said: Said) -> None:
    """Let what only JSON could hold take the place of what was shown instead."""
    for name in ("label", "note"):
        if isinstance(said.extras.get(name), str):
            setattr(said, name, said.extras[name])
    others = said.extras.get("attributes")
    if isinstance(others, dict):
        for name, value in others.items():
            if isinstance(value, str | bool | int | float) and _is_storable(value):
                said.attributes.setdefault(name, value)
    if not isinstance(said.extras.get("by", ""), str):
        del said.extras["by"]


def _plain(value: Any, cas: Cas, reading: Reading) -> AttributeValue | None:
    """A feature's value as an attribute; None for references, which may be relations."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, str | bool | int | float):
        return value if _is_storable(value) else str(value)[:100]
    held = [one for one in cas.elements(value) if isinstance(one, str | bool | int | float)]
    if not held:
        return None
    reading.losses.add("attributes", "changed", LISTED)
    return "; ".join(map(str, held))


def _is_storable(value: AttributeValue) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) < _LARGEST


def is_text_range(range_: str) -> bool:
    """Whether a feature of this range holds text, a number or yes or no."""
    return range_ in uima.PRIMITIVES
