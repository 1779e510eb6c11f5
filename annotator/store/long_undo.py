"""Undo and redo of edits with very many changes: block by block, not all in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.values import Field, Span
from annotator.store.changes import read_heads
from annotator.store.undo import Reversal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from annotator.model.change import Change, Edit, Register

LONG = 20_000
"""Edits of more changes than this are taken back block by block, where that can be done."""

_SHAPE = (
    "SELECT count(*), coalesce(sum(kind = 'document' AND field = ''), 0),"
    " coalesce(sum(body IS NOT NULL AND prev = x''), 0)"
    " FROM change WHERE edit = ? AND id BETWEEN ? AND ?"
)
_TWICE = (
    "SELECT 1 FROM change WHERE edit = ? AND id BETWEEN ? AND ?"
    " GROUP BY kind, target, field HAVING count(*) > 1 LIMIT 1"
)


def may_be_long(connection: sqlite3.Connection, edit_id: bytes, ids: tuple[bytes, bytes]) -> bool:
    """Whether the edit is long, writes each register once, and creates no document.

    `ids` are the least and the greatest that its changes can have.
    """
    count, documents, _ = connection.execute(_SHAPE, (edit_id, *ids)).fetchone()
    if count <= LONG or documents:
        return False
    return connection.execute(_TWICE, (edit_id, *ids)).fetchone() is None


def additions(connection: sqlite3.Connection, edit_id: bytes, ids: tuple[bytes, bytes]) -> int:
    """How many things the edit adds that its undo removes."""
    return int(connection.execute(_SHAPE, (edit_id, *ids)).fetchone()[2])


class LongReversal(Reversal):
    """Works out the changes of a long reversal one block after the other.

    Fields that come back are written first (spans may need their entity), then spans and
    relations, the newest first, and last the fields that go. Of what has passed only ids
    are kept: a block must not depend on the former being in the tables already.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        text_of: Callable[[str], str | None],
        edit: Edit,
        fields: Iterable[Change],
        blocks: Iterator[Sequence[Change]],
    ) -> None:
        """`fields` and `blocks` are the edit's changes, the newest first; blocks have no fields."""
        super().__init__(connection, text_of, edit)
        self._fields = list(fields)
        self._blocks = blocks
        self._settled: dict[Register, Change] = {}
        self._gone: set[str] = set()
        self._there: set[str] = set()
        self._moved: set[str] = set()

    def stream(self) -> Iterator[Change]:
        """The changes to write, in order; `left` is complete when they are at an end."""
        inverse = self._free_of(self._fields)
        self._kept = {r: change for r, change in inverse.items() if change.after is not None}
        self._leave_homeless()
        self._settled = dict(self._kept)
        yield from self._kept.values()
        for block in self._blocks:
            self._kept = self._free_of(block)
            self._leave_homeless()
            self._leave_relations()
            self._leave_spans()
            self._leave_lost_entities()
            self._note()
            yield from self._kept.values()
        self._kept = {r: change for r, change in inverse.items() if change.after is None}
        self._keep_author()
        self._leave_used()
        yield from self._kept.values()

    def _free_of(self, changes: Sequence[Change]) -> dict[Register, Change]:
        """The inverse of those changes that nobody has built on, by register."""
        found = {change.register: change for change in changes}
        heads = read_heads(self._connection, found)
        return {r: found[r].inverse() for r in found if self._is_free(r, found[r], heads[r])}

    def _note(self) -> None:
        """Remember what this block does, for the blocks after it."""
        for register, change in self._kept.items():
            before, after = change.before, change.after
            if after is None:
                self._gone.add(register.id)
            elif before is None:
                self._there.add(register.id)
            elif isinstance(before, Span) and isinstance(after, Span):
                if (before.entity, before.label) != (after.entity, after.label):
                    self._moved.add(register.id)
            elif not isinstance(after, Field):
                self._moved.add(register.id)

    # ------------------------------------------------------------ what has passed

    def _decided(self, register: Register) -> Change | None:
        return super()._decided(register) or self._settled.get(register)

    def _has_span(self, id_: str) -> bool:
        if id_ in self._there or id_ in self._gone:
            return id_ in self._there
        return super()._has_span(id_)

    def _is_removed(self, kind: str, id_: str, name: str = "") -> bool:
        return id_ in self._gone or super()._is_removed(kind, id_, name)

    def _lets_go(self, kind: str, id_: str) -> bool:
        return id_ in self._gone or id_ in self._moved or super()._lets_go(kind, id_)
