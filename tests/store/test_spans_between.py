from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as some

from annotator.model.fragment import normalise
from tests.store.making import adding, edit, fast_folder, id_of, new_project, span

if TYPE_CHECKING:
    from annotator.model.values import Span
    from annotator.store.project import Project

LONG_TEXT = "0123456789" * 2_000
LENGTH = len(LONG_TEXT)
offset = some.integers(0, LENGTH)
near_limits = some.integers(4_090, 4_100) | some.integers(1, 30) | some.integers(1, LENGTH)
fragments = some.lists(some.tuples(offset, near_limits), min_size=1, max_size=3)


def placed(raw: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [tuple(one) for one in normalise((s, min(s + n, LENGTH)) for s, n in raw)]  # type: ignore[misc]


@settings(max_examples=40, deadline=None)
@given(
    spans=some.lists(fragments.map(placed).filter(bool), min_size=1, max_size=30),
    ranges=some.lists(some.tuples(offset, near_limits), min_size=1, max_size=20),
)
def test_spans_between_equals_looking_at_every_span(
    spans: list[list[tuple[int, int]]], ranges: list[tuple[int, int]]
) -> None:
    made = [span(*one, text=LONG_TEXT) for one in spans]
    with (
        fast_folder() as folder,
        new_project(Path(folder) / "p.annodb", LONG_TEXT) as project,
    ):
        project.apply(edit(*adding(*made)))
        for start, length in ranges:
            expected = touching(made, start, start + length)
            assert project.spans_between(id_of(LONG_TEXT), start, start + length) == expected


def touching(spans: list[Span], start: int, end: int) -> list[Span]:
    found = [one for one in spans if any(a < end and b > start for a, b in one.fragments)]
    return sorted(found, key=lambda one: (one.start, -one.end, one.id))


def test_the_cost_depends_on_the_range(project: Project) -> None:
    """Both halves of the question go by an index, whatever the document's size."""
    from annotator.store import annotation_queries as queries

    for query, values in ((queries._NEAR, ("d", 0, 9, 0)), (queries._LONG, ("d", 9, 0))):
        plan = project._connection.execute(f"EXPLAIN QUERY PLAN {query}", values).fetchall()
        assert all("SCAN" not in row[3] for row in plan)
        assert any("document_id=?" in row[3] for row in plan)
