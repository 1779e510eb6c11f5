from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from tests.ui.panels.desk import Desk, new_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "user"))
    made = Desk(new_project(tmp_path / "harbour.annodb"))
    qtbot.addWidget(made.window)
    yield made
    made.session.close_project()
    delete_closed_widgets()


def delete_closed_widgets() -> None:
    """What an event loop would do now; else a change of theme has thousands to repaint."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
