"""The whole window on real files, for tests."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget

from annotator.ui import theme
from annotator.ui.app import Workbench, make_application
from annotator.ui.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


class WindowRig:
    """A window with settings of its own; widgets are found by their object names."""

    def __init__(self, qtbot: QtBot, folder: Path, *, opens: Path | None = None) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.settings = Settings(folder / "settings.ini")
        self.settings.annotator_name = self.settings.annotator_name or "Anna"
        self.settings.last_folder = str(folder)
        application = make_application()
        theme.apply(application, self.settings.theme)
        self.workbench = Workbench(application, self.settings)
        self.window = self.workbench.window
        self.session = self.workbench.session
        qtbot.addWidget(self.window)
        self.window.resize(1280, 820)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.workbench.start(opens)
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def press(self, keys: str, widget: QWidget | None = None) -> None:
        """Press letters, one after the other, where the focus is."""
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        for key in keys:
            QTest.keyClick(widget or QApplication.focusWidget() or self.window, key)

    def press_key(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press one key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def trigger(self, action_id: str) -> None:
        """Choose a command from the menus."""
        action = self.window.commands[action_id]
        assert action.isEnabled()
        action.trigger()

    def click(self, name: str, inside: QWidget | None = None) -> None:
        """Click a button with the mouse."""
        button = self.find(name, inside)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def find(self, name: str, inside: QWidget | None = None) -> QWidget:
        """A widget by its object name."""
        found = (inside or self.window).findChild(QWidget, name)
        assert found is not None, name
        return found

    def text(self, name: str) -> str:
        """What a label or button says."""
        widget = self.find(name)
        assert isinstance(widget, QLabel | QAbstractButton)
        return widget.text() if widget.isVisible() else ""

    def dialog(self, name: str) -> QDialog:
        """The open dialog of this name; waits until it is there."""

        def is_open() -> bool:
            return any(one.isVisible() for one in self._dialogs(name))

        self.qtbot.waitUntil(is_open)
        dialog = next(one for one in self._dialogs(name) if one.isVisible())
        self.qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    def close_dialog(self, dialog: QDialog) -> None:
        """Close a dialog; the window is in front again, as a window manager would see to."""
        dialog.close()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def _dialogs(self, name: str) -> list[QDialog]:
        return [one for one in self.window.findChildren(QDialog) if one.objectName() == name]

    def drop(self, *paths: Path) -> bool:
        """Drop files onto the window; False if it does not take them."""
        content = QMimeData()
        content.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        copy = Qt.DropAction.CopyAction
        middle = self.window.rect().center()
        with warnings.catch_warnings():  # newer versions of Qt take a QPointF, older ones only this
            warnings.simplefilter("ignore", DeprecationWarning)
            enter = QDragEnterEvent(middle, copy, content, buttons, keys)
        QApplication.sendEvent(self.window, enter)
        if enter.isAccepted():
            QApplication.sendEvent(
                self.window, QDropEvent(QPointF(middle), copy, content, buttons, keys)
            )
        return enter.isAccepted()

    def put_caret(self, words: str) -> None:
        """Put the caret into these words of the article."""
        self.window.page.setFocus()
        self.window.page.go_to(self.session.text.index(words) + 1)

    def labels(self) -> list[str]:
        """Labels and texts of all spans of the open article."""
        assert self.session.annotations is not None
        return [f"{span.label} {span.text}" for span in self.session.annotations]

    def close(self) -> None:
        """Close the window as the user does."""
        self.window.close()
