"""Questions that a change of the codebook asks: annotations in short batches, by their ids.

Each statement reads a bounded stretch of a table and all its rows at once, so that the
memory is bounded, and so that labels can be stored between two of them.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from annotator.model.conversions import key_of
from annotator.store.changes import ID_LENGTH
from annotator.store.failures import answers_in_words
from annotator.store.rows import (
    RELATION_COLUMNS,
    SPAN_COLUMNS,
    relation_from_row,
    span_from_row,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from annotator.model.values import AttributeValue, Relation, Span

STRETCH = 8_000
"""How many rows of a table one statement looks at, at most."""


@answers_in_words
class MigrationQueries:
    """The annotations of a project file that a change of its codebook concerns."""

    path: Path
    _connection: sqlite3.Connection

    def span_count(self) -> int:
        """How many spans there are."""
        (number,) = self._connection.execute("SELECT count(*) FROM span").fetchone()
        return int(number)

    def stretches(self, table: str, *, size: int = STRETCH) -> Iterator[tuple[str, str]]:
        """The ids after which and up to which the next rows of a table stand.

        `table` is span, relation or document.
        """
        assert table in ("span", "relation", "document")
        last = ""
        query = f"SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?"
        while True:
            row = self._connection.execute(query, (last, size - 1)).fetchone()
            if row is None:
                (end,) = self._connection.execute(f"SELECT max(id) FROM {table}").fetchone()
                if end is not None and end > last:
                    yield last, end
                return
            yield last, row[0]
            last = row[0]

    def spans_in(
        self,
        stretch: tuple[str, str],
        *,
        labels: Collection[str] = (),
        attributes: Collection[str] = (),
        ids: Collection[str] = (),
    ) -> list[Span]:
        """The spans of a stretch with one of these labels, attributes or ids."""
        conditions, values = [], list(stretch)
        if labels:
            conditions.append("label IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(labels)))
        if ids:
            conditions.append("id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(ids)))
        if attributes:
            tests = " OR ".join("instr(attributes, ?)" for _ in attributes)
            conditions.append(f"(attributes <> '{{}}' AND ({tests}))")
            values += [json.dumps(one, ensure_ascii=False) for one in attributes]
        if not conditions:
            return []
        query = (
            f"SELECT {SPAN_COLUMNS} FROM span WHERE id > ? AND id <= ? AND ({' OR '.join(conditions)})"
        )
        rows = self._connection.execute(f"{query} ORDER BY id", values).fetchall()
        return [span_from_row(row) for row in rows]

    def relations_in(self, stretch: tuple[str, str], *, labels: Collection[str] = ()) -> list[Relation]:
        """The relations of a stretch; only those of these types, if some are named."""
        query = f"SELECT {RELATION_COLUMNS} FROM relation WHERE id > ? AND id <= ?"
        values = list(stretch)
        if labels:
            query += " AND label IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(list(labels)))
        return [relation_from_row(row) for row in self._connection.execute(query, values).fetchall()]

    def shapes_in(self, stretch: tuple[str, str]) -> list[tuple[str, str, str, int]]:
        """Relations of a stretch by type, label where they start, label where they lead, number."""
        return self._connection.execute(
            "SELECT relation.label, a.label, b.label, count(*) FROM relation"
            " JOIN span AS a ON a.id = relation.from_id JOIN span AS b ON b.id = relation.to_id"
            " WHERE relation.id > ? AND relation.id <= ? GROUP BY 1, 2, 3",
            stretch,
        ).fetchall()

    def documents_with(self, attributes: Collection[str]) -> list[tuple[str, dict[str, AttributeValue]]]:
        """The documents that carry one of these attributes: id and all attributes of each."""
        rows = self._connection.execute(
            "SELECT id, attributes FROM document WHERE attributes <> '{}' ORDER BY id"
        ).fetchall()
        found = ((id_, json.loads(said)) for id_, said in rows)
        return [(id_, said) for id_, said in found if not said.keys().isdisjoint(attributes)]

    def entities_of_type(self, labels: Collection[str]) -> list[tuple[str, str]]:
        """The entities whose type is one of these labels: id and type of each."""
        query = "SELECT id, type FROM entity WHERE type IN (SELECT value FROM json_each(?)) ORDER BY id"
        return self._connection.execute(query, (json.dumps(list(labels)),)).fetchall()

    def value_counts(self, attribute: str, stretch: tuple[str, str]) -> Counter[str]:
        """How often spans of a stretch carry each value of an attribute, by its text."""
        rows = self._connection.execute(
            "SELECT attributes, count(*) FROM span WHERE id > ? AND id <= ? AND attributes <> '{}'"
            " AND instr(attributes, ?) GROUP BY attributes",
            (*stretch, json.dumps(attribute, ensure_ascii=False)),
        ).fetchall()
        found: Counter[str] = Counter()
        for said, number in rows:
            value = json.loads(said).get(attribute)
            if value is not None:
                found[key_of(value)] += number
        return found

    def label_counts(self, stretch: tuple[str, str]) -> list[tuple[str, str, int]]:
        """How many spans of a stretch there are: label, annotator, number."""
        query = (
            "SELECT label, annotator, count(*) FROM span WHERE id > ? AND id <= ?"
            " GROUP BY label, annotator"
        )
        return self._connection.execute(query, stretch).fetchall()

    def twins_in(self, labels: Collection[str], documents: tuple[str, str]) -> int:
        """How many places of these documents carry several of the labels by one annotator.

        `documents` are the ids after which and up to which they stand.
        """
        (number,) = self._connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM span WHERE document_id > ? AND document_id <= ?"
            " AND label IN (SELECT value FROM json_each(?))"
            " GROUP BY document_id, start, end, coalesce(fragments, ''), annotator"
            " HAVING count(DISTINCT label) > 1)",
            (*documents, json.dumps(list(labels))),
        ).fetchone()
        return int(number)

    def overlaps_in(
        self,
        labels: Collection[str],
        others: Collection[str],
        documents: tuple[str, str],
        *,
        is_nesting: bool,
    ) -> int:
        """How many spans with these labels overlap one with the others, by the same annotator.

        `is_nesting` lets one lie within the other; `documents` are those of a stretch.
        """
        crossing = "((f.start < g.start AND g.start < f.end AND f.end < g.end)"
        crossing += " OR (g.start < f.start AND f.start < g.end AND g.end < f.end))"
        condition = f" AND {crossing}" if is_nesting else ""
        (number,) = self._connection.execute(
            "SELECT count(DISTINCT a.id) FROM span AS a"
            " JOIN fragment AS f ON f.span_id = a.id JOIN fragment AS g"
            " ON g.document_id = a.document_id AND g.start < f.end AND g.end > f.start"
            " JOIN span AS b ON b.id = g.span_id AND b.id <> a.id AND b.annotator = a.annotator"
            " WHERE a.document_id > ? AND a.document_id <= ?"
            " AND a.label IN (SELECT value FROM json_each(?))"
            f" AND b.label IN (SELECT value FROM json_each(?)){condition}",
            (*documents, json.dumps(list(labels)), json.dumps(list(others))),
        ).fetchone()
        return int(number)

    def starts_over(self, types: Collection[str], most: int) -> int:
        """How many spans start more than so many relations of these types, taken together."""
        (number,) = self._connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM relation"
            " WHERE label IN (SELECT value FROM json_each(?)) GROUP BY from_id HAVING count(*) > ?)",
            (json.dumps(list(types)), most),
        ).fetchone()
        return int(number)

    # ------------------------------------------------------------ which codebook it was

    def codebook_of_span(self, span_id: str) -> tuple[int, str] | None:
        """The revision of the codebook under which a span got its label, and its `NAME@VERSION`.

        None for a span that the history does not know.
        """
        change = self._head("span", span_id, "")
        label, edit = None, None
        while change is not None:
            row = self._change(change)
            said = json.loads(row[2])["label"] if row[2] is not None else None
            if edit is not None and said != label:
                break
            label, edit = said, row[0]
            change = row[1][:ID_LENGTH] or None
        return None if edit is None else self.codebook_at(edit)

    def codebook_at(self, edit_id: bytes) -> tuple[int, str]:
        """The revision of the codebook that held when this edit was made, and its `NAME@VERSION`.

        An edit that changed the codebook itself was made under what it made of it.
        """
        query = "SELECT count(*) FROM edit_subject WHERE subject = 'codebook' AND edit <= ?"
        (revision,) = self._connection.execute(query, (edit_id,)).fetchone()
        said = [self._guideline_at(name, edit_id) for name in ("name", "id", "version")]
        return int(revision), f"{said[0] or said[1]}@{said[2]}".rstrip("@")

    def _guideline_at(self, name: str, edit_id: bytes) -> str:
        change = self._head("guideline", name, "value")
        while change is not None:
            edit, before, body = self._change(change)
            if edit <= edit_id:
                return str(json.loads(body)) if body is not None else ""
            change = before[:ID_LENGTH] or None
        return ""

    def _head(self, kind: str, target: str, name: str) -> bytes | None:
        query = "SELECT max(change) FROM head WHERE kind = ? AND target = ? AND field = ?"
        found: bytes | None = self._connection.execute(query, (kind, target, name)).fetchone()[0]
        return found

    def _change(self, id_: bytes) -> tuple[bytes, bytes, str | None]:
        """The edit of a change, what it replaced, and what it wrote."""
        row: tuple[bytes, bytes, str | None] = self._connection.execute(
            "SELECT edit, prev, body FROM change WHERE id = ?", (id_,)
        ).fetchone()
        return row
