from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings

from annotator.ui.settings import Place, Reading, Settings, usual_path

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "s.ini")


def again(settings: Settings) -> Settings:
    """The same settings as the next start reads them."""
    settings._file.sync()
    return Settings(settings.path)


def test_at_first_everything_is_as_usual(settings: Settings) -> None:
    assert settings.theme == "system"
    assert settings.annotator_name == ""
    assert settings.reading == Reading()
    assert settings.is_key_bar_visible
    assert settings.recent_projects == []


def test_what_was_chosen_holds_at_the_next_start(settings: Settings) -> None:
    settings.theme = "dark"
    settings.annotator_name = "Zoë “Z” Łuc"
    settings.is_key_bar_visible = False
    settings.reading = Reading("Noto Sans", 17.5, 0)
    settings.keys = {"span.delete": ("K", "Del"), "span.note": ()}
    settings.set_label_keys("news", {"PER": "Y"})
    read = again(settings)
    assert (read.theme, read.annotator_name, read.is_key_bar_visible) == ("dark", "Zoë “Z” Łuc", False)
    assert read.reading == Reading("Noto Sans", 17.5, 0)
    assert read.keys == {"span.delete": ("K", "Del"), "span.note": ()}
    assert read.label_keys("news") == {"PER": "Y"}
    assert read.label_keys("another") == {}


def test_each_change_is_told_once(settings: Settings) -> None:
    told: list[str] = []
    settings.changed.connect(told.append)
    settings.theme = "dark"
    settings.theme = "dark"
    assert told == ["theme"]


@pytest.mark.parametrize("nonsense", ["", "{", "[1, 2]", '"x"', "{}", "null", '{"points": "x"}'])
def test_nonsense_in_the_file_is_as_if_nothing_were_there(tmp_path: Path, nonsense: str) -> None:
    file = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    for name in ("reading", "keys", "key_bar", "recent_projects", "places", "checklist", "label_keys"):
        file.setValue(name, nonsense)
    file.sync()
    settings = Settings(tmp_path / "s.ini")
    assert settings.reading == Reading()
    assert settings.is_key_bar_visible
    assert settings.keys == {}
    assert settings.label_keys("news") == {}
    assert settings.recent_projects == []
    assert settings.place("any") == Place()


def test_text_sizes_stay_within_reason(settings: Settings) -> None:
    settings.reading = Reading(points=400)
    assert settings.reading.points == 40
    assert Reading(points=8).zoomed(0.5).points == 8


def test_the_twelve_latest_projects_are_remembered_newest_first(
    settings: Settings, tmp_path: Path
) -> None:
    for number in range(14):
        settings.remember_project(tmp_path / f"{number}.annodb", f"Project {number}")
    settings.remember_project(tmp_path / "5.annodb", "Project 5, renamed")
    titles = [one.title for one in settings.recent_projects]
    assert titles[:3] == ["Project 5, renamed", "Project 13", "Project 12"]
    assert len(titles) == 12


def test_a_missing_project_is_known_to_be_missing_and_can_be_forgotten(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "a.annodb"
    path.write_bytes(b"x")
    settings.remember_project(path, "A")
    assert not settings.recent_projects[0].is_missing
    path.unlink()
    assert settings.recent_projects[0].is_missing
    settings.forget_project(path)
    assert settings.recent_projects == []


def test_the_place_in_each_project_is_remembered(settings: Settings) -> None:
    settings.remember_place("p1", Place("d1", 120, 7))
    settings.remember_place("p2", Place("d2", 1, 0))
    assert again(settings).place("p1") == Place("d1", 120, 7)
    assert settings.place("p3") == Place()


@pytest.mark.skipif(sys.platform != "linux", reason="each system has its own place")
def test_the_file_lies_where_the_system_keeps_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "conf"))
    assert usual_path() == tmp_path / "conf/annotator/annotator.ini"
