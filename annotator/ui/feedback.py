"""The feedback that an annotator walks through: her differences in decided articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from annotator.model.values import Relation, Span
from annotator.ui.adjudication_distinctions import distinctions
from annotator.ui.reader import Reader
from annotator.ui.words import in_short

if TYPE_CHECKING:
    from annotator.jobs.feedback import ArticleFeedback
    from annotator.model.adjudication import Annotation, Case
    from annotator.model.adjudication_feedback import Difference
    from annotator.model.change import Edit
    from annotator.store.project import Project
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task


_MARKS = frozenset('“”„«»‘’"')
"""Words that begin with one of these need no further quotation marks."""


class Item(NamedTuple):
    """One difference, with its article."""

    title: str
    case: Case
    difference: Difference


class Feedback(QObject):
    """`changed` says that other differences are known, `shown` that another one is looked at."""

    changed = Signal()
    shown = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.items: list[Item] = []
        self.current: Item | None = None
        self._is_wanted = False
        self._is_beginning = False
        self._at = 0
        self._reader = Reader(session, self)
        session.opened.connect(self._begin)
        session.closed.connect(self._forget)
        session.edited.connect(self._follow)

    def begin(self) -> None:
        """Look at the first difference, as soon as it is known."""
        self._is_beginning = self.current is None and not self.items
        if self.current is None:
            self.step(1)

    def read(self) -> None:
        """Find the differences of the annotator."""
        self._is_wanted = True
        who = self.session.annotator.id

        def work(project: Project, _task: Task) -> list[ArticleFeedback]:
            from annotator.jobs.feedback import own_feedback

            return own_feedback(project, who)

        self._reader.ask("feedback", work, self._take)

    def show(self, item: Item | None) -> None:
        """Look at this difference: the page goes to its place."""
        self.current = item
        if item is not None:
            self._at = self.items.index(item) if item in self.items else 0
            one = item.difference
            is_span = isinstance(one.hers, Span)
            span_id = one.hers.id if is_span and one.hers is not None else ""
            self.session.go_to(one.document_id, one.start, one.end, span_id=span_id)
        self.shown.emit()

    def step(self, by: int) -> None:
        """Look at the next difference, or the one before; behind the last comes the first.

        Where one was mended, the next is what now stands in its place.
        """
        if self.items:
            ids = [one.difference.id for one in self.items]
            here = self.current.difference.id if self.current is not None else ""
            at = ids.index(here) + by if here in ids else self._at + min(by, 0)
            self.show(self.items[at % len(self.items)])

    def in_words(self, item: Item, value: Annotation) -> str:
        """An annotation in short: its label and its words."""
        book = self.session.codebook
        if isinstance(value, Relation):
            spans = {**item.case.spans, **item.case.gold_spans}
            kind, end = book.relation_types.get(value.label), spans.get(value.to_id)
            return f"{kind.name if kind else value.label} → {in_short(end.text if end else '', 60)}"
        words = in_short(value.text, 80)
        quoted = words if words[:1] in _MARKS else f"“{words}”"
        one = item.difference
        both = [each for each in (one.hers, *one.gold) if each is not None]
        found = distinctions(self.session, both, value, item.case.entities)
        more = ", ".join(f"{what}: {shown}" for what, shown in found)
        said = f"{book.label(value.label).name} {quoted}"
        return f"{said} ({more})" if more else said

    def _take(self, found: list[ArticleFeedback]) -> None:
        self.items = [Item(one.title, one.case, each) for one in found for each in one.differences]
        here = self.current.difference.id if self.current is not None else ""
        self.current = next((one for one in self.items if one.difference.id == here), None)
        self.changed.emit()
        self.shown.emit()
        if self._is_beginning:
            self._is_beginning = False
            self.step(1)

    def _begin(self) -> None:
        if self._is_wanted:
            self.read()

    def _forget(self) -> None:
        self.items, self.current, self._at = [], None, 0
        self.changed.emit()

    def _follow(self, edit: Edit) -> None:
        is_about = edit.writes("decision") or any(True for _ in edit.spans()) or not edit.changes
        if self._is_wanted and (is_about or any(True for _ in edit.relations())):
            self.read()


def feedback_of(session: Session) -> Feedback:
    """The feedback of a session; it is made when it is first asked for."""
    found = session.findChild(Feedback)
    return found if isinstance(found, Feedback) else Feedback(session)
