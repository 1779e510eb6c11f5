"""The window and a real server: labelling goes on, others' work comes in, offline is normal."""

from __future__ import annotations

import shutil
import socket
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QSpinBox

from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment
from annotator.model.values import Span, new_id, now
from annotator.store.project import Project
from annotator.ui import syncing, syncing_rounds
from tests.server.postgres import PASSWORD
from tests.server.replicas import cable, dead_end, meet, server_rows
from tests.ui.page_rig import make_project
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QDialog
    from pytestqt.qtbot import QtBot

    from annotator.store.server_address import Address
    from tests.server.postgres import Postgres


@pytest.fixture
def desk(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WindowRig]:
    monkeypatch.setattr(syncing_rounds, "QUIET", 0)
    monkeypatch.setattr(syncing, "SOON", 0)
    make_project(tmp_path / "test.annodb").close()
    shutil.copyfile(tmp_path / "test.annodb", tmp_path / "bens.annodb")
    rig = WindowRig(qtbot, tmp_path, opens=tmp_path / "test.annodb")
    yield rig
    rig.close()
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    qapp.setProperty("annotator_theme", None)


def fill(desk: WindowRig, url: str, password: str = PASSWORD, *, seconds: int = 1) -> QDialog:
    """Write an address into the dialog."""
    desk.trigger("team.sync")
    dialog = desk.dialog("sync")
    for name, text in (("sync_url", url), ("sync_password", password)):
        field = desk.find(name, dialog)
        assert isinstance(field, QLineEdit)
        field.setText(text)
    often = desk.find("sync_seconds", dialog)
    assert isinstance(often, QSpinBox)
    often.setValue(seconds)
    return dialog


def sync_with(desk: WindowRig, url: str, *, seconds: int = 1) -> None:
    """Choose a server and wait for the first round."""
    dialog = fill(desk, url, seconds=seconds)
    desk.press_key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: bool(desk.workbench.syncing.rounds.state.synced_at))
    desk.close_dialog(dialog)


def bens_label(desk: WindowRig, address: Address) -> str:
    """Let a colleague label a word and sync; what the page will list."""
    with Project.open(desk.folder / "bens.annodb") as project:
        document = project.documents()[0].id
        text = project.text(document)
        label = next(iter(project.codebook().labels))
        words = text.split()[3]
        start = text.index(words)
        place = (Fragment(start, start + len(words)),)
        made = Span(new_id(), document, label, place, words, "ben", created=now(), modified=now())
        project.apply(Edit("label", (Change(None, made),), "ben", now()))
        meet(project, address)
    return f"{label} {words}"


def test_what_a_colleague_syncs_comes_onto_the_page(desk: WindowRig, address: Address) -> None:
    sync_with(desk, address.url)
    assert desk.text("status_syncing").startswith("Synced ")
    label = bens_label(desk, address)
    desk.qtbot.waitUntil(lambda: label in desk.labels())
    assert "Came in from the server: 1 change." in desk.text("announcement")


def test_an_edit_goes_to_the_server_by_itself(
    desk: WindowRig, address: Address, postgres: Postgres
) -> None:
    sync_with(desk, address.url, seconds=3_600)
    before = server_rows(postgres, "SELECT count(*) FROM annotator.arrival")
    desk.trigger("document.flag")
    desk.qtbot.waitUntil(
        lambda: server_rows(postgres, "SELECT count(*) FROM annotator.arrival") > before
    )
    desk.qtbot.waitUntil(lambda: "waiting" not in desk.text("status_syncing"))


def test_the_password_is_kept_nowhere(desk: WindowRig, address: Address) -> None:
    sync_with(desk, address.url.replace("mia@", f"mia:{PASSWORD}@"))
    desk.workbench.syncing.rounds.end()
    for path in desk.folder.rglob("*"):
        assert not path.is_file() or PASSWORD.encode() not in path.read_bytes(), path
    assert desk.workbench.syncing.choice.url == address.url


