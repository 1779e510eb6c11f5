"""Labelling the same words wherever they stand again, in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model import edits, propagation
from annotator.model.occurrences import occurrences
from annotator.model.propagation import Form
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.annotations import Annotations
    from annotator.model.fragment import Fragment
    from annotator.model.values import Span
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


class Propagating(QObject):
    """Copies a decision to equal words; the copies say so (origin “propagated”).

    `review_requested` names the span whose words are to be looked for in the whole project.
    """

    review_requested = Signal(object)

    def __init__(self, session: Session, page: TextView) -> None:
        super().__init__(page)
        self._session = session
        self._page = page

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {"label.all_equal": self.label_all_equal, "label.in_project": self.review}

    def review(self) -> None:
        """Show where else in the project the words of the focused span stand."""
        focus = self._focused()
        if focus is None or len(focus.fragments) > 1:
            words = self.tr("Focus a span in one piece first, then press the key again.")
            self._session.announced.emit(words)
        else:
            self.review_requested.emit(focus)

    def label_all_equal(self) -> None:
        """Label the same words as the focused span wherever they stand in the article."""
        session = self._session
        focus, annotations = self._focused(), session.annotations
        if focus is None or annotations is None or len(focus.fragments) > 1:
            session.announced.emit(self.tr("Focus a span in one piece first, then press the key again."))
            return
        label = session.codebook.label(focus.label)
        made = [
            edits.new_span(
                focus.document_id,
                self._page.text,
                label,
                (place,),
                by=session.annotator.id,
                codebook=session.codebook,
                origin="propagated",
                attributes=focus.attributes,
                entity=focus.entity,
            )
            for place in self._places(focus, annotations)
        ]
        same = counted(len(made), "%n more", "%n more") if made else self.tr("nowhere else")
        said = f"{label.name}: {in_short(focus.text)} · {same}"
        if parts := len(self._parts(focus)):
            left = counted(parts, "%n in a longer name left out", "%n in longer names left out")
            said = f"{said} · {left}"
        session.announced.emit(said)
        title = self.tr("label all “{words}”").format(words=in_short(focus.text, 40))
        if made:
            session.do(edits.add_spans(made, by=session.annotator.id, title=title))

    def _focused(self) -> Span | None:
        """The focused span; without one, the innermost at the caret gets the focus."""
        session = self._session
        if session.focus is None and session.annotations is not None:
            spans = session.others.own_first(session.annotations.at(session.caret))
            session.set_focus(spans[0].id if spans else None)
        return session.focus

    def _places(self, focus: Span, annotations: Annotations) -> list[Fragment]:
        """The equal words without one's own label like this, and a surname if it is but one person's."""
        text = self._page.text
        equal = set(occurrences(text, focus.text)) - self._parts(focus)
        places = {*equal, *self._surnames(focus, annotations)}

        def is_labelled(place: Fragment) -> bool:
            return any(
                one.label == focus.label
                and one.annotator == self._session.annotator.id
                and any(a <= place.start and place.end <= b for a, b in parts)
                for one in annotations.touching(*place)
                if (parts := one.fragments)
            )

        return sorted(place for place in places if not is_labelled(place))

    def _parts(self, focus: Span) -> set[Fragment]:
        """Where the words are but a part of a longer name: these are for the annotator to judge."""
        source = propagation.source_of(focus, self._session.codebook)
        found = propagation.candidates(self._page.text, source)
        own = set(focus.fragments)
        return {one.fragment for one in found if one.form == Form.PART} - own

    def _surnames(self, focus: Span, annotations: Annotations) -> list[Fragment]:
        source = propagation.source_of(focus, self._session.codebook)
        if not source.is_person or not propagation.surname(focus.text):
            return []
        text = self._page.text
        alone = [one for one in propagation.candidates(text, source) if one.form == Form.SURNAME]
        spans = (
            span for place in occurrences(text, source.key) for span in annotations.touching(*place)
        )
        own = self._session.others.own(spans)
        persons = {span.text for span in own if span.label == focus.label} | {focus.text}
        is_ambiguous = alone and propagation.is_ambiguous(text, source, persons)
        return [] if is_ambiguous else [one.fragment for one in alone]
