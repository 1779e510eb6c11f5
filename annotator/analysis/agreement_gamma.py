"""Mathet's γ: how much better units are aligned than by chance.

Mathet, Widlöcher & Métivier (2015), The Unified and Holistic Method Gamma (γ). Chance is what
the annotators' own units give when each annotator's are shifted around the article by a random
distance. The draws follow from the seed alone.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.analysis.agreement_alignment import Unit, disorder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from annotator.model.values import Span

SAMPLES = 30
"""So many times chance is drawn for each article, more where there are few articles."""
_ALL_SAMPLES = 600
DEFINITION = (
    "γ (Mathet, Widlöcher & Métivier 2015): 1 − disorder / expected disorder. The disorder is what the"
    " best alignment of the units costs: ((|Δstart| + |Δend|) / sum of lengths)² for the place, 1 for"
    " another label, 1 for a unit without a partner. Expected is the mean disorder of the same units"
    " when each annotator’s are shifted by a random distance, seeded. Over several articles: 1 − sum"
    " of disorders / sum of those expected, each weighted by its units. A span with gaps counts as"
    " one unit from its beginning to its end; spans may overlap."
)


@dataclass(frozen=True, slots=True)
class Disorder:
    """What was found in one article and what chance gives, both times the units of an annotator."""

    observed: float
    expected: float


def units_of(spans: Iterable[Span]) -> list[Unit]:
    """The spans as units, from their beginning to their end."""
    return sorted(Unit(span.start, span.end, span.label) for span in spans)


def of_article(annotators: Sequence[Sequence[Unit]], seed: str, samples: int) -> Disorder | None:
    """The disorder of an article; None where nobody has marked anything."""
    weight = sum(map(len, annotators)) / len(annotators)
    if not weight:
        return None
    chance = random.Random(seed)
    drawn = [disorder(_shuffled(annotators, chance)) for _ in range(samples)]
    return Disorder(disorder(annotators) * weight, sum(drawn) / samples * weight)


def samples_for(articles: int) -> int:
    """How often chance is drawn for each of so many articles."""
    return max(SAMPLES, min(300, -(-_ALL_SAMPLES // max(1, articles))))


def gamma(found: Iterable[Disorder]) -> float | None:
    """γ over some articles; None where chance would find no disorder at all."""
    known = list(found)
    expected = sum(one.expected for one in known)
    return 1 - sum(one.observed for one in known) / expected if expected > 0 else None


def of_articles(
    articles: Mapping[int, Sequence[Sequence[Unit]]], seed: str, step: Callable[[int], object]
) -> dict[int, Disorder]:
    """The disorder by article; `step` is told how many are done and may raise `Cancelled`."""
    samples = samples_for(len(articles))
    found = {}
    for done, (number, annotators) in enumerate(articles.items()):
        step(done)
        one = of_article(annotators, f"{seed}/{number}", samples)
        if one is not None:
            found[number] = one
    return found


def _shuffled(annotators: Sequence[Sequence[Unit]], chance: random.Random) -> list[list[Unit]]:
    """As many annotators, each with the units of one of them, shifted around the article.

    Two shifts lie apart by at least half the mean length of a unit, where there is room.
    """
    every = [unit for some in annotators for unit in some]
    low, high = min(unit.start for unit in every), max(unit.end for unit in every)
    apart = sum(unit.end - unit.start for unit in every) / len(every) / 2
    shifts: list[int] = []
    found: list[list[Unit]] = []
    while not any(found):
        shifts, found = [], []
        for _ in annotators:
            shifts.append(_shift(low, high, shifts, apart, chance))
            found.append([_moved(unit, shifts[-1], low, high) for unit in chance.choice(annotators)])
    return found


def _shift(low: int, high: int, former: Sequence[int], apart: float, chance: random.Random) -> int:
    for _ in range(100):
        shift = chance.randrange(low, high)
        if all(abs(shift - one) >= apart for one in former):
            return shift
    return chance.randrange(low, high)


def _moved(unit: Unit, shift: int, low: int, high: int) -> Unit:
    """The unit, shifted to the right; what would start behind the end goes on at the beginning."""
    move = shift if unit.start + shift <= high else shift + low - high
    return Unit(unit.start + move, unit.end + move, unit.label)
