"""Projects that go out as REFI-QDA and come back."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change, Edit
from annotator.model.values import now
from annotator.store.project import Project
from tests.formats.declared import undeclared
from tests.jobs.random_projects import CODEBOOK, projects

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@pytest.mark.parametrize("crlf", ["no", "yes"])
@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
@given(changes=projects())
def test_a_project_comes_back(crlf: str, changes: list[Change]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Project.create(folder / "a.annodb", title="Ähren", codebook=CODEBOOK) as first:
            first.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            report = export(first, folder / "out.qdpx", format="refi-qda", options={"crlf": crlf})
            if not first.documents():
                return
            with create_project(folder / "b.annodb", codebook="conll2003-ner") as second:
                import_paths(second, [folder / "out.qdpx"])
                assert undeclared(first, second, report, "refi-qda") == []
                for document in first.documents():
                    ours, theirs = first.spans(document.id), second.spans(document.id)
                    assert {one.id for one in ours} == {one.id for one in theirs}
