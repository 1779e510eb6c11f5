"""Questions to the project that take longer than a frame, answered beside the window.

A reader has a connection of its own that can only read. It answers one question after the
other; a new question under the same name takes the place of the former, which is stopped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QThreadPool

from annotator.model.sight import EVERYTHING
from annotator.ui.tasks import Task

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from annotator.errors import UserError
    from annotator.model.sight import Sight
    from annotator.store.project import Project
    from annotator.ui.session import Session

T = TypeVar("T")


class Reader(QObject):
    """Answers the questions of one panel about the session's project, in one worker thread.

    It sees whose annotations the window shows (`sights`), or with `sees_all` everybody's: for
    steps that concern the whole project.

    The work must read in short statements and fetch all their rows at once: while a
    statement is open, no label can be stored. It calls `Task.progress` or `Task.give` often,
    which raise `Cancelled` as soon as nobody waits for the answer.
    """

    def __init__(self, session: Session, parent: QObject, *, sees_all: bool = False) -> None:
        super().__init__(parent)
        self._session = session
        self._sees_all = sees_all
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)
        self._questions: dict[str, Task] = {}
        self._project: Project | None = None
        session.closing.connect(self.close)

    def ask(
        self,
        name: str,
        work: Callable[[Project, Task], T],
        done: Callable[[T], object],
        *,
        given: Callable[[Any], object] | None = None,
        failed: Callable[[UserError], object] | None = None,
    ) -> None:
        """Answer a question; `done` hears the answer and `given` its parts, in the window's thread.

        `failed` hears why there is no answer; without it the session says so.
        """
        path = self._session.path
        self.forget(name)
        if path is None:
            return
        sight = EVERYTHING if self._sees_all else self._session.sights.sight
        task = Task(name, lambda task: work(self._opened(path, sight), task), self)

        def take(part: object) -> None:
            if given is not None and self._questions.get(name) is task:
                given(part)

        task.given.connect(take)
        task.when("done", done)
        task.when("failed", failed or self._say)
        task.finished.connect(lambda: self._forget_finished(task))
        self._questions[name] = task
        self._pool.start(task.run)

    def forget(self, name: str) -> None:
        """Nobody waits for the answer to this question any more."""
        former = self._questions.pop(name, None)
        if former is not None:
            former.abandon()

    @property
    def is_busy(self) -> bool:
        """Whether some question has no answer yet."""
        return bool(self._questions)

    def close(self) -> None:
        """Forget all questions and give the file back."""
        for name in list(self._questions):
            self.forget(name)
        self._pool.start(self._close)
        self._pool.waitForDone()

    def _forget_finished(self, task: Task) -> None:
        if self._questions.get(task.title) is task:
            del self._questions[task.title]

    def _say(self, error: UserError) -> None:
        self._session.failed.emit(error.message, error.hint)

    # ------------------------------------------------------------ in the worker thread

    def _opened(self, path: Path, sight: Sight) -> Project:
        from annotator.store.project import Project

        if self._project is None:
            self._project = Project.open(path, read_only=True)
        elif self._project.is_changed_outside:
            self._project.read_anew()
        self._project.look_with(sight)
        return self._project

    def _close(self) -> None:
        if self._project is not None:
            self._project.close()
            self._project = None
