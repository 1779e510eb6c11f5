"""Saying who is to work on which articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model import document_edits
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from annotator.model.change import Change
    from annotator.model.teamwork import Assignment
    from annotator.store.project import Project
    from annotator.ui.dialogs.assign import Plan
    from annotator.ui.main_window import MainWindow


class Assigning(QObject):
    """The command Assign. `chosen` and `shown` give the ids of articles in the list."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self.chosen: Callable[[], Sequence[str]] = window.articles.chosen
        self.shown: Callable[[], Sequence[str]] = window.articles.order

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {"document.assign": self.ask}

    def ask(self) -> None:
        """Ask who is to work on which articles."""
        from annotator.ui.dialogs.assign import AssignDialog

        session = self._session
        project = session.project
        if project is None or not session.is_writable:
            return
        lengths = {document.id: document.length for document in project.documents()}
        people = [one for one in project.annotators() if one.role == "person"]
        if all(one.id != session.annotator.id for one in people):
            people.append(session.annotator)
        dialog = AssignDialog(
            lengths, people, project.assignments(), self.chosen(), self.shown(), self._window
        )
        dialog.planned.connect(self.assign)
        dialog.released.connect(self.release)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def assign(self, plan: Plan) -> None:
        """Write a plan as one step."""
        by = self._session.annotator.id
        new = {id_: name for id_, name in plan.new_people.items() if id_ != by}
        number = sum(len(load.documents) for load in plan.loads.values())

        def changes(_project: Project) -> Iterator[Change]:
            yield from document_edits.introducing(new)
            yield from document_edits.assigning(plan.loads, by=by)

        said = counted(number, "%n assignment made.", "%n assignments made.")
        self._session.large.do(self.tr("assign articles"), changes, expected=number, said=said)

    def release(self, assignments: Sequence[Assignment]) -> None:
        """Take assignments away, as one step."""

        def changes(_project: Project) -> Iterator[Change]:
            yield from document_edits.releasing(assignments)

        number = len(assignments)
        said = counted(number, "%n assignment taken away.", "%n assignments taken away.")
        self._session.large.do(self.tr("take assignments away"), changes, expected=number, said=said)
