"""Where words stand in a text, exactly as full text search sees words.

SQLite itself is asked, once for each character that is not ASCII, whether it belongs to a
word, to which letter it is folded, or whether it is a mark that search passes over. So a
document that full text search finds has at least one occurrence here.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TOKENIZER = "unicode61 remove_diacritics 2"
_MARK = "\ufdd0"
"""Stands for a mark: of the text's length, and never part of what is looked for."""
_LETTER = "0-9a-z\x80-\U0010ffff"
_FURTHER = re.compile(f"[{_MARK}{_LETTER}]")
_STRAY_MARKS = re.compile(f"(?<![{_LETTER}]){_MARK}+")
_ASCII = frozenset(map(chr, range(128)))
_SMALL = {ord(one): one.lower() for one in _ASCII}
_WORD = re.compile(f"[{_LETTER}]+")


_known: dict[str, str] = {}
"""What SQLite makes of the characters that were met so far."""


def _learn(characters: Iterable[str]) -> None:
    """Ask SQLite what it makes of characters that are not known yet."""
    new = [one for one in characters if one not in _known]
    terms: dict[int, list[str]] = {}
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE one USING fts5(text, tokenize='{_TOKENIZER}')")
        connection.execute("CREATE VIRTUAL TABLE word USING fts5vocab(one, instance)")
        rows = ((number, f"x{one}x") for number, one in enumerate(new))
        connection.executemany("INSERT INTO one (rowid, text) VALUES (?, ?)", rows)
        for number, term in connection.execute("SELECT doc, term FROM word"):
            terms.setdefault(number, []).append(term)
    for number, one in enumerate(new):
        _known[one] = _meaning_of(terms[number])


def _meaning_of(terms: list[str]) -> str:
    """What `x?x` became: two words, one with a letter in the middle, or one without."""
    if len(terms) > 1:
        return " "
    return terms[0][1:-1] or _MARK


def folded(text: str) -> str:
    """The text as search sees it, of the same length: letters folded, no signs beyond ASCII."""
    if text.isascii():
        return text.lower()
    foreign = set(text) - _ASCII
    if not foreign <= _known.keys():
        _learn(foreign)
    is_lowered = True
    for one in foreign:
        if (to := _known[one]) != one:
            text = text.replace(one, to)
        is_lowered = is_lowered and to.lower() == to
    text = text.lower() if is_lowered else text.translate(_SMALL)
    return _STRAY_MARKS.sub(lambda found: " " * len(found[0]), text) if _MARK in text else text


def words_of(text: str) -> list[str]:
    """The words of a text as search sees them."""
    return [word.replace(_MARK, "") for word in _WORD.findall(folded(text))]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that stand side by side; in none of them, nothing is found."""

    words: tuple[str, ...]
    is_prefix: bool
    _search: re.Pattern[str]
    _with_marks: re.Pattern[str]

    def occurrences(self, text: str) -> list[tuple[int, int]]:
        """The places `[start, end)` of the text, in code points, where the words stand."""
        return list(self._places(folded(text))) if self.words else []

    def is_in(self, text: str) -> bool:
        """Whether the words stand in the text."""
        return bool(self.words) and next(self._places(folded(text)), None) is not None

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        search = self._with_marks if _MARK in text else self._search
        position = 0
        while found := search.search(text, position):
            start, end = found.span()
            if start and _FURTHER.match(text, start - 1):
                position = start + 1
                continue
            yield start, end
            position = _second_word(text, start) if len(self.words) > 1 else end


@lru_cache(maxsize=1000)
def pattern(words: str, *, is_prefix: bool = False) -> Pattern:
    """How these words are found in a text; with `is_prefix` the last may go on."""
    parts = tuple(words_of(words))
    rest = f"[{_LETTER}]*" if is_prefix else f"(?![{_LETTER}])"
    gap = f"[^{_LETTER}]+"
    plain = gap.join(re.escape(part) for part in parts)
    marked = gap.join("".join(f"{re.escape(c)}{_MARK}*" for c in part) for part in parts)
    return Pattern(parts, is_prefix, re.compile(plain + rest), re.compile(marked + rest))


def _second_word(text: str, start: int) -> int:
    """Behind the word that begins here: phrases may overlap."""
    found = _WORD.match(text, start)
    return found.end() if found is not None else start + 1
