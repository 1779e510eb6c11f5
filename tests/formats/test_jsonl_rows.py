from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from annotator.formats import jsonl_writing
from annotator.formats.format import Writing
from annotator.jobs.selection import Selection
from annotator.model.change import Change, Edit
from annotator.model.values import now
from annotator.store.project import Project
from tests.jobs.random_projects import CODEBOOK, projects


class Unpacked(Selection):
    """A selection that has to be written value by value."""

    def rows(self, columns: object = None) -> None:  # type: ignore[override]
        return None

    def records(self):  # type: ignore[no-untyped-def]
        from annotator.formats.format import Record
        from annotator.store.rows import relation_from_row, span_from_row

        for one in Selection.rows(self):
            relations = [*map(relation_from_row, one.relations)]
            yield Record(one.document, one.text, [*map(span_from_row, one.spans)], relations)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=projects())
def test_lines_from_rows_are_those_from_values(changes: list[Change]) -> None:
    with tempfile.TemporaryDirectory() as name, new_project(Path(name)) as project:
        project.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
        quick = [*jsonl_writing.lines(Selection(project), Writing())]
        assert quick == [*jsonl_writing.lines(Unpacked(project), Writing())]


def new_project(folder: Path) -> Project:
    return Project.create(folder / "a.annodb", title="a", codebook=CODEBOOK)
