"""What the search panel asks the project, in a worker: hits in batches, and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.model.values import CODEBOOK_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.model.query import Query
    from annotator.store.project import Project
    from annotator.ui.tasks import Task

FIRST = 5_000
"""So many hits are shown before anybody asks for all."""
FAULTY = -2
"""The count of a query that has no meaning in this project."""
MEANING = (*CODEBOOK_KINDS, "annotator")
"""Kinds of fields whose names a query uses: a change of them can change what it means."""


def find_hits(project: Project, task: Task, query: Query, *, me: str, limit: int) -> int:
    """Give the hits in batches, at most `limit`; returns how many were given."""
    given = 0
    for hits in project.find(query, me=me, limit=limit):
        task.progress(given, 0)
        if hits:
            task.give(hits)
        given += len(hits)
    return given


def count_hits(project: Project, task: Task, query: Query, *, me: str) -> int:
    """How many hits the query has in the project."""
    return project.count_hits(query, me=me, step=lambda number: task.progress(number, 0))


def count_queries(
    project: Project, task: Task, queries: Iterable[tuple[str, Query]], *, me: str
) -> None:
    """Give the id and the number of hits of each query, one after the other."""
    for id_, query in queries:
        try:
            count = count_hits(project, task, query, me=me)
        except UserError:
            count = FAULTY
        task.give((id_, count))
