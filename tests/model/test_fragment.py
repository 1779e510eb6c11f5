from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.fragment import covers, exact_text, normalise

PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


@given(PAIRS)
def test_fragments_are_sorted_apart_and_cover_the_same_characters(pairs: list[tuple[int, int]]) -> None:
    normal = normalise(pairs)
    assert all(first.end < second.start for first, second in itertools.pairwise(normal))
    for position in range(31):
        assert covers(normal, position) == any(start <= position < end for start, end in pairs)


def test_the_text_of_several_fragments_is_joined_by_a_mark_of_its_own() -> None:
    assert exact_text("We will, she said, appeal", [(0, 8), (18, 25)]) == "We will,␟ appeal"
