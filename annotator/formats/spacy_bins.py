"""What a DocBin file holds, read without spaCy's own reader, which trusts every number in it.

A file is one zlib stream with a msgpack object: columns of 64-bit hashes for the words, flags
for the spaces, the strings behind the hashes, and for each document its groups of spans and its
`user_data`. Here sizes and indices are checked before they are used.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

LARGEST = 2_000_000_000
"""How many bytes a file may have unpacked."""

_HINT = "It is damaged, or no DocBin of spaCy 3."
_DEEPEST = 50
_SPAN = struct.Struct(">QQQllll")
_BAD = (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError)


@dataclass(slots=True)
class DocSpan:
    """A span of a document, in characters; texts are empty where it has none."""

    label: str
    start: int
    end: int
    id: str = ""
    kb_id: str = ""


@dataclass(slots=True)
class Group:
    """A group of spans with its attributes."""

    name: str
    attributes: Mapping[str, Any]
    spans: list[DocSpan] = field(default_factory=list)


@dataclass(slots=True)
class Doc:
    """One document of a file."""

    place: str
    text: str
    has_spaces: bool
    entities: list[DocSpan]
    groups: list[Group]
    categories: Mapping[str, float]
    user_data: Mapping[Any, Any]


def docs(path: Path) -> Iterator[Doc]:
    """The documents of a file, in order."""
    raw = _unpacked(path)
    try:
        bin_ = _Bin(raw, path)
        bin_.check()
    except _BAD as error:
        raise _damaged(str(path), error) from None
    for number in range(len(bin_.lengths)):
        place = f"{path}, document {number + 1:,}"
        try:
            doc = bin_.doc(number, place)
        except _BAD as error:
            raise _damaged(place, error) from None
        yield doc


def _damaged(place: str, error: Exception) -> FormatError:
    said = str(error) if isinstance(error, ValueError) else type(error).__name__
    return FormatError(f"{place} cannot be read: {said}.", _HINT)


def _unpacked(path: Path) -> Any:
    if files.check(path) > LARGEST:
        raise FormatError(f"{path} has more than {LARGEST:,} bytes.", "Split it.")
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(path.read_bytes(), LARGEST + 1)
    except OSError as error:
        raise files.unreadable(path, error) from None
    except zlib.error as error:
        raise FormatError(f"{path} cannot be unpacked: {error}.", _HINT) from None
    if len(content) > LARGEST:
        raise FormatError(f"{path} would take more than {LARGEST:,} bytes unpacked.", "Split it.")
    if not unpacker.eof:
        raise FormatError(f"{path} is cut short.", _HINT)
    return _message(content, str(path))


def _message(content: bytes, place: str, *, use_list: bool = True) -> Any:
    from srsly import msgpack

    try:
        return msgpack.loads(content, raw=False, use_list=use_list)
    except (*_BAD, msgpack.UnpackException) as error:
        raise _damaged(place, ValueError(f"its msgpack is not valid ({type(error).__name__})")) from None


class _Bin:
    """The columns of one file."""

    def __init__(self, raw: Mapping[str, Any], path: Path) -> None:
        from spacy.attrs import IDS
        from spacy.strings import StringStore

        self._raw = raw
        attributes = list(raw["attrs"])
        self._width = len(attributes)
        self._columns = {
            name: attributes.index(IDS[name])
            for name in ("ORTH", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID")
            if IDS[name] in attributes
        }
        self._strings = StringStore([one for one in raw["strings"] if isinstance(one, str)])
        self._words = _numbers("Q", raw["tokens"])
        self._spaces = bytes(raw["spaces"])
        self.lengths: Sequence[int] = _numbers("i", raw["lengths"])
        self._starts = [0]
        for length in self.lengths:
            self._starts.append(self._starts[-1] + length)

    def check(self) -> None:
        """Raise `ValueError` where the sizes do not agree with each other."""
        total = sum(self.lengths)
        if any(length < 0 for length in self.lengths) or len(self._spaces) != total:
            raise ValueError("the numbers of words do not agree")
        if "ORTH" not in self._columns or len(self._words) != total * self._width:
            raise ValueError("the columns of words do not agree")

    def _part(self, key: str, number: int) -> Any:
        column = self._raw.get(key) or []
        return column[number] if number < len(column) else None

    def _string(self, key: int) -> str:
        return self._strings[key] if key else ""

    def doc(self, number: int, place: str) -> Doc:
        """The document with this number, from 0."""
        first, end = self._starts[number], self._starts[number + 1]
        orth = self._column("ORTH", first, end)
        words = [self._string(key) for key in orth]
        flags = self._part("flags", number) or {}
        has_spaces = not flags.get("has_unknown_spaces")
        spaces = self._spaces[first:end] if has_spaces else b"\1" * (len(words) - 1) + b"\0"
        starts: list[int] = []
        ends: list[int] = []
        parts: list[str] = []
        at = 0
        for word, space in zip(words, spaces, strict=False):
            starts.append(at)
            ends.append(at + len(word))
            parts.append(f"{word} " if space else word)
            at += len(parts[-1])
        places = _Places(starts, ends)
        groups = self._groups(self._part("span_groups", number), places, place)
        user_data = self._part("user_data", number)
        said = _message(user_data, place, use_list=False) if isinstance(user_data, bytes) else {}
        cats = self._part("cats", number)
        return Doc(
            place,
            "".join(parts),
            has_spaces,
            self._entities(first, end, places),
            groups,
            cats if isinstance(cats, dict) else {},
            _with_lists(said) if isinstance(said, dict) else {},
        )

    def _column(self, name: str, first: int, end: int) -> Sequence[int]:
        if name not in self._columns:
            return [0] * (end - first)
        at = self._columns[name]
        return self._words[first * self._width + at : end * self._width : self._width]

    def _entities(self, first: int, end: int, places: _Places) -> list[DocSpan]:
        """The entities: 3 begins one, 1 goes on, 2 and 0 are outside."""
        found: list[DocSpan] = []
        columns = (
            self._column(name, first, end) for name in ("ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID")
        )
        open_at = -1
        rows = [*zip(*columns, strict=True), (2, 0, 0, 0)]
        for at, (iob, *_) in enumerate(rows):
            if open_at >= 0 and iob != 1:
                _, type_, kb_id, id_ = rows[open_at]
                found.append(
                    DocSpan(
                        self._string(type_),
                        *places.chars(open_at, at),
                        self._string(id_),
                        self._string(kb_id),
                    )
                )
                open_at = -1
            if iob == 3 or (iob == 1 and open_at < 0):
                open_at = at
        return [one for one in found if one.label]

    def _groups(self, raw: object, places: _Places, place: str) -> list[Group]:
        if not isinstance(raw, bytes) or not raw:
            return []
        said = _message(raw, place)
        pairs = said.items() if isinstance(said, dict) else [(one, []) for one in said]
        found: list[Group] = []
        for content, keys in pairs:
            group = _message(content, place)
            attributes = group["attrs"] if isinstance(group["attrs"], dict) else {}
            for name in keys or [group["name"]]:
                found.append(
                    Group(str(name), attributes, [self._span(one, places) for one in group["spans"]])
                )
        return found

    def _span(self, content: bytes, places: _Places) -> DocSpan:
        try:
            id_, kb_id, label, start, end, *_ = _SPAN.unpack(content)
        except struct.error as error:
            raise ValueError(str(error)) from None
        chars = places.chars(start, end)
        return DocSpan(self._string(label), *chars, self._string(id_), self._string(kb_id))


def _with_lists(value: Any, depth: int = 0) -> Any:
    """The same value with lists for tuples; keys may be tuples, which is why these were asked for."""
    if depth > _DEEPEST:
        raise ValueError("its user data is nested too deeply")
    if isinstance(value, dict):
        return {key: _with_lists(one, depth + 1) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_with_lists(one, depth + 1) for one in value]
    return value


class _Places:
    """Where the words of a document begin and end, in characters."""

    def __init__(self, starts: Sequence[int], ends: Sequence[int]) -> None:
        self._starts, self._ends = starts, ends

    def chars(self, first: int, end: int) -> tuple[int, int]:
        """The characters of words `first` to `end` (exclusive); nowhere if there are no such words."""
        if 0 <= first < end <= len(self._starts):
            return self._starts[first], self._ends[end - 1]
        return -1, -1


def _numbers(code: str, content: bytes) -> array[int]:
    found = array(code)
    found.frombytes(bytes(content))
    return found
