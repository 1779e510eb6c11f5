from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from platformdirs import user_data_path

from annotator.store import installation
from annotator.store.project import Project
from tests.ui.page_rig import make_project


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_DATA_HOME", "HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "user"))
    monkeypatch.delenv(installation.VARIABLE, raising=False)
    installation._of_session.clear()
    return user_data_path("annotator", appauthor=False)


def test_an_installation_has_one_id_that_stays(folder: Path) -> None:
    made = installation.replica()
    installation._of_session.clear()  # as after a restart
    assert installation.replica() == made == str(uuid.UUID(made))
    assert [one.name for one in folder.iterdir()] == ["replica"]


def test_a_damaged_id_is_made_anew_once(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "replica").write_bytes(b"\xff\x00 nonsense")
    made = installation.replica()
    installation._of_session.clear()
    assert installation.replica() == made == str(uuid.UUID(made))


def test_without_a_folder_the_id_holds_for_the_session(folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("a file in the place of the folder", encoding="utf-8")
    made = installation.replica()
    assert installation.replica() == made == str(uuid.UUID(made))


@pytest.mark.parametrize(("said", "holds"), [("replica-A", True), ("../../etc", False), (" ", False)])
def test_the_variable_stands_before_it(monkeypatch: pytest.MonkeyPatch, said: str, holds: bool) -> None:
    monkeypatch.setenv(installation.VARIABLE, said)
    assert (installation.replica() == said) is holds


def test_edits_say_which_installation_made_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(installation.VARIABLE, "one")
    make_project(tmp_path / "p.annodb", "A text.").close()
    monkeypatch.setenv(installation.VARIABLE, "two")
    with Project.open(tmp_path / "p.annodb") as project:
        assert project.replica == "two"
