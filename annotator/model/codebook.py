"""The codebook: what may be labelled, with which attributes and relations.

A codebook stands in a project as fields (`label / PER / name → "Person"`), so that
two people can change different fields of one label. Here those fields are read into
values that are convenient to ask. Keys that this version does not know are kept.
The file format is one JSON object with `"format": "codebook/1"`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.model.codebook_items import (
    AttributeType,
    Choice,
    Label,
    Layer,
    RelationType,
    admits,
    attribute_type,
    label,
    layer,
    relation_type,
)
from annotator.model.values import Field, Json, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["AttributeType", "Choice", "Codebook", "Label", "Layer", "RelationType", "attribute_type"]

FORMAT = "codebook/1"
STYLES = ("fill", "box", "underline-solid", "underline-dashed", "margin-bar")
_LISTS = {
    "layers": "layer",
    "labels": "label",
    "attributes": "attribute",
    "relations": "relation_type",
}


@dataclass(frozen=True, slots=True)
class Codebook:
    """All that a project's codebook says, in the order of its file."""

    layers: Mapping[str, Layer] = field(default_factory=dict)
    labels: Mapping[str, Label] = field(default_factory=dict)
    attributes: Mapping[str, AttributeType] = field(default_factory=dict)
    relation_types: Mapping[str, RelationType] = field(default_factory=dict)
    guidelines: Mapping[str, Json] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()

    @property
    def name(self) -> str:
        """The codebook's name, for people."""
        return str(self.guidelines.get("name") or self.guidelines.get("id") or "codebook")

    @property
    def version(self) -> str:
        """The version that the codebook gives itself."""
        return str(self.guidelines.get("version") or "")

    def label(self, label_id: str) -> Label:
        """The label with this id; one that the codebook lacks is made up from its id."""
        return self.labels.get(label_id) or Label(label_id, label_id)

    def attributes_of(self, label_id: str) -> tuple[AttributeType, ...]:
        """The attributes that spans of this label may carry, in order."""
        names = self.label(label_id).attributes
        return tuple(self.attributes[name] for name in names if name in self.attributes)

    @property
    def document_attributes(self) -> tuple[AttributeType, ...]:
        """The attributes that whole articles may carry: `document_attributes` of the file, by id."""
        ids = self.guidelines.get("document_attributes")
        names = map(str, ids) if isinstance(ids, list) else ()
        return tuple(self.attributes[name] for name in names if name in self.attributes)

    def relation_types_from(self, label_id: str) -> tuple[RelationType, ...]:
        """The relation types that may start at spans of this label."""
        return tuple(t for t in self.relation_types.values() if admits(t.from_labels, label_id))

    def missing_attributes(self, span: Span) -> tuple[AttributeType, ...]:
        """The required attributes that the span does not carry."""
        return tuple(
            attribute
            for attribute in self.attributes_of(span.label)
            if attribute.required and attribute.id not in span.attributes
        )


def from_fields(fields: Iterable[Field]) -> Codebook:
    """The codebook that these fields make; fields of other kinds are passed over."""
    kept: list[Field] = []
    items: dict[str, dict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for one in fields:
        if one.kind in _LISTS.values() or one.kind == "guideline":
            kept.append(one)
            items[one.kind][one.id][one.name] = one.value

    def ordered(kind: str) -> dict[str, dict[str, Any]]:
        named = {id_: values for id_, values in items[kind].items() if "name" in values}
        return dict(sorted(named.items(), key=lambda item: (item[1].get("position", 1e9), item[0])))

    return Codebook(
        layers={id_: layer(id_, raw) for id_, raw in ordered("layer").items()},
        labels={id_: label(id_, raw) for id_, raw in ordered("label").items()},
        attributes={id_: attribute_type(id_, raw) for id_, raw in ordered("attribute").items()},
        relation_types={id_: relation_type(id_, raw) for id_, raw in ordered("relation_type").items()},
        guidelines={id_: raw.get("value") for id_, raw in items["guideline"].items()},
        fields=tuple(kept),
    )


def to_fields(codebook: Mapping[str, Any]) -> list[Field]:
    """The fields of a codebook file's object, which has been checked before."""
    fields: list[Field] = []
    for key, value in codebook.items():
        if key in ("format", "kind") or value is None:
            continue
        kind = _LISTS.get(key)
        if kind is None:
            fields.append(Field("guideline", key, "value", value))
            continue
        for position, item in enumerate(value):
            fields.append(Field(kind, item["id"], "position", position))
            fields += [
                Field(kind, item["id"], name, item[name])
                for name in item
                if name != "id" and item[name] is not None
            ]
            if "name" not in item:
                fields.append(Field(kind, item["id"], "name", item["id"]))
    return fields


def to_file(codebook: Codebook) -> dict[str, Any]:
    """The codebook as the object that its file holds."""
    lists: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in _LISTS.values()}
    for one in codebook.fields:
        if one.kind in lists:
            lists[one.kind].setdefault(one.id, {"id": one.id})[one.name] = one.value
    result: dict[str, Any] = {"format": FORMAT, **codebook.guidelines}
    for key, kind in _LISTS.items():
        items = [item for item in lists[kind].values() if "name" in item]
        items.sort(key=lambda item: (item.get("position", 1e9), item["id"]))
        result[key] = [{k: v for k, v in item.items() if k != "position"} for item in items]
    return result
