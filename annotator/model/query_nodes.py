"""What a query consists of: terms, and how they are joined.

The grammar, in full (`query.py` joins the terms, `query_terms.py` reads one of them):

    query      = [ either ]                      an empty query wants everything
    either     = both { OR both }
    both       = single { [AND] single }         side by side means AND
    single     = (NOT | "-") single | "(" either ")" | term
    term       = KEY ":" values | name operator values | words
    values     = value { "," value }             a comma means OR
    value      = ( plain | quoted ) [ "*" ]
    words      = ( plain | quoted ) [ "*" ]      a star: any word that begins so
    name       = plain | quoted
    operator   = "=" | "!=" | "<" | ">" | "<=" | ">="
    quoted     = '"' any text, '""' for a quotation mark '"'   (or “any text”)
    plain      = a run without space, parenthesis, quotation mark (value: without comma)

AND, OR and NOT in any capitals; KEYS are listed below. NOT binds closest, then AND, then OR.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from annotator.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = (
    "annotator", "article", "assigned", "author", "date", "entity", "has", "is", "label",
    "language", "made", "origin", "outlet", "state", "text", "title", "with", "without",
)  # fmt: skip
OPERATORS = ("!=", "<=", ">=", "=", "<", ">")
JOINING = ("and", "or", "not")

Place: TypeAlias = tuple[int, int]
_PLAIN_VALUE = re.compile(r"\w[\w./'’-]*")
_PLAIN_NAME = re.compile(r"[^\W\d_][\w-]*")
_PLAIN_WORD = re.compile(r"\w+")


class QueryError(UserError):
    """A query that cannot be understood; `[start, end)` is the place in it, in code points."""

    def __init__(self, message: str, hint: str = "", *, start: int, end: int) -> None:
        super().__init__(message, hint)
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class Value:
    """What stands after a colon or an operator; `is_prefix` says that a star follows it."""

    text: str
    is_prefix: bool = False
    place: Place = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query."""


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or several that stand side by side; `is_prefix`: the last is a beginning."""

    text: str
    is_prefix: bool = False
    place: Place = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """`key:value,value`; the key is one of `KEYS`, `place` that of the key."""

    key: str
    values: tuple[Value, ...]
    place: Place = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`name operator value,value`: about an attribute, or about what is known of an article."""

    name: Value
    operator: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """That something does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """That all parts hold; none of them is an `And`."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """That at least one part holds; none of them is an `Or`."""

    parts: tuple[Node, ...]


Leaf: TypeAlias = Words | Term | Comparison
Node: TypeAlias = Everything | Words | Term | Comparison | Not | And | Or


def leaves(node: Node) -> Iterator[Leaf]:
    """All terms of a query, from left to right."""
    if isinstance(node, Not):
        yield from leaves(node.part)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from leaves(part)
    elif not isinstance(node, Everything):
        yield node


def written(node: Node) -> str:
    """The query as text, which parses to an equal one."""
    match node:
        case Everything():
            return ""
        case Words():
            is_plain = _PLAIN_WORD.fullmatch(node.text) and node.text.casefold() not in JOINING
            return (node.text if is_plain else quoted(node.text)) + _star(node)
        case Term():
            return f"{node.key}:{_written_values(node.values)}"
        case Comparison():
            name = node.name.text
            name = name if _is_plain_name(name) else quoted(name)
            return f"{name}{node.operator}{_written_values(node.values)}"
        case Not():
            return f"NOT {_inner(node.part)}"
        case And():
            return " ".join(_inner(part) for part in node.parts)
        case Or():
            parts = (_inner(part) if isinstance(part, Or) else written(part) for part in node.parts)
            return " OR ".join(parts)


def quoted(text: str) -> str:
    """The text in quotation marks, as one value or phrase of a query."""
    return '"' + text.replace('"', '""') + '"'


def _inner(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, And | Or) else written(node)


def _is_plain_name(name: str) -> bool:
    return bool(_PLAIN_NAME.fullmatch(name)) and name.casefold() not in JOINING


def _written_values(values: tuple[Value, ...]) -> str:
    return ",".join(_written_value(value) for value in values)


def _written_value(value: Value) -> str:
    is_plain = _PLAIN_VALUE.fullmatch(value.text)
    return (value.text if is_plain else quoted(value.text)) + _star(value)


def _star(one: Words | Value) -> str:
    return "*" if one.is_prefix else ""
