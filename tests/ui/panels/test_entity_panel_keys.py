"""The keys of the entities panel stay in it, at what they have just changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from tests.ui.panels.test_entities import Rig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def rig(desk: Desk, qtbot: QtBot) -> Iterator[Rig]:
    """The panel with two mentions of one entity, and an entity without any."""
    desk.open("Ferry late again")
    rig = Rig(desk, qtbot)
    lind = rig.entity("Odo Lind")
    rig.entity("Ilka Brandt")
    rig.mention("Tessen votes", "SOURCE", "The council of Tessen", lind)
    rig.mention("Tessen votes", "PER", "Odo Lind", lind)
    rig.panel.activateWindow()
    rig.choose("Odo Lind")
    rig.qtbot.waitUntil(lambda: len(rig.hits.hits) == 2)
    yield rig
    desk.session.close_project()


def chosen(rig: Rig) -> list[str]:
    return [one.name for one in rig.view.chosen()]


def press(rig: Rig, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or rig.panel, key)


def test_after_a_new_name_the_keys_are_at_the_entity_and_z_takes_it_back(rig: Rig) -> None:
    press(rig, Qt.Key.Key_F2)
    line = rig.find(QLineEdit, "entity_name")
    assert line.hasFocus()
    QTest.keyClicks(line, "Anders Lind")
    press(rig, Qt.Key.Key_Return)
    assert rig.names() == ["Anders Lind", "Ilka Brandt"]
    assert (rig.view.hasFocus(), chosen(rig)) == (True, ["Anders Lind"])
    press(rig, Qt.Key.Key_Z)
    assert rig.names() == ["Ilka Brandt", "Odo Lind"]
    assert (rig.view.hasFocus(), chosen(rig)) == (True, ["Odo Lind"])


def test_a_name_that_is_refused_stays_to_be_corrected(rig: Rig) -> None:
    press(rig, Qt.Key.Key_F2)
    line = rig.find(QLineEdit, "entity_name")
    line.clear()
    QTest.keyClicks(line, " ")
    press(rig, Qt.Key.Key_Return)
    assert line.hasFocus()


@pytest.mark.parametrize("is_by_mouse", [False, True])
def test_after_a_split_the_keys_are_at_the_new_entity(rig: Rig, *, is_by_mouse: bool) -> None:
    press(rig, Qt.Key.Key_Return)
    if is_by_mouse:
        QTest.mouseClick(rig.find(QPushButton, "entity_split"), Qt.MouseButton.LeftButton)
    else:
        press(rig, Qt.Key.Key_S)
    rig.wait(["Ilka Brandt", "Odo Lind", "The council of Tessen"])
    assert (rig.view.hasFocus(), chosen(rig)) == (True, ["The council of Tessen"])
    press(rig, Qt.Key.Key_Z)
    assert rig.names() == ["Ilka Brandt", "Odo Lind"]
    assert (rig.view.hasFocus(), chosen(rig)) == (True, ["Odo Lind"])


def test_enter_leads_to_the_first_mention_and_down_to_the_second(rig: Rig) -> None:
    press(rig, Qt.Key.Key_Return)
    assert rig.table.hasFocus()
    assert [one.text for one in rig.hits.selected()] == ["The council of Tessen"]
    press(rig, Qt.Key.Key_Down)
    assert [one.text for one in rig.hits.selected()] == ["Odo Lind"]


def test_z_in_the_mentions_undoes_and_keeps_the_row(rig: Rig) -> None:
    press(rig, Qt.Key.Key_Return)
    press(rig, Qt.Key.Key_Down)
    press(rig, Qt.Key.Key_U)
    rig.qtbot.waitUntil(lambda: [one.text for one in rig.hits.selected()] == ["The council of Tessen"])
    press(rig, Qt.Key.Key_Z)
    rig.qtbot.waitUntil(lambda: len(rig.hits.hits) == 2 and rig.hits.selected_count() == 1)
    assert rig.table.hasFocus()


def test_mentions_are_split_off_by_another_key(rig: Rig) -> None:
    rig.desk.actions.set_keys({"mentions.split": ("Y",), "entities.merge": ("G",)})
    button = rig.find(QPushButton, "entity_split")
    assert button.toolTip() == "Make the chosen mentions a new entity (Y)"
    assert rig.find(QPushButton, "entity_merge").text() == "Merge (G)"
    rig.table.setFocus()
    rig.hits.table.choose_row(0)
    press(rig, Qt.Key.Key_S)
    assert len(rig.names()) == 2
    press(rig, Qt.Key.Key_Y)
    rig.qtbot.waitUntil(lambda: len(rig.names()) == 3)
