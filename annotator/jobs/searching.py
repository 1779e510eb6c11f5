"""Searching a project with the query language, for the command line and others that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.analysis.concordance import in_order
from annotator.jobs import people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.analysis.concordance import Order
    from annotator.model.hit import Hit
    from annotator.store.project import Project


def search_project(
    project: Project,
    query: str,
    *,
    annotator: str | None = None,
    order: Order | None = None,
    limit: int | None = None,
) -> Iterator[Hit]:
    """The hits of a query, at most `limit`, as they are found or in an order.

    `annotator` is the name of whoever “me” is. `QueryError` where the query has no meaning.
    """
    me = asker(project, annotator)
    if order is None:
        for batch in project.find(query, me=me, limit=limit):
            yield from batch
        return
    hits = [hit for batch in project.find(query, me=me) for hit in batch]
    dates = _dates(project) if order == "date" else None
    yield from in_order(hits, order, dates=dates)[:limit]


def count_hits(project: Project, query: str, *, annotator: str | None = None) -> int:
    """How many hits the query has."""
    return project.count_hits(query, me=asker(project, annotator))


def asker(project: Project, annotator: str | None) -> str:
    """The id of whoever asks; empty, where nobody is named."""
    return "" if annotator is None else people.existing(project, annotator).id


def _dates(project: Project) -> dict[str, str]:
    return {one.id: one.metadata.get("published", "") for one in project.documents()}
