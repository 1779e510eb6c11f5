"""The signs of a query, read one after the other: words, terms and what joins them."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.query_nodes import (
    JOINING,
    KEYS,
    Comparison,
    Leaf,
    QueryError,
    Term,
    Value,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE = re.compile(r"\s*")
_OPENING = {'"': '"', "“": "”“", "„": "“”", "”": "”"}
_QUOTES = "".join(_OPENING)
_WORD = re.compile(rf"(?:(?!!=)[^\s(){_QUOTES}=<>])+")
_VALUE = re.compile(rf"[^\s(),{_QUOTES}]+")
_KEY = re.compile(r"([^\W\d_][\w-]*):")
_OPERATOR = re.compile(r"\s*(!=|<=|>=|=|<|>)\s*")
_QUOTE_HINT = "Put it in quotation marks to look for these very signs."


class Token(NamedTuple):
    """A sign of the query: `(`, `)`, `-`, and, or, not; or `term`, with what it says."""

    kind: str
    start: int
    end: int
    leaf: Leaf | None = None


def tokens(text: str) -> Iterator[Token]:
    """The signs of a query, in order; `QueryError` at the first that cannot be read."""
    position = _after_space(text, 0)
    while position < len(text):
        token = _token(text, position)
        yield token
        position = _after_space(text, token.end)


def _token(text: str, start: int) -> Token:
    sign = text[start]
    if sign in "()":
        return Token(sign, start, start + 1)
    if sign == "-" and text[start + 1 : start + 2].strip() not in ("", ")"):
        return Token("-", start, start + 1)
    if sign in _OPENING:
        value, end = _value(text, start)
        return _compared(text, value, end) or Token("term", start, end, _words(value, start, end))
    found = _WORD.match(text, start)
    if found is None:
        operator = _OPERATOR.match(text, start)
        end = operator.end(1) if operator else start + 1
        raise QueryError(
            f"There is no name before “{text[start:end]}”.",
            "Write an attribute before it, as in worth=high. " + _QUOTE_HINT,
            start=start,
            end=end,
        )
    end = found.end()
    if found.group().casefold() in JOINING:
        return Token(found.group().casefold(), start, end)
    key = _KEY.match(text, start, end)
    if key is not None:
        return _keyed(text, key)
    value = _value_of(found.group(), start, end)
    return _compared(text, value, end) or Token("term", start, end, _words(value, start, end))


def _keyed(text: str, found: re.Match[str]) -> Token:
    """A term with a key and a colon."""
    key, place = found.group(1).casefold(), found.span(1)
    if key not in KEYS:
        near = difflib.get_close_matches(key, KEYS, n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]}: ? " if near else f"There is {', '.join(KEYS)}. "
        raise QueryError(
            f"“{found.group(1)}:” is no term of a query.",
            hint + _QUOTE_HINT,
            start=place[0],
            end=found.end(),
        )
    values, end = _values(text, found.end(), place[0])
    return Token("term", place[0], end, Term(key, values, place))


def _compared(text: str, name: Value, end: int) -> Token | None:
    """A comparison, if an operator follows the name."""
    operator = _OPERATOR.match(text, end)
    if operator is None or name.is_prefix:
        return None
    values, end = _values(text, operator.end(), name.place[0])
    leaf = Comparison(name, operator.group(1), values)
    return Token("term", name.place[0], end, leaf)


def _values(text: str, position: int, start: int) -> tuple[tuple[Value, ...], int]:
    """The values from here on, and where they end; `start` is where their term begins."""
    values: list[Value] = []
    while True:
        value, end = _value(text, _after_space(text, position), start=start)
        values.append(value)
        comma = _after_space(text, end)
        if text[comma : comma + 1] != ",":
            return tuple(values), end
        position = comma + 1


def _value(text: str, position: int, *, start: int | None = None) -> tuple[Value, int]:
    if text[position : position + 1] in _OPENING and position < len(text):
        inner, end = _quoted(text, position)
        is_prefix = text[end : end + 1] == "*"
        return Value(inner, is_prefix, (position, end + is_prefix)), end + is_prefix
    found = _VALUE.match(text, position)
    if found is None:
        start = position if start is None else start
        said = text[start:position].rstrip()
        end = max(start + len(said), start)
        raise QueryError(
            f"A value is missing after “{said}”.", "Write it right behind.", start=start, end=end
        )
    return _value_of(found.group(), *found.span()), found.end()


def _value_of(said: str, start: int, end: int) -> Value:
    """A plain value or word, with its star."""
    plain = said.removesuffix("*")
    star = plain.find("*")
    if star >= 0 or not plain:
        star = start + max(star, 0)
        raise QueryError(
            "A star can only stand at the end of a word.",
            "minist* finds minister and ministry.",
            start=star,
            end=star + 1,
        )
    return Value(plain, plain != said, (start, end))


def _quoted(text: str, start: int) -> tuple[str, int]:
    """What stands in quotation marks, and where it ends; a doubled `"` is one of the text."""
    closing, parts, position = _OPENING[text[start]], "", start + 1
    while True:
        end = next((n for n in range(position, len(text)) if text[n] in closing), -1)
        if end < 0:
            raise QueryError(
                "The quotation mark is not closed.",
                "Write another one where the phrase ends.",
                start=start,
                end=len(text),
            )
        parts += text[position:end]
        if closing != '"' or text[end + 1 : end + 2] != '"':
            return parts, end + 1
        parts, position = parts + '"', end + 2


def _words(value: Value, start: int, end: int) -> Words:
    if not any(character.isalnum() for character in value.text):
        raise QueryError(
            f"“{value.text}” has no letter or digit to look for.",
            "Signs are not searched; leave it out.",
            start=start,
            end=end,
        )
    return Words(value.text, value.is_prefix, (start, end))


def _after_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found is not None else position
