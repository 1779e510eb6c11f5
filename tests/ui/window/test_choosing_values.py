"""A value is chosen in the inspector, and the next key is a command of the page again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget

from tests.ui.panels.desk import new_project
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> WindowRig:
    path = tmp_path / "desk.annodb"
    new_project(path).close()
    rig = WindowRig(qtbot, tmp_path, opens=path)
    first = next(one for one in rig.session.project.documents() if one.title == "Ferry late again")  # type: ignore[union-attr]
    rig.session.open_document(first.id)
    rig.window.page.setFocus()
    return rig


def certainty(rig: WindowRig) -> QComboBox:
    boxes = rig.window.findChildren(QComboBox, "attribute:certainty")
    return next(one for one in boxes if one.isVisible())


def take_unsure(rig: WindowRig) -> None:
    """Label a name and choose with mouse and list how certain that is."""
    rig.window.page.go_to(rig.session.text.index("Ilka Brandt") + 2)
    rig.press("1")
    box = certainty(rig)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    rig.qtbot.waitUntil(box.view().isVisible)
    QTest.keyClick(box.view(), Qt.Key.Key_End)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)


def stored(rig: WindowRig) -> dict[str, object]:
    assert rig.session.annotations is not None
    (span,) = list(rig.session.annotations)
    return dict(span.attributes)


def test_a_letter_after_a_chosen_value_is_a_command_and_changes_no_value(rig: WindowRig) -> None:
    take_unsure(rig)
    rig.qtbot.waitUntil(lambda: rig.window.page.hasFocus() or rig.window.page.isAncestorOf(_focus(rig)))
    rig.press("s")
    assert stored(rig) == {"certainty": "unsure"}
    rig.press_key(Qt.Key.Key_Escape)
    rig.press("z")
    assert stored(rig) == {}


def test_esc_in_a_folded_box_leads_back_to_the_page(rig: WindowRig) -> None:
    rig.window.page.go_to(rig.session.text.index("Ilka Brandt") + 2)
    rig.press("1")
    page = _focus(rig)
    certainty(rig).setFocus()
    QTest.keyClick(certainty(rig), Qt.Key.Key_Escape)
    assert _focus(rig) is page


def _focus(rig: WindowRig) -> QWidget:
    focus = rig.window.focusWidget()
    assert focus is not None
    return focus
