from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.errors import FormatError
from annotator.jobs.creating import create_from_jsonl, create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change, Edit
from annotator.model.codebook import to_file
from annotator.model.threads import threads_of
from annotator.model.values import Field, now
from annotator.store.project import Project
from tests.jobs.random_projects import CODEBOOK, content, projects

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@settings(max_examples=20, deadline=None, suppress_health_check=SLOW)
@given(changes=projects())
def test_a_project_comes_back_equal_from_its_json_lines(changes: list[Change]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Project.create(folder / "a.annodb", title="Ähren “2”", codebook=CODEBOOK) as first:
            first.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            export(first, folder / "a.jsonl", format="annotator")
            with create_project(folder / "b.annodb", codebook="conll2003-ner") as second:
                people = first.annotators()
                import_paths(second, [folder / "a.jsonl"], annotator=people[0])
                assert list(content(second)) == list(content(first))
                assert grown(second, first)
                export(second, folder / "b.jsonl", format="annotator")
        ours, theirs = lines(folder / "a.jsonl"), lines(folder / "b.jsonl")
        assert without_id(ours[0]) == without_id(theirs[0])
        assert ours[2:] == theirs[2:]


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


def without_id(header: bytes) -> bytes:
    """A project that was filled by an import has an id of its own."""
    return re.sub(rb'"project":{"id":"[0-9a-f-]{36}"', b"", header)


def test_exports_are_the_same_to_the_byte_also_by_way_of_an_import(
    project: Project, tmp_path: Path
) -> None:
    import_paths(project, [Path(__file__).parents[2] / "resources" / "sample_project.jsonl"])
    with create_project(tmp_path / "b.annodb", codebook="conll2003-ner") as second:
        export(project, tmp_path / "a.jsonl", format="annotator")
        import_paths(second, [tmp_path / "a.jsonl"])
        for name, one in (("again", project), ("b", second)):
            export(one, tmp_path / f"{name}.jsonl", format="annotator")
    a, again, b = (lines(tmp_path / f"{name}.jsonl") for name in ("a", "again", "b"))
    assert a == again
    assert [without_id(a[0]), *a[1:]] == [without_id(b[0]), *b[1:]]


def test_a_label_whose_layer_is_gone_comes_back(project: Project, tmp_path: Path) -> None:
    layer = Field("label", "PER", "layer", "entity")
    project.apply(Edit("move", (Change(layer, replace(layer, value="gone")),), "", now()))
    export(project, tmp_path / "a.jsonl", format="annotator")
    with create_from_jsonl(tmp_path / "b.annodb", tmp_path / "a.jsonl") as second:
        assert to_file(second.codebook()) == to_file(project.codebook())


@pytest.mark.parametrize("name", [" ", "\u2028", "a b"])
def test_an_attribute_of_any_name_comes_back(project: Project, tmp_path: Path, name: str) -> None:
    span = {"label": "PER", "fragments": [[0, 3]], "attributes": {name: True}}
    document = {"kind": "document", "text": "Ada left.", "spans": [span]}
    (tmp_path / "hand.jsonl").write_text(json.dumps(document))
    import_paths(project, [tmp_path / "hand.jsonl"], annotator="Mia")
    export(project, tmp_path / "a.jsonl", format="annotator")
    with create_from_jsonl(tmp_path / "b.annodb", tmp_path / "a.jsonl") as second:
        assert list(content(second)) == list(content(project))


def test_only_an_empty_project_takes_the_title_over(project: Project, tmp_path: Path) -> None:
    header = {"kind": "header", "project": {"id": "x", "title": "Harbour news"}}
    for name, text in (("Harbour news", "One."), ("Other", "Two.")):
        header["project"] = {"id": "x", "title": name}
        said = [json.dumps(header), json.dumps({"kind": "document", "text": text})]
        (tmp_path / "a.jsonl").write_text("\n".join(said))
        import_paths(project, [tmp_path / "a.jsonl"], annotator="Mia")
        assert project.title == "Harbour news"
    for _ in range(2):
        project.undo(project.annotators()[0].id)
    assert project.title == "news"


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


def test_a_doubt_follows_its_span_to_a_new_id(project: Project, tmp_path: Path) -> None:
    span = {"id": "s1", "label": "PER", "fragments": [[0, 3]]}
    said = {"target_kind": "span", "annotator": "Bo", "quoted": "Ada", "created": "2026-01-02"}
    first = said | {"id": "m1", "target": "s1", "text": "A name?"}
    reply = said | {"thread": "m1", "target": "s1", "text": "Yes.", "settled": True}
    document = {"kind": "document", "text": "Ada left.", "spans": [span], "messages": [first, reply]}
    (tmp_path / "hand.jsonl").write_text(json.dumps(document | {"assignments": [{"annotator": "Bo"}]}))
    report = import_paths(project, [tmp_path / "hand.jsonl"], annotator="Mia")
    (stored,) = project.spans(report.added[0])
    (bo,) = [one.id for one in project.annotators() if one.name == "Bo"]
    (thread,) = threads_of(project.messages())
    assert [one.text for one in thread.messages] == ["A name?", "Yes."]
    assert {(one.target, one.annotator) for one in thread.messages} == {(stored.id, bo)}
    assert thread.is_settled
    assert [one.annotator for one in project.assignments()] == [bo]
    assert "2 messages, 1 assignment" in report.sentences()[0]


def test_a_message_alone_comes_into_an_article_that_is_there(project: Project, tmp_path: Path) -> None:
    document = {"kind": "document", "text": "Ada left."}
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(document))
        document["messages"] = [{"text": "Satire?", "created": "2026-01-02"}]  # type: ignore[assignment]
    for _ in range(2):
        import_paths(project, [tmp_path / "a.jsonl", tmp_path / "b.jsonl"], annotator="Mia")
    assert [one.text for one in project.messages()] == ["Satire?"]


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("messages", [{"target_kind": "page"}], "“target_kind” is “page”"),
        ("messages", [{"target_kind": "span", "target": "s9"}], "names the span “s9”"),
        ("messages", ["no"], "a message must be an object"),
        ("assignments", [{}], "“annotator” is missing"),
    ],
)
def test_what_cannot_be_shared_is_refused(
    project: Project, tmp_path: Path, key: str, value: object, problem: str
) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"kind": "document", "text": "Ada left.", key: value}))
    with pytest.raises(FormatError, match=problem):
        import_paths(project, [tmp_path / "a.jsonl"], annotator="Mia")
