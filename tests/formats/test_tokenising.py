from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.kit.flattening import Piece, flat_on_tokens, flatten, pieces
from annotator.formats.kit.losses import Losses
from annotator.formats.kit.tokenising import Tokens
from annotator.model.fragment import Fragment, normalise
from annotator.model.tokens import sentences
from annotator.model.values import Span

HARD = (
    st.text(st.sampled_from("ab-_.!\u0301 \n\t\u2028\x1c\x85\u00a0\u05e9\u3002\u201c\u201d'\U0001f600"))
    | st.text()
)


def span(id_: str, *fragments: tuple[int, int], label: str = "PER") -> Span:
    return Span(id_, "d", label, normalise(fragments), "", "mia")


@given(HARD)
def test_tokens_are_words_and_single_signs(text: str) -> None:
    tokens = Tokens(text)
    rule = r"[\w\u0300-\u036f]+(?:[-_][\w\u0300-\u036f]+)*|\S"
    assert tokens.words() == re.findall(rule, text)
    assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words()
    assert "".join(tokens.words()) == "".join(text.split())


@given(st.text("ab1-_., \n\x1c\u201c\u201d\u2019\u2014\u2026\u20ac"))
def test_typographic_signs_change_no_token(text: str) -> None:
    assert Tokens(text).words() == Tokens(f"{text} \u0416").words()[:-1]


@given(HARD)
def test_gliners_rule_is_kept_to_the_letter(text: str) -> None:
    assert Tokens(text, is_gliners=True).words() == re.findall(r"\w+(?:[-_]\w+)*|\S", text)


@given(HARD)
def test_sentences_hold_every_token_once(text: str) -> None:
    found = Tokens(text).sentences()
    assert [at for one in found for at in range(one.first, one.end)] == list(range(len(Tokens(text))))


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Quill left. | She ran.",
        "\u201cIt is wet,\u201d he said. | \u201cVery.\u201d | The end.",
        "The U.S. Senate met at 5 p.m. on Monday. | It voted.",
        "J. Quill (see p. 3) agreed! | Why? | 40 others did not.",
        "One line\n| another line\n\n| a third",
        "It rose 3.5 percent to 1.2 million. | That is all \u2026 he said.",
        "\u6211\u6765\u3002| \u4f60\u53bb\u3002",
    ],
)
def test_sentences_begin_where_people_begin_them(text: str) -> None:
    tokens = Tokens(text.replace("| ", ""))
    parts = [text_of(tokens, one.first, one.end) for one in tokens.sentences()]
    assert parts == [part.strip() for part in text.split("|")]


def text_of(tokens: Tokens, first: int, end: int) -> str:
    return tokens.text[tokens.starts[first] : tokens.ends[end - 1]]


def test_sentences_are_those_of_the_page_in_plain_news() -> None:
    text = (
        "Dr. Ola Brandt spoke on Jan. 5. She said that \u201cno one\u201d came. Nobody did!\n"
        "A new line. An end."
    )
    page = [text[start:end] for start, end in sentences(text, 0, len(text))]
    tokens = Tokens(text)
    assert [text_of(tokens, one.first, one.end) for one in tokens.sentences()] == page


@pytest.mark.parametrize(
    ("how", "first", "end", "moved"),
    [("expand", 0, 2, True), ("contract", 1, 2, True), ("strict", None, None, None)],
)
def test_edges_inside_a_word(how: str, first: int | None, end: int | None, moved: bool | None) -> None:
    found = Tokens("owner left now").align(2, 10, how)  # type: ignore[arg-type]
    assert found == (None if first is None else (first, end, moved))


def test_what_holds_no_word_is_nowhere() -> None:
    tokens = Tokens("one  two")
    assert tokens.align(3, 5) is None
    assert tokens.align(1, 2, "contract") is None
    assert tokens.align(0, 3) == (0, 1, False)


STRETCHES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=12)


@given(STRETCHES)
def test_what_is_kept_does_not_overlap_and_nothing_else_would_fit(
    stretches: list[tuple[int, int]],
) -> None:
    candidates = [
        Piece(start, start + length, span(f"s{number}", (start, start + length)))
        for number, (start, length) in enumerate(stretches)
    ]
    flat = flatten(candidates)
    assert all(one.end <= other.start for one, other in pairwise(flat.kept))
    assert len(flat.kept) + len(flat.dropped) == len(candidates)
    for one in flat.dropped:
        assert any(one.start < kept.end and kept.start < one.end for kept in flat.kept)


def test_priority_then_length_then_place_decides() -> None:
    long, early = Piece(2, 9, span("b", (2, 9))), Piece(0, 3, span("a", (0, 3)))
    other = Piece(2, 4, span("c", (2, 4), label="LOC"))
    assert flatten([early, other, long]).kept == [long]
    assert flatten([early, other, long], ["LOC"]).kept == [other]
    assert flatten([early, Piece(2, 5, span("d", (2, 5)))]).kept == [early]


def test_losses_name_each_span() -> None:
    losses = Losses()
    tokens = Tokens("Ada Quill said no")
    spans = [
        span("a", (0, 9)),
        span("b", (4, 9)),
        span("c", (11, 14)),
        span("d", (9, 10)),
        span("e", (0, 1), (15, 17)),
    ]
    kept = flat_on_tokens(pieces(spans, "drop", losses), tokens, "expand", (), losses)
    assert [(one.start, one.end, one.span.id) for one in kept] == [(0, 2, "a"), (2, 3, "c")]
    losses.begin("", "")
    assert {(one.kind.action, one.ids) for one in losses.details()} == {
        ("dropped", ("e",)),
        ("dropped", ("d",)),
        ("dropped", ("b",)),
        ("moved", ("c",)),
    }


def test_pieces_are_split_or_covered() -> None:
    one = span("a", (0, 2), (5, 7))
    assert pieces([one], "split", Losses()) == [(0, 2, one), (5, 7, one)]
    assert pieces([one], "cover", Losses()) == [(0, 7, one)]
    assert pieces([one], "drop", Losses()) == []
    assert one.fragments == (Fragment(0, 2), Fragment(5, 7))
