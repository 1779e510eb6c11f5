"""The figure of attributes: which values were given how often."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from annotator.analysis.figures import Figure, Row, Series, Shape, by_number
from annotator.analysis.terms import all_of, equal, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.analysis.scope import Scope
    from annotator.model.codebook import AttributeType

MOST_VALUES = 12
"""Of an attribute with free values, so many are told apart."""
NOT_STATED = "not stated"


def attributes(scope: Scope) -> Figure:
    """How often each value of each attribute holds, defaults included, and how often none."""
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    stated: Counter[tuple[str, str]] = Counter()
    for (_, _, label, raw), number in scope.chosen(scope.tally.attributes):
        for name, value in json.loads(raw).items():
            numbers[name][_words(value)] += number
            stated[label, name] += number
    missing = _missing(scope, stated)
    book = scope.codebook
    rows: list[Row] = []
    for name in dict.fromkeys((*book.attributes, *numbers)):
        rows += _rows(scope, name, book.attributes.get(name), numbers[name], missing[name])
    return Figure(
        "attributes",
        "Attributes",
        Shape.BARS,
        "Value",
        "spans",
        (Series("Spans"),),
        tuple(rows),
        group_title="Attribute",
        is_grouped=True,
    )


def _missing(scope: Scope, stated: Counter[tuple[str, str]]) -> Counter[str]:
    """For each attribute: how many spans may have it and do not say it."""
    made: Counter[str] = Counter()
    for key, number in scope.chosen(scope.tally.spans):
        made[key[2]] += number
    found: Counter[str] = Counter()
    for label, number in made.items():
        for attribute in scope.codebook.attributes_of(label):
            found[attribute.id] += number - stated[label, attribute.id]
    return found


def _rows(
    scope: Scope, name: str, kind: AttributeType | None, numbers: Counter[str], missing: int
) -> Iterator[Row]:
    title = kind.name if kind is not None else name
    names = {choice.id: choice.name for choice in kind.choices} if kind is not None else {}
    if missing > 0 and (default := _default(kind)):
        numbers[default] += missing
        missing = 0
    values = [
        Row(
            names.get(value, value),
            (number,),
            key=f"{name}={value}",
            query=all_of(equal(name, value), scope.conditions),
            group=title,
        )
        for value, number in numbers.items()
    ]
    ordered = by_number(values)
    yield from ordered[:MOST_VALUES]
    if len(ordered) > MOST_VALUES:
        left = sum(row.total for row in ordered[MOST_VALUES:])
        count = len(ordered) - MOST_VALUES
        query = all_of(term("has", name), scope.conditions)
        yield Row(f"{count:,} other values", (left,), key=name, query=query, group=title, tone="none")
    if missing > 0:
        query = all_of(term("without", name), scope.conditions)
        yield Row(NOT_STATED, (missing,), key=name, query=query, group=title, tone="none")


def _default(kind: AttributeType | None) -> str:
    """The value that is shown where none is stored; empty if there is none."""
    if kind is None or kind.default is None or kind.required or kind.type in ("text", "entity"):
        return ""
    return _words(kind.default)


def _words(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
