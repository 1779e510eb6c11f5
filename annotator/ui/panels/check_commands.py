"""What is done to findings from the list of checks: fix, accept, mute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model.check_choices import ALL_LABELS
from annotator.model.checks import BY_ID
from annotator.ui.panels.check_model import label_name
from annotator.ui.panels.texts import SEPARATOR, said
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model.checks import Finding
    from annotator.ui.panels.check_mending import CheckMending
    from annotator.ui.panels.check_run import CheckRun
    from annotator.ui.panels.check_steps import CheckSteps
    from annotator.ui.session import Session

STEPS = {"next": 1, "previous": -1}
"""Commands that only move in the list."""


class CheckCommands(QObject):
    """Commands by name, as keys and buttons give them: fix, fix_all, accept, mute, mute_all, undo."""

    def __init__(
        self,
        session: Session,
        run: CheckRun,
        mending: CheckMending,
        steps: CheckSteps,
        chosen: Callable[[], tuple[str, Sequence[Finding]]],
        parent: QObject,
    ) -> None:
        """`chosen` tells the check, and its chosen findings, the current one first."""
        super().__init__(parent)
        self._session = session
        self._run = run
        self._mending = mending
        self._steps = steps
        self._chosen = chosen

    def do(self, command: str) -> None:
        """Do what a key or button asks for."""
        if command == "undo":
            self._session.undo()
        elif self._run.report is not None and self._session.is_writable:
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
        refusal = self._mending.refusal(found) if found else ""
        if refusal:
            self._session.announced.emit(f"{refusal}.")
        else:
            self._mending.fix(found)

    def fix_all(self) -> None:
        """Fix all findings of the check, in one step."""
        check, _found = self._chosen()
        if self._mending.number(check) == 0:
            self._session.announced.emit(said("None of these has a fix: go there with Enter."))
        else:
            self._mending.fix_all(check)

    def accept(self) -> None:
        """Remember that what is chosen is fine; what was fine is looked at again."""
        check, found = self._chosen()
        report, by = self._run.report, self._session.annotator.id
        if report is None or not found:
            return
        edit = report.tally.choices.accept_edit(found, by=by)
        again = sum(change.after is None for change in edit.changes)
        number = len(edit.changes) - again
        parts = [counted(number, "%n finding is fine", "%n findings are fine")] if number else []
        if again:
            parts.append(counted(again, "%n finding is listed again", "%n findings are listed again"))
        if self._steps.do(edit, check, found[0].key):
            self._session.announced.emit(SEPARATOR.join(parts))

    def mute(self) -> None:
        """Mute the check for the label of the finding, or let it speak again."""
        _check, found = self._chosen()
        if found and found[0].label:
            self._mute(found[0].label)

    def mute_all(self) -> None:
        """Mute the check for all labels, or let it speak again."""
        self._mute(ALL_LABELS)

    def _mute(self, label: str) -> None:
        report, (check, found) = self._run.report, self._chosen()
        if report is None or check not in BY_ID:
            return
        choices, session, name = report.tally.choices, self._session, said(BY_ID[check].name)
        whom = label_name(session, label) if label != ALL_LABELS else ""
        edit = choices.mute_edit(check, label, name=name, by=session.annotator.id, label_name=whom)
        words = said("“%1” speaks again") if (check, label) in choices.muted else said("Muted “%1”")
        words = words.replace("%1", name)
        if self._steps.do(edit, check, found[0].key if found else ""):
            session.announced.emit(
                said("%1 for %2").replace("%1", words).replace("%2", whom) if whom else words
            )
