"""What things said before they went, who began them, and who uses them: for reconciling and deciding."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from annotator.model.change import Register
from annotator.model.values import Field
from annotator.store import rows, things
from annotator.store.changes import read_heads, split_ids
from annotator.store.failures import answers_in_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from annotator.model.merge_preview import Conflict
    from annotator.model.values import Relation, Span, Value
    from annotator.store.texts import Texts

_BATCH = 2_000
_STRETCHES = {
    "label": ("span", "label"),
    "relation_type": ("relation", "label"),
    "annotator": ("span", "annotator"),
}
_KEYS = (
    "SELECT said.key, count(*) FROM span, json_each(span.attributes) AS said"
    " WHERE span.id > ? AND span.id <= ? AND span.attributes <> '{}' GROUP BY said.key"
)
_BY_ENTITY = (
    "SELECT entity, count(*) FROM span INDEXED BY span_by_entity"
    " WHERE entity IS NOT NULL GROUP BY entity"
)
_WRITER = (
    "SELECT edit.annotator, edit.time, change.prev FROM change JOIN edit ON edit.id = change.edit"
    " WHERE change.id = ?"
)
_CHANGE = "SELECT edit, document_id, prev, body FROM change WHERE id = ?"


@answers_in_words
class BygoneQueries:
    """Questions about what was, and about what stands open."""

    path: Path
    _connection: sqlite3.Connection
    _texts: Texts
    if TYPE_CHECKING:
        _conflict: Callable[[Register, str | None], Conflict]
        stretches: Callable[[str], Iterator[tuple[str, str]]]

    def shown_fields(self, kind: str, id_: str) -> dict[str, Field]:
        """The fields of a thing as they are shown, by name."""
        found = things.fields_of(self._connection, kind, id_)
        return {name: Field(kind, id_, name, value) for name, value in found.items()}

    def last_fields(self, kind: str, id_: str) -> dict[str, Field]:
        """The fields of a thing that is gone, as they were when it went; as they are, if it is there."""
        shown = self.shown_fields(kind, id_)
        key = "" if kind == "document" else "name"
        query = "SELECT DISTINCT field FROM head WHERE kind = ? AND target = ?"
        registers = [(kind, id_, name) for (name,) in self._connection.execute(query, (kind, id_))]
        heads = read_heads(self._connection, registers)
        name_head = heads.get((kind, id_, key))
        if key in shown or name_head is None:
            return shown
        gone_in = set(name_head.edits)
        for register in registers:
            head = heads[register]
            is_open = len(set(head.edits)) > 1
            if register[2] in shown or not (is_open or gone_in & set(head.edits)):
                continue
            body = self._last_body(head.ids)
            if body is not None and register[2]:
                shown[register[2]] = rows.field_from_body(*register, body)
        return shown

    def last_value(self, register: Register) -> Value | None:
        """What a register said last, though it may be gone; None if it never said anything."""
        head = read_heads(self._connection, [register]).get(register)
        body = self._last_body(head.ids) if head is not None else None
        if head is None or body is None:
            return None
        return rows.value_from_body(*register, head.document_id, body, self._texts.get)

    def shown_value(self, register: Register) -> Value | None:
        """What a register shows now."""
        head = read_heads(self._connection, [register]).get(register)
        if head is None or head.body is None:
            return None
        return rows.value_from_body(*register, head.document_id, head.body, self._texts.get)

    def removers(self, register: Register) -> tuple[bytes, ...]:
        """The edits that hold a register: of one that is gone, those that removed it."""
        head = read_heads(self._connection, [register]).get(register)
        return head.edits if head is not None else ()

    def former_values(self, register: Register) -> Iterator[Value]:
        """All that a register has said, the latest first."""
        head = read_heads(self._connection, [register]).get(register)
        waiting = split_ids(head.ids) if head is not None else []
        seen: set[bytes] = set()
        while waiting:
            waiting.sort()
            id_ = waiting.pop()
            if id_ in seen:
                continue
            seen.add(id_)
            _, document, prev, body = self._connection.execute(_CHANGE, (id_,)).fetchone()
            waiting += split_ids(prev)
            if body is not None:
                yield rows.value_from_body(*register, document, body, self._texts.get)

    def _last_body(self, ids: bytes) -> str | None:
        while ids:
            found = [self._connection.execute(_CHANGE, (id_,)).fetchone() for id_ in split_ids(ids)]
            bodies = [row[3] for row in found if row[3] is not None]
            if bodies:
                return str(bodies[-1])
            ids = b"".join(sorted({one for row in found for one in split_ids(row[2])}))
        return None

    def began(self, kind: str, id_: str) -> tuple[str, str]:
        """Who brought a thing in, by id, and when; empty where nothing was ever written of it."""
        head = read_heads(self._connection, [(kind, id_, "name")]).get((kind, id_, "name"))
        ids = split_ids(head.ids) if head is not None else []
        by, time = "", ""
        while ids:
            by, time, prev = self._connection.execute(_WRITER, (min(ids),)).fetchone()
            ids = split_ids(prev)
        return by, time

    # ------------------------------------------------------------ what is used

    def used(self, kind: str, ids: Collection[str]) -> set[str]:
        """Which of these labels, relation types, entities or annotators annotations name."""
        left = set(ids) if kind in ("entity", *_STRETCHES) else set()
        found: set[str] = set()
        if kind == "entity":
            query = "SELECT EXISTS (SELECT 1 FROM span WHERE entity = ?)"
            return {id_ for id_ in left if self._connection.execute(query, (id_,)).fetchone()[0]}
        tables = [_STRETCHES[kind]] if left else []
        if kind == "annotator" and left:
            tables.append(("relation", "annotator"))
            query = "SELECT DISTINCT annotator FROM work"
            found = left & {id_ for (id_,) in self._connection.execute(query).fetchall()}
        for table, column in tables:
            query = f"SELECT DISTINCT {column} FROM {table} WHERE id > ? AND id <= ?"
            for stretch in self.stretches(table):
                if left <= found:
                    break
                found |= left & {id_ for (id_,) in self._connection.execute(query, stretch).fetchall()}
        return found

    def use_counts(self, *kinds: str) -> dict[str, dict[str, int]]:
        """How many annotations name each thing of these kinds, in short statements."""
        counts: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
        for kind in kinds:
            if kind == "entity":
                counts[kind].update(dict(self._connection.execute(_BY_ENTITY).fetchall()))
                continue
            table, column = _STRETCHES.get(kind, ("span", ""))
            query = f"SELECT {column}, count(*) FROM {table} WHERE id > ? AND id <= ? GROUP BY 1"
            for stretch in self.stretches(table):
                rows_ = self._connection.execute(query if column else _KEYS, stretch).fetchall()
                for id_, count in rows_:
                    counts[kind][id_] += count
        return {kind: dict(found) for kind, found in counts.items()}

    def lost_entities(self) -> dict[str, int]:
        """The entities that spans point to and that are not in the project, with how many do."""
        query = (
            "SELECT span.entity, count(*) FROM span INDEXED BY span_by_entity"
            " LEFT JOIN entity ON entity.id = span.entity"
            " WHERE span.entity IS NOT NULL AND entity.id IS NULL GROUP BY span.entity"
        )
        return dict(self._connection.execute(query).fetchall())

    def annotations_by(self, annotator_id: str) -> Iterator[Span | Relation]:
        """All spans and relations of one annotator, in short statements."""
        kinds: tuple[tuple[str, str, Callable[[tuple[Any, ...]], Span | Relation]], ...] = (
            ("span", rows.SPAN_COLUMNS, rows.span_from_row),
            ("relation", rows.RELATION_COLUMNS, rows.relation_from_row),
        )
        for table, columns, made in kinds:
            last = ""
            query = (
                f"SELECT {columns} FROM {table} WHERE annotator = ? AND id > ?"
                f" ORDER BY id LIMIT {_BATCH}"
            )
            while found := self._connection.execute(query, (annotator_id, last)).fetchall():
                yield from map(made, found)
                last = found[-1][0]

    # ------------------------------------------------------------ what stands open

    def open_registers(self) -> set[Register]:
        """The registers whose versions say different things."""
        found = self._connection.execute("SELECT kind, target, field FROM conflict").fetchall()
        return {Register(*row) for row in found}

    def conflicts_of(self, kind: str, id_: str = "") -> list[Conflict]:
        """The conflicts about one thing, or about all of its kind."""
        query = "SELECT kind, target, field, document_id FROM conflict WHERE kind = ?"
        values = [kind] if not id_ else [kind, id_]
        found = self._connection.execute(query + (" AND target = ?" if id_ else ""), values).fetchall()
        return [self._conflict(Register(*row[:3]), row[3]) for row in found]

    def undecided_count(self) -> int:
        """How many conflicts there are, and annotations that wait for an article or an end."""
        query = "SELECT (SELECT count(*) FROM conflict) + (SELECT count(*) FROM unshown)"
        return int(self._connection.execute(query).fetchone()[0])
