"""What all parts of the codebook editor share: the codebook, and one way to change it."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.errors import CodebookError
from annotator.jobs.codebook_migrating import changes
from annotator.model import codebook_edits, codebook_names
from annotator.ui.keys import readable
from annotator.ui.reader import Reader
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from annotator.jobs.codebook_preview import Preview
    from annotator.model.change import Edit
    from annotator.model.codebook import Codebook
    from annotator.model.migration import Migration
    from annotator.model.values import Json
    from annotator.store.project import Project
    from annotator.ui.keymap import Keymap
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task


class CodebookDesk(QObject):
    """The codebook of the open project, and everything that the editor asks of it.

    Simple changes are written at once, each a step of its own; what touches annotations goes
    through a question (`question_requested`), a preview and `migrate`. `about_to_act` comes
    before anything is done: what is being written is to be finished. `said` are sentences
    for the editor's foot line with their role (muted, ok, warning or error). `fresh` is what was
    added last (kind and id), as long as nothing else has happened. `shown_requested` asks
    to show a thing that has another id now.
    """

    changed = Signal()
    about_to_act = Signal()
    counted = Signal()
    said = Signal(str, str)
    question_requested = Signal(object)
    answered = Signal()
    shown_requested = Signal(str, str)

    def __init__(self, session: Session, keymap: Keymap, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.keymap = keymap
        self.reader = Reader(session, self, sees_all=True)
        self.counts: Counter[str] = Counter()
        self.counts_by_annotator: Counter[tuple[str, str]] = Counter()
        self.relation_counts: dict[str, int] = {}
        self.is_migrating = False
        self.fresh: tuple[str, str] | None = None
        self._wanted: Codebook | None = None
        self._is_stale = False
        session.edited.connect(self._follow)
        session.opened.connect(self._take_project)
        session.closed.connect(self.changed)
        session.failed.connect(self._say_failure)

    # ------------------------------------------------------------ what there is

    @property
    def codebook(self) -> Codebook:
        """The codebook as it now is."""
        return self.session.codebook

    @property
    def by(self) -> str:
        """Whose changes they are."""
        return self.session.annotator.id

    @property
    def is_writable(self) -> bool:
        """Whether the codebook can be changed."""
        return self.session.is_writable

    @property
    def refusal(self) -> str:
        """Why nothing can be changed; empty if it can."""
        project = self.session.project
        return project.read_only_reason if project is not None else ""

    def annotator_names(self) -> dict[str, str]:
        """The names of all annotators, by id."""
        project = self.session.project
        return {one.id: one.name for one in project.annotators()} if project is not None else {}

    def count(self) -> None:
        """Count the spans of each label and annotator beside the window; `counted` follows."""
        self._is_stale = False
        self.reader.ask("counts", _counts, self._take_counts)

    def _take_counts(self, answer: tuple[Counter[tuple[str, str]], dict[str, int]]) -> None:
        found, self.relation_counts = answer
        self.counts_by_annotator = found
        self.counts = Counter()
        for (label, _), number in found.items():
            self.counts[label] += number
        self.counted.emit()

    # ------------------------------------------------------------ changing

    def do(self, make: Callable[[Codebook, str], Edit]) -> bool:
        """Write the edit that this function makes of the codebook; says why, if it cannot be."""
        self.about_to_act.emit()
        if not self.is_writable:
            self.said.emit(self.refusal, "warning")
            return False
        try:
            edit = make(self.codebook, self.by)
        except CodebookError as error:
            self.said.emit(str(error), "error")
            self.changed.emit()
            return False
        if not edit.changes:
            return False
        if not self.session.do(edit):
            return False
        done = self.tr("Saved: {title}.").format(title=edit.title)
        self.said.emit(self._with_way_back(done), "muted")
        return True

    def _with_way_back(self, done: str) -> str:
        """What was done, and the key that takes it back."""
        key = self.keymap.first("edit.undo")
        way = self.tr("{key} takes it back.").format(key=readable(key.toString()))
        return done if key.isEmpty() else f"{done} {way}"

    def set_value(self, kind: str, id_: str, name: str, value: Json) -> bool:
        """Let one field of the codebook say something else."""
        if name == "name" and kind in codebook_edits.WORDS:
            return self._rename(kind, id_, str(value or ""))
        return self.do(lambda book, by: codebook_edits.set_value(book, kind, id_, name, value, by=by))

    def _rename(self, kind: str, id_: str, name: str) -> bool:
        """Another name; what has only just been added gets an id of that name, too."""
        if (kind, id_) != self.fresh:
            project = self.session.project
            queries = project.saved_queries() if project is not None else []
            return self.do(
                lambda book, by: codebook_names.rename(book, kind, id_, name, queries=queries, by=by)
            )
        made: list[str] = []

        def make(book: Codebook, by: str) -> Edit:
            edit, new = codebook_names.name_fresh(book, kind, id_, name, by=by)
            made.append(new)
            return edit

        is_done = self.do(make)
        if is_done:
            self.shown_requested.emit(kind, made[0])
        return is_done

    def ask(self, question: QWidget) -> None:
        """Show a question about a change that touches annotations."""
        self.about_to_act.emit()
        self.question_requested.emit(question)

    def migrate(self, migration: Migration, preview: Preview) -> None:
        """Carry a change of the codebook out, with everything that it takes along."""
        self.is_migrating, self._wanted = True, migration.after
        number = counted(preview.changes - preview.fields, "%n annotation", "%n annotations")
        said = self.tr("Done: {title}, {number}.").format(title=migration.title, number=number)
        said = self._with_way_back(said)
        self.said.emit(self.tr("Writing: {title}…").format(title=migration.title), "muted")
        self.session.large.do(
            migration.title,
            partial(changes, migration=migration),
            expected=preview.changes,
            removals=preview.removed_spans + preview.removed_relations,
            said=said,
        )
        if self.session.project is not None:
            self._finish_migration(said)

    def _finish_migration(self, said: str) -> None:
        """Say that it is done; or that it is not, if the codebook is not the one that was wanted."""
        wanted, self._wanted, self.is_migrating = self._wanted, None, False
        self.count()
        if wanted is not None and _said(wanted) == _said(self.codebook):
            self.answered.emit()
            self.said.emit(said, "ok")
        else:
            self.said.emit(self.tr("It was not done; nothing was changed."), "warning")

    # ------------------------------------------------------------ following

    def _follow(self, edit: Edit) -> None:
        if edit.writes("layer", "label", "attribute", "relation_type", "guideline"):
            self.changed.emit()
        if self.fresh is not None and any(one.register[:2] != self.fresh for one in edit.changes):
            self.fresh = None
        if edit.undoes is not None:
            self.count()
            if not self.is_migrating:
                self.said.emit(edit.title[:1].upper() + edit.title[1:], "muted")
        elif not self.is_migrating and next(edit.spans(), None) is not None:
            self._is_stale = True

    def catch_up(self) -> None:
        """Count again if labels have changed on the page meanwhile."""
        if self._is_stale:
            self.count()

    def _take_project(self) -> None:
        if self.is_migrating:
            self._finish_migration(self._with_way_back(self.tr("Done.")))
        else:
            self.said.emit("", "muted")
        self.count()
        self.changed.emit()

    def _say_failure(self, message: str, hint: str) -> None:
        self.said.emit(f"{message} {hint}".strip(), "error")


def _said(codebook: Codebook) -> dict[tuple[str, str, str], Json]:
    """Everything that a codebook says, to be compared."""
    return {(one.kind, one.id, one.name): one.value for one in codebook.fields}


def _counts(project: Project, task: Task) -> tuple[Counter[tuple[str, str]], dict[str, int]]:
    """How many spans there are, by label and annotator, and how many relations, by type."""
    found: Counter[tuple[str, str]] = Counter()
    for number, stretch in enumerate(project.stretches("span", size=40_000)):
        for label, annotator, spans in project.label_counts(stretch):
            found[(label, annotator)] += spans
        task.progress(number, 0, "")
    return found, project.relation_totals()
