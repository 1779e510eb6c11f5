"""Reading CAS XMI, with its type system where there is one, and without it as well as can be.

XMI writes numbers, references and texts alike; what a feature holds is known from the type
system, or guessed from the names that everybody uses.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files, uima
from annotator.formats.kit import safe_xml
from annotator.formats.uima import Cas, Feature, Reference, Structure, Type, TypeSystem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.kit.safe_xml import Flat

LARGEST_FILE = 500_000_000
"""How many bytes a file may have."""
_XMI_ID = "http://www.omg.org/XMI}id"
_NAMESPACE = re.compile(r"http:///(.*)\.ecore\}(.+)")
_NO_STRUCTURES = ("uima.cas.NULL", "uima.cas.View")
_WORDS = (uima.TOKEN, uima.SENTENCE)
_NUMBER = re.compile(r"-?[0-9]{1,18}")
_IDS = re.compile(r"[0-9]{1,18}(?: [0-9]{1,18})*")
_REFERENCES = re.compile(
    r"governor|dependent|target|source|first|next|links?|head|tail|args?|slots?", re.IGNORECASE
)
_NOTHING = "Nothing was imported from this file."
_LEVELS = 3
"""In how many folders a type system is looked for, from the file's upwards."""


def parse(content: bytes, place: str, types: TypeSystem | None = None) -> Cas:
    """The CAS that a file holds."""
    if len(content) > LARGEST_FILE:
        raise FormatError(f"{place} has more than {LARGEST_FILE:,} bytes.", _NOTHING)
    root, elements = safe_xml.flat(content, place)
    if root.rpartition("}")[2] != "XMI":
        raise FormatError(f"{place} is no XMI: its root element is “{root[:80]}”.", _NOTHING)
    reader = _Reader(types if types is not None else TypeSystem(), place)
    structures, words = reader.read(elements)
    sofas = [one for one in structures.values() if one.type == uima.SOFA and one.text("sofaString")]
    if not sofas:
        raise FormatError(
            f"{place} holds no text: there is no “cas:Sofa” with a “sofaString”.", _NOTHING
        )
    sofa = next((one for one in sofas if one.text("sofaID") == uima.INITIAL_VIEW), sofas[0])
    text = sofa.text("sofaString")
    return Cas(text, structures, reader.types, sofa.id, len(sofas), words, reader.word)


class _Reader:
    """Makes feature structures of the elements of one file."""

    def __init__(self, types: TypeSystem, place: str) -> None:
        self.types = types
        self._place = place
        self._names: dict[str, str] = {}
        self._ids: set[int] = set()

    def read(
        self, elements: Sequence[Flat]
    ) -> tuple[dict[int, Structure], dict[int, Mapping[str, str]]]:
        """The structures by id, and the words and sentences as they stand."""
        words: dict[int, Mapping[str, str]] = {}
        found: dict[int, tuple[str, Flat]] = {}
        for one in elements:
            tag, attributes, _ = one
            name = self._names.get(tag) or self._type_name(tag)
            if _XMI_ID not in attributes or name in _NO_STRUCTURES:
                continue
            number = self._id(attributes[_XMI_ID])
            if name in _WORDS:
                words[number] = attributes
            else:
                found[number] = (name, one)
        self._ids = {*words, *found}
        structures = {
            number: Structure(number, name, dict(self._features(name, one, number)))
            for number, (name, one) in found.items()
        }
        return structures, words

    def word(self, number: int, attributes: Mapping[str, str]) -> Structure:
        """A word, or a sentence, as a structure."""
        said = dict(self._features(uima.TOKEN, ("", attributes, ()), number))
        return Structure(number, uima.TOKEN, said)

    def _type_name(self, tag: str) -> str:
        """The type that an element stands for: its namespace is the package."""
        found = _NAMESPACE.fullmatch(tag)
        name = tag.rpartition("}")[2]
        if found is not None:
            package = found.group(1).replace("/", ".")
            name = name if package == "uima.noNamespace" else f"{package}.{name}"
        self._names[tag] = name
        return name

    def _id(self, said: str) -> int:
        if not _NUMBER.fullmatch(said):
            raise FormatError(
                f"{self._place}: “xmi:id” must be a whole number, not “{said[:80]}”.", _NOTHING
            )
        return int(said)

    def _features(self, type_: str, one: Flat, number: int) -> Iterator[tuple[str, Any]]:
        _, attributes, children = one
        for name, value in attributes.items():
            if "}" in name:
                continue
            if name in ("begin", "end"):
                if not _NUMBER.fullmatch(value):
                    raise FormatError(
                        f"{self._place}, the element with xmi:id {number}: “{name}” must be a whole "
                        f"number, not “{value[:80]}”.",
                        _NOTHING,
                    )
                yield name, int(value)
            elif type_ == uima.SOFA:
                yield name, value
            elif name == "sofa":
                yield name, Reference(int(value)) if _NUMBER.fullmatch(value) else None
            else:
                yield name, _value(type_, name, value, self.types, self._ids)
        lists: dict[str, list[Any]] = {}
        for tag, text in children:
            lists.setdefault(tag.rpartition("}")[2], []).append(text)
        yield from lists.items()


