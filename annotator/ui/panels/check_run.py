"""The run of the checks beside the window, and what keeps its result in step with edits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.jobs.checking import CheckReport, check, read_background
from annotator.model.check_choices import Choices, concerns, document_of
from annotator.model.checking import findings
from annotator.model.values import CODEBOOK_KINDS, Field
from annotator.ui.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.model.change import Edit
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
    """Checks the session's project in a worker, and follows edits.

    `progressed` says how many documents of all are checked; `changed` that counts and
    findings are others, or that a run began or ended; `finished` that a run has a result,
    just before; `documents_checked`, which documents were checked anew (none: all).
    """

    progressed = Signal(int, int)
    changed = Signal()
    finished = Signal()
    documents_checked = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = Reader(session, self)
        self.report: CheckReport | None = None
        self.is_running = False
        self.is_stale = False
        self.has_moved = False
        self.checked_at: datetime | None = None
        self._has_changed = False
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
        self._has_changed = False
        self._reader.ask("check", _check, self._finish, given=self._tell, failed=self._fail)
        self.changed.emit()

    @property
    def is_current(self) -> bool:
        """Whether nothing has changed since the last run that a new run could tell."""
        return self.report is not None and not self.is_stale and not self._has_changed

    def start_when_opened(self) -> None:
        """Check everything as soon as a large step has given the project back."""
        self._runs_again = True

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
        self.checked_at = datetime.now().astimezone()
        self._read_choices()
        self.documents_checked.emit(())
        self.finished.emit()
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
        if not edit.changes:
            self.report = None
            self.start()
            return
        if not all(isinstance(one.value, Field) and concerns(one.value) for one in edit.changes):
            self._has_changed = True
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
            background = read_background(project, says_names=True)
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
            self.documents_checked.emit(touched)
            self.changed.emit()

        self._reader.ask("again", work, done)


def _check(project: Project, task: Task) -> CheckReport:
    return check(
        project,
        is_deep=False,
        says_names=True,
        progress=lambda done, total, _text: task.give((done, total)),
    )
