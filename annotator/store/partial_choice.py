"""Which changes belong to a part of a project: every register is taken with all its changes.

They are gathered in temporary tables of the reading connection by short statements, so that
whoever writes to the project meanwhile need not wait. The changes of an article are those of
the edits that concern it; what belongs to no article is found by walking back from its heads.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from annotator.store.changes import clock_of, split_ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

Report = Callable[[int, int], None]

_AT_ONCE = 2_000
_MOMENTS = 20_000
"""So many changes of one edit are looked through in one statement."""
_OF_ARTICLES = ("span", "relation", "document", "work", "message", "assignment", "decision")
_TABLES = (
    "CREATE TEMP TABLE chosen (id TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE found (kind TEXT, target TEXT, field TEXT, id BLOB, who TEXT,"
    " PRIMARY KEY (kind, target, field, id)) WITHOUT ROWID",
    "CREATE TEMP TABLE taken (id BLOB PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE taken_edit (id BLOB PRIMARY KEY) WITHOUT ROWID",
)
_WHO = (
    "CASE WHEN kind IN ('span', 'relation', 'message', 'assignment', 'decision')"
    " THEN body ->> '$.annotator' WHEN kind = 'work' THEN substr(target, instr(target, '/') + 1) END"
)
_OWNER = (
    "(SELECT who FROM found AS own WHERE own.kind = found.kind AND own.target = found.target"
    " AND own.field = found.field AND who IS NOT NULL ORDER BY id DESC LIMIT 1)"
)
_LOOSE = (
    "DELETE FROM taken WHERE id IN (SELECT found.id FROM found JOIN relation"
    " ON relation.id = found.target WHERE found.kind = 'relation'"
    " AND EXISTS (SELECT 1 FROM (SELECT relation.from_id AS one UNION SELECT relation.to_id) AS ends"
    "  WHERE NOT EXISTS (SELECT 1 FROM found AS span JOIN taken ON taken.id = span.id"
    "   WHERE span.kind = 'span' AND span.target = ends.one)))"
)


@dataclass(frozen=True, slots=True)
class Subset:
    """A part of a project.

    `documents` are the articles with their texts, titles and metadata, None for all.
    `annotators` are those (by id) whose spans, relations, states, messages, assignments,
    decisions and saved queries belong to it, None for everybody's; of the kinds in `by_anyone`
    everybody's do. Codebook, settings, guidelines, entities and work queues belong to it anyway,
    but nothing of the kinds in `without`. People who are needed to read it are named in it.
    """

    documents: frozenset[str] | None = None
    annotators: frozenset[str] | None = None
    by_anyone: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


class _Register(NamedTuple):
    """A register that belongs to no article: its changes, and who wrote what it says."""

    kind: str
    target: str
    ids: list[bytes]
    value: object


class Choice:
    """The changes of a subset, in the temporary table `taken`; their edits in `taken_edit`."""

    def __init__(self, connection: sqlite3.Connection, subset: Subset) -> None:
        self._connection = connection
        self._subset = subset

    def gather(self, progress: Report) -> None:
        """Fill the tables; `progress` hears how many edits of how many were looked through."""
        for statement in _TABLES:
            self._connection.execute(statement)
        self._choose_documents()
        self._find(progress)
        self._take_found()
        self._take_others()
        self._take_people()

    # ------------------------------------------------------------ what belongs to articles

    def _choose_documents(self) -> None:
        wanted = self._subset.documents
        if wanted is None:
            self._connection.execute("INSERT INTO chosen SELECT document_id FROM text")
            return
        self._connection.executemany(
            "INSERT INTO chosen SELECT document_id FROM text WHERE document_id = ?",
            [(id_,) for id_ in wanted],
        )

    def _find(self, progress: Report) -> None:
        statement = (
            f"INSERT INTO found SELECT kind, target, field, id, {_WHO} FROM change"
            " WHERE id >= ? AND id < ? AND document_id IN (SELECT id FROM chosen)"
        )
        edits = self._connection.execute(
            "SELECT edit.id, edit.size FROM edit WHERE id IN"
            " (SELECT edit_subject.edit FROM chosen JOIN edit_subject ON subject = chosen.id)"
            " ORDER BY edit.id"
        ).fetchall()
        for number, (low, high) in enumerate(_stretches(edits)):
            if number % 100 == 0:
                progress(number, max(number, len(edits)))
            self._connection.execute(statement, (low, high))

    def _take_found(self) -> None:
        subset, execute = self._subset, self._connection.execute
        without = json.dumps(sorted(subset.without))
        is_kept = "kind NOT IN (SELECT value FROM json_each(?))"
        if subset.annotators is None:
            execute(f"INSERT INTO taken SELECT id FROM found WHERE {is_kept}", (without,))
            return
        anyone = json.dumps(["document", *sorted(subset.by_anyone)])
        execute(
            f"INSERT INTO taken SELECT id FROM found WHERE {is_kept}"
            " AND (kind IN (SELECT value FROM json_each(?))"
            f" OR {_OWNER} IN (SELECT value FROM json_each(?)))",
            (without, anyone, json.dumps(sorted(subset.annotators))),
        )
        execute(_LOOSE)  # a relation of hers to somebody else's span says nothing without it

    # ------------------------------------------------------------ what belongs to none

    def _take_others(self) -> None:
        left_out = {*_OF_ARTICLES, *self._subset.without, "annotator"}
        for kind in self._kinds():
            if kind not in left_out:
                self._take_registers(one for one in self._registers(kind) if self._is_wanted(one))

    def _kinds(self) -> Iterator[str]:
        kind = ""
        while row := self._connection.execute(
            "SELECT kind FROM head WHERE kind > ? ORDER BY kind LIMIT 1", (kind,)
        ).fetchone():
            (kind,) = row
            yield kind

    def _is_wanted(self, register: _Register) -> bool:
        subset, kind, value = self._subset, register.kind, register.value
        if kind not in ("query", "unification") or subset.annotators is None:
            return True
        if kind in subset.by_anyone or not isinstance(value, dict):
            return kind in subset.by_anyone
        return value.get("annotator") in subset.annotators or value.get("queue") is True

    def _registers(self, kind: str) -> Iterator[_Register]:
        """The registers of a kind that belong to no article, with all their changes."""
        last = ("", "")
        while rows := self._connection.execute(
            "SELECT target, field FROM head WHERE kind = ? AND (target, field) > (?, ?)"
            " GROUP BY target, field ORDER BY target, field LIMIT ?",
            (kind, *last, _AT_ONCE),
        ).fetchall():
            last = rows[-1]
            yield from self._with_changes(kind, rows)

    def _with_changes(self, kind: str, names: list[tuple[str, str]]) -> Iterator[_Register]:
        heads: dict[tuple[str, str], list[bytes]] = {}
        query = "SELECT change FROM head WHERE kind = ? AND target = ? AND field = ?"
        for name in names:
            heads[name] = [id_ for (id_,) in self._connection.execute(query, (kind, *name))]
        known = _Walk(self._connection, [id_ for ids in heads.values() for id_ in ids])
        for name, own in heads.items():
            ids = known.back_from(own)
            bodies = (known.bodies[id_] for id_ in sorted(ids, reverse=True))
            body = next((body for body in bodies if body is not None), None)
            if not known.is_of_article(own[0]):
                yield _Register(kind, name[0], ids, json.loads(body) if body is not None else None)

    def _take_registers(self, registers: Iterable[_Register]) -> None:
        rows = ((id_,) for register in registers for id_ in register.ids)
        self._connection.executemany("INSERT OR IGNORE INTO taken VALUES (?)", rows)

    # ------------------------------------------------------------ who wrote it

    def _take_people(self) -> None:
        """Whoever wrote any of it is named; her name was written by somebody, too."""
        everybody: dict[str, list[_Register]] = defaultdict(list)
        if "annotator" not in self._subset.without:
            for register in self._registers("annotator"):
                everybody[register.target].append(register)
        named = self._subset.annotators
        wanted = set(everybody if named is None else named)
        while True:
            for id_ in wanted:
                self._take_registers(everybody.pop(id_, ()))
            self._connection.execute(
                "INSERT OR IGNORE INTO taken_edit SELECT DISTINCT change.edit"
                " FROM taken JOIN change ON change.id = taken.id"
            )
            wanted = {who for who in self._authors() if who in everybody}
            if not wanted:
                return

    def _authors(self) -> Iterator[str]:
        query = "SELECT DISTINCT annotator FROM taken_edit JOIN edit ON edit.id = taken_edit.id"
        yield from (who for (who,) in self._connection.execute(query).fetchall())


class _Walk:
    """Changes with all that they replaced, read a generation at a time."""

    def __init__(self, connection: sqlite3.Connection, ids: list[bytes]) -> None:
        self.bodies: dict[bytes, str | None] = {}
        self._documents: dict[bytes, str | None] = {}
        self._before: dict[bytes, list[bytes]] = {}
        query = "SELECT prev, body, document_id FROM change WHERE id = ?"
        while ids:
            following: list[bytes] = []
            for id_ in ids:
                if id_ in self.bodies:
                    continue
                row = connection.execute(query, (id_,)).fetchone()
                prev, self.bodies[id_], self._documents[id_] = row
                self._before[id_] = split_ids(prev)
                following += self._before[id_]
            ids = following

    def is_of_article(self, id_: bytes) -> bool:
        """Whether the change belongs to an article."""
        return self._documents[id_] is not None

    def back_from(self, heads: list[bytes]) -> list[bytes]:
        """These changes and all before them."""
        found: dict[bytes, None] = {}
        waiting = list(heads)
        while waiting:
            id_ = waiting.pop()
            if id_ not in found:
                found[id_] = None
                waiting += self._before[id_]
        return list(found)


def _stretches(edits: list[tuple[bytes, int]]) -> Iterator[tuple[bytes, bytes]]:
    """From which to below which id the changes of these edits lie, a part at a time.

    Stretches of several edits may meet, but none is given twice.
    """
    done = 0
    for id_, size in edits:
        moment = clock_of(id_)
        first, last = max(moment + 1, done), moment + size + 1
        while first < last:
            until = min(first + _MOMENTS, last)
            yield first.to_bytes(8, "big"), until.to_bytes(8, "big")
            first = until
        done = max(done, last)
