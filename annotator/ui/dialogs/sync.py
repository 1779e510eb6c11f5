"""The server: its address, whether it answers, when it was synced last, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
)

from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation, form
from annotator.ui.dialogs.fitting import fit
from annotator.ui.dialogs.plain_button import PlainButton
from annotator.ui.syncing_state import SyncChoice, clock
from annotator.ui.words import counted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QWidget

    from annotator.store.server_address import Address
    from annotator.ui.syncing_state import SyncState

_SIZE = (620, 340)
_MOST_SECONDS = 3_600


class SyncDialog(QDialog):
    """Chooses the server, and shows at every moment how syncing stands."""

    chosen = Signal(object, str)
    tried = Signal(str, str)
    stopped = Signal()

    def __init__(self, choice: SyncChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sync")
        self.setWindowTitle(self.tr("Sync with a server"))
        self._make_fields(choice)
        self._state = self._words_label("sync_state")
        self._trial = self._words_label("sync_trial")
        self._sync = self._button("sync_now", self.tr("&Sync now"), self._accept)
        self._sync.setDefault(True)
        self._try = self._button("sync_try", self.tr("&Try the connection"), self._try_out)
        self._stop = self._button("stop_syncing", self.tr("S&top syncing"), self.stopped.emit)
        self._close = self._button("close_syncing", self.tr("&Close"), self.reject)
        self._lay_out()
        self._url.textChanged.connect(lambda _text: self._follow())
        self._follow()
        fit(self, *_SIZE)
        (self._sync if choice.url else self._url).setFocus()

    def _make_fields(self, choice: SyncChoice) -> None:
        self._url = QLineEdit(choice.url)
        self._url.setObjectName("sync_url")
        self._url.setAccessibleName(self.tr("Address"))
        self._url.setPlaceholderText("postgresql://mia@db.example.org/news")
        self._password = QLineEdit()
        self._password.setObjectName("sync_password")
        self._password.setAccessibleName(self.tr("Password"))
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setPlaceholderText(self.tr("Kept until Annotator is closed"))
        self._automatic = QCheckBox(self.tr("By &itself, every"))
        self._automatic.setObjectName("sync_automatic")
        self._automatic.setChecked(choice.is_automatic)
        self._seconds = QSpinBox()
        self._seconds.setObjectName("sync_seconds")
        self._seconds.setAccessibleName(self.tr("Seconds between two syncs"))
        self._seconds.setRange(1, _MOST_SECONDS)
        self._seconds.setValue(choice.seconds)
        self._seconds.setSuffix(self.tr(" seconds"))
        self._automatic.toggled.connect(self._seconds.setEnabled)
        self._seconds.setEnabled(choice.is_automatic)

    def _words_label(self, name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _button(self, name: str, words: str, action: object) -> QPushButton:
        button = PlainButton(words)
        button.setObjectName(name)
        button.clicked.connect(action)
        return button

    def _lay_out(self) -> None:
        rows = form()
        for words, part in ((self.tr("&Address"), self._url), (self.tr("&Password"), self._password)):
            label = QLabel(words)
            label.setBuddy(part)
            rows.addRow(label, part)
        often = QHBoxLayout()
        often.setSpacing(theme.STEP)
        often.addWidget(self._automatic)
        often.addWidget(self._seconds)
        often.addStretch(1)
        rows.addRow("", often)
        below = QHBoxLayout()
        below.setSpacing(theme.STEP)
        below.addWidget(self._stop)
        below.addWidget(self._try)
        below.addStretch(1)
        below.addWidget(self._close)
        below.addWidget(self._sync)
        words = self.tr(
            "Everybody works in a project of their own, offline as long as they like. What they do"
            " goes to a PostgreSQL server of yours, and what the others do comes from there; nothing"
            " is sent anywhere else."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [2 * theme.STEP]))
        column.setSpacing(theme.STEP + theme.HALF_STEP)
        column.addWidget(explanation(words))
        column.addLayout(rows)
        column.addWidget(self._state)
        column.addWidget(self._trial)
        column.addStretch(1)
        column.addLayout(below)

    # ------------------------------------------------------------ showing

    def show_state(self, address: Address | None, state: SyncState) -> None:
        """Show how the last round went, and that one goes on."""
        self._stop.setEnabled(address is not None)
        self._state.setText(self._words(state) if address is not None else "")
        is_bad = state.error is not None and not state.is_offline
        self._state.setProperty("role", "warning" if is_bad else "muted")
        self._state.style().polish(self._state)
        if state.wants_password and not self._password.text():
            self._password.setFocus()

    def show_trial(self, words: str) -> None:
        """Show what came of trying the connection."""
        self._trial.setText(words)

    def _words(self, state: SyncState) -> str:
        if state.is_busy:
            return self.tr("Syncing…")
        if state.error is not None:
            return f"{state.error.message} {state.error.hint}"
        words = [self.tr("Synced at {time}.").format(time=clock(state.synced_at))]
        if not state.synced_at:
            words = [self.tr("Not synced since the project was opened.")]
        if state.waiting:
            words.append(counted(state.waiting, "%n edit waits.", "%n edits wait."))
        if state.conflicts:
            conflicts = state.conflicts
            words.append(counted(conflicts, "%n difference to look at.", "%n differences to look at."))
        return " ".join(words)

    # ------------------------------------------------------------ choosing

    def _follow(self) -> None:
        for button in (self._sync, self._try):
            button.setEnabled(bool(self._url.text().strip()))

    def _try_out(self) -> None:
        self.tried.emit(self._url.text(), self._password.text())

    def _accept(self) -> None:
        self.show_trial("")
        choice = SyncChoice(self._url.text(), self._seconds.value(), self._automatic.isChecked())
        self.chosen.emit(choice, self._password.text())
