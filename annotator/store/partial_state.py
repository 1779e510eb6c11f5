"""What is current in a new file that holds only history so far, worked out from its changes."""

from __future__ import annotations

from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from annotator.errors import ProjectError
from annotator.model.values import CODEBOOK_KINDS
from annotator.store import rows, things
from annotator.store.changes import ID_LENGTH, shown, split_ids
from annotator.store.state import FRAGMENT, fragment_rows, insertion
from annotator.store.writing import CODEBOOK

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_AT_ONCE = 2_000
_KINDS = ", ".join(f"'{kind}'" for kind in CODEBOOK_KINDS)
_CURRENT = (
    "SELECT head.target, change.document_id, change.body FROM head"
    " JOIN change ON change.id = head.change WHERE head.kind = ? ORDER BY head.target, head.change"
)
_STEPS = (
    "INSERT INTO head SELECT kind, target, field, id FROM change"
    " WHERE id NOT IN (SELECT id FROM replaced)",
    "DROP TABLE replaced",
    "INSERT INTO part SELECT edit.id FROM edit JOIN"
    " (SELECT edit, count(*) AS number FROM change GROUP BY edit) AS counted"
    " ON counted.edit = edit.id WHERE counted.number < edit.size",
    f"INSERT INTO edit_subject SELECT DISTINCT coalesce(document_id, '{CODEBOOK}'), edit FROM change"
    f" WHERE document_id IS NOT NULL OR kind IN ({_KINDS})",
)


def fill(reading: sqlite3.Connection, writing: sqlite3.Connection) -> None:
    """Write heads, current rows and search of a new file; `reading` is what it was made from.

    The caller holds the transaction. `ProjectError` where a change lacks one before it.
    """
    _mark_replaced(writing)
    for statement in _STEPS:
        writing.execute(statement)
    for kind in things.COLUMNS:
        targets = writing.execute("SELECT DISTINCT target FROM head WHERE kind = ?", (kind,))
        things.refresh(writing, kind, [target for (target,) in targets])
    _fill_spans(writing)
    _fill_relations(writing)
    _fill_conflicts(reading, writing)
    _fill_signatures(reading, writing)


def _mark_replaced(writing: sqlite3.Connection) -> None:
    writing.execute("CREATE TEMP TABLE replaced (id BLOB PRIMARY KEY) WITHOUT ROWID")
    writing.execute(
        "INSERT OR IGNORE INTO replaced SELECT prev FROM change WHERE length(prev) = ?", (ID_LENGTH,)
    )
    several = writing.execute("SELECT prev FROM change WHERE length(prev) > ?", (ID_LENGTH,)).fetchall()
    ids = ((id_,) for (prev,) in several for id_ in split_ids(prev))
    writing.executemany("INSERT OR IGNORE INTO replaced VALUES (?)", ids)
    lacking = "SELECT 1 FROM replaced WHERE id NOT IN (SELECT id FROM change) LIMIT 1"
    if writing.execute(lacking).fetchone():
        raise ProjectError("The project was changed while a part of it was written.", "Try again.")


def _current(writing: sqlite3.Connection, kind: str) -> Iterator[list[tuple[str, str, str]]]:
    """The id, article and shown body of every span or relation, a block at a time."""
    heads = groupby(writing.execute(_CURRENT, (kind,)), key=itemgetter(0))
    found = (list(group) for _target, group in heads)
    whole = ((group[-1][0], group[-1][1], shown([row[2] for row in group])) for group in found)
    left = ((id_, article, body) for id_, article, body in whole if body is not None)
    while block := list(islice(left, _AT_ONCE)):
        yield block


def _fill_spans(writing: sqlite3.Connection) -> None:
    articles = {id_ for (id_,) in writing.execute("SELECT id FROM document")}
    for block in _current(writing, "span"):
        spans = [rows.span_from_body(*one) for one in block if one[1] in articles]
        writing.executemany(insertion("span", rows.SPAN_COLUMNS), map(rows.span_row, spans))
        writing.executemany(FRAGMENT, fragment_rows(spans))
        waiting = [("span", one[0], one[1], None, None) for one in block if one[1] not in articles]
        writing.executemany("INSERT INTO unshown VALUES (?, ?, ?, ?, ?)", waiting)


def _fill_relations(writing: sqlite3.Connection) -> None:
    tied = "SELECT count(*) FROM span WHERE id IN (?, ?) AND document_id = ?"
    for block in _current(writing, "relation"):
        written: list[tuple[str, ...]] = []
        waiting: list[tuple[Any, ...]] = []
        for one in block:
            relation = rows.relation_from_body(*one)
            ends = (relation.from_id, relation.to_id)
            (number,) = writing.execute(tied, (*ends, relation.document_id)).fetchone()
            if number == len(set(ends)):
                written.append(rows.relation_row(relation))
            else:
                waiting.append(("relation", relation.id, relation.document_id, *ends))
        writing.executemany(insertion("relation", rows.RELATION_COLUMNS), written)
        writing.executemany("INSERT INTO unshown VALUES (?, ?, ?, ?, ?)", waiting)


def _fill_conflicts(reading: sqlite3.Connection, writing: sqlite3.Connection) -> None:
    """A register that is whole is in conflict here exactly if it is there."""
    several = writing.execute(
        "SELECT kind, target, field FROM head GROUP BY kind, target, field HAVING count(*) > 1"
    ).fetchall()
    query = "SELECT * FROM conflict WHERE kind = ? AND target = ? AND field = ?"
    found = (reading.execute(query, register).fetchone() for register in several)
    writing.executemany("INSERT INTO conflict VALUES (?, ?, ?, ?)", [row for row in found if row])


def _fill_signatures(reading: sqlite3.Connection, writing: sqlite3.Connection) -> None:
    """Near-duplicates are named by the first of them that is in the file."""
    query = (
        "SELECT signature.document_id, hashes, near_duplicates FROM chosen"
        " JOIN signature ON signature.document_id = chosen.id JOIN text USING (document_id)"
        " ORDER BY text.number"
    )
    known = {id_ for (id_,) in writing.execute("SELECT id FROM document")}
    found = [row for row in reading.execute(query) if row[0] in known]
    members: dict[str, list[str]] = {}
    for id_, _hashes, group in found:
        if group:
            members.setdefault(group, []).append(id_)
    first = {group: ids[0] for group, ids in members.items() if len(ids) > 1}
    signed = [(id_, hashes, first.get(group, "")) for id_, hashes, group in found]
    writing.executemany("INSERT INTO signature VALUES (?, ?, ?)", signed)
