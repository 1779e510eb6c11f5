"""Rounds of sharing beside the window: look in a worker, take at a quiet moment, publish in a worker."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from annotator.errors import UserError
from annotator.model.change import Edit
from annotator.model.values import now
from annotator.ui.sharing_state import SharingState
from annotator.ui.tasks import Tasks
from annotator.ui.words import counted

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.jobs.shared_folder import Publisher, SharedFolder
    from annotator.jobs.shared_folder_reading import Found
    from annotator.store.project import Project
    from annotator.ui.handing_over import HandingOver
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task

QUIET = 1_000
"""So long nobody must have done anything before others' work comes in, in milliseconds."""
DIALOG = "shared_folder"
_ROUNDS = 3


class SharingRounds(QObject):
    """Carries out rounds for the open project, one after the other; `changed` tells the state."""

    changed = Signal()
    came = Signal(str)
    reached = Signal()

    def __init__(self, session: Session, handing_over: HandingOver, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._handing_over = handing_over
        self._tasks = Tasks(self)
        self._shared: SharedFolder | None = None
        self._is_asked = False
        self._is_wanted = False
        self._left = 0
        self.is_taking = False
        self._is_held = False
        self._publishes = True
        self._found: Found | None = None
        self.state = SharingState()
        self.publishing_seconds = 0.0
        self._activity = QElapsedTimer()
        self._quiet = QTimer(self)
        self._quiet.setInterval(QUIET // 4)
        self._quiet.timeout.connect(self._take_if_quiet)
        for signal in (session.edited, session.selection_changed, session.focus_changed):
            signal.connect(self._activity.start)
        session.edited.connect(self._count)

    @property
    def folder(self) -> Path | None:
        """The folder that the open project is shared through."""
        return self._shared.folder if self._shared is not None else None

    def begin(self, project: Project, folder: Path) -> None:
        """Share this project through this folder from now on."""
        from annotator.jobs.shared_folder import SharedFolder

        self.end()
        self._shared = SharedFolder.of(project, folder)
        self.state = SharingState(conflicts=project.conflict_count())
        self.run()

    def end(self) -> SharedFolder | None:
        """Share nothing any more; what was shared is returned."""
        shared, self._shared = self._shared, None
        self._tasks.stop()
        self._drop()
        self.state = SharingState()
        self.changed.emit()
        return shared

    def leave(self) -> None:
        """Stop sharing, and forget what was read."""
        shared = self.end()
        if shared is not None:
            shared.leave()

    # ------------------------------------------------------------ a round

    def run(self, *, is_asked: bool = False, publishes: bool = True) -> None:
        """Start a round; while one goes on, another follows it. `is_asked` leaves nothing out.

        Without `publishes` the folder is only read: somebody is at work.
        """
        self._is_asked |= is_asked
        self._publishes = publishes or self._is_asked
        if self.state.is_busy:
            self._is_wanted = True
            return
        if self._shared is not None and self._session.is_writable:
            self._left = _ROUNDS
            self._look(self._shared)

    def _look(self, shared: SharedFolder) -> None:
        self.state.is_busy = True
        self._left -= 1
        is_asked = self._is_asked

        def work(task: Task) -> tuple[Found, list[Publisher]]:
            found = shared.look(tries_all=is_asked, stop=task.is_cancelled)
            return found, shared.publishers()

        title = self.tr("Looking into the shared folder")
        self._tasks.run(title, work, done=partial(self._follow, shared), failed=self._fail)
        self.changed.emit()

    def _follow(self, shared: SharedFolder, result: tuple[Found, list[Publisher]]) -> None:
        found, self.state.publishers = result
        self.state.problems = found.problems
        if shared is not self._shared:
            found.close()
        elif found.incoming is None:
            self._publish(shared)
        else:
            self._found = found
            self._quiet.start()
            self._take_if_quiet()
        self.reached.emit()

    def _take_if_quiet(self) -> None:
        """Bring in what has come, but not under somebody's hands."""
        from annotator.jobs.shared_folder import LIVE

        found, shared, project = self._found, self._shared, self._session.project
        if found is None or shared is None or project is None:
            self._drop()
            return
        if not (self._is_asked or self._is_quiet()):
            return
        self._quiet.stop()
        self._found = None
        if found.changes > LIVE:
            self._take_much(shared, found)
            return
        try:
            self._take(shared, project, found)
        except UserError as error:
            found.close()
            self._fail(error)
        else:
            self._publish(shared)

    def _is_quiet(self) -> bool:
        dialog = QApplication.activeModalWidget()
        is_in_dialog = dialog is not None and dialog.objectName() != DIALOG
        is_active = self._activity.isValid() and self._activity.elapsed() < QUIET
        return not (is_in_dialog or is_active or QApplication.activePopupWidget() is not None)

    def _take(self, shared: SharedFolder, project: Project, found: Found) -> None:
        from annotator.store.publication_changes import shown_again, shown_values, visible_changes

        assert found.incoming is not None
        said = self._said(found)
        before = shown_values(project.path, found.incoming)
        shared.take(project, found)
        changes = visible_changes(before, shown_again(project.path, before))
        self.is_taking = True
        try:
            self._session.take_over(Edit(self.tr("take in others’ work"), changes, "", now()))
        finally:
            self.is_taking = False
        self._say(said, project.conflict_count())

    def _take_much(self, shared: SharedFolder, found: Found) -> None:
        """A great deal has come: a worker has the project meanwhile. Who stops that, must ask for it."""
        if self._is_held and not self._is_asked:
            found.close()
            text = self.tr("Much has come in that was not taken over yet.")
            self._fail(UserError(text, self.tr("Choose “Share now” in the shared folder’s window.")))
            return
        self._is_held = True
        said = self._said(found)

        def work(project: Project, task: Task) -> int:
            from annotator.jobs.reconciling import apply_remembered

            shared.take(project, found, lambda done, total: task.progress(done, total))
            apply_remembered(project)
            return project.conflict_count()

        def done(conflicts: int) -> None:
            self._is_held = False
            self._say(said, conflicts)

        self._handing_over.run(self.tr("Taking in others’ work"), work, done, topic="share")

    def _said(self, found: Found) -> str:
        names = {one.name: one.who or one.name for one in self.state.publishers}
        read = {name: one.summary.who for name, one in found.read.items() if one.summary is not None}
        people = dict.fromkeys(read.get(name) or names.get(name, name) for name in found.arrivals)
        changes = counted(found.changes, "%n change", "%n changes")
        return self.tr("Came in from {0}: {1}.").format(", ".join(people), changes)

    def _say(self, said: str, conflicts: int) -> None:
        self.state.conflicts = conflicts
        if conflicts:
            said += " " + counted(conflicts, "%n difference to look at.", "%n differences to look at.")
        self.came.emit(said)

    # ------------------------------------------------------------ publishing

    def _publish(self, shared: SharedFolder) -> None:
        if not self._publishes:
            self._end_round(None)
            return
        is_asked, waiting = self._is_asked, self.state.waiting

        def work(_task: Task) -> tuple[bool, float, list[Publisher]]:
            started = time.monotonic()
            is_there = shared.is_published(with_others=is_asked) or shared.publish()
            return is_there, time.monotonic() - started, shared.publishers()

        def done(result: tuple[bool, float, list[Publisher]]) -> None:
            is_there, self.publishing_seconds, self.state.publishers = result
            if shared is not self._shared:
                return
            if not is_there and self._left:
                self._look(shared)  # somebody has published under our name
                return
            if is_there:
                self.state.waiting -= min(waiting, self.state.waiting)
            self._end_round(None)

        self._tasks.run(self.tr("Publishing"), work, done=done, failed=self._fail)

    def _fail(self, error: UserError) -> None:
        from annotator.store.publication import Busy

        self._end_round(None if isinstance(error, Busy) else error)

    def _end_round(self, error: UserError | None) -> None:
        self.state.error = error
        self.state.is_busy = self._is_asked = False
        if error is None and self._publishes:
            self.state.shared_at = time.time()
        self.changed.emit()
        is_wanted, self._is_wanted = self._is_wanted, False
        if is_wanted and error is None:
            self.run(publishes=self._publishes)

    def _drop(self) -> None:
        self._quiet.stop()
        found, self._found = self._found, None
        if found is not None:
            found.close()

    def _count(self) -> None:
        project = self._session.project
        if self._shared is not None and project is not None and not self.is_taking:
            self.state.waiting += 1
            self.state.conflicts = project.conflict_count()
            self.changed.emit()
