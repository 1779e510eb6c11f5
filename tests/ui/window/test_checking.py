from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.ui.panels import check_mending
from annotator.ui.panels.checks import ChecksPanel
from tests.ui.page_rig import make_project
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> Iterator[WindowRig]:
    path = tmp_path / "words.annodb"
    make_project(path, "Mayor Odo Lind left Tessen.\n", "Ida Brandt met Odo Lind.\n").close()
    rig = WindowRig(qtbot, tmp_path, opens=path)
    rig.session.open_document(next(one.id for one in documents(rig) if "Mayor" in one.title))
    rig.put_caret("Odo")
    rig.press("1")
    by_character = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
    rig.press_key(Qt.Key.Key_Right, by_character)
    yield rig
    rig.close()


def documents(rig: WindowRig) -> list[object]:
    assert rig.session.project is not None
    return rig.session.project.documents()


def checked(rig: WindowRig) -> ChecksPanel:
    """The panel after F7 and the run."""
    rig.press_key(Qt.Key.Key_F7)
    panel = rig.window.show_panel("checks")
    assert isinstance(panel, ChecksPanel)
    rig.qtbot.waitUntil(lambda: panel.run.report is not None and not panel.run.is_running)
    return panel


def test_f7_checks_and_leads_to_the_place_and_back(rig: WindowRig) -> None:
    panel = checked(rig)
    finding = panel.current()
    assert finding is not None
    focus = QApplication.focusWidget()
    assert focus is not None
    assert panel.isAncestorOf(focus)
    rig.press_key(Qt.Key.Key_Return)
    assert rig.window.page.hasFocus()
    assert rig.session.focus is not None
    assert rig.session.focus.id == finding.span_id


def test_large_fixes_are_written_by_a_worker_and_checked_again(
    rig: WindowRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_mending, "LARGE", 0)
    monkeypatch.setattr("annotator.ui.large_steps.LARGE", 0)
    panel = checked(rig)
    assert rig.labels() == ["PER Odo Lind "]
    rig.press_key(Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    rig.qtbot.waitUntil(
        lambda: panel.run.report is not None and not panel.run.report.tally.count("edges")
    )
    assert rig.labels() == ["PER Odo Lind"]
    assert rig.session.undo_title == "trim the edges"
