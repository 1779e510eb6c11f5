"""Tokens, sentences, paragraphs, and what a drag snaps to."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.tokens import (
    next_sentence,
    next_token,
    paragraph_at,
    previous_sentence,
    previous_token,
    sentence_at,
    sentences,
    snap,
    token_at,
    tokens,
)

PIECES = st.sampled_from(
    ["Roth", "said", " ", "\n", "“", "”", "’s", "'", '"', ".", ",", "5.1", "U.S.", "é", "e\u0301",
     "👩‍👧", "🇩🇪", "שלום",
     "مرحبا", "東京", "\u2028", "\u2029", "\t", "\u00a0", "—", ":", "that", "«", "»"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens(text, 0, len(text))]


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


def test_names_and_contractions_are_one_token_and_a_possessive_is_its_own():
    assert words("O'Brien doesn’t like Roth’s plan") == [
        "O'Brien",
        "doesn’t",
        "like",
        "Roth",
        "’s",
        "plan",
    ]


def test_numbers_keep_their_points_and_commas():
    assert words("€3.4bn, 1,012 or 5.1 percent at 10:30") == [
        "€", "3.4bn", ",", "1,012", "or", "5.1", "percent", "at", "10:30"
    ]  # fmt: skip


@pytest.mark.parametrize("grapheme", ["👩‍👩‍👧‍👦", "👍🏽", "🇩🇪", "1️⃣", "❤️", "e\u0301"])
def test_a_grapheme_is_never_split(grapheme: str):
    assert words(f"a {grapheme} b") == ["a", grapheme, "b"]


def test_scripts_without_spaces_go_character_by_character():
    assert words("東京は") == ["東", "京", "は"]


def test_the_caret_steps_from_token_to_token():
    text = "Mira Holt left."
    assert token_at(text, 6) == (5, 9)
    assert next_token(text, 0) == (5, 9)
    assert previous_token(text, 10) == (5, 9)
    assert next_token(text, 14) is None
    assert previous_token(text, 0) is None


def test_the_caret_steps_over_wide_gaps():
    text = "one" + "\n" * 5000 + "two"
    assert next_token(text, 0) == (5003, 5006)
    assert previous_token(text, 5003) == (0, 3)


def test_abbreviations_and_initials_end_no_sentence():
    assert parts("Mr. Holt met Dr. J. K. Vogel in the U.S. on Monday. He left.") == [
        "Mr. Holt met Dr. J. K. Vogel in the U.S. on Monday.",
        "He left.",
    ]


def test_closing_marks_belong_to_their_sentence():
    assert parts("“We lost.” The end... And more") == ["“We lost.”", "The end...", "And more"]


def test_a_question_inside_a_quote_does_not_end_the_sentence():
    assert parts("“Why?” Roth asked. She left.") == ["“Why?” Roth asked.", "She left."]


def test_german_dates_and_abbreviations():
    assert parts("Am 3. März kam Dr. Roth. „Das war z. B. gut“, sagte er.") == [
        "Am 3. März kam Dr. Roth.",
        "„Das war z. B. gut“, sagte er.",
    ]


def test_other_scripts_have_their_own_stops():
    assert parts("他说。她说！好？") == ["他说。", "她说！", "好？"]


def test_sentences_around_the_caret():
    text = "One came. Two went.\nThree stayed."
    assert sentence_at(text, 12) == (10, 19)
    assert next_sentence(text, 12) == (20, 33)
    assert previous_sentence(text, 12) == (10, 19)
    assert previous_sentence(text, 10) == (0, 9)


def test_paragraphs_end_at_both_kinds_of_break():
    text = "one\ntwo\u2029three"
    assert paragraph_at(text, 5) == (4, 7)
    assert paragraph_at(text, 9) == (8, 13)


def test_a_drag_grows_to_whole_tokens_and_drops_white_space():
    assert snap("the old bridge fell", 5, 12) == (4, 14)
    assert snap("the old bridge fell", 3, 8) == (4, 7)


@given(TEXTS)
def test_tokens_cover_every_visible_character_once(text: str):
    covered = [at for start, end in tokens(text, 0, len(text)) for at in range(start, end)]
    assert covered == [at for at, character in enumerate(text) if not character.isspace()]


@given(TEXTS, st.integers(-3, 70), st.integers(-3, 70))
def test_snapping_twice_changes_nothing(text: str, start: int, end: int):
    once = snap(text, start, end)
    assert 0 <= once.start <= once.end <= len(text)
    assert snap(text, *once) == once


@given(TEXTS)
def test_sentences_are_trimmed_sorted_and_apart(text: str):
    found = sentences(text, 0, len(text))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(TEXTS, st.integers(-3, 70))
def test_nothing_raises_at_any_position(text: str, position: int):
    for step in (token_at, next_token, previous_token, sentence_at, next_sentence, previous_sentence):
        found = step(text, position)
        assert found is None or 0 <= found.start < found.end <= len(text)
    after, before = next_token(text, position), previous_token(text, position)
    assert after is None or after.start > position
    assert before is None or before.start < position


def test_a_megabyte_in_one_paragraph_costs_no_more():
    text = "The minister said that Jana Roth’s plan “was good” and 5.1 percent fell. " * 14000
    for step in (token_at, next_token, previous_token, paragraph_at, sentence_at, next_sentence):
        step(text, 500_003)
        best = min(_seconds(step, text) for _ in range(5))
        assert best < 0.005, step.__name__


def _seconds(step, text: str) -> float:
    began = time.perf_counter()
    step(text, 500_003)
    return time.perf_counter() - began
