"""Articles by their texts, or by a search in the query language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotator.model.query import Comparison, Term, leaves, parse

if TYPE_CHECKING:
    from annotator.store.project import Project


class Found(NamedTuple):
    """The ids of the articles that were found; `is_query` says that nothing else is meant."""

    documents: frozenset[str]
    is_query: bool


def found_by(project: Project, words: str, me: str) -> Found:
    """The articles that have these words in their texts, or that a query finds.

    A query is what has a term such as `outlet:ledger` or `topic=sport`; the last one of plain
    words may be unfinished. `QueryError` says what is wrong with a query. `me` is the id of the
    annotator who asks.
    """
    if ":" in words or any(sign in words for sign in "=<>"):
        query = parse(words)
        if any(isinstance(leaf, Term | Comparison) for leaf in leaves(query.root)):
            return Found(frozenset(project.document_ids(query, me=me)), is_query=True)
    wanted = f"{words}*" if words[-1].isalnum() else words
    return Found(frozenset(project.matching(wanted)), is_query=False)
