"""Releasing a dataset as the window does it: a dialog, then work beside the window."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.file_manager import with_folder
from annotator.ui.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.errors import UserError
    from annotator.jobs.releasing import ReleaseReport
    from annotator.store.project import Project
    from annotator.ui.main_window import MainWindow
    from annotator.ui.release_choices import ReleaseChoice
    from annotator.ui.tasks import Task, Tasks

_TOPIC = "release"


class Releasing(QObject):
    """What the command Release does."""

    def __init__(self, window: MainWindow, tasks: Tasks) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._tasks = tasks

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {"project.release": self.ask}

    def ask(self) -> None:
        """Ask for everything that a release needs."""
        from annotator.ui.dialogs.release import ReleaseDialog

        session, project = self._session, self._session.project
        if project is None:
            return
        people = (project.annotators(), session.annotator.id)
        settings = self._window.settings
        dialog = ReleaseDialog(project, people, session.codebook, settings, self._window)
        dialog.chosen.connect(self.release)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def release(self, choice: ReleaseChoice) -> None:
        """Release the open project."""
        project = self._session.project
        if project is None:
            return

        def work(task: Task) -> ReleaseReport:
            return _release_snapshot(project, choice, task)

        def cancelled() -> None:
            text = self.tr("The release was stopped; nothing was written.")
            self._window.messages.show_message(Message(text, kind="info", topic=_TOPIC))

        self._window.messages.solve(_TOPIC)
        self._tasks.run(
            self.tr("Releasing"), work, done=self._report, failed=self._show, cancelled=cancelled
        )

    def _report(self, report: ReleaseReport) -> None:
        first, *others = report.sentences()
        kind = "warning" if report.warnings else "ok"
        message = with_folder(Message(first, "\n".join(others), kind, _TOPIC), report.path)
        self._window.messages.show_message(message)

    def _show(self, error: UserError) -> None:
        self._window.messages.show_message(Message(error.message, error.hint, topic=_TOPIC))


def _release_snapshot(project: Project, choice: ReleaseChoice, task: Task) -> ReleaseReport:
    from annotator.jobs.releasing import release
    from annotator.store.backup import copy_project
    from annotator.store.project import Project

    with tempfile.TemporaryDirectory() as folder:
        copy = copy_project(
            project,
            Path(folder) / project.path.name,
            progress=lambda _done, _total: task.progress(0, 0),
        )
        with Project.open(copy, read_only=True) as snapshot:
            return release(
                snapshot,
                choice.path,
                choice.plan,
                overwrites=choice.overwrites,
                progress=task.progress,
                cancelled=task.is_cancelled,
            )