def test_offline_is_said_quietly_and_labelling_goes_on(desk: WindowRig) -> None:
    dialog = fill(desk, f"postgresql://mia@127.0.0.1:{dead_end()}/news")
    desk.press_key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.text("status_syncing").startswith("Offline"))
    desk.close_dialog(dialog)
    desk.trigger("document.flag")
    assert desk.text("status_syncing") == "Offline · 1 waiting"
    assert not desk.window.messages.isVisible()


def test_a_connection_that_is_cut_is_made_again(
    desk: WindowRig, address: Address, postgres: Postgres
) -> None:
    with cable(postgres.port, 10**9) as laid:
        sync_with(desk, postgres.url(port=laid.port))
        laid.cut()
        label = bens_label(desk, address)
        desk.qtbot.waitUntil(lambda: label in desk.labels())
    assert desk.text("status_syncing").startswith("Synced ")


def test_a_window_is_closed_while_the_server_is_silent(
    desk: WindowRig, address: Address, postgres: Postgres
) -> None:
    with cable(postgres.port, 10**9) as laid:
        sync_with(desk, postgres.url(port=laid.port), seconds=3_600)
        laid.is_silent = True
        desk.workbench.syncing.rounds.run(is_asked=True)
        desk.qtbot.waitUntil(lambda: laid.swallowed > 0)
        desk.workbench.files.reopen()
        assert desk.session.project is not None


def test_a_window_is_closed_while_it_waits_for_a_connection(desk: WindowRig) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        dialog = fill(desk, f"postgresql://mia@127.0.0.1:{deaf.getsockname()[1]}/news")
        desk.press_key(Qt.Key.Key_Return)
        desk.qtbot.waitUntil(lambda: desk.workbench.syncing.rounds.state.is_busy)
        desk.close_dialog(dialog)
        desk.trigger("project.close")
        assert desk.session.project is None


def test_much_that_has_come_is_taken_by_a_worker(
    desk: WindowRig, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotator.jobs import server_round

    monkeypatch.setattr(server_round, "LARGE", 0)
    with Project.open(desk.folder / "bens.annodb") as project:
        meet(project, address)
    label = bens_label(desk, address)
    sync_with(desk, address.url)
    desk.qtbot.waitUntil(lambda: label in desk.labels())


def test_a_wrong_password_is_asked_for_again(desk: WindowRig, address: Address) -> None:
    dialog = fill(desk, address.url, "letmein")
    desk.press_key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: "password needed" in desk.text("status_syncing"))
    field = desk.find("sync_password", dialog)
    assert isinstance(field, QLineEdit)
    field.setText(PASSWORD)
    desk.click("sync_now", dialog)
    desk.qtbot.waitUntil(lambda: desk.text("status_syncing").startswith("Synced "))


def test_the_connection_can_be_tried_without_a_trace(
    desk: WindowRig, address: Address, postgres: Postgres
) -> None:
    dialog = fill(desk, address.url)
    desk.click("sync_try", dialog)
    said = desk.find("sync_trial", dialog)
    assert isinstance(said, QLabel)
    desk.qtbot.waitUntil(lambda: "new to it" in said.text())
    assert server_rows(postgres, "SELECT to_regclass('annotator.layout')") == [(None,)]


def test_stopping_and_choosing_by_hand(desk: WindowRig, address: Address) -> None:
    dialog = fill(desk, address.url)
    automatic = desk.find("sync_automatic", dialog)
    assert isinstance(automatic, QCheckBox)
    automatic.setChecked(False)
    desk.click("sync_now", dialog)
    desk.qtbot.waitUntil(lambda: bool(desk.workbench.syncing.rounds.state.synced_at))
    assert not desk.workbench.syncing.choice.is_automatic
    desk.click("stop_syncing", dialog)
    assert not desk.find("status_syncing").isVisible()
    assert not desk.workbench.syncing.choice.url
