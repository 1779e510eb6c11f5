"""Where the words of a span stand in the whole project: asked in a worker, in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotator.model import propagation
from annotator.model.hit import Hit, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.model.propagation import Form, Source
    from annotator.model.values import Document, Span
    from annotator.store.project import Project
    from annotator.ui.tasks import Task

MOST = 20_000
"""So many places are offered at a time."""
_BATCH = 20


class Place(NamedTuple):
    """A place that could have the label of the source, and how its words are related to it."""

    hit: Hit
    form: Form


def find_places(project: Project, task: Task, source: Source, span: Span, *, by: str) -> int:
    """Give the places without this label in batches, at most `MOST`; returns their number.

    `by` is the annotator whose labels count.
    """
    given = 0
    batch: list[Place] = []
    documents = _documents(project, source)
    for number, document in enumerate(documents):
        task.progress(number, len(documents))
        batch += _places_in(project, document, source, span, by)
        if len(batch) > _BATCH or number + 1 == len(documents):
            task.give(batch[: MOST - given])
            given += len(batch)
            batch = []
        if given >= MOST:
            break
    return min(given, MOST)


def _documents(project: Project, source: Source) -> list[Document]:
    """The documents that have the words, as full text search sees them."""
    if not any(character.isalnum() for character in source.key):
        return project.documents()
    fitting = project.matching('"' + source.key.replace('"', " ") + '"')
    return [document for document in project.documents() if document.id in fitting]


def _places_in(
    project: Project, document: Document, source: Source, span: Span, by: str
) -> Iterator[Place]:
    text = project.text(document.id)
    for found in propagation.candidates(text, source):
        start, end = found.fragment
        spans = project.spans_between(document.id, start, end)
        if propagation.unlabelled([found], spans, span.label, by=by):
            yield Place(hit(document.id, document.title, text, start, end), found.form)
