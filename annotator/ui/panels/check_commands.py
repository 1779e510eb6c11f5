"""What is done to findings from the list of checks: fix, accept, mute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.jobs.check_fixing import can_fix
from annotator.model.check_choices import ALL_LABELS
from annotator.model.checks import BY_ID
from annotator.ui.panels.texts import said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model.checks import Finding
    from annotator.ui.panels.check_run import CheckRun
    from annotator.ui.session import Session

STEPS = {"next": 1, "previous": -1}
"""Commands that only move in the list."""


class CheckCommands(QObject):
    """Commands by name, as keys and buttons give them: fix, fix_all, accept, mute, mute_all."""

    def __init__(
        self,
        session: Session,
        run: CheckRun,
        chosen: Callable[[], tuple[str, Sequence[Finding]]],
        parent: QObject,
    ) -> None:
        """`chosen` tells the check, and its chosen findings, the current one first."""
        super().__init__(parent)
        self._session = session
        self._run = run
        self._chosen = chosen

    def do(self, command: str) -> None:
        """Do what a key or button asks for."""
        if self._run.report is not None and self._session.is_writable:
            {
                "fix": self.fix,
                "fix_all": self.fix_all,
                "accept": self.accept,
                "mute": self.mute,
                "mute_all": self.mute_all,
            }[command]()

    def fix(self) -> None:
        """Fix what is chosen, in one step."""
        _check, found = self._chosen()
        fixable = [one for one in found if can_fix(one)]
        if found and not fixable:
            self._session.announced.emit(said("There is no fix for this one: go there with Enter."))
        self._run.fix(fixable)

    def fix_all(self) -> None:
        """Fix all findings of the check, in one step."""
        check, _found = self._chosen()
        if BY_ID[check].fix:
            self._run.fix_all(check)

    def accept(self) -> None:
        """Remember that what is chosen is fine; what was fine is looked at again."""
        _check, found = self._chosen()
        report, by = self._run.report, self._session.annotator.id
        if report is not None and found:
            self._session.do(report.tally.choices.accept_edit(found, by=by))

    def mute(self) -> None:
        """Mute the check for the label of the finding, or let it speak again."""
        _check, found = self._chosen()
        if found and found[0].label:
            self._mute(found[0].label)

    def mute_all(self) -> None:
        """Mute the check for all labels, or let it speak again."""
        self._mute(ALL_LABELS)

    def _mute(self, label: str) -> None:
        report, (check, _found) = self._run.report, self._chosen()
        if report is not None:
            name, by = said(BY_ID[check].name), self._session.annotator.id
            self._session.do(report.tally.choices.mute_edit(check, label, name=name, by=by))