def _value(type_: str, name: str, value: str, types: TypeSystem, ids: set[int]) -> Any:
    if type_ == "uima.cas.FSArray" and name == "elements":
        return _references(value)
    known = types.feature(type_, name)
    if known is None:
        looks = _REFERENCES.fullmatch(name) and _IDS.fullmatch(value)
        is_known = looks and all(int(one) in ids for one in value.split())
        return _references(value) if is_known else value
    if known.range in uima.WHOLE_NUMBERS:
        return int(value) if _NUMBER.fullmatch(value) else value
    if known.range == uima.BOOLEAN:
        return {"true": True, "false": False}.get(value, value)
    if known.range in uima.NUMBERS:
        return _float(value)
    if known.range == uima.STRING or not _IDS.fullmatch(value):
        return value
    base = types.types.get(known.range)
    if base is not None and types.is_a(known.range, uima.STRING):
        return value
    if known.range.removesuffix("Array").removesuffix("List") in _PLAIN_LISTS:
        return value.split()
    return _references(value)


_PLAIN_LISTS = {
    f"uima.cas.{name}"
    for name in ("String", "Integer", "Float", "Double", "Long", "Short", "Byte", "Boolean")
}


def _float(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def _references(value: str) -> Any:
    found = [Reference(int(one)) for one in value.split() if _NUMBER.fullmatch(one)]
    return found[0] if len(found) == 1 else found


# ---------------------------------------------------------------- type systems


def types_beside(path: Path) -> tuple[Path, ...]:
    """The files beside a file, or in the folders above it, that may hold its type system."""
    folder = path.parent
    for _ in range(_LEVELS):
        try:
            names = _types_in(folder, folder.stat().st_mtime_ns)
        except OSError:
            return ()
        if names or (folder / "annotation").is_dir():
            return names
        folder = folder.parent
    return ()


@lru_cache(maxsize=8)
def _types_in(folder: Path, stamp: int) -> tuple[Path, ...]:
    return tuple(sorted(one for one in folder.iterdir() if _is_types_name(one.name)))


def _is_types_name(name: str) -> bool:
    folded = name.casefold()
    return folded.endswith(".xml") and "typesystem" in folded.replace("_", "").replace("-", "")


def read_types(paths: tuple[Path, ...]) -> TypeSystem:
    """The types that these files declare; those of a folder are read once for all its files."""
    try:
        stamps = tuple(one.stat().st_mtime_ns for one in paths)
    except OSError as error:
        raise files.unreadable(paths[0], error) from None
    return _read_types(paths, stamps)


@lru_cache(maxsize=2)
def _read_types(paths: tuple[Path, ...], stamps: tuple[int, ...]) -> TypeSystem:
    types = TypeSystem()
    for path in paths:
        files.check(path)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise files.unreadable(path, error) from None
        parse_types(content, str(path), types)
    return types


def parse_types(content: bytes, place: str, types: TypeSystem) -> None:
    """Add the types of one type system file."""
    root = safe_xml.parse(content, place)
    for one in root.iter("{*}typeDescription"):
        name = _said(one, "name")
        if not name:
            continue
        made = Type(name, _said(one, "supertypeName"), {}, _said(one, "description"))
        for feature in one.iter("{*}featureDescription"):
            key, range_ = _said(feature, "name"), _said(feature, "rangeTypeName")
            if key:
                made.features[key] = Feature(key, range_ or uima.STRING, _said(feature, "description"))
        types.add(made)


def _said(element: Any, name: str) -> str:
    child = element.find(f"{{*}}{name}")
    return (child.text or "").strip() if child is not None else ""
