"""Units of offsets: code points, which everything here counts, and what other programs count.

`UTF-16` units are what Java, JavaScript and UIMA count, `grapheme` clusters (UAX 29) what
doccano can count, `byte` those of UTF-8. Every conversion of an offset that exists in the
other unit is the inverse of the other direction; one that does not exist (the middle of a
character) is None.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Unit: TypeAlias = Literal["code point", "utf-16", "grapheme", "byte"]
UNITS: tuple[Unit, ...] = ("code point", "utf-16", "grapheme", "byte")


class Units:
    """Converts offsets of one text between code points and another unit."""

    def __init__(self, text: str, unit: Unit) -> None:
        self.unit = unit
        self.length = len(text)
        self._edges = _edges(text, unit)

    @property
    def total(self) -> int:
        """The length of the text in this unit."""
        if self._edges is None:
            return self.length
        return len(self._edges) - 1 if self.unit == "grapheme" else self._edges[-1]

    def to_code_point(self, offset: int) -> int | None:
        """The code point at this offset; None outside the text or inside a character."""
        if not 0 <= offset <= self.total:
            return None
        if self._edges is None:
            return offset
        if self.unit == "grapheme":
            return self._edges[offset]
        found = bisect_left(self._edges, offset)
        return found if self._edges[found] == offset else None

    def from_code_point(self, point: int) -> int | None:
        """The offset of this code point; None outside the text or inside a grapheme."""
        if not 0 <= point <= self.length:
            return None
        if self._edges is None:
            return point
        if self.unit != "grapheme":
            return self._edges[point]
        found = bisect_left(self._edges, point)
        return found if self._edges[found] == point else None

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The least stretch in this unit that holds `text[start:end]` of code points."""
        if self._edges is None:
            return start, end
        if self.unit != "grapheme":
            return self._edges[start], self._edges[end]
        low = bisect_left(self._edges, start)
        low -= self._edges[low] > start
        return low, bisect_left(self._edges, end)


def _edges(text: str, unit: Unit) -> Sequence[int] | None:
    """The unit's offset of each code point; for graphemes the code point of each; None if equal."""
    if unit == "code point" or (text.isascii() and (unit != "grapheme" or "\r\n" not in text)):
        return None
    if unit == "grapheme":
        import regex

        if regex.search(_JOINING, text) is None:
            return None
        return [0, *(match.end() for match in regex.finditer(r"\X", text))]
    if unit == "utf-16" and max(text) <= "\uffff":
        return None
    sizes = (1 + (char > "\uffff") for char in text) if unit == "utf-16" else map(_size, text)
    return [0, *itertools.accumulate(sizes)]


_JOINING = r"[^\p{GCB=Other}\p{GCB=Control}\p{GCB=LF}]"
"""A character that may be part of a grapheme of several."""


def _size(char: str) -> int:
    """How many bytes of UTF-8 a character takes; half a surrogate pair would take three."""
    code = ord(char)
    return 1 + (code > 0x7F) + (code > 0x7FF) + (code > 0xFFFF)


class Said(NamedTuple):
    """A stretch as a file gives it, in a unit that is not certain, and the words it gives, if any."""

    start: int
    end: int
    text: str | None = None


class Guess(NamedTuple):
    """Which unit fits best: how many of `of` stretches agree with it."""

    unit: Unit
    hits: int
    of: int


def guess(text: str, stretches: Iterable[Said], *, likely: Sequence[Unit] = UNITS) -> Guess:
    """The unit under which most stretches say their words; `likely` come first where several do.

    Without words a stretch agrees if it exists and neither begins nor ends with white space; where
    several units agree alike, the one wins under which more stretches begin and end with words.
    """
    said = list(stretches)
    order = [*likely, *(unit for unit in UNITS if unit not in likely)]
    counts = [(unit, _hits(text, said, Units(text, unit))) for unit in order]
    most = max(hits for _, hits in counts)
    best = [unit for unit, hits in counts if hits == most]
    if len(best) > 1 and any(one.text is None for one in said):
        best.sort(key=lambda unit: -_edges_of_words(text, said, Units(text, unit)))
    return Guess(best[0], most, len(said))


def good_edges(text: str, units: Units, start: int, end: int) -> int:
    """How many edges of a stretch, none to two, lie at the edge of a word and not on white space."""
    low, high = units.to_code_point(start), units.to_code_point(end)
    if low is None or high is None or low >= high:
        return 0
    starts_well = not text[low].isspace() and not (
        low > 0 and text[low].isalnum() and text[low - 1].isalnum()
    )
    ends_well = not text[high - 1].isspace() and not (
        high < len(text) and text[high].isalnum() and text[high - 1].isalnum()
    )
    return starts_well + ends_well


def _edges_of_words(text: str, said: Sequence[Said], units: Units) -> int:
    return sum(good_edges(text, units, one.start, one.end) for one in said if one.text is None)


def _hits(text: str, said: Sequence[Said], units: Units) -> int:
    hits = 0
    for one in said:
        start, end = units.to_code_point(one.start), units.to_code_point(one.end)
        if start is None or end is None or start >= end:
            continue
        words = text[start:end]
        hits += words == one.text if one.text is not None else words == words.strip()
    return hits
