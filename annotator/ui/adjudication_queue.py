"""The articles that can be adjudicated, as they are found beside the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model.adjudication_verdicts import agreed
from annotator.ui.reader import Reader
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.jobs.adjudicating import Outlook, QueuedArticle
    from annotator.model.adjudication_docket import Progress
    from annotator.model.values import Annotator
    from annotator.store.project import Project
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task


class AdjudicationQueue(QObject):
    """`changed` says that articles were found or decided, `is_read` that all are known."""

    changed = Signal()
    is_read = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = Reader(session, self)
        self._found: dict[str, QueuedArticle] = {}

    def read(self) -> None:
        """Look through the project anew."""
        self._found = {}
        self._reader.ask("queue", _read, self._finish, given=self._take)

    def stop(self) -> None:
        """Nobody waits for it any more."""
        for question in ("queue", "agreement"):
            self._reader.forget(question)

    @property
    def is_busy(self) -> bool:
        """Whether the project is still being looked through."""
        return self._reader.is_busy

    def articles(self) -> list[QueuedArticle]:
        """Those with something to decide first, the least agreed ahead."""
        from annotator.jobs.adjudicating import lowest_first

        return lowest_first(self._found.values())

    def first(self, *, besides: str) -> QueuedArticle | None:
        """The first with something to decide, another one than this."""
        articles = (one for one in self.articles() if one.document_id != besides)
        return next((one for one in articles if one.progress.left), None)

    def take_over_agreement(self, by: Annotator) -> None:
        """Take over what all agree on in the articles where nothing else is to be done."""
        waiting = {
            one.document_id
            for one in self._found.values()
            if one.progress.agreed and not one.progress.left
        }
        if not waiting:
            return
        title = self.tr("take over what all agree on")

        def work(project: Project, task: Task) -> Outlook:
            from annotator.jobs.adjudicating import foresee

            return foresee(
                project, agreed, by=by, title=title, documents=waiting, progress=task.progress
            )

        self._reader.ask("agreement", work, self._write)

    def _write(self, outlook: Outlook) -> None:
        """Write it as one step, and know that it is done."""
        changes, number = outlook.edit.changes, len(outlook.titles)
        words = "The agreement of %n article is gold.", "The agreement of %n articles is gold."
        self._session.large.do(
            outlook.edit.title,
            lambda _project: changes,
            expected=len(changes),
            said=counted(number, *words),
        )
        for id_ in outlook.titles:
            known = self._found.get(id_)
            if known is not None:
                self._found[id_] = replace(known, progress=replace(known.progress, agreed=0))
        self.changed.emit()

    def note(self, document_id: str, progress: Progress) -> None:
        """An article has got further."""
        known = self._found.get(document_id)
        if known is not None and known.progress != progress:
            self._found[document_id] = replace(known, progress=progress)
            self.changed.emit()

    def _take(self, part: list[QueuedArticle]) -> None:
        self._found.update((one.document_id, one) for one in part)
        self.changed.emit()

    def _finish(self, _ground: object) -> None:
        self.changed.emit()
        self.is_read.emit()


def _read(project: Project, task: Task) -> object:
    from annotator.jobs.adjudicating import read_queue

    return read_queue(project, task.give, task.progress)
