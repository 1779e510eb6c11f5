"""Conversion of offsets: code points, which everything here counts, and UTF-16 units.

Characters above U+FFFF take two units of UTF-16 and one code point.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Map:
    """Converts offsets into one text; in constant time where it has no astral character."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self._points: list[int] = []
        if not text.isascii():
            self._points = [match.start() for match in _ASTRAL.finditer(text)]
        self._units = [point + index for index, point in enumerate(self._points)]

    @property
    def units(self) -> int:
        """The length of the text in UTF-16 units."""
        return self.length + len(self._points)

    def to_utf16(self, point: int) -> int:
        """The UTF-16 offset of this code point."""
        return point + bisect_left(self._points, point) if self._points else point

    def to_code_point(self, unit: int) -> int:
        """The code point at this UTF-16 offset; the middle of a pair counts as its start."""
        if not self._points:
            return unit
        pairs = bisect_right(self._units, unit - 1)
        inside = pairs > 0 and self._units[pairs - 1] == unit - 1
        return unit - pairs if not inside else self._points[pairs - 1]
