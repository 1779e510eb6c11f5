"""Which texts are nearly the same, without comparing all with all.

A text is the set of its shingles, stretches of `WIDTH` words, as numbers; two texts are
near-duplicates where these sets overlap by `THRESHOLD` (Jaccard). Its signature has the least
number of each of `BINS` equal parts of the numbers' range, which is one permutation for all
(Li, Owen & Zhang 2012, One Permutation Hashing); a part without any borrows from the next
(Shrivastava & Li 2014). Texts that agree in all numbers of one band are candidates (Broder 1997,
On the resemblance and containment of documents; Indyk & Motwani 1998, Approximate nearest
neighbours). Only whole numbers are used, so the result is the same on every machine.
"""

from __future__ import annotations

import sys
from array import array
from operator import itemgetter
from typing import cast
from zlib import crc32

WIDTH = 3
"""Words in one shingle."""
THRESHOLD = 0.75
"""From this share of common shingles on, two texts are near-duplicates."""
BINS, ROWS = 64, 4
BANDS = BINS // ROWS
MOST_CHARACTERS = 1_000_000
"""Longer texts are compared by their beginnings, in code points."""

_SHIFT = 26
_MULTIPLIERS = (0x2545F491, 0x1B873593, 0x27D4EB2F)
_LANE = 64
_DROPPED = 20
_PLAIN_MARKS = "\"'"
_MARKS = "“”„«»‘’" + _PLAIN_MARKS
_SCARCE = 20
"""A text whose words are longer than this on average is written without spaces."""
_MOST_KEPT = 200_000


class _Hashes(dict[str, int]):
    """The number below 2**32 of each word, kept for those that have been seen lately."""

    def __missing__(self, word: str) -> int:
        number = self[word] = crc32(word.encode("utf-8", "replace"))
        return number


_hashes = _Hashes()


def shingles(text: str) -> list[int]:
    """The text's shingles as numbers below 2**32, in the order of the text.

    Quotation marks and the kind of white space make no difference.
    """
    words = _words(text[:MOST_CHARACTERS])
    words += [""] * (WIDTH - len(words))
    lanes = array("Q", _hashed(words))
    if sys.byteorder == "big":
        lanes.byteswap()
    whole = int.from_bytes(lanes.tobytes(), "little")
    mixed = sum((whole >> _LANE * place) * factor for place, factor in enumerate(_MULTIPLIERS))
    numbers = array("I", (mixed >> _DROPPED).to_bytes(8 * len(words), "little"))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers[: 2 * (len(words) - WIDTH + 1) : 2].tolist()


def _hashed(words: list[str]) -> tuple[int, ...]:
    """A number below 2**32 for each of these words, of which there are at least two."""
    if len(_hashes) >= _MOST_KEPT:
        _hashes.clear()
    return cast("tuple[int, ...]", itemgetter(*words)(_hashes))


def _words(text: str) -> list[str]:
    for mark in _PLAIN_MARKS if text.isascii() else _MARKS:
        text = text.replace(mark, "")
    words = text.split()
    return words if len(text) <= _SCARCE * len(words) else list("".join(words))


def signature(found: list[int]) -> bytes:
    """The signature of these shingles: its bands one after the other, 4 bytes a number."""
    none = 2**32
    least = [none] * BINS
    for number in found:
        if number < least[number >> _SHIFT]:
            least[number >> _SHIFT] = number
    borrowed = next(number for number in least if number < none)
    for part in range(BINS - 1, -1, -1):
        if least[part] == none:
            least[part] = borrowed
        borrowed = least[part]
    banded = array("I", (number for band in range(BANDS) for number in least[band::BANDS]))
    if sys.byteorder == "big":
        banded.byteswap()
    return banded.tobytes()


def bands(signature: bytes) -> list[bytes]:
    """The keys of a signature's bands: texts that share one are candidates."""
    size = len(signature) // BANDS
    return [
        bytes((band,)) + signature[band * size : (band + 1) * size]
        for band in range(BANDS if size else 0)
    ]


def resemblance(one: list[int], other: list[int]) -> float:
    """The share of common shingles of all that either text has: 0 to 1 (Jaccard)."""
    ours, theirs = set(one), set(other)
    return len(ours & theirs) / len(ours | theirs)
