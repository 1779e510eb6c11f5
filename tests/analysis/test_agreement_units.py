"""Unitised α, α_U and γ beside values that other people's programs have computed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from annotator.analysis.agreement_alignment import Unit, disorder
from annotator.analysis.agreement_alpha_u import AlphaU, units_by_label
from annotator.analysis.agreement_counts import ALL_LABELS, Facet
from annotator.analysis.agreement_gamma import gamma, of_article, samples_for, units_of
from annotator.errors import UserError
from annotator.model.values import Span
from tests.analysis.agreeing import SPANS, account, drawn, oracle, span, value

HALF_OPEN = "u-alpha-pkg-readme-halfopen"


def coders(case: dict[str, Any]) -> list[Span]:
    named = case["input"]["coders"].items()
    return [span(who, label, (start, end)) for who, some in named for label, start, end in some]


def counted(id_: str) -> Any:
    case = oracle(id_)
    people = tuple(sorted(case["input"]["coders"]))
    return account(*coders(case), text="x" * case["input"]["length"], people=people)


@pytest.mark.parametrize("id_", ["u-alpha-U1", "u-alpha-U2", HALF_OPEN])
def test_unitised_alpha_of_2016(id_: str) -> None:
    expected = oracle(id_)["expected"]
    assert value(counted(id_), "u_alpha") == pytest.approx(expected["u_alpha"], abs=1e-9)
    if "bar_u_alpha" in expected:
        assert value(counted(id_), "bar_u_alpha") == pytest.approx(expected["bar_u_alpha"], abs=1e-9)


def test_the_rest_of_the_family_is_that_of_another_program() -> None:
    expected = " ".join(oracle("u-alpha-U1")["expected"]["text_output_lindanna"])
    found = counted("u-alpha-U1")
    found.layers = {"1": "all", "2": "all"}
    found.counts[Facet("layer", "all")] = found.counts[ALL_LABELS]
    values = [value(found, "cu_alpha")]
    values += [value(found, "ku_alpha", Facet("label", label)) for label in ("1", "2")]
    for one in values:
        assert one is not None
        assert f" {one + 1e-9:.3f}" in expected


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("u-alpha-U1", "alpha_U_1995_dkpro"),
        ("u-alpha-U2", "alpha_U_1995_dkpro"),
        ("alphaU-1995-book", "alpha_U"),
    ],
)
def test_alpha_u_of_1995(id_: str, name: str) -> None:
    case = oracle(id_)
    found = AlphaU()
    spans = coders(case)
    people = case["input"]["coders"]
    by = {who: units_by_label(one for one in spans if one.annotator == who) for who in people}
    found.add(case["input"]["length"], by)
    assert found.value() == pytest.approx(case["expected"][name], abs=1e-9)


def test_a_label_that_comes_later_has_gaps_in_the_articles_before() -> None:
    whole, parts = AlphaU(), AlphaU()
    first, second = {"a": {"X": [(0, 9)]}, "b": {"X": [(2, 9)]}}, {"a": {"Y": [(3, 5)]}, "b": {}}
    for one, (one_by, other_by) in ((whole, (first, second)), (parts, (second, first))):
        one.add(50, one_by)
        one.add(50, other_by)
    assert whole.value() == pytest.approx(parts.value())


def test_alpha_u_is_undefined_without_units() -> None:
    found = AlphaU()
    assert found.value() is None
    found.add(50, {"a": {}, "b": {}})
    assert found.value() is None


@pytest.mark.parametrize("id_", ["gamma-G1", "gamma-G2", "gamma-G3"])
def test_gamma_is_near_that_of_the_package(id_: str) -> None:
    case = oracle(id_)
    units = [
        sorted(Unit(s, e, label) for label, s, e in some) for some in case["input"]["coders"].values()
    ]
    if len(units) > 2:
        pytest.importorskip("scipy")
    expected = case["expected"]
    assert disorder(units) == pytest.approx(expected["best_alignment_disorder"], abs=1e-4)
    found = of_article(units, "seed", 100)
    assert found is not None
    assert gamma([found]) == pytest.approx(expected["gamma_mean_of_10_seeds"], abs=0.05)
    assert of_article(units, "seed", 100) == found


def test_three_annotators_without_scipy_are_told_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "scipy.optimize", None)
    with pytest.raises(UserError, match="scipy") as caught:
        disorder([[Unit(0, 5, "X")]] * 3)
    assert "annotator[gamma]" in str(caught.value)


def test_nobody_and_one_alone() -> None:
    assert of_article([[], []], "", 10) is None
    assert gamma([]) is None
    assert disorder([[Unit(0, 5, "X")], []]) == 2
    assert (samples_for(1), samples_for(1_000)) == (300, 30)


def brute(one: list[Unit], other: list[Unit]) -> float:
    """The cost of the best alignment, by trying everything."""
    from annotator.analysis.agreement_alignment import dissimilarity

    if not one:
        return float(len(other))
    first, rest = one[0], one[1:]
    costs = [1 + brute(rest, other)]
    for at, there in enumerate(other):
        costs.append(dissimilarity(first, there) + brute(rest, other[:at] + other[at + 1 :]))
    return min(costs)


@given(SPANS)
def test_the_best_alignment_is_the_best(some: list[Any]) -> None:
    spans = drawn(some)
    one, other = (units_of(s for s in spans if s.annotator == who)[:5] for who in "ab")
    if one or other:
        assert disorder([one, other]) == pytest.approx(brute(one, other) * 2 / (len(one) + len(other)))
        assert disorder([other, one]) == pytest.approx(disorder([one, other]))


@given(SPANS)
def test_three_are_aligned_as_well_as_two(some: list[Any]) -> None:
    pytest.importorskip("scipy")
    spans = drawn(some)
    two = [units_of(s for s in spans if s.annotator == who)[:4] for who in "ab"]
    from annotator.analysis.agreement_alignment import _of_many

    if two[0] or two[1]:
        assert _of_many(two) == pytest.approx(brute(*two), abs=1e-6)
