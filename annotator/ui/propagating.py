"""Labelling the same words wherever they stand again, in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model import edits
from annotator.model.occurrences import occurrences
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


class Propagating(QObject):
    """Copies a decision to equal words; the copies say so (origin “propagated”)."""

    def __init__(self, session: Session, page: TextView) -> None:
        super().__init__(page)
        self._session = session
        self._page = page

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {"label.all_equal": self.label_all_equal}

    def label_all_equal(self) -> None:
        """Label the same words as the focused span wherever they stand in the article."""
        session = self._session
        focus, annotations = session.focus, session.annotations
        if focus is None or annotations is None or len(focus.fragments) > 1:
            session.announced.emit(self.tr("Focus a span in one piece first, then press Shift+R."))
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
            for place in occurrences(self._page.text, focus.text)
            if not any(
                one.label == label.id and place in one.fragments for one in annotations.touching(*place)
            )
        ]
        same = counted(len(made), "%n more", "%n more") if made else self.tr("nowhere else")
        session.announced.emit(f"{label.name}: {in_short(focus.text)} · {same}")
        title = self.tr("label all “{words}”").format(words=in_short(focus.text, 40))
        if made:
            session.do(edits.add_spans(made, by=session.annotator.id, title=title))
