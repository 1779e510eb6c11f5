"""Whose annotations the window shows: the setting of the project, and what is chosen for now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model.annotations import Annotations
from annotator.model.change import Edit
from annotator.model.decisions import GOLD
from annotator.model.sight import BLIND, EVERYTHING, SETTING, SHOWN, WAYS, Seen, Sight, sight_of

if TYPE_CHECKING:
    from annotator.store.project import Project
    from annotator.ui.session import Session

_ANYTHING = Edit("", (), "", "")
"""An edit without changes: whoever shows something reads it anew."""


class Sights(QObject):
    """Says what of a project is seen, and gives it to whoever reads.

    `changed` says that other annotations are seen now; everything was read anew before.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._reading: Project | None = None
        self.way = SHOWN
        self.is_adjudicating = False
        self._chosen: bool | None = None
        self.sight = EVERYTHING
        session.closing.connect(self._close)

    @property
    def can_choose(self) -> bool:
        """Whether one may show and hide the annotations of others for oneself."""
        return self.way != BLIND

    @property
    def shows_others(self) -> bool:
        """Whether the annotations of others are seen now."""
        if self.is_adjudicating:
            return True
        return self.can_choose and (self.way == SHOWN if self._chosen is None else self._chosen)

    @property
    def on_page(self) -> Sight:
        """Whose annotations the page shows: gold alone while one adjudicates, else all but gold."""
        if self.is_adjudicating:
            return Sight(frozenset({GOLD.id}))
        return Sight(self.sight.annotators, self.sight.left_out | {GOLD.id})

    @property
    def reading(self) -> Project | None:
        """The project as it is seen: for all that shows or counts something in the window's thread."""
        session = self._session
        if session.project is None or not self.sight.is_limited:
            return session.project
        if self._reading is None:
            from annotator.store.project import Project

            self._reading = Project.open(session.project.path, read_only=True)
        elif self._reading.is_changed_outside:
            self._reading.read_anew()
        self._reading.look_with(self.sight)
        return self._reading

    def annotations(self, document_id: str, length: int) -> Annotations:
        """The annotations of a document, `length` code points long, that its page shows."""
        assert self._session.project is not None
        return Annotations(document_id, length, Seen(self._session.project, self.on_page))

    # ------------------------------------------------------------ choosing

    def begin(self) -> None:
        """A project was opened: see what its setting says."""
        self.is_adjudicating, self._chosen = False, None
        self._take()

    def show_others(self, shows: bool) -> None:
        """Show the annotations of others, or hide them, until the project is closed."""
        self._chosen = shows if self.can_choose else None
        self.refresh()

    def adjudicate(self, is_adjudicating: bool) -> None:
        """See everybody's annotations and gold, whatever the project says, or no longer."""
        self.is_adjudicating = is_adjudicating
        self.refresh(always=True)

    def follow(self, edit: Edit) -> None:
        """Take over what an edit says of people and of what is seen."""
        is_setting = any(field.id == SETTING for field in edit.fields("setting"))
        if is_setting:
            self._chosen = None
        if is_setting or edit.writes("annotator") or not edit.changes:
            self.refresh()

    def refresh(self, *, always: bool = False) -> None:
        """Find out what is seen now; if that is something else, let everything be read anew."""
        before = self.way, self.sight
        self._take()
        if always or before != (self.way, self.sight):
            self._show_anew()

    def _take(self) -> None:
        session, project = self._session, self._session.project
        way = str(project.setting(SETTING, SHOWN)) if project is not None else SHOWN
        if project is not None and project.package is not None and project.package.is_blind:
            way = BLIND
        self.way = way if way in WAYS else BLIND
        people = project.annotators() if project is not None else []
        self.sight = sight_of(session.annotator.id, people, shows_others=self.shows_others)

    def _show_anew(self) -> None:
        session = self._session
        if session.document is not None and session.project is not None:
            session.annotations = self.annotations(session.document.id, len(session.text))
            if session.focus is None:
                session.set_focus(None)
        session.edited.emit(_ANYTHING)
        self.changed.emit()

    def _close(self) -> None:
        if self._reading is not None:
            self._reading.close()
            self._reading = None
