"""What an export would lose, found out beside the window on a copy of the project."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize

from annotator.ui.foresight import Foresight

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from annotator.jobs.exporting import ExportReport
    from annotator.store.project import Project
    from annotator.ui.export_choices import ExportChoice
    from annotator.ui.tasks import Task, Tasks


class ExportForesight(Foresight):
    """Tries each choice; the project is copied once, for all of them."""

    def __init__(self, project: Project, tasks: Tasks, parent: QObject) -> None:
        super().__init__(tasks, parent)
        self._project = project
        self._folder = Path(tempfile.mkdtemp())
        self._clean = finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def try_out(self, choice: ExportChoice | None) -> None:
        """Try this choice soon; None if there is nothing to try."""
        self.forget()
        if choice is None:
            return
        project, copy = self._project, self._folder / "copy.annodb"
        self.ask(lambda task: _try_out(project, copy, choice, task))

    def close(self) -> None:
        """Stop, and take the copy away once nobody reads it."""
        self.end()
        self.afterwards(self._clean)


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
