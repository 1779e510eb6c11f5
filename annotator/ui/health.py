"""Looks after the open file: whether it is sound, and still the one that was written here."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from annotator.errors import UserError
from annotator.ui.messages import Message

if TYPE_CHECKING:
    from annotator.store.project import Project
    from annotator.ui.main_window import MainWindow
    from annotator.ui.project_files import ProjectFiles
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task, Tasks

REST = 5_000
"""How long the window is left alone after opening, in milliseconds."""
MOST_BYTES = 200_000_000
"""Larger files are checked on demand only: by `annotator check`."""


class Health(QObject):
    """The deep check of a project that is open, and the look at the file when one comes back."""

    def __init__(self, window: MainWindow, session: Session, tasks: Tasks, files: ProjectFiles) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._tasks = tasks
        self._files = files
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST)
        self._timer.timeout.connect(self.check)
        session.opened.connect(self._timer.start)
        session.closed.connect(self._timer.stop)

    def check(self) -> None:
        """Check a copy of the open project with all its hashes, beside the window."""
        project = self._session.project
        if project is None or project.path.stat().st_size > MOST_BYTES:
            return

        def failed(error: UserError) -> None:
            if self._session.project is project:
                text = self.tr("The project file is damaged: {0}").format(error.message)
                hint = self.tr(
                    "What you label is still stored. Export it, or go on with a copy from the "
                    "folder “snapshots” beside the project."
                )
                self._window.messages.show_message(Message(text, hint, "error", "health", stays=True))

        title = self.tr("Checking the project")
        self._tasks.run(title, lambda task: _check_copy(project, task), done=_pass, failed=failed)

    def look_outside(self, state: Qt.ApplicationState) -> None:
        """Coming back to the window: open the file again if another program has changed it."""
        project = self._session.project
        if state is not Qt.ApplicationState.ApplicationActive or project is None:
            return
        try:
            is_changed = not self._tasks.is_busy and project.is_changed_outside
        except UserError as error:
            self._window.messages.show_message(Message(error.message, error.hint, topic="health"))
            return
        if is_changed:
            self._files.reopen()
            text = self.tr("Another program has changed the project file; it was opened again.")
            self._window.messages.show_message(Message(text, kind="warning", topic="health"))


def _check_copy(project: Project, task: Task) -> None:
    """Opening a file that is not known checks all of it."""
    from annotator.store.backup import copy_project
    from annotator.store.project import Project

    with tempfile.TemporaryDirectory() as folder:
        copy = copy_project(project, Path(folder) / project.path.name, progress=task.progress)
        Project.open(copy, read_only=True).close()


def _pass(_nothing: None) -> None:
    """All is well: nobody needs to be told."""
