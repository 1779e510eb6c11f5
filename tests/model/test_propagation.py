from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.codebook import Codebook, Label
from annotator.model.extent import Extent
from annotator.model.fragment import Fragment
from annotator.model.propagation import (
    Form,
    Source,
    candidates,
    is_ambiguous,
    is_possessive,
    source_of,
    surname,
    unlabelled,
)
from annotator.model.values import Span

JANA = Source("Jana Roth", is_name=True, is_person=True)
ROTH = Source("Roth", is_name=True, is_person=True)


def found(text: str, source: Source) -> list[tuple[str, str]]:
    return [(one.form, text[slice(*one.fragment)]) for one in candidates(text, source)]


def test_a_surname_alone_is_found_behind_a_title_too() -> None:
    text = "Jana Roth left. Mr Roth stayed, and Roth’s dog."
    assert found(text, JANA) == [("same", "Jana Roth"), ("surname", "Roth"), ("surname", "Roth")]


def test_somebody_else_of_that_name_is_not_meant() -> None:
    assert found("Jana Roth met Tomas Roth.", JANA) == [("same", "Jana Roth")]


def test_a_fuller_name_is_found_from_the_surname() -> None:
    assert found("Roth said. Jana Roth left.", ROTH) == [("same", "Roth"), ("full", "Jana Roth")]


def test_a_name_with_an_initial_more_is_the_same_person() -> None:
    assert found("It was Jana M. Roth.", JANA) == [("full", "Jana M. Roth")]


@pytest.mark.parametrize("mark", ["’s", "'s"])
def test_the_possessive_stays_outside(mark: str) -> None:
    text = f"the Delta Rail{mark} trains"
    assert found(text, Source("Delta Rail", is_name=True)) == [("possessive", "Delta Rail")]


def test_other_capitals_and_longer_names_are_groups_of_their_own() -> None:
    text = "DELTA RAIL fell. Delta Rail Holding rose."
    forms = [form for form, _ in found(text, Source("Delta Rail", is_name=True))]
    assert forms == ["capitals", "part"]


def test_words_are_whole_and_may_be_broken_by_a_line_end() -> None:
    assert found("a ferry, ferryman, the\nferry", Source("the ferry")) == [("same", "the\nferry")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jana Roth", "Roth"),
        ("Ludwig van Beethoven", "van Beethoven"),
        ("Odo Lind Jr.", "Lind"),
        ("Roth", ""),
        ("the minister", ""),
        ("", ""),
    ],
)
def test_surnames(name: str, expected: str) -> None:
    assert surname(name) == expected


def test_two_of_one_surname_are_ambiguous() -> None:
    assert is_ambiguous("Jana Roth met Tomas Roth. Roth left.", JANA, ())
    assert is_ambiguous("Jana Roth left. Roth stayed.", JANA, ["Tomas Roth"])
    assert not is_ambiguous("Jana Roth left. Roth stayed.", JANA, ["Roth"])


@pytest.mark.parametrize(
    ("id_", "name", "is_person"),
    [
        ("PER", "Person", True),
        ("X1", "Person (named)", True),
        ("ACTOR", "Actor", True),
        ("ORG", "Organisation", False),
        ("SITE", "Site", False),
    ],
)
def test_persons_are_known_by_label(id_: str, name: str, *, is_person: bool) -> None:
    span = Span("1", "d", id_, (Fragment(0, 9),), "Jana Roth", "a")
    codebook = Codebook(labels={id_: Label(id_, name, extent=Extent.NAME)})
    assert source_of(span, codebook) == replace(JANA, is_person=is_person)


def test_what_has_the_label_already_is_left_out() -> None:
    text = "Roth and Roth"
    span = Span("1", "d", "PER", (Fragment(0, 4),), "Roth", "a")
    left = unlabelled(candidates(text, ROTH), [span], "PER", by="a")
    assert [one.fragment.start for one in left] == [9]
    others = unlabelled(candidates(text, ROTH), [replace(span, annotator="b")], "PER", by="a")
    assert len(others) == 2


def test_the_apostrophe_behind_an_s_is_a_possessive() -> None:
    assert is_possessive("Williams’ house", 8)
    assert not is_possessive("Roth’ house", 4)


@given(st.lists(st.sampled_from(["Jana", "Roth", "Mr", "said", "’s", "\n", ",", "Street"]), max_size=30))
def test_candidates_never_overlap_and_have_the_words(parts: list[str]) -> None:
    text = " ".join(parts)
    ends = 0
    for one in candidates(text, JANA):
        assert one.fragment.start >= ends
        ends = one.fragment.end
        assert "Roth" in text[slice(*one.fragment)]
        assert one.form in Form
