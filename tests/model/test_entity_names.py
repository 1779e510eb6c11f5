from __future__ import annotations

import pytest

from annotator.model.entity_mentions import wording_of
from annotator.model.entity_names import (
    acronym,
    are_initials_of,
    clean,
    compared,
    is_acronym,
    is_part_of,
)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Roth’s", "roth"),
        ("JANA ROTH", "jana roth"),
        ("Dr. Jana Roth", "jana roth"),
        ("Prime Minister Jana Roth", "jana roth"),
        ("the Ministry of Finance", "ministry of finance"),
        ("Minister of Finance", "minister of finance"),
        ("Délia Vanterpool", "delia vanterpool"),
        ("Łucja Brandt", "lucja brandt"),
        ("Delta Rail Ltd.", "delta rail"),
        ("U.N.", "u n"),
        ("J. R. Roth", "j r roth"),
        ("Ryan-Holt", "ryan holt"),
        ("“Roth”,", "roth"),
    ],
)
def test_spellings_of_one_name_compare_equal(said: str, name: str) -> None:
    assert compared(said).full == name


def test_a_possessive_ending_is_no_part_of_a_name() -> None:
    assert [clean(name) for name in ("Roth’s", "the dockers'", "Roth\u241fHolt")] == [
        "Roth", "the dockers", "Roth Holt",
    ]  # fmt: skip


def test_acronyms_are_the_letters_of_the_large_words() -> None:
    assert acronym(compared("World Health Organisation")) == "who"
    assert acronym(compared("Bureau of Public Health")) == "bph"
    assert is_acronym("W.H.O.")
    assert not is_acronym("Who")
    assert not is_acronym("A")


def test_initials_stand_for_first_names() -> None:
    whole = compared("Jana Maria Roth")
    assert are_initials_of(compared("J. Roth"), whole)
    assert are_initials_of(compared("J. M. Roth"), whole)
    assert not are_initials_of(compared("T. Roth"), whole)
    assert not are_initials_of(compared("Roth"), whole)


def test_a_part_of_a_name_is_whole_words_side_by_side() -> None:
    whole = compared("Port Ellery Herald")
    assert is_part_of(compared("Herald"), whole)
    assert not is_part_of(compared("Port Herald"), whole)
    assert not is_part_of(whole, whole)


@pytest.mark.parametrize(
    "text",
    ["Jana Roth", "the Harbour Board", "Minister of Finance Jana Roth", "WHO", "الرئيس", "Mr Okafor"],
)
def test_names_are_told_from_descriptions(text: str) -> None:
    assert wording_of(text, is_open=True).is_name


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("the minister", "minister"),
        ("The Ministry", "ministry"),
        ("a spokesman for Delta Rail", "spokesman"),
        ("the union’s leader", "leader"),
        ("officials", "officials"),
        ("der Minister", "minister"),
    ],
)
def test_descriptions_have_a_head(text: str, head: str) -> None:
    assert wording_of(text, is_open=True).head == head


def test_pronouns_are_known_and_some_tell_the_gender() -> None:
    said = [wording_of(text, is_open=True) for text in ("She", "him", "their", "it", "US")]
    assert [one.is_pronoun for one in said] == [True, True, True, True, False]
    assert [one.gender for one in said[:3]] == ["she", "he", ""]
