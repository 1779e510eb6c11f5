from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.minhash import BANDS, bands, resemblance, shingles, signature

WORDS = [f"word{number}" for number in range(900)]


def text_of(seed: int, length: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def share(one: str, other: str) -> set[bytes]:
    return set(bands(signature(shingles(one)))) & set(bands(signature(shingles(other))))


@given(seed=st.integers(0, 10_000), length=st.integers(120, 700), edits=st.integers(0, 5))
def test_a_text_with_small_edits_is_a_candidate_and_resembles(
    seed: int, length: int, edits: int
) -> None:
    words = text_of(seed, length)
    changed = list(words)
    for place in random.Random(seed + 1).sample(range(length), edits):
        changed[place] = "changed"
    one, other = " ".join(words), " ".join(changed)
    assert share(one, other)
    assert resemblance(shingles(one), shingles(other)) >= 0.75


@given(seed=st.integers(0, 10_000))
def test_unrelated_texts_do_not_resemble(seed: int) -> None:
    one, other = " ".join(text_of(seed, 300)), " ".join(text_of(seed + 20_000, 300))
    assert resemblance(shingles(one), shingles(other)) < 0.1


@given(st.text())
def test_every_text_has_a_signature(text: str) -> None:
    found = shingles(text)
    assert 0 <= min(found) <= max(found) < 2**32
    assert len(bands(signature(found))) == BANDS


def test_the_signature_of_a_text_never_changes() -> None:
    text = "Harbour master Ilka Brandt said the ferry was late. “We waited two hours,” she said."
    assert signature(shingles(text)).hex()[:32] == "827651052198715723a76c8a1fb768e8"


def test_quotation_marks_and_white_space_make_no_difference() -> None:
    assert shingles("“We  waited,”\nshe said.") == shingles('"We waited," she said.')


def test_a_text_without_spaces_is_compared_by_its_characters() -> None:
    text = "渡轮因大雾延误两小时乘客在码头等候没有人通知他们港务长说这是雾的错" * 3
    assert share(text, text.replace("港务长", "市长", 1))


@pytest.mark.parametrize("text", ["", "one", "one two"])
def test_a_text_of_few_words_is_one_shingle(text: str) -> None:
    assert len(shingles(text)) == 1
