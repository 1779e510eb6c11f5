"""Splitting a label by a search: what the query language finds goes to another label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit

from annotator.errors import CodebookError, UserError
from annotator.model import codebook_plans
from annotator.model.codebook_plans import Target
from annotator.ui.dialogs.codebook_question import Question
from annotator.ui.dialogs.codebook_split_questions import TargetField

if TYPE_CHECKING:
    from annotator.model.migration import Migration
    from annotator.store.project import Project
    from annotator.ui.dialogs.codebook_desk import CodebookDesk
    from annotator.ui.tasks import Task

_PAUSE = 400
"""After the last letter of the query, in milliseconds."""


class SplitBySearch(Question):
    """A query of the search, limited to spans of the label, and where they go."""

    def __init__(self, desk: CodebookDesk, label_id: str) -> None:
        text = desk.tr(
            "The language is that of the search: words, “phrases”, annotator:, entity:, "
            "attribute=value, outlet:, date:, without:speaker, and, or, not."
        )
        super().__init__(desk, text)
        self._label_id = label_id
        self._found: frozenset[str] | None = None
        self._problem = ""
        name = desk.codebook.label(label_id).name
        self.title = self.tr("Split {name} by search").format(name=name)
        self._query = QLineEdit()
        self._query.setObjectName("split_query")
        self._query.setAccessibleName(self.tr("Search"))
        self._query.textEdited.connect(self._wait)
        self.rows.add(self.tr("Spans that are found by"), self._query)
        self._target = TargetField("search_target", self.tr("Becomes"), self.labels(without=label_id))
        self._target.currentTextChanged.connect(lambda _text: self.changed.emit())
        self.rows.add(self.tr("become"), self._target)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._search)

    def enter(self) -> None:
        """Take the focus."""
        self._query.setFocus()

    def _wait(self) -> None:
        self._found, self._problem = None, ""
        self.changed.emit()
        self._timer.start()

    def _search(self) -> None:
        words, label, me = self._query.text().strip(), self._label_id, self.desk.by
        if words:
            self.desk.reader.ask(
                "found",
                lambda project, task: _found(project, task, label, words, me),
                self._take,
                failed=self._refuse,
            )

    def _take(self, found: frozenset[str]) -> None:
        self._found = found
        self.changed.emit()

    def _refuse(self, error: UserError) -> None:
        self._problem = error.message
        self.changed.emit()

    def migration(self) -> Migration:
        """The spans that were found, relabelled."""
        if self._problem:
            raise CodebookError(self._problem)
        if not self._query.text().strip():
            raise CodebookError(self.tr("Say what is to be found."))
        if self._found is None:
            raise CodebookError(self.tr("Searching…"))
        if self._target.target() == Target():
            raise CodebookError(self.tr("Say which label these spans get."))
        chosen = dict.fromkeys(self._found, 0)
        return codebook_plans.reviewed(
            self.desk.codebook, self._label_id, [self._target.target()], chosen
        )


def _found(project: Project, task: Task, label: str, words: str, me: str) -> frozenset[str]:
    """The ids of the spans of a label that a query finds."""
    found: set[str] = set()
    for batch in project.find(f'label:"{label}" ({words})', me=me):
        found.update(hit.span_id for hit in batch if hit.span_id and hit.label == label)
        task.progress(len(found), 0, "")
    return frozenset(found)
