"""Long work beside the window: one thing at a time, with progress, and it can be stopped.

The work runs in a worker thread and must touch no widget and no connection of the
window's; what it returns comes back in the window's thread.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from annotator.errors import Cancelled, UserError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
PATIENCE = 300
"""How long work goes on before anybody is told, in milliseconds."""
_BETWEEN_REPORTS = 0.05
"""Reports to the window come no closer than this, in seconds."""


class Task(QObject):
    """One piece of long work; `progress` and `is_cancelled` are for the work itself."""

    progressed = Signal(int, int, str)
    given = Signal(object)
    finished = Signal()
    _ended = Signal(str, object)

    def __init__(self, title: str, work: Callable[[Task], Any], parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.is_finished = False
        self._work = work
        self._cancelled = False
        self._reported = 0.0
        self._endings: dict[str, Callable[[Any], object]] = {}
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop; nothing of it is kept."""
        self._cancelled = True

    def is_cancelled(self) -> bool:
        """Whether the user has stopped it."""
        return self._cancelled

    def progress(self, done: int, total: int, text: str = "") -> None:
        """Say how far it is (total 0: not known); raises `Cancelled` when it was stopped."""
        if self._cancelled:
            raise Cancelled
        now = time.monotonic()
        if done == total or now - self._reported >= _BETWEEN_REPORTS:
            self._reported = now
            self.progressed.emit(done, total, text)

    def give(self, part: object) -> None:
        """Hand over a part of the result at once; raises `Cancelled` when it was stopped."""
        if self._cancelled:
            raise Cancelled
        self.given.emit(part)

    def run(self) -> None:
        """Do the work, in a worker thread."""
        try:
            result = self._work(self)
        except Cancelled:
            self._ended.emit("cancelled", None)
        except UserError as error:
            self._ended.emit("failed", error)
        except Exception as error:  # noqa: BLE001 - raised again in the window's thread
            self._ended.emit("crashed", error)
        else:
            self._ended.emit("done", result)

    def when(self, ending: str, function: Callable[[Any], object]) -> None:
        """Call the function in the window's thread when the work is done, failed or cancelled."""
        self._endings[ending] = function

    def abandon(self) -> None:
        """Stop it, and tell nobody how it ended."""
        self._cancelled = True
        self._endings.clear()

    def _end(self, ending: str, result: object) -> None:
        self.is_finished = True
        self.finished.emit()
        self.deleteLater()
        if ending == "crashed":
            assert isinstance(result, Exception)
            raise result
        if ending in self._endings:
            self._endings[ending](result)


class Tasks(QObject):
    """Runs long work, one piece after the other."""

    started = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running: list[Task] = []

    @property
    def is_busy(self) -> bool:
        """Whether some work is not finished."""
        return bool(self._running)

    def run(
        self,
        title: str,
        work: Callable[[Task], T],
        *,
        done: Callable[[T], object],
        failed: Callable[[UserError], object],
        cancelled: Callable[[], object] | None = None,
    ) -> Task:
        """Start work; exactly one of the functions is called when it ends."""
        task = Task(title, work, self)
        task.when("done", done)
        task.when("failed", failed)
        if cancelled is not None:
            task.when("cancelled", lambda _nothing: cancelled())
        self._running.append(task)
        task.finished.connect(lambda: self._running.remove(task))
        self.started.emit(task)
        self._pool.start(task.run)
        return task

    def stop(self) -> None:
        """Abandon everything and wait until it has ended: the window is closing."""
        for task in self._running:
            task.abandon()
        self._pool.waitForDone()
