"""Sharing the open project through a folder: when rounds are made, and what is shown of them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from annotator.errors import UserError
from annotator.ui.messages import Message
from annotator.ui.sharing_places import SharedPlaces
from annotator.ui.sharing_rounds import SharingRounds
from annotator.ui.sharing_settings import SharedFolders
from annotator.ui.sharing_sign import SharingSign
from annotator.ui.sharing_watch import HolderWatch
from annotator.ui.tasks import Tasks

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.jobs.shared_folder import SharedFolder
    from annotator.ui.dialogs.shared_folder import SharedFolderDialog
    from annotator.ui.handing_over import HandingOver
    from annotator.ui.main_window import MainWindow
    from annotator.ui.project_files import ProjectFiles
    from annotator.ui.tasks import Task

IDLE = 10_000
"""So long nothing must have been edited before it is published, in milliseconds."""
POLL = 60_000
"""So often the folder is looked at when it says nothing: network folders never do."""
SETTLING = 1_500
"""So long a change in the folder, or a project that was closed, is left alone, in milliseconds."""
_SHARE_OF_TIME = 20
_LONGEST_IDLE = 600_000


class Sharing(QObject):
    """Knows which folder belongs to the open project, and shares through it without being asked."""

    def __init__(self, window: MainWindow, files: ProjectFiles, handing_over: HandingOver) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._dialog: SharedFolderDialog | None = None
        self._left: SharedFolder | None = None
        self._tasks = Tasks(self)
        self.folders = SharedFolders(window.settings)
        self.rounds = SharingRounds(window.session, handing_over, self)
        self.sign = SharingSign(self.rounds)
        window.statuses.addPermanentWidget(self.sign)
        self.places = SharedPlaces(window, files, self.folders.remember)
        self.holder = HolderWatch(window, files, self.places)
        self._make_timers()
        self._connect()
        window.commands.connect_to({"team.share": self.ask})

    def _make_timers(self) -> None:
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(lambda: self.rounds.run())
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self._look)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING)
        self._settling.timeout.connect(self._look)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _folder: self._settling.start())
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(SETTLING)
        self._late.timeout.connect(self._publish_late)
        self._since = QElapsedTimer()

    def _connect(self) -> None:
        session, rounds = self._session, self.rounds
        session.opened.connect(self._begin)
        session.closing.connect(self._end)
        session.edited.connect(self._wait)
        rounds.came.connect(session.announced)
        rounds.reached.connect(self._watch_folder)
        rounds.changed.connect(self._show)
        self.sign.clicked.connect(self.ask)
        self._window.closing.connect(self._publish_at_the_end)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.applicationStateChanged.connect(self._come_back)

    # ------------------------------------------------------------ which folder

    def share_through(self, folder: Path) -> None:
        """Share the open project through this folder; a message says why not."""
        from annotator.jobs.shared_folder import check_folder

        project = self._session.project
        if project is None:
            return
        try:
            check_folder(project.path, folder)
        except UserError as error:
            self._complain(error)
            return
        self.folders.remember(project.path, folder)
        self._begin()

    def stop(self) -> None:
        """Share no more; what was published stays in the folder."""
        path = self._session.path
        if path is not None:
            self.folders.remember(path, None)
        self._forget_folder()
        self.rounds.leave()

    # ------------------------------------------------------------ when

    def _begin(self) -> None:
        project = self._session.project
        folder = self.folders.folder_of(project.path) if project is not None else None
        if project is None or folder is None or project.read_only:
            return
        self._forget_folder()
        self.rounds.begin(project, folder)
        self._poll.start()

    def _end(self) -> None:
        """The project is closed: what is not in the folder yet is published beside the window."""
        self._forget_folder()
        is_sound = self.rounds.state.error is None
        shared = self.rounds.end()
        self._left = shared if is_sound else None
        self._late.start()

    def _publish_late(self) -> None:
        """Publish what was closed, unless it is open again."""
        shared, self._left = self._left, None
        if shared is None or shared.path == self._session.path:
            return

        def work(_task: Task) -> None:
            _publish(shared)

        self._tasks.run(self.tr("Publishing"), work, done=_pass, failed=_pass)

    def _publish_at_the_end(self) -> None:
        """The window closes: publish what was done last, behind it."""
        is_sound = self.rounds.state.error is None
        shared = self.rounds.end() or self._left
        if shared is not None and is_sound:
            self._window.hide()
            with suppress(UserError):  # it is published when the project is opened again
                _publish(shared)
        self._tasks.stop()

    def _wait(self) -> None:
        """Publish when there has been no edit for a while; a large project more seldom."""
        if self.rounds.folder is not None and not self.rounds.is_taking:
            often = int(self.rounds.publishing_seconds * 1000 * _SHARE_OF_TIME)
            self._idle.start(min(max(IDLE, often), _LONGEST_IDLE))

    def _look(self) -> None:
        self._since.start()
        self.rounds.run(publishes=not self._idle.isActive())

    def _come_back(self, state: Qt.ApplicationState) -> None:
        is_long_ago = not self._since.isValid() or self._since.elapsed() > SETTLING
        if state is Qt.ApplicationState.ApplicationActive and is_long_ago:
            self._look()

    def _watch_folder(self) -> None:
        """Listen for changes, once it is known that the folder answers."""
        folder = self.rounds.folder
        if folder is not None and str(folder) not in self._watcher.directories():
            self._watcher.addPath(str(folder))

    def _forget_folder(self) -> None:
        for timer in (self._idle, self._poll, self._settling):
            timer.stop()
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())

    # ------------------------------------------------------------ the dialog

    def ask(self) -> None:
        """Show the folder, who publishes there, and what is bad."""
        from annotator.ui.dialogs.shared_folder import SharedFolderDialog

        project = self._session.project
        if project is None:
            return
        if project.read_only:
            text = self.tr("This project is open for reading only.")
            self._complain(UserError(text, project.read_only_reason))
            return
        self._dialog = dialog = SharedFolderDialog(self.rounds.folder, self.rounds.state, self._window)
        dialog.chosen.connect(self.share_through)
        dialog.asked.connect(lambda: self.rounds.run(is_asked=True))
        dialog.stopped.connect(self.stop)
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def _forget_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _show(self) -> None:
        if self._dialog is not None:
            self._dialog.show_state(self.rounds.folder, self.rounds.state)

    def _complain(self, error: UserError) -> None:
        self._window.messages.show_message(Message(error.message, error.hint, topic="share"))


def _publish(shared: SharedFolder) -> None:
    if not shared.is_published():
        shared.publish()


def _pass(_nothing: object) -> None:
    """Nobody waits for it; what failed is done again when the project is opened."""
