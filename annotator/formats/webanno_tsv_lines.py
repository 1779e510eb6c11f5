"""The lines of WebAnno TSV 3: header, sentences, words; and the cells with their escapes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIGN = "#FORMAT=WebAnno TSV 3"
NOTHING, NO_VALUE = "_", "*"
_HINT = "Nothing was imported from this file."
_ROW = re.compile(r"(\d{1,9}-\d{1,9})(\.\d{1,9})?\Z")
_EXTENT = re.compile(r"(\d{1,12})-(\d{1,12})\Z")
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r"}
_ID = re.compile(r"(?<!\\)\[(\d{1,9})\]\Z")
_TARGET = re.compile(r"(\d{1,9}-\d{1,9}(?:\.\d{1,9})?)(?:\[(\d{1,9})(?:_(\d{1,9}))?\])?\Z")


@dataclass(slots=True)
class Column:
    """A column of a layer: a feature, the roles or targets of a slot, or where relations come from."""

    name: str
    kind: str = "feature"
    link_type: str = ""


@dataclass(slots=True)
class Layer:
    """A layer of the header: `kind` is SP (spans), CH (chains) or RL (relations)."""

    kind: str
    type: str
    columns: list[Column]
    base: str = ""


class Row(NamedTuple):
    """A word or a part of one: its name (`1-3`, `1-3.1`), extent, form and cells."""

    unit: str
    begin: int
    end: int
    form: str
    cells: Sequence[str]
    line: int

    @property
    def is_word(self) -> bool:
        """Whether it is a whole word."""
        return "." not in self.unit


@dataclass(slots=True)
class Sentence:
    """The text of a sentence as the file gives it, and its rows."""

    text: str
    rows: list[Row] = field(default_factory=list)


class Element(NamedTuple):
    """One of the values that are stacked in a cell, and the number that tells which annotation."""

    value: str
    id: int = 0


class Target(NamedTuple):
    """Where a relation comes from, or a slot leads: a word and, where they are stacked, numbers."""

    unit: str
    id: int = 0
    own: int = 0


def parse(text: str, place: str) -> tuple[list[Layer], list[Sentence]]:
    """The layers and sentences of a file."""
    lines = text.removeprefix("\ufeff").split("\n")
    if not lines[0].startswith(SIGN):
        raise FormatError(
            f"{place}, line 1: this is not WebAnno TSV 3; “{SIGN}.3” is expected.",
            "Export it anew from INCEpTION, as UIMA CAS JSON or WebAnno TSV 3.",
        )
    layers: list[Layer] = []
    sentences: list[Sentence] = []
    is_open = False
    for number, raw in enumerate(lines, 1):
        line = raw.removesuffix("\r")
        if line.startswith("#"):
            if line.startswith("#T_") and not sentences:
                layers.append(_layer(line, place, number))
            elif line.startswith("#Text="):
                said = unescaped(line.removeprefix("#Text="))
                if is_open and not sentences[-1].rows:
                    sentences[-1].text += "\n" + said
                else:
                    sentences.append(Sentence(said))
                is_open = True
        elif not line.strip():
            is_open = False
        else:
            if not sentences:
                sentences.append(Sentence(""))
            sentences[-1].rows.append(_row(line, place, number))
    if not any(one.rows for one in sentences):
        raise FormatError(f"{place} has no words.", _HINT)
    return layers, sentences


def _layer(line: str, place: str, number: int) -> Layer:
    kind, _, said = line.removeprefix("#T_").partition("=")
    names = said.split("|")
    if kind not in ("SP", "CH", "RL") or not names[0]:
        raise FormatError(f"{place}, line {number}: “{line[:80]}” is no layer.", _HINT)
    layer = Layer(kind, names[0], [])
    for name in names[1:]:
        last = layer.columns[-1] if layer.columns else None
        if name.startswith("ROLE_"):
            feature, link = _slot(name)
            layer.columns.append(Column(feature, "role", link))
        elif last is not None and last.kind == "role":
            layer.columns.append(Column(last.name, "target", last.link_type))
        elif name.startswith("BT_"):
            layer.base = name.removeprefix("BT_")
            layer.columns.append(Column("", "from"))
        else:
            layer.columns.append(Column(name))
    return layer


def _slot(name: str) -> tuple[str, str]:
    """Feature and type of the links of a slot: `ROLE_host.Type:links_link.Type`."""
    said = name.rpartition(":")[2]
    cut = said.rfind("_", 0, said.find(".") if "." in said else len(said))
    return (said[:cut], said[cut + 1 :]) if cut > 0 else (said, "Link")


def _row(line: str, place: str, number: int) -> Row:
    cells = line.split("\t")
    unit, extent = _ROW.match(cells[0]), _EXTENT.match(cells[1]) if len(cells) > 1 else None
    if unit is None or extent is None or len(cells) < 3:
        raise FormatError(
            f"{place}, line {number}: a word must begin with “1-1→0-4→form”, not “{line[:40]}”.", _HINT
        )
    begin, end = int(extent.group(1)), int(extent.group(2))
    if end < begin:
        raise FormatError(f"{place}, line {number}: the word ends before it begins.", _HINT)
    return Row(cells[0], begin, end, unescaped(cells[2]), cells[3:], number)


def unescaped(text: str) -> str:
    """The text without the backslashes before signs."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda match: _ESCAPES.get(match.group(1), match.group(1)), text)


def elements(cell: str) -> list[Element]:
    """The stacked values of a cell; none where it holds nothing."""
    if cell in (NOTHING, ""):
        return []
    return [_element(one) for one in _split(cell, "|")]


def _element(said: str) -> Element:
    found = _ID.search(said)
    if found is None:
        return Element(said)
    return Element(said[: found.start()], int(found.group(1)))


def value(said: str) -> str:
    """A value without escapes; empty where there is none."""
    return "" if said in (NO_VALUE, NOTHING) else unescaped(said)


def several(said: str) -> list[str]:
    """The roles or targets of one slot."""
    return [] if said in (NO_VALUE, NOTHING) else list(_split(said, ";"))


def stacked(cell: str) -> list[str]:
    """The stacked entries of a cell as they stand, for those whose numbers mean something else."""
    return [] if cell in (NOTHING, "") else list(_split(cell, "|"))


def target(said: str) -> Target | None:
    """Where something leads; None if it does not say."""
    found = _TARGET.match(said)
    if found is None:
        return None
    return Target(found.group(1), int(found.group(2) or 0), int(found.group(3) or 0))


def _split(cell: str, sign: str) -> Iterator[str]:
    """The parts of a cell between signs that no backslash stands before."""
    if "\\" not in cell:
        yield from cell.split(sign)
        return
    start = at = 0
    while at < len(cell):
        if cell[at] == "\\":
            at += 1
        elif cell[at] == sign:
            yield cell[start:at]
            start = at + 1
        at += 1
    yield cell[start:]
