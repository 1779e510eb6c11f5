"""What bad input gets: one line that names the file and the way out; nothing is changed."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from annotator.formats import files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.conftest import Annotator


def _enormous(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(files.LARGEST_ARTICLE + 1)


ARTICLES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "missing.txt": (lambda path: None, "There is no file", "Check the name"),
    "empty.txt": (lambda path: path.write_bytes(b""), "is empty", "nothing in it"),
    "binary.txt": (lambda path: path.write_bytes(bytes(range(256)) * 9), "is not a text", "--encoding"),
    "paper.txt": (lambda path: path.write_bytes(b"%PDF-1.7 \0"), "is a PDF", "Give it the ending"),
    "old.txt": (
        lambda path: path.write_bytes("Zoë’s café: “No.”".encode("cp1252")),
        "cannot be told for certain",
        "--encoding windows-1252",
    ),
    "enormous.txt": (_enormous, "50,000,001 bytes", "Cut it into several"),
    "notes.wps": (lambda path: path.write_bytes(b"WPS"), "does not know files that end in", "--format"),
    "folder": (lambda path: path.mkdir(), "There is no article in the folder", "searched"),
    "broken.md": (lambda path: path.write_text("---\na: b: c\n---\nx"), "line 2", "quotation marks"),
    "bare.html": (lambda path: path.write_text("<p></p>"), "no article was found", ".txt"),
    "cut.jsonl": (
        lambda path: path.write_text('{"kind": "docu'),
        "line 1: this is not JSON",
        "JSON object",
    ),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_that_cannot_be_imported(
    annotator: Annotator, news: Path, tmp_path: Path, name: str
) -> None:
    make, problem, way_out = ARTICLES[name]
    make(tmp_path / name)
    before = news.read_bytes()
    said = annotator("import", news, name)
    assert (said.status, said.out) == (1, "")
    assert said.error.count("\n") == 1
    for part in (name, problem, way_out):
        assert part in said.error
    assert news.read_bytes() == before


def _other_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE stamps (country TEXT)")
    connection.close()


PROJECTS: dict[str, Callable[[Path], object]] = {
    "missing.annodb": lambda path: None,
    "empty.annodb": lambda path: path.write_bytes(b""),
    "text.annodb": lambda path: path.write_text("This is no project. " * 40),
    "stamps.annodb": _other_program,
    "folder.annodb": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("command", [["stats"], ["check"], ["history"], ["undo"], ["search", "x"]])
@pytest.mark.parametrize("name", PROJECTS)
def test_a_file_that_is_no_project(
    annotator: Annotator, tmp_path: Path, name: str, command: list[str]
) -> None:
    path = tmp_path / name
    PROJECTS[name](path)
    before = path.read_bytes() if path.is_file() else None
    said = annotator(command[0], name, *command[1:])
    assert (said.status, said.out) == (1, "")
    assert said.error.count("\n") == 1
    assert name in said.error
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_damaged_project_is_left_as_it_is(annotator: Annotator, news: Path) -> None:
    content = news.read_bytes()
    news.write_bytes(content[: len(content) // 2])
    said = annotator("stats", news)
    assert said.status == 1
    assert "news.annodb" in said.error
    assert news.read_bytes() == content[: len(content) // 2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "news.annodb"], "exists already"),
        (["new", "a.annodb", "--codebook", "nonsense"], "There is no codebook “nonsense”"),
        (["new", "no/folder/a.annodb"], "There is no folder"),
        (["import", "news.annodb", "news.annodb"], "does not know files that end in “.annodb”"),
        (["export", "news.annodb", "out", "--format", "wps"], "There is no format “wps”"),
        (["export", "news.annodb", "out", "--format", "text"], "can be read, not written"),
        (
            ["export", "news.annodb", "news.annodb", "--format", "annotator", "--force"],
            "the project itself",
        ),
        (["export", "news.annodb", "no/out", "--format", "annotator"], "There is no folder"),
        (["export", "news.annodb", "o", "--format", "csv", "--annotator", "Bo"], "No annotator of"),
        (["undo", "news.annodb", "--annotator", "Bo"], "there is: Mia"),
    ],
)
def test_wishes_that_cannot_be_granted(
    annotator: Annotator, news: Path, arguments: list[str], said: str
) -> None:
    before = news.read_bytes()
    found = annotator(*arguments)
    assert (found.status, found.out) == (1, "")
    assert said in found.error
    assert news.read_bytes() == before


def test_a_window_without_a_file_or_a_display_says_so(
    annotator: Annotator, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "There is no file gone.annodb" in annotator("gone.annodb").error
    said = annotator(news)
    assert said.status == 1
    assert "QT_QPA_PLATFORM=offscreen" in said.error
