"""Undo and redo: what can be taken back, and what others have built on and is left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.model.change import Change, Edit, Register
from annotator.model.values import Field, NewDocument, Relation, Span, Value
from annotator.store import rules
from annotator.store.changes import Head, is_given_back, read_heads
from annotator.store.rows import value_from_body

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class UndoResult:
    """The edit that took another back, and sentences about what was left as it is."""

    edit: Edit
    left: tuple[str, ...]


class Reversal:
    """Works out the changes that take an edit back without overwriting what others did."""

    def __init__(
        self, connection: sqlite3.Connection, text_of: Callable[[str], str | None], edit: Edit
    ) -> None:
        self._connection = connection
        self._text_of = text_of
        self._edit = edit
        self._authors: dict[bytes, str] = {}
        self._documents: dict[str, bool] = {}
        self._kept: dict[Register, Change] = {}
        self.left: list[str] = []

    def changes(self) -> tuple[Change, ...]:
        """The changes to write; what must be left is named in `left`."""
        net: dict[Register, Change] = {}
        for change in self._edit.changes:
            register = change.register
            first = net.pop(register, change)
            if first.before is not None or change.after is not None:
                net[register] = Change(first.before, change.after)
        heads = read_heads(self._connection, net)
        self._kept = {
            register: net[register].inverse()
            for register in reversed(net)
            if self._is_free(register, net[register], heads[register])
        }
        self._keep_author()
        for step in (self._leave_homeless, self._leave_relations, self._leave_spans):
            step()
        for step in (self._leave_documents, self._leave_lost_entities, self._leave_used):
            step()
        return tuple(self._kept.values())

    def _keep_author(self) -> None:
        """Whoever made the edit stays known when it brought her in: the history names her."""
        author = self._edit.annotator
        creation = self._kept.get(Register("annotator", author, "name"))
        if creation is not None and creation.after is None:
            for register in [r for r in self._kept if (r.kind, r.id) == ("annotator", author)]:
                del self._kept[register]

    # ------------------------------------------------------------ changed by others

    def _is_free(self, register: Register, change: Change, head: Head) -> bool:
        """Whether the register still holds what the edit wrote, by the same annotator."""
        if head.edits == (self._edit.id,):
            return True
        stored: Value | None = None
        if head.body is not None:
            stored = value_from_body(*register, head.document_id, head.body, self._text_of)
        if change.after is None or stored is None:
            is_same = change.after is None and stored is None
        else:
            is_same = rules.is_same(change.after, stored)
        if is_same and (
            _is_done_twice(self._connection, (*head.edits, self._edit.id))
            or is_given_back(self._connection, head, self._edit.id)
        ):
            return True
        verb = "removed" if stored is None else "changed"
        others = [id_ for id_ in head.edits if id_ != self._edit.id]
        self._leave(change.value, f"{self._author((others or head.edits)[-1])} has {verb} it since")
        return False

    def _author(self, edit: bytes) -> str:
        """The name of who made this edit."""
        if edit not in self._authors:
            query = (
                "SELECT edit.annotator, annotator.name FROM edit"
                " LEFT JOIN annotator ON annotator.id = edit.annotator WHERE edit.id = ?"
            )
            id_, name = self._connection.execute(query, (edit,)).fetchone()
            self._authors[edit] = name or id_ or "somebody"
        return self._authors[edit]

    def _leave(self, value: Value, reason: str) -> None:
        said = _named(self._connection, value, self._edit)
        self.left.append(f"{said} was left as it is: {reason}.")

    # ------------------------------------------------------------ built on by others

    def _exists(self, query: str, *values: str) -> bool:
        return self._connection.execute(query, values).fetchone() is not None

    def _decided(self, register: Register) -> Change | None:
        """What this reversal does to the register, if anything."""
        return self._kept.get(register)

    def _drop(self, register: Register, reason: str) -> None:
        self._leave(self._kept.pop(register).value, reason)

    def _has_document(self, id_: str) -> bool:
        change = self._kept.get(Register("document", id_, ""))
        if change is not None:
            return change.after is not None
        if id_ not in self._documents:
            self._documents[id_] = self._exists("SELECT 1 FROM document WHERE id = ?", id_)
        return self._documents[id_]

    def _has_span(self, id_: str) -> bool:
        change = self._kept.get(Register("span", id_, ""))
        if change is not None:
            return change.after is not None
        return self._exists("SELECT 1 FROM span WHERE id = ?", id_)

    def _leave_homeless(self) -> None:
        """What would come back to a document that is gone stays away."""
        for register, change in list(self._kept.items()):
            after, home = change.after, change.document_id
            if after is None or home is None or isinstance(after, NewDocument):
                continue
            if not self._has_document(home):
                self._drop(register, "its article is no longer there")

    def _leave_relations(self) -> None:
        """A relation does not come back without both its ends."""
        for register, change in list(self._kept.items()):
            after = change.after
            if isinstance(after, Relation) and not (
                self._has_span(after.from_id) and self._has_span(after.to_id)
            ):
                self._drop(register, "one of its ends is no longer there")

    def _leave_spans(self) -> None:
        """A span stays while relations that are not taken back lead to or from it."""
        if not self._exists("SELECT 1 FROM relation"):
            return
        query = "SELECT id FROM relation WHERE from_id = ? UNION SELECT id FROM relation WHERE to_id = ?"
        for register, change in list(self._kept.items()):
            if change.after is None and isinstance(change.before, Span):
                rows = self._connection.execute(query, (register.id, register.id)).fetchall()
                if not all(
                    self._lets_go("relation", id_)
                    and not _leads_to(self._kept.get(Register("relation", id_, "")), register.id)
                    for (id_,) in rows
                ):
                    self._drop(register, "a relation leads to or from it")

    def _is_removed(self, kind: str, id_: str, name: str = "") -> bool:
        change = self._kept.get(Register(kind, id_, name))
        return change is not None and change.after is None

    def _leave_documents(self) -> None:
        """A document stays while anything of it does, together with its title and metadata."""
        for register, change in list(self._kept.items()):
            if not isinstance(change.before, NewDocument) or change.after is not None:
                continue
            if self._is_built_on(register.id):
                self._drop(register, "it has been worked on since")
                for other in [r for r in self._kept if r.kind == "document" and r.id == register.id]:
                    del self._kept[other]

    def _is_built_on(self, document_id: str) -> bool:
        rows = self._connection.execute(
            "SELECT 'span', id, '' FROM span WHERE document_id = :id"
            " UNION ALL SELECT 'relation', id, '' FROM relation WHERE document_id = :id"
            " UNION ALL SELECT 'work', document_id || '/' || annotator, name"
            "  FROM work JOIN (SELECT 'state' AS name UNION SELECT 'flagged')"
            "  WHERE document_id = :id AND CASE name WHEN 'state' THEN state ELSE flagged END NOT NULL"
            " UNION ALL SELECT 'message', id, 'value' FROM message WHERE document_id = :id"
            " UNION ALL SELECT 'assignment', id, 'value' FROM assignment WHERE document_id = :id"
            " UNION ALL SELECT 'decision', id, 'value' FROM decision WHERE document_id = :id"
            " UNION ALL SELECT 'document', head.target, head.field FROM head"
            "  JOIN change ON change.id = head.change WHERE head.kind = 'document'"
            "  AND head.target = :id AND head.field <> '' AND change.body IS NOT NULL",
            {"id": document_id},
        )
        return not all(self._is_removed(*row) for row in rows)

    def _leave_lost_entities(self) -> None:
        """A span comes back without its entity where that has been removed since."""
        query = "SELECT 1 FROM entity WHERE id = ?"
        lost: dict[str, bool] = {}
        for register, change in list(self._kept.items()):
            after = change.after
            if not isinstance(after, Span) or after.entity is None:
                continue
            if after.entity not in lost:
                named = self._decided(Register("entity", after.entity, "name"))
                there = self._exists(query, after.entity) if named is None else named.after is not None
                lost[after.entity] = not there
            if lost[after.entity]:
                self._leave(after, "the entity it pointed to is no longer there")
                self._kept[register] = Change(change.before, replace(after, entity=None))

    def _leave_used(self) -> None:
        """Entities and labels stay while spans point to them, relation types likewise."""
        for register, change in list(self._kept.items()):
            query = _USES.get(register.kind)
            if query is None or register.field != "name" or change.after is not None:
                continue
            rows = self._connection.execute(query, (register.id,))
            if all(self._lets_go(*row) for row in rows):
                continue
            self._drop(register, "it is in use")
            for other in [r for r in self._kept if (r.kind, r.id) == (register.kind, register.id)]:
                del self._kept[other]

    def _lets_go(self, kind: str, id_: str) -> bool:
        """Whether this reversal removes the span or relation, or points it elsewhere."""
        change = self._kept.get(Register(kind, id_, ""))
        if change is None:
            return False
        before, after = change.before, change.after
        if isinstance(before, Span) and isinstance(after, Span):
            return (before.entity, before.label) != (after.entity, after.label)
        return after is None or not isinstance(after, Field)


def _leads_to(change: Change | None, span_id: str) -> bool:
    """Whether a relation leads to or from the span after this change."""
    after = change.after if change is not None else None
    return isinstance(after, Relation) and span_id in (after.from_id, after.to_id)


def _is_done_twice(connection: sqlite3.Connection, edits: Iterable[bytes | None]) -> bool:
    """Whether all of them take back one and the same edit, as on several machines."""
    query = "SELECT undoes FROM edit WHERE id = ?"
    found = {connection.execute(query, (id_,)).fetchone() for id_ in edits}
    return len(found) == 1 and found != {(None,)}


def _named(connection: sqlite3.Connection, value: Value, edit: Edit) -> str:
    """The value in words; an entity or annotator by its name, as it is now or was in the edit."""
    said = rules.name_of(value)
    if not isinstance(value, Field) or value.kind not in ("entity", "annotator"):
        return said
    query = f"SELECT name FROM {value.kind} WHERE id = ?"
    (name,) = connection.execute(query, (value.id,)).fetchone() or (None,)
    written = (one.value for one in edit.fields(value.kind) if one.id == value.id and one.name == "name")
    name = name or next(written, None) or (value.value if value.name == "name" else None)
    if name is None:
        return f"The {value.name} of an {value.kind}"
    owner = f"{value.kind} “{name}”"
    return (
        f"The {owner}"
        if value.name == "name" and value.value == name
        else f"The {value.name} of the {owner}"
    )


_USES = {
    "entity": "SELECT 'span', id FROM span WHERE entity = ?",
    "label": "SELECT 'span', id FROM span WHERE label = ?",
    "relation_type": "SELECT 'relation', id FROM relation WHERE label = ?",
}
