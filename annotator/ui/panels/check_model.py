"""The checks and their findings as rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model.check_rules import Rules
from annotator.model.checking import is_asked_for
from annotator.model.checks import BY_ID, CHECKS, Check, Finding
from annotator.ui.panels.texts import SEPARATOR, number_text, said, short_name
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.jobs.checking import CheckReport
    from annotator.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()

CHECK = int(Qt.ItemDataRole.UserRole)
"""The check of a row."""
COUNT = CHECK + 1
"""How many findings it has; None where nothing was checked yet."""
LEVEL = CHECK + 2
"""How grave they are."""
FINDING = CHECK + 3
"""The finding of a row."""
PLACE = CHECK + 4
"""In which article the finding is, and what is wrong there."""


class CheckModel(QAbstractListModel):
    """One row for each check that the codebook wants: those with findings first, the gravest on top."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._report: CheckReport | None = None
        self._rows: list[tuple[Check, int, str]] = []

    def show(self, report: CheckReport | None, *, is_all: bool, keeps: str = "") -> None:
        """Show the counts of this report; the check `keeps` stays on top though it be empty."""
        rows = []
        rules = Rules(self._session.codebook)
        for check in CHECKS:
            count = report.tally.count(check.id, is_all=is_all) if report is not None else 0
            level = report.tally.level(check.id) if report is not None and count else check.level
            if count or is_asked_for(check.id, rules):
                rows.append((check, count, level))
        rows.sort(key=lambda row: row[1] == 0 and row[0].id != keeps)
        is_same_order = [row[0] for row in rows] == [row[0] for row in self._rows]
        self._report = report
        if is_same_order:
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def row_of(self, check_id: str) -> int:
        """The row of this check; 0 if there is none."""
        return next((n for n, row in enumerate(self._rows) if row[0].id == check_id), 0)

    def next_row(self, check_id: str) -> int:
        """The next row with findings after this check, else the first; -1 if there is none."""
        rows = [number for number, row in enumerate(self._rows) if row[1]]
        here = self.row_of(check_id)
        return next((number for number in rows if number > here), rows[0] if rows else -1)

    def rowCount(self, parent: Index = _TOP) -> int:
        """How many checks there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row says in this role."""
        if not 0 <= index.row() < len(self._rows):
            return None
        check, count, level = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return said(check.name)
        if role == CHECK:
            return check
        if role == COUNT:
            return count if self._report is not None else None
        if role == LEVEL:
            return level
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._by_label(check)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            number = counted(count, "%n finding", "%n findings")
            return f"{said(check.name)}, {level_name(level)}, {number}"
        return None

    def _by_label(self, check: Check) -> str:
        """What the check looks for, and how much it found of each label."""
        labels = self._report.tally.labels(check.id) if self._report is not None else {}
        counts = [
            f"{label_name(self._session, label)}: {number_text(number)}"
            for label, number in labels.items()
            if label
        ]
        return "\n".join([said(check.explanation), *counts])


class FindingModel(QAbstractListModel):
    """The findings of one check."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._findings: Sequence[Finding] = ()
        self._report: CheckReport | None = None

    def show(self, report: CheckReport | None, check_id: str, *, is_all: bool) -> None:
        """Show what this check found."""
        self.beginResetModel()
        self._report = report
        self._findings = report.tally.findings(check_id, is_all=is_all) if report is not None else ()
        self.endResetModel()

    def finding(self, index: Index) -> Finding | None:
        """The finding in this row."""
        row = index.row()
        return self._findings[row] if 0 <= row < len(self._findings) else None

    def row_of(self, key: str) -> int:
        """The row of the finding with this key; -1 if there is none."""
        return next((n for n, finding in enumerate(self._findings) if finding.key == key), -1)

    def rowCount(self, parent: Index = _TOP) -> int:
        """How many findings there are."""
        return 0 if parent.isValid() else len(self._findings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row says in this role."""
        finding = self.finding(index)
        if finding is None or self._report is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return in_short(finding.words)
        if role == FINDING:
            return finding
        if role == PLACE:
            return self._place(finding)
        if role == Qt.ItemDataRole.ToolTipRole:
            return replace(finding, label=label_name(self._session, finding.label)).message
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = label_name(self._session, finding.label)
            return f"{name} {in_short(finding.words)}, {self._place(finding)}"
        return None

    def _place(self, finding: Finding) -> str:
        assert self._report is not None
        parts = [finding.reason, self._report.titles.get(finding.document_id, "")]
        choices = self._report.tally.choices
        if choices.mutes(finding.kind, finding.label):
            parts.insert(0, said("muted"))
        elif finding.key in choices.accepted:
            parts.insert(0, said("accepted"))
        return SEPARATOR.join(part for part in parts if part)


def label_name(session: Session, label_id: str) -> str:
    """What the panel calls a label; empty for none."""
    return short_name(session.codebook.label(label_id).name) if label_id else ""


def level_name(level: str) -> str:
    """How grave a finding is, in words."""
    names = {"error": said("error"), "warning": said("warning"), "info": said("hint")}
    return names.get(level, level)


def explanation(check_id: str) -> str:
    """What a check looks for and what its fix does; without a check, that none has run."""
    if check_id not in BY_ID:
        return said("Not checked yet: “Check the project” below does it.")
    check = BY_ID[check_id]
    fix = said("The fix: %1.").replace("%1", said(check.fix)) if check.fix else ""
    return " ".join(part for part in (said(check.explanation), fix) if part)


def empty_text(*, is_emptied: bool, is_more: bool) -> str:
    """What stands where a check has no findings: none, or none left; `is_more`: others have some."""
    if not is_emptied:
        return said("Nothing found here")
    more = said("N goes on to the next check") if is_more else said("and in no other check")
    return f"{said('Nothing left here')}\n{more}"
