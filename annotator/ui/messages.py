"""Messages in a bar above the page: what is wrong and what to do, without stopping anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.ui import icons, theme

if TYPE_CHECKING:
    from collections.abc import Callable

ICONS = {"error": "warning", "warning": "warning", "ok": "check-circle", "info": "info"}

READING_TIME = 3000
"""So long a message of success is left alone, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `kind` is error, warning, ok or info; `topic` names what solves it.

    One that stays cannot be closed: it goes when its topic is solved.
    """

    text: str
    hint: str = ""
    kind: str = "error"
    topic: str = ""
    action_text: str = ""
    action: Callable[[], object] | None = None
    stays: bool = False


class MessageBar(QFrame):
    """Shows the latest message; when it is closed or solved, the one before comes back."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages: list[Message] = []
        self._since = QElapsedTimer()
        self.setObjectName("messages")
        self.setAccessibleName(self.tr("Messages"))
        self.setProperty("role", "message")
        self._sign = QLabel()
        self._text = _plain_label("message_text")
        self._hint = _plain_label("message_hint")
        self._hint.setProperty("role", "muted")
        self._action = QPushButton()
        self._action.setObjectName("message_action")
        self._action.clicked.connect(self._run_action)
        self._close = QToolButton()
        self._close.setObjectName("message_close")
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setIcon(icons.icon("close"))
        self._close.setAutoRaise(True)
        self._close.clicked.connect(self.close_message)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.STEP, theme.STEP, theme.STEP, theme.STEP)
        row.setSpacing(theme.STEP)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._text)
        words.addWidget(self._hint)
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)

    @property
    def message(self) -> Message | None:
        """The message that is shown."""
        return self._messages[-1] if self._messages else None

    def show_message(self, message: Message) -> None:
        """Show a message; one of the same topic is replaced."""
        self._messages = [
            one
            for one in self._messages
            if one.text != message.text and (not message.topic or one.topic != message.topic)
        ]
        self._messages.append(message)
        self._since.start()
        self._refresh()
        announce(self, f"{message.text} {message.hint}".strip(), is_urgent=message.kind == "error")

    def solve(self, topic: str) -> None:
        """Take away the messages of a topic that is settled."""
        self._messages = [one for one in self._messages if one.topic != topic]
        self._refresh()

    def forget_successes(self) -> None:
        """Take away what said that something went well, once there was time to read it."""
        if self._since.isValid() and self._since.elapsed() > READING_TIME:
            self._messages = [one for one in self._messages if one.kind != "ok"]
            self._refresh()

    def clear_messages(self) -> None:
        """Take all messages away: what they were about is gone."""
        self._messages = []
        self._refresh()

    def close_message(self) -> None:
        """Take the shown message away."""
        self._messages = self._messages[:-1]
        self._refresh()
        self.closed.emit()

    def _run_action(self) -> None:
        message = self.message
        if message is not None and message.action is not None:
            if not message.stays:
                self.close_message()
            message.action()

    def showEvent(self, event: QShowEvent) -> None:
        """Colours are read late: the theme may have changed while the bar was hidden."""
        self._refresh()
        super().showEvent(event)

    def _refresh(self) -> None:
        message = self.message
        if message is None:
            self.hide()
            return
        self.setProperty("kind", message.kind)
        self.style().unpolish(self)
        self.style().polish(self)
        colours = {"error": "error", "warning": "warning", "ok": "ok"}
        colour = getattr(theme.current(), colours.get(message.kind, "accent"))
        self._sign.setPixmap(icons.icon(ICONS[message.kind], colour).pixmap(QSize(20, 20)))
        self._text.setText(message.text)
        self._hint.setText(message.hint)
        self._hint.setVisible(bool(message.hint))
        self._action.setText(message.action_text)
        self._action.setVisible(message.action is not None)
        self._close.setVisible(not message.stays)
        self.setVisible(True)


def announce(widget: QWidget, text: str, *, is_urgent: bool = False) -> None:
    """Have a screen reader say the text."""
    event = QAccessibleAnnouncementEvent(widget, text)
    if is_urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


def _plain_label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
