"""Codes of REFI-QDA and the labels of a codebook: layers are codes whose children are labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.formats.kit import safe_xml
from annotator.formats.refi import guid, plain_guid, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from annotator.model.codebook import Codebook, Label

_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
_LIGHT, _DARK = "#FFFFFF", "#1E1F22"
UNGROUPED = "Codes"


# ---------------------------------------------------------------- writing


def written(codebook: Codebook, further: Iterable[str] = ()) -> Iterator[str]:
    """The element `Codes`, line by line; `further` are labels that the codebook lacks."""
    labels = dict(codebook.labels)
    labels |= {one: codebook.label(one) for one in further if one not in labels}
    yield "<Codes>"
    for layer in codebook.layers.values():
        own = [one for one in labels.values() if one.layer == layer.id]
        said = _said(guid("layer", layer.id), layer.id, is_codable=False)
        inside = [_description(layer.name if layer.name != layer.id else ""), *map(_code, own)]
        yield f"<Code {said}>{''.join(inside)}</Code>"
    yield from (_code(one) for one in labels.values() if one.layer not in codebook.layers)
    yield "</Codes>"


def _code(label: Label) -> str:
    said = _said(guid("label", label.id), label.id, is_codable=True)
    colours = label.colour.get("light", {})
    colour = colours.get("fill") or colours.get("line") or ""
    if _COLOUR.fullmatch(colour):
        said += f' color="{colour}"'
    return f"<Code {said}>{_description(label.definition)}</Code>"


def _said(guid_: str, name: str, *, is_codable: bool) -> str:
    return f'guid="{guid_}" name="{shown(name)}" isCodable="{str(is_codable).lower()}"'


def _description(text: str) -> str:
    return f"<Description>{shown(text)}</Description>" if text else ""


# ---------------------------------------------------------------- reading


class Code(NamedTuple):
    """A code of a file; `layer` is the outermost code above it."""

    guid: str
    label: str
    layer: str
    colour: str
    definition: str
    is_codable: bool


@dataclass(slots=True)
class Codes:
    """All codes of a file by GUID, in its order."""

    by_guid: dict[str, Code]

    def codebook(self, used: Iterable[str] = ()) -> dict[str, Any]:
        """The codes as a codebook that says which labels belong to which layers; empty without any."""
        wanted = set(used)
        labels = [one for one in self.by_guid.values() if one.is_codable or one.guid in wanted]
        if not labels:
            return {}
        layers = dict.fromkeys(one.layer for one in labels)
        return {
            "format": "codebook/1",
            "layers": [{"id": layer, "name": layer} for layer in layers],
            "labels": [_label(one) for one in labels],
        }


def _label(code: Code) -> dict[str, Any]:
    said: dict[str, Any] = {"id": code.label, "name": code.label, "layer": code.layer, "style": "fill"}
    if code.definition:
        said["definition"] = code.definition
    if code.colour:
        said["colour"] = {
            "light": _colours(code.colour, _LIGHT),
            "dark": _colours(code.colour, _DARK),
        }
    return said


def _colours(fill: str, page: str) -> Mapping[str, str]:
    red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    is_light = 299 * red + 587 * green + 114 * blue > 128_000
    return {"fill": fill, "text": "#111111" if is_light else "#FFFFFF", "edge": fill, "page": page}


def read(codes: Any) -> Codes:
    """The codes below an element `Codes`; names that occur twice are told apart by their parents."""
    found: dict[str, Code] = {}
    taken: set[str] = set()
    if codes is None:
        return Codes(found)
    open_ = [(one, "", "") for one in reversed(list(codes.iterchildren("{*}Code")))]
    while open_:
        element, top, path = open_.pop()
        name = (element.get("name") or "").strip() or "code"
        children = list(element.iterchildren("{*}Code"))
        layer = top or (name if children else UNGROUPED)
        longer = f"{path}/{name}" if path else name
        label, number = name if name not in taken else longer, 1
        while label in taken:
            number += 1
            label = f"{longer} {number}"
        is_codable = element.get("isCodable", "true").strip() in ("true", "1")
        if is_codable:
            taken.add(label)
        key = plain_guid(element.get("guid"))
        found[key] = Code(key, label, layer, _colour(element), _text(element), is_codable)
        open_ += [(one, layer, longer[-500:]) for one in reversed(children)]
    return Codes(found)


def _colour(element: Any) -> str:
    said = (element.get("color") or "").strip()
    if not _COLOUR.fullmatch(said):
        return ""
    if len(said) == 4:
        return "#" + "".join(2 * sign for sign in said[1:]).upper()
    return str(said).upper()


def _text(element: Any) -> str:
    for child in element:
        if safe_xml.local_name(child) == "Description":
            return (child.text or "").strip()
    return ""
