"""Questions about the mentions of entities; each statement is short and fetched at once.

A mention is a span that points to an entity. Mentions are counted and dated by the index
of spans by entity alone, so that a million of them take a fraction of a second.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from annotator.model.entity_index import EntityUse
from annotator.model.hit import Hit, hit
from annotator.model.values import Field
from annotator.store.failures import answers_in_words
from annotator.store.rows import RELATION_COLUMNS, SPAN_COLUMNS, relation_from_row, span_from_row
from annotator.store.search import expression_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from annotator.model.entity_edits import Pointing
    from annotator.model.values import Span
    from annotator.store.texts import Texts

_BATCH = 1_000
_DOCUMENTS = 200
_AT_ONCE = 100
_VERSION = 14
"""Where the version stands in the text of a UUID; those of version 7 begin with the time."""
_PLACES = (
    "SELECT span.document_id, document.title, span.start, span.end, span.id, span.label,"
    " span.annotator, span.origin, span.entity FROM"
)


@answers_in_words
class EntityQueries:
    """Who is mentioned where in a project file."""

    path: Path
    _connection: sqlite3.Connection
    _texts: Texts

    def entity_count(self) -> int:
        """How many entities there are."""
        (count,) = self._connection.execute("SELECT count(*) FROM entity").fetchone()
        return int(count)

    def entity_uses(self) -> dict[str, EntityUse]:
        """How often each entity is mentioned, and about when it was last, by id."""
        query = "SELECT entity, count(*), max(id) FROM span WHERE entity IS NOT NULL GROUP BY entity"
        rows = self._connection.execute(query).fetchall()
        return {entity: EntityUse(count, _time_of(last)) for entity, count, last in rows}

    def entity_counts(self, document_id: str) -> dict[str, int]:
        """How often each entity is mentioned in one document, by id."""
        query = (
            "SELECT entity, count(*) FROM span WHERE document_id = ? AND entity IS NOT NULL"
            " GROUP BY entity"
        )
        return dict(self._connection.execute(query, (document_id,)).fetchall())

    def mention_count(self, entity_ids: Sequence[str]) -> int:
        """How many spans point to these entities."""
        query = "SELECT count(*) FROM span WHERE entity = ?"
        return sum(self._connection.execute(query, (id_,)).fetchone()[0] for id_ in entity_ids)

    def mentions(self, entity_id: str, *, limit: int) -> Iterator[list[Hit]]:
        """The mentions of an entity with their context, article by article, in batches."""
        places = self._connection.execute(
            f"{_PLACES} span INDEXED BY span_by_entity JOIN document ON document.id = span.document_id"
            " WHERE span.entity = ? ORDER BY document.created, document.title, document.id, span.start"
            " LIMIT ?",
            (entity_id, limit),
        ).fetchall()
        for at in range(0, len(places), _AT_ONCE):
            yield self._hits(places[at : at + _AT_ONCE])

    def documents_of_entity(self, entity_id: str) -> int:
        """In how many articles an entity is mentioned."""
        query = "SELECT count(DISTINCT document_id) FROM span INDEXED BY span_by_entity WHERE entity = ?"
        (count,) = self._connection.execute(query, (entity_id,)).fetchone()
        return int(count)

    def unlinked_mentions(
        self, names: Sequence[str], labels: Sequence[str]
    ) -> Iterator[list[tuple[str, str]]]:
        """The ids and texts of spans that say just these names and point to no entity.

        `labels` are those of the spans; one batch comes for some articles, perhaps empty.
        """
        documents = self._documents_saying(names)
        for at in range(0, len(documents), _DOCUMENTS):
            query = (
                "SELECT span.id, span.text FROM json_each(?) AS wanted"
                " CROSS JOIN span INDEXED BY span_by_document ON span.document_id = wanted.value"
                " WHERE span.label IN (SELECT value FROM json_each(?)) AND span.entity IS NULL"
                " AND span.text IN (SELECT value FROM json_each(?))"
            )
            some = json.dumps(documents[at : at + _DOCUMENTS])
            values = (some, json.dumps(list(labels)), json.dumps(list(names)))
            yield self._connection.execute(query, values).fetchall()

    def spans_in_batches(self, span_ids: Iterable[str]) -> Iterator[Span]:
        """The spans with these ids, as far as there are such."""
        ids = list(span_ids)
        query = (
            f"SELECT {', '.join(f'span.{one.strip()}' for one in SPAN_COLUMNS.split(','))}"
            " FROM json_each(?) AS wanted CROSS JOIN span ON span.id = wanted.value"
        )
        for at in range(0, len(ids), _BATCH):
            rows = self._connection.execute(query, (json.dumps(ids[at : at + _BATCH]),)).fetchall()
            yield from map(span_from_row, rows)

    def pointing_to(self, entity_ids: Sequence[str], attributes: Sequence[str]) -> Iterator[Pointing]:
        """All that points to one of these entities, each once, in short statements.

        `attributes` are those whose values are entities: where there are any, everything with
        attributes is looked at.
        """
        seen: set[str] = set()
        for entity_id in entity_ids:
            query = "SELECT id FROM span INDEXED BY span_by_entity WHERE entity = ?"
            ids = [row[0] for row in self._connection.execute(query, (entity_id,)).fetchall()]
            seen.update(ids)
            yield from self.spans_in_batches(ids)
        if attributes:
            yield from self._with_values(set(entity_ids), attributes, seen)

    def _with_values(
        self, entity_ids: set[str], attributes: Sequence[str], seen: set[str]
    ) -> Iterator[Pointing]:
        """Spans, relations and articles whose attributes name one of these entities."""
        for row in self._naming("span", SPAN_COLUMNS, entity_ids):
            if row[0] not in seen:
                yield span_from_row(row)
        for row in self._naming("relation", RELATION_COLUMNS, entity_ids):
            yield relation_from_row(row)
        for id_, said in self._naming("document", "id, attributes", entity_ids):
            for name, value in json.loads(said).items():
                if name in attributes and value in entity_ids:
                    yield Field("document", id_, f"attribute.{name}", value)

    def _naming(self, table: str, columns: str, entity_ids: set[str]) -> Iterator[tuple[str, ...]]:
        """The rows whose attributes hold one of these values, by id, in batches."""
        first = ""
        while True:
            (last,) = self._connection.execute(
                f"SELECT max(id) FROM (SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT 20000)",
                (first,),
            ).fetchone()
            if last is None:
                return
            yield from self._connection.execute(
                f"SELECT {columns} FROM {table} WHERE id > ? AND id <= ? AND attributes <> '{{}}'"
                " AND EXISTS (SELECT 1 FROM json_each(attributes) AS said"
                "  WHERE said.value IN (SELECT value FROM json_each(?)))",
                (first, last, json.dumps(sorted(entity_ids))),
            ).fetchall()
            first = last

    def _documents_saying(self, names: Sequence[str]) -> list[str]:
        """The documents in which one of the names stands, by the index of words."""
        found: dict[str, None] = {}
        for name in names:
            expression = expression_of('"' + name.replace('"', " ") + '"')
            if expression:
                query = (
                    "SELECT text.document_id FROM document_search"
                    " JOIN text ON text.number = document_search.rowid WHERE document_search MATCH ?"
                )
                rows = self._connection.execute(query, ("text : " + expression,)).fetchall()
                found.update(dict.fromkeys(row[0] for row in rows))
        return list(found)

    def _hits(self, places: Sequence[tuple[str, str, int, int, str, str, str, str, str]]) -> list[Hit]:
        hits = []
        for document_id, title, start, end, span_id, label, annotator, origin, entity in places:
            text = self._texts.get(document_id) or ""
            hits.append(
                hit(
                    document_id, title, text, start, end, span_id=span_id, label=label,
                    annotator=annotator, origin=origin, entity=entity,
                )
            )  # fmt: skip
        return hits


def _time_of(id_: str) -> str:
    """When an id of version 7 was made, in ISO 8601 and UTC; empty for others."""
    if len(id_) != 36 or id_[_VERSION] != "7":
        return ""
    try:
        milliseconds = int(id_[:8] + id_[9:13], 16)
        moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
