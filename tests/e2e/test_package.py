from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Annotator

TEAM = ("--annotator", "Ada", "--annotator", "Ben=1", "--articles", "2", "--overlap", "50%")


@pytest.fixture
def ferries(annotator: Annotator, tmp_path: Path) -> Path:
    """A project with eight articles."""
    folder = tmp_path / "ferries"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.txt").write_text(f"Ferry {number}\n\nFerry {number} sailed to Karrow.\n")
    path = tmp_path / "ferries.annodb"
    annotator("new", path)
    annotator("import", path, folder, "--annotator", "Mia")
    return path


def test_the_table_comes_first_and_alone_if_asked(annotator: Annotator, ferries: Path) -> None:
    said = annotator("package", ferries, "out", *TEAM, "--dry-run")
    assert (said.status, said.error) == (0, "")
    lines = said.out.splitlines()
    assert lines[0].split() == ["Annotator", "Articles", "Characters", "Shared", "With", "Outlets"]
    assert [line.split()[:2] for line in lines[1:]] == [["Ada", "2"], ["Ben", "1"]]
    assert not Path("out").exists()
    assert "make work packages" not in annotator("history", ferries).out


def test_files_are_made_and_are_sound(annotator: Annotator, ferries: Path) -> None:
    said = annotator("package", ferries, "out", *TEAM, "--json")
    people = json.loads(said.out)["people"]
    assert [Path(one["file"]).name for one in people] == ["ferries Ada.annodb", "ferries Ben.annodb"]
    for one in people:
        assert Path(one["file"]).stat().st_size == one["bytes"]
        assert f"{len(one['documents'])} article" in annotator("check", one["file"]).out
    again = annotator("package", ferries, "out", "--annotator", "ada", "--assigned")
    assert again.status == 1
    assert "exists already" in again.error


def test_articles_can_be_searched_and_shared_with_one(annotator: Annotator, ferries: Path) -> None:
    options = ("--shared-with", "Mia", "--overlap", "1", "--from", "Karrow", "--open")
    said = annotator("package", ferries, "out", "--annotator", "Ada", "--articles", "3", *options)
    assert said.status == 0
    assert [line.split()[:2] for line in said.out.splitlines()[1:3]] == [["Ada", "3"], ["Mia", "3"]]
    nothing = annotator("package", ferries, "two", "--annotator", "Bo", "--from", "submarine")
    assert (nothing.status, Path("two").exists()) == (1, False)


@pytest.mark.parametrize("wrong", [("--overlap", "2"), ("--annotator", "Bo=many"), ("--annotator", " ")])
def test_wrong_usage_is_told(annotator: Annotator, ferries: Path, wrong: tuple[str, str]) -> None:
    assert annotator("package", ferries, "out", "--annotator", "Ada", *wrong).status == 2
    assert not Path("out").exists()
