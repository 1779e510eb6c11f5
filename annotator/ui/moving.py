"""Moving on the page: caret, candidates, spans, and the edges of selection and focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QToolTip

from annotator.model import edits
from annotator.model.candidates import Candidate, candidates, next_candidate, previous_candidate
from annotator.model.extents import expand, shrink
from annotator.model.fragment import Fragment
from annotator.model.tokens import (
    next_sentence,
    next_token,
    previous_sentence,
    previous_token,
    token_at,
)
from annotator.model.values import Span
from annotator.ui.text_view.modes import HintMode
from annotator.ui.text_view.overlay import Hint, Overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView

_MOST_HOPS = 2_000


class Moving(QObject):
    """Commands that move the caret, the focus, or an edge."""

    def __init__(self, session: Session, page: TextView) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self.candidate: Candidate | None = None
        session.selection_changed.connect(self._forget_candidate)
        session.focus_changed.connect(self._forget_candidate)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "token.next": lambda: self._right_or_left(1),
            "token.previous": lambda: self._right_or_left(-1),
            "candidate.next": lambda: self._hop(next_candidate),
            "candidate.previous": lambda: self._hop(previous_candidate),
            "suggestion.skip": lambda: self._hop(next_candidate),
            "sentence.next": lambda: self._step(next_sentence),
            "sentence.previous": lambda: self._step(previous_sentence),
            "span.next": self.next_span,
            "span.previous": self.previous_span,
            "open.next": self.next_unlabelled,
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
            "hints.show": self.show_hints,
        }

    # ------------------------------------------------------------ caret

    def _right_or_left(self, step: int) -> None:
        block = self._page.block_at(self._session.caret)
        if block.textDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        self._step(next_token if step > 0 else previous_token)

    def _step(self, find: Callable[[str, int], Fragment | None]) -> None:
        found = find(self._page.text, self._session.caret)
        if found is not None:
            self._leave_focus()
            self._page.place(found.start)

    def _leave_focus(self) -> None:
        self._session.set_focus(None)

    def _hop(self, find: Callable[[str, int], Candidate | None]) -> None:
        found = find(self._page.text, self._session.caret)
        if found is None:
            self._session.announced.emit(self.tr("No further candidate in this article."))
            return
        self.show_candidate(found)

    def show_candidate(self, candidate: Candidate) -> None:
        """Put the caret on a candidate and outline it."""
        self._leave_focus()
        self._page.go_to(candidate.fragment.start)
        self.candidate = candidate
        self._page.set_overlay(Overlay(candidate=candidate.fragment))

    def _forget_candidate(self) -> None:
        self.candidate = None

    def next_unlabelled(self) -> None:
        """Hop to the next candidate that no span overlaps, or to an uncertain span."""
        annotations = self._session.annotations
        if annotations is None:
            return
        position = self._session.caret
        for _ in range(_MOST_HOPS):
            found = next_candidate(self._page.text, position)
            if found is None:
                break
            position = found.fragment.start
            spans = annotations.touching(*found.fragment)
            unsure = next((s for s in spans if s.attributes.get("certainty") == "unsure"), None)
            if unsure is not None and unsure.start >= position:
                self.focus(unsure)
                return
            if not any(
                found.fragment in span.fragments or _is_inside(found.fragment, span) for span in spans
            ):
                self.show_candidate(found)
                return
        self._session.announced.emit(self.tr("Nothing unlabelled follows in this article."))

    # ------------------------------------------------------------ spans

    def next_span(self) -> None:
        """Focus the next span in reading order."""
        self._to_span("after", (self._session.caret, -(1 << 60), ""))

    def previous_span(self) -> None:
        """Focus the span before in reading order."""
        self._to_span("before", (self._session.caret, -(1 << 60), ""))

    def _to_span(self, way: str, here: tuple[int, int, str]) -> None:
        annotations = self._session.annotations
        if annotations is None:
            return
        focus = self._session.focus
        key = (focus.start, -focus.end, focus.id) if focus is not None else here
        found = annotations.after(key) if way == "after" else annotations.before(key)
        if found is None:
            self._session.announced.emit(self.tr("No further span in this article."))
        else:
            self.focus(found)

    def focus(self, span: Span) -> None:
        """Focus a span and bring it into sight."""
        self._page.go_to(span.start)
        self._session.set_focus(span.id)

    # ------------------------------------------------------------ edges

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
        moved = self._moved(selection, step, is_end, by_character)
        if moved is not None:
            self._page.place(moved.start, moved)

    def _move_edge_of_span(self, span: Span, step: int, is_end: bool, by_character: bool) -> None:
        if not self._session.is_writable:
            return
        fragments = list(span.fragments)
        index = -1 if is_end else 0
        moved = self._moved(fragments[index], step, is_end, by_character)
        if moved is None:
            return
        fragments[index] = moved
        self._set_fragments(span, fragments)

    def _set_fragments(self, span: Span, fragments: Iterable[Fragment]) -> None:
        session = self._session
        edit = edits.set_fragments(
            span, self._page.text, fragments, by=session.annotator.id, codebook=session.codebook
        )
        if session.do(edit):
            self._page.go_to(edit.changes[0].after.start)  # type: ignore[union-attr]

    def _moved(self, fragment: Fragment, step: int, is_end: bool, by_character: bool) -> Fragment | None:
        """The stretch with one edge a word or character further; None where that cannot be."""
        text = self._page.text
        start, end = fragment
        if by_character:
            start, end = (start, end + step) if is_end else (start + step, end)
        elif is_end:
            end = _next_end(text, end) if step > 0 else _previous_end(text, end)
        else:
            start = _next_start(text, start) if step > 0 else _previous_start(text, start)
        if 0 <= start < end <= len(text):
            return Fragment(start, end)
        return None

    def _resize(self, change: Callable[..., tuple[Fragment, ...]]) -> None:
        session = self._session
        focus, selection = session.focus, session.selection
        if focus is not None and selection is None:
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

    # ------------------------------------------------------------ hints

    def show_hints(self) -> None:
        """Show letters on all visible candidates and spans; a letter goes there."""
        visible = self._page.visible()
        annotations = self._session.annotations
        if annotations is None:
            return
        places: dict[int, Span | Candidate] = {}
        for candidate in candidates(self._page.text, visible.start, visible.end):
            places[candidate.fragment.start] = candidate
        for span in annotations.touching(visible.start, visible.end):
            if span.start >= visible.start:
                places[span.start] = span
        self.choose_place(places, self.tr("Go to: a letter · Esc leaves"), self._go)

    def _go(self, target: Span | Candidate) -> None:
        if isinstance(target, Span):
            self.focus(target)
        else:
            self.show_candidate(target)

    def choose_place(
        self,
        places: dict[int, Span | Candidate],
        prompt: str,
        choose: Callable[[Span | Candidate], object],
    ) -> None:
        """Let one of these places be chosen by letters, arrows or a click."""
        if not places:
            self._session.announced.emit(self.tr("Nothing to choose is in sight."))
            return
        positions = sorted(places)
        mode = HintMode(
            prompt,
            positions,
            lambda index: choose(places[positions[index]]),
            self._show_letters,
            self._page.leave_mode,
        )
        self._page.enter_mode(mode)
        mode.start()

    def _show_letters(self, hints: tuple[Hint, ...]) -> None:
        self._page.set_overlay(Overlay(hints=hints))

    def explain(self) -> None:
        """Show and announce what is at the caret, with the guideline of its label."""
        session = self._session
        if session.annotations is None:
            return
        spans = session.annotations.at(session.caret)
        names = [session.codebook.label(span.label).name for span in spans]
        text = ", ".join(names) if names else self.tr("Nothing is labelled here.")
        session.announced.emit(text)
        shown = session.focus or (spans[0] if spans else None)
        if shown is not None:
            label = session.codebook.label(shown.label)
            lines = [text, "", label.definition, *(f"+ {line}" for line in label.include)]
            lines += [f"– {line}" for line in label.exclude]
            text = "\n".join(lines)
        place = self._page.viewport().mapToGlobal(self._page.cursorRect().bottomLeft())
        QToolTip.showText(place, text, self._page)


def _is_inside(fragment: Fragment, span: Span) -> bool:
    """Whether a span of about this length covers the stretch: a name's, not a quote's around it."""
    length = fragment.end - fragment.start
    return any(
        start <= fragment.start and fragment.end <= end and end - start <= 3 * length + 10
        for start, end in span.fragments
    )


def _next_end(text: str, end: int) -> int:
    token = next_token(text, max(0, end - 1))
    return token.end if token is not None else end


def _previous_end(text: str, end: int) -> int:
    here = token_at(text, max(0, end - 1))
    token = previous_token(text, here.start if here is not None else end)
    return token.end if token is not None else end


def _next_start(text: str, start: int) -> int:
    token = next_token(text, start)
    return token.start if token is not None else start


def _previous_start(text: str, start: int) -> int:
    token = previous_token(text, start)
    return token.start if token is not None else start
