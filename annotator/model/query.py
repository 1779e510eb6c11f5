"""The query language: text in, a frozen tree out; the grammar stands in `query_nodes.py`."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.model.query_nodes import (
    And,
    Comparison,
    Everything,
    Node,
    Not,
    Or,
    QueryError,
    Term,
    Value,
    Words,
    leaves,
    quoted,
    written,
)
from annotator.model.query_terms import Token, tokens

__all__ = [
    "And",
    "Comparison",
    "Everything",
    "Node",
    "Not",
    "Or",
    "Query",
    "QueryError",
    "Term",
    "Value",
    "Words",
    "leaves",
    "parse",
    "quoted",
    "written",
]

MOST_TERMS = 100
DEEPEST = 12
_END = "the end"


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was understood; `text` is what was typed."""

    root: Node
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return written(self.root)


def parse(text: str) -> Query:
    """Understand a query; `QueryError` names the place that cannot be understood."""
    signs = [*tokens(text), Token(_END, len(text), len(text))]
    terms = [sign for sign in signs if sign.kind == "term"]
    if len(terms) > MOST_TERMS:
        raise QueryError(
            f"A query can have {MOST_TERMS} terms at most.",
            "Divide it into several queries.",
            start=terms[MOST_TERMS].start,
            end=terms[MOST_TERMS].end,
        )
    if len(signs) == 1:
        return Query(Everything(), text)
    reading = _Reading(signs)
    root = reading.either(0)
    if reading.sign.kind != _END:
        raise _said_of(reading.sign, "closes a parenthesis that is not open", "Leave it out.")
    return Query(root, text)


class _Reading:
    """Joins the signs of a query to a tree; `sign` is the next one."""

    def __init__(self, signs: list[Token]) -> None:
        self._signs = signs
        self._next = 0

    @property
    def sign(self) -> Token:
        return self._signs[self._next]

    def _take(self) -> Token:
        sign = self.sign
        self._next += 1
        return sign

    def either(self, depth: int) -> Node:
        parts = [self._both(depth)]
        while self.sign.kind == "or":
            self._take()
            parts.append(self._both(depth))
        return _joined(Or, parts)

    def _both(self, depth: int) -> Node:
        parts = [self._single(depth)]
        while self.sign.kind not in ("or", ")", _END):
            if self.sign.kind == "and":
                self._take()
            parts.append(self._single(depth))
        return _joined(And, parts)

    def _single(self, depth: int) -> Node:
        sign = self._take()
        if sign.leaf is not None:
            return sign.leaf
        if depth >= DEEPEST and sign.kind in ("not", "-", "("):
            raise _said_of(sign, "is nested too deeply", "Divide the query into several.")
        if sign.kind in ("not", "-"):
            return Not(self._single(depth + 1))
        if sign.kind == "(":
            return self._inner(sign, depth + 1)
        raise self._unfinished(sign)

    def _inner(self, opening: Token, depth: int) -> Node:
        if self.sign.kind == ")":
            place = opening._replace(end=self.sign.end)
            raise _said_of(place, "has nothing in it", "Write a term, or leave it out.")
        if self.sign.kind != _END:
            node = self.either(depth)
            if self.sign.kind == ")":
                self._take()
                return node
        raise _said_of(opening, "is not closed", "Write “)” where it ends.")

    def _unfinished(self, sign: Token) -> QueryError:
        """A term is missing before this sign."""
        if self._next >= 2:
            before = self._signs[self._next - 2]
            if before.kind in ("and", "or", "not", "-"):
                return _said_of(before, "has nothing behind it", "Write a term there, or leave it out.")
        if sign.kind in ("and", "or"):
            hint = f'Write a term there, or "{sign.kind}" in quotation marks to look for the word.'
            return _said_of(sign, "has nothing before it", hint)
        return _said_of(sign, "closes a parenthesis that is not open", "Leave it out.")


def _joined(kind: type[And | Or], parts: list[Node]) -> Node:
    """The parts as one node; those of the same kind are taken apart."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else [part]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


_NAMES = {"and": "AND", "or": "OR", "not": "NOT", "(": "“(”", ")": "“)”", "-": "“-”"}


def _said_of(sign: Token, said: str, hint: str) -> QueryError:
    name = _NAMES.get(sign.kind, sign.kind)
    return QueryError(f"{name} {said}.", hint, start=sign.start, end=sign.end)
