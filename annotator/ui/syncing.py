"""Syncing the open project with a server: which server, when rounds are made, what is shown of them."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from annotator.errors import UserError
from annotator.ui.messages import Message
from annotator.ui.syncing_rounds import SyncRounds
from annotator.ui.syncing_sign import SyncSign
from annotator.ui.syncing_state import SyncChoice

if TYPE_CHECKING:
    from annotator.ui.dialogs.sync import SyncDialog
    from annotator.ui.handing_over import HandingOver
    from annotator.ui.main_window import MainWindow

SETTING = "servers"
SOON = 2_000
"""So long after an edit it is pushed, if that goes by itself, in milliseconds."""
_KEPT = 50
_TOPIC = "sync"


class Syncing(QObject):
    """Knows which server belongs to the open project, and syncs with it without being asked."""

    def __init__(self, window: MainWindow, handing_over: HandingOver) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._passwords: dict[str, str] = {}
        self._dialog: SyncDialog | None = None
        self.rounds = SyncRounds(window.session, handing_over, self)
        self.sign = SyncSign(self.rounds)
        window.statuses.addPermanentWidget(self.sign)
        self._often = QTimer(self)
        self._often.timeout.connect(self._run)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self._run)
        self._session.opened.connect(self._begin)
        self._session.closing.connect(self._stop_timers)
        self._session.edited.connect(self._push_soon)
        self.rounds.came.connect(self._session.announced)
        self.rounds.changed.connect(self._show)
        self.sign.clicked.connect(self.ask)
        window.commands.connect_to({"team.sync": self.ask})

    # ------------------------------------------------------------ which server

    @property
    def choice(self) -> SyncChoice:
        """What is remembered of the open project's server."""
        stored = self._stored().get(str(self._session.path))
        if not isinstance(stored, dict) or {name: type(one) for name, one in stored.items()} != {
            "url": str,
            "seconds": int,
            "is_automatic": bool,
        }:
            return SyncChoice()
        return SyncChoice(**stored)

    def _remember(self, choice: SyncChoice | None) -> None:
        path = str(self._session.path)
        others = {key: one for key, one in self._stored().items() if key != path}
        if choice is not None:
            others = dict(list(others.items())[-_KEPT:]) | {path: asdict(choice)}
        self._window.settings.write(SETTING, others)

    def _stored(self) -> dict[str, Any]:
        stored = self._window.settings.read(SETTING)
        return stored if isinstance(stored, dict) else {}

    def sync_with(self, choice: SyncChoice, password: str) -> None:
        """Sync the open project with this server from now on; a message says why not.

        The password is kept as long as the window is open, and nowhere else.
        """
        from annotator.store.server_address import read_address

        try:
            address = read_address(choice.url, password)
        except UserError as error:
            self._show_error(error)
            return
        secret = address.password or self._passwords.get(address.url, "")
        self._passwords[address.url] = secret
        self._remember(replace(choice, url=address.url))
        self._begin()
        self.rounds.run(is_asked=True)

    def stop(self) -> None:
        """Sync no more; what is on the server stays there."""
        self._remember(None)
        self._stop_timers()
        self.rounds.end()

    # ------------------------------------------------------------ when

    def _begin(self) -> None:
        from annotator.store.server_address import read_address

        choice, project = self.choice, self._session.project
        self._stop_timers()
        if project is None or project.read_only or not choice.url:
            return
        try:
            address = read_address(choice.url, self._passwords.get(choice.url, ""))
        except UserError as error:
            self._show_error(error)
            return
        self.rounds.begin(address)
        if choice.is_automatic:
            self._often.start(choice.seconds * 1_000)
            self.rounds.run()

    def _stop_timers(self) -> None:
        self._often.stop()
        self._soon.stop()

    def _push_soon(self) -> None:
        if self._often.isActive() and self.rounds.state.waiting:
            self._soon.start()

    def _run(self) -> None:
        """A round by itself; without a password that the server takes, nobody is bothered."""
        if not self.rounds.state.wants_password:
            self.rounds.run()

    # ------------------------------------------------------------ the dialog

    def ask(self) -> None:
        """Show the server, how syncing stands, and how often."""
        from annotator.ui.dialogs.sync import SyncDialog

        project = self._session.project
        if project is None:
            return
        if project.read_only:
            text = self.tr("This project is open for reading only.")
            self._show_error(UserError(text, project.read_only_reason))
            return
        dialog = SyncDialog(self.choice, self._window)
        self._dialog = dialog
        dialog.chosen.connect(self.sync_with)
        dialog.tried.connect(self._try_out)
        dialog.stopped.connect(self.stop)
        dialog.finished.connect(self._forget_dialog)
        self._show()
        dialog.open()

    def _try_out(self, url: str, password: str) -> None:
        """Say whether the server can be used, and change nothing anywhere."""
        from annotator.store.server_address import read_address

        try:
            address = read_address(url, password)
        except UserError as error:
            self._heard(str(error))
            return
        if not address.password:
            address = replace(address, password=self._passwords.get(address.url, ""))
        self._heard(self.tr("Trying…"))
        self.rounds.try_out(address, self._heard)

    def _heard(self, words: str) -> None:
        if self._dialog is not None:
            self._dialog.show_trial(words)

    def _forget_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _show(self) -> None:
        if self._dialog is not None:
            self._dialog.show_state(self.rounds.address, self.rounds.state)

    def _show_error(self, error: UserError) -> None:
        if self._dialog is not None:
            self._dialog.show_trial(str(error))
        else:
            self._window.messages.show_message(Message(error.message, error.hint, topic=_TOPIC))
