"""Going from article to article, and saying how far the work on one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from annotator.model import edits
from annotator.ui.document_attributes import DocumentAttributes
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView

_MOST_CHECKED = 500_000
"""Articles of more code points are not searched for missing values when they are done."""


class DocumentSteps(QObject):
    """Commands on whole articles. `order` gives the ids in the order that is shown, `neighbour`
    the one behind (1) or ahead of (-1) the open article, which need not be shown itself.

    `details_requested` asks for the article's details, at an attribute if one is named.
    """

    details_requested = Signal(str)

    def __init__(self, session: Session, page: TextView) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self.order: Callable[[], Sequence[str]] = self._all_documents
        self.neighbour: Callable[[int], str | None] = self._neighbour
        self.attributes = DocumentAttributes(session, page, self.details_requested.emit)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "document.flag": self.flag,
            "document.next": lambda: self.step(1),
            "document.previous": lambda: self.step(-1),
            "document.done": self.finish,
            "document.attributes": self.attributes.start,
            "doubt.write": self.ask_for_doubt,
        }

    def flag(self) -> None:
        """Flag the article, or take the flag away."""
        session = self._session
        if session.document is not None:
            work = session.work(session.document.id)
            if session.do(edits.set_flagged(work, not work.is_flagged, by=session.annotator.id)):
                word = self.tr("Flag taken away.") if work.is_flagged else self.tr("Article flagged.")
                session.announced.emit(word)

    def ask_for_doubt(self) -> None:
        """Ask what is in doubt of the focused span; without one, of the article."""
        about = self._session.focus or self._session.document
        if about is not None:
            self._session.doubt_requested.emit(about)

    def finish(self) -> None:
        """Mark the article as done and go on to the next one that is not."""
        session = self._session
        if session.document is None:
            return
        document = session.document
        work = session.work(document.id)
        missing = self._missing_values()
        is_open = session.is_writable and work.state != "done"
        if is_open and session.do(edits.set_state(work, "done", by=session.annotator.id)):
            text = self.tr("Done: {title}").format(title=document.title)
            if missing:
                text += " · " + counted(
                    missing, "%n required value is missing", "%n required values are missing"
                )
            session.announced.emit(text)
        order = list(self.order())
        behind = self.neighbour(1)
        here = order.index(behind) if behind is not None else 0
        after = [one for one in order[here:] + order[:here] if one != document.id]
        unfinished = next((one for one in after if session.work(one).state != "done"), None)
        if unfinished is not None:
            self._open(unfinished)
        else:
            session.announced.emit(self.tr("All articles are done."))

    def _missing_values(self) -> int:
        """How many required attributes the annotator's own spans of the article lack."""
        session = self._session
        if session.annotations is None or len(session.text) > _MOST_CHECKED:
            return 0
        return sum(
            len(session.codebook.missing_attributes(span))
            for span in session.annotations
            if span.annotator == session.annotator.id
        )

    def _open(self, document_id: str) -> None:
        self._session.open_document(document_id)
        self._page.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, step: int) -> None:
        """Open the next or the previous article."""
        target = self.neighbour(step)
        if target is not None:
            self._open(target)
        elif self.order():
            last = (
                self.tr("This is the last article.")
                if step > 0
                else self.tr("This is the first article.")
            )
            self._session.announced.emit(last)

    def _neighbour(self, step: int) -> str | None:
        order, document = self.order(), self._session.document
        if document is None or document.id not in order:
            return order[0 if step > 0 else -1] if order else None
        index = order.index(document.id) + step
        return order[index] if 0 <= index < len(order) else None

    def _all_documents(self) -> list[str]:
        project = self._session.project
        return [document.id for document in project.documents()] if project is not None else []
