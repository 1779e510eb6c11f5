"""Reconciling in the window: asked for, or as was decided before when others' work has come in."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.errors import UserError
from annotator.model.change import Edit
from annotator.model.decisions import Unification
from annotator.model.values import now
from annotator.ui.large_steps import LARGE
from annotator.ui.messages import Message
from annotator.ui.own_person import introduction
from annotator.ui.reader import Reader
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from annotator.jobs.reconciling import Found
    from annotator.model.change import Change
    from annotator.store.project import Project
    from annotator.ui.dialogs.reconcile import Verdict
    from annotator.ui.handing_over import HandingOver
    from annotator.ui.main_window import MainWindow
    from annotator.ui.tasks import Task

_TOPIC = "reconcile"


class Reconciling(QObject):
    """The command Reconcile, and what follows others' work from what was decided before."""

    def __init__(self, window: MainWindow, handing_over: HandingOver) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._handing_over = handing_over
        self._reader = Reader(window.session, self, sees_all=True)
        self._session.edited.connect(self._follow)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {"team.reconcile": self.ask}

    def ask(self) -> None:
        """Look for names that stand for two things, and ask what is one."""
        from annotator.jobs.reconciling import find

        project = self._session.project
        if project is not None and project.read_only:
            text = self.tr("This project is open for reading only.")
            self._window.messages.show_message(Message(text, project.read_only_reason, topic=_TOPIC))
            return
        self._window.messages.solve(_TOPIC)
        self._session.announced.emit(self.tr("Looking for names that stand for two things…"))
        self._reader.ask("names", lambda project, _task: find(project), self._show)

    def _show(self, found: Found) -> None:
        from annotator.ui.dialogs.reconcile import ReconcileDialog

        keymap = self._window.commands.keymap
        dialog = ReconcileDialog(found.clashes, found.things, keymap, self._window)
        dialog.chosen.connect(self.carry_out)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ------------------------------------------------------------ carrying out

    def carry_out(self, verdicts: Sequence[Verdict]) -> None:
        """Write each verdict as a step of its own."""
        project = self._session.project
        if project is None:
            return
        is_large = sum(one.one.uses for one in verdicts if one.way != "keep") > LARGE
        if is_large:
            self._carry_out_beside(verdicts)
            return
        by = self._session.annotator.id
        try:
            for verdict in verdicts:
                title, changes = _step(project, verdict, by)
                if not self._session.do(Edit(title, tuple(changes), by, now())):
                    return
        except UserError as error:
            self._fail(error)
            return
        self._say(verdicts)

    def _carry_out_beside(self, verdicts: Sequence[Verdict]) -> None:
        person = self._session.annotator

        def work(project: Project, task: Task) -> None:
            for verdict in verdicts:
                title, changes = _step(project, verdict, person.id)
                everything = chain(introduction(project, person), changes)
                project.apply_stream(
                    title,
                    everything,
                    by=person.id,
                    progress=lambda done, total: task.progress(done, total),
                )

        title = self.tr("Reconciling")
        self._handing_over.run(title, work, lambda _nothing: self._say(verdicts), topic=_TOPIC)

    def _say(self, verdicts: Sequence[Verdict]) -> None:
        count = len(verdicts)
        said = counted(count, "%n decision was carried out.", "%n decisions were carried out.")
        self._session.announced.emit(said)

    def _fail(self, error: UserError) -> None:
        self._window.messages.show_message(Message(error.message, error.hint, topic=_TOPIC))

    # ------------------------------------------------------------ as was decided before

    def _follow(self, edit: Edit) -> None:
        if edit.writes("unification"):  # the annotator may be another by now
            self._session.rename_annotator(self._session.annotator_name)
            self._window.statuses.refresh()
        elif edit.id is None and edit.changes and self._session.is_writable:
            self._look_again()

    def _look_again(self) -> None:
        """Others' work came in: see beside the window whether something in it was decided before."""
        from annotator.jobs.reconciling import remembered_size

        self._reader.ask("remembered", lambda project, _task: remembered_size(project), self._apply)

    def _apply(self, size: int) -> None:
        from annotator.jobs.reconciling import apply_remembered, remembered_steps

        project, by = self._session.project, self._session.annotator
        if project is None or not size:
            return
        if size > LARGE:

            def work(project: Project, task: Task) -> list[str]:
                return apply_remembered(project, progress=lambda done, all_: task.progress(done, all_))

            title = self.tr("Unifying as decided before")
            self._handing_over.run(title, work, lambda _titles: None, topic=_TOPIC)
            return
        for title, decided_by, changes in remembered_steps(project):
            self._session.do(Edit(title, tuple(changes), by.id or decided_by, now()))


def _step(project: Project, verdict: Verdict, by: str) -> tuple[str, Iterator[Change]]:
    """A verdict as a step: its title and its changes."""
    from annotator.jobs import reconciling

    one, other = verdict.one, verdict.other
    if one.id == other.id:
        return f"rename {one.name} to {other.name}", reconciling.naming(
            project, one.kind, one.id, other.name
        )
    said = Unification(one.kind, one.id, other.id, verdict.way != "keep", by, now())
    return reconciling.title_of(project, said), reconciling.changes(project, said)
