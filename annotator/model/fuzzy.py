"""Finding entries of a long list by a few of their letters, ranked, within a frame.

All entries stand in one string, a line each, so that the search itself runs in C; only the
likeliest are then compared letter by letter. Case and accents do not count.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST = 250
"""So many entries of each way of matching are compared closely."""
_AT_START, _AT_WORD, _INSIDE, _SCATTERED = 100.0, 85.0, 60.0, 5.0
_PER_GAP, _PER_LETTER = 4.0, 0.1
_WIDEST = 6
"""Scattered letters stand within so many times the length of the word."""


class Match(NamedTuple):
    """An entry by its number, how well it fits, and the offsets of the letters that were found."""

    number: int
    score: float
    positions: tuple[int, ...]


class _Folding(dict[int, str]):
    """Each character as it is compared: small and without accent, and still one character."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[:1].lower()
        plain = base if len(base) == 1 else chr(code)
        self[code] = " " if plain in "\r\n" else plain
        return self[code]


_FOLDING = _Folding()


def folded(text: str) -> str:
    """The text as it is compared; of the same length."""
    return text.translate(_FOLDING)


class FuzzyList:
    """A list of texts that can be searched; build it once and ask it at each key."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._lines = [folded(text) for text in texts]
        self._whole = "\n" + "\n".join(self._lines) + "\n"
        self._starts = list(accumulate((len(line) + 1 for line in self._lines[:-1]), initial=1))

    def __len__(self) -> int:
        return len(self._lines)

    def matches(self, query: str, preferred: Sequence[int] = ()) -> list[Match]:
        """The entries that hold every word of the query, if only as scattered letters, unsorted.

        In a long list some of the worse ones are left out; those in `preferred` never are.
        """
        words = folded(query).split()
        if not words:
            return []
        found = []
        for index in dict.fromkeys((*preferred, *self._likely(max(words, key=len)))):
            match = self._compared(index, words)
            if match is not None:
                found.append(match)
        return found

    def _likely(self, word: str) -> Iterator[int]:
        """The numbers of entries that may match one word, the likeliest first."""
        seen: set[int] = set()
        for lead in ("\n", " ", ""):
            seen.update(self._holding(lead + word))
        yield from seen
        if len(seen) < _MOST and len(word) > 1:
            yield from self._scattered(word)

    def _holding(self, wanted: str) -> Iterator[int]:
        position, count = self._whole.find(wanted), 0
        while position >= 0 and count < _MOST:
            number = bisect_right(self._starts, position + (wanted[0] == "\n")) - 1
            yield number
            count += 1
            following = self._starts[number + 1] - 1 if number + 1 < len(self._starts) else -1
            position = self._whole.find(wanted, following) if following > 0 else -1

    def _scattered(self, word: str) -> Iterator[int]:
        pattern = "".join(f"[^\\n{re.escape(letter)}]*+{re.escape(letter)}" for letter in word)
        found = re.finditer(f"\\n{pattern}", self._whole)
        for _, match in zip(range(_MOST), found, strict=False):
            yield bisect_right(self._starts, match.start() + 1) - 1

    def _compared(self, index: int, words: Sequence[str]) -> Match | None:
        line = self._lines[index]
        score, positions = 0.0, set[int]()
        for word in words:
            part, where = _best(line, word)
            if not where:
                return None
            score += part
            positions.update(where)
        return Match(index, score / len(words) - _PER_LETTER * len(line), tuple(sorted(positions)))


def _best(line: str, word: str) -> tuple[float, Sequence[int]]:
    """How well one word fits a line, and where its letters stand; nothing where it does not."""
    length = len(word)
    if line.startswith(word):
        return _AT_START, range(length)
    at = line.find(" " + word) + 1
    if at:
        return _AT_WORD, range(at, at + length)
    at = line.find(word)
    if at >= 0:
        at_word = not line[at - 1].isalnum()
        return _AT_WORD if at_word else _INSIDE, range(at, at + length)
    return _scattered(line, word)


def _scattered(line: str, word: str) -> tuple[float, Sequence[int]]:
    """The letters one after the other: beginnings of words first, else as close as they stand."""
    for places in (_initials(line, word), _closest(line, word)):
        if places and places[-1] - places[0] < _WIDEST * len(word) + 12:
            begun = sum(at == 0 or not line[at - 1].isalnum() for at in places)
            gaps = sum(after - before > 1 for before, after in pairwise(places))
            return _SCATTERED + 10.0 * begun - _PER_GAP * gaps, places
    return 0.0, ()


def _initials(line: str, word: str) -> list[int]:
    """Each letter at the beginning of a word or right behind the letter before."""
    places: list[int] = []
    for letter in word:
        at = places[-1] + 1 if places else 0
        if not (places and line[at : at + 1] == letter):
            while (at := line.find(letter, at)) > 0 and line[at - 1].isalnum():
                at += 1
        if at < 0:
            return []
        places.append(at)
    return places


def _closest(line: str, word: str) -> list[int]:
    """The first run that holds the letters in order, tightened from its end."""
    at = -1
    for letter in word:
        at = line.find(letter, at + 1)
        if at < 0:
            return []
    places = [at]
    for letter in reversed(word[:-1]):
        at = line.rfind(letter, 0, at)
        places.append(at)
    return places[::-1]
