"""Two windows that share a project through a folder, and projects that must not be worked in."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTreeWidget

from annotator.jobs import shared_folder
from annotator.jobs.shared_folder import SharedFolder
from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment
from annotator.model.values import Span, new_id, now
from annotator.store import lock
from annotator.store.project import Project
from annotator.ui import sharing, sharing_rounds, sharing_watch
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing_rounds, "QUIET", 0)
    monkeypatch.setattr(sharing, "SETTLING", 50)
    monkeypatch.setattr(sharing_watch, "EVERY", 20)
    monkeypatch.setenv("ANNOTATOR_REPLICA", "anna")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "team"
    made.mkdir()
    return made


@pytest.fixture
def other(tmp_path: Path, project_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A colleague's copy of the same project."""
    path = tmp_path / "ben" / "test.annodb"
    path.parent.mkdir()
    shutil.copyfile(project_path, path)
    return path


def label(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, words: str, label_id: str) -> None:
    """Let the colleague label something and publish it."""
    monkeypatch.setenv("ANNOTATOR_REPLICA", "ben")
    with Project.open(path) as project:
        document = project.documents()[0].id
        start = project.text(document).index(words)
        place = (Fragment(start, start + len(words)),)
        made = Span(new_id(), document, label_id, place, words, "ben", created=now(), modified=now())
        project.apply(Edit("label", (Change(None, made),), "ben", now()))
        SharedFolder.of(project, folder).share(project)
    monkeypatch.setenv("ANNOTATOR_REPLICA", "anna")


def share_through(rig: WindowRig, folder: Path) -> None:
    """Choose the folder in the dialog, and wait for the first round."""
    rig.trigger("team.share")
    dialog = rig.dialog("shared_folder")
    field = rig.find("shared_path", dialog)
    assert isinstance(field, QLineEdit)
    field.setText(str(folder))
    rig.press_key(Qt.Key.Key_Return)
    rig.qtbot.waitUntil(lambda: bool(rig.workbench.sharing.rounds.state.shared_at))
    rig.close_dialog(dialog)


def test_what_a_colleague_labels_comes_onto_the_page_and_what_is_bad_is_said(
    desk: WindowRig, folder: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share_through(desk, folder)
    assert (folder / "test.anna.annodb").is_file()
    assert desk.text("status_sharing").startswith("Shared ")
    label_id = next(iter(desk.session.codebook.labels))
    words = desk.session.text.split()[3]
    label(other, folder, monkeypatch, words, label_id)
    desk.qtbot.waitUntil(lambda: f"{label_id} {words}" in desk.labels())
    assert "Came in from" in desk.text("announcement")
    (folder / "torn.annodb").write_bytes(b"SQLite format 3\0 half")
    desk.qtbot.waitUntil(lambda: "1 problem" in desk.text("status_sharing"))
    desk.click("status_sharing")
    dialog = desk.dialog("shared_folder")
    table = desk.find("shared_files", dialog)
    assert isinstance(table, QTreeWidget)
    assert table.topLevelItemCount() == 2
    assert "torn.annodb” is cut short" in desk.text("shared_problems")
    desk.click("stop_sharing", dialog)
    assert not desk.find("status_sharing").isVisible()
    desk.close_dialog(dialog)


def test_a_great_deal_is_taken_in_by_a_worker(
    desk: WindowRig, folder: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_folder, "LIVE", 0)
    share_through(desk, folder)
    label_id = next(iter(desk.session.codebook.labels))
    words = desk.session.text.split()[3]
    label(other, folder, monkeypatch, words, label_id)
    desk.qtbot.waitUntil(lambda: "Came in from" in desk.text("announcement"))
    assert f"{label_id} {words}" in desk.labels()
    desk.qtbot.waitUntil(lambda: desk.text("status_sharing").startswith("Shared "))


def test_a_closed_project_is_published_beside_the_window(desk: WindowRig, folder: Path) -> None:
    share_through(desk, folder)
    published = folder / "test.anna.annodb"
    before = published.stat().st_mtime_ns
    desk.put_caret(desk.session.text.split()[0])
    desk.press("1")
    desk.trigger("project.close")
    desk.qtbot.waitUntil(lambda: published.stat().st_mtime_ns > before)


def test_it_is_published_when_the_window_closes(
    qtbot: QtBot, tmp_path: Path, project_path: Path, folder: Path
) -> None:
    rig = WindowRig(qtbot, tmp_path, opens=project_path)
    share_through(rig, folder)
    before = (folder / "test.anna.annodb").stat().st_mtime_ns
    rig.put_caret(rig.session.text.split()[0])
    rig.press("1")
    assert "1 waiting" in rig.text("status_sharing")
    rig.close()
    assert (folder / "test.anna.annodb").stat().st_mtime_ns > before


def test_a_folder_that_is_gone_stops_nobody(desk: WindowRig, folder: Path) -> None:
    share_through(desk, folder)
    shutil.rmtree(folder)
    desk.workbench.sharing.rounds.run()
    desk.qtbot.waitUntil(lambda: desk.text("status_sharing") == "Not shared: problem")
    desk.put_caret(desk.session.text.split()[0])
    desk.press("1")
    assert desk.labels()


def test_a_synced_folder_offers_a_copy_and_shares_it(
    start: WindowRig, project_path: Path, folder: Path
) -> None:
    (folder / ".stfolder").mkdir()
    shutil.move(project_path, folder / "news.annodb")
    assert not start.workbench.files.open_path(folder / "news.annodb")
    dialog = start.dialog("shared_place")
    assert "Syncthing synchronises" in start.text("place_reason")
    dialog.take_target(str(start.folder / "mine.annodb"))  # type: ignore[attr-defined]
    start.press("m")
    start.qtbot.waitUntil(lambda: start.session.path == start.folder / "mine.annodb")
    start.qtbot.waitUntil(lambda: (folder / "mine.anna.annodb").is_file())
    assert start.session.is_writable


def test_a_synced_folder_offers_reading(start: WindowRig, project_path: Path, folder: Path) -> None:
    (folder / ".stfolder").mkdir()
    shutil.move(project_path, folder / "news.annodb")
    start.workbench.files.open_path(folder / "news.annodb")
    start.dialog("shared_place")
    start.press("r")
    assert start.session.project is not None
    assert not start.session.is_writable
    assert not lock.lock_path(folder / "news.annodb").exists()
    start.click("message_action")
    start.dialog("shared_place").close()


def test_waiting_for_the_holder_opens_for_writing_when_she_is_gone(
    qtbot: QtBot, tmp_path: Path, project_path: Path
) -> None:
    holder = lock._myself()._replace(owner="Mira", host="elsewhere", nonce="other", beat=60)
    file = lock.lock_path(project_path)
    file.write_text(json.dumps(holder._asdict()))
    rig = WindowRig(qtbot, tmp_path, opens=project_path)
    assert "open, for 5 minutes: close it there" in rig.text("message_hint")
    rig.click("message_action")
    assert rig.text("message_hint").startswith("Waiting until Mira on elsewhere closes it")
    file.unlink()
    qtbot.waitUntil(lambda: rig.session.is_writable)
    assert rig.text("message_text") == ""
    rig.close()
