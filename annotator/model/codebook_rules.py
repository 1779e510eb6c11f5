"""What a codebook file must say, checked before anything is made of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from annotator.errors import CodebookError
from annotator.model.codebook import FORMAT, STYLES
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

COMMAND_KEYS = "DEFHIJLMNPRSTUVXZ?"
"""What the page does with these keys alone; a label's key would never be heard."""

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_COLOUR_ROLES = ("fill", "text", "edge", "line", "page", "tag_text")
_OVERLAPS = ("none", "nested-allowed", "free")
_TYPES = ("enum", "bool", "number", "text", "entity")
_LISTS = {
    "layers": "layer",
    "labels": "label",
    "attributes": "attribute",
    "relations": "relation_type",
}
_DEFAULTS: Mapping[str, type | tuple[type, ...]] = {
    "bool": bool,
    "number": (int, float),
    "text": str,
    "entity": str,
}


def check(codebook: object, where: str, *, is_from_project: bool = False) -> None:
    """Raise `CodebookError` naming `where` and the first place that is wrong.

    In a project each field is written on its own, so that a label may outlive its layer:
    what comes from one may name things that it does not have.
    """
    found = problems(codebook, is_from_project=is_from_project)
    if not found:
        return
    more = f" ({counted(len(found) - 1, 'further problem')})" if len(found) > 1 else ""
    raise CodebookError(f"{where}: {found[0]}.{more}", "Correct the codebook and try again.")


def problems(codebook: object, *, is_from_project: bool = False) -> list[str]:
    """Everything that is wrong with the object of a codebook file, each with its place."""
    if not isinstance(codebook, dict):
        return ["a codebook must be a JSON object"]
    found = list(_format_problems(codebook))
    for key in _LISTS:
        found += _list_problems(codebook.get(key, []), key)
    if found:
        return found
    for key in _LISTS:
        found += _item_problems(codebook.get(key, []), key)
    found += _attribute_list_problems(codebook.get("attributes", []), "attributes")
    if found:
        return found
    found += _article_attribute_problems(codebook, is_strict=not is_from_project)
    if not is_from_project:
        found += [*_label_problems(codebook), *_relation_problems(codebook)]
    return [
        *found,
        *_hotkey_problems(codebook["labels"], "labels", "hotkey", taken=COMMAND_KEYS),
        *_hotkey_problems(codebook.get("relations", []), "relations", "hotkey"),
        *_attribute_key_problems(codebook),
    ]


def is_fit(kind: str, name: str, value: object) -> bool:
    """Whether a layer, label, attribute or relation type can say this under this name."""
    key = next(key for key, known in _LISTS.items() if known == kind)
    return value is not None and not list(_value_problems(key, name, value))


def _format_problems(codebook: Mapping[str, Any]) -> Iterator[str]:
    if codebook.get("format") != FORMAT:
        yield f"“format” must be “{FORMAT}”, not “{codebook.get('format')}”"
    if not codebook.get("labels"):
        yield "“labels” must be a list with at least one label"
    for key in ("id", "name", "version", "description"):
        if not isinstance(codebook.get(key, ""), str):
            yield f"“{key}” must be a text"
    for key in ("clusters", "span_rules", "constraints"):
        if not isinstance(codebook.get(key, []), list):
            yield f"“{key}” must be a list"


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
        elif not _is_name(item.get("name", "-")):
            yield f"{_place(key, index, item)}: “name” must be a text"
        else:
            seen.add(item["id"])


def _place(key: str, index: int, item: Mapping[str, Any]) -> str:
    return f"{key}[{index}] ({item['id']})"


# ---------------------------------------------------------------- one value by itself


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_key(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 1 and not value.isspace()


_RULES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "name": (_is_name, "a text"),
    **dict.fromkeys(("definition", "hint", "note", "layer"), (_is_text, "a text")),
    **dict.fromkeys(("include", "exclude", "examples", "bad_examples"), (_are_texts, "a list of texts")),
    **dict.fromkeys(("from", "to"), (_are_texts, "a list of texts")),
    **dict.fromkeys(("required", "symmetric", "acyclic"), (_is_yes_or_no, "true or false")),
    **dict.fromkeys(("position", "min", "max_per_from"), (_is_count, "a whole number")),
    **dict.fromkeys(("hotkey", "key"), (_is_key, "a single character")),
    "style": (STYLES.__contains__, f"one of {', '.join(STYLES)}"),
    "overlap": (_OVERLAPS.__contains__, f"one of {', '.join(_OVERLAPS)}"),
    "type": (_TYPES.__contains__, f"one of {', '.join(_TYPES)}"),
}


def _item_problems(items: list[dict[str, Any]], key: str) -> Iterator[str]:
    for index, item in enumerate(items):
        for name, value in item.items():
            for problem in _value_problems(key, name, value) if value is not None else ():
                yield f"{_place(key, index, item)}: {problem}"


def _value_problems(key: str, name: str, value: object) -> Iterator[str]:
    """What is wrong with one value; `key` names the list that it stands in."""
    if name == "attributes" and key == "relations":
        yield from _attribute_list_problems(value, name, is_nested=True)
    elif name == "attributes" and key == "labels" and not _are_texts(value):
        yield "“attributes” must be a list of texts"
    elif name == "colour":
        yield from _colour_problems(value)
    elif name == "values":
        yield from _list_problems(value, name)
        for choice in value if isinstance(value, list) else ():
            if isinstance(choice, dict) and not isinstance(choice.get("definition", ""), str):
                yield f"{choice.get('id')}: “definition” must be a text"
    elif name in _RULES:
        fits, wanted = _RULES[name]
        if not fits(value):
            yield f"“{name}” must be {wanted}, not “{value}”"


