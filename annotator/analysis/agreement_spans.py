"""What one annotator has marked in an article under some labels, and what two share of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from annotator.analysis.agreement_keys import SPANS, TOKENS, UNITS
from annotator.analysis.agreement_pieces import lengths, overlap, pieces
from annotator.model.fragment import normalise
from annotator.model.tokens import token_edges

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.analysis.agreement_keys import Key
    from annotator.analysis.agreement_pieces import LabelSet, Mark
    from annotator.model.fragment import Fragment
    from annotator.model.values import Span


class Grid:
    """The tokens of a text."""

    def __init__(self, text: str) -> None:
        found = token_edges(text)
        self.length = len(text)
        self.count = len(found)
        self._starts = [start for start, _ in found]
        self._ends = [end for _, end in found]

    def marks(self, span: Span) -> list[Mark]:
        """The stretches of tokens of which the span covers at least one character."""
        label = span.label
        places = [
            (bisect_right(self._ends, start), bisect_left(self._starts, end))
            for start, end in span.fragments
        ]
        return [(start, end, label) for start, end in places if start < end]


class Covered:
    """Stretches of text in order, apart from each other."""

    def __init__(self, fragments: Iterable[Fragment]) -> None:
        self.fragments = normalise(fragments)
        self._ends = [end for _, end in self.fragments]

    @property
    def length(self) -> int:
        """How many characters they have together."""
        return sum(end - start for start, end in self.fragments)

    def meets(self, fragments: Iterable[Fragment]) -> bool:
        """Whether some character lies in both."""
        for start, end in fragments:
            at = bisect_right(self._ends, start)
            if at < len(self._ends) and self.fragments[at].start < end:
                return True
        return False


class Marked:
    """What one annotator has marked with one label in an article."""

    def __init__(self, spans: Sequence[Span], grid: Grid) -> None:
        self.spans = spans
        self.keys = Counter(span.fragments for span in spans)
        self.tokens = [mark for span in spans for mark in grid.marks(span)]
        self.characters = [(start, end, span.label) for span in spans for start, end in span.fragments]
        self.covered = Covered(part for span in spans for part in span.fragments)


NOTHING = Marked((), Grid(""))
Side: TypeAlias = "Mapping[str, Marked]"
"""What one annotator has marked in an article, by label."""


class Comparison:
    """Two annotators in one article."""

    def __init__(self, one: Side, other: Side, grid: Grid) -> None:
        self._sides = one, other
        self._grid = grid
        self._labels: dict[str, dict[str, int]] = {}

    def counts(self, labels: Sequence[str]) -> Counter[Key]:
        """All that is counted about their spans with these labels."""
        one, other = ([side[label] for label in labels if label in side] for side in self._sides)
        found: dict[Key, int] = {
            (TOKENS, "items", 2): self._grid.count,
            (UNITS, "chars", 2): self._grid.length,
        }
        if one or other:
            numbers = self._numbers(labels)
            if len(labels) > 1:
                numbers |= _without_labels(one, other)
            found |= {(SPANS, name): number for name, number in numbers.items()}
        _add_tokens(found, one, other, self._grid.count)
        _add_units(found, one, other, self._grid.length)
        return Counter(found)

    def _numbers(self, labels: Sequence[str]) -> dict[str, int]:
        """What is counted label by label, added up."""
        found: dict[str, int] = {}
        for label in labels:
            if label not in self._labels:
                one, other = (side.get(label, NOTHING) for side in self._sides)
                self._labels[label] = _of_label(one, other)
            for name, number in self._labels[label].items():
                found[name] = found.get(name, 0) + number
        return found


def _of_label(one: Marked, other: Marked) -> dict[str, int]:
    same = sum(min(number, other.keys[key]) for key, number in one.keys.items() if key in other.keys)
    met_one, met_other = _met(one, other), _met(other, one)
    return {
        "one": len(one.spans),
        "other": len(other.spans),
        "same": same,
        "place": same,
        "label": min(len(one.spans), len(other.spans)),
        "met_one": met_one,
        "met_other": met_other,
        "any_one": met_one,
        "any_other": met_other,
        "chars_one": one.covered.length,
        "chars_other": other.covered.length,
        "chars_same": _shared(one.covered.fragments, other.covered.fragments),
    }


def _met(one: Marked, other: Marked) -> int:
    """How many of the spans share a character with a span of the other."""
    return sum(span.fragments in other.keys or other.covered.meets(span.fragments) for span in one.spans)


def _without_labels(one: Sequence[Marked], other: Sequence[Marked]) -> dict[str, int]:
    spans = [[span.fragments for some in side for span in some.spans] for side in (one, other)]
    areas = [Covered(part for some in side for part in some.covered.fragments) for side in (one, other)]
    mine, theirs = map(Counter, spans)
    return {
        "place": sum(min(number, theirs[key]) for key, number in mine.items() if key in theirs),
        "any_one": sum(key in theirs or areas[1].meets(key) for key in spans[0]),
        "any_other": sum(key in mine or areas[0].meets(key) for key in spans[1]),
    }


def _shared(one: Sequence[Fragment], other: Sequence[Fragment]) -> int:
    """How many characters lie in both."""
    if one == other:
        return sum(end - start for start, end in one)
    found = first = second = 0
    while first < len(one) and second < len(other):
        start, end = one[first]
        begin, stop = other[second]
        found += max(0, min(end, stop) - max(start, begin))
        if end < stop:
            first += 1
        else:
            second += 1
    return found


def _add_tokens(
    found: dict[Key, int], one: Sequence[Marked], other: Sequence[Marked], count: int
) -> None:
    first, second = (pieces(mark for some in side for mark in some.tokens) for side in (one, other))
    shared = overlap(first, second)
    mine, theirs = lengths(first), lengths(second)
    blank = count - sum(mine.values()) - sum(theirs.values()) + shared.both
    found[TOKENS, "blank", 2] = blank
    found[TOKENS, "equal", 2] = 2 * (blank + sum(shared.equal.values()))
    for labels, number in mine.items():
        found[TOKENS, "first", 2, labels] = number
    _add(found, TOKENS, "given", (mine, theirs))


def _add_units(
    found: dict[Key, int], one: Sequence[Marked], other: Sequence[Marked], length: int
) -> None:
    first, second = (pieces(mark for some in side for mark in some.characters) for side in (one, other))
    shared = overlap(first, second)
    mine, theirs = lengths(first), lengths(second)
    unmarked = length - sum(mine.values()) - sum(theirs.values()) + shared.both
    found[UNITS, "gaps", 2] = 2 * unmarked
    _add(found, UNITS, "equal", (shared.equal, shared.equal))
    _add(found, UNITS, "lengths", (mine, theirs))
    _add(found, UNITS, "squares", (lengths(first, power=2), lengths(second, power=2)))
    _add(found, UNITS, "valued", (shared.one, shared.other))
    _add(found, UNITS, "shared_squares", (shared.one_squares, shared.other_squares))


def _add(
    found: dict[Key, int], family: str, name: str, numbers: Iterable[Mapping[LabelSet, int]]
) -> None:
    for some in numbers:
        for labels, number in some.items():
            key = (family, name, 2, labels)
            found[key] = found.get(key, 0) + number


_SUMMED_ONCE = ("given", "lengths", "squares")


def of_all(pairs: Sequence[Counter[Key]], raters: int) -> Counter[Key]:
    """The same for all annotators of an article together, from all their pairs."""
    found: Counter[Key] = Counter()
    for key, number in pairs[0].items():
        if key[1] in ("items", "chars"):
            found[key[0], key[1], raters] = number
    for pair in pairs:
        for key, number in pair.items():
            if key[0] in (TOKENS, UNITS) and key[1] not in ("items", "chars", "first", "blank"):
                found[(*key[:2], raters, *key[3:])] += number
    for key in found:
        if key[1] in _SUMMED_ONCE:
            found[key] //= raters - 1
    return found
