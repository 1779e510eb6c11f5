"""Reading many documents with all their annotations: a few statements for each batch."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from annotator.store.failures import answers_in_words
from annotator.store.rows import RELATION_COLUMNS, SPAN_COLUMNS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence

Row: TypeAlias = tuple[Any, ...]


class Batch(NamedTuple):
    """Texts, spans (by start, longest first) and relations (as they were made), by document id.

    Spans and relations are rows in the order of `SPAN_COLUMNS` and `RELATION_COLUMNS`.
    """

    texts: Mapping[str, str]
    spans: Mapping[str, list[Row]]
    relations: Mapping[str, list[Row]]


@answers_in_words
class RecordQueries:
    """Whole documents of a project file, several at once."""

    _connection: sqlite3.Connection

    def batch(
        self,
        document_ids: Sequence[str],
        span_columns: Collection[str] | None = None,
        relation_columns: Collection[str] | None = None,
    ) -> Batch:
        """Texts and annotations of these documents, of which there may be some hundreds.

        Columns that are not named are None in the rows, but for ids, and are lacking after the last
        that is; without names all are read.
        """
        marks = ", ".join("?" * len(document_ids))
        ask = self._connection.execute
        where = f"WHERE document_id IN ({marks})"
        texts = dict(ask(f"SELECT document_id, body FROM text {where}", document_ids))
        spans: dict[str, list[Row]] = defaultdict(list)
        columns, order = _some(SPAN_COLUMNS, span_columns), "document_id, start, end DESC, id"
        query = f"SELECT {columns} FROM span {where} ORDER BY {order}"
        for row in ask(query, document_ids).fetchall():
            spans[row[1]].append(row)
        relations: dict[str, list[Row]] = defaultdict(list)
        columns = _some(RELATION_COLUMNS, relation_columns)
        query = f"SELECT {columns} FROM relation {where} ORDER BY created, id"
        for row in ask(query, document_ids).fetchall():
            relations[row[1]].append(row)
        return Batch(texts, spans, relations)


def _some(columns: str, wanted: Collection[str] | None) -> str:
    """The columns to the last that is wanted, in their order, with NULL for the others."""
    if wanted is None:
        return columns
    needed = {"id", "document_id", *wanted}
    names = [name.strip() for name in columns.split(",")]
    while names[-1] not in needed:
        del names[-1]
    return ", ".join(name if name in needed else "NULL" for name in names)
