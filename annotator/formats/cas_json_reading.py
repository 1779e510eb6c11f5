"""Reading CAS JSON 0.4, in both forms that there are, as tolerantly as it can be understood.

Anchors may be `begin` or `^begin`, feature structures a list or an object by id, a header may
be there, types and features may be undeclared.
"""

from __future__ import annotations

import codecs
import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from annotator.errors import FormatError
from annotator.formats import uima
from annotator.formats.uima import Cas, Feature, Reference, Structure, Type, TypeSystem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST_FILE = 1_000_000_000
"""How many bytes a file may have."""
_STRUCTURES, _TYPES, _VIEWS = "%FEATURE_STRUCTURES", "%TYPES", "%VIEWS"
_NOTHING = "Nothing was imported from this file."
_WORDS = (uima.TOKEN, uima.SENTENCE)


def parse(content: bytes, place: str) -> Cas:
    """The CAS that a file holds."""
    raw = _object(content, place)
    if _STRUCTURES not in raw and _VIEWS not in raw:
        _refuse_other(raw, place)
    types = _types(raw.get(_TYPES), place)
    structures: dict[int, Structure] = {}
    words: dict[int, dict[str, Any]] = {}
    for number, said in _said(raw.get(_STRUCTURES), place):
        if said.get("%TYPE") in _WORDS:
            words[number] = said
        else:
            structures[number] = _structure(number, said, place)
    sofa, views = _sofa(raw.get(_VIEWS), structures, place)
    text = sofa.features.get("sofaString")
    if not isinstance(text, str):
        raise FormatError(
            f"{place}: the view “{sofa.text('sofaID')}” holds no text (“sofaString” is missing).",
            _NOTHING,
        )
    read_word = partial(_structure, place=place)
    return Cas(text, structures, types, sofa.id, views, words, read_word)


def _object(content: bytes, place: str) -> dict[str, Any]:
    if len(content) > LARGEST_FILE:
        raise FormatError(f"{place} has more than {LARGEST_FILE:,} bytes.", _NOTHING)
    try:
        raw = _loaded(content)
    except UnicodeDecodeError as error:
        raise FormatError(f"{place}: byte {error.start + 1:,} is not UTF-8.", _NOTHING) from None
    except json.JSONDecodeError as error:
        said = f"{error.msg.lower()}, character {error.colno:,}"
        raise FormatError(
            f"{place}, line {error.lineno:,}: this is not JSON ({said}).", _NOTHING
        ) from None
    except RecursionError:
        raise FormatError(f"{place} is nested too deeply.", _NOTHING) from None
    except ValueError as error:
        raise FormatError(f"{place} cannot be read as JSON: {error}.", _NOTHING) from None
    if not isinstance(raw, dict):
        raise FormatError(f"{place}: a CAS must be a JSON object.", _NOTHING)
    return raw


def _loaded(content: bytes) -> object:
    """The JSON of a file; the slower parser knows more (NaN) and says better what is wrong."""
    import orjson

    try:
        return orjson.loads(content.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError:
        return json.loads(content.decode("utf-8-sig"))


def _refuse_other(raw: Mapping[str, Any], place: str) -> NoReturn:
    if "_context" in raw or "_referenced_fss" in raw:
        raise FormatError(
            f"{place} is JSON of the old kind (it has “_context”), which tells too little to be read.",
            "Export it from INCEpTION as “UIMA CAS JSON 0.4.0” or “UIMA CAS XMI”.",
        )
    raise FormatError(
        f"{place} is no CAS JSON: it has neither “{_STRUCTURES}” nor “{_VIEWS}”.", _NOTHING
    )


def _types(raw: object, place: str) -> TypeSystem:
    types = TypeSystem()
    if raw is None:
        return types
    if not isinstance(raw, dict):
        _refuse(place, _TYPES, "an object")
    for name, said in raw.items():
        if not isinstance(said, dict):
            _refuse(place, f"{_TYPES}.{name}", "an object")
        parent = said.get("%SUPER_TYPE")
        one = Type(name, parent if isinstance(parent, str) else "", {}, _text(said.get("%DESCRIPTION")))
        for key, feature in said.items():
            if not key.startswith("%") and isinstance(feature, dict):
                range_ = _text(feature.get("%RANGE")) or uima.STRING
                one.features[key] = Feature(key, range_, _text(feature.get("%DESCRIPTION")))
        types.add(one)
    return types


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _said(raw: object, place: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The feature structures with their ids, from a list or an object."""
    if isinstance(raw, dict):
        for key, said in raw.items():
            inside = f"{_STRUCTURES}.{key}"
            if not isinstance(said, dict):
                _refuse(place, inside, "an object")
            yield _number(key, place, inside), said
        return
    if raw is not None and not isinstance(raw, list):
        _refuse(place, _STRUCTURES, "a list or an object")
    for index, said in enumerate(raw or ()):
        inside = f"{_STRUCTURES}[{index}]"
        if not isinstance(said, dict):
            _refuse(place, inside, "an object")
        yield _number(said.get("%ID"), place, f"{inside}.%ID"), said


def _number(value: object, place: str, inside: str) -> int:
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    if type(value) is not int:
        _refuse(place, inside, "a whole number")
    return value


_DIGITS = re.compile(r"[0-9]{1,18}")


def _refuse(place: str, inside: str, wanted: str) -> NoReturn:
    raise FormatError(f"{place}: “{inside}” must be {wanted}.", _NOTHING)


def _structure(number: int, said: Mapping[str, Any], place: str) -> Structure:
    type_ = said.get("%TYPE")
    if not isinstance(type_, str) or not type_:
        _refuse(place, f"the feature structure {number}: %TYPE", "a text")
    features: dict[str, Any] = {}
    for key, value in said.items():
        if value is None or key in ("%ID", "%TYPE", "%FLAGS"):
            continue
        if key == "%ELEMENTS":
            features["elements"] = _elements(type_, value)
        elif key.startswith("@"):
            features[key[1:]] = Reference(value) if type(value) is int else value
        elif not isinstance(value, dict):
            features[key.lstrip("^#")] = value
    return Structure(number, type_, features)


def _elements(type_: str, value: object) -> list[Any]:
    """What an array holds; those of feature structures hold their ids."""
    held = value if isinstance(value, list) else []
    if type_.endswith("[]") or type_ == "uima.cas.FSArray":
        if type_.removesuffix("[]") in uima.PRIMITIVES:
            return held
        return [Reference(one) for one in held if type(one) is int]
    return held


def _sofa(raw: object, structures: Mapping[int, Structure], place: str) -> tuple[Structure, int]:
    """What holds the text: that of the initial view, or else the first that has one."""
    found = [one for one in structures.values() if one.type == uima.SOFA]
    with_text = [one for one in found if isinstance(one.features.get("sofaString"), str)]
    view = raw.get(uima.INITIAL_VIEW) if isinstance(raw, dict) else None
    named = view.get("%SOFA") if isinstance(view, dict) else None
    chosen = [one for one in with_text if one.id == named]
    chosen += [one for one in with_text if one.text("sofaID") == uima.INITIAL_VIEW]
    chosen += [*with_text, *found]
    if not chosen:
        raise FormatError(f"{place} holds no text: there is no feature structure {uima.SOFA}.", _NOTHING)
    return chosen[0], max(1, len(with_text))
