"""What makes changes last: their clock, their ids and the heads of their registers."""

from __future__ import annotations

import json
import time
from hashlib import blake2b
from secrets import randbits
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

ID_LENGTH = 24
_COUNTER_BITS = 16
_DAY = 24 * 60 * 60 * 1000


class Clock:
    """A hybrid logical clock: 48 bits of milliseconds, 16 of counter; it never goes back.

    A clock seen more than 24 hours ahead of ours does not move it.
    """

    def __init__(self, last: int = 0) -> None:
        self.last = last

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Clock:
        """The clock that goes on after all that the file has seen."""
        limit = ((_milliseconds() + _DAY) << _COUNTER_BITS).to_bytes(8, "big")
        last = 0
        for table in ("edit", "change"):
            (seen,) = connection.execute(
                f"SELECT max(id) FROM {table} WHERE id < ?", (limit,)
            ).fetchone()
            if seen is not None:
                last = max(last, clock_of(seen))
        return cls(last)

    def tick(self) -> int:
        """The next moment: the present time, or just after the last moment.

        The counter begins anywhere: two machines that share a replica id, one being a copy of
        the other, must not make two edits of one id in the same millisecond.
        """
        present = (_milliseconds() << _COUNTER_BITS) + randbits(_COUNTER_BITS - 1)
        self.last = max(present, self.last + 1)
        return self.last

    def next(self) -> int:
        """The moment just after the last one."""
        self.last += 1
        return self.last

    def take(self, count: int) -> range:
        """So many moments one after the other, the first just after the last one."""
        self.last += count
        return range(self.last - count + 1, self.last + 1)


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000


def clock_of(id_: bytes) -> int:
    """The moment that an edit's or a change's id begins with."""
    return int.from_bytes(id_[:8], "big")


def is_ahead(id_: bytes) -> bool:
    """Whether this was written by a clock more than 24 hours ahead of ours."""
    return clock_of(id_) >> _COUNTER_BITS > _milliseconds() + _DAY


def edit_id(
    moment: int,
    title: str,
    annotator: str,
    time_: str,
    undoes: bytes | None,
    replica: str,
    codebook: bytes | None,
) -> bytes:
    """The id of an edit: its moment, and a hash of everything that it says."""
    stamp = moment.to_bytes(8, "big")
    parts = [title.encode(), annotator.encode(), time_.encode(), undoes, replica.encode(), codebook]
    lengths = " ".join("-" if part is None else str(len(part)) for part in parts)
    content = b"".join(part or b"" for part in parts)
    digest = blake2b(stamp + lengths.encode() + b"\n" + content, digest_size=16)
    return stamp + digest.digest()


def change_id(
    moment: int,
    edit: bytes,
    kind: str,
    target: str,
    field: str,
    document_id: str | None,
    prev: bytes,
    body: str | None,
) -> bytes:
    """The id of a change: its moment, and a hash of everything that it says."""
    stamp = moment.to_bytes(8, "big")
    text = (
        f"{len(kind)} {len(target)} {len(field)} {'-' if document_id is None else len(document_id)}"
        f" {len(prev)} {'-' if body is None else len(body)}\n"
        f"{kind}{target}{field}{document_id or ''}{body or ''}"
    )
    return stamp + blake2b(stamp + edit + prev + text.encode(), digest_size=16).digest()


class Head(NamedTuple):
    """What a register holds: all its heads' ids in order, and the body that is shown.

    `edits` are the edits that wrote the heads.
    """

    ids: bytes
    body: str | None
    edits: tuple[bytes, ...]
    document_id: str | None


def split_ids(ids: bytes) -> list[bytes]:
    """The change ids that stand one after the other in `ids`."""
    return [ids[at : at + ID_LENGTH] for at in range(0, len(ids), ID_LENGTH)]


def body_of(connection: sqlite3.Connection, id_: bytes) -> str | None:
    """What a change wrote; None if it removed."""
    (body,) = connection.execute("SELECT body FROM change WHERE id = ?", (id_,)).fetchone()
    return None if body is None else str(body)


def shown(bodies: list[str | None]) -> str | None:
    """The body that is shown of several heads in the order of their ids.

    A deletion wins, else the last.
    """
    return None if None in bodies else bodies[-1]


_COLUMNS = (
    "SELECT head.kind, head.target, head.field, head.change, change.body, change.edit,"
    " change.document_id FROM"
)
_JOIN = "head JOIN change ON change.id = head.change WHERE"
_ONE = f"{_COLUMNS} {_JOIN} head.kind = ? AND head.target = ? AND head.field = ? ORDER BY head.change"
_MANY = (
    f"{_COLUMNS} json_each(?) AS wanted CROSS JOIN {_JOIN}"
    " head.kind = ? AND head.target = wanted.value ORDER BY head.change"
)
_FEW = 8


def read_heads(
    connection: sqlite3.Connection, registers: Iterable[tuple[str, str, str]]
) -> dict[tuple[str, str, str], Head]:
    """What the registers hold; those to which nothing was ever written are absent.

    Of a thing that several are asked for, other registers may be there, too.
    """
    rows: list[tuple[Any, ...]] = []
    wanted: dict[str, list[tuple[str, str, str]]] = {}
    for register in registers:
        wanted.setdefault(register[0], []).append(register)
    for kind, own in wanted.items():
        if len(own) < _FEW:
            for register in own:
                rows += connection.execute(_ONE, register)
        else:
            targets = list(dict.fromkeys(target for _, target, _ in own))
            rows += connection.execute(_MANY, (json.dumps(targets), kind))
    return _joined(rows)


def _joined(rows: list[tuple[Any, ...]]) -> dict[tuple[str, str, str], Head]:
    heads: dict[tuple[str, str, str], Head] = {}
    for kind, target, field, id_, body, edit, document_id in rows:
        register = (kind, target, field)
        old = heads.get(register)
        if old is None:
            heads[register] = Head(id_, body, (edit,), document_id)
        elif id_ not in split_ids(old.ids):
            both = shown([old.body, body])
            heads[register] = Head(old.ids + id_, both, (*old.edits, edit), document_id)
    return heads


_WRITER = (
    "SELECT edit.id, edit.undoes, change.prev FROM change JOIN edit ON edit.id = change.edit"
    " WHERE change.id = ?"
)


def is_given_back(connection: sqlite3.Connection, head: Head, edit: bytes | None) -> bool:
    """Whether all that was done since this edit was undone again, so that its own value is back."""
    waiting: list[bytes] = []
    written = head.ids
    while len(written) == ID_LENGTH:
        writer, undoes, before = connection.execute(_WRITER, (written,)).fetchone()
        if waiting and writer == waiting[-1]:
            waiting.pop()
            before = _before(connection, before, writer)
        elif writer == edit:
            return not waiting
        elif undoes is not None:
            waiting.append(undoes)
        else:
            return False
        written = before
    return False


def _before(connection: sqlite3.Connection, written: bytes, writer: bytes) -> bytes:
    """The changes that were there before this edit wrote to the register, perhaps several times."""
    while len(written) == ID_LENGTH:
        edit, _, before = connection.execute(_WRITER, (written,)).fetchone()
        if edit != writer:
            break
        written = before
    return written
