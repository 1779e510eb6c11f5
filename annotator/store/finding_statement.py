"""What a statement in SQL is made of: conditions, and the values that they bind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotator.store.finding_words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model.query_meaning import Condition

TRUE, FALSE = "1", "0"


class Statement:
    """Conditions as SQL, with the values that they bind.

    `entities` maps what a query calls an entity to the ids of those that are meant.
    """

    def __init__(self, entities: Callable[[Condition], Sequence[str]]) -> None:
        self.values: dict[str, object] = {}
        self._entities = entities

    def bound(self, value: object) -> str:
        """The name under which a value is bound."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def any_of(self, column: str, values: Sequence[object]) -> str:
        """That the column has one of these values."""
        if len(values) == 1:
            return f"{column} = {self.bound(values[0])}"
        wanted = self.bound(json.dumps(list(values)))
        return f"{column} IN (SELECT value FROM json_each({wanted}))"

    def entities(self, condition: Condition) -> Sequence[str]:
        """The ids of the entities that a condition means."""
        return self._entities(condition)

    def has_words(self, column: str, condition: Condition) -> str:
        """That the column has one of the values of the condition, as words."""
        if not condition.values:
            return FALSE
        pairs = zip(condition.values, condition.prefixes, strict=True)
        found = [f"has_words({column}, {self.bound(text)}, {int(star)})" for text, star in pairs]
        return joined(found, "OR", FALSE)


def joined(parts: Sequence[str], word: str, empty: str) -> str:
    """The parts joined as a tree that is as low as can be: SQLite limits its depth."""
    if not parts:
        return empty
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return f"({joined(parts[:half], word, empty)} {word} {joined(parts[half:], word, empty)})"


def expression_of(condition: Condition) -> str:
    """Words as an expression of full text search; empty where there are none in them."""
    parts = []
    for text, is_prefix in zip(condition.values, condition.prefixes, strict=True):
        words = words_of(str(text))
        if words:
            phrase = f'"{" ".join(words)}"' + ("*" if is_prefix else "")
            parts.append(f"title : {phrase}" if condition.subject == "title" else phrase)
    return " OR ".join(f"({part})" for part in parts)


def each_word(condition: Condition) -> str:
    """The words, each for itself, wherever they stand: what a span's document must have."""
    parts = []
    for text, is_prefix in zip(condition.values, condition.prefixes, strict=True):
        words = [f'"{word}"' for word in words_of(str(text))]
        if not words:
            continue
        words[-1] += "*" if is_prefix else ""
        parts.append(" AND ".join(words))
    return " OR ".join(f"({part})" for part in parts)
