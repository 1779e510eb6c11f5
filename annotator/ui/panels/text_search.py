"""Finding a text in a text: in slices, so that ten megabytes never stop the window.

Hits are looked for from a place onwards and then from the beginning, so the first one
behind the caret is known at once. Nothing here knows Qt. Offsets are code points.
"""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CAP = 10_000
"""At most so many hits are counted."""

SLICE = 262_144
"""So many characters are searched at a time."""


class TextSearch:
    """The hits of one needle in one text, capitals or not, found little by little."""

    def __init__(self, text: str, needle: str, *, whole_words: bool = False, start: int = 0) -> None:
        self.needle = needle
        self._text = text
        pattern = re.escape(needle)
        if whole_words:
            pattern = rf"(?<!\w){pattern}(?!\w)"
        self._pattern = re.compile(pattern, re.IGNORECASE)
        self._hits: list[int] = []
        self._scan = self._scanned(min(max(0, start), len(text)))
        self.is_complete = not needle

    @property
    def count(self) -> int:
        """How many hits are known by now, at most `CAP`."""
        return len(self._hits)

    @property
    def is_capped(self) -> bool:
        """Whether there may be more hits than were counted."""
        return len(self._hits) >= CAP

    def scan(self, *, seconds: float) -> bool:
        """Look further for about this long; True when there is nothing left to do."""
        limit = time.perf_counter() + seconds
        while not self.is_complete:
            if next(self._scan, None) is None:
                self.is_complete = True
            elif time.perf_counter() >= limit:
                break
        return self.is_complete

    def number_of(self, start: int) -> int:
        """Which hit this is, counted from 1; 0 as long as that is not known."""
        index = bisect_left(self._hits, start)
        is_known = self.is_complete and not self.is_capped
        return index + 1 if is_known and self._hits[index : index + 1] == [start] else 0

    def after(self, position: int) -> tuple[int, int] | None:
        """The first hit that starts at `position` or later, else the first of all."""
        if self.is_complete and not self.is_capped:
            index = bisect_left(self._hits, position)
            return self._range(self._hits[index % len(self._hits)]) if self._hits else None
        found = self._first(position, len(self._text))
        return found if found is not None else self._first(0, position)

    def before(self, position: int) -> tuple[int, int] | None:
        """The last hit that starts ahead of `position`, else the last of all."""
        if self.is_complete and not self.is_capped:
            index = bisect_right(self._hits, position - 1) - 1
            return self._range(self._hits[index]) if self._hits else None
        found = self._last(0, position)
        return found if found is not None else self._last(position, len(self._text))

    def _range(self, start: int) -> tuple[int, int]:
        return (start, start + len(self.needle))

    def _starts(self, start: int, end: int) -> Iterator[int]:
        """The hits that start in `[start, end)`; words are seen whole at its edges."""
        for match in self._pattern.finditer(self._text, start, end + len(self.needle) + 1):
            if match.start() >= end:
                return
            yield match.start()

    def _slices(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for first in range(start, end, SLICE):
            yield first, min(first + SLICE, end)

    def _first(self, start: int, end: int) -> tuple[int, int] | None:
        for first, last in self._slices(start, end):
            for hit in self._starts(first, last):
                return self._range(hit)
        return None

    def _last(self, start: int, end: int) -> tuple[int, int] | None:
        for first, last in reversed(list(self._slices(start, end))):
            hits = list(self._starts(first, last))
            if hits:
                return self._range(hits[-1])
        return None

    def _scanned(self, anchor: int) -> Iterator[int]:
        """Search slice by slice; yields after each one."""
        for start, end in (*self._slices(anchor, len(self._text)), *self._slices(0, anchor)):
            for hit in self._starts(start, end):
                if end <= anchor:
                    insort(self._hits, hit)
                else:
                    self._hits.append(hit)
                if len(self._hits) >= CAP:
                    return
            yield end
