"""Tokens for export, over the exact text, and spans laid onto them.

A token is a word (letters, digits, their combining marks, joined by single hyphens or
underscores) or any other character that is not white space: GLiNER's own rule, and one that
keeps a decomposed accent with its letter. Token indices count from 0; ends are exclusive.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from annotator.model.tokens import sentences as news_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

Alignment: TypeAlias = Literal["expand", "contract", "strict"]

_TOKEN = re.compile(r"[\w\u0300-\u036f]+(?:[-_][\w\u0300-\u036f]+)*|\S")


class TokenSpan(NamedTuple):
    """A stretch of tokens, end exclusive, and whether the edges had to move for it."""

    first: int
    end: int
    is_moved: bool


class Tokens:
    """The tokens of a text; `starts` and `ends` are code points."""

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [match.span() for match in _TOKEN.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    def __len__(self) -> int:
        return len(self.starts)

    def words(self) -> list[str]:
        """The tokens as texts."""
        text = self.text
        return [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]

    def align(self, start: int, end: int, how: Alignment = "expand") -> TokenSpan | None:
        """The tokens of `text[start:end]`; None where none is left, or where the edges do not fit."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        if first >= last:
            return None
        is_exact = self.starts[first] == start and self.ends[last - 1] == end
        if is_exact:
            return TokenSpan(first, last, False)
        if how == "strict":
            return None
        if how == "contract":
            first += self.starts[first] < start
            last -= self.ends[last - 1] > end
            if first >= last:
                return None
        return TokenSpan(first, last, True)

    def sentences(self) -> list[TokenSpan]:
        """The sentences as stretches of tokens; they hold every token."""
        return _sentences(self.text, self.starts)


def _sentences(text: str, starts: Sequence[int]) -> list[TokenSpan]:
    found: list[TokenSpan] = []
    first = 0
    begins = [fragment.start for fragment in news_sentences(text, 0, len(text))]
    for begin in [*begins[1:], len(text) + 1]:
        end = bisect_left(starts, begin)
        if end > first:
            found.append(TokenSpan(first, end, False))
            first = end
    return found
