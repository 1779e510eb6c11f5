"""Who says a quote."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.quotations import quotation_at
from annotator.suggest.attribution import Proposal, propose

ARTICLE = """Minister: 'Tax will rise' after vote

“We will,” said Tom Vey, head of the Tax Office, “appeal.” He left.

“The plan is bad,” Jana Roth, a spokesman for the ministry, told reporters on Monday. “Very bad.”

The deputy mayor, Ana Ruiz, said that the bridge was “absolutely safe” and left.

“It always was.”

Karl Holt has told parliament: “No.” The mayor disagreed. “I never saw it,” she said, pointing to Vogel.
According to the Bridge Office, it “did not move”."""

WORDS = st.sampled_from(["Roth", "said", "“", "”", ",", ".", "\n", "who", "told", ":", "the", "and"])


def proposals(word: str, text: str = ARTICLE) -> list[Proposal]:
    return propose(text, quotation_at(text, text.index(word) + 1))


@pytest.mark.parametrize(
    ("word", "source", "cue"),
    [
        ("Tax will", "Minister", ":"),
        ("appeal", "Tom Vey, head of the Tax Office", "said"),
        ("Very", "Jana Roth, a spokesman for the ministry", "told"),
        ("absolutely", "The deputy mayor, Ana Ruiz", "said"),
        ("No.", "Karl Holt", "has told"),
        ("never", "she", "said"),
        ("did not", "the Bridge Office", "According to"),
    ],
)
def test_the_first_proposal(word: str, source: str, cue: str):
    best = proposals(word)[0]
    assert ARTICLE[slice(*best.source)] == source
    assert best.cue is not None
    assert ARTICLE[slice(*best.cue)] == cue
    assert best.basis == "explicit"


def test_a_free_standing_quote_goes_to_the_last_speaker():
    best = proposals("always")[0]
    assert ARTICLE[slice(*best.source)] == "The deputy mayor, Ana Ruiz"
    assert (best.cue, best.basis) == (None, "implicit")


def test_pressing_again_offers_others():
    sources = [ARTICLE[slice(*each.source)] for each in proposals("never")]
    assert len(sources) >= 3
    assert len(set(sources)) == len(sources)


def test_the_carried_over_speaker_stands_in_the_same_paragraph():
    text = "Roth praised the team, Vogel said. “They were good.” The end."
    assert text[slice(*proposals("They", text)[0].source)] == "Vogel"


def test_no_fragments_no_proposals():
    assert propose(ARTICLE, []) == []


@given(
    st.lists(WORDS, max_size=25).map(" ".join),
    st.integers(0, 80),
    st.integers(1, 30),
)
@settings(deadline=None)
def test_sources_and_cues_lie_in_the_text_and_outside_the_quote(text: str, start: int, length: int):
    for source, cue in ((each.source, each.cue) for each in propose(text, [(start, start + length)])):
        for part in filter(None, (source, cue)):
            assert 0 <= part.start < part.end <= len(text)
        assert source.end <= start or source.start >= min(start + length, len(text))
