"""Krippendorff's unitised alpha in its form of 2016, from lengths that are pooled over articles.

Krippendorff, Mathet, Bouvry & Widlöcher (2016), On the reliability of unitizing textual
continua. The articles stand one behind the other as one continuum.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.analysis.agreement_pieces import LabelSet


@dataclass(slots=True)
class Continuum:
    """Lengths over all articles, in characters, by value.

    `total` counts each article once for each annotator. `lengths` and `squares` are of units;
    `gaps` is what two agree to leave unmarked and `equal` what they give the same value. `valued`
    is how much of a value meets any value of another, `shared_squares` the squares of that by
    unit. All but the first three are weighted by 1 / (annotators − 1).
    """

    total: float = 0
    lengths: Counter[LabelSet] = field(default_factory=Counter)
    squares: Counter[LabelSet] = field(default_factory=Counter)
    gaps: float = 0
    equal: dict[LabelSet, float] = field(default_factory=dict)
    valued: dict[LabelSet, float] = field(default_factory=dict)
    shared_squares: dict[LabelSet, float] = field(default_factory=dict)


def u_alpha(found: Continuum) -> float | None:
    """uα: units and gaps with their values; None without any unit, or without any difference."""
    total = found.total
    gap = total - found.lengths.total()
    denominator = total * total - found.squares.total() - gap
    if denominator <= 0:
        return None
    by_chance = gap * gap - gap
    by_chance += sum(length**2 - found.squares[key] for key, length in found.lengths.items())
    expected = total * (denominator - by_chance) / denominator
    if expected <= 0:
        return None
    return 1 - (total - found.gaps - sum(found.equal.values())) / expected


def bar_u_alpha(found: Continuum) -> float | None:
    """|uα: units of any value against gaps."""
    total = found.total
    gap, units = total - found.lengths.total(), found.lengths.total()
    denominator = total * total - found.squares.total() - gap
    if denominator <= 0:
        return None
    by_chance = gap * gap - gap + units * units - found.squares.total()
    expected = total * (denominator - by_chance) / denominator
    if expected <= 0:
        return None
    agreed = found.gaps + sum(found.valued.values())
    return 1 - (total - agreed) / expected


def cu_alpha(found: Continuum) -> float | None:
    """cuα: the values alone, where units of several annotators meet."""
    total = sum(found.valued.values())
    denominator = total * total - sum(found.shared_squares.values())
    if denominator <= 0:
        return None
    by_chance = sum(length**2 - found.shared_squares.get(key, 0) for key, length in found.valued.items())
    expected = total * (denominator - by_chance) / denominator
    if expected <= 0:
        return None
    return 1 - (total - sum(found.equal.values())) / expected


def ku_alpha(found: Continuum, key: LabelSet) -> float | None:
    """(k)uα: one value against the others, where units of several annotators meet."""
    total, valued = sum(found.valued.values()), found.valued.get(key, 0)
    squares = found.shared_squares.get(key, 0)
    denominator = total * total - sum(found.shared_squares.values())
    if denominator <= 0 or not valued:
        return None
    whole = total * (valued * total - squares) / denominator
    itself = total * (valued * valued - squares) / denominator
    if whole - itself <= 0:
        return None
    return 1 - whole * (valued - found.equal.get(key, 0)) / (valued * (whole - itself))
