from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolBar

from tests.ui.page_rig import PageRig

TAB, BACKTAB = Qt.Key.Key_Tab, Qt.Key.Key_Backtab


@pytest.fixture
def field(rig: PageRig) -> QLineEdit:
    bar = QToolBar(rig.window)
    rig.window.addToolBar(bar)
    field = QLineEdit()
    bar.addWidget(field)
    rig.window.activateWindow()
    rig.page.setFocus()
    rig.qtbot.waitUntil(rig.page.hasFocus)
    return field


def propose_speaker(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("qs")
    assert rig.page.mode is not None


def test_tab_accepts_what_is_proposed(rig: PageRig, field: QLineEdit) -> None:
    propose_speaker(rig)
    rig.keys("[Tab]")
    assert rig.texts("SOURCE") == ["she"]
    assert rig.page.mode is None
    assert rig.page.hasFocus()


def test_tab_takes_the_chosen_place_of_the_hint_letters(rig: PageRig, field: QLineEdit) -> None:
    rig.caret("Jana")
    rig.keys("1h[Tab]")
    assert rig.focus.text == "Jana Roth"
    assert rig.page.hasFocus()


def test_tab_is_refused_like_any_key_where_a_value_is_asked_for(rig: PageRig, field: QLineEdit) -> None:
    rig.caret("not pay twice")
    rig.keys("qt[Tab]")
    assert "Tab chooses nothing" in rig.said[-1]
    assert rig.page.hasFocus()


def test_tab_leaves_the_page_where_nothing_is_proposed(rig: PageRig, field: QLineEdit) -> None:
    rig.keys("[Tab]")
    assert QApplication.focusWidget() is field


def test_shift_and_tab_leave_mode_and_page(rig: PageRig, field: QLineEdit) -> None:
    propose_speaker(rig)
    QTest.keyClick(rig.page, BACKTAB, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is field
    assert rig.page.mode is None
    assert rig.texts("SOURCE") == []


def test_a_click_elsewhere_leaves_the_mode(rig: PageRig, field: QLineEdit) -> None:
    propose_speaker(rig)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert rig.page.mode is None


def test_the_pen_waits_while_the_focus_is_elsewhere(rig: PageRig, field: QLineEdit) -> None:
    rig.keys("v1")
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert rig.page.mode is not None
    rig.page.setFocus()
    rig.keys("[Escape]")
    assert rig.page.mode is None
