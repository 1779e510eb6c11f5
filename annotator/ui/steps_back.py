"""Undo and redo that show what they did: they go to the place, as it was when the step was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.candidates import Candidate
    from annotator.model.change import Edit
    from annotator.model.values import Span
    from annotator.ui.moving import Moving
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the annotator was when an edit was written; the caret in code points."""

    document_id: str
    caret: int
    focus_id: str | None
    candidate: Candidate | None


class StepsBack(QObject):
    """The commands undo and redo. Places are known for the edits since the program started."""

    def __init__(self, session: Session, page: TextView, moving: Moving) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._moving = moving
        self._places: dict[bytes, _Place] = {}
        self._latest: Edit | None = None
        session.opened.connect(self._places.clear)
        session.edited.connect(self._remember)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {"page.undo": self.undo, "edit.undo": self.undo, "edit.redo": self.redo}

    def undo(self) -> None:
        """Take the latest step back and go to where it was made."""
        self._latest = None
        self._session.undo()
        self._show()

    def redo(self) -> None:
        """Do again what was undone last and go to where that is."""
        self._latest = None
        self._session.redo()
        self._show()

    def _remember(self, edit: Edit) -> None:
        self._latest = edit
        session = self._session
        if edit.id is not None and session.document is not None:
            focus = session.focus
            self._places[edit.id] = _Place(
                session.document.id,
                session.caret,
                focus.id if focus is not None else None,
                self._moving.candidate,
            )

    def _show(self) -> None:
        edit = self._latest
        if edit is None or edit.undoes is None or not self._open_document(edit):
            return
        if edit.writes("decision"):  # the adjudication goes there itself
            return
        session = self._session
        assert session.document is not None
        place = self._places.get(edit.undoes)
        if place is not None and place.document_id != session.document.id:
            place = None
        spans = [pair for pair in edit.spans() if _of(pair).document_id == session.document.id]
        focus = self._focus_after(spans, place)
        if place is not None:
            self._page.go_to(place.caret)
        elif spans:
            self._page.go_to((focus or _of(spans[0])).start)
        if focus is not None:
            session.set_focus(focus.id)
        elif place is not None and place.candidate is not None:
            self._moving.show_candidate(place.candidate)
        elif spans:
            session.set_focus(None)

    def _open_document(self, edit: Edit) -> bool:
        """Show the document that the edit is about, if it is about one; whether one is open."""
        session = self._session
        ids = {change.document_id for change in edit.changes} - {None}
        if len(ids) == 1:
            (document_id,) = ids
            if document_id is not None and not (session.document and session.document.id == document_id):
                session.open_document(document_id)
        return session.document is not None

    def _focus_after(
        self, spans: list[tuple[Span | None, Span | None]], place: _Place | None
    ) -> Span | None:
        """The span that was brought back or altered; otherwise the one that had the focus then."""
        remaining = {after.id: after for _, after in spans if after is not None}
        then = place.focus_id if place is not None else None
        if then in remaining:
            return remaining[then]
        if remaining:
            return min(remaining.values(), key=lambda span: (span.start, -span.end))
        annotations = self._session.annotations
        return annotations.span(then) if annotations is not None else None


def _of(pair: tuple[Span | None, Span | None]) -> Span:
    """The span of a pair of before and after, in its newest state."""
    span = pair[1] or pair[0]
    assert span is not None
    return span
