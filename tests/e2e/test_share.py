"""Sharing through a folder, and refusing to work in one, on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from annotator.store.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Annotator


@pytest.fixture
def team(tmp_path: Path) -> Path:
    folder = tmp_path / "team"
    folder.mkdir()
    return folder


def test_a_colleague_begins_from_the_folder_and_sends_back(
    annotator: Annotator, tmp_path: Path, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = tmp_path / "ferry.txt"
    article.write_text("The ferry will sail, Lena Vogt said.\n")
    monkeypatch.setenv("ANNOTATOR_REPLICA", "mia")
    annotator("new", "news.annodb")
    assert annotator("share", "news.annodb", team).out == "Published.\n"
    monkeypatch.setenv("ANNOTATOR_REPLICA", "tom")
    assert "Made tom.annodb from what lies in" in annotator("share", "tom.annodb", team).out
    annotator("import", "tom.annodb", article, "--annotator", "Tom")
    annotator("share", "tom.annodb", team)
    monkeypatch.setenv("ANNOTATOR_REPLICA", "mia")
    (team / "torn.annodb").write_text("half")
    said = annotator("share", "news.annodb", team, "--json")
    found = json.loads(said.out)
    assert said.status == 1
    assert found["arrivals"] == ["tom.tom.annodb"]
    assert [one["name"] for one in found["problems"]] == ["torn.annodb"]
    assert {one["who"] for one in found["publishers"] if not one["is_own"]} == {"Tom"}
    assert json.loads(annotator("stats", "news.annodb", "--json").out)["documents"] == 1


def test_a_synced_folder_is_refused_unless_one_insists(
    annotator: Annotator, team: Path, tmp_path: Path
) -> None:
    (team / ".stfolder").mkdir()
    said = annotator("new", team / "news.annodb")
    assert said.status == 1
    assert "in a folder that Syncthing synchronises" in said.error
    assert "annotator share MINE.annodb" in said.error
    assert annotator("new", team / "news.annodb", "--here").status == 0
    assert annotator("undo", team / "news.annodb").status == 1
    assert annotator("history", team / "news.annodb").status == 0


def test_a_project_that_is_open_elsewhere_is_not_shared_past_its_holder(
    annotator: Annotator, team: Path, tmp_path: Path
) -> None:
    annotator("new", "news.annodb")
    with Project.open(tmp_path / "news.annodb"):
        said = annotator("share", "news.annodb", team)
    assert said.status == 1
    assert "is open already" in said.error


def test_the_project_itself_in_the_folder_is_refused(annotator: Annotator, team: Path) -> None:
    annotator("new", team / "news.annodb")
    said = annotator("share", team / "news.annodb", team)
    assert "itself lies in" in said.error
    assert "There is no folder" in annotator("share", team / "news.annodb", team / "none").error
