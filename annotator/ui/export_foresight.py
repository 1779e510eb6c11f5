"""What an export would lose, found out beside the window on a copy of the project."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.jobs.exporting import ExportReport
    from annotator.store.project import Project
    from annotator.ui.export_choices import ExportChoice
    from annotator.ui.tasks import Task, Tasks

DELAY = 400
"""How long choices rest before they are tried, in milliseconds."""


class ExportForesight(QObject):
    """Tries each choice; a new one takes the place of the former, which is stopped.

    `began` brings the work, then exactly one of the others follows, unless a new choice came.
    """

    began = Signal(object)
    foreseen = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, project: Project, tasks: Tasks, parent: QObject) -> None:
        """`tasks` must be free for this, so that no other work waits for it."""
        super().__init__(parent)
        self._project = project
        self._tasks = tasks
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._choice: ExportChoice | None = None
        self._task: Task | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self._begin)

    def ask(self, choice: ExportChoice) -> None:
        """Try this choice soon."""
        self.forget()
        self._choice = choice
        self._timer.start()

    def stop(self) -> None:
        """Stop what is going on; `stopped` follows."""
        if self._task is not None:
            self._task.cancel()

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        self._timer.stop()
        if self._task is not None:
            self._task.abandon()
            self._task = None

    def close(self) -> None:
        """Stop, and take the copy away once nobody reads it."""
        self.forget()
        folder = self._folder
        self._tasks.run("", lambda _task: folder.cleanup(), done=_nothing, failed=_nothing)

    def _begin(self) -> None:
        choice, project, copy = self._choice, self._project, Path(self._folder.name)
        assert choice is not None

        def work(task: Task) -> ExportReport:
            return _try_out(project, copy / "copy.annodb", choice, task)

        self._task = self._tasks.run("", work, done=self._answer, failed=self._fail, cancelled=self._end)
        self.began.emit(self._task)

    def _answer(self, report: ExportReport) -> None:
        self._task = None
        self.foreseen.emit(report)

    def _fail(self, error: UserError) -> None:
        self._task = None
        self.failed.emit(error)

    def _end(self) -> None:
        self._task = None
        self.stopped.emit()


def _nothing(_result: object) -> None:
    """Nobody waits for this."""


def _try_out(project: Project, copy: Path, choice: ExportChoice, task: Task) -> ExportReport:
    from annotator.jobs.exporting import foresee
    from annotator.store.backup import copy_project
    from annotator.store.project import Project

    if not copy.exists():
        copy_project(project, copy, progress=lambda _done, _total: task.progress(0, 0))
    with Project.open(copy, read_only=True) as snapshot:
        return foresee(
            snapshot,
            format=choice.format,
            wanted=choice.wanted,
            options=choice.options,
            progress=task.progress,
            cancelled=task.is_cancelled,
        )
