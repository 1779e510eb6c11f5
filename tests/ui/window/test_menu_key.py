from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.ui import keys
from tests.ui.window.window_rig import WindowRig

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_f10_opens_the_first_menu_and_esc_leads_back(desk: WindowRig) -> None:
    page = desk.window.page
    page.setFocus()
    desk.press_key(Qt.Key.Key_F10)
    menu = desk.window.menus.menu("file")
    desk.qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()
    assert QApplication.focusWidget() is desk.window.menuBar()  # as after Alt
    desk.press_key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page
    assert desk.window.menuBar().activeAction() is None


def test_f10_takes_back_what_was_being_chosen(desk: WindowRig) -> None:
    desk.put_caret("not pay twice")
    desk.press("h")
    assert desk.window.page.mode is not None
    desk.press_key(Qt.Key.Key_F10)
    assert desk.window.page.mode is None
    desk.window.menus.menu("file").close()


def test_the_key_of_the_menu_is_in_the_sheet_and_can_be_changed() -> None:
    sheet = keys.grouped(keys.bindings({"menu.open": ("Ctrl+F10",)}))
    found = [one for members in sheet.values() for one in members if one.id == "menu.open"]
    assert [(one.group, one.keys) for one in found] == [("view", ("Ctrl+F10",))]
