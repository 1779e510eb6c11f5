"""The commands of adjudication and feedback, wired to the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.model.values import Relation, Span
from annotator.ui.adjudication import adjudication_of
from annotator.ui.adjudication_page import AdjudicationOnPage
from annotator.ui.feedback import feedback_of
from annotator.ui.file_manager import with_folder
from annotator.ui.messages import Message
from annotator.ui.text_view.difference import Difference, Mark
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.errors import UserError
    from annotator.jobs.feedback import FeedbackFiles
    from annotator.model.adjudication import Annotation
    from annotator.ui.feedback import Item
    from annotator.ui.main_window import MainWindow
    from annotator.ui.tasks import Task, Tasks

_TOPIC = "feedback"


class Adjudicating(QObject):
    """Brings up the panels, lets the page decide, and writes the feedback."""

    def __init__(self, window: MainWindow, tasks: Tasks) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = tasks
        self._session = window.session
        self._adjudication = adjudication_of(window.session)
        self._feedback = feedback_of(window.session)
        self.page = AdjudicationOnPage(window.session, window.page, window.commands)
        self._adjudication.own_reason_requested.connect(lambda: window.show_panel("adjudication"))
        self._feedback.shown.connect(self._show_feedback)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "adjudication.start": self._start,
            "adjudication.rules": self._ask_for_rule,
            "feedback.show": self._enter_feedback,
            "feedback.write": self._ask_for_folder,
        }

    def _start(self) -> None:
        if self._session.project is None:
            return
        self._window.show_panel("adjudication")
        if self._adjudication.is_active:
            self._window.page.setFocus()
        else:
            self._adjudication.begin()

    def _ask_for_rule(self) -> None:
        from annotator.ui.dialogs.adjudication import RuleDialog

        if self._session.project is None:
            return
        self._start()  # a rule must see everybody's annotations, whatever the project hides
        dialog = RuleDialog(self._adjudication, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ------------------------------------------------------------ feedback

    def _enter_feedback(self) -> None:
        self._adjudication.end()
        self._window.show_panel("feedback").enter()  # type: ignore[attr-defined]

    def _show_feedback(self) -> None:
        """Draw hers and the gold where the feedback looks."""
        item, page = self._feedback.current, self._window.page
        if not self._adjudication.is_active:
            page.set_difference(self._difference(item) if item is not None else None)

    def _difference(self, item: Item) -> Difference:
        one = item.difference
        hers = [one.hers] if one.hers is not None else []
        marks = [self._mark(item, self.tr("yours"), each) for each in hers]
        marks += [self._mark(item, self.tr("gold"), each, is_chosen=True) for each in one.gold]
        return Difference(tuple(mark for mark in marks if mark is not None))

    def _mark(
        self, item: Item, whose: str, value: Annotation, *, is_chosen: bool = False
    ) -> Mark | None:
        book = self._session.codebook
        if isinstance(value, Span):
            tag = f"{whose}: {self._window.page.inks[value.label].name}"
            return Mark(tag, value.label, value.fragments, is_chosen)
        assert isinstance(value, Relation)
        end = item.case.gold_spans.get(value.to_id) or item.case.spans.get(value.to_id)
        kind = book.relation_types.get(value.label)
        tag = f"{whose}: {kind.name if kind is not None else value.label}"
        return Mark(tag, end.label, end.fragments, is_chosen) if end is not None else None

    def _ask_for_folder(self) -> None:
        if self._session.path is None:
            return
        chosen = QFileDialog.getExistingDirectory(
            self._window,
            self.tr("A folder for the feedback: a page and a file for each annotator"),
            str(self._session.path.parent),
        )
        if chosen:
            self.write(Path(chosen))

    def write(self, folder: Path) -> None:
        """Write the feedback of everybody into this folder."""
        path = self._session.path
        if path is None:
            return

        def work(task: Task) -> list[FeedbackFiles]:
            from annotator.jobs.feedback import write_feedback
            from annotator.store.project import Project

            with Project.open(path, read_only=True) as project:
                return write_feedback(project, folder, replacing=True, progress=task.progress)

        self._window.messages.solve(_TOPIC)
        self._tasks.run(
            self.tr("Writing feedback"), work, done=self._say_written, failed=self._say_failure
        )

    def _say_written(self, written: list[FeedbackFiles]) -> None:
        from annotator.jobs.feedback import sentence

        people = counted(len(written), "for %n annotator", "for %n annotators")
        text = self.tr("Feedback written {people}.").format(people=people)
        details = "\n".join(map(sentence, written))
        message = Message(text, details, "ok", _TOPIC)
        self._window.messages.show_message(with_folder(message, written[0].page))

    def _say_failure(self, error: UserError) -> None:
        self._window.messages.show_message(Message(error.message, error.hint, topic=_TOPIC))
