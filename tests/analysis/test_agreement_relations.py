"""Relations, attributes, and the list of what differs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from annotator.analysis.agreement import MEASURES
from annotator.analysis.agreement_counts import ALL_RELATIONS, Agreement, Article, Facet
from annotator.analysis.agreement_differences import (
    Kind,
    Texts,
    relation_differences,
    span_differences,
    value_differences,
)
from annotator.analysis.agreement_relations import links
from annotator.model.values import Relation, Span
from tests.analysis.agreeing import LAYERS, PAIR, SPANS, account, drawn, link, oracle, span, value

TEXTS = Texts(
    "d", "Title", "x" * 100, {"X": "Ex"}, {"form": "Form"}, {}, LAYERS, {"a": "Ada", "b": "Ben"}
)
FORM = Facet("attribute", "form")


def linked(case: dict[str, Any]) -> tuple[list[Span], list[Relation]]:
    spans: dict[tuple[str, tuple[int, int]], Span] = {}
    relations = []
    for who in PAIR:
        for label, start, end in case["input"][who]:
            ends = [
                spans.setdefault((who, tuple(one)), span(who, "X", tuple(one))) for one in (start, end)
            ]
            relations.append(link(who, label, *ends))
    return list(spans.values()), relations


def test_relation_f1_is_that_of_the_oracle() -> None:
    case = oracle("relations")
    spans, relations = linked(case)
    found = account(*spans, relations=tuple(relations))
    expected = case["expected"]
    assert value(found, "strict", ALL_RELATIONS) == pytest.approx(expected["strict_f1"])
    assert value(found, "ends_overlap", ALL_RELATIONS) == pytest.approx(expected["overlap_f1"])
    assert value(found, "any_type", ALL_RELATIONS) == pytest.approx(expected["unlabelled_strict_f1"])


def test_only_relations_with_shared_ends_count_under_that_condition() -> None:
    spans, relations = linked(oracle("relations"))
    found = account(*spans, relations=tuple(relations))
    # Of Ada's three only the cue has both ends among Ben's spans; of Ben's only the cue, too.
    assert value(found, "conditional", ALL_RELATIONS) == 1
    assert value(found, "strict", Facet("relation", "cue")) == 1
    assert value(found, "strict", Facet("relation", "speaker")) == 0


def test_no_relation_is_undefined_and_one_alone_is_zero() -> None:
    one, two = span("a", "X", (0, 4)), span("a", "X", (5, 9))
    assert value(account(one, two), "strict", ALL_RELATIONS) is None
    alone = account(one, two, relations=(link("a", "speaker", one, two),))
    assert value(alone, "strict", ALL_RELATIONS) == value(alone, "ends_overlap", ALL_RELATIONS) == 0
    assert value(alone, "conditional", ALL_RELATIONS) is None


def test_symmetric_relations_have_no_direction() -> None:
    ends = {who: (span(who, "X", (0, 4)), span(who, "X", (5, 9))) for who in PAIR}
    relations = [link("a", "same", *ends["a"]), link("b", "same", *reversed(ends["b"]))]
    spans = {one.id: one for some in ends.values() for one in some}
    mine, theirs = ([one for one in relations if one.annotator == who] for who in PAIR)
    assert links(mine, spans, ("same",)) == links(theirs, spans, ("same",))
    assert links(mine, spans) != links(theirs, spans)
    assert not relation_differences(mine, theirs, spans, TEXTS, symmetric=("same",))
    assert len(relation_differences(mine, theirs, spans, TEXTS)) == 2


def quotes(*forms: tuple[str, str]) -> list[Span]:
    found = []
    for at, values in enumerate(forms):
        for who, form in zip(PAIR, values, strict=True):
            found.append(span(who, "X", (5 * at, 5 * at + 4), **({"form": form} if form else {})))
    return found


def test_attribute_alpha_is_over_the_shared_spans_alone() -> None:
    spans = quotes(("direct", "direct"), ("mixed", "mixed"), ("direct", "mixed"), ("direct", ""))
    alone = span("a", "X", (90, 94), form="indirect")
    found = account(*spans, alone)
    expected = 1 - 7 * 4 / (64 - 16 - 9 - 1)  # direct 4, mixed 3, nothing 1; two of four units agree
    assert value(found, "attribute", FORM) == pytest.approx(expected)
    assert value(found, "attribute_share", FORM) == 0.5


def test_an_attribute_without_variation_is_undefined() -> None:
    found = account(*quotes(("direct", "direct"), ("direct", "direct")))
    assert value(found, "attribute", FORM) is None
    assert value(found, "attribute_share", FORM) == 1
    assert value(account(), "attribute_share", FORM) is None


def test_articles_where_nobody_gave_a_value_count_too() -> None:
    found = account(*quotes(("direct", "direct")))
    found.add(Article("e", "", PAIR), "word " * 9, quotes(("", ""), ("", "")))
    assert value(found, "attribute_share", FORM) == 1
    assert value(found, "attribute", FORM) == 1


def test_forms_of_quotes_are_compared_apart() -> None:
    found = account(*quotes(("direct", "direct"), ("indirect", "mixed")))
    assert value(found, "exact", Facet("form", "direct")) == 1
    assert value(found, "exact", Facet("form", "indirect")) == 0


def test_each_difference_is_told_once() -> None:
    mine = [
        span("a", "X", (0, 4)), span("a", "X", (10, 14)), span("a", "X", (20, 24)),
        span("a", "X", (30, 34)), span("a", "Z", (40, 44)),
    ]  # fmt: skip
    theirs = [
        span("b", "X", (0, 4)), span("b", "Y", (10, 14)), span("b", "X", (20, 29)),
        span("b", "Y", (31, 36)), span("b", "X", (40, 49)),
    ]  # fmt: skip
    found = span_differences(mine, theirs, TEXTS)
    assert [(one.kind, one.hit.start, one.what) for one in found] == [
        (Kind.LABEL, 10, "Ex (Ada) / Y (Ben)"),
        (Kind.EDGES, 20, "Ex: Ben ends 5 characters later"),
        (Kind.LABEL, 30, "Ex (Ada) / Y (Ben), and the edges differ"),
        (Kind.ONLY_ONE, 40, "Z: only Ada"),
        (Kind.ONLY_ONE, 40, "Ex: only Ben"),
    ]


def test_values_that_differ_are_told_with_their_names() -> None:
    spans = quotes(("direct", "mixed"), ("direct", ""))
    mine, theirs = ([one for one in spans if one.annotator == who] for who in PAIR)
    found = [one.what for one in value_differences(mine, theirs, TEXTS)]
    assert found == ["Form: direct (Ada) / mixed (Ben)", "Form: direct (Ada) / nothing (Ben)"]
    assert not value_differences(mine, theirs, TEXTS, ("other",))


@given(SPANS)
def test_there_are_differences_exactly_where_f1_is_below_one(some: list[Any]) -> None:
    spans = drawn(some)
    mine, theirs = ([one for one in spans if one.annotator == who] for who in PAIR)
    found = value(account(*spans), "exact")
    assert (found in (None, 1)) == (not span_differences(mine, theirs, TEXTS))
    assert len(span_differences(mine, theirs, TEXTS)) == len(span_differences(theirs, mine, TEXTS))


def test_all_measures_say_what_they_are_and_when_they_are_not() -> None:
    for one in MEASURES.values():
        assert one.definition.endswith(".")
        assert one.undefined.endswith(".")
    assert Agreement({}, {}).pairs == {}
