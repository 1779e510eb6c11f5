"""What the offsets of a brat file count: code points of the text as it is, unless the words disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.formats.brat_words import BREAKS
from annotator.formats.frozen import freeze
from annotator.formats.kit.units import Units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.formats.brat_lines import SpanLine
    from annotator.formats.kit.units import Unit

MOST_SPACES = 50
"""By how many characters more than twice its words a span may be longer and still say them."""
LONGEST_SHOWN = 80

_SPACES = str.maketrans(dict.fromkeys(BREAKS, " "))


class Offsets:
    """Turns the offsets of spans into code points of `text`, the one that they fit best."""

    def __init__(self, raw_text: str, spans: Iterable[SpanLine]) -> None:
        self.text = raw_text
        self._unit: Unit = "code point"
        self._units: Units | None = None
        self._hits = self._of = 0
        said = [span for span in spans if span.words is not None]
        misses = sum(not _agrees(raw_text, span, span.pairs) for span in said)
        if misses:
            self._choose(raw_text, said, len(said) - misses)

    def _choose(self, raw_text: str, said: Sequence[SpanLine], hits: int) -> None:
        """Look for a text and unit under which more spans say their words."""
        best = hits
        self._of = len(said)
        frozen = freeze(raw_text).text
        tries: list[tuple[str, Unit]] = [
            (frozen, "code point"),
            (raw_text, "utf-16"),
            (frozen, "utf-16"),
        ]
        for text, unit in [*tries, (raw_text, "byte"), (frozen, "byte")]:
            units = Units(text, unit)
            fitting = sum(_fits(text, span, units) for span in said)
            if fitting > best:
                best, self.text, self._unit, self._units = fitting, text, unit, units
                self._hits = fitting

    def said(self) -> str:
        """What was found out, in words; empty where the offsets are what they should be."""
        if self._units is None:
            return ""
        ends = "" if "\r" in self.text or self._unit != "code point" else " with line ends as one"
        return (
            f"its offsets were read as {self._unit}s{ends}: so {self._hits:,} of {self._of:,} spans"
            " say the words of the text."
        )

    def pairs(self, span: SpanLine) -> list[tuple[int, int]] | None:
        """The span's fragments in code points of `text`; None where one lies outside it."""
        return _converted(span, self._units, len(self.text))

    def words(self, span: SpanLine) -> str:
        """What a span says in the text."""
        return _words(self.text, self.pairs(span) or [])

    def difference(self, span: SpanLine, pairs: Sequence[tuple[int, int]]) -> str | None:
        """The words at the offsets if the file gives others."""
        if span.words is None or _agrees(self.text, span, pairs):
            return None
        return shown(_words(self.text, pairs[:9]))


def shown(words: str) -> str:
    """Words as a message shows them: not too many."""
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"


def _converted(span: SpanLine, units: Units | None, length: int) -> list[tuple[int, int]] | None:
    if units is None or units.unit == "code point":
        found = list(span.pairs)
    else:
        found = []
        for start, end in span.pairs:
            low, high = units.to_code_point(start), units.to_code_point(end)
            if low is None or high is None:
                return None
            found.append((low, high))
    return found if all(start <= length and end <= length for start, end in found) else None


def _fits(text: str, span: SpanLine, units: Units) -> bool:
    pairs = _converted(span, units, len(text))
    return pairs is not None and _agrees(text, span, pairs)


def _agrees(text: str, span: SpanLine, pairs: Sequence[tuple[int, int]]) -> bool:
    if len(pairs) == 1:
        start, end = pairs[0]
        if text[start:end] == span.words:
            return True
    said = span.words or ""
    covered = sum(end - start for start, end in pairs)
    if covered > 2 * len(said) + MOST_SPACES:
        return False
    words = _words(text, pairs)
    return words == said or words.split() == said.translate(_SPACES).split()


def _words(text: str, pairs: Sequence[tuple[int, int]]) -> str:
    return " ".join([text[start:end] for start, end in pairs]).translate(_SPACES)
