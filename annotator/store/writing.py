"""Writing one edit: its changes, their heads, and the tables that show what is current.

Everything happens in blocks inside the caller's transaction, so that one label and an
import of a million take the same way, and bulk goes at the speed of `executemany`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import UserError
from annotator.model.additions import blocks, one_by_one
from annotator.model.change import Change, register_of
from annotator.model.values import CODEBOOK_KINDS, Field, NewDocument, Relation, Span, Value
from annotator.store import additions, bulk, rows, rules, things, unshown
from annotator.store.changes import (
    ID_LENGTH,
    Clock,
    Head,
    change_id,
    edit_id,
    read_heads,
    split_ids,
)
from annotator.store.staleness import Register, refuse_if_stale
from annotator.store.state import StateWriter

if TYPE_CHECKING:
    import sqlite3

    from annotator.model.additions import Step
    from annotator.model.annotation_columns import RelationColumns, SpanColumns
    from annotator.store.texts import Texts

BLOCK = 2000
FEW = 20
"""So many new spans and relations in a block are worth a way of their own."""
CODEBOOK = "codebook"
Progress = Callable[[int, int], None]


class EditHead(NamedTuple):
    """What an edit says of itself, before its changes."""

    title: str
    annotator: str
    time: str
    replica: str
    undoes: bytes | None = None


class Written(NamedTuple):
    """An edit that was written: its id, and whether it changed the codebook."""

    id: bytes
    is_codebook: bool


class _Entry(NamedTuple):
    """One change, made ready to be written."""

    register: Register
    document_id: str | None
    before: Value | None
    after: Value | None
    body: str | None


class EditWriter:
    """Writes the changes of one edit; the caller holds the transaction."""

    def __init__(
        self, connection: sqlite3.Connection, clock: Clock, texts: Texts, *, edit: bytes, time: str
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._texts = texts
        self._edit = edit
        self._time = time
        self._state = StateWriter(connection)
        self._additions = additions.AdditionWriter(connection, clock, texts, edit)
        self._things: dict[str, dict[str, None]] = defaultdict(dict)
        self._newest = self._newest_ids()
        self._homes: set[str] = set()
        self.subjects: set[str] = set()

    def write(self, steps: Iterable[Step], *, total: int = 0, progress: Progress | None = None) -> int:
        """Write all changes, report how many are done, and return how many there were."""
        done = 0
        for block, size in blocks(steps, BLOCK):
            self._write_steps(block)
            done += size
            if progress is not None:
                progress(done, total)
        self._finish()
        return done

    def _write_steps(self, block: Sequence[Step]) -> None:
        """Write a block; spans and relations that are new take a shorter way if they can."""
        spans, relations, others = additions.sorted_out(block)
        if len(spans) + len(relations) < FEW or not self._are_fresh(spans, relations, others):
            self._write_block([self._entry(change) for change in one_by_one(block)])
            return
        if others:
            self._write_block([self._entry(change) for change in others])
        self.subjects.update(spans.document_ids, relations.document_ids)
        self._homes.update(spans.document_ids, relations.document_ids)
        self._state.note_loose(self._additions.write(spans, relations))

    def _are_fresh(
        self, spans: SpanColumns, relations: RelationColumns, others: Sequence[Change]
    ) -> bool:
        """Whether nothing was ever written to these registers, nor is by the other changes."""
        newest = self._newest
        return (
            not self._state.has_removed_any
            and not any(isinstance(change.value, Span | Relation) for change in others)
            and additions.are_distinct_and_after(newest["span"], spans.ids)
            and additions.are_distinct_and_after(newest["relation"], relations.ids)
        )

    def _entry(self, change: Change) -> _Entry:
        """Look at what the change says, refuse what no edit may say, and encode it."""
        before, after = change.before, change.after
        value = change.value
        kind, target, field = register = register_of(value)
        if before is not None and after is not None and register_of(before) != register:
            raise UserError(f"{rules.name_of(after)} cannot take the place of another value.")
        document_id, body = None, None
        if isinstance(value, Span | Relation):
            document_id = value.document_id
            if before is not None and before.document_id != document_id:  # type: ignore[union-attr]
                raise UserError(f"{rules.name_of(value)} cannot move to another article.")
            body = self._annotation_body(after)
        elif isinstance(value, NewDocument):
            document_id = target
            self._things["document"][target] = None
            body = self._document_body(value) if after is not None else None
        else:
            self._things[kind][target] = None
            document_id = change.document_id
            if kind in CODEBOOK_KINDS:
                self.subjects.add(CODEBOOK)
            if isinstance(after, Field):
                rules.check_field(after)
                body = rows.field_body(after)
        if document_id is not None:
            self.subjects.add(document_id)
            if after is not None or isinstance(value, NewDocument):
                self._homes.add(document_id)
        return _Entry((kind, target, field), document_id, before, after, body)

    def _annotation_body(self, value: Value | None) -> str | None:
        if isinstance(value, Span):
            rules.check_span(value, self._texts.get(value.document_id))
            return rows.span_body(value)
        return rows.relation_body(value) if isinstance(value, Relation) else None

    def _document_body(self, document: NewDocument) -> str:
        """Keep the text and the original for good; made again, it is as old as it was.

        A time that the document brings along holds.
        """
        rules.check_document(document)
        connection = self._connection
        self._texts.put(document.id, document.text)
        self._state.keep_text(document)
        if document.created:
            return rows.document_body(document, created=document.created)
        row = connection.execute(
            "SELECT made.body ->> 'created' FROM head JOIN change AS gone ON gone.id = head.change"
            " JOIN change AS made ON made.id = substr(gone.prev, 1, 24)"
            " WHERE head.kind = 'document' AND head.target = ? AND head.field = ''",
            (document.id,),
        ).fetchone()
        return rows.document_body(document, created=row[0] if row is not None else self._time)

    def _write_block(self, entries: Sequence[_Entry]) -> None:
        heads = self._heads(entries)
        place = self._connection, self._texts.get
        replaced: list[tuple[str, str, str, bytes]] = []
        written: list[tuple[object, ...]] = []
        touched: dict[Register, None] = {}
        settled: list[Register] = []
        for register, document_id, before, after, body in entries:
            head = heads.get(register)
            if before is not None or head is not None:
                refuse_if_stale(*place, register, document_id, before, after, head)
            prev = head.ids if head is not None else b""
            if head is not None and register not in touched:
                replaced += [(*register, id_) for id_ in split_ids(head.ids)]
                if len(head.ids) > ID_LENGTH:
                    settled.append(register)
            id_ = change_id(self._clock.next(), self._edit, *register, document_id, prev, body)
            written.append((id_, self._edit, *register, document_id, prev, body))
            heads[register] = Head(id_, body, (self._edit,), document_id)
            touched[register] = None
            if register[0] == "span" or register[0] == "relation":
                self._state.note(register[0], register[1], before, after)
        execute = self._connection.executemany
        execute("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)", written)
        if replaced:
            execute(
                "DELETE FROM head WHERE kind = ? AND target = ? AND field = ? AND change = ?", replaced
            )
        execute("INSERT INTO head VALUES (?, ?, ?, ?)", [(*r, heads[r].ids) for r in touched])
        execute("DELETE FROM conflict WHERE kind = ? AND target = ? AND field = ?", settled)
        self._state.flush()

    def _heads(self, entries: Sequence[_Entry]) -> dict[Register, Head]:
        """What the registers of a block hold; those surely never written are not asked for."""
        wanted = {e.register: None for e in entries if not self._is_fresh(e)}
        return read_heads(self._connection, wanted)

    def _is_fresh(self, entry: _Entry) -> bool:
        """Whether the id is greater than any before this edit (new ids sort by time)."""
        kind, target, _ = entry.register
        newest = self._newest.get(kind)
        return (
            newest is not None
            and entry.before is None
            and target > newest
            and not self._state.has_removed(target)
        )

    def _newest_ids(self) -> dict[str, str]:
        query = "SELECT coalesce(max(target), '') FROM head WHERE kind = ?"
        return {
            kind: self._connection.execute(query, (kind,)).fetchone()[0] for kind in ("span", "relation")
        }

    def _finish(self) -> None:
        """Write what is kept by fields, and refuse an edit that leaves loose ends."""
        for kind, targets in self._things.items():
            things.refresh(self._connection, kind, targets)
        self._state.check_relations()
        for document_id in self._homes:  # of one that others have removed, what is left can go
            self._state.check_document(document_id)
        unshown.settle(self._connection, self.subjects)


def write_edit(
    connection: sqlite3.Connection,
    clock: Clock,
    texts: Texts,
    head: EditHead,
    changes: Iterable[Step],
    *,
    total: int = 0,
    is_bulk: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Write an edit with all its changes; the caller holds the transaction.

    What `is_bulk` is written with `bulk.trust`, so that SQLite need not look at each row.
    """
    (codebook,) = connection.execute(
        "SELECT max(edit) FROM edit_subject WHERE subject = ?", (CODEBOOK,)
    ).fetchone()
    id_ = edit_id(
        clock.tick(), head.title, head.annotator, head.time, head.undoes, head.replica, codebook
    )
    writer = EditWriter(connection, clock, texts, edit=id_, time=head.time)
    with bulk.trust(connection, writer.subjects) if is_bulk else nullcontext():
        size = writer.write(changes, total=total, progress=progress)
    connection.execute(
        "INSERT INTO edit (id, title, annotator, time, undoes, replica, codebook, size)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (id_, head.title, head.annotator, head.time, head.undoes, head.replica, codebook, size),
    )
    subjects = [(subject, id_) for subject in writer.subjects]
    connection.executemany("INSERT INTO edit_subject VALUES (?, ?)", subjects)
    return Written(id_, CODEBOOK in writer.subjects)
