from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation_columns import RelationColumns, SpanColumns
from annotator.model.fragment import Fragment
from annotator.model.values import ORIGINS, Relation, Span
from annotator.store import row_columns, rows

words = st.text(max_size=4)
values = st.one_of(words, st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False))
attributes = st.dictionaries(words, values, max_size=2)
few = st.sampled_from(["", "a", "ä\n", 'b"'])
pairs = st.lists(st.builds(Fragment, st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=3)
origins = st.sampled_from(ORIGINS)
spans = st.lists(
    st.builds(
        Span, words, words, few, pairs.map(tuple), words, few, attributes, st.none() | few, few,
        origins, few, few,
    ),
    max_size=5,
)  # fmt: skip
relations = st.lists(
    st.builds(Relation, words, words, few, words, words, few, attributes, few, origins, few, few),
    max_size=5,
)


@given(spans)
def test_spans_are_written_at_once_as_they_are_one_by_one(some: list[Span]) -> None:
    columns = SpanColumns.of(some)
    said = row_columns.attributes(columns)
    bodies = row_columns.Bodies().of_spans(columns, said)
    written = zip(bodies, row_columns.span_rows(columns, said), strict=True)
    assert [*written] == [*map(rows.span_written, some)]


@given(relations)
def test_relations_are_written_at_once_as_they_are_one_by_one(some: list[Relation]) -> None:
    columns = RelationColumns.of(some)
    said = row_columns.attributes(columns)
    bodies = row_columns.Bodies().of_relations(columns, said)
    written = zip(bodies, row_columns.relation_rows(columns, said), strict=True)
    assert [*written] == [*map(rows.relation_written, some)]


@given(st.lists(spans, max_size=4))
def test_what_bodies_have_in_common_is_kept_from_one_block_to_the_next(blocks: list[list[Span]]) -> None:
    bodies = row_columns.Bodies()
    for some in blocks:
        columns = SpanColumns.of(some)
        found = bodies.of_spans(columns, row_columns.attributes(columns))
        assert found == [*map(rows.span_body, some)]
