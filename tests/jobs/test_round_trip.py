from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change, Edit
from annotator.model.codebook import to_file
from annotator.model.values import now
from annotator.store.project import Project
from tests.jobs.random_projects import CODEBOOK, content, projects

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(changes=projects())
def test_a_project_comes_back_equal_from_its_json_lines(changes: list[Change]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Project.create(folder / "a.annodb", title="A", codebook=CODEBOOK) as first:
            first.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            export(first, folder / "a.jsonl", format="annotator")
            with create_project(folder / "b.annodb", codebook="conll2003-ner") as second:
                people = first.annotators()
                import_paths(second, [folder / "a.jsonl"], annotator=people[0])
                assert list(content(second)) == list(content(first))
                assert grown(second, first)
                export(second, folder / "b.jsonl", format="annotator")
        assert lines(folder / "a.jsonl")[2:] == lines(folder / "b.jsonl")[2:]


def grown(second: Project, first: Project) -> bool:
    """Whether the codebook came over; attributes that nothing defined may have joined it."""
    ours, theirs = to_file(second.codebook()), to_file(first.codebook())
    for key in ("labels", "attributes"):
        ours[key] = [item for item in ours[key] if item["id"] in {one["id"] for one in theirs[key]}]
    for label in ours["labels"]:
        label["attributes"] = [name for name in label.get("attributes", []) if name == "sure"]
    for label in theirs["labels"]:
        label.setdefault("attributes", [])
    return ours == theirs


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().split(b"\n")


def test_importing_ones_own_export_again_changes_nothing(project: Project, tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "resources" / "sample_project.jsonl"
    assert import_paths(project, [sample]).spans > 300
    export(project, tmp_path / "out.jsonl", format="annotator")
    before = project.path.read_bytes()
    report = import_paths(project, [tmp_path / "out.jsonl"])
    assert report.edit is None
    assert len(report.skipped) == 14
    assert project.path.read_bytes() == before


def test_a_sound_codebook_comes_over_to_the_letter(project: Project, tmp_path: Path) -> None:
    export(project, tmp_path / "a.jsonl", format="annotator")
    with create_project(tmp_path / "b.annodb", codebook="conll2003-ner") as second:
        import_paths(second, [tmp_path / "a.jsonl"], annotator="Mia")
        assert to_file(second.codebook()) == to_file(project.codebook())
