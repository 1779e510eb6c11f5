"""The line below the checks: how the run goes, what was checked, and what is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QProgressBar, QPushButton, QWidget

from annotator.ui import icons
from annotator.ui.panels.elided_label import ElidedLabel
from annotator.ui.panels.texts import SEPARATOR, key_text, said
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.jobs.checking import CheckReport
    from annotator.ui.actions import Actions
    from annotator.ui.panels.check_run import CheckRun


class CheckStatus(QWidget):
    """Progress with Cancel while the checks run, else their sum, and a button to run them."""

    run_requested = Signal()
    cancel_requested = Signal()
    all_toggled = Signal(bool)

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._said = ElidedLabel()
        self._said.setObjectName("checks_status")
        self._bar = QProgressBar()
        self._bar.setObjectName("checks_progress")
        self._bar.setAccessibleName(self.tr("Progress of the checks"))
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._all = QCheckBox(self.tr("Muted and accepted, too"))
        self._all.setObjectName("checks_all")
        self._all.setAccessibleName(self.tr("Show muted and accepted findings, too"))
        self._all.toggled.connect(self.all_toggled)
        self._run = QPushButton()
        self._run.setObjectName("checks_run")
        self._run.setAutoDefault(False)
        self._run.setProperty("role", "small")
        self._run.clicked.connect(self._ask)
        self._key = key_text(actions["checks.run"].shortcut())
        self._is_running = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._said, 1)
        row.addWidget(self._bar)
        row.addWidget(self._all)
        row.addWidget(self._run)

    @property
    def shows_all(self) -> bool:
        """Whether muted and accepted findings are wanted, too."""
        return self._all.isChecked()

    def _ask(self) -> None:
        if self._is_running:
            self.cancel_requested.emit()
        else:
            self.run_requested.emit()

    def show_progress(self, done: int, total: int) -> None:
        """Say how many documents are checked; none of them while words are compared."""
        self._bar.setRange(0, total if done else 0)
        self._bar.setValue(done)
        if done:
            articles = counted(total, "%n article", "%n articles")
            self._said.set_text(said("Checking %1 …").replace("%1", articles))
        else:
            self._said.set_text(said("Comparing the words of all spans …"))

    def show_state(self, run: CheckRun) -> None:
        """Say how things stand."""
        self._is_running = run.is_running
        self._bar.setVisible(run.is_running)
        words = self.tr("Cancel") if run.is_running else self.tr("Check again")
        if run.report is None and not run.is_running:
            words = self.tr("Check the project")
        self._run.setText(words)
        self._run.setAccessibleName(words)
        self._run.setToolTip("" if run.is_running else f"{words} ({self._key})")
        self._run.setIcon(icons.icon("close" if run.is_running else "checks"))
        if run.is_running:
            self._bar.setRange(0, 0)
            self._said.set_text(said("Comparing the words of all spans …"))
        elif run.report is None:
            self._said.set_text(said("Nothing was checked yet."))
        else:
            self._said.set_text(SEPARATOR.join(_sum(run.report, run, self._key)))


def _sum(report: CheckReport, run: CheckRun, key: str) -> list[str]:
    tally = report.tally
    parts = [
        counted(report.documents, "%n article", "%n articles"),
        counted(report.spans, "%n span", "%n spans"),
        counted(report.errors, "%n error", "%n errors"),
        counted(report.warnings, "%n warning or hint", "%n warnings and hints"),
    ]
    if tally.muted:
        parts.append(counted(tally.muted, "%n muted", "%n muted"))
    if tally.accepted:
        parts.append(counted(tally.accepted, "%n accepted", "%n accepted"))
    if run.is_stale:
        parts.append(said("much has changed since: check again (%1)").replace("%1", key))
    elif run.has_moved:
        parts.append(said("words are compared as of the last run (%1)").replace("%1", key))
    return parts
