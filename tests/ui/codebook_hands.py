"""The codebook editor in the hands of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from annotator.ui.dialogs.codebook_editor import CodebookEditor

KEY = Qt.Key
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class Editing:
    """An open editor, and what a hand does in it; widgets are found by their object names."""

    def __init__(self, qtbot: QtBot, editor: CodebookEditor) -> None:
        self.qtbot = qtbot
        self.editor = editor
        self.session = editor.desk.session
        qtbot.waitUntil(lambda: not editor.desk.reader.is_busy)

    @property
    def labels(self) -> dict[str, str]:
        return {one.id: one.name for one in self.session.codebook.labels.values()}

    def find(self, name: str) -> QWidget:
        found = [one for one in self.editor.findChildren(QWidget, name) if one.isVisible()]
        assert found, name
        return found[0]

    def fields(self) -> list[QPlainTextEdit]:
        """The fields of several lines that can be seen."""
        return [one for one in self.editor.findChildren(QPlainTextEdit, "field") if one.isVisible()]

    def click(self, name: str) -> None:
        button = self.find(name)
        self.qtbot.waitUntil(button.isEnabled)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def split(self, way: str) -> None:
        action = self.editor.findChild(QAction, way)
        assert isinstance(action, QAction)
        action.trigger()

    def write(self, name: str, text: str) -> None:
        field = self.find(name)
        assert isinstance(field, QLineEdit)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, KEY.Key_Return)

    def choose(self, name: str, id_: str) -> None:
        box = self.find(name)
        assert isinstance(box, QComboBox)
        box.setFocus()
        box.setCurrentIndex(box.findData(id_))
        box.activated.emit(box.currentIndex())

    def at(self, kind: str, id_: str) -> Editing:
        self.editor.show_thing(kind, id_)
        return self

    def said(self, name: str = "codebook_said") -> str:
        label = self.editor.findChild(QLabel, name)
        assert label is not None
        return label.text()

    def summary(self, words: str) -> Callable[[], bool]:
        return lambda: words in self.find("migration_summary").toPlainText()  # type: ignore[attr-defined]

    def do_it(self, words: str) -> None:
        """Wait for a preview with these words, then do it."""
        self.qtbot.waitUntil(self.summary(words))
        self.click("do_migration")
