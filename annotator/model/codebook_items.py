"""What a codebook consists of: layers, labels, attributes and relation types.

They are read from what a codebook file says of one thing, under the names of the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.model.extent import Extent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.values import AttributeValue

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
    bad_examples: tuple[str, ...] = ()
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
        return admits(self.from_labels, from_label) and admits(self.to_labels, to_label)


def admits(labels: tuple[str, ...], label: str) -> bool:
    """Whether the ends of a relation type take this label; none named means any."""
    return not labels or label in labels


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


def layer(id_: str, raw: Mapping[str, Any]) -> Layer:
    """Read one layer as a codebook file writes it."""
    return Layer(id_, str(raw["name"]), str(raw.get("overlap", "free")), str(raw.get("note", "")))


def label(id_: str, raw: Mapping[str, Any]) -> Label:
    """Read one label as a codebook file writes it."""
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
        bad_examples=tuple(raw.get("bad_examples", ())),
        attributes=tuple(raw.get("attributes", ())),
        extent=Extent(extent) if extent in list(Extent) else default,
    )


def relation_type(id_: str, raw: Mapping[str, Any]) -> RelationType:
    """Read one relation type as a codebook file writes it."""
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
