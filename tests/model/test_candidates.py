"""The places that the caret hops over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.candidates import candidates, next_candidate, previous_candidate

TEXT = (
    "Finance Minister Jana Roth said on Tuesday that unemployment fell to 5.1 percent. "
    "“We will,” said Tom Vey, “appeal.” She said the bridge was safe."
)
HOPS = [
    "Jana Roth",
    "Tuesday",
    "that unemployment fell to 5.1 percent",
    "5.1 percent",
    "“We will,”",
    "Tom Vey",
    "“appeal.”",
    "the bridge was safe",
]


def test_names_dates_numbers_quotations_and_clauses_in_text_order():
    found = candidates(TEXT, 0, len(TEXT))
    assert [TEXT[start:end] for (start, end), _ in found] == HOPS
    assert [kind for _, kind in found][:4] == ["name", "date", "clause", "number"]


def test_the_caret_hops_forward_and_back_over_the_same_places():
    forward, position = [], -1
    while hop := next_candidate(TEXT, position):
        forward.append(hop.fragment)
        position = hop.fragment.start
    back, position = [], len(TEXT)
    while hop := previous_candidate(TEXT, position):
        back.append(hop.fragment)
        position = hop.fragment.start
    assert [TEXT[start:end] for start, end in forward] == HOPS
    assert [each.start for each in back] == [each.start for each in reversed(forward)]


def test_a_hop_crosses_a_long_stretch_without_candidates():
    text = "Then Roth left. " + "and so on and on " * 100 + "until Vogel came."
    hop = next_candidate(text, 5)
    assert hop is not None
    assert text[slice(*hop.fragment)] == "Vogel"
    back = previous_candidate(text, hop.fragment.start)
    assert back is not None
    assert text[slice(*back.fragment)] == "Roth"


def hops(text: str) -> list[str]:
    return [text[slice(*each.fragment)] for each in candidates(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one word with which a sentence or a headline begins
        ("Nobody left. ‘It fell.’ Everyone stayed.", ["‘It fell.’"]),
        ("Harbour strike enters third week\n\nThe harbour strike goes on.", ["third week"]),
        ("DORVALE (NBA) — Residents fled.", ["DORVALE", "NBA"]),
        # unless it is a name elsewhere
        ("Roth left. Then Roth came back.", ["Roth", "Roth"]),
        ("Vey sighed. It was over, said Jana Vey.", ["Vey", "It was over", "Jana Vey"]),
        ("Nordair sank. They owe Nordair money.", ["Nordair", "Nordair"]),
        # a number with which a clause begins
        ("She said 12 people died.", ["12"]),
        ("The firm said 40 boats were lost.", ["40"]),
        ("Police say 5.1 percent left.", ["5.1 percent"]),
    ],
)
def test_ordinary_words_are_no_names_and_numbers_stay_in_reach(text: str, expected: list[str]):
    assert hops(text) == expected


def test_a_hop_crosses_sentences_that_begin_with_ordinary_words():
    text = (
        "Old Roth left. " + "Boats sank while roads were shut and rents rose. " * 30 + "Then Vey came."
    )
    hop = next_candidate(text, 5)
    assert hop is not None
    assert text[slice(*hop.fragment)] == "Vey"
    back = previous_candidate(text, hop.fragment.start)
    assert back is not None
    assert text[slice(*back.fragment)] == "Old Roth"


@given(st.one_of(st.text(max_size=60), st.text("aB “”\"'’.,5\n東", max_size=60)), st.integers(-2, 62))
@settings(deadline=None)
def test_any_text_gives_candidates_in_bounds(text: str, position: int):
    found = candidates(text, 0, len(text))
    starts = [each.fragment.start for each in found]
    assert starts == sorted(set(starts))
    assert all(
        text[slice(*each.fragment)].strip() == text[slice(*each.fragment)] != "" for each in found
    )
    after, before = next_candidate(text, position), previous_candidate(text, position)
    assert after is None or after.fragment.start > position
    assert before is None or before.fragment.start < position
