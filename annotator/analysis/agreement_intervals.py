"""Values of agreement with their intervals: a percentile bootstrap over articles.

Articles are drawn with replacement, not spans: spans of one article depend on each other.
The draws follow from the seed alone, so the same project gives the same figures.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, TypeAlias

from annotator.analysis.agreement import MEASURES, prepared
from annotator.analysis.agreement_counts import EVERYBODY, Facet, pooled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from annotator.analysis.agreement import Measure
    from annotator.analysis.agreement_counts import Agreement, Members
    from annotator.analysis.agreement_keys import Key

DRAWS = 1_000
"""How many times the articles are drawn."""
FEWER_DRAWS, MANY_PAIRS = 200, 10
"""With more pairs than this they are drawn less often."""
FEWEST = 5
"""With fewer articles than this an interval would say nothing."""
GROUPS = 200
"""Of more articles, groups are drawn: the articles are dealt out to so many."""
LOW, HIGH = 0.025, 0.975
INTERVALS = (
    f"In brackets: 95 % interval, percentile bootstrap over articles ({DRAWS:,} draws, seeded; of"
    f" more than {GROUPS} articles, groups of them are drawn, of more than {MANY_PAIRS} pairs"
    f" {FEWER_DRAWS} times). With fewer"
    f" than {FEWEST} articles no interval is given."
)
Draws: TypeAlias = dict[tuple[str, str], list[float | None]]
"""The values of all draws, by measure and label."""
IN_LAYER = frozenset(("ku_alpha",))
"""Measures of a label that look at the other labels of its layer too."""
_WORD = 8
"""Bytes for one sum; several sums stand side by side in one whole number."""


@dataclass(frozen=True, slots=True)
class Score:
    """A value with its interval; None is what does not exist. `articles` is on how many it rests."""

    value: float | None
    low: float | None = None
    high: float | None = None
    articles: int = 0


class Scores:
    """Computes values and intervals of an account when they are asked for, and keeps them."""

    def __init__(
        self, agreement: Agreement, seed: str = "", step: Callable[[], object] = lambda: None
    ) -> None:
        """`step` is called now and then and may raise `Cancelled`."""
        self.agreement = agreement
        self._seed, self._step = seed, step
        self._pairs = agreement.members()
        self._count = DRAWS if len(self._pairs) <= MANY_PAIRS else FEWER_DRAWS
        self._sums: dict[tuple[Facet, Members], Counter[Key]] = {}
        self._groups: dict[tuple[Facet, Members], dict[int, Counter[Key]]] = {}
        self._known: dict[tuple[Facet, Members, str], Draws] = {}

    def score(self, measure: Measure, facet: Facet, members: Members) -> Score:
        """The value for a pair, or for everybody: then of a measure of pairs the mean over them."""
        members = self._known_as(members)
        if members == EVERYBODY and measure.is_of_pairs:
            return self._mean(measure, facet)
        found = self._counts(measure, facet, members)
        value = self.value(measure, facet, members)
        drawn = self._draws(measure, facet, members) if len(found) >= FEWEST else []
        return interval(value, drawn, articles=len(found))

    def value(self, measure: Measure, facet: Facet, members: Members) -> float | None:
        """The value alone."""
        members = self._known_as(members)
        if members == EVERYBODY and measure.is_of_pairs:
            return mean([self.value(measure, facet, pair) for pair in self._pairs])
        return measure.of(self._pooled(measure, facet, members), label_of(facet))

    def _known_as(self, members: Members) -> Members:
        """Where there is one pair only, it is everybody."""
        return self._pairs[0] if members == EVERYBODY and len(self._pairs) == 1 else members

    def _pooled(self, measure: Measure, facet: Facet, members: Members) -> Counter[Key]:
        facet = counted_in(self.agreement, measure, facet)
        if (facet, members) not in self._sums:
            self._sums[facet, members] = pooled(self.agreement.of(facet, members).values())
        return self._sums[facet, members]

    def _mean(self, measure: Measure, facet: Facet) -> Score:
        value = mean([self.value(measure, facet, pair) for pair in self._pairs])
        count = len(self.agreement.articles)
        if count < FEWEST:
            return Score(value, articles=count)
        drawn = [self._draws(measure, facet, pair) for pair in self._pairs]
        draws = [
            mean(draw) for draw in zip(*(some or [None] * self._count for some in drawn), strict=True)
        ]
        return interval(value, draws, articles=count)

    def _draws(self, measure: Measure, facet: Facet, members: Members) -> list[float | None]:
        """The values of all draws; those of measures that need the same counts are kept."""
        place = counted_in(self.agreement, measure, facet)
        key = place, members, measure.family
        if key not in self._known:
            self._known[key] = self._draw(measure.family, place, members)
        return self._known[key].get((measure.id, label_of(facet)), [])

    def _draw(self, family: str, facet: Facet, members: Members) -> Draws:
        found = self.agreement.of(facet, members)
        if not found:
            return {}
        if (facet, members) not in self._groups:
            self._groups = {(facet, members): grouped(found)}
        columns = Columns(self._groups[facet, members], family)
        asked = self._asked(family, facet, is_pair=members != EVERYBODY)
        rows = []
        count = min(GROUPS, len(self.agreement.articles))
        for weights in weights_of(count, self._seed)[: self._count]:
            self._step()
            now = prepared(family, columns.weighted(weights))
            rows.append([measure.value(now, label) for measure, label in asked])
        names = [(measure.id, label) for measure, label in asked]
        return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))

    def _asked(self, family: str, facet: Facet, *, is_pair: bool) -> list[tuple[Measure, str]]:
        """The measures that are drawn together, each with the label that it looks at."""
        own = [one for one in MEASURES.values() if one.family == family]
        own = [one for one in own if is_pair or not one.is_of_pairs]
        asked = [(one, label_of(facet)) for one in own if one.id not in IN_LAYER]
        if facet.kind == "layer":
            layers = self.agreement.layers
            labels = [one.id for one in self.agreement.counts if one.kind == "label"]
            labels = [one for one in labels if layers.get(one, "") == facet.id]
            asked += [(one, label) for one in own if one.id in IN_LAYER for label in labels]
        return asked

    def _counts(self, measure: Measure, facet: Facet, members: Members) -> dict[int, Counter[Key]]:
        return self.agreement.of(counted_in(self.agreement, measure, facet), members)


def counted_in(agreement: Agreement, measure: Measure, facet: Facet) -> Facet:
    """Where the counts are; of a label beside the others of its layer in the layer."""
    if measure.id in IN_LAYER and facet.kind == "label":
        return Facet("layer", agreement.layers.get(facet.id, ""))
    return facet


def label_of(facet: Facet) -> str:
    """The label that is looked at, empty if it is none."""
    return facet.id if facet.kind == "label" else ""


_WEIGHTS: dict[tuple[int, str], list[list[int]]] = {}


def weights_of(count: int, seed: str) -> list[list[int]]:
    """How often each of so many groups is drawn, for each draw."""
    if (count, seed) not in _WEIGHTS:
        chance = random.Random(seed)
        _WEIGHTS.clear()
        _WEIGHTS[count, seed] = [_weights(chance, count) for _ in range(DRAWS)]
    return _WEIGHTS[count, seed]


def _weights(chance: random.Random, count: int) -> list[int]:
    some = Counter(chance.choices(range(count), k=count))
    return [some[number] for number in range(count)]


def grouped(articles: Mapping[int, Counter[Key]]) -> dict[int, Counter[Key]]:
    """The articles, dealt out to at most `GROUPS` groups."""
    if not articles or max(articles) < GROUPS:
        return dict(articles)
    groups: dict[int, Counter[Key]] = {}
    for number, counts in articles.items():
        groups.setdefault(number % GROUPS, Counter()).update(counts)
    return groups


class Columns:
    """The counts of one family by group of articles, packed so that draws are quick.

    All sums of a group stand side by side in one whole number, so that one multiplication and
    one addition do the work of many.
    """

    def __init__(self, groups: Mapping[int, Counter[Key]], family: str) -> None:
        keys = {key for counts in groups.values() for key in counts if key[0] == family}
        self._keys = sorted(keys, key=repr)
        self.numbers = sorted(groups)
        self._packed = [
            int.from_bytes(
                b"".join(groups[number][key].to_bytes(_WORD, "little") for key in self._keys), "little"
            )
            for number in self.numbers
        ]

    def weighted(self, weights: Sequence[int]) -> dict[Key, int]:
        """The sums where each group counts as often as it was drawn."""
        if len(weights) != len(self.numbers):
            weights = [weights[number] for number in self.numbers]
        total = sum(map(mul, weights, self._packed))
        some = memoryview(total.to_bytes(_WORD * len(self._keys), "little")).cast("Q")
        return dict(zip(self._keys, some, strict=True))


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of those that exist."""
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def interval(value: float | None, drawn: Sequence[float | None], *, articles: int) -> Score:
    """The value with its interval, if most of the draws have a value at all."""
    there = sorted(one for one in drawn if one is not None)
    if value is None or not there or 2 * len(there) < len(drawn):
        return Score(value, articles=articles)
    return Score(value, quantile(there, LOW), quantile(there, HIGH), articles)


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which this share of the sorted values lies, interpolated linearly."""
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])
