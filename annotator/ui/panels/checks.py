"""The checks of the project: what was found, the way there, fixes, and what is fine as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QModelIndex, Qt, QTime
from PySide6.QtWidgets import QListView, QSplitter, QVBoxLayout, QWidget

from annotator.model.check_choices import Choices
from annotator.ui.panels.check_buttons import CheckButtons
from annotator.ui.panels.check_commands import STEPS, CheckCommands
from annotator.ui.panels.check_delegates import CheckDelegate, FindingDelegate
from annotator.ui.panels.check_list import CheckList
from annotator.ui.panels.check_mending import CheckMending
from annotator.ui.panels.check_model import (
    CHECK,
    COUNT,
    CheckModel,
    FindingModel,
    empty_text,
    explanation,
    label_name,
)
from annotator.ui.panels.check_run import CheckRun
from annotator.ui.panels.check_status import CheckStatus
from annotator.ui.panels.check_steps import CheckSteps
from annotator.ui.panels.elided_label import ElidedLabel
from annotator.ui.panels.texts import said

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from annotator.jobs.checking import CheckReport
    from annotator.model.change import Edit
    from annotator.model.checks import Finding
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_LIST_WIDTH = 270
_NARROW = 560
"""Below this width, in pixels, the lists stand one above the other."""


class ChecksPanel(QWidget):
    """Checks with their counts on the left, the findings of the chosen one on the right.

    In the list of findings Enter goes there, other keys fix, fix all, say that it is fine,
    mute, or go to the next and the one before while the focus stays.
    """

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("checks")
        self.setAccessibleName(self.tr("Checks of the project"))
        self._session = session
        self._check = ""
        self._kept = ""
        self._wanted = ""
        self._is_outdated = False
        self.run, self._steps = CheckRun(session, self), CheckSteps(session)
        self.mending = CheckMending(session, self.run, self._steps, self)
        self._checks, self._findings = CheckModel(session, self), FindingModel(session, self)
        keymap = actions.keymap
        self._check_list = CheckList("checks_list", self.tr("Checks"), self._checks, keymap)
        self._check_list.setItemDelegate(CheckDelegate(self._check_list))
        self._finding_list = CheckList("checks_findings", self.tr("Findings"), self._findings, keymap)
        self._finding_list.setItemDelegate(FindingDelegate(session, self._finding_list))
        self._finding_list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self._explanation = ElidedLabel(lines=2)
        self._explanation.setObjectName("checks_explanation")
        self.commands = CheckCommands(session, self.run, self.mending, self._steps, self._chosen, self)
        self.buttons = CheckButtons(keymap)
        keymap.changed.connect(self._show_buttons)
        self.status = CheckStatus(actions)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self._finding_list)
        self._refresh()

    def _lay_out(self) -> None:
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._explanation)
        column.addWidget(self.buttons)
        column.addWidget(self._finding_list, 1)
        splitter = self._splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(9)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._check_list)
        splitter.addWidget(found)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_LIST_WIDTH, 3 * _LIST_WIDTH])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.setSpacing(6)
        whole.addWidget(splitter, 1)
        whole.addWidget(self.status)

    def _connect(self) -> None:
        self._check_list.selectionModel().currentChanged.connect(self._choose_check)
        self._check_list.activated.connect(lambda _index: self._finding_list.setFocus())
        self._finding_list.selectionModel().selectionChanged.connect(lambda *_: self._show_buttons())
        self._finding_list.activated.connect(lambda _index: self.go())
        for asking in (self._check_list, self._finding_list, self.buttons):
            asking.commanded.connect(self._obey)
        self.buttons.stranded.connect(self._finding_list.setFocus)
        for view in (self._check_list, self._finding_list):
            view.left.connect(self._session.page_requested)
        self.status.run_requested.connect(self.run.start)
        self.status.cancel_requested.connect(self.run.cancel)
        self.status.all_toggled.connect(self._refresh)
        self.run.progressed.connect(self.status.show_progress)
        self.run.finished.connect(self._take_report)
        self.run.changed.connect(self._refresh)
        self.mending.learned.connect(self._look_for_fixes)
        self._session.edited.connect(self._follow)
        self._session.closed.connect(self._refresh)

    # ------------------------------------------------------------ what others ask

    def enter(self) -> None:
        """Take the focus; check, unless nothing has changed since the last run."""
        if self.run.is_current and self.run.checked_at is not None and not self.run.is_running:
            time = self.run.checked_at
            at = QLocale().toString(QTime(time.hour, time.minute), "HH:mm")
            said_now = self.tr("Nothing has changed since {time}").format(time=at)
            self._session.announced.emit(said_now)
        elif not self.run.is_running:
            self.run.start()
        self._finding_list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go(self, *, stays: bool = False) -> None:
        """Go to the finding's place; `stays`: the focus does not go there."""
        finding = self.current()
        if finding is None:
            return
        end = finding.start if finding.span_id else finding.end
        self._session.go_to(finding.document_id, finding.start, end, span_id=finding.span_id)
        if not stays:
            self._session.page_requested.emit()

    # ------------------------------------------------------------ showing

    @property
    def _report(self) -> CheckReport | None:
        return self.run.report if self._session.project is not None else None

    def current(self) -> Finding | None:
        """The finding at which the list stands."""
        return self._findings.finding(self._finding_list.currentIndex())

    def _chosen(self) -> tuple[str, list[Finding]]:
        """The check, and those of its findings that are chosen, the current one first."""
        current = self._finding_list.currentIndex()
        rows = self._finding_list.selectionModel().selectedRows()
        rows.sort(key=lambda one: (one.row() != current.row(), one.row()))
        found = [self._findings.finding(index) for index in rows]
        return self._check, [one for one in found if one is not None]

    def _obey(self, command: str) -> None:
        if command in STEPS:
            self.step(STEPS[command])
        else:
            self.commands.do(command)

    def step(self, by: int) -> None:
        """Choose the next finding (1) or the one before (-1), and show its place.

        From a check with nothing left the next one leads on to the next check.
        """
        view = self._finding_list
        if by > 0 and not self._findings.rowCount():
            self._go_on()
            return
        index = self._findings.index(view.currentIndex().row() + by, 0)
        if index.isValid():
            view.choose(index)
            self.go(stays=True)

    def _go_on(self) -> None:
        """Choose the next check that has findings, and show the place of its first."""
        row = self._checks.next_row(self._check)
        if row < 0:
            self._session.announced.emit(self.tr("Nothing is left in any check."))
            return
        self._check_list.choose(self._checks.index(row, 0))
        self.go(stays=True)

    def _follow(self, edit: Edit) -> None:
        place = self._steps.follow(edit)
        if place is not None:
            self._check, self._wanted = place
            self._refresh()
        if edit.writes("label"):
            self._finding_list.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the panel was hidden."""
        super().showEvent(event)
        if self._is_outdated:
            self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow dock the lists stand one above the other."""
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW
        way = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != way:
            self._splitter.setOrientation(way)
            self._splitter.setSizes([_LIST_WIDTH, (2 if is_narrow else 3) * _LIST_WIDTH])

    def _refresh(self) -> None:
        """Show the counts and findings as they now are, at the same place in the list."""
        self._is_outdated = not self.isVisible()
        if self._is_outdated and self.run.report is not None:
            return
        report, is_all = self._report, self.status.shows_all
        if self.run.report is None:
            self._check = self._kept = ""
        self._checks.show(report, is_all=is_all, keeps=self._kept)
        if not self._check and report is not None:
            self._check = self._checks.index(0, 0).data(CHECK).id
        row = self._checks.index(self._checks.row_of(self._check), 0)
        self._check_list.choose(row if self._check else QModelIndex())
        if self._check and row.data(COUNT):
            self._kept = self._check
        self._show_findings()
        self.status.show_state(self.run)

    def _take_report(self) -> None:
        """A run has a result: where nothing is left, begin with the first check again."""
        report, is_all = self._report, self.status.shows_all
        is_left = report is not None and report.tally.count(self._check, is_all=is_all)
        if not is_left and not self.mending.is_awaiting:
            self._check = self._kept = ""

    def _choose_check(self, index: QModelIndex) -> None:
        check = index.data(CHECK)
        if check is not None and check.id != self._check:
            self._check, self._wanted = check.id, ""
            self._kept = check.id if index.data(COUNT) else ""
            self._show_findings(row=0)

    def _show_findings(self, row: int | None = None) -> None:
        view = self._finding_list
        row = max(0, view.currentIndex().row()) if row is None else row
        self._findings.show(self._report, self._check, is_all=self.status.shows_all)
        number, wanted = self._findings.rowCount(), self._findings.row_of(self._wanted)
        if wanted >= 0:
            row, self._wanted = wanted, ""
        if number:
            view.choose(self._findings.index(min(row, number - 1), 0))
        is_more, is_emptied = self._checks.next_row(self._check) >= 0, self._check == self._kept
        empty = empty_text(is_emptied=is_emptied, is_more=is_more)
        view.set_empty_text(empty if self._check and self._report is not None else "")
        self._explanation.set_text(explanation(self._check))
        self._look_for_fixes()

    def _look_for_fixes(self) -> None:
        if self._check and self.isVisible():
            self.mending.look_at(self._check)
        self._show_buttons()

    def _show_buttons(self) -> None:
        report, (check, chosen) = self._report, self._chosen()
        finding = self.current()
        self.buttons.show_state(
            check if report is not None else "",
            finding,
            report.tally.choices if report is not None else Choices(),
            report.tally.count(self._check) if report is not None else 0,
            label_name=label_name(self._session, finding.label) if finding is not None else "",
            refusal=self.mending.refusal(chosen) if chosen else said("Nothing is chosen"),
            fixable=self.mending.number(check) if check else None,
            is_writable=self._session.is_writable and report is not None,
        )
