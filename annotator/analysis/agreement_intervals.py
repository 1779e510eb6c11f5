"""Values of agreement with their intervals: a percentile bootstrap over documents.

Documents are drawn with replacement, not spans: spans of one article depend on each other.
The draws follow from the seed alone, so the same project gives the same figures.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING

from annotator.analysis.agreement import MEASURES, NUMBERS, PairCounts
from annotator.analysis.agreement_counts import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from annotator.analysis.agreement_counts import Agreement, Pair

DRAWS = 1_000
"""How many times the documents are drawn."""
FEWEST = 5
"""With fewer documents than this an interval would say nothing."""
LOW, HIGH = 0.025, 0.975
INTERVALS = (
    f"In brackets: 95 % interval, percentile bootstrap over articles ({DRAWS:,} draws, seeded; of"
    f" more than {GROUPS} articles that two people share, groups of articles are drawn). With fewer"
    f" than {FEWEST} articles no interval is given."
)


@dataclass(frozen=True, slots=True)
class Score:
    """A value with its interval; None is what does not exist."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class LayerScores:
    """The agreement in one layer: `means` over the pairs that have a value, and each pair."""

    layer: str
    means: Mapping[str, Score]
    pairs: Mapping[Pair, Mapping[str, Score]]


def scores(
    agreement: Agreement, seed: str, step: Callable[[], object] = lambda: None
) -> Iterator[LayerScores]:
    """All scores, layer by layer; `step` is called now and then and may raise `Cancelled`."""
    for layer, found in agreement.groups.items():
        pairs = {pair: _Columns(groups) for pair, groups in sorted(found.items())}
        drawn: dict[Pair, dict[str, list[float | None]]] = {
            pair: {name: [] for name in MEASURES} for pair in pairs
        }
        count = 1 + max((max(one.numbers) for one in pairs.values()), default=-1)
        for weights in _weights(count, f"{seed}\n{layer}"):
            step()
            for pair, columns in pairs.items():
                counts = columns.weighted(weights)
                for name, measure in MEASURES.items():
                    drawn[pair][name].append(measure(counts))
        by_pair = {pair: _of_pair(columns, drawn[pair]) for pair, columns in pairs.items()}
        yield LayerScores(layer, _means(by_pair, drawn, count), by_pair)


def _weights(count: int, seed: str) -> Iterator[list[int]]:
    """How often each group is drawn, for each draw."""
    chance = random.Random(seed)
    for _ in range(DRAWS if count >= FEWEST else 0):
        some = Counter(chance.choices(range(count), k=count))
        yield [some[number] for number in range(count)]


class _Columns:
    """The counts of a pair as columns over its groups, so that draws are quick."""

    def __init__(self, groups: Mapping[int, PairCounts]) -> None:
        self.numbers = sorted(groups)
        rows = [groups[number] for number in self.numbers]
        self._plain = {name: [getattr(row, name) for row in rows] for name in NUMBERS}
        self._sets = {
            name: {
                key: [getattr(row, name)[key] for row in rows]
                for key in sorted({key for row in rows for key in getattr(row, name)})
            }
            for name in ("one_sets", "other_sets")
        }
        self.pooled = PairCounts()
        for row in rows:
            self.pooled.add(row)

    def weighted(self, weights: Sequence[int]) -> PairCounts:
        """The counts where each group counts as often as it was drawn."""
        own = [weights[number] for number in self.numbers]
        plain = {name: sum(map(mul, own, column)) for name, column in self._plain.items()}
        counts = PairCounts(**plain)
        for name, columns in self._sets.items():
            for key, column in columns.items():
                getattr(counts, name)[key] = sum(map(mul, own, column))
        return counts


def _of_pair(columns: _Columns, drawn: Mapping[str, Sequence[float | None]]) -> dict[str, Score]:
    is_enough = len(columns.numbers) >= FEWEST
    return {
        name: _score(measure(columns.pooled), drawn[name] if is_enough else ())
        for name, measure in MEASURES.items()
    }


def _means(
    pairs: Mapping[Pair, Mapping[str, Score]],
    drawn: Mapping[Pair, Mapping[str, Sequence[float | None]]],
    count: int,
) -> dict[str, Score]:
    found = {}
    for name in MEASURES:
        value = _mean([scores[name].value for scores in pairs.values()])
        if count >= FEWEST:
            draws = zip(*(some[name] for some in drawn.values()), strict=True)
            found[name] = _score(value, [_mean(draw) for draw in draws])
        else:
            found[name] = _score(value, ())
    return found


def _mean(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def _score(value: float | None, drawn: Sequence[float | None]) -> Score:
    """The value with its interval, if most of the draws have a value at all."""
    there = sorted(one for one in drawn if one is not None)
    if value is None or not there or 2 * len(there) < len(drawn):
        return Score(value)
    return Score(value, quantile(there, LOW), quantile(there, HIGH))


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which this share of the sorted values lies, interpolated linearly."""
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])
