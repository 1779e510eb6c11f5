"""The rows of what is written field by field, as a pure function of its fields.

A label, entity or annotator has a row exactly while its `name` is set, a document
while its creation stands, a setting or guideline while its `value` is set.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from annotator.model import teamwork
from annotator.model.values import METADATA_KEYS
from annotator.store import similar
from annotator.store.changes import shown
from annotator.store.rows import dumps, loads

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

Row = tuple[str | int | None, ...]
Fields = Mapping[str, Any]

_NAMED = {
    "entity": ("type", "aliases", "qid", "nil", "note"),
    "annotator": ("role", "email", "colour"),
}
CODEBOOK_TABLES = ("layer", "label", "attribute", "relation_type")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "document": (
        "id", "title", *METADATA_KEYS, "metadata", "attributes", "note", "text_sha256", "length",
        "created",
    ),
    "work": ("document_id", "annotator", "state", "flagged"),
    **{kind: ("id", "name", *names) for kind, names in _NAMED.items()},
    **dict.fromkeys(CODEBOOK_TABLES, ("id", "name", "fields")),
    **dict.fromkeys(("guideline", "setting"), ("id", "value")),
    "message": (
        "id", "thread", "document_id", "target_kind", "target", "annotator", "text", "settled",
        "quoted", "created",
    ),
    "query": ("id", "name", "text", "annotator", "queue", "created"),
    "assignment": ("id", "document_id", "annotator", "assigned_by", "created"),
    "decision": (
        "id", "document_id", "kind", "outcome", "rule", "annotator", "members", "chosen", "gold",
        "seen", "reason", "comment", "codebook", "created",
    ),
    "unification": ("id", "kind", "one", "other", "same", "annotator", "created"),
}  # fmt: skip
_KEYS_OF_SHARED = {"document_id": "document", "assigned_by": "by"}


_AT_ONCE = 500
_FIELDS = (
    "SELECT head.target, head.field, change.body FROM json_each(?) AS wanted CROSS JOIN head"
    " JOIN change ON change.id = head.change WHERE head.kind = ? AND head.target = wanted.value"
    " ORDER BY head.change"
)
_SEARCHED = (
    "SELECT document.id, text.number, document.title FROM json_each(?) AS wanted CROSS JOIN document"
    " JOIN text ON text.document_id = document.id WHERE document.id = wanted.value"
)


def fields_of(connection: sqlite3.Connection, kind: str, target: str) -> dict[str, Any]:
    """The fields that are set, in the order in which they were written last."""
    return _all_fields(connection, kind, [target])[target]


def _all_fields(
    connection: sqlite3.Connection, kind: str, targets: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """The fields that are set, by the thing that they belong to."""
    bodies: dict[str, dict[str, str | None]] = {target: {} for target in targets}
    for target, field, body in connection.execute(_FIELDS, (json.dumps(targets), kind)):
        own = bodies[target]
        own[field] = body if field not in own else shown([own[field], body])
    return {
        target: {field: loads(body) for field, body in own.items() if body is not None}
        for target, own in bodies.items()
    }


def row_of(kind: str, target: str, fields: Fields) -> Row | None:
    """The row of this thing; None if it does not exist."""
    return _ROWS[kind](target, fields)


def key_of(kind: str, target: str) -> tuple[str, ...]:
    """The primary key of this thing's row."""
    return tuple(target.split("/", 1)) if kind == "work" else (target,)


def refresh(connection: sqlite3.Connection, kind: str, targets: Iterable[str]) -> None:
    """Bring the rows of things, and the search in documents, in step with their fields."""
    left = iter(targets)
    while block := list(islice(left, _AT_ONCE)):
        found = _all_fields(connection, kind, block)
        rows = {target: row_of(kind, target, found[target]) for target in block}
        if kind == "document":
            rows = _refresh_known(connection, rows)
        _write_rows(connection, kind, rows)
        if kind == "document":
            _make_searchable(connection, [target for target, row in rows.items() if row is not None])


def _make_searchable(connection: sqlite3.Connection, documents: Sequence[str]) -> None:
    """Add documents to the full text search.

    Row by row: after each `INSERT … SELECT`, the search would write all that it has gathered.
    """
    connection.executemany(_SEARCHABLE, connection.execute(_CONTENT, (json.dumps(documents),)))


def _write_rows(connection: sqlite3.Connection, kind: str, rows: Mapping[str, Row | None]) -> None:
    removal, insertion = _STATEMENTS[kind]
    connection.executemany(removal, [key_of(kind, target) for target in rows])
    connection.executemany(insertion, [row for row in rows.values() if row is not None])


