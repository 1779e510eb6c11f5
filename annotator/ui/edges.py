"""Moving edges: of the focused span, or else of the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model import edits
from annotator.model.edge_steps import moved
from annotator.model.extents import expand, shrink
from annotator.model.fragment import Fragment
from annotator.model.tokens import token_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from annotator.model.values import Span
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


class Edges(QObject):
    """Commands that move one edge, or expand and shrink."""

    def __init__(self, session: Session, page: TextView) -> None:
        super().__init__(page)
        self._session = session
        self._page = page

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "edge.right": lambda: self._move_edge(1, is_end=True),
            "edge.left": lambda: self._move_edge(-1, is_end=True),
            "edge.right_character": lambda: self._move_edge(1, is_end=True, by_character=True),
            "edge.left_character": lambda: self._move_edge(-1, is_end=True, by_character=True),
            "start.right": lambda: self._move_edge(1, is_end=False),
            "start.left": lambda: self._move_edge(-1, is_end=False),
            "start.right_character": lambda: self._move_edge(1, is_end=False, by_character=True),
            "start.left_character": lambda: self._move_edge(-1, is_end=False, by_character=True),
            "selection.expand": lambda: self._resize(expand),
            "selection.shrink": lambda: self._resize(shrink),
        }

    def _move_edge(self, step: int, *, is_end: bool, by_character: bool = False) -> None:
        focus, selection = self._session.focus, self._session.selection
        if focus is not None and selection is None:
            self._move_edge_of_span(focus, step, is_end, by_character)
            return
        if selection is None:
            token = token_at(self._page.text, self._session.caret)
            here = Fragment(self._session.caret, self._session.caret)
            selection = token if token is not None and not by_character else here
            if token is not None and not by_character and step > 0:
                self._page.place(token.start, token)
                return
        there = moved(self._page.text, selection, step, is_end=is_end, by_character=by_character)
        if there is not None:
            self._page.place(there.start, there)

    def _move_edge_of_span(self, span: Span, step: int, is_end: bool, by_character: bool) -> None:
        if not self._session.is_writable or not self._session.others.may_change(span):
            return
        fragments = list(span.fragments)
        index = -1 if is_end else 0
        edge = fragments[index]
        there = moved(self._page.text, edge, step, is_end=is_end, by_character=by_character)
        if there is None:
            return
        fragments[index] = there
        self._set_fragments(span, fragments)

    def _set_fragments(self, span: Span, fragments: Iterable[Fragment]) -> None:
        session = self._session
        edit = edits.set_fragments(
            span, self._page.text, fragments, by=session.annotator.id, codebook=session.codebook
        )
        if session.do(edit):
            self._page.go_to(edit.changes[0].after.start)  # type: ignore[union-attr]

    def _resize(self, change: Callable[..., tuple[Fragment, ...]]) -> None:
        session = self._session
        focus, selection = session.focus, session.selection
        if focus is not None and selection is None:
            if not session.others.may_change(focus):
                return
            fragments = change(self._page.text, focus.fragments)
            if session.is_writable and fragments and fragments != focus.fragments:
                self._set_fragments(focus, fragments)
            return
        if selection is not None:
            found = change(self._page.text, (selection,))
        else:
            token = token_at(self._page.text, session.caret)
            found = (token,) if token is not None else ()
        if found:
            self._page.place(found[0].start, Fragment(found[0].start, found[-1].end))
