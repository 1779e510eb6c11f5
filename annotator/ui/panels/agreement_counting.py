"""Keeps the account of who agrees with whom: counted beside the window, and again after edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.analysis.agreement_intervals import Score
from annotator.ui.panels.overview_counting import is_counted
from annotator.ui.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from annotator.analysis.agreement_counts import Facet, Members
    from annotator.analysis.agreement_differences import Difference
    from annotator.analysis.agreement_figures import Target
    from annotator.errors import UserError
    from annotator.jobs.agreement import Compared
    from annotator.model.change import Edit
    from annotator.store.project import Project
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task


class AgreementCounting(QObject):
    """The account of the open project, `compared`; `is_stale` says that edits have come since.

    It is counted when somebody looks for the first time, and again on request. `progressed`
    gives articles read and how many there are.
    """

    counted = Signal()
    changed = Signal()
    progressed = Signal(int, int)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = Reader(session, self)
        self.compared: Compared | None = None
        self.is_stale = True
        self.is_wanted = False
        self._further: dict[tuple[str, Facet, Members], Score] = {}
        self.reasons: dict[tuple[str, Facet, Members], str] = {}
        session.opened.connect(lambda: self.want(self.is_wanted))
        session.closing.connect(self._forget)
        session.edited.connect(self._follow)

    @property
    def is_busy(self) -> bool:
        """Whether something is being counted or looked up."""
        return self._reader.is_busy

    def want(self, is_wanted: bool) -> None:
        """Whether anybody looks; what nobody sees is not counted."""
        self.is_wanted = is_wanted
        if is_wanted and self.compared is None and not self.is_busy:
            self.count()

    def count(self) -> None:
        """Count everything anew."""
        from annotator.jobs.agreement import compare

        if self._session.project is None:
            return
        self.is_stale = False

        def work(project: Project, task: Task) -> Compared:
            return compare(project, lambda done, total, _: task.give((done, total)))

        self._ask("count", work, self._take)

    def stop(self) -> None:
        """Stop; what was counted before is kept."""
        for name in ("count", "further", "differences"):
            self._reader.forget(name)
        self.is_stale = self.is_stale or self.compared is None
        self.changed.emit()

    def further(
        self, measure: str, facets: list[tuple[Facet, Members]], done: Callable[[], object]
    ) -> None:
        """Compute α_U or γ for these; `done` is called when `known` has them."""
        from annotator.jobs.agreement_extra import Further, further

        compared = self.compared
        missing = [one for one in facets if (measure, *one) not in self._further]
        if compared is None or not missing:
            done()
            return
        of_all = compared

        def work(project: Project, task: Task) -> Further:
            return further(
                project, of_all, measure, missing, lambda at, count, _: task.give((at, count))
            )

        def take(found: Further) -> None:
            self._further |= {(measure, *place): score for place, score in found.scores.items()}
            self.reasons |= {(measure, *place): why for place, why in found.reasons.items()}
            self.changed.emit()
            done()

        self._ask("further", work, take)

    @property
    def found(self) -> Collection[tuple[str, Facet, Members]]:
        """What was computed of α_U and γ."""
        return self._further.keys()

    def stop_listing(self) -> None:
        """Nobody waits for disagreements any more."""
        self._reader.forget("differences")
        self.changed.emit()

    def known(self, measure: str, facet: Facet, members: Members) -> Score:
        """What was computed of α_U or γ."""
        return self._further.get((measure, facet, members), Score(None))

    def differences(
        self,
        target: Target,
        given: Callable[[list[Difference]], object],
        done: Callable[[int], object],
    ) -> None:
        """List the disagreements, part by part."""
        from annotator.jobs.agreement_differences import differences

        compared = self.compared
        if compared is None:
            return
        of_all = compared

        def work(project: Project, task: Task) -> int:
            return differences(project, of_all, target, task.give)

        def hear(part: object) -> None:
            if isinstance(part, tuple):
                self.progressed.emit(*part)
            elif isinstance(part, list):
                given(part)

        def end(left: int) -> None:
            self.changed.emit()
            done(left)

        self._reader.ask("differences", work, end, given=hear, failed=self._fail)
        self.changed.emit()

    def _ask(
        self, name: str, work: Callable[[Project, Task], object], done: Callable[..., object]
    ) -> None:
        self._reader.ask(
            name, work, done, given=lambda part: self.progressed.emit(*part), failed=self._fail
        )
        self.changed.emit()

    def _take(self, compared: Compared) -> None:
        self.compared = compared
        self._further, self.reasons = {}, {}
        self.counted.emit()
        self.changed.emit()

    def _fail(self, error: UserError) -> None:
        self._session.failed.emit(error.message, error.hint)
        self.changed.emit()

    def _forget(self) -> None:
        self.stop()
        self.compared = None
        self.is_stale = True
        self._further = {}
        self.counted.emit()

    def _follow(self, edit: Edit) -> None:
        values = [change.value for change in edit.changes]
        if is_counted(edit) or any(value is not None for value in values):
            self.is_stale = True
            self.changed.emit()
