"""Mending findings: which of them have a fix, and the steps that make the fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from annotator.jobs.check_fixing import Outcome, can_fix, fixable, mend, title
from annotator.model.change import Edit
from annotator.model.checks import BY_ID
from annotator.model.values import now
from annotator.ui.large_steps import LARGE
from annotator.ui.panels.texts import SEPARATOR, said
from annotator.ui.reader import Reader
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.jobs.check_fixing import Answer
    from annotator.model.change import Change
    from annotator.model.checks import Finding
    from annotator.store.project import Project
    from annotator.ui.panels.check_run import CheckRun
    from annotator.ui.panels.check_steps import CheckSteps
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task

_Answers = dict[str, "Mapping[str, Answer]"]


class CheckMending(QObject):
    """Finds out in a worker what has a fix, and mends. `learned`: more is known of that."""

    learned = Signal()

    def __init__(self, session: Session, run: CheckRun, steps: CheckSteps, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._run = run
        self._steps = steps
        self._reader = Reader(session, self)
        self._known: dict[tuple[str, str], Mapping[str, Answer]] = {}
        self._numbers: dict[str, int | None] = {}
        self._asking = ""
        self._awaited: Outcome | None = None
        run.documents_checked.connect(self._forget)
        run.changed.connect(self._numbers.clear)
        run.finished.connect(self._tell_awaited)
        session.closing.connect(self._stop)

    # ------------------------------------------------------------ what has a fix

    def look_at(self, kind: str) -> None:
        """Find out which findings of this check have a fix, as far as that is not known."""
        report = self._run.report
        if report is None or self._run.is_running or self._asking == kind or not BY_ID[kind].fix:
            return
        listed = dict.fromkeys(one.document_id for one in report.tally.findings(kind, is_all=True))
        missing = [one for one in listed if (kind, one) not in self._known]
        if not missing:
            return
        by = self._session.annotator.id
        self._asking = kind

        def work(project: Project, task: Task) -> _Answers:
            found = {}
            for number, document in enumerate(missing):
                task.progress(number, len(missing))
                found[document] = fixable(project, report, by, kind, document)
            return found

        self._reader.ask("fixable", work, lambda found: self._learn(kind, found))

    def _learn(self, kind: str, found: _Answers) -> None:
        self._asking = ""
        self._known.update({(kind, document): answers for document, answers in found.items()})
        self._numbers.clear()
        self.learned.emit()

    def _forget(self, documents: Sequence[str]) -> None:
        """These documents were checked anew, or all if there are none."""
        gone = set(documents)
        self._known = {place: one for place, one in self._known.items() if gone and place[1] not in gone}
        self._stop()

    def _stop(self) -> None:
        self._reader.forget("fixable")
        self._asking = ""

    def answer(self, finding: Finding) -> Answer | None:
        """Whether the finding has a fix; None where that is not known yet."""
        if not can_fix(finding):
            return "none"
        return self._known.get((finding.kind, finding.document_id), {}).get(finding.key)

    def number(self, kind: str) -> int | None:
        """How many findings of a check have a fix; None where that is not known."""
        if kind not in self._numbers:
            self._numbers[kind] = self._counted(kind)
        return self._numbers[kind]

    def _counted(self, kind: str) -> int | None:
        report = self._run.report
        if report is None or not BY_ID[kind].fix:
            return 0
        found = report.tally.findings(kind)
        answers = [self.answer(one) for one in found]
        return None if None in answers or len(found) < report.tally.count(kind) else answers.count("fix")

    def refusal(self, found: Sequence[Finding]) -> str:
        """Why nothing of this can be mended; empty where something can."""
        answers = [self.answer(one) for one in found]
        if "fix" in answers or None in answers:
            return ""
        if "other" in answers:
            return said("Another annotator made this: fixes leave it as it is")
        return said("There is no fix for this one: go there with Enter")

    # ------------------------------------------------------------ mending

    def fix(self, found: Sequence[Finding]) -> None:
        """Mend these findings, in one step."""
        if found:
            keys = [one.key for one in found]
            documents = list(dict.fromkeys(one.document_id for one in found))
            self._mend(found[0].kind, keys, documents, len(found))

    def fix_all(self, kind: str) -> None:
        """Mend all findings of a check that are neither muted nor accepted, in one step."""
        if self._run.report is not None:
            tally = self._run.report.tally
            self._mend(kind, [], tally.documents(kind), tally.count(kind))

    def _mend(self, kind: str, keys: list[str], documents: list[str], number: int) -> None:
        report, by = self._run.report, self._session.annotator.id
        if report is None or not self._session.is_writable:
            return
        if self._run.is_running:
            self._session.announced.emit(self.tr("Wait for the check to end, or cancel it."))
            return
        outcome = Outcome()
        wanted: dict[str, Any] = {"kind": kind, "keys": frozenset(keys), "documents": documents}
        if number > LARGE:
            name = title(kind, number)
            self._run.start_when_opened()
            self._awaited = outcome
            self._session.large.do(
                name,
                lambda project: mend(project, report, by, outcome=outcome, **wanted),
                expected=number,
                said=self.tr("Fixed: {name}").format(name=name),
            )
            return

        def work(project: Project, task: Task) -> list[Change]:
            return list(mend(project, report, by, outcome=outcome, progress=task.progress, **wanted))

        self._stop()
        self._reader.ask("mend", work, lambda changes: self._write(kind, keys, changes, outcome))

    def _write(self, kind: str, keys: list[str], changes: list[Change], outcome: Outcome) -> None:
        session, mended = self._session, outcome.keys("fix")
        first = next((key for key in keys if key in mended), mended[0] if mended else "")
        edit = Edit(title(kind, len(mended)), tuple(changes), session.annotator.id, now())
        if not changes or self._steps.do(edit, kind, first):
            session.announced.emit(_sentence(outcome))

    @property
    def is_awaiting(self) -> bool:
        """Whether the next run shows what a large step has mended."""
        return self._awaited is not None

    def _tell_awaited(self) -> None:
        if self._awaited is not None:
            self._session.announced.emit(_sentence(self._awaited))
            self._awaited = None


def _sentence(outcome: Outcome) -> str:
    """What was mended, what has no fix, and what was left to others."""
    fixed, none, others = (len(outcome.keys(one)) for one in ("fix", "none", "other"))
    if not fixed and not others:
        return said("There is no fix for this one: go there with Enter.")
    parts = [counted(fixed, "Fixed %n finding", "Fixed %n findings")] if fixed else []
    if none:
        parts.append(counted(none, "%n has no fix", "%n have no fix"))
    if others:
        one, many = "%n of another annotator left as it is", "%n of other annotators left as they are"
        parts.append(counted(others, one, many))
    return SEPARATOR.join(parts)
