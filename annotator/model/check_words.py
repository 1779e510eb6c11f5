"""What the comparison of words is made of: a bag of hashes, covered stretches, cores of strings."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from annotator.model.lexicon import FUNCTION_WORDS, TITLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from annotator.model.check_document import Checked
    from annotator.model.fragment import Fragment

WORD = re.compile(r"\w+")
VALUE_BITS = 12
"""Values in a bag are whole numbers of so many bits."""
_BUCKETS = 64
_HYPHENS = "-\u2010\u2011"


class Bag:
    """Hashes with the number of a label each, spread over buckets that are quick to sort."""

    def __init__(self) -> None:
        self._buckets = [array("Q") for _ in range(_BUCKETS)]

    def add(self, key: int, value: int) -> None:
        """Put a hash (52 bits) in with a value."""
        self._buckets[key % _BUCKETS].append(key << VALUE_BITS | value)

    def groups(self, step: Callable[[], object] | None) -> Iterator[tuple[int, Counter[int]]]:
        """Each hash with how often each value came; empties the bag, with a `step` for each bucket."""
        for number, bucket in enumerate(self._buckets):
            if step is not None:
                step()
            self._buckets[number] = array("Q")
            for key, packed in groupby(sorted(bucket), key=lambda one: one >> VALUE_BITS):
                yield key, Counter(one & (1 << VALUE_BITS) - 1 for one in packed)


class Covered:
    """Which stretches of a document the spans of each layer cover."""

    def __init__(self, checked: Checked, layers: Mapping[str, str]) -> None:
        stretches: dict[str, list[Fragment]] = defaultdict(list)
        for span in checked.spans.values():
            stretches[layers.get(span.label, "")] += span.fragments
        self._ends: dict[str, tuple[list[int], list[int]]] = {}
        for layer, found in stretches.items():
            starts: list[int] = []
            ends: list[int] = []
            for start, end in sorted(found):
                if ends and start <= ends[-1]:
                    ends[-1] = max(ends[-1], end)
                else:
                    starts.append(start)
                    ends.append(end)
            self._ends[layer] = (starts, ends)

    def touches(self, layer: str, place: Fragment) -> bool:
        """Whether a span of the layer has a character in this place."""
        starts, ends = self._ends.get(layer, ([], []))
        number = bisect_left(starts, place.end) - 1
        return number >= 0 and ends[number] > place.start


def core(words: str) -> str | None:
    """The words without marks before and after them; None if nothing were left."""
    if words[:1].isalnum() and words[-1:].isalnum():
        return words
    found = list(WORD.finditer(words))
    return words[found[0].start() : found[-1].end()] if found else None


def is_name_like(word: str) -> bool:
    """Whether a single word may stand for itself: with a capital, and no common word."""
    if len(word) < 2 or not word[0].isalpha() or word[0].islower():
        return False
    return word.lower() not in FUNCTION_WORDS and word.lower() not in TITLES


def is_part_of_word(text: str, place: Fragment) -> bool:
    """Whether a hyphen ties the place to a further word."""
    before, after = text[max(0, place.start - 2) : place.start], text[place.end : place.end + 2]
    is_tail = len(before) == 2 and before[1] in _HYPHENS and before[0].isalnum()
    return is_tail or (len(after) == 2 and after[0] in _HYPHENS and after[1].isalnum())
