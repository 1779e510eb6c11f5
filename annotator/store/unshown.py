"""Annotations that are current but cannot be shown: their article, or an end, is gone.

One person removed an article, or a span, while another labelled in it or linked to it. Nothing is
lost: such annotations wait in the table `unshown`, and come back with what they wait for.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from annotator.store import row_reading, rows
from annotator.store.changes import read_heads
from annotator.store.state import FRAGMENT, insertion

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from annotator.model.values import Relation
    from annotator.store.rows import SpanRow

_SPAN = insertion("span", rows.SPAN_COLUMNS)
_RELATION = insertion("relation", rows.RELATION_COLUMNS)
_WAITING = "INSERT OR REPLACE INTO unshown VALUES (?, ?, ?, ?, ?)"
_HIDDEN = (
    "INSERT OR REPLACE INTO unshown SELECT 'relation', id, document_id, from_id, to_id"
    " FROM relation WHERE id = ?"
)
_AT_ONCE = 2_000
_HAS_ENDS = (
    "(SELECT count(*) FROM span WHERE span.id IN ({0}.from_id, {0}.to_id)"
    " AND span.document_id = {0}.document_id) = 1 + ({0}.from_id <> {0}.to_id)"
)


def is_any(connection: sqlite3.Connection) -> bool:
    """Whether anything waits."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM unshown)").fetchone()[0])


def place_spans(connection: sqlite3.Connection, spans: Sequence[SpanRow]) -> None:
    """Show these rows of spans, which are not there; those whose article is gone wait."""
    here = _documents(connection, {span[1] for span in spans})
    shown = [span for span in spans if span[1] in here]
    connection.executemany(_SPAN, shown)
    connection.executemany(FRAGMENT, row_reading.fragment_rows(shown))
    waiting = [("span", *span[:2], None, None) for span in spans if span[1] not in here]
    connection.executemany(_WAITING, waiting)


def place_relations(connection: sqlite3.Connection, relations: Sequence[Relation]) -> None:
    """Show these relations, which have no rows; those without article or ends wait."""
    connection.executemany(_RELATION, map(rows.relation_row, relations))


def remove(connection: sqlite3.Connection, kind: str, ids: Iterable[str]) -> None:
    """Take the rows of these spans or relations away, wherever they are."""
    given = [(id_,) for id_ in ids]
    if kind == "span":
        connection.executemany("DELETE FROM fragment WHERE span_id = ?", given)
    connection.executemany(f"DELETE FROM {kind} WHERE id = ?", given)
    connection.executemany(f"DELETE FROM unshown WHERE kind = '{kind}' AND id = ?", given)


def hide_document(connection: sqlite3.Connection, document_id: str) -> None:
    """An article is gone: what is labelled in it waits."""
    one = (document_id,)
    connection.execute(
        "INSERT OR REPLACE INTO unshown SELECT 'relation', id, document_id, from_id, to_id"
        " FROM relation WHERE document_id = ?",
        one,
    )
    connection.execute(
        "INSERT OR REPLACE INTO unshown SELECT 'span', id, document_id, NULL, NULL"
        " FROM span WHERE document_id = ?",
        one,
    )
    connection.execute("DELETE FROM relation WHERE document_id = ?", one)
    connection.execute("DELETE FROM fragment WHERE document_id = ?", one)
    connection.execute("DELETE FROM span WHERE document_id = ?", one)


def hide_loose_relations(connection: sqlite3.Connection, relation_ids: Iterable[str]) -> None:
    """Those of these relations that lack an end wait for it."""
    query = (
        "SELECT relation.id FROM json_each(?) AS wanted CROSS JOIN relation"
        f" ON relation.id = wanted.value WHERE NOT {_HAS_ENDS.format('relation')}"
    )
    left = iter(relation_ids)
    while block := list(islice(left, _AT_ONCE)):
        loose = connection.execute(query, (json.dumps(block),)).fetchall()
        connection.executemany(_HIDDEN, loose)
        connection.executemany("DELETE FROM relation WHERE id = ?", loose)


def relations_of(connection: sqlite3.Connection, span_ids: Iterable[str]) -> set[str]:
    """The shown relations from or to these spans."""
    query = "SELECT id FROM relation WHERE from_id = ?1 UNION SELECT id FROM relation WHERE to_id = ?1"
    return {row[0] for id_ in span_ids for row in connection.execute(query, (id_,))}


def settle(connection: sqlite3.Connection, document_ids: Iterable[str] | None = None) -> None:
    """Bring back what need not wait any longer, in these articles or in all."""
    if not is_any(connection):
        return
    only, values = "", ()  # type: tuple[str, tuple[str, ...]]
    if document_ids is not None:
        values = (json.dumps(list(document_ids)),)
        only = " AND unshown.document_id IN (SELECT value FROM json_each(?))"
    _settle_kind(connection, "span", only, values)
    _settle_kind(connection, "relation", only, values)


def _settle_kind(connection: sqlite3.Connection, kind: str, only: str, values: tuple[str, ...]) -> None:
    """Spans and relations that were removed wait no longer; those that can be are shown."""
    waiting = connection.execute(
        "SELECT unshown.id, document.id IS NOT NULL"
        f" AND (unshown.kind = 'span' OR {_HAS_ENDS.format('unshown')}) FROM unshown"
        " LEFT JOIN document ON document.id = unshown.document_id"
        f" WHERE unshown.kind = '{kind}'{only}",
        values,
    ).fetchall()
    heads = read_heads(connection, [(kind, id_, "") for id_, _ in waiting])
    bodies = {id_: heads[(kind, id_, "")] for id_, _ in waiting}
    back = [id_ for id_, is_free in waiting if is_free and bodies[id_].body is not None]
    gone = [id_ for id_, _ in waiting if bodies[id_].body is None]
    connection.executemany(
        f"DELETE FROM unshown WHERE kind = '{kind}' AND id = ?", [(id_,) for id_ in (*back, *gone)]
    )
    made = [(id_, bodies[id_].document_id or "", bodies[id_].body or "") for id_ in back]
    if kind == "span":
        place_spans(connection, [row_reading.span_row(*one) for one in made])
    else:
        place_relations(connection, [rows.relation_from_body(*one) for one in made])


def _documents(connection: sqlite3.Connection, ids: set[str]) -> set[str]:
    """Which of these articles are there."""
    one: Any = connection.execute
    return {id_ for id_ in ids if one("SELECT 1 FROM document WHERE id = ?", (id_,)).fetchone()}
