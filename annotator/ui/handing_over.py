"""Handing the project over to a worker for long writing, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from annotator.ui.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from annotator.errors import UserError
    from annotator.store.project import Project
    from annotator.store.writing import Progress
    from annotator.ui.main_window import MainWindow
    from annotator.ui.project_files import ProjectFiles
    from annotator.ui.tasks import Task, Tasks

T = TypeVar("T")


class HandingOver(QObject):
    """The window closes the project; a worker opens, writes and closes it; the window opens it again.

    A step that fails or is stopped leaves nothing behind: it is one transaction.
    """

    def __init__(self, window: MainWindow, tasks: Tasks, files: ProjectFiles) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = tasks
        self._files = files

    def run(
        self,
        title: str,
        work: Callable[[Project, Task], T],
        done: Callable[[T], object],
        *,
        topic: str,
    ) -> None:
        """Do the work on the project; `done` hears its result when the project is open again.

        `topic` is that of the message if it fails or is stopped.
        """
        window = self._window
        path = window.session.path
        assert path is not None

        def in_worker(task: Task) -> T:
            from annotator.store.project import Project

            with Project.open(path) as project:
                return work(project, task)

        def finish(result: T) -> None:
            self._take_back(path)
            done(result)

        def fail(error: UserError) -> None:
            self._take_back(path)
            window.messages.show_message(Message(error.message, error.hint, topic=topic))

        def stop() -> None:
            self._take_back(path)
            text = self.tr("Stopped: {title}. Nothing of it was kept.").format(title=title)
            window.messages.show_message(Message(text, kind="info", topic=topic))

        self._files.remember_place()
        window.session.close_project()
        window.show_busy(title)
        self._tasks.run(title, in_worker, done=finish, failed=fail, cancelled=stop)

    def _take_back(self, path: Path) -> None:
        self._window.show_busy("")
        self._files.open_path(path)

    def step(self, title: str, work: Callable[[Project, Progress], str]) -> None:
        """Write one large step, and announce what the work says of it."""

        def with_progress(project: Project, task: Task) -> str:
            return work(project, lambda done, total: task.progress(done, total))

        self.run(title, with_progress, self._window.session.announced.emit, topic="edit")
