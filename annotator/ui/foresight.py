"""Trials beside the window: what would happen if one said yes now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.errors import UserError
    from annotator.ui.tasks import Task, Tasks

    Work: TypeAlias = Callable[[Task], Any]

DELAY = 400
"""How long choices rest before they are tried, in milliseconds."""


class Foresight(QObject):
    """Does one piece of work at a time; a new one takes the place of the former, which is stopped.

    `began` brings the work, then exactly one of the others follows, unless new work came.
    """

    began = Signal(object)
    foreseen = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        """`tasks` must be free for this, so that no other work waits for it."""
        super().__init__(parent)
        self._tasks = tasks
        self._work: Work | None = None
        self._task: Task | None = None
        self._is_closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self._begin)

    def ask(self, work: Work) -> None:
        """Do this soon."""
        self.forget()
        if not self._is_closed:
            self._work = work
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

    def end(self) -> None:
        """Stop for good."""
        self.forget()
        self._is_closed = True

    def afterwards(self, work: Callable[[], object]) -> None:
        """Do this when the last of the work has stopped; nobody hears of it."""
        self._tasks.run("", lambda _task: work(), done=_nothing, failed=_nothing)

    def _begin(self) -> None:
        assert self._work is not None
        self._task = self._tasks.run(
            "", self._work, done=self._answer, failed=self._fail, cancelled=self._say_stopped
        )
        self.began.emit(self._task)

    def _answer(self, result: object) -> None:
        self._task = None
        self.foreseen.emit(result)

    def _fail(self, error: UserError) -> None:
        self._task = None
        self.failed.emit(error)

    def _say_stopped(self) -> None:
        self._task = None
        self.stopped.emit()


def _nothing(_result: object) -> None:
    """Nobody waits for this."""
