"""Rounds of syncing beside the window: exchange in a worker, take at a quiet moment."""

from __future__ import annotations

import time
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from annotator.errors import Cancelled, UserError
from annotator.model.change import Edit
from annotator.model.values import now
from annotator.ui.reader import Reader
from annotator.ui.syncing_state import SyncState
from annotator.ui.tasks import Task
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.jobs.server_round import Exchange
    from annotator.store.project import Project
    from annotator.store.server import Server
    from annotator.store.server_address import Address
    from annotator.ui.handing_over import HandingOver
    from annotator.ui.session import Session

QUIET = 1_000
"""So long nobody must have done anything before others' work comes in, in milliseconds."""


class SyncRounds(QObject):
    """Carries out rounds for the open project, one after the other; `changed` tells the state."""

    changed = Signal()
    came = Signal(str)

    def __init__(self, session: Session, handing_over: HandingOver, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._handing_over = handing_over
        self._link: Server | None = None
        self._connecting: Task | None = None
        session.closing.connect(self.end)  # before the reader waits for its thread
        self._reader = Reader(session, self, sees_all=True)
        self.address: Address | None = None
        self.state = SyncState()
        self._found: Exchange | None = None
        self._is_asked = False
        self._is_taking = False
        self._is_held = False
        self._sent = 0
        self._activity = QElapsedTimer()
        self._quiet = QTimer(self)
        self._quiet.setInterval(QUIET // 4)
        self._quiet.timeout.connect(self._take_if_quiet)
        for signal in (session.edited, session.selection_changed, session.focus_changed):
            signal.connect(self._activity.start)
        session.edited.connect(self._count)

    def begin(self, address: Address) -> None:
        """Sync the open project with this server from now on."""
        self.end()
        self.address = address
        self.changed.emit()

    def end(self) -> None:
        """Sync no more, and forget what is under way: it comes again."""
        self._drop()
        self.address = None
        connecting, self._connecting = self._connecting, None
        if connecting is not None:
            connecting.abandon()
        link, self._link = self._link, None
        if link is not None:
            link.cut()
            self._reader.ask("sync", lambda _project, _task: link.close(), lambda _nothing: None)
        self.state = SyncState()
        self.changed.emit()

    # ------------------------------------------------------------ a round

    def run(self, *, is_asked: bool = False) -> None:
        """Start a round, unless one goes on. `is_asked` takes what comes at once."""
        self._is_asked |= is_asked
        address = self.address
        if self.state.is_busy or address is None or not self._session.is_writable:
            return
        self.state.is_busy = True
        if self._link is not None and not self._link.is_lost:
            self._exchange(self._link, is_kept=True)
        else:
            self._connect(address)
        self.changed.emit()

    def _connect(self, address: Address) -> None:
        """Connect in a thread that nobody ever waits for: a network may be silent for long."""

        def work(task: Task) -> Server:
            from annotator.store.server import Server

            link = Server.open(address)
            if task.is_cancelled():
                link.close()
                raise Cancelled
            return link

        def connected(link: Server) -> None:
            if address is self.address:
                self._link = link
                self._exchange(link, is_kept=False)
            else:
                link.close()

        def failed(error: UserError) -> None:
            if address is self.address:
                self._end_round(error)

        task = Task("connect", work, self)
        task.when("done", connected)
        task.when("failed", failed)
        task.finished.connect(self._forget_connecting)
        self._connecting = task
        _run_beside(task)

    def _forget_connecting(self) -> None:
        self._connecting = None

    def try_out(self, address: Address, heard: Callable[[str], object]) -> None:
        """Connect and ask, and let the words of the answer be heard; nothing changes anywhere."""
        session = self._session
        id_ = session.project.id if session.project is not None else ""

        def work(_task: Task) -> bool:
            from annotator.store.server import Server

            with Server.open(address, is_asking=True) as server:
                return server.join(id_, "", is_asking=True)

        def answered(is_known: bool) -> None:
            known = self.tr("The server answers, and has this project.")
            new = self.tr("The server answers. This project is new to it.")
            heard(known if is_known else new)

        task = Task("try", work, self)
        task.when("done", answered)
        task.when("failed", lambda error: heard(str(error)))
        _run_beside(task)

    def _exchange(self, link: Server, *, is_kept: bool) -> None:
        """Speak with the server in the reader's thread; the connection is kept for the next round.

        One that was kept may have gone meanwhile: another is tried at once.
        """

        def work(project: Project, task: Task) -> Exchange:
            from annotator.jobs.server_round import exchange

            try:
                return exchange(project, link, task.progress)
            except BaseException:
                link.close()
                raise

        self._sent = self.state.waiting
        address = self.address

        def failed(error: UserError) -> None:
            if is_kept and address is not None and link.is_lost:
                self._connect(address)
            else:
                self._end_round(error)

        self._reader.ask("sync", work, self._follow, failed=failed)

    def _follow(self, found: Exchange) -> None:
        self.state.waiting -= min(self._sent, self.state.waiting)
        if found.is_large:
            self._sync_much()
        elif found.incoming is None:
            self._end_round(None)
        else:
            self._found = found
            self._quiet.start()
            self._take_if_quiet()

    def _take_if_quiet(self) -> None:
        """Bring in what has come, but not under somebody's hands."""
        found, project = self._found, self._session.project
        if found is None or project is None:
            self._drop()
            return
        if not (self._is_asked or self._is_quiet()):
            return
        self._quiet.stop()
        self._found = None
        try:
            self._take(project, found)
        except UserError as error:
            found.close()
            self._end_round(error)
        else:
            self._end_round(None)

    def _is_quiet(self) -> bool:
        is_asked_something = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        is_active = self._activity.isValid() and self._activity.elapsed() < QUIET
        return not (is_asked_something or is_active)

    def _take(self, project: Project, found: Exchange) -> None:
        from annotator.store.publication_changes import shown_again, shown_values, visible_changes

        assert found.incoming is not None
        before = shown_values(project.path, found.incoming)
        found.take(project)
        changes = visible_changes(before, shown_again(project.path, before))
        self._is_taking = True
        try:
            self._session.take_over(Edit(self.tr("take in others’ work"), changes, "", now()))
        finally:
            self._is_taking = False
        self._say(found.changes_down, project.conflict_count())

    def _sync_much(self) -> None:
        """A great deal has come: a worker has the project meanwhile. Who stops that, must ask for it."""
        address = self.address
        if address is None or (self._is_held and not self._is_asked):
            text = self.tr("Much is waiting on the server that was not taken over yet.")
            self._end_round(UserError(text, self.tr("Choose “Sync now” in the server’s window.")))
            return
        self._is_held = True

        def work(project: Project, task: Task) -> tuple[int, int]:
            from annotator.jobs.syncing import sync
            from annotator.store.server import Server

            with Server.open(address) as server:
                report = sync(project, server, progress=task.progress)
            return report.changes_down, report.conflicts

        def done(result: tuple[int, int]) -> None:
            self._is_held = False
            self._say(*result)
            self._end_round(None)

        title = self.tr("Taking in others’ work")
        self._handing_over.run(title, work, done, topic="sync")

    def _say(self, changes: int, conflicts: int) -> None:
        self.state.conflicts = conflicts
        said = self.tr("Came in from the server: {0}.").format(
            counted(changes, "%n change", "%n changes")
        )
        if conflicts:
            said += " " + counted(conflicts, "%n difference to look at.", "%n differences to look at.")
        self.came.emit(said)

    # ------------------------------------------------------------ how it ended

    def _end_round(self, error: UserError | None) -> None:
        state = self.state
        state.error = error
        state.is_offline = bool(getattr(error, "is_passing", False))
        state.wants_password = bool(getattr(error, "wants_password", False))
        state.is_busy = self._is_asked = False
        if error is None and self.address is not None:
            state.synced_at = time.time()
        self.changed.emit()

    def _drop(self) -> None:
        self._quiet.stop()
        found, self._found = self._found, None
        if found is not None:
            found.close()

    def _count(self) -> None:
        if self.address is not None and not self._is_taking:
            self.state.waiting += 1
            self.changed.emit()


def _run_beside(task: Task) -> None:
    """Run it in a thread that ends with the program, whatever it waits for."""

    def run() -> None:
        with suppress(RuntimeError):  # the window that wanted to know has gone
            task.run()

    Thread(target=run, daemon=True).start()
