"""Reading many documents with all their annotations: a few statements for each batch."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from annotator.store.failures import answers_in_words
from annotator.store.rows import RELATION_COLUMNS, SPAN_COLUMNS, relation_from_row, span_from_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from annotator.model.values import Relation, Span


class Batch(NamedTuple):
    """Texts, spans (by start, longest first) and relations (as they were made), by document id."""

    texts: Mapping[str, str]
    spans: Mapping[str, list[Span]]
    relations: Mapping[str, list[Relation]]


@answers_in_words
class RecordQueries:
    """Whole documents of a project file, several at once."""

    _connection: sqlite3.Connection

    def batch(self, document_ids: Sequence[str]) -> Batch:
        """Texts and annotations of these documents, of which there may be some hundreds."""
        marks = ", ".join("?" * len(document_ids))
        ask = self._connection.execute
        texts = dict(
            ask(f"SELECT document_id, body FROM text WHERE document_id IN ({marks})", document_ids)
        )
        spans: dict[str, list[Span]] = defaultdict(list)
        query = f"SELECT {SPAN_COLUMNS} FROM span WHERE document_id IN ({marks})"
        rows = ask(query, document_ids).fetchall()
        rows.sort(key=_reading_order)
        for row in rows:
            spans[row[1]].append(span_from_row(row))
        relations: dict[str, list[Relation]] = defaultdict(list)
        query = f"SELECT {RELATION_COLUMNS} FROM relation WHERE document_id IN ({marks})"
        for row in ask(f"{query} ORDER BY created, id", document_ids).fetchall():
            relations[row[1]].append(relation_from_row(row))
        return Batch(texts, spans, relations)


def _reading_order(row: tuple[str | int, ...]) -> tuple[str | int, int, str | int]:
    """By start, the longest first, then by id."""
    start, end = row[3], row[4]
    assert isinstance(end, int)
    return start, -end, row[0]
