"""Projects that go out as CAS JSON or XMI and come back."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change, Edit
from annotator.model.values import Field, now
from annotator.store.project import Project
from tests.formats.declared import undeclared
from tests.formats.gold import gold_project
from tests.jobs.random_projects import CODEBOOK, projects

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
WAYS = ("cas-json", "cas-xmi")


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
@given(changes=projects())
def test_a_project_comes_back(way: str, changes: list[Change]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Project.create(folder / "a.annodb", title="Ähren", codebook=CODEBOOK) as first:
            first.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            report = export(first, folder / "out", format=way)
            if not first.documents():
                return
            with create_project(folder / "b.annodb", codebook="conll2003-ner") as second:
                import_paths(second, [folder / "out"])
                assert undeclared(first, second, report, way) == []
                assert {one.id for one in first.annotators()} <= {one.id for one in second.annotators()}
                for document in first.documents():
                    ours, theirs = first.spans(document.id), second.spans(document.id)
                    assert [span.id for span in ours] == [span.id for span in theirs]
                assert list(first.all_work()) == list(second.all_work())
                assert report.totals == ()


@pytest.mark.parametrize("way", WAYS)
def test_the_same_project_gives_the_same_bytes(tmp_path: Path, way: str) -> None:
    with gold_project(tmp_path / "a.annodb") as project:
        for name in ("one", "two"):
            export(project, tmp_path / name, format=way)
    ours = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert ours == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}


OTHER = {
    "format": "codebook/1",
    "layers": [{"id": "x", "name": "X"}],
    "labels": [{"id": "Y", "name": "Y", "layer": "x"}],
}


@pytest.mark.parametrize("way", WAYS)
def test_files_alone_bring_labels_layers_attributes_and_entities(tmp_path: Path, way: str) -> None:
    with gold_project(tmp_path / "a.annodb") as project:
        report = export(project, tmp_path / "out", format=way)
        for path in (tmp_path / "out").glob("*.jsonl"):
            path.unlink()
        with Project.create(tmp_path / "b.annodb", title="b", codebook=OTHER) as second:
            import_report = import_paths(second, [tmp_path / "out"], annotator="Ada")
            found = undeclared(project, second, report, way)
            assert [one for one in found if "metadata differ" not in one] == []
            assert import_report.failed == ()
            assert second.codebook().label("Quote").layer == "QUOTES"
            assert "checkworthy" in second.codebook().label("Claim").attributes
            assert second.entities()[0].qid == "Q42"


@pytest.mark.parametrize("way", WAYS)
def test_relations_between_two_peoples_spans_come_back(tmp_path: Path, way: str) -> None:
    bo = "0198aaaa-0000-7000-8000-000000000002"
    with gold_project(tmp_path / "a.annodb") as project:
        document = project.documents()[0].id
        changes = [Change(None, Field("annotator", bo, "name", "Bo"))]
        changes += [Change(one, replace(one, annotator=bo)) for one in project.relations(document)]
        project.apply(Edit("give", tuple(changes), bo, now()))
        report = export(project, tmp_path / "out", format=way)
        names = {path.stem for path in (tmp_path / "out" / "annotation").rglob("*.*")}
        assert names == {"Ada", "Bo"}
        with Project.create(tmp_path / "b.annodb", title="b", codebook=OTHER) as second:
            import_paths(second, [tmp_path / "out"], annotator="Mia")
            assert undeclared(project, second, report, way) == []


@pytest.mark.parametrize("way", WAYS)
def test_articles_that_nobody_touched_are_there_too(tmp_path: Path, way: str) -> None:
    with create_project(tmp_path / "a.annodb") as project:
        said = ({"kind": "annotator", "name": "Bo"}, {"kind": "annotator", "name": "Cy"})
        said += ({"kind": "document", "text": "Ada left.", "title": "Left"},)
        (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, said)))
        import_paths(project, [tmp_path / "a.jsonl"], annotator="Bo")
        export(project, tmp_path / "out", format=way)
        assert [path.stem for path in (tmp_path / "out").glob("annotation/Left/*")] == ["INITIAL_CAS"]
        with create_project(tmp_path / "b.annodb") as second:
            import_paths(second, [tmp_path / "out"], annotator="Bo")
            assert [one.title for one in second.documents()] == ["Left"]


def test_control_characters_are_spaces_in_xmi_and_come_back(tmp_path: Path) -> None:
    with create_project(tmp_path / "a.annodb") as project:
        span = {"label": "PER", "fragments": [[2, 5]], "note": "odd \x02"}
        document = {"kind": "document", "text": "a\x01Ada \x1f", "spans": [span]}
        (tmp_path / "a.jsonl").write_text(json.dumps(document))
        import_paths(project, [tmp_path / "a.jsonl"], annotator="Bo")
        report = export(project, tmp_path / "out", format="cas-xmi")
        assert [total.sentence()[:20] for total in report.totals] == ["2 characters changed"]
        with create_project(tmp_path / "b.annodb") as second:
            import_paths(second, [tmp_path / "out"], annotator="Bo")
            assert undeclared(project, second, report, "cas-xmi") == []


@pytest.mark.parametrize("way", WAYS)
def test_without_words_the_files_hold_annotations_only(tmp_path: Path, way: str) -> None:
    with gold_project(tmp_path / "a.annodb") as project:
        report = export(project, tmp_path / "out", format=way, options={"tokens": "no"})
        (path,) = (tmp_path / "out").glob("Prices*")
        content = path.read_bytes()
        assert b'Token","@sofa"' not in content
        assert b"type:Token " not in content
        with Project.create(tmp_path / "b.annodb", title="b", codebook=OTHER) as second:
            import_paths(second, [tmp_path / "out"])
            assert undeclared(project, second, report, way) == []


def test_layers_for_inception_name_every_feature(tmp_path: Path) -> None:
    with gold_project(tmp_path / "a.annodb") as project:
        export(project, tmp_path / "out", format="cas-json")
    layers = {one["name"]: one for one in json.loads((tmp_path / "out" / "layers.json").read_bytes())}
    assert set(layers) == {
        f"webanno.custom.{n}" for n in ("Entity", "Quotes", "Claims", "Span", "Relation")
    }
    named = {one["name"]: one["type"] for one in layers["webanno.custom.Claims"]["features"]}
    assert named["checkworthy"] == "uima.cas.Boolean"
    assert layers["webanno.custom.Relation"]["type"] == "relation"
