"""Counting what is in a project, in short steps beside which labels can be stored."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from annotator.analysis.counts import Counts, count
from annotator.analysis.scope import Scope
from annotator.analysis.tally import Tally, attributions
from annotator.model.values import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annotator.formats.format import Progress
    from annotator.store.project import Project

_PAGE = 20_000
"""How many spans are read at once: some 30 ms."""
_LINK_PAGE = 8_000


def count_project(project: Project) -> Counts:
    """How much there is in the project, and how far everybody is."""
    return counts_of(tally_project(project))


def tally_project(project: Project, progress: Progress | None = None) -> Scope:
    """Count everything once, for all annotators and states.

    `progress` is called with the number of rows read and about how many there are, and may
    raise `Cancelled`.
    """
    book = project.codebook()
    kinds = {label: kind.id for label, kind in attributions(book).items()}
    links = partial(project.link_page, ends_of=sorted(set(kinds.values())))
    tally = Tally(kinds)
    show = _Steps(progress, project.about_how_many())
    for rows in _pages(project.document_page, _PAGE, "", lambda row: row[0]):
        tally.add_documents(rows)
        show.step(0)
    for rows in _pages(project.work_page, _LINK_PAGE, ("", ""), lambda row: row[:2]):
        tally.add_work(rows)
        show.step(0)
    for rows in _pages(project.span_page, _PAGE, "", lambda row: row[0]):
        tally.add_spans(rows)
        show.step(len(rows))
    for rows in _pages(links, _LINK_PAGE, "", lambda row: row[0]):
        tally.add_relations(rows)
        show.step(len(rows))
    tally.finish()
    entities = {entity.id: entity for entity in project.entities()}
    people = {annotator.id: annotator.name for annotator in project.annotators()}
    return Scope(tally, book, people, entities)


def counts_of(scope: Scope) -> Counts:
    """The short account of all that was counted."""
    tally = scope.tally
    spans: Counter[tuple[str, str]] = Counter()
    for (who, _, label, _, _), number in tally.spans.items():
        spans[who, label] += number
    relations: Counter[str] = Counter()
    for (_, _, label), number in tally.relations.items():
        relations[label] += number
    return count(
        [length for _, _, length in tally.documents.values()],
        [Work(document, who, state, is_flagged) for document, who, state, is_flagged, _ in tally.work],
        spans,
        relations,
        scope.entities.values(),
        scope.annotators,
    )


def _pages(
    read: Callable[[Any, int], list[Any]], limit: int, first: Any, key: Callable[[Any], Any]
) -> Iterator[list[Any]]:
    """The pages of a question of `CountQueries`, one after the other."""
    last = first
    while rows := read(last, limit):
        yield rows
        if len(rows) < limit:
            return
        last = key(rows[-1])


class _Steps:
    """Says how many rows have been read."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def step(self, rows: int) -> None:
        self._done += rows
        if self._progress is not None:
            self._progress(self._done, max(self._total, self._done), "")
