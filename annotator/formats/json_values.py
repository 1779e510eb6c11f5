"""Asking a JSON object for its values by key and type, with errors that name the place."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import orjson

from annotator.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.values import AttributeValue

_KINDS: Mapping[type, str] = {str: "a text", list: "a list", dict: "an object", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file, for messages: `file.jsonl, line 7, spans[2]`."""

    file: str
    line: int
    within: str = ""

    def inside(self, name: str) -> Place:
        """A place inside this one."""
        return Place(self.file, self.line, f"{self.within}.{name}" if self.within else name)

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line:,}"
        return f"{where}, {self.within}" if self.within else where

    def refuse(self, problem: str, hint: str = "") -> NoReturn:
        """Raise the error that this place has this problem."""
        raise FormatError(f"{self}: {problem}.", hint or "Nothing was imported from this file.")


def parse_line(line: bytes, place: Place) -> dict[str, Any]:
    """The JSON object that stands on a line of UTF-8."""
    value = None if _LONG_NUMBER.search(line) else _quickly(line)
    return value if isinstance(value, dict) else _carefully(line, place)


_LONG_NUMBER = re.compile(rb":\s*-?\d{18}")
"""A whole number that may have more than 64 bits, which orjson would round."""


def _quickly(line: bytes) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _carefully(line: bytes, place: Place) -> dict[str, Any]:
    """The object, or an error that says what is wrong."""
    try:
        source = line.decode("utf-8")
    except UnicodeDecodeError as error:
        place.refuse(f"byte {error.start + 1:,} of the line is not UTF-8", "Save the file as UTF-8.")
    try:
        value = json.loads(source, parse_constant=_refuse_constant)
        if "\\ud" in source or "\\uD" in source:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        place.refuse("it holds half a surrogate pair, which is no character")
    except RecursionError:
        place.refuse("it is nested too deeply")
    except ValueError as error:
        place.refuse(f"this is not JSON ({_short(error)})", "Each line must be one JSON object.")
    if not isinstance(value, dict):
        place.refuse("this is JSON, but not an object", "Each line must be one JSON object.")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _short(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.lower()}, character {error.colno:,}"
    return str(error)


def text(raw: Mapping[str, Any], key: str, place: Place, default: str | None = "") -> str:
    """The text under a key; without a default it must be there."""
    value = raw.get(key)
    if isinstance(value, str):
        return value
    if value is not None:
        place.refuse(f"“{key}” must be a text, not {_named(value)}")
    if default is None:
        place.refuse(f"“{key}” is missing")
    return default


def items(raw: Mapping[str, Any], key: str, place: Place) -> list[Any]:
    """The list under a key; an empty one where there is none."""
    value = raw.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        place.refuse(f"“{key}” must be a list, not {_named(value)}")
    return value


def mapping(raw: Mapping[str, Any], key: str, place: Place) -> dict[str, Any]:
    """The object under a key; an empty one where there is none."""
    value = raw.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        place.refuse(f"“{key}” must be an object, not {_named(value)}")
    return value


def is_true(raw: Mapping[str, Any], key: str, place: Place) -> bool | None:
    """The yes or no under a key; None where there is neither."""
    value = raw.get(key)
    if value is not None and not isinstance(value, bool):
        place.refuse(f"“{key}” must be true or false, not {_named(value)}")
    return value


def texts(raw: Mapping[str, Any], key: str, place: Place) -> dict[str, str]:
    """An object whose values are texts; numbers become texts, null is left out."""
    found: dict[str, str] = {}
    for name, value in mapping(raw, key, place).items():
        if isinstance(value, dict | list | bool):
            place.refuse(f"“{key}.{name}” must be a text, not {_named(value)}")
        if value is not None:
            found[name] = str(value)
    return found


def attributes(raw: Mapping[str, Any], place: Place) -> dict[str, AttributeValue]:
    """The attributes of something; null is left out."""
    found = mapping(raw, "attributes", place)
    for name, value in found.items():
        if isinstance(value, dict | list):
            place.refuse(f"“attributes.{name}” must be one value, not {_named(value)}")
    return {name: value for name, value in found.items() if value is not None}


def _named(value: object) -> str:
    return next((name for kind, name in _KINDS.items() if isinstance(value, kind)), f"“{value}”")
