"""Steps of very many changes: a worker writes them, so that the window goes on answering.

The worker has the project for itself meanwhile: the session closes it, the worker opens,
writes and closes it, and the session opens it again where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject

from annotator.model.change import Change, Edit
from annotator.model.values import Annotator, now
from annotator.ui.own_person import introduction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from annotator.store.project import Project
    from annotator.store.writing import Progress
    from annotator.ui.session import Session

LARGE = 5_000
"""Steps of more changes than this are handed over; that is about a fifth of a second."""


HandOver: TypeAlias = "Callable[[str, Callable[[Project, Progress], str]], None]"
"""Runs work under a title on the project in a worker; what it returns is announced."""


class LargeSteps(QObject):
    """Writes and takes back steps, large ones through `hand_over` where there is one.

    `hand_over` is set by the window; without it everything is written at once. What its
    work returns is a sentence for the annotator.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.hand_over: HandOver | None = None

    def do(
        self,
        title: str,
        changes: Callable[[Project], Iterable[Change]],
        *,
        expected: int,
        removals: int = 0,
        said: str = "",
    ) -> None:
        """Write all changes as one step; `expected` says about how many there will be.

        `removals` says how many things go: before many do, a snapshot is made. `changes` is
        called once, perhaps in a worker, with the project that writes them; what it returns is
        read while it is written. `said` is announced afterwards.
        """
        session = self._session
        project, by = session.project, session.annotator
        if project is None:
            return
        if self.hand_over is None or expected <= LARGE or project.read_only:
            edit = Edit(title, tuple(changes(project)), by.id, now())
            if session.do(edit) and said:
                session.announced.emit(said)
            return

        def work(worker: Project, progress: Progress) -> str:
            everything = _signed(worker, by, changes)

            def of_expected(done: int, _total: int) -> None:
                progress(done, max(done, expected))

            worker.apply_stream(title, everything, by=by.id, removals=removals, progress=of_expected)
            return said

        self.hand_over(title, work)

    def step_back(self, way: str, title: str, edit_id: bytes) -> bool:
        """Undo or redo (`way`) in a worker if the edit is large; False if it is not."""
        session = self._session
        project, by = session.project, session.annotator
        if self.hand_over is None or project is None or project.edit_size(edit_id) <= LARGE:
            return False

        def work(worker: Project, progress: Progress) -> str:
            result = getattr(worker, way)(by.id, progress=progress)
            return " ".join([f"{way.capitalize()}: {title}", *result.left])

        self.hand_over(f"{way.capitalize()}: {title}", work)
        return True


def _signed(
    project: Project, by: Annotator, changes: Callable[[Project], Iterable[Change]]
) -> Iterator[Change]:
    """The changes, after what the project does not say of the annotator yet."""
    yield from introduction(project, by)
    yield from changes(project)
