"""What the offsets of a doccano file count: found by where spans begin and end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from annotator.formats.doccano_options import LIKELY
from annotator.formats.kit.units import Units, good_edges
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.formats.kit.units import Unit

_NAMES: dict[Unit, str] = {
    "utf-16": "UTF-16 units",
    "grapheme": "grapheme clusters",
    "code point": "code points",
}


class UnitTally:
    """Counts under each unit how many edges of spans lie at the edge of a word."""

    def __init__(self) -> None:
        self._hits: Counter[Unit] = Counter()
        self._edges = 0

    def add(self, text: str, stretches: Sequence[tuple[int, int]]) -> None:
        """Look at the spans of one text; those under which the units agree say nothing."""
        every = [Units(text, unit) for unit in LIKELY]
        if len({one.total for one in every}) == 1:
            return
        for start, end in stretches:
            if len({(one.to_code_point(start), one.to_code_point(end)) for one in every}) == 1:
                continue
            self._edges += 2
            for one in every:
                self._hits[one.unit] += good_edges(text, one, start, end)

    @property
    def best(self) -> Unit:
        """The unit with most hits; of several the likeliest."""
        return max(LIKELY, key=lambda unit: (self._hits[unit], -LIKELY.index(unit)))

    def sentence(self, name: str) -> str:
        """What was found, in words; empty where it does not matter."""
        if not self._edges:
            return ""
        best = self.best
        others = ", ".join(f"{_NAMES[unit]}: {self._hits[unit]:,}" for unit in LIKELY if unit != best)
        return (
            f"{name}: offsets were read as {_NAMES[best]}, under which {self._hits[best]:,} of"
            f" {counted(self._edges, 'edge')} of spans lie at the edge of a word ({others})."
        )
