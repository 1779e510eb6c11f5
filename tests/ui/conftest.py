from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.page_rig import PageRig, make_project


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep settings and data out of the user's folders."""
    for name in (
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
        "LOCALAPPDATA",
        "APPDATA",
        "HOME",
    ):
        monkeypatch.setenv(name, str(tmp_path / "user"))


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> Iterator[PageRig]:
    rig = PageRig(qtbot, make_project(tmp_path / "test.annodb"))
    yield rig
    rig.session.close_project()
