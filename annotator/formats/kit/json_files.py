"""JSON files, one object at a time: JSON Lines, or one array of objects."""

from __future__ import annotations

import codecs
import json
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

import orjson

from annotator.formats import files
from annotator.formats.json_values import Place, parse_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_LINE = 1_000_000_000
"""How many bytes one line, that is one document with its annotations, may have."""

OBJECT_ENDINGS = (".json", ".jsonld", ".bdocjs", ".bdoc")
"""Files that end so hold one object or array over many lines; all others an object a line."""

_CHUNK = 1 << 18
_BETWEEN = " \t\r\n,"


def rows(path: Path) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The objects of a file, each with its place; `FormatError` where one cannot be read."""
    files.check(path)
    try:
        with path.open("rb") as file:
            yield from rows_of(file, str(path))
    except OSError as error:
        raise files.unreadable(path, error) from None


def rows_of(file: BinaryIO, name: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The objects of an open file; `name` is what messages call it."""
    if name.casefold().endswith(OBJECT_ENDINGS):
        yield from _Objects(file, name).each()
        return
    for number, line in enumerate(iter(partial(file.readline, LONGEST_LINE), b""), 1):
        place = Place(name, number)
        if len(line) >= LONGEST_LINE:
            place.refuse(f"the line is longer than {LONGEST_LINE:,} bytes")
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if line.strip():
            yield place, parse_line(line, place)


def encoded(value: object) -> bytes:
    """A value as JSON in UTF-8, without white space."""
    try:
        return orjson.dumps(value)
    except TypeError:  # a whole number of more than 64 bits
        return _encode(value).encode("utf-8")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class _Objects:
    """Objects one after the other, or in one array; only one is in memory at a time."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._parser = json.JSONDecoder(parse_constant=_refuse_constant)
        self._text = ""
        self._at = 0
        self._line = 1
        self._size = _CHUNK

    def each(self) -> Iterator[tuple[Place, dict[str, Any]]]:
        """The objects with their places."""
        number, is_array = 0, self._next_sign() == "["
        self._at += is_array
        while sign := self._next_sign():
            place = Place(self._name, self._line, f"item {number + 1:,}")
            if is_array and sign == "]":
                self._at += 1
                if self._next_sign():
                    place.refuse("something follows the list")
                return
            yield place, self._object(place)
            number += 1
        if is_array:
            Place(self._name, self._line).refuse("the list is never closed", "The file is cut short.")

    def _next_sign(self) -> str:
        """The next character that is neither white space nor a comma; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BETWEEN:
                self._line += self._text[self._at] == "\n"
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._has_more():
                return ""

    def _has_more(self) -> bool:
        """Read on, forgetting what is done with; each time twice as much for one object."""
        try:
            content = self._file.read(self._size)
            more = self._decoder.decode(content, final=not content)
        except UnicodeDecodeError as error:
            Place(self._name, self._line).refuse(f"this is not UTF-8 ({error.reason})", "Save it so.")
        self._text = self._text[self._at :] + more
        self._at = 0
        self._size *= 2
        return bool(content)

    def _object(self, place: Place) -> dict[str, Any]:
        while True:
            try:
                value, end = self._parser.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._has_more():
                    continue
                place.refuse(f"this is not JSON ({error.msg.lower()})")
            except RecursionError:
                place.refuse("it is nested too deeply")
            except ValueError as error:
                place.refuse(f"this is not JSON ({error})")
            if not isinstance(value, dict):
                place.refuse("this is JSON, but not an object")
            self._check_characters(self._text[self._at : end], value, place)
            self._line += self._text.count("\n", self._at, end)
            self._at = end
            self._size = _CHUNK
            return value

    def _check_characters(self, source: str, value: object, place: Place) -> None:
        if "\\ud" not in source and "\\uD" not in source:
            return
        try:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            place.refuse("it holds half a surrogate pair, which is no character")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")
