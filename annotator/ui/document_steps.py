"""Going from article to article, and saying how far the work on one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from annotator.model import edits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


class DocumentSteps(QObject):
    """Commands on whole articles. `order` gives the ids in the order that is shown."""

    def __init__(self, session: Session, page: TextView) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self.order: Callable[[], Sequence[str]] = self._all_documents

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "document.flag": self.flag,
            "document.next": lambda: self.step(1),
            "document.previous": lambda: self.step(-1),
            "document.done": self.finish,
        }

    def flag(self) -> None:
        """Flag the article, or take the flag away."""
        session = self._session
        if session.document is not None:
            work = session.work(session.document.id)
            if session.do(edits.set_flagged(work, not work.is_flagged, by=session.annotator.id)):
                word = self.tr("Flag taken away.") if work.is_flagged else self.tr("Article flagged.")
                session.announced.emit(word)

    def finish(self) -> None:
        """Mark the article as done and go on to the next one."""
        session = self._session
        if session.document is None:
            return
        work = session.work(session.document.id)
        title = session.document.title
        is_open = session.is_writable and work.state != "done"
        if is_open and session.do(edits.set_state(work, "done", by=session.annotator.id)):
            session.announced.emit(self.tr("Done: {title}").format(title=title))
        self.step(1)

    def step(self, step: int) -> None:
        """Open the next or the previous article."""
        session = self._session
        order = list(self.order())
        if not order:
            return
        here = (
            order.index(session.document.id)
            if session.document and session.document.id in order
            else -step
        )
        index = here + step
        if 0 <= index < len(order):
            session.open_document(order[index])
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            last = (
                self.tr("This is the last article.")
                if step > 0
                else self.tr("This is the first article.")
            )
            session.announced.emit(last)

    def _all_documents(self) -> list[str]:
        project = self._session.project
        return [document.id for document in project.documents()] if project is not None else []
