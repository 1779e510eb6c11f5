"""Buttons that stand for a command of the table: same state, same key, same work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from annotator.ui import icons
from annotator.ui.action_table import SPECS
from annotator.ui.panels.texts import key_text

if TYPE_CHECKING:
    from PySide6.QtGui import QAction


NO_MENU_SIGN = "QToolButton::menu-indicator { image: none; }"
"""For buttons whose words say that they unfold a menu."""


class ActionButton(QPushButton):
    """Triggers an action under words of its own; the key stands in the words or the hover text."""

    def __init__(self, action: QAction, text: str, *, shows_key: bool = False) -> None:
        super().__init__()
        self._action = action
        self._words = text
        self._shows_key = shows_key
        self.setAutoDefault(False)
        self.setIcon(icons.icon(_icon_of(action)))
        self.clicked.connect(lambda: action.trigger())
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        key = key_text(self._action.shortcut())
        self.setEnabled(self._action.isEnabled())
        self.setText(f"{self._words} ({key})" if key and self._shows_key else self._words)
        self.setToolTip(_hover_text(self._action.text(), key))
        self.setAccessibleName(self._words.rstrip("…"))


class ActionToolButton(QToolButton):
    """Triggers an action by its icon alone; its words are in the hover text."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._action = action
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIcon(icons.icon(_icon_of(action)))
        self.clicked.connect(lambda: action.trigger())
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(_hover_text(self._action.text(), key_text(self._action.shortcut())))
        self.setAccessibleName(self._action.text().rstrip("…"))


def _icon_of(action: QAction) -> str:
    spec = SPECS.get(action.objectName())
    return spec.icon if spec is not None else ""


def _hover_text(words: str, key: str) -> str:
    return f"{words.rstrip('…')} ({key})" if key else words.rstrip("…")
