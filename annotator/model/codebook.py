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

from annotator.model.extent import Extent
from annotator.model.values import AttributeValue, Field, Json, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT = "codebook/1"
STYLES = ("fill", "box", "underline-solid", "underline-dashed", "margin-bar")
_LISTS = {
    "layers": "layer",
    "labels": "label",
    "attributes": "attribute",
    "relations": "relation_type",
}
_EXTENTS_BY_ID = {
    "DATE": Extent.DATE,
    "QUANT": Extent.QUANTITY,
    "SOURCE": Extent.SOURCE,
    "CUE": Extent.CUE,
    "CONTENT": Extent.QUOTATION,
}
_EXTENTS_BY_STYLE = {
    "fill": Extent.NAME,
    "box": Extent.SOURCE,
    "underline-solid": Extent.QUOTATION,
    "underline-dashed": Extent.CLAUSE,
    "margin-bar": Extent.LINE,
}
_TYPES = {"enum": "choice", "bool": "yes/no"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that an attribute of type choice may take."""

    id: str
    name: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class AttributeType:
    """A typed attribute: `type` is choice, yes/no, number, text or entity."""

    id: str
    name: str
    type: str = "choice"
    choices: tuple[Choice, ...] = ()
    default: AttributeValue | None = None
    required: bool = False
    key: str = ""
    hint: str = ""

    def refusal(self, value: AttributeValue) -> str:
        """Why the value cannot be stored, as a sentence; empty if it can."""
        if self.type == "choice" and value not in [choice.id for choice in self.choices]:
            names = ", ".join(choice.id for choice in self.choices)
            return f"“{value}” is no value of {self.name}; it takes {names}."
        if self.type == "yes/no" and not isinstance(value, bool):
            return f"{self.name} takes yes or no, not “{value}”."
        if self.type == "number" and (isinstance(value, bool) or not isinstance(value, int | float)):
            return f"{self.name} takes a number, not “{value}”."
        if self.type in ("text", "entity") and not isinstance(value, str):
            return f"{self.name} takes a text, not “{value}”."
        return ""


@dataclass(frozen=True, slots=True)
class Layer:
    """A group of labels; `overlap` is none, nested-allowed or free."""

    id: str
    name: str
    overlap: str = "free"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What a span may be called; `colour` maps light and dark to roles and `#RRGGBB`."""

    id: str
    name: str
    layer: str = ""
    hotkey: str = ""
    style: str = "fill"
    colour: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    extent: Extent = Extent.NAME


@dataclass(frozen=True, slots=True)
class RelationType:
    """What a relation may be called and which labels it may join."""

    id: str
    name: str
    hotkey: str = ""
    from_labels: tuple[str, ...] = ()
    to_labels: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int | None = None
    symmetric: bool = False
    acyclic: bool = False
    definition: str = ""
    attributes: tuple[AttributeType, ...] = ()

    def allows(self, from_label: str, to_label: str) -> bool:
        """Whether a relation of this type may lead from one label to the other."""
        return _admits(self.from_labels, from_label) and _admits(self.to_labels, to_label)


def _admits(labels: tuple[str, ...], label: str) -> bool:
    return not labels or label in labels


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
        return tuple(t for t in self.relation_types.values() if _admits(t.from_labels, label_id))

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
        layers={id_: _layer(id_, raw) for id_, raw in ordered("layer").items()},
        labels={id_: _label(id_, raw) for id_, raw in ordered("label").items()},
        attributes={id_: attribute_type(id_, raw) for id_, raw in ordered("attribute").items()},
        relation_types={id_: _relation(id_, raw) for id_, raw in ordered("relation_type").items()},
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


def attribute_type(id_: str, raw: Mapping[str, Any]) -> AttributeType:
    """Read one attribute as a codebook file writes it."""
    choices = tuple(
        Choice(str(c["id"]), str(c.get("name", c["id"])), str(c.get("definition", "")))
        for c in raw.get("values", ())
    )
    return AttributeType(
        id=id_,
        name=str(raw.get("name", id_)),
        type=_TYPES.get(raw.get("type", "enum"), str(raw.get("type", "choice"))),
        choices=choices,
        default=raw.get("default"),
        required=bool(raw.get("required", False)),
        key=str(raw.get("key", "")),
        hint=str(raw.get("hint", "")),
    )


def _layer(id_: str, raw: Mapping[str, Any]) -> Layer:
    return Layer(id_, str(raw["name"]), str(raw.get("overlap", "free")), str(raw.get("note", "")))


def _label(id_: str, raw: Mapping[str, Any]) -> Label:
    style = str(raw.get("style", "fill"))
    extent = raw.get("extent")
    default = _EXTENTS_BY_ID.get(id_) or _EXTENTS_BY_STYLE.get(style, Extent.NAME)
    return Label(
        id=id_,
        name=str(raw["name"]),
        layer=str(raw.get("layer", "")),
        hotkey=str(raw.get("hotkey", "")),
        style=style,
        colour=raw.get("colour", {}),
        definition=str(raw.get("definition", "")),
        include=tuple(raw.get("include", ())),
        exclude=tuple(raw.get("exclude", ())),
        examples=tuple(raw.get("examples", ())),
        attributes=tuple(raw.get("attributes", ())),
        extent=Extent(extent) if extent in list(Extent) else default,
    )


def _relation(id_: str, raw: Mapping[str, Any]) -> RelationType:
    attributes = tuple(attribute_type(a["id"], a) for a in raw.get("attributes", ()))
    return RelationType(
        id=id_,
        name=str(raw["name"]),
        hotkey=str(raw.get("hotkey", "")),
        from_labels=tuple(raw.get("from", ())),
        to_labels=tuple(raw.get("to", ())),
        minimum=int(raw.get("min") or 0),
        maximum=raw.get("max_per_from"),
        symmetric=bool(raw.get("symmetric", False)),
        acyclic=bool(raw.get("acyclic", False)),
        definition=str(raw.get("definition", "")),
        attributes=attributes,
    )
