"""Label Studio's labelling config: what we write, and what a foreign one says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.formats.kit import passing, safe_xml
from annotator.model.codebook import FORMAT
from annotator.model.codebook_rules import problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from annotator.model.codebook import AttributeType, Codebook
    from annotator.model.values import AttributeValue

LABELS, TEXT, NOTE = "label", "text", "note"
CHOICES, TEXTAREA, NUMBER = "choices", "textarea", "number"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_OBJECTS = frozenset(("Text", "HyperText"))


def control_of(attribute: AttributeType | None, id_: str, value: AttributeValue) -> str:
    """The kind of result that says this value; empty where Label Studio has none for it."""
    if _NAME.fullmatch(id_) is None or id_ in (LABELS, TEXT, NOTE):
        return ""
    kind = attribute.type if attribute is not None else "text"
    if kind == "yes/no":
        return CHOICES if isinstance(value, bool) else ""
    if kind == "number":
        return NUMBER if isinstance(value, int | float) and not isinstance(value, bool) else ""
    if not isinstance(value, str) or value.strip() != value or safe_xml.writable(value)[1] or not value:
        return ""
    return CHOICES if kind == "choice" else TEXTAREA


@dataclass(slots=True)
class UsedNames:
    """What the tasks name beyond the codebook, so that the config can list it."""

    labels: set[str] = field(default_factory=set)
    relations: set[str] = field(default_factory=set)
    values: dict[str, set[str]] = field(default_factory=dict)


def config(codebook: Codebook, used: UsedNames) -> bytes:
    """The labelling config, without a declaration: Label Studio takes none."""
    from lxml import etree

    view = etree.Element("View")
    relations = etree.SubElement(view, "Relations")
    for name in _all(codebook.relation_types, used.relations):
        etree.SubElement(relations, "Relation", value=_xml(name))
    labels = etree.SubElement(view, "Labels", name=LABELS, toName=TEXT)
    for name in _all(codebook.labels, used.labels):
        known = codebook.label(name)
        one = etree.SubElement(labels, "Label", value=_xml(name))
        fill = str(known.colour.get("light", {}).get("fill", ""))
        if re.fullmatch(r"#[0-9A-Fa-f]{6}", fill):
            one.set("background", fill)
        if known.hotkey.strip():
            one.set("hotkey", _xml(known.hotkey))
    etree.SubElement(view, "Text", name=TEXT, value="$text", granularity="symbol")
    for name in _all(codebook.attributes, used.values):
        _add_control(view, name, codebook.attributes.get(name), sorted(used.values.get(name, ())))
    etree.SubElement(view, "TextArea", name=NOTE, toName=TEXT, perRegion="true", editable="true")
    etree.indent(view)
    return etree.tostring(view, encoding="unicode").encode("utf-8") + b"\n"


def _add_control(view: Any, name: str, attribute: AttributeType | None, used: Iterable[str]) -> None:
    from lxml import etree

    if _NAME.fullmatch(name) is None or name in (LABELS, TEXT, NOTE):
        return
    kind = attribute.type if attribute is not None else "text"
    said = {"name": name, "toName": TEXT, "perRegion": "true"}
    if kind == "number":
        etree.SubElement(view, "Number", said)
    elif attribute is None or kind not in ("choice", "yes/no"):
        etree.SubElement(view, "TextArea", said)
    else:
        choices = etree.SubElement(view, "Choices", said)
        known = ["true", "false"] if kind == "yes/no" else [one.id for one in attribute.choices]
        for value in dict.fromkeys([*known, *used]):
            etree.SubElement(choices, "Choice", value=_xml(value))


def _all(known: Mapping[str, object], used: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*known, *sorted(used)]))


def _xml(text: str) -> str:
    return safe_xml.writable(text)[0]


# ------------------------------------------------------------ foreign configs


@dataclass(slots=True)
class Objects:
    """Which key of a task's data holds the text, by the name of the object; and which are HTML."""

    keys: dict[str, str] = field(default_factory=dict)
    html: set[str] = field(default_factory=set)
    codebook: dict[str, Any] | None = None


def read_config(path: Path) -> Objects:
    """What a config says; nothing where there is none."""
    found = Objects()
    if not path.is_file():
        return found
    root = safe_xml.parse(path.read_bytes(), path)
    for element in root.iter():
        tag = safe_xml.local_name(element)
        if tag in _OBJECTS and element.get("name"):
            found.keys[element.get("name")] = (element.get("value") or "").lstrip("$")
            if tag == "HyperText":
                found.html.add(element.get("name"))
    content = _codebook(root)
    found.codebook = content if not problems(content, is_from_project=True) else None
    return found


def _codebook(root: Any) -> dict[str, Any]:
    """The labels, choices and relations of a config as a codebook."""
    layers, labels, attributes, relations = (dict[str, dict[str, Any]]() for _ in range(4))
    for element in root.iter():
        tag, name = safe_xml.local_name(element), (element.get("name") or "").strip()
        values = [one for child in element if (one := (child.get("value") or "").strip())]
        if tag in ("Labels", "HyperTextLabels") and name and values:
            layers[name] = {"id": name, "name": name}
            labels |= {one: {"id": one, "name": one, "layer": name} for one in values}
        elif tag == "Choices" and name and values:
            choices = [{"id": one, "name": one} for one in dict.fromkeys(values)]
            attributes[name] = {"id": name, "name": name, "type": "enum", "values": choices}
            if element.get("perRegion") == "true":
                attributes[name]["per_region"] = True
        elif tag == "Relations":
            relations |= {one: {"id": one, "name": one} for one in values}
    of_spans = [id_ for id_, one in attributes.items() if one.pop("per_region", False)]
    for one in labels.values():
        one["attributes"] = of_spans
    return {
        "format": FORMAT,
        "layers": list(layers.values()),
        "labels": list(labels.values()),
        "attributes": list(attributes.values()),
        "relations": list(relations.values()),
    }


def value_text(value: AttributeValue) -> str:
    """A value as a choice or text."""
    return passing.as_text(value)
