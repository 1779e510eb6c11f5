"""brat's own configuration: `annotation.conf` (what may be labelled), `visual.conf` (its looks)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from annotator.formats.brat_files import ANNOTATION_CONF, VISUAL_CONF, read_lines
from annotator.formats.brat_words import NameTable, value_word
from annotator.model.codebook import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.model.codebook import Codebook
    from annotator.model.values import AttributeValue

MOST_VALUES = 100
"""How many values of an attribute without choices are listed."""

_LAYER = "imported"
_SECTION = re.compile(r"\[(\w+)\]")
_LABEL = re.compile(r"!?([^\s|]+)")
_ARGUMENT = re.compile(r"([^\s:,]+):([^\s,]+)")
_ANY = "<ANY>"
_ENTITY = "<ENTITY>"


# ---------------------------------------------------------------- reading


def codebook_of(folder: Path) -> tuple[dict[str, Any], Path] | None:
    """What the configuration of a folder, or of one above it, says as a codebook, and where."""
    for place in (folder, folder.parent, folder.parent.parent):
        path = place / ANNOTATION_CONF
        if path.is_file():
            visual = place / VISUAL_CONF
            names = _display_names(read_lines(visual)) if visual.is_file() else {}
            content = _codebook(read_lines(path), names)
            return (content, path) if content["labels"] else None
    return None


def _sections(content: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    section = ""
    for line in content.split("\n"):
        line = line.strip()
        if (start := _SECTION.fullmatch(line)) is not None:
            section = start.group(1).casefold()
        elif line and not line.startswith(("#", "-")):
            found[section].append(line)
    return found


def _display_names(content: str) -> dict[str, str]:
    parts = ([part.strip() for part in line.split("|")] for line in _sections(content)["labels"])
    return {part[0]: part[1] for part in parts if len(part) > 1 and part[1]}


def _codebook(content: str, names: Mapping[str, str]) -> dict[str, Any]:
    sections = _sections(content)
    macros = dict(_macros(sections))
    labels = _unique(
        found.group(1)
        for section in ("entities", "events")
        for line in sections[section]
        if not _is_macro(line) and (found := _LABEL.match(line)) is not None
    )
    attributes = dict(_attributes(sections["attributes"], macros, names))
    of_label: dict[str, list[str]] = defaultdict(list)
    for id_, (whose, _) in attributes.items():
        for label in labels if whose is None else whose:
            of_label[label].append(id_)
    return {
        "format": FORMAT,
        "layers": [{"id": _LAYER, "name": "Imported"}],
        "labels": [
            {"id": id_, "name": names.get(id_, id_), "layer": _LAYER, "attributes": of_label[id_]}
            for id_ in labels
        ],
        "attributes": [one for _, one in attributes.values()],
        "relations": list(_relations(sections["relations"], macros, names)),
    }


def _is_macro(line: str) -> bool:
    return line.startswith("<")


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _macros(sections: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for lines in sections.values():
        for line in lines:
            name, is_, value = line.partition("=")
            if is_ and name.startswith("<") and name.endswith(">"):
                yield name, value.strip("()")


def _whose(said: str, macros: Mapping[str, str]) -> list[str] | None:
    """The labels that an argument may have; None where it may be any."""
    found: list[str] = []
    for name in said.split("|"):
        if name.startswith("<"):
            if name not in macros:
                return None
            found += [one for one in macros[name].split("|") if one and not one.startswith("<")]
        elif name:
            found.append(name)
    return found


def _attributes(
    lines: Iterable[str], macros: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[tuple[str, tuple[list[str] | None, dict[str, Any]]]]:
    for line in lines:
        id_, said = _name_and_arguments(line)
        if not id_ or _is_macro(line):
            continue
        values = _unique(one for one in said.get("Value", "").split("|") if one)
        item: dict[str, Any] = {"id": id_, "name": names.get(id_, id_), "type": "bool"}
        if values and not any(value.startswith("<") for value in values):
            item |= {"type": "enum", "values": [{"id": value, "name": value} for value in values]}
        yield id_, (_whose(said.get("Arg", _ANY), macros), item)


def _relations(
    lines: Iterable[str], macros: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """The relation types; one that has several lines takes the labels of all."""
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        id_, said = _name_and_arguments(line)
        ends = [said[key] for key in said if not key.startswith("<")]
        if not id_ or _is_macro(line) or len(ends) != 2:
            continue
        item = found.setdefault(id_, {"id": id_, "name": names.get(id_, id_), "from": [], "to": []})
        for key, end in zip(("from", "to"), ends, strict=True):
            whose = _whose(end, macros)
            known = item.get(key)
            if whose is None:
                item.pop(key, None)
            elif known is not None:
                item[key] = _unique([*known, *whose])
    yield from found.values()


def _name_and_arguments(line: str) -> tuple[str, dict[str, str]]:
    name = line.split(None, 1)[0]
    return name, dict(_ARGUMENT.findall(line[len(name) :]))


# ---------------------------------------------------------------- writing


class ConfNames:
    """brat's names for ours, and which attributes and values were written of which labels."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.labels, self.relations, self.attributes = NameTable(), NameTable(), NameTable()
        self._label_ids = dict.fromkeys(codebook.labels)
        self._relation_ids = dict.fromkeys(codebook.relation_types)
        self._owners: dict[str, dict[str, None]] = {}
        self._values: dict[str, set[str]] = defaultdict(set)
        for label in codebook.labels.values():
            self.labels.of(label.id)
            for attribute in codebook.attributes_of(label.id):
                self._owners.setdefault(attribute.id, {})[label.id] = None
        for type_ in codebook.relation_types:
            self.relations.of(type_)

    def label(self, id_: str) -> str:
        """brat's name for a label."""
        self._label_ids.setdefault(id_)
        return self.labels.of(id_)

    def relation(self, id_: str) -> str:
        """brat's name for a relation type."""
        self._relation_ids.setdefault(id_)
        return self.relations.of(id_)

    def note_value(self, attribute: str, label: str, value: AttributeValue) -> None:
        """Remember that spans of this label carry this value."""
        self._owners.setdefault(attribute, {})[label] = None
        if not isinstance(value, bool) and len(self._values[attribute]) < MOST_VALUES:
            self._values[attribute].add(value_word(str(value)))

    # ------------------------------------------------------------ the files

    def annotation_conf(self) -> str:
        """The text of `annotation.conf`."""
        lines = ["[entities]", *(self.labels.of(id_) for id_ in self._label_ids), "", "[relations]"]
        lines += [self._relation_line(id_) for id_ in self._relation_ids]
        lines += [f"<OVERLAP>\tArg1:{_ENTITY}, Arg2:{_ENTITY}, <OVL-TYPE>:{_ANY}", ""]
        lines += ["[events]", "", "[attributes]"]
        lines += [self._attribute_line(id_) for id_ in self._owners]
        return "\n".join(lines) + "\n"

    def _relation_line(self, id_: str) -> str:
        type_ = self.codebook.relation_types.get(id_)
        ends = (type_.from_labels, type_.to_labels) if type_ is not None else ((), ())
        said = ["|".join(self.labels.of(one) for one in end) or _ENTITY for end in ends]
        return f"{self.relations.of(id_)}\tArg1:{said[0]}, Arg2:{said[1]}"

    def _attribute_line(self, id_: str) -> str:
        owners = "|".join(self.labels.of(label) for label in self._owners[id_])
        type_ = self.codebook.attributes.get(id_)
        values = [value_word(choice.id) for choice in type_.choices] if type_ is not None else []
        values = _unique([*values, *sorted(self._values[id_])])
        said = f"{self.attributes.of(id_)}\tArg:{owners}"
        return f"{said}, Value:{'|'.join(values)}" if values else said

    def visual_conf(self) -> str:
        """The text of `visual.conf`: the names that people read, and colours."""
        lines = ["[labels]", *(self._label_line(id_) for id_ in self._label_ids)]
        lines += [
            f"{self.relations.of(id_)} | {_shown(type_.name)}"
            for id_, type_ in self.codebook.relation_types.items()
        ]
        lines += [
            f"{self.attributes.of(id_)} | {_shown(self.codebook.attributes[id_].name)}"
            for id_ in self._owners
            if id_ in self.codebook.attributes
        ]
        lines += ["", "[drawing]"]
        lines += [line for id_ in self._label_ids if (line := self._colour_line(id_))]
        return "\n".join(lines) + "\n"

    def _label_line(self, id_: str) -> str:
        name = _shown(self.codebook.label(id_).name)
        return f"{self.labels.of(id_)} | {name} | {name[:3]}"

    def _colour_line(self, id_: str) -> str:
        colour = self.codebook.label(id_).colour.get("light", {})
        said = colour.get("fill") or colour.get("line")
        return f"{self.labels.of(id_)}\tbgColor:{said}" if said else ""


def _shown(name: str) -> str:
    """A name as `visual.conf` takes it: on one line, without its separator."""
    return " ".join(name.replace("|", "/").split()) or "-"
