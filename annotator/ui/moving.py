"""Moving on the page: caret, candidates, spans, and the edges of selection and focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QToolTip

from annotator.model.annotations import reading_order
from annotator.model.candidates import Candidate, Kind, candidates, next_candidate, previous_candidate
from annotator.model.taking import EXPRESSIONS
from annotator.model.tokens import (
    next_sentence,
    next_token,
    previous_sentence,
    previous_token,
)
from annotator.model.uncertainty import next_uncertain
from annotator.model.values import Span
from annotator.ui.choosing import Choosing, Place
from annotator.ui.guideline import show_guideline
from annotator.ui.text_view.others_marks import told
from annotator.ui.text_view.overlay import Overlay

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.fragment import Fragment
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView

_MOST_HOPS = 2_000
_REACH = 1_000_000
"""How far behind the caret uncertain spans are looked for, in code points."""
_EXPRESSION_KINDS = (Kind.NAME, Kind.NUMBER, Kind.DATE)


class Moving(QObject):
    """Commands that move the caret, the focus, or an edge."""

    def __init__(self, session: Session, page: TextView) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self.choosing = Choosing(session, page)
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
        """Hop to the next candidate that no span labels, or to one's uncertain span if it is nearer."""
        caret = self._session.caret
        candidate = self.unlabelled_after(caret)
        end = candidate.fragment.start + 1 if candidate is not None else None
        found = self._uncertain_after(caret, end) or candidate
        if found is None:
            text = self.tr("Nothing unlabelled or uncertain follows in this article.")
            self._session.announced.emit(text)
        else:
            self._go(found)

    def unlabelled_after(self, position: int) -> Candidate | None:
        """The next candidate after the position that has no label."""
        annotations = self._session.annotations
        if annotations is None:
            return None
        for _ in range(_MOST_HOPS):
            found = next_candidate(self._page.text, position)
            if found is None:
                break
            position = found.fragment.start
            spans = self._session.others.own(annotations.touching(*found.fragment))
            if not any(self._is_labelled(found, span) for span in spans):
                return found
        return None

    def _uncertain_after(self, caret: int, end: int | None) -> Span | None:
        """The annotator's next uncertain span that begins within reach, ahead of `end`."""
        session = self._session
        if session.annotations is None:
            return None
        focus = session.focus
        key = reading_order(focus) if focus is not None else (caret, 1, "")
        until = min(len(self._page.text) if end is None else end, caret + _REACH)
        book, by = session.codebook, session.annotator.id
        return next_uncertain(session.annotations, book, key, until, by=by)

    def _is_labelled(self, candidate: Candidate, span: Span) -> bool:
        """Whether a span is the candidate's label: a source around a name says nothing on the name."""
        labels = self._session.codebook.labels
        if candidate.kind in _EXPRESSION_KINDS:
            naming = {label.id for label in labels.values() if label.extent in EXPRESSIONS}
            if naming and span.label not in naming:
                return False
        return candidate.fragment in span.fragments or _is_inside(candidate.fragment, span)

    # ------------------------------------------------------------ spans

    def next_span(self) -> None:
        """Focus the next span of whoever made the focused one; without a focus, one's own."""
        self._to_span("after", (self._session.caret, -(1 << 60), ""))

    def previous_span(self) -> None:
        """Focus the span before, in the same way."""
        self._to_span("before", (self._session.caret, -(1 << 60), ""))

    def _to_span(self, way: str, here: tuple[int, int, str]) -> None:
        annotations = self._session.annotations
        if annotations is None:
            return
        focus = self._session.focus
        key = (focus.start, -focus.end, focus.id) if focus is not None else here
        by = focus.annotator if focus is not None else self._session.annotator.id
        find = annotations.after if way == "after" else annotations.before
        found = find(key, by=by)
        if found is None and focus is None:
            found = find(key)
        if found is None:
            self._session.announced.emit(self.tr("No further span in this article."))
        else:
            self.focus(found)

    def focus(self, span: Span) -> None:
        """Focus a span and bring it into sight."""
        self._page.go_to(span.start)
        self._session.set_focus(span.id)

    # ------------------------------------------------------------ hints

    def show_hints(self) -> None:
        """Show letters on all visible candidates and spans; a letter goes there."""
        visible = self._page.visible()
        annotations = self._session.annotations
        if annotations is None:
            return
        spans = annotations.touching(visible.start, visible.end)
        labelled = {span.start for span in self._session.others.own(spans)}
        found = candidates(self._page.text, visible.start, visible.end)
        places: list[Place] = [*spans, *(one for one in found if one.fragment.start not in labelled)]
        prompt = self.tr("Go to: type its letter · Esc leaves")
        self.choosing.choose(places, prompt, self._go, near=self._session.caret)

    def _go(self, target: Place) -> None:
        if isinstance(target, Span):
            self.focus(target)
        else:
            self.show_candidate(target)

    def explain(self) -> None:
        """Show and announce what is at the caret, with the guideline of its label."""
        session = self._session
        if session.annotations is None:
            return
        spans = session.annotations.at(session.caret)
        names = [told(session, span) for span in spans]
        text = ", ".join(names) if names else self.tr("Nothing is labelled here.")
        session.announced.emit(text)
        shown = session.focus or (spans[0] if spans else None)
        place = self._page.viewport().mapToGlobal(self._page.cursorRect().bottomLeft())
        if shown is None:
            QToolTip.showText(place, text, self._page)
            return
        above = text if len(names) > 1 else ""
        show_guideline(session.codebook.label(shown.label), self._page, place, above=above)


def _is_inside(fragment: Fragment, span: Span) -> bool:
    """Whether a span of about this length covers the stretch: a name's, not a quote's around it."""
    length = fragment.end - fragment.start
    return any(
        start <= fragment.start and fragment.end <= end and end - start <= 3 * length + 10
        for start, end in span.fragments
    )
