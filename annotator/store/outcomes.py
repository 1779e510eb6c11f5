"""What registers hold once others' changes are added: the rule of merging, as a pure function.

The heads of a register are its changes that no other change replaces. A set of changes always has
the predecessors of each of its members, so what was replaced before stays replaced.
"""

from __future__ import annotations

import json
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.errors import ProjectError
from annotator.model.values import FIELD_KINDS
from annotator.store.changes import Head, body_of, read_heads, shown, split_ids
from annotator.store.outgoing import known_ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from annotator.store.stage import ChangeRow, Stage
    from annotator.store.staleness import Register

BLOCK = 2_000
_UNDECIDED = {
    "span": ("created", "modified"),
    "relation": ("created", "modified"),
    "document": ("created", "source", "length"),
    "decision": ("created", "annotator", "seen", "codebook", "comment"),
    "unification": ("created", "annotator"),
    "message": ("created",),
    "query": ("created", "annotator"),
    "assignment": ("created", "by"),
}
"""What may differ between heads that say the same, by kind of register."""


class Outcome(NamedTuple):
    """A register before and after a merge: the ids of its heads in order, and the shown body."""

    register: Register
    document_id: str | None
    old_ids: bytes
    old_body: str | None
    new_ids: bytes
    new_body: str | None
    is_conflict: bool
    rows: Sequence[ChangeRow]


def outcomes(connection: sqlite3.Connection, stage: Stage, kind: str) -> Iterator[list[Outcome]]:
    """What the registers of one kind that the stage writes to will hold, in blocks."""
    rows = stage.rows(
        "SELECT id, edit, kind, target, field, document_id, prev, body FROM change"
        " WHERE kind = ? ORDER BY target, field, id",
        (kind,),
    )
    groups = ((register, list(some)) for register, some in groupby(rows, key=itemgetter(2, 3, 4)))
    while block := list(islice(groups, BLOCK)):
        heads = read_heads(connection, [register for register, _ in block])
        yield [_outcome(connection, register, heads.get(register), some) for register, some in block]


def reversed_outcomes(
    connection: sqlite3.Connection, stage: Stage, kind: str
) -> Iterator[list[Outcome]]:
    """What the registers of one kind held before the merge that was made of this stage, in blocks."""
    rows = stage.rows(
        "SELECT DISTINCT change.kind, change.target, change.field, before.ids FROM change"
        " LEFT JOIN before ON before.kind = change.kind AND before.target = change.target"
        " AND before.field = change.field WHERE change.kind = ?",
        (kind,),
    )
    while block := list(islice(rows, BLOCK)):
        heads = read_heads(connection, [row[:3] for row in block])
        if any(row[:3] not in heads for row in block):
            raise not_there()
        yield [_before(connection, row[:3], heads[row[:3]], row[3] or b"") for row in block]


def _before(connection: sqlite3.Connection, register: Register, head: Head, ids: bytes) -> Outcome:
    bodies = [body_of(connection, id_) for id_ in split_ids(ids)]
    body = shown(bodies) if bodies else None
    is_conflict = differ(register, bodies)
    return Outcome(register, head.document_id, head.ids, head.body, ids, body, is_conflict, ())


def _outcome(
    connection: sqlite3.Connection, register: Register, head: Head | None, rows: list[ChangeRow]
) -> Outcome:
    document = rows[-1][5]
    if head is None and len(rows) == 1 and not rows[0][6]:  # new to the project, and written once
        id_, body = rows[0][0], rows[0][7]
        return Outcome(register, document, b"", None, id_, body, False, rows)
    old_ids, old_body = (head.ids, head.body) if head is not None else (b"", None)
    replaced = {id_ for row in rows if row[6] for id_ in split_ids(row[6])}
    lacking = replaced.difference([row[0] for row in rows], split_ids(old_ids))
    if lacking and len(known_ids(connection, "change", list(lacking))) < len(lacking):
        raise not_there()
    if register[0] in ("span", "relation"):
        homes = {row[5] for row in rows} | ({head.document_id} if head is not None else set())
        if len(homes) > 1:
            raise ProjectError(f"The {register[0]} {register[1]} belongs to two articles: it is forged.")
    left: list[tuple[bytes, Any]] = [(row[0], row[7]) for row in rows if row[0] not in replaced]
    kept = [id_ for id_ in split_ids(old_ids) if id_ not in replaced]
    if kept:
        left += [(id_, body_of(connection, id_)) for id_ in kept]
        left = sorted(dict(left).items())
    bodies = [body for _, body in left]
    ids = b"".join(id_ for id_, _ in left)
    return Outcome(
        register, document, old_ids, old_body, ids, shown(bodies), differ(register, bodies), rows
    )


def not_there() -> ProjectError:
    """The error of a merge, or of taking one back, for which the project has too little."""
    return ProjectError(
        "The project does not have all that it had when the merge was prepared.",
        "Nothing was changed. Look at the files once more.",
    )


def differ(register: Register, bodies: Sequence[str | None]) -> bool:
    """Whether heads of a register with these bodies say different things: a conflict.

    Kinds that this version does not know are carried along and never shown as conflicts.
    """
    if len(set(bodies)) < 2:
        return False
    kind, _, field = register
    if kind not in FIELD_KINDS and kind not in ("span", "relation"):
        return False
    passed_over = _UNDECIDED.get(kind, ()) if kind != "document" or field == "" else ()
    said = {None if body is None else _content(body, passed_over) for body in bodies}
    return len(said) > 1


def _content(body: str, passed_over: tuple[str, ...]) -> str:
    value = json.loads(body)
    if isinstance(value, dict):
        value = {key: one for key, one in value.items() if key not in passed_over}
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