def _colour_problems(colour: object) -> Iterator[str]:
    if not isinstance(colour, dict):
        yield "“colour” must be an object with “light” and “dark”"
        return
    for theme, roles in colour.items():
        if theme not in ("light", "dark") or not isinstance(roles, dict):
            yield f"“colour.{theme}” must be “light” or “dark” with an object of colours"
            continue
        for role in _COLOUR_ROLES:
            said = roles.get(role, "#000000")
            if not isinstance(said, str) or not _COLOUR.fullmatch(said):
                yield f"“colour.{theme}.{role}” must look like #A0B1C2, not “{said}”"


# ---------------------------------------------------------------- values beside each other


def _attribute_list_problems(attributes: object, key: str, *, is_nested: bool = False) -> Iterator[str]:
    """What is wrong with attributes; those of a relation type stand in one value with it."""
    found = list(_list_problems(attributes, key))
    yield from found
    if found or not isinstance(attributes, list):
        return
    if is_nested:
        yield from _item_problems(attributes, key)
        for index, attribute in enumerate(attributes):
            yield from (
                f"{_place(key, index, attribute)}: “{name}” must not be null"
                for name, value in attribute.items()
                if value is None
            )
    for index, attribute in enumerate(attributes):
        for problem in _attribute_problems(attribute):
            yield f"{_place(key, index, attribute)}: {problem}"


def _attribute_problems(attribute: Mapping[str, Any]) -> Iterator[str]:
    kind, default = attribute.get("type") or "enum", attribute.get("default")
    if kind == "enum":
        yield from _choice_problems(attribute.get("values"), default)
    elif default is not None and isinstance(kind, str) and kind in _DEFAULTS:
        is_yes = isinstance(default, bool) and kind != "bool"
        if is_yes or not isinstance(default, _DEFAULTS[kind]):
            yield f"the default “{default}” is no value of type {kind}"


def _choice_problems(values: object, default: object) -> Iterator[str]:
    if not values:
        yield "it needs “values” to choose from"
    elif default is not None and not list(_list_problems(values, "values")):
        ids = [value["id"] for value in values]  # type: ignore[attr-defined]
        if default not in ids:
            yield f"the default “{default}” is none of {', '.join(ids)}"


def _label_problems(codebook: Mapping[str, Any]) -> Iterator[str]:
    """Layers and attributes that labels name and the codebook does not have."""
    layers = {layer["id"] for layer in codebook.get("layers", [])}
    attributes = {attribute["id"] for attribute in codebook.get("attributes", [])}
    for index, label in enumerate(codebook["labels"]):
        place = _place("labels", index, label)
        if layers and label.get("layer") not in layers:
            yield f"{place}: there is no layer “{label.get('layer')}”"
        for name in label.get("attributes") or []:
            if name not in attributes:
                yield f"{place}: there is no attribute “{name}”"


def _relation_problems(codebook: Mapping[str, Any]) -> Iterator[str]:
    """Labels that relation types name and the codebook does not have."""
    labels = {label["id"] for label in codebook["labels"]}
    for index, relation in enumerate(codebook.get("relations", [])):
        for end in ("from", "to"):
            for label in relation.get(end) or []:
                if label not in labels:
                    place = _place("relations", index, relation)
                    yield f"{place}: “{end}” names the label “{label}”, which there is not"


def _hotkey_problems(
    items: list[dict[str, Any]], key: str, name: str, *, taken: str = ""
) -> Iterator[str]:
    """Capitals do not tell keys apart; `taken` are those of commands."""
    seen: dict[str, str] = {}
    for index, item in enumerate(items):
        hotkey = item.get(name)
        if not hotkey:
            continue
        place = _place(key, index, item)
        if hotkey.upper() in taken:
            yield f"{place}: the key “{hotkey}” is that of a command; other letters and digits are free"
        elif hotkey.casefold() in seen:
            yield f"{place}: the key “{hotkey}” is that of {seen[hotkey.casefold()]}"
        else:
            seen[hotkey.casefold()] = item["id"]


def _article_attribute_problems(codebook: Mapping[str, Any], *, is_strict: bool) -> Iterator[str]:
    """The attributes of whole articles, by id; their keys must differ from one another."""
    ids = codebook.get("document_attributes") or []
    if not _are_texts(ids):
        yield "“document_attributes” must be a list of attribute ids"
        return
    known = {attribute["id"]: attribute for attribute in codebook.get("attributes", [])}
    for name in ids:
        if is_strict and name not in known:
            yield f"“document_attributes” names “{name}”, which is no attribute"
    own = [known[name] for name in ids if name in known]
    yield from _hotkey_problems(own, "document_attributes", "key")


def _attribute_key_problems(codebook: Mapping[str, Any]) -> Iterator[str]:
    """Attribute keys act within one label, so they must differ only there."""
    attributes = {attribute["id"]: attribute for attribute in codebook.get("attributes", [])}
    for index, label in enumerate(codebook["labels"]):
        own = [attributes[name] for name in label.get("attributes") or [] if name in attributes]
        for problem in _hotkey_problems(own, "attributes", "key"):
            yield f"{_place('labels', index, label)}: {problem}"
