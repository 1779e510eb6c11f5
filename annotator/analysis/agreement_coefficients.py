"""Coefficients of agreement from plain numbers; what does not exist is None, never 0 or 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def shared_f1(common: float, one: float, other: float) -> float | None:
    """2 · common / (one + other); None where both have nothing."""
    return 2 * common / (one + other) if one + other else None


def met_f1(one_met: float, one: float, other_met: float, other: float) -> float | None:
    """The harmonic mean of two shares of what was met by the other; None where both have nothing."""
    if not one + other:
        return None
    if not one_met or not other_met:
        return 0.0
    first, second = one_met / one, other_met / other
    return 2 * first * second / (first + second)


def by_chance(equal: float, products: float, total: float) -> float | None:
    """(Po − Pe) / (1 − Pe) for `equal` of `total` items, where Pe = `products` / `total` squared."""
    square = total * total
    if not total or products >= square:
        return None
    return (equal * total - products) / (square - products)


def cohen_kappa(table: Mapping[tuple[str, str], int]) -> float | None:
    """Cohen's κ of two annotators, from how often each pair of values was given."""
    total = sum(table.values())
    rows: dict[str, int] = {}
    columns: dict[str, int] = {}
    for (one, other), number in table.items():
        rows[one] = rows.get(one, 0) + number
        columns[other] = columns.get(other, 0) + number
    equal = sum(number for (one, other), number in table.items() if one == other)
    return by_chance(equal, sum(number * columns.get(one, 0) for one, number in rows.items()), total)


def fleiss_kappa(table: Sequence[Sequence[int]]) -> float | None:
    """Fleiss' κ, from the number of annotators by item and value; `ValueError` if they vary."""
    raters = {sum(row) for row in table}
    if len(raters) > 1:
        raise ValueError("Fleiss’ κ needs the same number of annotators for each item.")
    if not raters or min(raters) < 2:
        return None
    equal = sum(number * (number - 1) for row in table for number in row)
    return fleiss_from(equal, [sum(column) for column in zip(*table, strict=True)], raters.pop())


def fleiss_from(equal: float, totals: Iterable[float], raters: int) -> float | None:
    """Fleiss' κ from the equal ordered pairs within items, and how often each value was given."""
    known = list(totals)
    items = sum(known) / raters
    if not items:
        return None
    products = sum(number * number for number in known)
    square = (items * raters) ** 2
    if products >= square:
        return None
    chance = products / square
    return (equal / (items * raters * (raters - 1)) - chance) / (1 - chance)


def nominal_alpha(units: Iterable[Sequence[object]]) -> float | None:
    """Krippendorff's nominal α of units with their values; units with fewer than two are left out."""
    agreed = 0.0
    totals: dict[object, int] = {}
    for values in units:
        if len(values) < 2:
            continue
        numbers: dict[object, int] = {}
        for value in values:
            numbers[value] = numbers.get(value, 0) + 1
            totals[value] = totals.get(value, 0) + 1
        agreed += sum(number * (number - 1) for number in numbers.values()) / (len(values) - 1)
    return alpha_from(agreed, totals.values())


def alpha_from(agreed: float, totals: Iterable[float]) -> float | None:
    """Nominal α from the diagonal of the coincidence matrix and how often each value occurs."""
    known = list(totals)
    number = sum(known)
    expected = number * number - sum(one * one for one in known)
    if expected <= 0:
        return None
    return 1 - (number - 1) * (number - agreed) / expected
