"""The articles of a project with all that the list shows of them, filtered and in order. Knows no Qt."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from annotator.model.values import Document, NewDocument
from annotator.ui.panels.article_wishes import Article, Order, Wishes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from annotator.model.change import Edit
    from annotator.store.project import Project
    from annotator.ui.session import Session


class Shelf:
    """All articles, those that are shown, and what has to be drawn anew after an edit.

    An article that no longer fits the filter stays until the filter is set anew: a list
    must not lose the row that somebody works on. So does its place in the order.
    """

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.shown: list[Article] = []
        self.names: dict[str, str] = {}
        self._order = Order()
        self._sorted: list[Article] | None = None
        self._rows: dict[str, int] = {}
        self._usual_density = 0.0

    def load(self, session: Session) -> None:
        """Read all articles of the open project; without one there are none."""
        project = session.sights.reading
        totals = project.span_totals() if project is not None else {}
        documents = project.documents() if project is not None else []
        self.articles = {
            document.id: Article(
                document,
                session.work(document.id),
                totals.get(document.id, 0),
                place,
                _words(document),
            )
            for place, document in enumerate(documents)
        }
        if project is not None:
            self._read_marks(project)
        self._measure_density()
        self._sorted = None
        self._show(self.articles.values())

    def _read_marks(self, project: Project) -> None:
        self.names = {one.id: one.name for one in project.annotators()}
        articles = self.articles
        for id_, number in project.open_threads().items():
            articles[id_].doubts = number
        for id_ in project.noted_documents():
            articles[id_].has_note = True
        self._read_people(project)
        self._take_twins(project.twin_groups())

    def _read_people(self, project: Project) -> set[str]:
        """Who is to work on what; the articles where that is new."""
        people: dict[str, list[str]] = defaultdict(list)
        for assignment in project.assignments():
            people[assignment.document_id].append(assignment.annotator)
        changed = set()
        for id_, article in self.articles.items():
            own = tuple(people.get(id_, ()))
            if own != article.people:
                article.people = own
                changed.add(id_)
        return changed

    def _take_twins(self, groups: Mapping[str, str]) -> None:
        sizes = Counter(groups.values())
        for id_, article in self.articles.items():
            article.group = groups.get(id_, "")
            article.twins = sizes[article.group] - 1 if article.group else 0

    def read_twins(self, project: Project) -> None:
        """Articles have been compared: take over which are near-duplicates."""
        self._take_twins(project.twin_groups())
        self._sorted = None

    # ------------------------------------------------------------ what is shown

    def filter(self, wanted: str, wishes: Wishes, order: Order, found: Collection[str] | None) -> None:
        """Show the articles that fit, in this order.

        Those have all the words in title or outlet, or are among the found. Without words
        `found` alone decides, where it is not None.
        """
        articles = self._in_order(order)
        if words := wanted.casefold().split():
            hits = frozenset(found or ())
            for word in words:
                articles = [one for one in articles if word in one.words or one.id in hits]
        elif found is not None:
            hits = frozenset(found)
            articles = [one for one in articles if one.id in hits]
        self._show(wishes.fitting(articles))

    def _in_order(self, order: Order) -> list[Article]:
        if self._sorted is None or order != self._order:
            self._order = order
            self._sorted = order.sorted(self.articles.values(), self.names)
        return self._sorted

    def row_of(self, document_id: str) -> int:
        """In which row the article is shown; -1 if it is not."""
        return self._rows.get(document_id, -1)

    def order(self) -> list[str]:
        """The ids of the shown articles in their order."""
        return list(self._rows)

    def neighbour(self, document_id: str, step: int) -> str | None:
        """The shown article behind (1) or ahead of (-1) this one, shown itself or not."""
        row = self.row_of(document_id)
        if row >= 0:
            row += step
        else:
            before = set()
            for article in self._in_order(self._order):
                if article.id == document_id:
                    break
                before.add(article.id)
            behind = sum(article.id in before for article in self.shown)
            row = behind if step > 0 else behind - 1
        return self.shown[row].id if 0 <= row < len(self.shown) else None

    def done_count(self) -> int:
        """How many articles are done, shown or not."""
        return sum(article.work.state == "done" for article in self.articles.values())

    def progress(self, article: Article) -> float:
        """How far an article is, 0 to 1.

        One in progress is measured by what finished articles have per character; without
        any, it is half way.
        """
        if article.work.state == "done":
            return 1.0
        if article.work.state == "new" or article.spans == 0:
            return 0.0
        usual = self._usual_density * article.document.length
        return min(0.95, article.spans / usual) if usual else 0.5

    # ------------------------------------------------------------ following

    def follow(self, edit: Edit, session: Session) -> list[str] | None:
        """Take over an edit; the ids of articles that look different, None for a new list."""
        is_new_list = any(isinstance(change.value, NewDocument) for change in edit.changes)
        if is_new_list or not edit.changes:
            return None
        changed = self._count_spans(edit)
        for field in edit.fields("work"):
            document_id = field.id.split("/")[0]
            if article := self.articles.get(document_id):
                article.work = session.work(document_id)
                changed.add(document_id)
        self._read_documents({field.id for field in edit.fields("document")}, session, changed)
        if edit.writes("work"):
            self._measure_density()
        if (seen := session.sights.reading) is not None:
            self._follow_marks(edit, seen, changed)
        if changed:
            self._sorted = None
        return list(changed)

    def _follow_marks(self, edit: Edit, project: Project, changed: set[str]) -> None:
        if edit.writes("annotator"):
            self.names = {one.id: one.name for one in project.annotators()}
        if edit.writes("assignment"):
            changed |= self._read_people(project)
        if edit.writes("message"):
            threads = project.open_threads()
            for id_, article in self.articles.items():
                if article.doubts != threads.get(id_, 0):
                    article.doubts = threads.get(id_, 0)
                    changed.add(id_)
        if any(field.name == "note" for field in edit.fields("document")) or _has_new_note(edit):
            noted = project.noted_documents()
            for id_, article in self.articles.items():
                if article.has_note != (id_ in noted):
                    article.has_note = id_ in noted
                    changed.add(id_)

    def _count_spans(self, edit: Edit) -> set[str]:
        changed = set()
        for before, after in edit.spans():
            step = (after is not None) - (before is not None)
            span = after or before
            if step and span is not None and (article := self.articles.get(span.document_id)):
                article.spans += step
                changed.add(span.document_id)
        return changed

    def _read_documents(self, ids: Iterable[str], session: Session, changed: set[str]) -> None:
        for document_id in ids:
            article = self.articles.get(document_id)
            document = session.project.document(document_id) if session.project else None
            if article is not None and document is not None:
                article.document = document
                article.words = _words(document)
                changed.add(document_id)

    def _show(self, articles: Iterable[Article]) -> None:
        self.shown = list(articles)
        self._rows = {article.id: row for row, article in enumerate(self.shown)}

    def _measure_density(self) -> None:
        done = [one for one in self.articles.values() if one.work.state == "done"]
        length = sum(article.document.length for article in done)
        self._usual_density = sum(article.spans for article in done) / length if length else 0.0


def _has_new_note(edit: Edit) -> bool:
    """Whether the note of a span comes, goes or changes."""
    pairs = edit.spans()
    return any((one.note if one else "") != (other.note if other else "") for one, other in pairs)


def _words(document: Document) -> str:
    return f"{document.title}\n{document.metadata.get('outlet', '')}".casefold()
