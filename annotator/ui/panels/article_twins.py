"""Comparing articles with one another while nobody waits, where an import has not done so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.errors import UserError
from annotator.model.values import NewDocument
from annotator.ui.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.model.change import Edit
    from annotator.store.project import Project
    from annotator.store.similar import Twins
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task

REST = 2_000
"""So long the window is left alone after opening or an import, in milliseconds."""
_ROWS_AT_ONCE = 500


class TwinSearch(QObject):
    """A worker finds near-duplicates; they are stored in small steps in the window's thread."""

    found = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = Reader(session, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(REST)
        self._pause.timeout.connect(self.start)
        session.opened.connect(self._pause.start)
        session.closing.connect(self._pause.stop)
        session.edited.connect(self._follow)

    def start(self) -> None:
        """Compare what has not been compared yet."""
        if self._session.is_writable:
            self._reader.ask("twins", _find, self._keep, failed=lambda _error: None)

    def _follow(self, edit: Edit) -> None:
        if not edit.changes or any(isinstance(change.after, NewDocument) for change in edit.changes):
            self._pause.start()

    def _keep(self, found: Twins) -> None:
        project = self._session.project
        if found.hashes and project is not None and self._session.is_writable:
            self._go_on(project, project.keep_twins(found, at_once=_ROWS_AT_ONCE))

    def _go_on(self, project: Project, steps: Iterator[int]) -> None:
        """Store the next part; what cannot be stored now is found again the next time."""
        if self._session.project is not project:
            return
        try:
            left = next(steps, None)
        except UserError:
            return
        if left:
            QTimer.singleShot(0, self, lambda: self._go_on(project, steps))
        else:
            self.found.emit()


def _find(project: Project, task: Task) -> Twins:
    return project.find_twins(task.progress)
