"""Searches that lead from a number to what it counts, in the language of `model/query.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.query import Comparison, Term, Value, written

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 120
"""Of a long text, so many characters are searched."""


def term(key: str, *values: str) -> str:
    """One condition of a search: `label:PER`, `annotator:"Mia Holt"`; several values mean or."""
    return written(Term(key, tuple(map(Value, values))))


def equal(name: str, value: str) -> str:
    """That an attribute has a value: `worth=high`."""
    return written(Comparison(Value(name), "=", (Value(value[:_LONGEST]),)))


def words(text: str) -> str:
    """That a span has these words; empty if there is no letter or digit to look for."""
    some = text[:_LONGEST].replace("\u241f", " ")
    return term("text", some) if any(character.isalnum() for character in some) else ""


def all_of(*terms: str) -> str:
    """A search for what meets all of these conditions; empty ones say nothing."""
    return " ".join(distinct(term for term in terms if term))


def distinct(terms: Iterable[str]) -> list[str]:
    """The terms without repetitions."""
    return list(dict.fromkeys(terms))
