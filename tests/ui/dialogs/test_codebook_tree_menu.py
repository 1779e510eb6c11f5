"""The context menu of the codebook's tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from annotator.ui.dialogs.codebook_editor import CodebookEditor
from tests.ui.page_rig import PageRig

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def menu_at(editor: CodebookEditor, place: QPoint, *, with_key: bool = False) -> QMenu:
    """Press the right button (or the menu key) there."""
    viewport = editor.tree.viewport()
    reason = QContextMenuEvent.Reason.Keyboard if with_key else QContextMenuEvent.Reason.Mouse
    if not with_key:
        QTest.mousePress(viewport, Qt.MouseButton.RightButton, pos=place)
    asked = QContextMenuEvent(reason, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, asked)
    return editor.tree.findChildren(QMenu, "codebook_tree_menu")[-1]


def choose(menu: QMenu, words: str) -> None:
    action = next(one for one in menu.actions() if one.text() == words)
    assert action.isEnabled()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def opened(rig: PageRig, qtbot: QtBot) -> CodebookEditor:
    editor = CodebookEditor(rig.session)
    qtbot.addWidget(editor)
    editor.show()
    return editor


def test_the_menu_duplicates_the_label_under_the_pointer(rig: PageRig, qtbot: QtBot) -> None:
    editor = opened(rig, qtbot)
    label = editor.tree.findItems("Cue", Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly)[0]
    menu = menu_at(editor, editor.tree.visualItemRect(label).center())
    choose(menu, "Duplicate")
    assert "Cue 2" in [one.name for one in rig.session.codebook.labels.values()]


def test_the_menu_key_asks_about_what_is_chosen(rig: PageRig, qtbot: QtBot) -> None:
    editor = opened(rig, qtbot)
    editor.tree.show_thing("label", "QUOTE")
    menu = menu_at(editor, QPoint(2, editor.tree.viewport().height() - 2), with_key=True)
    choose(menu, "Delete…")
    title = editor.findChild(QLabel, "migration_title")
    assert title.text().startswith("Delete Quote")


def test_the_codebook_as_a_whole_cannot_be_deleted(rig: PageRig, qtbot: QtBot) -> None:
    editor = opened(rig, qtbot)
    editor.tree.show_thing("codebook", "")
    item = editor.tree.currentItem()
    menu = menu_at(editor, editor.tree.visualItemRect(item).center())
    assert [one.text() for one in menu.actions() if one.isEnabled() and one.text()] == ["Add"]
    menu.close()
