"""Asking a row of a table for its values, texts or typed ones, with errors that name the place."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from annotator.formats import json_values
from annotator.formats.json_values import Place
from annotator.model.values import METADATA_KEYS, STATES, Entity, Work

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotator.model.values import AttributeValue

Said: TypeAlias = "Mapping[str, Any]"
"""A row by the names of its columns; an absent column is no key, an empty cell "" or None."""

_WHOLE = re.compile(r"\s*(\d{1,12})(?:\.0*)?\s*")
_TRUE = ("true", "yes", "1")


@dataclass(frozen=True, slots=True)
class RowPlace(Place):
    """Where something stands in a table that has no lines: `spans.parquet, row 7`."""

    def __str__(self) -> str:
        where = f"{self.file}, row {self.line:,}"
        return f"{where}, {self.within}" if self.within else where


def text(row: Said, column: str) -> str:
    """What stands in a cell, as text; "" in an empty one."""
    value = row.get(column)
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def texts(row: Said, columns: Sequence[str]) -> list[str]:
    """What stands in several cells, as `text` says it."""
    found = list(map(row.get, columns))
    for at, value in enumerate(found):
        if type(value) is not str:
            found[at] = text(row, columns[at])
    return cast("list[str]", found)


def whole_number(row: Said, column: str, place: Place) -> int:
    """The number in a cell, which must be a whole one and not negative."""
    value = row.get(column)
    if type(value) is int and value >= 0:
        return value
    if type(value) is str and value.isdecimal() and len(value) < 13:
        return int(value)
    found = _WHOLE.fullmatch(value if isinstance(value, str) else str(value))
    if found is None:
        said = "empty" if value in ("", None) else f"“{str(value)[:40]}”"
        place.refuse(f"“{column}” must be a whole number, but is {said}")
    return int(found[1])


def from_json(row: Said, column: str, place: Place) -> Any:
    """What a cell says in JSON; None if it is empty. Formats that know objects hold them as such."""
    value = row.get(column)
    if not isinstance(value, str):
        return value
    if not value or value.isspace():
        return None
    if value in ("{}", "[]"):
        return {} if value == "{}" else []
    try:
        found = json.loads(value)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        place.refuse(f"“{column}” is nested too deeply")
    except ValueError:
        place.refuse(f"“{column}” is not JSON: “{value[:40]}”", 'Write for example {"form": "direct"}.')
    return found


def attributes(row: Said, place: Place) -> dict[str, AttributeValue]:
    """The attributes that a row gives, in JSON."""
    said = from_json(row, "attributes", place)
    if not said:
        return {}
    found = json_values.attributes({"attributes": said}, place)
    for name, value in found.items():
        if isinstance(value, float) and not math.isfinite(value):
            place.refuse(f"“attributes.{name}” is no finite number")
    return found


def metadata(row: Said, place: Place) -> dict[str, str]:
    """The metadata of a document: those that have columns, and those in the column `metadata`."""
    found = {key: said for key in METADATA_KEYS if (said := text(row, key))}
    return found | json_values.texts({"metadata": from_json(row, "metadata", place)}, "metadata", place)


def works(row: Said, document: str, place: Place) -> Iterator[Work]:
    """How far each annotator is; where no `work` is said, `state` is that of the one who imports."""
    said = from_json(row, "work", place)
    if said is None and (state := text(row, "state")):
        said = [{"state": state}]
    for one in json_values.items({"work": said}, "work", place):
        if not isinstance(one, dict):
            place.refuse("“work” must be a list of objects")
        how_far = json_values.text(one, "state", place)
        if how_far and how_far not in STATES:
            place.refuse(f"“state” is “{how_far}”; it can be {', '.join(STATES)}")
        who = json_values.text(one, "annotator", place)
        yield Work(document, who, how_far or None, json_values.is_true(one, "flagged", place))


def entity(row: Said, place: Place) -> Entity:
    """The entity that a row describes."""
    name = text(row, "name")
    if not name:
        place.refuse("“name” is empty")
    aliases = json_values.items({"aliases": from_json(row, "aliases", place)}, "aliases", place)
    if not all(isinstance(alias, str) for alias in aliases):
        place.refuse("“aliases” must be a list of texts")
    is_nil = text(row, "nil").casefold() in _TRUE
    qid, note = text(row, "qid"), text(row, "note")
    return Entity(text(row, "entity_id"), name, text(row, "type"), tuple(aliases), qid, is_nil, note)
