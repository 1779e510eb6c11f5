"""A few lines for a message, and one message as it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout

from annotator.ui import icons
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.texts import SEPARATOR, full_time_text, said, time_text

if TYPE_CHECKING:
    from annotator.model.teamwork import Message

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LINES = 3


class MessageEditor(QPlainTextEdit):
    """Ctrl+Enter sends what was typed, Esc leaves; Tab goes on."""

    sent = Signal()
    left = Signal()

    def __init__(self, name: str, purpose: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(purpose)
        self.setPlaceholderText(purpose)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 16)

    @property
    def words(self) -> str:
        """What was typed."""
        return self.toPlainText().strip()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter and Esc from commands of the window."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and (self._is_sending(event) or event.key() == Qt.Key.Key_Escape)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter sends, Esc leaves."""
        if self._is_sending(event):
            self.sent.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _is_sending(self, event: QKeyEvent) -> bool:
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return is_control and event.key() in _ENTER


class MessageView(QFrame):
    """One message: who, when and what; its words can be selected.

    `removal_requested` comes from a button that only one's own messages have.
    """

    removal_requested = Signal()

    def __init__(self, message: Message, name: str, *, is_change: bool, is_own: bool) -> None:
        """`is_change` says that the thread was settled or opened again by this message."""
        super().__init__()
        self.setObjectName("message")
        state = ""
        if is_change:
            state = said("settled") if message.is_settled else said("opened again")
        time = time_text(message.created) if message.created else ""
        head = plain_label(SEPARATOR.join(one for one in (name, time, state) if one), role="muted")
        head.setToolTip(full_time_text(message.created) if message.created else "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.addWidget(head, 1)
        if is_own:
            row.addWidget(self._button())
        column.addLayout(row)
        if message.text:
            words = plain_label(message.text, wraps=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(words)

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("message_delete")
        button.setIcon(icons.icon("trash"))
        button.setIconSize(QSize(14, 14))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(said("Delete this message"))
        button.setAccessibleName(button.toolTip())
        button.clicked.connect(self.removal_requested)
        return button
