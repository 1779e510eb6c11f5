from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QListWidget, QMainWindow

from annotator.ui.keymap import Keymap, PlaceKeys

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

KEY = Qt.Key
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def keymap() -> Keymap:
    return Keymap()


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def rows(window: QMainWindow, qtbot: QtBot, keymap: Keymap, done: list[str]) -> QListWidget:
    """A list that obeys two commands, in a window with a command on F7."""
    rows = QListWidget()
    window.setCentralWidget(rows)
    action = QAction(window)
    action.setShortcut(QKeySequence("F7"))
    action.triggered.connect(lambda: done.append("window"))
    window.addAction(action)
    functions = {"checks.fix": lambda: done.append("fix"), "articles.twins": lambda: done.append("+")}
    PlaceKeys(rows, keymap, functions)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    rows.setFocus()
    qtbot.waitUntil(rows.hasFocus)
    return rows


def test_all_keys_of_a_command_do_it(rows: QListWidget, done: list[str], qtbot: QtBot) -> None:
    qtbot.keyClick(rows, "f")
    qtbot.keyClick(rows, ".")
    assert done == ["fix", "fix"]


@pytest.mark.parametrize("modifier", [NONE, SHIFT, Qt.KeyboardModifier.KeypadModifier])
def test_a_sign_is_the_same_however_it_is_typed(
    rows: QListWidget, done: list[str], qtbot: QtBot, modifier: Qt.KeyboardModifier
) -> None:
    qtbot.keyClick(rows, KEY.Key_Plus, modifier)
    assert done == ["+"]


def test_a_capital_is_a_key_of_its_own(rows: QListWidget, done: list[str], qtbot: QtBot) -> None:
    qtbot.keyClick(rows, KEY.Key_F, SHIFT)
    assert done == []


def test_a_key_of_the_window_is_the_lists_while_it_has_the_focus(
    rows: QListWidget, keymap: Keymap, done: list[str], qtbot: QtBot
) -> None:
    qtbot.keyClick(rows, KEY.Key_F7)
    keymap.set_keys({"checks.fix": ("F7",)})
    qtbot.keyClick(rows, KEY.Key_F7)
    assert done == ["window", "fix"]


@pytest.mark.parametrize("key", [KEY.Key_Escape, KEY.Key_Return, KEY.Key_Down, KEY.Key_Backtab])
def test_what_keys_do_in_every_list_comes_first(
    rows: QListWidget, keymap: Keymap, done: list[str], qtbot: QtBot, key: Qt.Key
) -> None:
    keymap.set_keys({"checks.fix": ("Esc", "Return", "Down", "Shift+Tab")})
    qtbot.keyClick(rows, key, SHIFT if key == KEY.Key_Backtab else NONE)
    assert done == []


def test_a_command_may_have_no_key(rows: QListWidget, keymap: Keymap, qtbot: QtBot) -> None:
    with qtbot.waitSignal(keymap.changed):
        keymap.set_keys({"checks.fix": ()})
    assert keymap.first("checks.fix").isEmpty()
    qtbot.keyClick(rows, "f")
