from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation_columns import RelationColumns, SpanColumns
from annotator.model.fragment import Fragment
from annotator.model.values import Relation, Span

words = st.text(max_size=3)
attributes = st.dictionaries(words, st.one_of(words, st.booleans()), max_size=2)
fragments = st.lists(st.builds(Fragment, st.integers(0, 9), st.integers(0, 9)), max_size=3).map(tuple)
spans = st.lists(
    st.builds(
        Span, words, words, words, fragments, words, words, attributes, st.none() | words, words,
        words, words, words,
    ),
    max_size=4,
)  # fmt: skip
relations = st.lists(
    st.builds(
        Relation, words, words, words, words, words, words, attributes, words, words, words, words
    ),
    max_size=4,
)


@given(spans, relations)
def test_columns_are_the_values_they_were_made_of(some: list[Span], more: list[Relation]) -> None:
    own, linked = SpanColumns.of(some), RelationColumns.of(more)
    assert own == some
    assert [*linked] == more
    assert SpanColumns.of(own) is own
    assert own[1:3] == tuple(some[1:3])
    assert [own[-n] for n in range(1, len(some) + 1)] == some[::-1]


@given(st.lists(spans, min_size=1, max_size=3), st.lists(relations, min_size=1, max_size=3))
def test_parts_stand_one_after_the_other(some: list[list[Span]], more: list[list[Relation]]) -> None:
    own, linked = map(SpanColumns.of, some), map(RelationColumns.of, more)
    assert SpanColumns.joined([*own]) == [*chain(*some)]
    assert RelationColumns.joined([*linked]) == [*chain(*more)]


def test_there_is_nothing_behind_the_end() -> None:
    with pytest.raises(IndexError):
        SpanColumns.of([])[0]
