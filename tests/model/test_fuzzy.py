from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.fuzzy import FuzzyList, folded

COMMANDS = [
    "Label all equal words in the article",
    "Article done, next one",
    "Larger text",
    "École Saint-Ormel",
    "Lake",
]


def best(query: str, texts: list[str] = COMMANDS) -> list[str]:
    """The texts that fit, the best first."""
    found = sorted(FuzzyList(texts).matches(query), key=lambda match: -match.score)
    return [texts[match.number] for match in found]


def test_beginnings_of_words_and_whole_words_come_first() -> None:
    assert best("l")[0] == "Lake"
    assert best("lake")[0] == "Lake"
    assert best("lae")[0] == "Label all equal words in the article"
    assert best("ado")[0] == "Article done, next one"


def test_words_may_stand_in_any_order_and_accents_do_not_count() -> None:
    assert best("text larg") == ["Larger text"]
    assert best("ecole")[0] == "École Saint-Ormel"


def test_what_lacks_a_letter_does_not_fit() -> None:
    assert best("lakx") == []
    assert best("") == []
    assert FuzzyList([]).matches("a") == []


def test_the_letters_that_were_found_are_told() -> None:
    match = FuzzyList(["The lake"]).matches("lak")[0]
    assert match.positions == (4, 5, 6)


def test_preferred_entries_of_a_long_list_are_never_left_out() -> None:
    index = FuzzyList([f"lake {number}" for number in range(2_000)])
    numbers = {match.number for match in index.matches("la", preferred=[1_999])}
    assert 1_999 in numbers


@given(st.lists(st.text(max_size=30), max_size=30), st.text(max_size=6))
def test_every_match_holds_all_letters_of_the_query(texts: list[str], query: str) -> None:
    for match in FuzzyList(texts).matches(query):
        line = folded(texts[match.number])
        assert len(line) == len(texts[match.number])
        assert {line[at] for at in match.positions} == set("".join(folded(query).split()))


@given(st.text(min_size=1, max_size=40), st.integers(0, 39), st.integers(1, 8))
def test_a_piece_of_an_entry_finds_it(text: str, start: int, length: int) -> None:
    piece = text[start : start + length]
    assert bool(FuzzyList([text, "other"]).matches(piece)) or not piece.split()
