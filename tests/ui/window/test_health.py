from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.ui import project_files
from tests.ui.window.window_rig import WindowRig


def messages(rig: WindowRig) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in rig.window.messages.findChildren(QLabel))


def damage_unnoticed(path: Path) -> None:
    """Change one letter of the article, with the file's times as they were."""
    times = path.stat()
    content = path.read_bytes()
    place = content.index(b"Harbour strike enters third week\n\nMinister")
    path.write_bytes(content[:place] + b"X" + content[place + 1 :])
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_damage_that_nobody_noticed_is_found_beside_the_window(
    qtbot: QtBot, tmp_path: Path, project_path: Path
) -> None:
    damage_unnoticed(project_path)
    rig = WindowRig(qtbot, tmp_path, opens=project_path)
    assert rig.session.project is not None
    rig.workbench.health.check()
    qtbot.waitUntil(lambda: "is damaged" in messages(rig))
    rig.close()


def test_a_sound_project_is_checked_in_silence(desk: WindowRig, qtbot: QtBot) -> None:
    before = messages(desk)
    desk.workbench.health.check()
    qtbot.waitUntil(lambda: not desk.workbench.tasks.is_busy)
    assert messages(desk) == before


def test_a_file_changed_by_another_program_is_opened_again(desk: WindowRig) -> None:
    assert desk.session.path is not None
    with sqlite3.connect(desk.session.path) as other:
        other.execute("UPDATE document SET title = 'Another title' WHERE title LIKE 'Harbour%'")
    other.close()
    desk.workbench.health.look_outside(Qt.ApplicationState.ApplicationActive)
    assert "changed" in messages(desk)


def test_a_large_foreign_file_is_checked_before_it_is_opened(
    qtbot: QtBot, tmp_path: Path, project_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_files, "LARGE", 1000)
    foreign = tmp_path / "from a colleague.annodb"
    foreign.write_bytes(project_path.read_bytes())
    rig = WindowRig(qtbot, tmp_path)
    rig.workbench.files.open_path(foreign)
    qtbot.waitUntil(lambda: rig.session.project is not None)
    assert rig.session.path == foreign
    rig.close()
