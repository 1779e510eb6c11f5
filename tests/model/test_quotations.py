"""Quotation marks of all styles, and quotes of several fragments."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.quotations import quotation_at, quotations


def quoted(text: str, *, nested: bool = False) -> list[str]:
    return [text[start:end] for (start, end), _, _ in quotations(text, 0, len(text), nested=nested)]


def quote(text: str, word: str) -> list[str]:
    return [text[start:end] for start, end in quotation_at(text, text.index(word) + 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Yes,” she said.", ["“Yes,”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("‘It’s the workers’ right, isn’t it?’ he said.", ["‘It’s the workers’ right, isn’t it?’"]),
        ("'It's the workers' right, isn't it?' he said.", ["'It's the workers' right, isn't it?'"]),
        ("„Ja“, sagte sie, „nein“.", ["„Ja“", "„nein“"]),
        ("‚Ja‘, sagte sie.", ["‚Ja‘"]),
        ("»Nein«, sagte er.", ["»Nein«"]),
        ("« Non », dit-il.", ["« Non »"]),
        ("‹Oui›, dit-il.", ["‹Oui›"]),
        ("「はい」と『本』。", ["「はい」", "『本』"]),
        ("”Nej”, sa hon.", ["”Nej”"]),
        ("„Tak”, powiedziała.", ["„Tak”"]),
        ('A 5-inch 3.5" disk and a 6\' 2" man.', []),
        ('"I am 6\' 2" tall," he said.', ['"I am 6\' 2" tall,"']),
        ("In the '90s rock 'n' roll, 'twas it.", []),
        ("The Roths' house and the mayor's car.", []),
    ],
)
def test_styles(text: str, expected: list[str]):
    assert quoted(text) == expected


def test_nested_quotations_come_only_when_asked_for():
    text = "“He told me ‘no’ twice,” she said."
    assert quoted(text) == ["“He told me ‘no’ twice,”"]
    assert quoted(text, nested=True) == ["“He told me ‘no’ twice,”", "‘no’"]


def test_a_quote_split_by_its_attribution_is_one_quote():
    text = "“We will,” she said, “appeal.” He left."
    assert quote(text, "We") == quote(text, "appeal") == ["“We will,”", "“appeal.”"]


def test_a_sentence_after_the_attribution_belongs_to_the_quote():
    text = "“The dam is old,” said Tom Vey. “It will not hold.” He left."
    assert quote(text, "dam") == quote(text, "hold") == ["“The dam is old,”", "“It will not hold.”"]


@pytest.mark.parametrize(
    "text",
    [
        "“The dam is old.” He paused. “It leaks.”",
        "“The dam is old,” said Roth. “It leaks,” said Vogel.",
        "“The dam is old.” Roth added: “It leaks.”",
        "“The dam is old,” said Roth, adding that “It leaks.”",
        "“The dam is old,” said Roth. “It leaks” is a phrase he likes.",
        "They called it “the dam” and “It leaks”.",
    ],
)
def test_two_quotes_stay_two(text: str):
    assert len(quote(text, "dam")) == len(quote(text, "leaks")) == 1


def test_a_quote_runs_on_over_paragraphs_that_reopen_it():
    text = "“The first part.\n\n“The second part,” he said. “The third.”\n\nHe left."
    expected = ["“The first part.", "“The second part,”", "“The third.”"]
    assert quote(text, "first") == quote(text, "third") == expected
    assert [each.closed for each in quotations(text, 0, len(text))] == [False, True, True]


def test_an_unclosed_mark_quotes_the_rest_of_its_paragraph():
    assert quoted("“Nobody closed this\nNext paragraph.") == ["“Nobody closed this"]


def test_no_quotation_outside_marks():
    assert quotation_at("“Yes,” she said.", 10) == ()


@given(st.one_of(st.text(max_size=60), st.text("ab “”\"'‘’„«»\n.,?5", max_size=60)), st.integers(-2, 62))
def test_any_text_gives_sorted_fragments_in_bounds(text: str, position: int):
    found = [each.fragment for each in quotations(text, 0, len(text))]
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[start:end] == text[start:end].strip() for start, end in found)
    fragments = quotation_at(text, position)
    assert set(fragments) <= set(found)


@given(st.text("aB “”\"'‘’\n.,", max_size=50), st.integers(0, 50))
def test_every_part_of_a_quote_gives_the_same_quote(text: str, position: int):
    fragments = quotation_at(text, position)
    assert all(quotation_at(text, start + 1) == fragments for start, _ in fragments)
