from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QPalette

from tests.ui.page_rig import make_project
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def _plain_application(qapp: QApplication) -> Iterator[None]:
    """Leave the application as other tests expect it."""
    yield
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    qapp.setProperty("annotator_theme", None)


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    path = tmp_path / "test.annodb"
    make_project(path).close()
    return path


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[WindowRig]:
    rig = WindowRig(qtbot, tmp_path)
    yield rig
    rig.close()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, project_path: Path) -> Iterator[WindowRig]:
    rig = WindowRig(qtbot, tmp_path, opens=project_path)
    yield rig
    rig.close()
