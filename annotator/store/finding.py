"""Finding by the query language: hits, their number, and the documents that have any.

The language is described in `resources/manual/10-query-language.md`, its grammar in
`annotator/model/query_nodes.py`.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from annotator.model.query import Comparison, Query, leaves, parse
from annotator.model.query_lookup import Names
from annotator.model.query_meaning import Condition, Search, resolve
from annotator.store.failures import answers_in_words
from annotator.store.finding_hits import Finder
from annotator.store.finding_sources import all_documents
from annotator.store.finding_words import folded, pattern
from annotator.store.search import expression_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from annotator.model.codebook import Codebook
    from annotator.model.hit import Hit
    from annotator.model.values import Annotator

Step: TypeAlias = "Callable[[int], object]"
_ENTITIES = (
    "SELECT id, name, aliases FROM entity WHERE id = :said OR (:said <> '' AND qid = :said)"
    " OR has_words(name, :said, :star) OR (aliases <> '[]' AND has_words(aliases, :said, :star))"
)


@answers_in_words
class FindingQueries:
    """Everything that a project holds, found by queries."""

    path: Path
    _connection: sqlite3.Connection
    _knows_words: bool = False

    if TYPE_CHECKING:

        def codebook(self) -> Codebook:
            """The codebook as it now is."""

        def annotators(self) -> list[Annotator]:
            """All annotators, by name."""

    def meaning_of(self, query: Query | str, *, me: str = "") -> Search:
        """What a query means here, and what its hits are; `QueryError` where it has no meaning.

        `me` is the id of the annotator who asks; empty for nobody, and then `is:done` and
        the like are about everybody's work.
        """
        root = (parse(query) if isinstance(query, str) else query).root
        names = Names(self.codebook(), self.annotators(), me)
        compared = [leaf.name for leaf in leaves(root) if isinstance(leaf, Comparison)]
        if any(names.attribute(name) is None and names.relation_type(name) is None for name in compared):
            names = Names(names.codebook, names.annotators, me, self._metadata_keys())
        return resolve(root, names)

    def find(self, query: Query | str, *, me: str = "", limit: int | None = None) -> Iterator[list[Hit]]:
        """The hits of a query, a batch every few hundredths of a second.

        They come article by article and then in reading order: the articles in the order in
        which they were added, but those that are likelier to hold something, or where it was
        made earlier, first. A batch can be empty:
        that is the time to stop, if nobody waits any more. Other edits can be written between
        two batches. At most `limit` hits are given.
        """
        left = limit
        for batch in self._finder(query, me).hits():
            some = batch if left is None else batch[:left]
            yield some
            if left is not None:
                left -= len(some)
                if left <= 0:
                    return

    def count_hits(self, query: Query | str, *, me: str = "", step: Step | None = None) -> int:
        """How many hits `find` would give.

        `step` hears every few hundredths of a second how many there are so far; it may raise
        `Cancelled`.
        """
        total = 0
        for number in self._finder(query, me).counts():
            total += number
            if step is not None:
                step(total)
        return total

    def document_ids(self, query: Query | str, *, me: str = "", step: Step | None = None) -> set[str]:
        """The documents that a query finds, or in which it finds anything; `step` as in counting."""
        found: set[str] = set()
        for ids in self._finder(query, me).document_ids():
            found.update(ids)
            if step is not None:
                step(len(found))
        return found

    def matching(self, words: str) -> set[str]:
        """The documents with all these words in title or text, as `search` finds them."""
        expression = expression_of(words)
        if not expression:
            return set()
        query = "SELECT rowid FROM document_search WHERE document_search MATCH ?"
        numbers = {number for (number,) in self._connection.execute(query, (expression,)).fetchall()}
        return {id_ for number, id_ in all_documents(self._connection) if number in numbers}

    def _finder(self, query: Query | str, me: str) -> Finder:
        search = self.meaning_of(query, me=me)
        if not self._knows_words:
            self._connection.create_function("has_words", 3, _has_words, deterministic=True)
            self._knows_words = True
        return Finder(self._connection, search, cache(self._entities_meant))

    def _metadata_keys(self) -> list[str]:
        query = "SELECT DISTINCT one.key FROM document, json_each(document.metadata) AS one"
        return [key for (key,) in self._connection.execute(query).fetchall()]

    def _entities_meant(self, condition: Condition) -> Sequence[str]:
        """The entities of this id, name or alias; if there is none, those with these words in it."""
        meant: dict[str, None] = {}
        for said, star in zip(map(str, condition.values), condition.prefixes, strict=True):
            values = {"said": said, "star": star}
            rows = self._connection.execute(_ENTITIES, values).fetchall()
            exact = [row[0] for row in rows if _is_called(said, *row)]
            meant.update(dict.fromkeys(exact if exact and not star else [row[0] for row in rows]))
        return tuple(meant)


def _has_words(text: object, words: str, is_prefix: int) -> bool:
    """What `has_words(text, words, is_prefix)` is in SQL: never NULL."""
    return isinstance(text, str) and pattern(words, is_prefix=bool(is_prefix)).is_in(text)


def _is_called(said: str, id_: str, name: str, aliases: str) -> bool:
    wanted = _name(said)
    return said == id_ or any(_name(one) == wanted for one in (name, *json.loads(aliases)))


def _name(text: str) -> str:
    return " ".join(folded(text).split())
