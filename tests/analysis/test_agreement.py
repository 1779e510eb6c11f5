"""Agreement: hand-made cases, and values that other people's packages have computed."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.agreement import (
    MEASURES,
    PairCounts,
    exact_f1,
    kappa,
    kappa_labelled,
    overlap_f1,
)
from annotator.analysis.agreement_counts import GROUPS, Agreement
from annotator.analysis.agreement_intervals import LayerScores, quantile, scores
from annotator.model.fragment import Fragment, normalise
from annotator.model.values import Span
from tests.formats.shared import shared

TEXT = " ".join("word" for _ in range(20))
PAIR = ("a", "b")


def span(who: str, label: str, *fragments: tuple[int, int]) -> Span:
    return Span("", "d", label, normalise(fragments), "", who)


def counted(*spans: Span, text: str = TEXT, layer: str = "all") -> PairCounts:
    agreement = Agreement([layer], lambda _label: layer)
    agreement.add(text, spans, {"a", "b"})
    return agreement.groups[layer][PAIR][0]


def oracle(id_: str) -> dict[str, Any]:
    cases = json.loads(shared("oracles/agreement_oracle.json").read_text("utf-8"))["cases"]
    found: dict[str, Any] = next(case for case in cases if case["id"] == id_)
    return found


def oracle_spans(case: dict[str, Any], *names: str) -> list[Span]:
    return [
        span(who, label, (start, end))
        for who in names or PAIR
        for label, start, end in case["input"][who]
    ]


@pytest.mark.parametrize("id_", ["kappa-token", "kappa-token-annotated-only"])
def test_kappa_is_that_of_three_packages(id_: str) -> None:
    case = oracle(id_)
    spans = [
        span(who, label, (5 * at, 5 * at + 4))
        for who in PAIR
        for at, label in enumerate(case["input"][who])
        if label != "O"
    ]
    counts = counted(*spans)
    value = kappa(counts) if id_ == "kappa-token" else kappa_labelled(counts)
    assert value == pytest.approx(case["expected"]["kappa"], abs=1e-9)


def test_span_f1_is_that_of_the_packages() -> None:
    case = oracle("span-f1")
    counts = counted(*oracle_spans(case), text="x" * 100)
    expected = case["expected"]
    assert exact_f1(counts) == pytest.approx(expected["exact_f1"])
    assert overlap_f1(counts) == pytest.approx(expected["overlap_same_type"]["f1"])
    assert counts.one_met / counts.one_spans == expected["overlap_same_type"]["recall"]


def test_the_mean_over_pairs_is_that_of_the_oracle() -> None:
    case = oracle("span-f1-three")
    agreement = Agreement(["all"], lambda _label: "all")
    agreement.add("x" * 100, oracle_spans(case, "a", "b", "c"), {"a", "b", "c"})
    [found] = scores(agreement, "0")
    pairs = {"-".join(pair): one["exact"].value for pair, one in found.pairs.items()}
    assert pairs == pytest.approx(case["expected"]["pairs"])
    assert found.means["exact"].value == pytest.approx(case["expected"]["mean"])


def test_spans_that_touch_do_not_overlap() -> None:
    counts = counted(span("a", "X", (0, 5)), span("b", "X", (5, 10)))
    assert overlap_f1(counts) == oracle("nervaluate-touch")["expected"]["overlap_f1"] == 0


def test_nothing_marked_is_undefined_and_nothing_by_one_is_zero() -> None:
    assert {name: measure(counted()) for name, measure in MEASURES.items()} == dict.fromkeys(MEASURES)
    alone = counted(span("a", "X", (0, 4)))
    assert exact_f1(alone) == overlap_f1(alone) == kappa(alone) == 0


def test_one_label_everywhere_leaves_kappa_undefined() -> None:
    whole = [span(who, "X", (0, len(TEXT))) for who in PAIR]
    assert kappa(counted(*whole)) is None
    assert exact_f1(counted(*whole)) == 1


def test_spans_with_gaps_are_equal_only_with_all_fragments() -> None:
    gap = [(0, 4), (10, 14)]
    assert exact_f1(counted(span("a", "X", *gap), span("b", "X", *gap))) == 1
    covered = counted(span("a", "X", *gap), span("b", "X", (0, 14)))
    assert (exact_f1(covered), overlap_f1(covered)) == (0, 1)


def test_what_lies_in_a_gap_neither_overlaps_nor_is_labelled() -> None:
    counts = counted(span("a", "X", (0, 4), (10, 14)), span("b", "X", (5, 9)))
    assert overlap_f1(counts) == 0
    assert counts.one_sets == Counter({("X",): 2})
    assert counts.blank == 17


def test_labels_that_lie_over_each_other_are_one_category() -> None:
    nested = [span("a", "X", (0, 9)), span("a", "Y", (0, 4))]
    assert counted(*nested).one_sets == Counter({("X", "Y"): 1, ("X",): 1})
    same = [span("b", "Y", (0, 4)), span("b", "X", (0, 9))]
    assert kappa(counted(*nested, *same)) == 1


def test_equal_spans_count_as_often_as_both_have_them() -> None:
    twice = [span("a", "X", (0, 4)), span("a", "X", (0, 4))]
    assert counted(*twice, span("b", "X", (0, 4))).common == 1


def test_layers_are_counted_apart() -> None:
    agreement = Agreement(["one", "two"], lambda label: {"X": "one", "Y": "two"}[label])
    agreement.add(TEXT, [span("a", "X", (0, 4)), span("b", "Y", (0, 4))], {"a", "b"})
    assert [agreement.groups[layer][PAIR][0].one_spans for layer in ("one", "two")] == [1, 0]


def enumerated(case: dict[str, Any]) -> list[float]:
    """The values of all resamples there are."""
    values = []
    documents = case["input"]["documents"]
    for some in itertools.product(documents, repeat=len(documents)):
        pooled = PairCounts()
        for one in some:
            pooled.add(PairCounts(one_spans=one["a"], other_spans=one["b"], common=one["tp"]))
        values.append(exact_f1(pooled) or 0.0)
    return sorted(values)


def test_the_interval_over_all_resamples_is_that_of_the_oracle() -> None:
    case = oracle("bootstrap-docs")
    values = enumerated(case)
    interval = [quantile(values, 0.025), quantile(values, 0.975)]
    assert interval == pytest.approx(case["expected"]["ci95_linear"])


def measured(documents: int, seed: str = "0") -> LayerScores:
    """Every second document in agreement."""
    agreement = Agreement(["all"], lambda _label: "all")
    for number in range(documents):
        other = (0, 4) if number % 2 else (5, 9)
        agreement.add(TEXT, [span("a", "X", (0, 4)), span("b", "X", other)], {"a", "b"})
    [found] = scores(agreement, seed)
    return found


def test_intervals_hold_the_value_and_follow_from_the_seed() -> None:
    score = measured(40).means["exact"]
    assert score.value == 0.5
    assert score.low is not None
    assert score.high is not None
    assert 0.3 < score.low < 0.4 < 0.6 < score.high < 0.7
    assert measured(40) == measured(40)
    assert measured(40, "other") != measured(40)


def test_few_documents_get_no_interval() -> None:
    score = measured(4).means["exact"]
    assert (score.value, score.low, score.high) == (0.5, None, None)


def test_many_documents_are_drawn_in_groups() -> None:
    score = measured(2 * GROUPS + 2).pairs[PAIR]["exact"]
    assert score.value == 0.5
    assert score.low is not None
    assert score.low > 0.4


FRAGMENTS = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 9)), min_size=1, max_size=3)
SPANS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("XY"), FRAGMENTS), max_size=8)


@given(SPANS)
def test_overlap_is_what_comparing_all_with_all_gives(drawn: list[Any]) -> None:
    spans = [span(who, label, *((at, at + length) for at, length in some)) for who, label, some in drawn]
    counts = counted(*spans)
    met = sum(any(_meet(one, other) for other in spans) for one in spans if one.annotator == "a")
    assert counts.one_met == met
    mirrored = counted(
        *(span("ba"["ab".index(one.annotator)], one.label, *one.fragments) for one in spans)
    )
    for measure in MEASURES.values():
        assert measure(mirrored) == pytest.approx(measure(counts))


def _meet(one: Span, other: Span) -> bool:
    def characters(span: Span) -> set[int]:
        return {at for start, end in span.fragments for at in range(start, end)}

    is_other = one.annotator != other.annotator and one.label == other.label
    return is_other and bool(characters(one) & characters(other))


def test_a_token_is_labelled_by_any_character_of_it() -> None:
    assert counted(span("a", "X", (2, 6))).one_sets == Counter({("X",): 2})
    assert counted(Span("", "d", "X", (Fragment(4, 5),), "", "a")).one_sets == Counter()
