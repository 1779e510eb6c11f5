"""Spans and relations that are new to the file: written without asking what was there before.

An import consists of hardly anything else. What is written is the same as by the general way;
ids that sort after all that the file has (see `EditWriter`) cannot have been written before.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from annotator.model.values import Relation, Span
from annotator.store import rows, rules
from annotator.store.state import FRAGMENT, fragment_rows, insertion

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from annotator.store.changes import Clock
    from annotator.store.texts import Texts

_CHANGE = "INSERT INTO change VALUES (?, ?, ?, ?, '', ?, x'', ?)"
_HEAD = "INSERT INTO head VALUES (?, ?, '', ?)"
_SPAN = insertion("span", rows.SPAN_COLUMNS)
_RELATION = insertion("relation", rows.RELATION_COLUMNS)


def write(
    connection: sqlite3.Connection,
    clock: Clock,
    texts: Texts,
    edit: bytes,
    values: Sequence[Span | Relation],
) -> list[Relation]:
    """Write these values as changes of the edit; returns relations whose ends are not among them."""
    written = _changes(clock, texts, edit, values)
    spans = [value for value in values if isinstance(value, Span)]
    relations = [value for value in values if isinstance(value, Relation)]
    execute = connection.executemany
    execute(_CHANGE, written)
    execute(_HEAD, [(kind, id_, change) for change, _, kind, id_, _, _ in written])
    if spans:
        execute(_SPAN, map(rows.span_row, spans))
        execute(FRAGMENT, fragment_rows(spans))
    if relations:
        execute(_RELATION, map(rows.relation_row, relations))
    return _without_ends(relations, {span.id: span.document_id for span in spans})


def _changes(
    clock: Clock, texts: Texts, edit: bytes, values: Sequence[Span | Relation]
) -> list[tuple[bytes, bytes, str, str, str, str]]:
    """Id, edit, kind, target, document and body of each change; the id as `changes.change_id` says."""
    written: list[tuple[bytes, bytes, str, str, str, str]] = []
    document, length, text = "", "-", None
    for value in values:
        if value.document_id != document:
            document = value.document_id
            length, text = str(len(document)), texts.get(document)
        if isinstance(value, Span):
            kind, size = "span", "4"
            rules.check_span(value, text)
            body = rows.span_body(value)
        else:
            kind, size = "relation", "8"
            body = rows.relation_body(value)
        id_ = value.id
        stamp = clock.next().to_bytes(8, "big")
        said = f"{size} {len(id_)} 0 {length} 0 {len(body)}\n{kind}{id_}{document}{body}"
        change = stamp + blake2b(stamp + edit + said.encode(), digest_size=16).digest()
        written.append((change, edit, kind, id_, document, body))
    return written


def _without_ends(relations: Sequence[Relation], documents: dict[str, str]) -> list[Relation]:
    return [
        one
        for one in relations
        if not documents.get(one.from_id) == documents.get(one.to_id) == one.document_id
    ]


def are_distinct(values: Collection[Span | Relation]) -> bool:
    """Whether no id stands twice among them."""
    return len({value.id for value in values}) == len(values)
