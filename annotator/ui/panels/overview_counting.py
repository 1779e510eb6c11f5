"""Keeps the numbers of the overview: counts beside the window, and again after edits."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.values import CODEBOOK_KINDS, Field
from annotator.ui.reader import Reader

if TYPE_CHECKING:
    from annotator.analysis.scope import Scope
    from annotator.errors import UserError
    from annotator.model.change import Edit
    from annotator.store.project import Project
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task

QUICK = 1.0
"""A project that is counted in less time than this, in seconds, is counted anew after each edit."""
_PAUSE = 700
"""Milliseconds without an edit before it is counted anew."""
_COUNTED = ("document", "work", "entity", "annotator", *CODEBOOK_KINDS)


def is_counted(edit: Edit) -> bool:
    """Whether the edit changes any number."""
    values = [change.value for change in edit.changes]
    return not values or any(not isinstance(one, Field) or one.kind in _COUNTED for one in values)


class Counting(QObject):
    """The tally of the open project, `scope`; `is_stale` says that edits have come since.

    `progressed` gives rows read and about how many there are.
    """

    counted = Signal()
    progressed = Signal(int, int)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = Reader(session, self)
        self.scope: Scope | None = None
        self.is_stale = True
        self.is_wanted = False
        self.seconds = 0.0
        self._started = 0.0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.count)
        session.opened.connect(self._begin)
        session.closing.connect(self._forget)
        session.edited.connect(self._follow)

    @property
    def is_busy(self) -> bool:
        """Whether it is being counted."""
        return self._reader.is_busy

    def want(self, is_wanted: bool) -> None:
        """Whether anybody looks; numbers that nobody sees are not counted."""
        self.is_wanted = is_wanted
        if is_wanted and self.is_stale and not self.is_busy:
            self.count()
        elif not is_wanted:
            self._pause.stop()

    def count(self) -> None:
        """Count everything anew."""
        from annotator.jobs.counting import tally_project

        if self._session.project is None:
            return
        self._started = time.monotonic()
        self.is_stale = False

        def work(project: Project, task: Task) -> Scope:
            return tally_project(project, lambda done, total, _: task.give((done, total)))

        self._reader.ask(
            "count", work, self._take, given=lambda part: self.progressed.emit(*part), failed=self._fail
        )
        self.changed.emit()

    def stop(self) -> None:
        """Stop counting; what was counted before is kept."""
        self._reader.forget("count")
        self.is_stale = True
        self.changed.emit()

    def _take(self, scope: Scope) -> None:
        self.seconds = time.monotonic() - self._started
        self.scope = scope
        self.counted.emit()
        self.changed.emit()
        if self.is_stale:
            self._again()

    def _fail(self, error: UserError) -> None:
        self.is_stale = True
        self._session.failed.emit(error.message, error.hint)
        self.changed.emit()

    def _forget(self) -> None:
        self._pause.stop()
        self._reader.forget("count")
        self.scope = None
        self.is_stale = True
        self.seconds = 0.0
        self.counted.emit()

    def _begin(self) -> None:
        if self.is_wanted:
            self.count()

    def _follow(self, edit: Edit) -> None:
        if is_counted(edit):
            self.is_stale = True
            self._again()

    def _again(self) -> None:
        """Count anew soon, if that is quick; otherwise say that edits have come."""
        if self.is_wanted and self.seconds < QUICK:
            self._pause.start()
        self.changed.emit()
