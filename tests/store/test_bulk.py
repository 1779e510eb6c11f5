from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotator.errors import UserError
from annotator.model.additions import Additions
from annotator.model.annotation_columns import RelationColumns, SpanColumns
from annotator.store.project import Project
from tests.store.making import (
    ADA,
    CODEBOOK,
    TEXT,
    adding,
    contents,
    id_of,
    importing,
    many_spans,
    relation,
    span,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from annotator.model.additions import Step
    from annotator.model.values import Relation, Span

LONG = TEXT * 40
SPANS = [*many_spans(30, LONG), span((0, 4), (10, 14), text=LONG)]


def additions(spans: Sequence[Span], relations: Sequence[Relation] = ()) -> Additions:
    return Additions(id_of(LONG), SpanColumns.of(spans), RelationColumns.of(relations))


def schema(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as file:
        return dict(file.execute("SELECT name, sql FROM sqlite_schema"))


@pytest.fixture
def empty(path: Path) -> Iterator[Project]:
    with Project.create(path, title="Harbour", codebook=CODEBOOK) as project:
        yield project


def bring_in(project: Project, *steps: Step) -> None:
    project.apply_stream("import", iter([*importing(LONG), *steps]), by=ADA)


def test_a_stream_writes_what_an_edit_writes(empty: Project, path: Path) -> None:
    before = schema(path)
    links = [relation(SPANS[0], SPANS[1])]
    bring_in(empty, additions(SPANS, links))
    assert [*empty.problems()] == []
    assert schema(path) == before
    assert contents(empty)["spans"] == sorted(SPANS, key=lambda one: one.id)
    assert contents(empty)["relations"] == links


def test_what_guards_the_file_is_there_again_after_a_failure(empty: Project, path: Path) -> None:
    before, shown = schema(path), contents(empty)
    with pytest.raises(UserError, match="not in the project"):
        bring_in(empty, *adding(span(text="another text")), additions(SPANS))
    assert schema(path) == before
    assert contents(empty) == shown
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        empty._connection.execute("INSERT INTO signature VALUES ('nobody', x'', '')")


def test_indexes_stay_where_somebody_reads(empty: Project, path: Path) -> None:
    before = schema(path)
    reading = empty._connection.execute("SELECT name FROM label")
    reading.fetchone()
    bring_in(empty, additions(SPANS))
    assert reading.fetchall()
    assert schema(path) == before
    assert [*empty.problems()] == []


def test_spans_that_lose_their_fragments_are_refused(empty: Project) -> None:
    """SQLite looks at no reference here; what is torn is still seen before it is kept."""

    def steps() -> Iterator[Step]:
        yield from importing(LONG)
        yield additions(many_spans(2_000, LONG))
        empty._connection.execute("DELETE FROM fragment")

    with pytest.raises(UserError, match="fragments"):
        empty.apply_stream("import", steps(), by=ADA)
    assert empty.documents() == []


def test_a_span_that_ends_behind_the_text_is_refused(empty: Project) -> None:
    columns = SpanColumns.of([*SPANS, span((len(LONG) - 3, len(LONG)), text=LONG)])
    wrong = replace(columns, ends=[*columns.ends[:-1], len(LONG) + 5])
    with pytest.raises(UserError, match="outside its article"):
        bring_in(empty, additions(wrong))
