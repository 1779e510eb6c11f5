"""Agreement of spans and tokens: hand-made cases, and what must always hold."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis import agreement_coefficients as coefficients
from annotator.analysis.agreement import MEASURES
from annotator.analysis.agreement_counts import ALL_LABELS, EVERYBODY, Agreement, Article, Facet
from annotator.analysis.agreement_intervals import GROUPS, Score, Scores, quantile, weights_of
from annotator.model.fragment import Fragment
from annotator.model.values import Span
from tests.analysis.agreeing import (
    ATTRIBUTES,
    LAYERS,
    PAIR,
    SPANS,
    TEXT,
    THREE,
    account,
    drawn,
    oracle,
    oracle_spans,
    span,
    value,
)

OF_SPANS = [one.id for one in MEASURES.values() if one.family in ("spans", "tokens", "units")]


def token_spans(case: dict[str, Any]) -> list[Span]:
    return [
        span(who, label, (5 * at, 5 * at + 4))
        for who in PAIR
        for at, label in enumerate(case["input"][who])
        if label != "O"
    ]


@pytest.mark.parametrize("id_", ["kappa-token", "kappa-token-annotated-only"])
def test_kappa_is_that_of_three_packages(id_: str) -> None:
    case = oracle(id_)
    found = account(*token_spans(case))
    measure = "kappa" if id_ == "kappa-token" else "kappa_labelled"
    assert value(found, measure) == pytest.approx(case["expected"]["kappa"], abs=1e-9)


@pytest.mark.parametrize("id_", ["kappa-token", "kappa-degenerate"])
def test_kappa_of_plain_values(id_: str) -> None:
    case = oracle(id_)
    table: dict[tuple[str, str], int] = {}
    for pair in zip(case["input"]["a"], case["input"]["b"], strict=True):
        table[pair] = table.get(pair, 0) + 1
    assert coefficients.cohen_kappa(table) == pytest.approx(case["expected"]["kappa"], abs=1e-9)


def test_fleiss_kappa_of_the_textbook() -> None:
    case = oracle("fleiss-1971")
    found = coefficients.fleiss_kappa(case["input"]["counts"])
    assert found == pytest.approx(case["expected"]["kappa"], abs=1e-9)
    with pytest.raises(ValueError, match="same number"):
        coefficients.fleiss_kappa([[2, 1], [2, 2]])


def test_fleiss_and_the_mean_of_cohens_kappa_of_three() -> None:
    case = oracle("fleiss-3x10")
    text = " ".join("word" for _ in case["input"]["items"])
    spans = [
        span("abc"[who], label, (5 * at, 5 * at + 4))
        for at, item in enumerate(case["input"]["items"])
        for who, label in enumerate(item)
    ]
    found = account(*spans, text=text, people=("a", "b", "c"))
    assert value(found, "fleiss") == pytest.approx(case["expected"]["fleiss_kappa"], abs=1e-9)
    assert value(found, "kappa") == pytest.approx(case["expected"]["mean_pairwise_cohen"], abs=1e-9)


@pytest.mark.parametrize(("id_", "name"), [("kripp-2011", "nominal"), ("kripp-degenerate", "alpha")])
def test_nominal_alpha_with_missing_values(id_: str, name: str) -> None:
    case = oracle(id_)
    units = [
        [one for one in unit if one is not None] for unit in zip(*case["input"]["coders"], strict=True)
    ]
    assert coefficients.nominal_alpha(units) == pytest.approx(case["expected"][name], abs=1e-6)


def test_span_f1_is_that_of_the_packages() -> None:
    case = oracle("span-f1")
    found = account(*oracle_spans(case), text="x" * 100)
    expected = case["expected"]
    assert value(found, "exact") == pytest.approx(expected["exact_f1"])
    assert value(found, "edges") == pytest.approx(expected["boundaries_only_f1"])
    assert value(found, "overlap") == pytest.approx(expected["overlap_same_type"]["f1"])
    assert value(found, "overlap_any") == pytest.approx(expected["overlap_any_type"]["f1"])
    assert value(found, "characters") == pytest.approx(expected["character_f1_typed"])
    for label, wanted in expected["bratiaa_f1_per_label"].items():
        assert value(found, "exact", Facet("label", label)) == pytest.approx(wanted)


def test_label_only_counts_labels_wherever_they_stand() -> None:
    found = account(*oracle_spans(oracle("span-f1")), text="x" * 100)
    assert value(found, "label") == pytest.approx(2 * 4 / 11)  # PER, ORG, QUOTE, CLAIM of 5 and 6


def test_the_mean_over_pairs_is_that_of_the_oracle() -> None:
    case = oracle("span-f1-three")
    people = ("a", "b", "c")
    found = account(*oracle_spans(case, *people), text="x" * 100, people=people)
    pairs = {"-".join(pair): value(found, "exact", members=pair) for pair in found.members()}
    assert pairs == pytest.approx(case["expected"]["pairs"])
    assert value(found, "exact") == pytest.approx(case["expected"]["mean"])


def test_spans_that_touch_do_not_overlap() -> None:
    found = account(span("a", "X", (0, 5)), span("b", "X", (5, 10)))
    assert value(found, "overlap") == oracle("nervaluate-touch")["expected"]["overlap_f1"] == 0


@pytest.mark.parametrize("measure", OF_SPANS)
def test_nothing_marked_is_undefined(measure: str) -> None:
    assert value(account(), measure) is None


def test_nothing_by_one_is_zero() -> None:
    alone = account(span("a", "X", (0, 4)))
    for measure in ("exact", "overlap", "label", "edges", "overlap_any", "characters", "kappa"):
        assert value(alone, measure) == 0


def test_one_label_everywhere_leaves_chance_corrected_measures_undefined() -> None:
    whole = account(*[span(who, "X", (0, len(TEXT))) for who in PAIR])
    assert {value(whole, one) for one in ("kappa", "fleiss", "alpha", "u_alpha")} == {None}
    assert value(whole, "exact") == 1


def test_spans_with_gaps_are_equal_only_with_all_fragments() -> None:
    gap = [(0, 4), (10, 14)]
    assert value(account(span("a", "X", *gap), span("b", "X", *gap)), "exact") == 1
    covered = account(span("a", "X", *gap), span("b", "X", (0, 14)))
    assert (value(covered, "exact"), value(covered, "overlap")) == (0, 1)


def test_what_lies_in_a_gap_neither_overlaps_nor_is_labelled() -> None:
    found = account(span("a", "X", (0, 4), (10, 14)), span("b", "X", (5, 9)))
    assert value(found, "overlap") == 0
    counts = found.of(ALL_LABELS, PAIR)[0]
    assert counts["tokens", "blank", 2] == 17
    assert counts["tokens", "first", 2, ("X",)] == 2


def test_labels_that_lie_over_each_other_are_one_category() -> None:
    nested = [span("a", "X", (0, 9)), span("a", "Y", (0, 4))]
    same = [span("b", "Y", (0, 4)), span("b", "X", (0, 9))]
    found = account(*nested, *same)
    counts = found.of(ALL_LABELS, PAIR)[0]
    assert counts["tokens", "first", 2, ("X", "Y")] == counts["tokens", "first", 2, ("X",)] == 1
    assert value(found, "kappa") == value(found, "u_alpha") == 1


def test_equal_spans_count_as_often_as_both_have_them() -> None:
    twice = [span("a", "X", (0, 4)), span("a", "X", (0, 4))]
    assert value(account(*twice, span("b", "X", (0, 4))), "exact") == pytest.approx(2 / 3)


def test_layers_are_compared_apart() -> None:
    found = account(span("a", "X", (0, 4)), span("b", "X", (0, 4)), span("b", "Z", (0, 4)))
    assert value(found, "exact", Facet("layer", "one")) == 1
    assert value(found, "exact", Facet("layer", "two")) == 0


def test_an_article_without_the_label_counts_in_kappa_but_not_in_f1() -> None:
    found = account(span("a", "X", (0, 4)), span("b", "X", (0, 4)), span("a", "X", (5, 9)))
    before = value(found, "kappa", Facet("label", "X"))
    found.add(Article("e", "", PAIR), TEXT, [span("a", "Z", (0, 4))])
    assert value(found, "exact", Facet("label", "X")) == pytest.approx(2 * 1 / 3)
    assert before == pytest.approx((20 * 19 - 344) / (400 - 344))  # 344 = 1 · 2 + 19 · 18
    twice = value(found, "kappa", Facet("label", "X"))
    assert twice == pytest.approx((40 * 39 - 1484) / (1600 - 1484))  # 1484 = 1 · 2 + 39 · 38


def test_fleiss_takes_the_most_common_number_and_alpha_takes_all() -> None:
    found = account(span("a", "X", (0, 4)), span("b", "X", (0, 4)))
    alone = value(found, "fleiss")
    three = [span(who, "X", (5, 9)) for who in "abc"]
    found.add(Article("e", "", ("a", "b", "c")), TEXT + " word" * 10, three)
    assert value(found, "fleiss") == value(found, "alpha") == alone == 1


def enumerated(case: dict[str, Any]) -> list[float]:
    """The values of all resamples there are."""
    values = []
    documents = case["input"]["documents"]
    for some in itertools.product(documents, repeat=len(documents)):
        both = sum(one["a"] + one["b"] for one in some)
        values.append(coefficients.shared_f1(sum(one["tp"] for one in some), both, 0) or 0.0)
    return sorted(values)


def test_the_interval_over_all_resamples_is_that_of_the_oracle() -> None:
    case = oracle("bootstrap-docs")
    values = enumerated(case)
    interval = [quantile(values, 0.025), quantile(values, 0.975)]
    assert interval == pytest.approx(case["expected"]["ci95_linear"])


def half(documents: int) -> Agreement:
    """Every second article in agreement."""
    found = Agreement(LAYERS, ATTRIBUTES)
    for number in range(documents):
        other = (0, 4) if number % 2 else (5, 9)
        some = [span("a", "X", (0, 4)), span("b", "X", other)]
        found.add(Article(str(number), "", PAIR), TEXT, some)
    return found


def score(found: Agreement, measure: str = "exact", seed: str = "0") -> Score:
    return Scores(found, seed).score(MEASURES[measure], ALL_LABELS, EVERYBODY)


@pytest.mark.parametrize("measure", ["exact", "kappa", "alpha", "u_alpha"])
def test_intervals_hold_the_value_and_follow_from_the_seed(measure: str) -> None:
    found = score(half(40), measure)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high < found.low + 0.4
    assert score(half(40), measure) == found
    assert weights_of(40, "other") != weights_of(40, "0") == weights_of(40, "0")


def test_few_articles_get_no_interval() -> None:
    assert score(half(4)) == Score(0.5, articles=4)


def test_many_articles_are_drawn_in_groups() -> None:
    found = score(half(2 * GROUPS + 2))
    assert found.value == 0.5
    assert found.low is not None
    assert found.low > 0.4


def swapped(spans: list[Span]) -> list[Span]:
    return [replace(one, annotator={"a": "b", "b": "a"}[one.annotator]) for one in spans]


@given(SPANS)
def test_measures_are_symmetric_and_bounded(some: list[Any]) -> None:
    spans = drawn(some)
    found, mirrored = account(*spans), account(*swapped(spans))
    for measure in OF_SPANS:
        one, other = value(found, measure), value(mirrored, measure)
        assert one is None or one <= 1 + 1e-12
        assert one is None or MEASURES[measure].family != "spans" or one >= 0
        assert other == (None if one is None else pytest.approx(one))


@given(SPANS)
def test_whoever_does_the_same_agrees_fully(some: list[Any]) -> None:
    mine = [replace(one, annotator="a") for one in drawn(some)]
    found = account(*mine, *(replace(one, annotator="b") for one in mine))
    for measure in OF_SPANS:
        assert value(found, measure) in (None, pytest.approx(1))


@given(THREE, st.permutations("abc"))
def test_names_and_order_do_not_matter(some: list[Any], order: list[str]) -> None:
    spans = drawn(some)
    names = dict(zip("abc", order, strict=True))
    renamed = [replace(one, annotator=names[one.annotator]) for one in reversed(spans)]
    people = ("a", "b", "c")
    found, other = account(*spans, people=people), account(*renamed, people=people)
    for measure in OF_SPANS:
        one = value(found, measure)
        assert value(other, measure) == (None if one is None else pytest.approx(one))


@given(SPANS)
def test_overlap_is_what_comparing_all_with_all_gives(some: list[Any]) -> None:
    spans = drawn(some)
    counts = account(*spans).of(ALL_LABELS, PAIR)[0]
    mine = [one for one in spans if one.annotator == "a"]
    theirs = [one for one in spans if one.annotator == "b"]
    met = sum(any(one.label == other.label and meet(one, other) for other in theirs) for one in mine)
    assert counts["spans", "met_one"] == met
    assert counts["spans", "any_one"] == sum(any(meet(one, other) for other in theirs) for one in mine)


def meet(one: Span, other: Span) -> bool:
    def characters(span: Span) -> set[int]:
        return {at for start, end in span.fragments for at in range(start, end)}

    return bool(characters(one) & characters(other))


def test_a_token_is_labelled_by_any_character_of_it() -> None:
    counts = account(span("a", "X", (2, 6))).of(ALL_LABELS, PAIR)[0]
    assert counts["tokens", "first", 2, ("X",)] == 2
    space = account(Span("", "d", "X", (Fragment(4, 5),), "", "a")).of(ALL_LABELS, PAIR)[0]
    assert space["tokens", "blank", 2] == 20
