"""Tokens and sentences for export, over the exact text, and spans laid onto them.

A token is a word (letters, digits, their combining marks, joined by single hyphens or
underscores) or any other character that is not white space: GLiNER's own rule, and one that
keeps a decomposed accent with its letter. Token indices count from 0; ends are exclusive.

Sentences are found by a rule that is simpler, and three times as fast, as that of the page
(`model.tokens.sentences`): a line end always ends one, a stop does before white space and
anything but a small letter, unless it belongs to a title, an initial or an abbreviation.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Alignment: TypeAlias = Literal["expand", "contract", "strict"]

_TOKEN = re.compile(r"([\w\u0300-\u036f]++(?:-[\w\u0300-\u036f]++)*+|\S)")
_ASCII_TOKEN = re.compile(r"(\w++(?:-\w++)*+|[^\s\x1c-\x1f])", re.ASCII)
_GLINER_TOKEN = re.compile(r"(\w++(?:[-_]\w++)*+|\S)")
_ASCII = bytes(range(128))
_SIGNS = frozenset("\u2010\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2026\u20ac\u00ab\u00bb")
"""What else stands in many texts; neither letters nor white space, so that the quicker rule will do."""


class TokenSpan(NamedTuple):
    """A stretch of tokens, end exclusive, and whether the edges had to move for it."""

    first: int
    end: int
    is_moved: bool


class Tokens:
    """The tokens of a text; `starts` and `ends` are code points.

    `is_gliners` keeps to the letter of GLiNER's rule, which parts a combining mark from its
    letter.
    """

    __slots__ = ("_words", "ends", "starts", "text")

    def __init__(self, text: str, *, is_gliners: bool = False) -> None:
        self.text = text
        rule = _GLINER_TOKEN if is_gliners else _ASCII_TOKEN if _is_plain(text) else _TOKEN
        parts = rule.split(text)
        offsets = list(accumulate(map(len, parts)))
        self._words = parts[1::2]
        self.starts = offsets[:-1:2]
        self.ends = offsets[1::2]

    def __len__(self) -> int:
        return len(self.starts)

    def words(self) -> list[str]:
        """The tokens as texts."""
        return self._words

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

    def breaks(self) -> list[int]:
        """The tokens with which sentences begin, the first one apart."""
        found = {*_after_line_ends(self.text, self.starts), *_after_stops(self)}
        return sorted(found)

    def sentences(self) -> list[TokenSpan]:
        """The sentences as stretches of tokens; they hold every token."""
        edges = [0, *self.breaks(), len(self.starts)]
        return [TokenSpan(first, end, False) for first, end in pairwise(edges) if first < end]


def _is_plain(text: str) -> bool:
    """Whether all letters and white space of a text are ASCII."""
    return text.isascii() or _SIGNS.issuperset(text.encode().translate(None, _ASCII).decode())


_WIDE_STOPS = frozenset("\u3002\uff01\uff1f")
_STOPS = frozenset(".!?\u2026\u061f\u06d4\u0964") | _WIDE_STOPS
_CLOSING = frozenset("\"'\u2019\u201d\u201c\u00bb\u203a)]\u300d\u300f\uff09")
_GOING_ON = frozenset(",;:")
"""What a sentence cannot begin with, beside small letters."""
_OPENING = frozenset("\"'\u2018\u201c\u201e\u201a\u00ab\u00bb([")
_ABBREVIATIONS = frozenset(
    str.split(
        "mr mrs ms mx dr prof st sen rep reps gov gen lt col sgt capt cpl maj cmdr adm brig rev hon "
        "pres supt insp sr jr fr messrs mme no nos nr art fig vol hr ing mt ft jan feb mar apr jun jul "
        "aug sep sept oct nov dec okt dez vs ca bzw approx est cf pp ed eds al sog evtl ggf bzgl dipl"
    )
)
_STARTERS = frozenset(
    str.split(
        "the a an he she it they we you i this that these those but and in on at for however its his "
        "her their our my there when while after before as if so some many most not no what who how why "
        "der die das ein eine er sie es wir ich im am auf mit und aber doch auch"
    )
)


def _after_line_ends(text: str, starts: list[int]) -> Iterator[int]:
    """The tokens that stand first in a line; the first of all is none."""
    for sign in ("\n", "\u2029"):
        at = text.find(sign)
        while at >= 0:
            token = bisect_left(starts, at)
            if token == len(starts):
                break
            if token:
                yield token
            at = text.find(sign, starts[token])


def _after_stops(tokens: Tokens) -> Iterator[int]:
    """The tokens before which a stop ends a sentence, with the marks that close it."""
    words, starts, ends = tokens.words(), tokens.starts, tokens.ends
    number, stop = len(words), 0
    for place in _stops(tokens.text):
        stop = bisect_left(starts, place, stop)
        at = stop + 1
        while at < number and starts[at] == ends[at - 1] and words[at] in _CLOSING:
            at += 1
        if at == number:
            return
        sign, word = words[stop], words[at]
        if sign in _WIDE_STOPS:
            if word not in _WIDE_STOPS:
                yield at
        elif starts[at] > ends[at - 1]:
            if word in _OPENING:
                word = _first_word(words, at)
            if word[0].islower() or word in _GOING_ON:
                continue
            is_close = at == stop + 1
            if sign != "." or not stop or _is_end(words[stop - 1], word, is_close=is_close):
                yield at


def _stops(text: str) -> list[int]:
    """Where the stops of a text are, in order; every one is a token."""
    found: list[int] = []
    signs = [sign for sign in _STOPS if sign in text]
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            found.append(at)
            at = text.find(sign, at + 1)
    return sorted(found) if len(signs) > 1 else found


def _first_word(words: list[str], at: int) -> str:
    """The first of the words from here on that opens no quote or bracket."""
    last = len(words) - 1
    while at < last and words[at] in _OPENING:
        at += 1
    return words[at]


def _is_end(before: str, after: str, *, is_close: bool) -> bool:
    """Whether a full stop ends a sentence, judged by the words around it."""
    if len(before) > 1:
        return not is_close or before.lower() not in _ABBREVIATIONS
    if before == "I" or not before.isalpha():
        return True
    return after.lower() in _STARTERS
