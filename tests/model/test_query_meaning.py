from __future__ import annotations

import pytest

from annotator.model.codebook import from_fields, to_fields
from annotator.model.query import parse
from annotator.model.query_lookup import Names, folded
from annotator.model.query_meaning import Condition, Meaning, Target, resolve
from annotator.model.query_sides import for_documents, for_spans
from annotator.model.values import Annotator
from tests.store.finding_rig import BOOK

NAMES = Names(from_fields(to_fields(BOOK)), [Annotator("a1", "Ada Holt")], me="a1", metadata=["desk"])


def meaning(query: str) -> Meaning:
    return resolve(parse(query).root, NAMES).root


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("", Target.DOCUMENTS),
        ("is:done topic=water", Target.DOCUMENTS),
        ("water is:done", Target.WORDS),
        ("water label:PER", Target.SPANS),
        ("has:doubt", Target.DOCUMENTS),
        ("has:doubt form=direct", Target.SPANS),
    ],
)
def test_what_the_hits_are(query: str, target: Target) -> None:
    assert resolve(parse(query).root, NAMES).target is target


def test_names_become_ids() -> None:
    assert meaning('label:"quote (said)",PER') == Condition("label", values=("QUOTE", "PER"))
    assert meaning("annotator:holt") == meaning("annotator:me") == Condition("annotator", values=("a1",))
    assert meaning("Weight>2") == Condition(
        "span_attribute", "weight", (2.0,), ">", (False,), ("CLAIM",)
    )


def test_a_default_that_is_shown_is_a_value() -> None:
    found = meaning("mention=name")
    assert isinstance(found, Condition)
    assert found.has_default
    assert found.labels == ("PER",)


def test_what_is_asked_of_documents_is_asked_first() -> None:
    both = meaning("label:PER is:done (topic=water OR date:2024) NOT (is:flagged label:QUOTE)")
    assert for_documents(both) == meaning("is:done (topic=water OR date:2024)")
    assert for_spans(both) == meaning("label:PER NOT (is:flagged label:QUOTE)")
    either = meaning("label:PER OR is:done")
    assert (for_documents(either), for_spans(either)) == (meaning(""), either)


def test_names_are_compared_without_accents_and_capitals() -> None:
    assert folded("  Éric  MÜLLER-Ångström ") == "eric muller-angstrom"
