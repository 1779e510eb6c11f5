from __future__ import annotations

import pytest

from annotator.model.codebook import AttributeType, Choice
from annotator.model.conditions import Condition
from annotator.model.conversions import Conversion, converted, key_of, number_in
from annotator.model.fragment import Fragment
from annotator.model.values import AttributeValue, Span

TEXT, NUMBER = AttributeType("a", "A", "text"), AttributeType("a", "A", "number")
YES_NO = AttributeType("a", "A", "yes/no")
CHOICE = AttributeType("a", "A", "choice", (Choice("yes", "Yes"), Choice("old", "Very old")))


@pytest.mark.parametrize(
    ("words", "number"),
    [("40", 40), ("1,5", 1.5), ("1,500", 1500), ("-2.50", -2.5), ("1 000", 1000), ("1e3", 1000.0)],
)
def test_numbers_are_read(words: str, number: float) -> None:
    assert number_in(words) == number


@pytest.mark.parametrize("words", ["", "old", "nan", "inf", "1,2,3"])
def test_what_is_no_number_is_none(words: str) -> None:
    assert number_in(words) is None


@pytest.mark.parametrize(
    ("value", "before", "after", "result"),
    [
        ("old", CHOICE, TEXT, "Very old"),
        (" YES ", TEXT, CHOICE, "yes"),
        ("very old", TEXT, CHOICE, "old"),
        (True, YES_NO, CHOICE, "yes"),
        (False, YES_NO, CHOICE, None),
        (1, NUMBER, YES_NO, True),
        ("No", TEXT, YES_NO, False),
        (2.5, NUMBER, TEXT, "2.5"),
        (1234567, NUMBER, TEXT, "1234567"),
    ],
)
def test_values_change_their_type(
    value: AttributeValue, before: AttributeType, after: AttributeType, result: AttributeValue
) -> None:
    found = converted(value, before, after)
    assert (found, type(found)) == (result, type(result))


def test_single_values_are_mapped_and_the_unfit_stay_or_go() -> None:
    mapped = Conversion(TEXT, NUMBER, {"old": 90})
    assert mapped.of("old") == (90, False)
    assert mapped.of("young") == ("young", True)
    assert Conversion(TEXT, NUMBER, drops_unfit=True).of("young") == (None, True)


def test_yes_and_one_are_different_values() -> None:
    assert (key_of(True), key_of(1)) == ("yes", "1")


@pytest.mark.parametrize(
    ("part", "test", "value", "holds"),
    [
        ("text", "contains", "vog, x", True),
        ("text", "is", "lena vogt", True),
        ("text", "starts with", "vogt", False),
        ("before", "ends with", "mayor", True),
        ("after", "starts with", "said", True),
        ("attribute.sure", "is", "yes", True),
        ("attribute.age", "is", "", True),
        ("annotator", "is not", "ada", False),
    ],
)
def test_conditions(part: str, test: str, value: str, holds: bool) -> None:
    span = Span("s", "d", "PER", (Fragment(6, 15),), "Lena Vogt", "ada", {"sure": True})
    assert Condition(part, test, value).holds(span, "Mayor Lena Vogt said so.") is holds
