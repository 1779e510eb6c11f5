"""The run of the checks beside the window, and what keeps its result in step with edits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.jobs.check_fixing import mend, title
from annotator.jobs.checking import CheckReport, check, read_background
from annotator.model.change import Edit
from annotator.model.check_choices import Choices, concerns, document_of
from annotator.model.checking import findings
from annotator.model.values import CODEBOOK_KINDS, now
from annotator.ui.large_steps import LARGE
from annotator.ui.reader import Reader
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.model.change import Change
    from annotator.model.check_document import Background
    from annotator.model.checks import Finding
    from annotator.store.project import Project
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task

_MOST_AGAIN, _AT_ONCE = 2_000, 50
"""An edit of more documents than this makes the result stale instead of being followed."""
_PAUSE = 60
"""Milliseconds after an edit until its documents are checked again."""


class CheckRun(QObject):
    """Checks the session's project in a worker, follows edits, and mends.

    `progressed` says how many documents of all are checked; `changed` that counts and
    findings are others, or that a run began or ended.
    """

    progressed = Signal(int, int)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = Reader(session, self)
        self.report: CheckReport | None = None
        self.is_running = False
        self.is_stale = False
        self.has_moved = False
        self._path: Path | None = None
        self._runs_again = False
        self._touched: set[str] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._check_again)
        session.edited.connect(self._follow)
        session.closing.connect(self._stop)
        session.opened.connect(self._take_project)

    # ------------------------------------------------------------ the run

    def start(self) -> None:
        """Check everything; a run that goes on already is begun anew."""
        if self._session.path is None:
            return
        self._path = self._session.path
        self._touched.clear()
        self.is_running, self.is_stale, self.has_moved = True, False, False
        self._reader.ask("check", _check, self._finish, given=self._tell, failed=self._fail)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop the run; what was known before stays."""
        self._reader.forget("check")
        self.is_running = False
        self.is_stale = True
        self.changed.emit()

    def _tell(self, part: tuple[int, int]) -> None:
        self.progressed.emit(*part)

    def _finish(self, report: CheckReport) -> None:
        self.report = report
        self.is_running = False
        self._read_choices()
        self.changed.emit()
        if self._touched:
            self._pause.start()

    def _fail(self, error: object) -> None:
        self.cancel()
        self._session.failed.emit(getattr(error, "message", ""), getattr(error, "hint", ""))

    def _stop(self) -> None:
        self.is_running = False
        self._pause.stop()
        self._touched.clear()

    def _take_project(self) -> None:
        """Another project was opened, or the same one after a large step."""
        if self._path != self._session.path:
            self.report = None
        self.is_stale = self.report is not None
        if self._path == self._session.path and self._runs_again:
            self.start()
        self._runs_again = False
        self.changed.emit()

    # ------------------------------------------------------------ following

    def _follow(self, edit: Edit) -> None:
        self._runs_again = False
        if self.report is None and not self.is_running:
            return
        if any(concerns(field) for field in edit.fields("setting")):
            self._read_choices()
            self._touched.update(filter(None, map(document_of, edit.fields("setting"))))
            self.changed.emit()
        if edit.writes(*CODEBOOK_KINDS, "entity"):
            self.is_stale = self.is_stale or edit.writes(*CODEBOOK_KINDS)
            self.changed.emit()
        for before, after in edit.spans():
            self.has_moved = True
            if self.report is not None:
                self.report.strings.follow(before, after)
        self._touched.update(one.document_id for one in edit.changes if one.document_id)
        if len(self._touched) > _MOST_AGAIN:
            self._touched.clear()
            self.is_stale = True
            self.changed.emit()
        elif self._touched:
            self._pause.start()

    def _read_choices(self) -> None:
        if self.report is not None and self._session.project is not None:
            self.report.tally.choices = Choices.of(self._session.project.settings())

    def _check_again(self) -> None:
        report, touched = self.report, sorted(self._touched)
        if report is None or self.is_running or not touched:
            return

        def work(project: Project, task: Task) -> tuple[Background, dict[str, list[Finding]]]:
            background = read_background(project)
            found: dict[str, list[Finding]] = {document: [] for document in touched}
            for at in range(0, len(touched), _AT_ONCE):
                for contents in project.contents(touched[at : at + _AT_ONCE]):
                    found[contents.document_id] = findings(contents, background, report.strings)
                    task.progress(0, 0)
            return background, found

        def done(answer: tuple[Background, dict[str, list[Finding]]]) -> None:
            background, found = answer
            if self.report is not report:
                return
            self.report = replace(report, background=background)
            for document, of_document in found.items():
                report.tally.take(document, of_document)
            self._touched.difference_update(touched)
            self.changed.emit()

        self._reader.ask("again", work, done)

    # ------------------------------------------------------------ mending

    def fix(self, found: Sequence[Finding]) -> None:
        """Mend these findings, in one step."""
        if found:
            keys = frozenset(one.key for one in found)
            documents = list(dict.fromkeys(one.document_id for one in found))
            self._mend(found[0].kind, keys, documents, len(found))

    def fix_all(self, kind: str) -> None:
        """Mend all findings of a check that are neither muted nor accepted, in one step."""
        if self.report is not None:
            tally = self.report.tally
            self._mend(kind, frozenset(), tally.documents(kind), tally.count(kind))

    def _mend(self, kind: str, keys: frozenset[str], documents: list[str], number: int) -> None:
        report, by = self.report, self._session.annotator.id
        if report is None or not self._session.is_writable:
            return
        if self.is_running:
            self._session.announced.emit(self.tr("Wait for the check to end, or cancel it."))
            return
        wanted: dict[str, Any] = {"kind": kind, "keys": keys, "documents": documents}
        if number > LARGE:
            name = title(kind, number)
            self._runs_again = True
            self._session.large.do(
                name,
                lambda project: mend(project, report, by, **wanted),
                expected=number,
                said=self.tr("Fixed: {name}").format(name=name),
            )
            return

        def work(project: Project, task: Task) -> tuple[list[Change], int]:
            mended: list[str] = []
            progress = task.progress
            changes = list(mend(project, report, by, mended=mended, progress=progress, **wanted))
            return changes, len(mended)

        self._reader.ask("mend", work, lambda answer: self._write(kind, number, *answer))

    def _write(self, kind: str, wanted: int, changes: list[Change], mended: int) -> None:
        session = self._session
        if not changes:
            session.announced.emit(self.tr("There is no fix for this one: go there with Enter."))
            return
        edit = Edit(title(kind, mended), tuple(changes), session.annotator.id, now())
        if session.do(edit):
            fixed = counted(mended, "Fixed %n finding", "Fixed %n findings")
            left = counted(wanted - mended, "%n has no fix", "%n have no fix")
            session.announced.emit(f"{fixed} · {left}" if mended < wanted else fixed)


def _check(project: Project, task: Task) -> CheckReport:
    return check(project, is_deep=False, progress=lambda done, total, _text: task.give((done, total)))
