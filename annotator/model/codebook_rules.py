"""What a codebook file must say, checked before anything is made of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from annotator.errors import CodebookError
from annotator.model.codebook import FORMAT, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_COLOUR_ROLES = ("fill", "text", "edge", "line", "page", "tag_text")
_OVERLAPS = ("none", "nested-allowed", "free")
_TYPES = ("enum", "bool", "number", "text", "entity")
_LISTS = ("layers", "labels", "attributes", "relations")
_DEFAULTS: Mapping[str, type | tuple[type, ...]] = {
    "bool": bool,
    "number": (int, float),
    "text": str,
    "entity": str,
}


def check(codebook: object, where: str) -> None:
    """Raise `CodebookError` naming `where` and the first place that is wrong."""
    found = problems(codebook)
    if not found:
        return
    more = f" ({len(found) - 1} further problems)" if len(found) > 1 else ""
    raise CodebookError(f"{where}: {found[0]}.{more}", "Correct the codebook and try again.")


def problems(codebook: object) -> list[str]:
    """Everything that is wrong with the object of a codebook file, each with its place."""
    if not isinstance(codebook, dict):
        return ["a codebook must be a JSON object"]
    found = list(_format_problems(codebook))
    for key in _LISTS:
        found += _list_problems(codebook.get(key, []), key)
    if found:
        return found
    return [
        *_label_problems(codebook),
        *_attribute_list_problems(codebook.get("attributes", []), "attributes"),
        *_relation_problems(codebook),
        *_hotkey_problems(codebook.get("labels", []), "labels", "hotkey"),
        *_hotkey_problems(codebook.get("relations", []), "relations", "hotkey"),
        *_attribute_key_problems(codebook),
        *_layer_problems(codebook),
    ]


def _format_problems(codebook: Mapping[str, Any]) -> Iterator[str]:
    if codebook.get("format") != FORMAT:
        yield f"“format” must be “{FORMAT}”, not “{codebook.get('format')}”"
    if not codebook.get("labels"):
        yield "“labels” must be a list with at least one label"
    for key in ("id", "name", "version", "description"):
        if not isinstance(codebook.get(key, ""), str):
            yield f"“{key}” must be a text"


def _list_problems(items: object, key: str) -> Iterator[str]:
    """That it is a list of objects with an id each, which no other has, and usable names."""
    if not isinstance(items, list):
        yield f"“{key}” must be a list"
        return
    seen: set[str] = set()
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            yield f"{key}[{index}] must be an object"
        elif not isinstance(item.get("id"), str) or not item["id"].strip():
            yield f"{key}[{index}] needs an “id” that is a text"
        elif item["id"] in seen:
            yield f"{key}[{index}]: the id “{item['id']}” is used twice"
        elif not isinstance(item.get("name", "-"), str) or not item.get("name", "-").strip():
            yield f"{_place(key, index, item)}: “name” must be a text"
        else:
            seen.add(item["id"])


def _place(key: str, index: int, item: Mapping[str, Any]) -> str:
    return f"{key}[{index}] ({item['id']})"


def _layer_problems(codebook: Mapping[str, Any]) -> Iterator[str]:
    for index, layer in enumerate(codebook.get("layers", [])):
        if layer.get("overlap", "free") not in _OVERLAPS:
            yield f"{_place('layers', index, layer)}: “overlap” must be one of {', '.join(_OVERLAPS)}"


def _label_problems(codebook: Mapping[str, Any]) -> Iterator[str]:
    layers = {layer["id"] for layer in codebook.get("layers", [])}
    attributes = {attribute["id"] for attribute in codebook.get("attributes", [])}
    for index, label in enumerate(codebook["labels"]):
        place = _place("labels", index, label)
        if label.get("style", "fill") not in STYLES:
            yield f"{place}: “style” must be one of {', '.join(STYLES)}"
        if layers and label.get("layer") not in layers:
            yield f"{place}: there is no layer “{label.get('layer')}”"
        yield from _colour_problems(label.get("colour", {}), place)
        for key in ("include", "exclude", "examples", "attributes"):
            if not _are_texts(label.get(key) or []):
                yield f"{place}: “{key}” must be a list of texts"
        for name in _listed(label, "attributes"):
            if name not in attributes:
                yield f"{place}: there is no attribute “{name}”"


def _colour_problems(colour: object, place: str) -> Iterator[str]:
    if not isinstance(colour, dict):
        yield f"{place}: “colour” must be an object with “light” and “dark”"
        return
    for theme, roles in colour.items():
        if theme not in ("light", "dark") or not isinstance(roles, dict):
            yield f"{place}: “colour.{theme}” must be “light” or “dark” with an object of colours"
            continue
        for role in _COLOUR_ROLES:
            said = roles.get(role, "#000000")
            if not isinstance(said, str) or not _COLOUR.fullmatch(said):
                yield f"{place}: “colour.{theme}.{role}” must look like #A0B1C2, not “{said}”"


def _attribute_list_problems(attributes: object, key: str) -> Iterator[str]:
    yield from _list_problems(attributes, key)
    for index, attribute in enumerate(attributes if isinstance(attributes, list) else ()):
        if isinstance(attribute, dict) and isinstance(attribute.get("id"), str):
            yield from _attribute_problems(attribute, _place(key, index, attribute))


def _attribute_problems(attribute: Mapping[str, Any], place: str) -> Iterator[str]:
    kind = attribute.get("type", "enum")
    if kind not in _TYPES:
        yield f"{place}: “type” must be one of {', '.join(_TYPES)}"
        return
    if not isinstance(attribute.get("required", False), bool):
        yield f"{place}: “required” must be true or false"
    default = attribute.get("default")
    if kind == "enum":
        yield from _choice_problems(attribute, place)
    elif default is not None and not isinstance(default, _DEFAULTS[kind]):
        yield f"{place}: the default “{default}” is no value of type {kind}"


def _choice_problems(attribute: Mapping[str, Any], place: str) -> Iterator[str]:
    values = attribute.get("values")
    found = list(_list_problems(values, "values")) if values else ["it needs “values” to choose from"]
    yield from (f"{place}: {problem}" for problem in found)
    if not found and values:
        ids = [value["id"] for value in values]
        if attribute.get("default") not in (None, *ids):
            yield f"{place}: the default “{attribute['default']}” is none of {', '.join(ids)}"


def _relation_problems(codebook: Mapping[str, Any]) -> Iterator[str]:
    labels = {label["id"] for label in codebook["labels"]}
    for index, relation in enumerate(codebook.get("relations", [])):
        place = _place("relations", index, relation)
        for end in ("from", "to"):
            if not _are_texts(relation.get(end) or []):
                yield f"{place}: “{end}” must be a list of label ids"
            for label in _listed(relation, end):
                if label not in labels:
                    yield f"{place}: “{end}” names the label “{label}”, which there is not"
        for key in ("min", "max_per_from"):
            number = relation.get(key)
            if number is not None and (type(number) is not int or number < 0):
                yield f"{place}: “{key}” must be a whole number"
        nested = relation.get("attributes") or []
        for problem in _attribute_list_problems(nested, "attributes"):
            yield f"{place}: {problem}"


def _hotkey_problems(items: list[dict[str, Any]], key: str, name: str) -> Iterator[str]:
    """Keys are single characters; capitals do not tell them apart."""
    seen: dict[str, str] = {}
    for index, item in enumerate(items):
        hotkey = item.get(name)
        if hotkey in (None, ""):
            continue
        if not isinstance(hotkey, str) or len(hotkey) != 1 or hotkey.isspace():
            yield f"{_place(key, index, item)}: “{name}” must be a single character, not “{hotkey}”"
        elif hotkey.casefold() in seen:
            yield f"{_place(key, index, item)}: the key “{hotkey}” is that of {seen[hotkey.casefold()]}"
        else:
            seen[hotkey.casefold()] = item["id"]


def _attribute_key_problems(codebook: Mapping[str, Any]) -> Iterator[str]:
    """Attribute keys act within one label, so they must differ only there."""
    attributes = {attribute["id"]: attribute for attribute in codebook.get("attributes", [])}
    for index, label in enumerate(codebook["labels"]):
        own = [attributes[name] for name in _listed(label, "attributes") if name in attributes]
        for problem in _hotkey_problems(own, "attributes", "key"):
            yield f"{_place('labels', index, label)}: {problem}"


def _are_texts(items: object) -> bool:
    return isinstance(items, list) and all(isinstance(item, str) for item in items)


def _listed(item: Mapping[str, Any], key: str) -> list[str]:
    items = item.get(key) or []
    return items if _are_texts(items) else []
