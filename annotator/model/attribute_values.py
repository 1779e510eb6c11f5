"""Attributes and relations in the annotator's hand: a key for each and for each value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.model.change import Change, Edit
from annotator.model.values import Relation, Span, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.model.codebook import AttributeType, Choice, Codebook, RelationType

_DIGITS = "1234567890"


def keys_of(attributes: Sequence[AttributeType], *, taken: str = "T") -> dict[str, AttributeType]:
    """A key for each attribute: the codebook's own, else the first letter of its name that is free."""
    keys = {one.key.upper(): one for one in attributes if one.key}
    for one in attributes:
        if not one.key:
            key = _free(one.name, keys, taken)
            if key:
                keys[key] = one
    return keys


def keys_beside(attributes: Sequence[AttributeType], taken: Iterable[str]) -> list[str]:
    """A key for each attribute beside others, whose keys are taken; empty where none is free."""
    keys: list[str] = []
    for one in attributes:
        used = {*taken, *keys}
        own = one.key.upper()
        keys.append(own if own and own not in used else _free(one.name, used, ""))
    return keys


def value_keys(attribute: AttributeType) -> dict[str, Choice]:
    """A key for each value: a free letter of its name, else a digit."""
    keys: dict[str, Choice] = {}
    for choice in attribute.choices:
        keys[_free(choice.name, (key.upper() for key in keys), "").lower()] = choice
    keys.pop("", None)
    return keys


def link_keys(kinds: Sequence[RelationType]) -> dict[str, RelationType]:
    """A key for each relation type: the codebook's own, else the first letter that is free."""
    keys = {kind.hotkey.upper(): kind for kind in kinds if kind.hotkey}
    for kind in kinds:
        key = "" if kind.hotkey else _free(kind.name, keys, "")
        if key:
            keys[key] = kind
    return keys


def _free(name: str, keys: Iterable[str], taken: str) -> str:
    used = {*keys, *taken}
    letters = [letter for letter in name.upper() if letter.isalpha() and letter.isascii()]
    digits = [letter for letter in name if letter in _DIGITS]
    return next((one for one in (*digits[:1], *letters, *_DIGITS) if one not in used), "")


def missing_of(owner: Span | Relation, codebook: Codebook) -> Sequence[AttributeType]:
    """The required attributes that a span or relation does not carry."""
    if isinstance(owner, Span):
        return codebook.missing_attributes(owner)
    kind = codebook.relation_types.get(owner.label)
    every = kind.attributes if kind is not None else ()
    return [one for one in every if one.required and one.id not in owner.attributes]


def set_usual_values(owner: Span | Relation, codebook: Codebook, *, by: str) -> Edit:
    """Store the usual value of each required attribute that the span or relation lacks."""
    missing = missing_of(owner, codebook)
    usual = {one.id: one.default for one in missing if one.default is not None}
    time = now()
    after = replace(owner, attributes={**owner.attributes, **usual}, modified=time)
    return Edit("set the usual values", (Change(owner, after),) if usual else (), by, time)
