"""Questions about spans and relations; all offsets are code points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.sight import EVERYTHING
from annotator.store.failures import answers_in_words
from annotator.store.rows import (
    RELATION_COLUMNS,
    SPAN_COLUMNS,
    relation_from_row,
    span_from_row,
)
from annotator.store.schema import LONG_FRAGMENT
from annotator.store.seeing import shown_by

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from annotator.model.sight import Sight
    from annotator.model.values import Relation, Span

_SPAN = ", ".join(f"span.{name.strip()}" for name in SPAN_COLUMNS.split(","))
_NEAR = (
    f"SELECT {_SPAN} FROM fragment INDEXED BY fragment_by_start JOIN span ON span.id = fragment.span_id"
    " WHERE fragment.document_id = ? AND fragment.start >= ? AND fragment.start < ?"
    " AND fragment.end > ?"
)
_LONG = (
    f"SELECT {_SPAN} FROM fragment INDEXED BY fragment_long JOIN span ON span.id = fragment.span_id"
    " WHERE fragment.document_id = ? AND fragment.start < ?"
    f" AND fragment.end - fragment.start > {LONG_FRAGMENT} AND fragment.end > ?"
)
_MANY = 500


@answers_in_words
class AnnotationQueries:
    """The spans and relations of a project file."""

    path: Path
    _connection: sqlite3.Connection

    def span(self, span_id: str) -> Span | None:
        """The span with this id."""
        query = f"SELECT {SPAN_COLUMNS} FROM span WHERE id = ?"
        row = self._connection.execute(query, (span_id,)).fetchone()
        return span_from_row(row) if row is not None else None

    def spans_by_id(self, span_ids: Sequence[str]) -> dict[str, Span]:
        """The spans with these ids, by id, as far as there are such."""
        found: dict[str, Span] = {}
        for at in range(0, len(span_ids), _MANY):
            some = span_ids[at : at + _MANY]
            marks = ", ".join("?" * len(some))
            query = f"SELECT {SPAN_COLUMNS} FROM span WHERE id IN ({marks})"
            for row in self._connection.execute(query, some).fetchall():
                found[row[0]] = span_from_row(row)
        return found

    def relation(self, relation_id: str) -> Relation | None:
        """The relation with this id."""
        query = f"SELECT {RELATION_COLUMNS} FROM relation WHERE id = ?"
        row = self._connection.execute(query, (relation_id,)).fetchone()
        return relation_from_row(row) if row is not None else None

    def spans_between(self, document_id: str, start: int, end: int) -> list[Span]:
        """The spans with a fragment in `[start, end)`, by start, longest first.

        Found by index: the cost depends on the range, not on the document.
        """
        reach = start - LONG_FRAGMENT
        found = self._connection.execute(_NEAR, (document_id, reach, end, start)).fetchall()
        found += self._connection.execute(_LONG, (document_id, reach, start)).fetchall()
        spans = [span_from_row(row) for row in {row[0]: row for row in found}.values()]
        spans.sort(key=lambda span: (span.start, -span.end, span.id))
        return spans

    def spans(self, document_id: str, *, annotator: str | None = None) -> list[Span]:
        """The spans of a document, of one annotator or all, by start, longest first."""
        spans = list(self.iterate_spans(document_id=document_id, annotator=annotator))
        spans.sort(key=lambda span: (span.start, -span.end, span.id))
        return spans

    def iterate_spans(
        self, *, document_id: str | None = None, annotator: str | None = None
    ) -> Iterator[Span]:
        """The spans of one document or all, one by one, a document after the other."""
        where, values = _conditions(document_id, annotator)
        query = f"SELECT {SPAN_COLUMNS} FROM span {where}"
        if document_id is None:
            query += " ORDER BY document_id, label, id"
        yield from map(span_from_row, self._connection.execute(query, values))

    def spans_of_entity(self, entity_id: str) -> list[Span]:
        """The spans, in all documents, that point to this entity."""
        query = f"SELECT {SPAN_COLUMNS} FROM span WHERE entity = ? ORDER BY document_id, start, id"
        return [span_from_row(row) for row in self._connection.execute(query, (entity_id,))]

    def relations(self, document_id: str, *, annotator: str | None = None) -> list[Relation]:
        """The relations of a document, of one annotator or all, in the order they were made."""
        where, values = _conditions(document_id, annotator)
        query = f"SELECT {RELATION_COLUMNS} FROM relation {where} ORDER BY created, id"
        return [relation_from_row(row) for row in self._connection.execute(query, values)]

    def iterate_relations(self, *, annotator: str | None = None) -> Iterator[Relation]:
        """The relations of all documents, a document after the other."""
        where, values = _conditions(None, annotator)
        query = f"SELECT {RELATION_COLUMNS} FROM relation {where} ORDER BY document_id, id"
        yield from map(relation_from_row, self._connection.execute(query, values))

    def relations_of(self, span_ids: Sequence[str]) -> list[Relation]:
        """The relations that lead to or from one of these spans."""
        found: dict[str, Relation] = {}
        for at in range(0, len(span_ids), _MANY):
            some = span_ids[at : at + _MANY]
            marks = ", ".join("?" * len(some))
            for end in ("from_id", "to_id"):
                query = f"SELECT {RELATION_COLUMNS} FROM relation WHERE {end} IN ({marks})"
                for row in self._connection.execute(query, some):
                    found[row[0]] = relation_from_row(row)
        return sorted(found.values(), key=lambda relation: (relation.created, relation.id))

    def span_counts(self, document_id: str, *, sight: Sight = EVERYTHING) -> dict[str, int]:
        """How many spans the document has, by label, of those whom the sight shows."""
        query = (
            "SELECT label, count(*) FROM span WHERE document_id = ?"
            f" AND {shown_by(sight)} GROUP BY label"
        )
        return dict(self._connection.execute(query, (document_id,)).fetchall())

    def span_totals(self) -> dict[str, int]:
        """How many spans each document has, by the document's id."""
        query = "SELECT document_id, count(*) FROM span GROUP BY document_id"
        return dict(self._connection.execute(query).fetchall())

    def label_totals(self) -> dict[tuple[str, str], int]:
        """How many spans the project has, by annotator and label."""
        query = "SELECT annotator, label, count(*) FROM span GROUP BY annotator, label"
        return {(row[0], row[1]): row[2] for row in self._connection.execute(query)}

    def relation_totals(self) -> dict[str, int]:
        """How many relations the project has, by label."""
        query = "SELECT label, count(*) FROM relation GROUP BY label"
        return dict(self._connection.execute(query).fetchall())


def _conditions(document_id: str | None, annotator: str | None) -> tuple[str, list[str]]:
    wanted = {"document_id": document_id, "annotator": annotator}
    given = {name: value for name, value in wanted.items() if value is not None}
    where = " AND ".join(f"{name} = ?" for name in given)
    return (f"WHERE {where}" if where else ""), list(given.values())
