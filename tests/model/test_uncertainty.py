from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotator.assets import resources
from annotator.model import codebook as codebooks
from annotator.model.annotations import PIECE, Annotations, reading_order
from annotator.model.fragment import Fragment
from annotator.model.uncertainty import is_uncertain, next_uncertain
from annotator.model.values import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model.values import Relation

RAW = json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8"))
BOOK = codebooks.from_fields(codebooks.to_fields(RAW))
START = (-1, 1, "")


class Shelf:
    """Spans from a list; `read` counts the pieces that were asked for."""

    def __init__(self, *spans: Span) -> None:
        self.spans = spans
        self.read = 0

    def span(self, span_id: str) -> Span | None:
        return next((one for one in self.spans if one.id == span_id), None)

    def spans_between(self, document_id: str, start: int, end: int) -> list[Span]:
        self.read += 1
        return [one for one in self.spans if one.start < end and one.end > start]

    def relations_of(self, span_ids: Sequence[str]) -> list[Relation]:
        return []


def span(id_: str, start: int, *, by: str = "anna", value: str = "unsure") -> Span:
    return Span(
        id=id_,
        document_id="d",
        label="PER",
        fragments=(Fragment(start, start + 4),),
        text="Roth",
        annotator=by,
        created="",
        modified="",
        attributes={"certainty": value},
    )


@pytest.mark.parametrize(
    ("value", "expected"), [("unsure", True), ("Uncertain", True), ("sure", False), ("", False)]
)
def test_a_choice_says_who_is_not_sure(value: str, expected: bool) -> None:
    assert is_uncertain(span("a", 0, value=value), BOOK) is expected


def test_only_choices_count() -> None:
    written = replace(span("a", 0), attributes={"unknown": "unsure", "mention": "name"})
    assert not is_uncertain(written, BOOK)


def test_the_next_one_is_one_s_own_and_behind_the_place() -> None:
    shelf = Shelf(span("a", 5), span("b", 9, by="ben"), span("c", 12, value="sure"), span("d", 20))
    annotations = Annotations("d", 100, shelf)
    first = next_uncertain(annotations, BOOK, START, 100, by="anna")
    assert first is not None
    assert first.id == "a"
    second = next_uncertain(annotations, BOOK, reading_order(first), 100, by="anna")
    assert second is not None
    assert second.id == "d"
    assert next_uncertain(annotations, BOOK, reading_order(first), 20, by="anna") is None


def test_no_more_is_read_than_needed() -> None:
    shelf = Shelf(span("far", 3 * PIECE))
    annotations = Annotations("d", 9 * PIECE, shelf)
    assert next_uncertain(annotations, BOOK, START, 2 * PIECE, by="anna") is None
    assert shelf.read == 2
    assert next_uncertain(annotations, BOOK, START, 9 * PIECE, by="anna") == shelf.spans[0]
    assert shelf.read == 4
