"""What a small merge changes of what is shown, as the changes of an edit: the window follows them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from annotator.model.change import Change, Register
from annotator.model.values import FIELD_KINDS, Field
from annotator.store.changes import read_heads
from annotator.store.connection import connect
from annotator.store.failures import errors_in_words
from annotator.store.rows import (
    RELATION_COLUMNS,
    SPAN_COLUMNS,
    relation_from_row,
    span_from_row,
    value_from_body,
)
from annotator.store.texts import Texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from annotator.model.values import Value
    from annotator.store.incoming import Incoming

Shown = dict[Register, "Value | None"]
_LAST = ("relation", "span")


def shown_values(path: Path, incoming: Incoming) -> Shown:
    """What the project at this path, which may be open, shows in the registers that come in.

    With them stand the annotations that wait for an article or for an end.
    """
    query = "SELECT DISTINCT kind, target, field FROM change"
    registers = [Register(*row) for row in incoming.stage.rows(query)]
    with errors_in_words(path), contextlib.closing(connect(path, mode="ro")) as connection:
        waiting = connection.execute("SELECT kind, id, '' FROM unshown").fetchall()
        return _values(connection, {*registers, *(Register(*row) for row in waiting)})


def shown_again(path: Path, before: Shown) -> Shown:
    """What is shown in these registers now, and in those that have begun to wait."""
    with errors_in_words(path), contextlib.closing(connect(path, mode="ro")) as connection:
        return _values(connection, before)


def visible_changes(before: Shown, after: Mapping[Register, Value | None]) -> tuple[Change, ...]:
    """The differences; what others hang on comes before it."""
    differences = [
        Change(old, new)
        for register, old in before.items()
        if (new := after.get(register)) != old and (old is not None or new is not None)
    ]
    return tuple(sorted(differences, key=_rank))


def _rank(change: Change) -> tuple[int, int]:
    register = change.register
    is_removal = change.after is None
    rank = 3 if register.kind in _LAST else 1 if isinstance(change.value, Field) else 0
    relation_rank = int(register.kind == "relation")
    return (rank - is_removal, -relation_rank if is_removal else relation_rank)


def _values(connection: sqlite3.Connection, registers: Iterable[Register]) -> Shown:
    texts = Texts(connection)
    found: Shown = {}
    others = []
    for register in registers:
        if register.kind == "span":
            query = f"SELECT {SPAN_COLUMNS} FROM span WHERE id = ?"
            row = connection.execute(query, (register.id,)).fetchone()
            found[register] = span_from_row(row) if row is not None else None
        elif register.kind == "relation":
            query = f"SELECT {RELATION_COLUMNS} FROM relation WHERE id = ?"
            row = connection.execute(query, (register.id,)).fetchone()
            found[register] = relation_from_row(row) if row is not None else None
        elif register.kind in FIELD_KINDS:  # kinds of a newer version are carried along unseen
            others.append(register)
    heads = read_heads(connection, others)
    for register in others:
        head = heads.get(register)
        is_shown = head is not None and head.body is not None
        found[register] = (
            value_from_body(*register, head.document_id, head.body, texts.get) if is_shown else None  # type: ignore[union-attr,arg-type]
        )
    return found
