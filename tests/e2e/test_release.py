from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Annotator

LINES = (
    {"kind": "annotator", "id": "0190aaaa-0000-7000-8000-000000000001", "name": "Mia"},
    {
        "kind": "document",
        "title": "Ferry",
        "text": "Ada Holt waited.",
        "spans": [{"label": "PER", "fragments": [[0, 8]], "annotator": "Mia"}],
    },
)
TERMS = ("--license", "cc-by-4.0", "--articles-license", "other")


@pytest.fixture
def marked(annotator: Annotator, tmp_path: Path) -> Path:
    path = tmp_path / "marked.annodb"
    (tmp_path / "marked.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
    annotator("new", path)
    annotator("import", path, tmp_path / "marked.jsonl", "--annotator", "Mia")
    return path


def test_a_release_is_made_and_told(annotator: Annotator, marked: Path) -> None:
    said = annotator("release", marked, "out", *TERMS, "--format", "brat", "--split", "none")
    assert said.status == 0
    assert "out: 1 article, 1 span, 0 relations (train 1)." in said.out
    assert Path("out/brat").is_dir()
    assert Path("out/README.md").is_file()


def test_without_texts_and_back(annotator: Annotator, marked: Path) -> None:
    assert annotator("release", marked, "out", "--license", "cc0-1.0", "--without-texts").status == 0
    Path("ferry.txt").write_text("Ada Holt waited.")
    said = annotator("restore", "out", "ferry.txt", "whole.jsonl")
    assert (said.status, said.error) == (0, "")
    assert "1 article with text and annotations" in said.out


def test_restore_ends_with_1_where_articles_are_missing(annotator: Annotator, marked: Path) -> None:
    Path("more.txt").write_text("Bo Lind slept.")
    annotator("import", marked, "more.txt", "--annotator", "Mia")
    annotator("release", marked, "out", "--license", "cc0-1.0", "--without-texts")
    said = annotator("restore", "out", "more.txt", "whole.jsonl")
    assert said.status == 1
    assert "“Ferry”: not found." in said.out


def test_options_go_to_their_format(annotator: Annotator, marked: Path) -> None:
    terms = (*TERMS, "--format", "huggingface", "--split", "none")
    said = annotator("release", marked, "out", *terms, "-o", "huggingface.files=jsonl")
    assert said.status == 0
    assert list(Path("out/huggingface/data").glob("train-*.jsonl"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--license", "cc0-1.0"), "licence do you pass the articles"),
        ((*TERMS, "--gold"), "no decided annotations"),
        ((*TERMS, "--label", "NONE"), "no label"),
        ((*TERMS, "--annotator", "Nobody"), "Nobody"),
        ((*TERMS, "--shares", "1,2"), "80,10,10"),
        ((*TERMS, "--say", "age=7"), "no part"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    annotator: Annotator, marked: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = annotator("release", marked, "out", *arguments)
    assert done.status == 1
    assert said in done.error
    assert done.error.count("\n") == 1
    assert not Path("out").exists()


def test_an_option_of_no_format_is_wrong_usage(annotator: Annotator, marked: Path) -> None:
    assert annotator("release", marked, "out", *TERMS, "-o", "files=jsonl").status == 2
    assert annotator("release", marked, "out").status == 2


def test_a_label_can_be_called_by_its_name(annotator: Annotator, marked: Path) -> None:
    said = annotator("release", marked, "out", *TERMS, "--format", "none", "--label", "person")
    assert "1 span" in said.out
