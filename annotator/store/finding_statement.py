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
        pairs = zip(map(str, condition.values), condition.prefixes, strict=True)
        return joined([self._has_words(column, text, star) for text, star in pairs], "OR", FALSE)

    def _has_words(self, column: str, text: str, is_prefix: bool) -> str:
        """That the column has these words; most that have not are seen without asking Python."""
        found = f"has_words({column}, {self.bound(text)}, {int(is_prefix)})"
        longest = max(words_of(text), key=len, default="")
        if not longest.isascii():
            return found
        like = self.bound(f"%{longest}%")
        is_foreign = f"length(CAST({column} AS BLOB)) > length({column})"
        return f"(coalesce({column} LIKE {like} OR {is_foreign}, 0) AND {found})"


def joined(parts: Sequence[str], word: str, empty: str) -> str:
    """The parts joined as a tree that is as low as can be: SQLite limits its depth."""
    if not parts:
        return empty
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return f"({joined(parts[:half], word, empty)} {word} {joined(parts[half:], word, empty)})"


def is_short(condition: Condition) -> bool:
    """Whether words that begin with one letter are meant: nearly every text has such words.

    Full text search would gather all of them before it gives the first.
    """
    pairs = zip(condition.values, condition.prefixes, strict=True)
    return any(star and len("".join(words_of(str(text)))) == 1 for text, star in pairs)


def expression_of(condition: Condition) -> str:
    """Words as an expression of full text search; empty where it is not to be asked."""
    if is_short(condition):
        return ""
    parts = []
    for text, is_prefix in zip(condition.values, condition.prefixes, strict=True):
        words = words_of(str(text))
        if words:
            phrase = f'"{" ".join(words)}"' + ("*" if is_prefix else "")
            parts.append(f"title : {phrase}" if condition.subject == "title" else phrase)
    return " OR ".join(f"({part})" for part in parts)


def each_word(condition: Condition) -> str:
    """The words, each for itself, wherever they stand: what a span's document must have."""
    if is_short(condition):
        return ""
    parts = []
    for text, is_prefix in zip(condition.values, condition.prefixes, strict=True):
        words = [f'"{word}"' for word in words_of(str(text))]
        if not words:
            continue
        words[-1] += "*" if is_prefix else ""
        parts.append(" AND ".join(words))
    return " OR ".join(f"({part})" for part in parts)
