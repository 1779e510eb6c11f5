"""What is counted, page by page: short statements, so that a label can be stored between them.

Each question takes the last key of the page before (empty at first) and gives at most
`limit` rows in the order of the keys, which stand first in every row.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from annotator.store.changes import clock_of
from annotator.store.failures import answers_in_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

DocumentRow: TypeAlias = tuple[str, str, str, int]
"""id, outlet, when it was published, length in code points."""
WorkRow: TypeAlias = tuple[str, str, str, bool, int]
"""document, annotator, state, whether it is flagged, and since when it has that state (ms, UTC)."""
SpanRow: TypeAlias = tuple[str, str, str | None, str | None]
"""id, what it is (see `PARTS`), entity, attributes as JSON where there are any."""
LinkRow: TypeAlias = tuple[str, str, str, str | None, str | None, str | None]
"""id, what it is (see `PARTS`), its start's id and label, entity and exact text of its end."""
PARTS = "\x1f"
"""Stands between document, annotator, origin, hour of creation and label in one text.

Half of the time goes into making texts of columns, so five of them come as one.
"""

_DOCUMENTS = (
    "SELECT id, coalesce(outlet, ''), coalesce(published, ''), length FROM document"
    " WHERE id > ? ORDER BY id LIMIT ?"
)
_WORK = (
    "SELECT document_id, annotator, coalesce(state, 'new'), coalesce(flagged, 0),"
    " (SELECT max(change) FROM head WHERE kind = 'work' AND field = 'state'"
    "   AND target = work.document_id || '/' || work.annotator)"
    " FROM work WHERE (document_id, annotator) > (?, ?) ORDER BY document_id, annotator LIMIT ?"
)
_WHAT = (
    "document_id || char(31) || annotator || char(31) || origin || char(31)"
    " || substr(created, 1, 13) || char(31) || label"
)
_SPANS = (
    f"SELECT id, {_WHAT}, entity, nullif(attributes, '{{}}') FROM span WHERE id > ? ORDER BY id LIMIT ?"
)
_LINKS = (
    "SELECT link.id, link.what, link.from_id, a.label, b.entity,"
    " CASE WHEN b.entity IS NULL THEN b.text END"
    f" FROM (SELECT id, {_WHAT} AS what, from_id, to_id,"
    "     label IN (SELECT value FROM json_each(?)) AS is_wanted"
    "   FROM relation WHERE id > ? ORDER BY id LIMIT ?) AS link"
    " LEFT JOIN span AS a ON link.is_wanted AND a.id = link.from_id"
    " LEFT JOIN span AS b ON link.is_wanted AND b.id = link.to_id ORDER BY link.id"
)
_SAMPLE = 200


@answers_in_words
class CountQueries:
    """The rows of a project file that its numbers are made of."""

    path: Path
    _connection: sqlite3.Connection

    def about_how_many(self) -> int:
        """About how many spans and relations there are, judged by a few documents."""
        (documents,) = self._connection.execute("SELECT count(*) FROM document").fetchone()
        some = f"document_id IN (SELECT id FROM document ORDER BY id LIMIT {_SAMPLE})"
        queries = [f"SELECT count(*) FROM {table} WHERE {some}" for table in ("span", "relation")]
        found = sum(self._connection.execute(query).fetchone()[0] for query in queries)
        return int(found * max(1, documents / _SAMPLE))

    def document_page(self, after: str, limit: int) -> list[DocumentRow]:
        """Where and when the next documents were published."""
        return self._connection.execute(_DOCUMENTS, (after, limit)).fetchall()

    def work_page(self, after: tuple[str, str], limit: int) -> list[WorkRow]:
        """How far who is with the next documents, after this document and annotator."""
        rows = self._connection.execute(_WORK, (*after, limit)).fetchall()
        return [
            (document, annotator, state, bool(flagged), clock_of(since) >> 16 if since else 0)
            for document, annotator, state, flagged, since in rows
        ]

    def span_page(self, after: str, limit: int) -> list[SpanRow]:
        """What is counted of the next spans."""
        return self._connection.execute(_SPANS, (after, limit)).fetchall()

    def link_page(self, after: str, limit: int, *, ends_of: Sequence[str] = ()) -> list[LinkRow]:
        """What is counted of the next relations.

        Their ends are told only for the relation types `ends_of`, and the text of an end only
        where it points to no entity.
        """
        values = (json.dumps(list(ends_of)), after, limit)
        return self._connection.execute(_LINKS, values).fetchall()
