"""The open project as the window sees it: do, undo, redo, focus and selection.

An edit goes to the file first, then into the memory of the open document, and only
then is everybody told (`edited`). A widget shows what came back; it writes nothing.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.errors import UserError
from annotator.model.change import Edit
from annotator.model.codebook import Codebook
from annotator.model.sight import seen_of
from annotator.model.values import CODEBOOK_KINDS, Annotator, Document, Span, Work, now
from annotator.ui.disk_watch import DiskWatch
from annotator.ui.large_steps import LargeSteps
from annotator.ui.others_work import OthersWork
from annotator.ui.own_person import introduced, introduction, is_known, new_person, own_annotator
from annotator.ui.sights import Sights

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from annotator.model.annotations import Annotations
    from annotator.model.fragment import Fragment
    from annotator.store.project import Project


class Session(QObject):
    """The open project, the open document and what is focused in it.

    `person_of` says who annotates under a name at this installation.
    """

    opened = Signal()
    closing = Signal()
    closed = Signal()
    document_opened = Signal(str)
    edited = Signal(object)
    focus_changed = Signal()
    selection_changed = Signal()
    undo_changed = Signal()
    failed = Signal(str, str)
    announced = Signal(str)
    advised = Signal(str, str)
    place_requested = Signal(int, int)
    page_requested = Signal()
    search_requested = Signal(str)
    twins_found = Signal()
    doubt_requested = Signal(object)

    def __init__(self, annotator_name: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.annotator_name = annotator_name
        self.person_of: Callable[[str], Annotator] = new_person
        self.project: Project | None = None
        self.document: Document | None = None
        self.text = ""
        self.annotations: Annotations | None = None
        self.codebook = Codebook()
        self.annotator = self._person = Annotator("", annotator_name)
        self.caret = 0
        self.selection: Fragment | None = None
        self.last_label = ""
        self.undo_title = ""
        self.redo_title = ""
        self.saved_at = 0.0
        self.is_unsaved = False
        self.commit_seconds = 0.0
        self.large = LargeSteps(self)
        self._disk = DiskWatch(self)
        self._disk.advised.connect(self.advised)
        self.others = OthersWork(self)
        self.others.advised.connect(self.advised)
        self.sights = Sights(self)
        self._focus_id: str | None = None
        self._works: dict[str, Work] = {}
        self._left_at: dict[str, int] = {}

    # ------------------------------------------------------------ project

    def open_project(self, project: Project) -> None:
        """Work in this project from now on; the one that was open is closed."""
        self.close_project()
        self.project = project
        self.codebook = project.codebook()
        self._person = self.person_of(self.annotator_name)
        self.annotator = own_annotator(project, self._person)
        self._works = project.work(self.annotator.id)
        self.others.forget()
        self.sights.begin()
        self._read_undo_titles()
        self.saved_at = time.time()
        self.opened.emit()

    def close_project(self) -> None:
        """Close the open project, if there is one."""
        if self.project is None:
            return
        self.closing.emit()
        project, self.project = self.project, None
        self.is_unsaved = False
        self._forget_document()
        self._works, self._left_at = {}, {}
        self.codebook = Codebook()
        self.undo_title = self.redo_title = ""
        project.close()
        self.closed.emit()

    @property
    def is_writable(self) -> bool:
        """Whether a project is open that may be written."""
        return self.project is not None and not self.project.read_only

    def rename_annotator(self, name: str) -> None:
        """Work under this name from now on; other details of a known person are written at once."""
        self.annotator_name = name
        if self.project is None:
            return
        former, self._person = self._person, self.person_of(name)
        is_same = former.name == name
        self.annotator = own_annotator(self.project, self._person, former if is_same else None)
        self._works = self.project.work(self.annotator.id)
        self._read_undo_titles()
        self.others.forget()
        self.sights.refresh()
        if is_same and self.is_writable and is_known(self.project, self.annotator):
            changes = introduction(self.project, self.annotator)
            self.do(Edit("change one’s own details", changes, self.annotator.id, now()))
        self.focus_changed.emit()

    # ------------------------------------------------------------ document

    def open_document(self, document_id: str, *, position: int | None = None) -> None:
        """Show this document, with the caret at this code point; without one, where it was left."""
        if self.project is None:
            return
        document = self.project.document(document_id)
        if document is None:
            return
        if self.document is not None:
            self._left_at[self.document.id] = self.caret
        place = self._left_at.get(document_id, 0) if position is None else position
        self.document = document
        self.text = self.project.text(document_id)
        self.annotations = self.sights.annotations(document_id, len(self.text))
        self.caret = min(place, len(self.text))
        self.selection = None
        self._focus_id = None
        self.document_opened.emit(document_id)
        self.focus_changed.emit()

    def go_to(self, document_id: str, start: int, end: int, *, span_id: str = "") -> None:
        """Show this place `[start, end)` of a document, with the focus on the span if one is named."""
        if self.document is None or self.document.id != document_id:
            self.open_document(document_id, position=start)
        if self.document is None:
            return
        self.place_requested.emit(start, end)
        self.set_focus(span_id or None)

    def _forget_document(self) -> None:
        self.document = None
        self.text = ""
        self.annotations = None
        self.caret, self.selection, self._focus_id = 0, None, None

    def work(self, document_id: str) -> Work:
        """How far the annotator is with this document."""
        return self._works.get(document_id) or Work(document_id, self.annotator.id)

    # ------------------------------------------------------------ focus and selection

    @property
    def focus(self) -> Span | None:
        """The focused span as it now is."""
        return self.annotations.span(self._focus_id) if self.annotations else None

    def set_focus(self, span_id: str | None) -> None:
        """Focus this span, or none."""
        if span_id != self._focus_id:
            self._focus_id = span_id
            self.focus_changed.emit()

    def set_selection(self, caret: int, selection: Fragment | None) -> None:
        """The page says where the caret is and what is selected, in code points."""
        if (caret, selection) != (self.caret, self.selection):
            self.caret, self.selection = caret, selection
            self.selection_changed.emit()

    # ------------------------------------------------------------ edits

    def do(self, edit: Edit) -> bool:
        """Write the edit, then show it; False if it could not be written."""
        if not edit.changes:
            return False
        project = self.project
        if project is None:
            return False
        if project.read_only:
            self.failed.emit("This project is open for reading only.", project.read_only_reason)
            return False
        started = time.perf_counter()
        try:
            done = project.apply(introduced(edit, project, self.annotator))
        except UserError as error:
            self.is_unsaved = True
            self.failed.emit(error.message, error.hint)
            return False
        self.commit_seconds = time.perf_counter() - started
        self._disk.note(self.commit_seconds)
        self.take_over(done)
        self.others.note(done, project)
        return True

    def undo(self) -> None:
        """Take the annotator's latest edit back."""
        self._step_back("undo", self.undo_title)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._step_back("redo", self.redo_title)

    def _step_back(self, way: str, title: str) -> None:
        if not self.is_writable or not title:
            return
        assert self.project is not None
        stack = getattr(self.project.undo_stack(self.annotator.id), way)
        if self.large.step_back(way, title, stack[-1].id):
            return
        try:
            result = getattr(self.project, way)(self.annotator.id)
        except UserError as error:
            self.failed.emit(error.message, error.hint)
            return
        self.take_over(result.edit)
        self.announced.emit(f"{way.capitalize()}: {title}")
        if result.left:
            self.failed.emit("Not all of it could be taken back.", " ".join(result.left))

    def take_over(self, edit: Edit) -> None:
        """Bring memory in step with an edit that the project has written, and tell everybody."""
        assert self.project is not None
        self.saved_at = time.time()
        self.is_unsaved = False
        if edit.writes("work"):
            self._works = self.project.work(self.annotator.id)
        if edit.writes(*CODEBOOK_KINDS):
            self.codebook = self.project.codebook()
        seen = seen_of(edit, self.sights.on_page)
        if self.annotations is not None:
            self.annotations.follow(seen)
        if self.document is not None and edit.concerns(self.document.id):
            self._follow_document()
        has_lost_focus = self._focus_id is not None and self.focus is None
        if has_lost_focus:
            self._focus_id = None
        self._read_undo_titles()
        self.edited.emit(seen_of(edit, self.sights.sight))
        self.sights.follow(edit)
        if has_lost_focus:
            self.focus_changed.emit()

    def _follow_document(self) -> None:
        assert self.project is not None
        assert self.document is not None
        self.document = self.project.document(self.document.id)
        if self.document is None:
            self._forget_document()

    def _read_undo_titles(self) -> None:
        if self.project is None:
            return
        stack = self.project.undo_stack(self.annotator.id)
        self.undo_title = stack.undo[-1].title if stack.undo else ""
        self.redo_title = stack.redo[-1].title if stack.redo else ""
        self.undo_changed.emit()

    @property
    def path(self) -> Path | None:
        """The file of the open project."""
        return self.project.path if self.project is not None else None
