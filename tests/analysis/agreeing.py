"""Hand-made and random annotations of two or more people, counted."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from annotator.analysis.agreement import MEASURES
from annotator.analysis.agreement_counts import ALL_LABELS, EVERYBODY, Agreement, Article, Facet
from annotator.analysis.agreement_intervals import Scores
from annotator.model.fragment import normalise
from annotator.model.values import AttributeValue, Relation, Span
from tests.formats.shared import shared

TEXT = " ".join("word" for _ in range(20))
PAIR = ("a", "b")
LAYERS = {"X": "one", "Y": "one", "Z": "two"}
ATTRIBUTES = {"form": frozenset("X")}


def span(who: str, label: str, *fragments: tuple[int, int], **attributes: AttributeValue) -> Span:
    return Span(f"{who}/{label}/{fragments}", "d", label, normalise(fragments), "", who, attributes)


def link(who: str, label: str, start: Span, end: Span) -> Relation:
    return Relation(f"{who}/{label}/{start.id}/{end.id}", "d", label, start.id, end.id, who)


def account(
    *spans: Span, text: str = TEXT, people: tuple[str, ...] = PAIR, relations: tuple[Relation, ...] = ()
) -> Agreement:
    """One article."""
    found = Agreement(LAYERS, ATTRIBUTES)
    found.add(Article("d", "", people), text, spans, relations)
    return found


def value(
    found: Agreement, measure: str, facet: Facet = ALL_LABELS, members: tuple[str, ...] = EVERYBODY
) -> float | None:
    return Scores(found).value(MEASURES[measure], facet, members)


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


FRAGMENTS = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 9)), min_size=1, max_size=3)
SPANS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("XYZ"), FRAGMENTS), max_size=8)
THREE = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("XYZ"), FRAGMENTS), max_size=10)


def drawn(some: list[Any]) -> list[Span]:
    return [span(who, label, *((at, at + length) for at, length in parts)) for who, label, parts in some]
