"""One thread of a doubt: all its messages, and what can be said to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator.model import thread_edits
from annotator.ui import icons
from annotator.ui.panels.doubt_editor import MessageEditor, MessageView
from annotator.ui.panels.writing import write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.teamwork import Message
    from annotator.model.threads import Thread
    from annotator.ui.session import Session

LEAST_HEIGHT = 40
"""In pixels: in a low window lists and messages scroll rather than grow beyond the screen."""


class ThreadView(QWidget):
    """The messages of one thread above a line for a reply; `left` asks for the list again."""

    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("thread")
        self._session = session
        self._thread: Thread | None = None
        self._messages = QVBoxLayout()
        self._messages.setSpacing(8)
        self._reply = MessageEditor("doubt_reply", self.tr("Reply; Ctrl+Enter sends it"))
        self._reply.sent.connect(self._send)
        self._reply.left.connect(self.left)
        self._reply.textChanged.connect(self._name_buttons)
        self._send_button = _button("doubt_send", self.tr("Reply"))
        self._send_button.clicked.connect(self._send)
        self._settle = _button("doubt_settle", self.tr("Settle"))
        self._settle.clicked.connect(self._turn)
        self._lay_out()
        self.show_thread(None, {})

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 4, 4, 4)
        column.addLayout(self._messages)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setObjectName("thread_messages")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setMinimumHeight(LEAST_HEIGHT)
        self._area.setWidget(content)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._send_button)
        buttons.addStretch(1)
        buttons.addWidget(self._settle)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._area, 1)
        whole.addWidget(self._reply)
        whole.addLayout(buttons)

    def show_thread(self, thread: Thread | None, names: Mapping[str, str]) -> None:
        """Show this thread; what was typed for another one goes."""
        if thread is None or self._thread is None or thread.id != self._thread.id:
            self._reply.clear()
        if thread != self._thread or thread is None:
            self._thread = thread
            self._fill(names)
        self.setVisible(thread is not None)
        is_writable = self._session.is_writable
        for part in (self._reply, self._settle):
            part.setEnabled(is_writable)
        self._name_buttons()

    def take_focus(self) -> None:
        """Put the caret into the reply."""
        self._reply.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fill(self, names: Mapping[str, str]) -> None:
        while (item := self._messages.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        was_settled = False
        for message in self._thread.messages if self._thread is not None else ():
            name = names.get(message.annotator, "")
            is_change = message.is_settled != was_settled
            is_own = message.annotator == self._session.annotator.id and self._session.is_writable
            view = MessageView(message, name, is_change=is_change, is_own=is_own)
            view.removal_requested.connect(lambda message=message: self._remove(message))
            self._messages.addWidget(view)
            was_settled = message.is_settled
        bar = self._area.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))

    def _name_buttons(self) -> None:
        """With words in the line, settling says them too."""
        has_words = bool(self._reply.words)
        self._send_button.setEnabled(has_words and self._session.is_writable)
        is_settled = self._thread is not None and self._thread.is_settled
        if is_settled:
            words, icon = self.tr("Open again"), "undo"
        else:
            words = self.tr("Reply and settle") if has_words else self.tr("Settle")
            icon = "check-circle"
        self._settle.setText(words)
        self._settle.setIcon(icons.icon(icon))
        self._settle.setAccessibleName(words)

    # ------------------------------------------------------------ acting

    def _send(self) -> None:
        thread, words = self._thread, self._reply.words
        if thread is not None and words:
            self._write_reply(thread, words, settles=False)

    def _turn(self) -> None:
        """Settle the thread, or open it again."""
        thread, words = self._thread, self._reply.words
        if thread is None:
            return
        if words:
            self._write_reply(thread, words, settles=not thread.is_settled)
            return
        by = self._session.annotator.id
        write(
            self._session,
            lambda: thread_edits.set_settled(thread, not thread.is_settled, by=by),
        )

    def _remove(self, message: Message) -> None:
        by = self._session.annotator.id
        write(self._session, lambda: thread_edits.remove_message(message, by=by))

    def _write_reply(self, thread: Thread, words: str, *, settles: bool) -> None:
        by = self._session.annotator.id
        if write(self._session, lambda: thread_edits.reply(thread, words, by=by, settles=settles)):
            self._reply.clear()


def _button(name: str, words: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    return button
