from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from annotator import formats
from annotator.store.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Annotator


@pytest.fixture
def labelled(annotator: Annotator, tmp_path: Path) -> Path:
    """A project with two articles: one done, with a note and spans of Mia and Bo, one new."""
    spans = [
        {"label": "PER", "fragments": [[0, 3]], "annotator": "Mia", "note": "sure?"},
        {"label": "ORG", "fragments": [[4, 8]], "annotator": "Bo"},
    ]
    states = [{"annotator": "Mia", "state": "done"}]
    rows = [
        {"kind": "document", "text": "Ada left.", "title": "One", "spans": spans, "work": states},
        {"kind": "document", "text": "Nobody came.", "title": "Two"},
    ]
    source = tmp_path / "source.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)))
    annotator("new", "a.annodb")
    assert annotator("import", "a.annodb", source, "--annotator", "Mia").status == 0
    return tmp_path / "a.annodb"


def exported(path: Path) -> list[dict[str, object]]:
    """The documents of a native file."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [row for row in rows if row["kind"] == "document"]


def test_a_trial_import_says_what_would_come_and_changes_nothing(
    annotator: Annotator, labelled: Path, tmp_path: Path
) -> None:
    (tmp_path / "new.txt").write_text("A third article.")
    (tmp_path / "empty.txt").touch()
    before = annotator("stats", labelled, "--json").out
    said = annotator("import", labelled, "new.txt", "empty.txt", "--dry-run")
    assert said.status == 1
    assert said.out.splitlines() == [
        "Nothing was changed. What would have been done:",
        "Imported 1 article.",
    ]
    assert "empty.txt is empty" in said.error
    assert annotator("stats", labelled, "--json").out == before


def test_an_import_looks_for_near_duplicates_at_its_end(annotator: Annotator, labelled: Path) -> None:
    words = " ".join(f"word{number}" for number in range(200))
    labelled.with_name("b.txt").write_text(words)
    labelled.with_name("c.txt").write_text(f"{words} end")
    assert annotator("import", labelled, "b.txt", "c.txt").status == 0
    with Project.open(labelled, read_only=True) as project:
        assert len(project.twin_groups()) == 2


def test_columns_and_options_are_said_by_name(annotator: Annotator, tmp_path: Path) -> None:
    annotator("new", "a.annodb")
    (tmp_path / "t.csv").write_text("x,y\nFerry late,<p>It was late.</p>\n")
    arguments = ["--column", "text=y", "--column", "title=x", "-o", "markup=keep"]
    assert annotator("import", "a.annodb", "t.csv", *arguments).status == 0
    annotator("export", "a.annodb", "a.jsonl", "--format", "annotator")
    [row] = exported(tmp_path / "a.jsonl")
    assert (row["title"], row["text"]) == ("Ferry late", "<p>It was late.</p>")


@pytest.mark.parametrize(
    ("arguments", "labels"),
    [
        ([], ["PER", "ORG"]),
        (["--annotator", "mia"], ["PER"]),
        (["--annotator", "Mia", "--annotator", "Bo"], ["PER", "ORG"]),
        (["--label", "organisation"], ["ORG"]),
        (["--label", "per", "--label", "ORG"], ["PER", "ORG"]),
    ],
)
def test_only_some_annotators_and_labels_are_exported(
    annotator: Annotator, labelled: Path, tmp_path: Path, arguments: list[str], labels: list[str]
) -> None:
    annotator("export", labelled, "out.jsonl", "--format", "annotator", *arguments)
    first = exported(tmp_path / "out.jsonl")[0]
    assert [span["label"] for span in first["spans"]] == labels  # type: ignore[attr-defined]


def test_only_articles_in_some_state_are_exported(
    annotator: Annotator, labelled: Path, tmp_path: Path
) -> None:
    annotator("export", labelled, "out.jsonl", "--format", "annotator", "--state", "new")
    assert [row["title"] for row in exported(tmp_path / "out.jsonl")] == ["Two"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--label", "NOPE"], 1, "There is no label “NOPE”. The labels are: PER"),
        (["--annotator", "Zoe"], 1, "No annotator of"),
        (["--state", "finished"], 2, "in-progress"),
        (["-o", "colour=red"], 1, "has no option “colour”"),
        (["-o", "scheme=red"], 1, "cannot be “red”"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    annotator: Annotator, labelled: Path, arguments: list[str], status: int, message: str
) -> None:
    said = annotator("export", labelled, "out", "--format", "conll", *arguments)
    assert said.status == status
    assert message in said.error


def test_losses_are_said_before_and_after_and_the_report_is_named(
    annotator: Annotator, labelled: Path, tmp_path: Path
) -> None:
    lost = "1 note dropped in 1 document: the format has no place for them."
    assert lost in annotator("export", labelled, "out", "--format", "conll", "--dry-run").out
    assert not (tmp_path / "out").exists()
    said = annotator("export", labelled, "out", "--format", "conll").out
    assert lost in said
    assert said.endswith("What was lost in each article stands in out.losses.jsonl.\n")
    assert (tmp_path / "out.losses.jsonl").is_file()


@pytest.mark.parametrize("name", [one.name for one in formats.formats()])
def test_each_format_tells_its_options(annotator: Annotator, name: str) -> None:
    said = annotator("formats", name).out
    for option in (*formats.named(name).read_options, *formats.named(name).write_options):
        assert f"-o {option.name}=" in said
        assert option.title in said
