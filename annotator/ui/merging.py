"""Merging files as the window does it: looked at beside it, taken in one step, taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.errors import UserError
from annotator.model.change import Edit
from annotator.model.values import now
from annotator.ui.conflict_sign import ConflictSign
from annotator.ui.large_steps import LARGE
from annotator.ui.messages import Message
from annotator.ui.own_person import is_known
from annotator.ui.reconciling import Reconciling
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.jobs.merging import MergeReport
    from annotator.store.incoming import Incoming
    from annotator.store.project import Project
    from annotator.ui.handing_over import HandingOver
    from annotator.ui.main_window import MainWindow
    from annotator.ui.project_files import ProjectFiles
    from annotator.ui.tasks import Task, Tasks

SMALL = 20_000_000
"""A project file of more bytes is given to a worker: it is copied before a merge."""
_TOPIC = "merge"
_LINES = 4


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read for the project at `path`, and what it would bring."""

    path: Path
    files: tuple[Path, ...]
    incoming: Incoming
    report: MergeReport
    is_foreign: bool


class Merging(QObject):
    """The commands Merge files, Take the merge back and Reconcile, and the sign of conflicts."""

    def __init__(
        self, window: MainWindow, tasks: Tasks, files: ProjectFiles, handing_over: HandingOver
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._tasks = tasks
        self._files = files
        self._handing_over = handing_over
        self._gathered: Gathered | None = None
        self._reconciling = Reconciling(window, handing_over)
        sign = ConflictSign(window.session, window.commands["conflicts.show"])
        window.statuses.addPermanentWidget(sign)
        files.merge_requested.connect(self.look)
        self._can_take_back = self._has_asked = False
        for signal in (self._session.opened, self._session.closed):
            signal.connect(self._follow)
        self._session.edited.connect(self._follow_edit)
        window.closing.connect(self._forget)
        self._follow()

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "team.merge": self.ask,
            "team.unmerge": self.take_back,
            **self._reconciling.functions(),
        }

    def _follow(self) -> None:
        """Say whether there is a merge that can be taken back."""
        project = self._session.project
        self._can_take_back = project is not None and project.can_take_merge_back
        self._window.commands.bar("team.unmerge", is_barred=not self._can_take_back)

    def _follow_edit(self) -> None:
        """An edit ends the time in which that is possible; it never begins it."""
        if self._can_take_back:
            self._follow()
        project = self._session.project
        if self._has_asked and (project is None or not project.undecided_count()):
            self._has_asked = False
            self._window.messages.solve(_TOPIC)

    # ------------------------------------------------------------ looking

    def ask(self) -> None:
        """Ask which files to merge."""
        if not self._is_writable():
            return
        project = self._session.project
        beside = str(project.path.parent) if project is not None else ""
        dialog = QFileDialog(self._window, self.tr("Merge files"), beside)
        dialog.setObjectName("merge_files_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Annotator projects (*.annodb)"), self.tr("All files (*)")])
        dialog.filesSelected.connect(lambda chosen: self.look([Path(one) for one in chosen]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _is_writable(self) -> bool:
        if self._session.is_writable:
            return True
        project = self._session.project
        if project is not None:
            text = self.tr("This project is open for reading only.")
            self._window.messages.show_message(Message(text, project.read_only_reason, topic=_TOPIC))
        return False

    def look(self, paths: Sequence[Path]) -> None:
        """Read and verify these files beside the window, and show what they would bring."""
        path = self._session.path
        if path is None or not self._is_writable():
            return
        self._window.messages.solve(_TOPIC)
        title = counted(len(paths), "Reading %n file", "Reading %n files")
        self._tasks.run(
            title, lambda task: _gather(path, tuple(paths), task), done=self._show, failed=self._fail
        )

    def _show(self, gathered: Gathered) -> None:
        from annotator.ui.dialogs.merge import MergeDialog

        self._forget()
        if gathered.path != self._session.path:
            gathered.incoming.close()
            return
        self._gathered = gathered
        is_foreign = gathered.is_foreign
        dialog = MergeDialog(gathered.report, gathered.files, is_foreign=is_foreign, parent=self._window)
        dialog.accepted.connect(self._take)
        dialog.rejected.connect(self._forget)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _forget(self) -> None:
        gathered, self._gathered = self._gathered, None
        if gathered is not None:
            gathered.incoming.close()

    def _fail(self, error: UserError) -> None:
        self._window.messages.show_message(Message(error.message, error.hint, topic=_TOPIC))

    # ------------------------------------------------------------ taking

    def _take(self) -> None:
        gathered, project = self._gathered, self._session.project
        if gathered is None or project is None:
            return
        self._gathered = None
        by = self._session.annotator.id if is_known(project, self._session.annotator) else ""
        is_small = project.path.stat().st_size <= SMALL
        if gathered.report.preview.changes > LARGE or not is_small:
            self._take_much(gathered, by)
            return
        try:
            report = self._take_here(project, gathered, by)
        except UserError as error:
            self._fail(error)
        else:
            self._report(report)
        finally:
            gathered.incoming.close()

    def _take_here(self, project: Project, gathered: Gathered, by: str) -> MergeReport:
        """Take it in the window's thread; page and panels follow what is shown otherwise now."""
        from annotator.jobs.merging import take
        from annotator.store.publication_changes import shown_again, shown_values, visible_changes

        before = shown_values(project.path, gathered.incoming)
        report = take(project, gathered.incoming, gathered.report, by=by)
        if report.unified:
            self._files.reopen()
        else:
            changes = visible_changes(before, shown_again(project.path, before))
            self._session.take_over(Edit(self.tr("merge files"), changes, "", now()))
        return report

    def _take_much(self, gathered: Gathered, by: str) -> None:
        def work(project: Project, task: Task) -> MergeReport:
            from annotator.jobs.merging import take

            try:
                report = gathered.report
                return take(project, gathered.incoming, report, by=by, progress=task.progress)
            finally:
                gathered.incoming.close()

        self._handing_over.run(self.tr("Merging"), work, self._report, topic=_TOPIC)

    def _report(self, report: MergeReport) -> None:
        self._follow()
        lines = report.in_short()
        if len(lines) > _LINES:
            left = len(lines) - _LINES
            further = counted(left, "And %n further line.", "And %n further lines.")
            lines = [*lines[:_LINES], further]
        commands, project = self._window.commands, self._session.project
        left = project.undecided_count() if project is not None else 0
        if left:
            lines.append(counted(left, "%n thing is to be decided.", "%n things are to be decided."))
        message = Message(self.tr("Merged."), "\n".join(lines), "ok", _TOPIC)
        self._has_asked = bool(left)
        if left:
            show = commands["conflicts.show"].trigger
            message = replace(
                message, kind="warning", action_text=self.tr("Show the conflicts"), action=show
            )
        elif report.preview.names:
            show = commands["team.reconcile"].trigger
            message = replace(message, action_text=self.tr("Reconcile…"), action=show)
        self._window.messages.show_message(message)

    # ------------------------------------------------------------ and back

    def take_back(self) -> None:
        """Remove what the last merge has brought."""
        project = self._session.project
        if project is None or not project.can_take_merge_back:
            self._follow()
            return
        if project.path.stat().st_size > SMALL:

            def work(project: Project, task: Task) -> None:
                project.take_merge_back(progress=lambda done, total: task.progress(done, total))

            title = self.tr("Taking the merge back")
            self._handing_over.run(title, work, lambda _nothing: self._say_back(), topic=_TOPIC)
            return
        try:
            project.take_merge_back()
        except UserError as error:
            self._fail(error)
            return
        self._files.reopen()
        self._say_back()

    def _say_back(self) -> None:
        self._follow()
        text = self.tr("The merge was taken back.")
        hint = self.tr("The project is as it was before. The files can be merged again at any time.")
        self._window.messages.show_message(Message(text, hint, "ok", _TOPIC))


def _gather(path: Path, files: tuple[Path, ...], task: Task) -> Gathered:
    """Read all files against the project as it now is, through a connection of its own."""
    from annotator.jobs.merging import foresee, gather
    from annotator.store.project import Project

    with Project.open(path, read_only=True) as project:
        incoming = project.incoming()
        try:
            gather(incoming, files, task.progress)
            report = foresee(project, incoming)
        except BaseException:
            incoming.close()
            raise
        is_foreign = any(id_ != project.id for id_ in report.preview.projects)
        return Gathered(path, files, incoming, report, is_foreign)
