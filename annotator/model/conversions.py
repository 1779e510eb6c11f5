"""How values of an attribute become values of another type, choice or attribute."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.codebook import AttributeType
    from annotator.model.values import AttributeValue

YES, NO = ("yes", "true", "1", "y"), ("no", "false", "0", "n")
"""What is read as yes and as no, whatever its capitals."""

_DECIMAL_COMMA = re.compile(r"[+-]?\d+,(\d{1,2}|\d{4,})")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([ ,\u00a0\u202f]\d{3})+(\.\d+)?")


class Converted(NamedTuple):
    """What became of one value; `value` is None where there is none any more.

    `is_unfit` says that it could not be converted; then `value` is the old one, or None if
    such values go.
    """

    value: AttributeValue | None
    is_unfit: bool = False


@dataclass(frozen=True, slots=True)
class Conversion:
    """What becomes of the values of `before`: values of `after`, or none where that is None.

    `mapping` says it for single values, by their text (None takes the value away); the
    others are converted by rule. `owner` limits it to one label; with `is_of_relations` to one
    relation type, which has attributes of its own.
    """

    before: AttributeType
    after: AttributeType | None
    mapping: Mapping[str, AttributeValue | None] = field(default_factory=dict)
    drops_unfit: bool = False
    owner: str = ""
    is_of_relations: bool = False

    def of(self, value: AttributeValue) -> Converted:
        """What becomes of this value."""
        if self.after is None:
            return Converted(None)
        if (key := key_of(value)) in self.mapping:
            return Converted(self.mapping[key])
        found = converted(value, self.before, self.after)
        if found is not None:
            return Converted(found)
        return Converted(None if self.drops_unfit else value, is_unfit=True)


def key_of(value: AttributeValue) -> str:
    """A value as text: `yes`, `no`, the number, the choice's id or the text itself."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) else repr(value)


def converted(
    value: AttributeValue, before: AttributeType, after: AttributeType
) -> AttributeValue | None:
    """The value as one of the other type; None where it is none.

    The value of an entity is its id: only a `Conversion.mapping` can say what it is called.
    """
    if before.type == after.type and not after.refusal(value):
        return value
    if "entity" in (before.type, after.type):
        return None
    words = _words(value, before)
    if after.type == "text":
        return words
    if after.type == "number":
        return number_in(words)
    if after.type == "yes/no":
        said = words.casefold().strip()
        return True if said in YES else False if said in NO else None
    return _choice(words, key_of(value), after)


def _words(value: AttributeValue, attribute: AttributeType) -> str:
    """The value as people read it: a choice by its name."""
    key = key_of(value)
    return next((one.name for one in attribute.choices if one.id == key), key)


def _choice(words: str, key: str, attribute: AttributeType) -> str | None:
    wanted = {words.strip().casefold(), key.strip().casefold()}
    for choice in attribute.choices:
        if choice.id == key or wanted & {choice.id.casefold(), choice.name.casefold()}:
            return choice.id
    return None


def number_in(words: str) -> int | float | None:
    """The number that these words are; None if they are none. `1,5` and `1,500` are both read."""
    plain = words.strip()
    if _THOUSANDS.fullmatch(plain):
        plain = re.sub(r"[ ,\u00a0\u202f]", "", plain)
    elif _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    is_whole = number == int(number) and re.fullmatch(r"[+-]?\d+", plain) is not None
    return int(plain) if is_whole else number
