"""Whether a register still holds what a change was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.values import Span
from annotator.store import rows, rules
from annotator.store.changes import ID_LENGTH, Head, body_of, split_ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from annotator.model.values import Value

    TextOf = Callable[[str], str | None]
Register = tuple[str, str, str]


def refuse_if_stale(
    connection: sqlite3.Connection,
    text_of: TextOf,
    register: Register,
    document_id: str | None,
    before: Value | None,
    after: Value | None,
    head: Head | None,
) -> None:
    """Refuse a change if the register, whose head this is, does not hold what it was made from."""
    body = head.body if head is not None else None
    if before is None and body is None:
        return
    if isinstance(before, Span) and rows.span_body(before) == body:
        return
    stored = None
    if body is not None:
        stored = rows.value_from_body(*register, document_id, body, text_of)
    if before is not None and stored is not None and rules.is_same(before, stored):
        return
    if head is None or not _is_among(connection, text_of, before, register, head):
        raise rules.stale(before, after, stored)


def _is_among(
    connection: sqlite3.Connection,
    text_of: TextOf,
    before: Value | None,
    register: Register,
    head: Head,
) -> bool:
    """Whether the value is what one of several heads says: a conflict may start from any."""
    if before is None or len(head.ids) == ID_LENGTH:
        return False
    for id_ in split_ids(head.ids):
        body = body_of(connection, id_)
        if body is not None:
            value = rows.value_from_body(*register, head.document_id, body, text_of)
            if rules.is_same(before, value):
                return True
    return False
