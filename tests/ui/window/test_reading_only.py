"""A project that somebody else has open: it is shown, and can be written when she has closed it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotator.store import lock
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


def hold(path: Path) -> Path:
    """The lock of somebody on another machine."""
    holder = lock._myself()._replace(owner="Mira", host="elsewhere", nonce="other")
    file = lock.lock_path(path)
    file.write_text(json.dumps(holder._asdict()))
    return file


def test_it_opens_for_reading_and_says_who_writes(
    qtbot: QtBot, tmp_path: Path, project_path: Path
) -> None:
    held = hold(project_path)
    rig = WindowRig(qtbot, tmp_path, opens=project_path)
    assert rig.text("message_text") == "This project is open for reading only."
    assert "Mira on elsewhere has" in rig.text("message_hint")
    rig.click("message_action")
    assert not rig.session.is_writable
    assert "Waiting until Mira on elsewhere closes it" in rig.text("message_hint")
    rig.click("message_action")
    assert "Mira on elsewhere has" in rig.text("message_hint")
    held.unlink()
    rig.click("message_action")
    assert rig.session.is_writable
    assert rig.text("message_text") == ""
    rig.close()


def test_another_name_of_the_open_project_says_where_it_is_open(desk: WindowRig) -> None:
    assert desk.session.path is not None
    twin = desk.folder / "twin.annodb"
    twin.hardlink_to(desk.session.path)
    assert not desk.workbench.files.open_path(twin)
    assert "is open already" in desk.text("message_text")
    assert "in this very program" in desk.text("message_hint")
    assert desk.session.is_writable