def _refresh_known(
    connection: sqlite3.Connection, rows: Mapping[str, Row | None]
) -> dict[str, Row | None]:
    """Write the documents that have a row; returns what is left to write.

    The search is touched only where the title changes.
    """
    left = dict(rows)
    known = connection.execute(_SEARCHED, (json.dumps(list(rows)),)).fetchall()
    for target, number, title in known:
        row = rows[target]
        if row is not None:
            del left[target]
        if row is None or row[1] != title:
            connection.execute(_UNSEARCHABLE, connection.execute(_ONE_CONTENT, (number,)).fetchone())
        if row is None:
            similar.forget(connection, target)
            continue
        connection.execute(_UPDATE_DOCUMENT, (*row[1:], target))
        if row[1] != title:
            _make_searchable(connection, [target])
    return left


def _document(target: str, fields: Fields) -> Row | None:
    creation = fields.get("")
    if creation is None:
        return None
    metadata = _below("metadata.", fields)
    others = {key: value for key, value in metadata.items() if key not in METADATA_KEYS}
    return (
        target,
        fields.get("title", ""),
        *(metadata.get(key) for key in METADATA_KEYS),
        dumps(others),
        dumps(_below("attribute.", fields)),
        fields.get("note", ""),
        creation["sha256"],
        creation["length"],
        creation["created"],
    )


def _below(prefix: str, fields: Fields) -> dict[str, Any]:
    below = {key: value for key, value in fields.items() if key.startswith(prefix)}
    return {key.removeprefix(prefix): below[key] for key in sorted(below)}


def _work(target: str, fields: Fields) -> Row | None:
    if not fields:
        return None
    flagged = fields.get("flagged")
    return (
        *target.split("/", 1), fields.get("state"), None if flagged is None else int(flagged)
    )  # fmt: skip


def _entity(target: str, fields: Fields) -> Row | None:
    if "name" not in fields:
        return None
    return (
        target,
        fields["name"],
        fields.get("type", ""),
        dumps(fields.get("aliases", [])),
        fields.get("qid", ""),
        int(fields.get("nil", False)),
        fields.get("note", ""),
    )


def _annotator(target: str, fields: Fields) -> Row | None:
    if "name" not in fields:
        return None
    role, email, colour = (fields.get(name, "") for name in _NAMED["annotator"])
    return target, fields["name"], role or "person", email, colour


def _codebook_item(target: str, fields: Fields) -> Row | None:
    return (target, fields["name"], dumps(fields)) if "name" in fields else None


def _single_value(target: str, fields: Fields) -> Row | None:
    return (target, dumps(fields["value"])) if "value" in fields else None


def _shared(kind: str) -> Callable[[str, Fields], Row | None]:
    """The row of a message, a query and their like: its one value, spread over the columns."""

    def row(target: str, fields: Fields) -> Row | None:
        value = fields.get("value")
        if value is None:
            return None
        said = (value[_KEYS_OF_SHARED.get(name, name)] for name in COLUMNS[kind][1:])
        return target, *(_cell(one) for one in said)

    return row


def _cell(value: Any) -> str | int:
    if isinstance(value, list | dict):
        return dumps(value)
    return int(value) if isinstance(value, bool) else value


_ROWS: Mapping[str, Callable[[str, Fields], Row | None]] = {
    "document": _document,
    "work": _work,
    "entity": _entity,
    "annotator": _annotator,
    "guideline": _single_value,
    "setting": _single_value,
    **dict.fromkeys(CODEBOOK_TABLES, _codebook_item),
    **{kind: _shared(kind) for kind in teamwork.KINDS},
}


def _statements(kind: str, columns: tuple[str, ...]) -> tuple[str, str]:
    keys = columns[:2] if kind == "work" else columns[:1]
    where = " AND ".join(f"{key} = ?" for key in keys)
    marks = ", ".join("?" * len(columns))
    return f"DELETE FROM {kind} WHERE {where}", f"INSERT INTO {kind} VALUES ({marks})"


_STATEMENTS = {kind: _statements(kind, columns) for kind, columns in COLUMNS.items()}
_SEARCHABLE = "INSERT INTO document_search (rowid, title, text) VALUES (?, ?, ?)"
_UNSEARCHABLE = (
    "INSERT INTO document_search (document_search, rowid, title, text) VALUES ('delete', ?, ?, ?)"
)
_ONE_CONTENT = "SELECT number, title, text FROM document_content WHERE number = ?"
_CONTENT = (
    "SELECT content.number, content.title, content.text FROM"
    " (SELECT number FROM json_each(?) AS wanted CROSS JOIN text ON document_id = wanted.value"
    " ORDER BY number) AS added CROSS JOIN document_content AS content"
    " ON content.number = added.number"
)
_UPDATE_DOCUMENT = (
    f"UPDATE document SET {', '.join(f'{name} = ?' for name in COLUMNS['document'][1:])} WHERE id = ?"
)
