"""Coefficients for items and for units, from the counts of articles that are pooled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.analysis.agreement_coefficients import alpha_from, by_chance, fleiss_from
from annotator.analysis.agreement_keys import ATTRIBUTES, TOKENS, UNITS
from annotator.analysis.agreement_unitised import Continuum

if TYPE_CHECKING:
    from annotator.analysis.agreement_keys import Counts


def kappa(found: Ratings, _label: str = "") -> float | None:
    """Cohen’s κ over all tokens; None where chance alone would make both agree."""
    return _kappa(found, 0)


def kappa_labelled(found: Ratings, _label: str = "") -> float | None:
    """Cohen’s κ over the tokens that at least one of the two has labelled."""
    return _kappa(found, found.blank)


def _kappa(found: Ratings, left_out: int) -> float | None:
    tokens = found.items.get(2, 0) - left_out
    first, given = found.first, found.given.get(2, {})
    products = sum(number * (given[value] - number) for value, number in first.items())
    mine = sum(first.values())
    products += (tokens - mine) * (tokens - (sum(given.values()) - mine))
    return by_chance(found.equal.get(2, 0) / 2 - left_out, products, tokens)


def fleiss(found: Ratings, _label: str = "") -> float | None:
    """Fleiss’ κ over the tokens of those articles whose number of annotators is the most common."""
    raters = max(found.items, key=lambda one: (found.items[one], one), default=0)
    if not raters:
        return None
    totals = [*found.given.get(raters, {}).values()]
    totals.append(raters * found.items[raters] - sum(totals))
    return fleiss_from(found.equal.get(raters, 0), totals, raters)


def token_alpha(found: Ratings, _label: str = "") -> float | None:
    """Krippendorff's nominal α over all tokens."""
    return _alpha(found, has_blank=True)


def attribute_alpha(found: Ratings, _label: str = "") -> float | None:
    """Krippendorff's nominal α of an attribute over the spans that two or more have marked."""
    return _alpha(found, has_blank=False)


def _alpha(found: Ratings, *, has_blank: bool) -> float | None:
    agreed = sum(number / (raters - 1) for raters, number in found.equal.items())
    totals: dict[Any, int] = {}
    for given in found.given.values():
        for value, number in given.items():
            totals[value] = totals.get(value, 0) + number
    blank: list[float] = []
    if has_blank:
        values = sum(raters * number for raters, number in found.items.items())
        blank = [values - sum(totals.values())]
    return alpha_from(agreed, [*totals.values(), *blank])


def attribute_share(found: Ratings, _label: str = "") -> float | None:
    """How many of the pairs of values are equal."""
    pairs = sum(number * raters * (raters - 1) for raters, number in found.items.items())
    return sum(found.equal.values()) / pairs if pairs else None


@dataclass(slots=True)
class Ratings:
    """Values of items, by the number of annotators that an item has.

    `equal` are the ordered pairs of annotators who gave an item the same value, no value
    included; `given` says how often each value was given. Of two annotators, `first` are the
    values of the first and `blank` the items that neither has labelled.
    """

    items: dict[int, int] = field(default_factory=dict)
    equal: dict[int, int] = field(default_factory=dict)
    given: dict[int, dict[Any, int]] = field(default_factory=dict)
    first: dict[Any, int] = field(default_factory=dict)
    blank: int = 0


def ratings(counts: Counts) -> Ratings:
    """The ratings that the coefficients for items need."""
    found = Ratings()
    for key, number in counts.items():
        name = key[1]
        if not number or key[0] not in (TOKENS, ATTRIBUTES):
            continue
        if name == "given":
            found.given.setdefault(key[2], {})[key[3]] = number
        elif name == "first":
            found.first[key[3]] = number
        elif name == "blank":
            found.blank = number
        else:
            getattr(found, name)[key[2]] = number
    return found


def continuum(counts: Counts) -> Continuum:
    """The lengths that the unitised coefficients need."""
    found = Continuum()
    for key, number in counts.items():
        if key[0] != UNITS:
            continue
        name, raters = key[1], key[2]
        if name == "chars":
            found.total += raters * number
        elif name == "gaps":
            found.gaps += number / (raters - 1)
        elif name in ("lengths", "squares"):
            getattr(found, name)[key[3]] += number
        else:
            place = getattr(found, name)
            place[key[3]] = place.get(key[3], 0) + number / (raters - 1)
    return found
