from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from annotator.errors import CodebookError, FormatError, UserError
from annotator.jobs.checking import check
from annotator.jobs.counting import count_project
from annotator.jobs.creating import create_from_jsonl, create_project
from annotator.jobs.importing import import_paths
from annotator.jobs.sample import copy_sample
from annotator.store.project import Project

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_project_takes_a_preset_or_a_file(tmp_path: Path) -> None:
    own = {"format": "codebook/1", "name": "Own", "labels": [{"id": "SHIP", "name": "Ship"}]}
    (tmp_path / "own.json").write_text(json.dumps(own))
    for codebook, label in (("conll2003-ner", "MISC"), (tmp_path / "own.json", "SHIP")):
        with create_project(tmp_path / f"{label}.annodb", codebook=codebook) as project:
            assert label in project.codebook().labels


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "line 1: this is not JSON"),
        (b"\xff", "is not UTF-8"),
        (b"[]", "must be a JSON object"),
        (b'{"format": "codebook/1"}', "at least one label"),
    ],
)
def test_a_bad_codebook_makes_no_project(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "own.json").write_bytes(content)
    with pytest.raises(CodebookError, match=r"own\.json") as caught:
        create_project(tmp_path / "a.annodb", codebook=tmp_path / "own.json")
    assert said in caught.value.message
    assert not (tmp_path / "a.annodb").exists()


def test_an_unknown_codebook_names_the_presets(tmp_path: Path) -> None:
    with pytest.raises(CodebookError) as caught:
        create_project(tmp_path / "a.annodb", codebook="nonsense")
    assert "news-attribution" in caught.value.hint


def test_an_existing_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.annodb").write_text("mine")
    with pytest.raises(UserError, match="exists already"):
        create_project(tmp_path / "a.annodb")
    assert (tmp_path / "a.annodb").read_text() == "mine"


def test_the_sample_is_a_project_without_errors(tmp_path: Path) -> None:
    copy_sample(tmp_path / "sample.annodb")
    with Project.open(tmp_path / "sample.annodb") as project:
        assert len(project.documents()) >= 12
        assert check(project).errors == 0


def test_a_bad_native_file_makes_no_project(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"kind": "document", "text": "a"}\n{"kind": "document"}\n')
    with pytest.raises(FormatError, match="line 2"):
        create_from_jsonl(tmp_path / "a.annodb", tmp_path / "bad.jsonl")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["bad.jsonl"]


def test_checking_names_article_span_and_rule(project: Project, tmp_path: Path) -> None:
    span = {"label": "QUOTE", "fragments": [[0, 4]], "attributes": {"form": "sung"}}
    line = {"kind": "document", "title": "Ferry", "text": "“No,” she said.", "spans": [span]}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    import_paths(project, [tmp_path / "a.jsonl"])
    report = check(project)
    assert report.errors == 1
    assert "error: Ferry: QUOTE ““No,” at 0: “sung” is no value of Form" in report.sentences()[0]
    assert "quote-needs-speaker" in {finding.kind for finding in report.findings()}


def test_counts_go_by_annotator_label_and_state(project: Project, tmp_path: Path) -> None:
    span = {"label": "PER", "fragments": [[0, 3]], "annotator": "Bo"}
    lines = [
        {"kind": "document", "text": "Ada left.", "spans": [span], "state": "done"},
        {"kind": "document", "text": "Bo came."},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    import_paths(project, [tmp_path / "a.jsonl"], annotator="Mia")
    counts = count_project(project)
    assert counts.spans == {"Bo": {"PER": 1}}
    assert counts.states["Mia"] == {"new": 1, "in progress": 0, "done": 1, "flagged": 0}
    assert counts.sentences()[0] == "2 articles, 17 characters"


def test_one_of_a_kind_is_said_so(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A")
    import_paths(project, [tmp_path / "a.txt"], annotator="Mia")
    assert count_project(project).sentences()[0] == "1 article, 1 character"
