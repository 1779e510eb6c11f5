"""The staging file of a merge: what the project lacks, verified, before any of it is taken.

It lies in a temporary folder while a merge is looked at; after the merge it is kept beside the
project, with what the registers held before, so that the merge can be taken back.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, TypeAlias

from annotator.store.stage_file import StageFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

EditRow: TypeAlias = "tuple[bytes, str, str, str, bytes | None, str, bytes | None, int]"
"""id, title, annotator, time, undoes, replica, codebook, size."""
ChangeRow: TypeAlias = "tuple[bytes, bytes, str, str, str, str | None, bytes, str | None]"
"""id, edit, kind, target, field, document_id, prev, body."""
TextRow: TypeAlias = tuple[str, str, str]
"""document_id, sha256, body."""
SourceRow: TypeAlias = tuple[str, str, str, str, str, bytes]
"""document_id, sha256, name, encoding, extractor, content."""

_SEALED = ("edit", "change", "before", "added", "part")
_LATE = ("span", "relation")


class Stage(StageFile):
    """One staging file; whoever opened it may hand it to another thread, not share it."""

    # ------------------------------------------------------------ filling

    def put_edits(self, rows: Iterable[EditRow]) -> None:
        """Keep edits; those that are there stay."""
        self._put("edit", 8, rows)

    def put_changes(self, rows: Iterable[ChangeRow]) -> None:
        """Keep changes; those that are there stay."""
        given = list(rows)
        self._put("change", 8, given)
        self._put("unchecked", 5, [(*row[2:6], row[6]) for row in given if row[6]])

    def unchecked(self) -> Iterator[tuple[str, str, str, str | None, bytes]]:
        """Register, article and predecessors of the changes whose predecessors were not looked for."""
        yield from self.rows("SELECT * FROM unchecked")

    def forget_checked(self) -> None:
        """All predecessors were found."""
        self._connection.execute("DELETE FROM unchecked")

    def put_text(self, row: TextRow) -> None:
        """Keep the text of a document."""
        self._put("text", 3, [row])

    def put_source(self, row: SourceRow) -> None:
        """Keep an original file of a document."""
        self._put("source", 6, [row])

    def put_before(self, rows: Iterable[tuple[str, str, str, bytes]]) -> None:
        """Keep what registers held before the merge: kind, target, field, ids of the heads."""
        self._put("before", 4, rows)

    def put_added(self, kind: str, document_id: str, sha256: str = "") -> None:
        """Keep that the merge has added this text or original file (`kind` text or source)."""
        self._put("added", 3, [(kind, document_id, sha256)])

    def put_parts(self, edits: Iterable[bytes]) -> None:
        """Keep which edits were there in part before the merge."""
        self._put("part", 1, ((id_,) for id_ in edits))

    def forget_merge(self) -> None:
        """Forget what was kept about a merge that was not carried out."""
        for table in ("before", "added", "part", "fact"):
            self._connection.execute(f"DELETE FROM {table}")

    def seal(self, state: str) -> None:
        """Keep how far the project has come by this merge."""
        facts = {"state": state, **{table: self.count(table) for table in _SEALED}}
        with self.whole(), self._in_words():
            self._connection.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", facts.items())

    def is_sealed(self, state: str) -> bool:
        """Whether the project has come exactly so far, and the file is all there."""
        try:
            facts = dict(self._connection.execute("SELECT name, value FROM fact").fetchall())
            if facts.get("state") != state:
                return False
            return all(facts.get(table) == self.count(table) for table in _SEALED)
        except sqlite3.DatabaseError:
            return False

    # ------------------------------------------------------------ asking

    def text(self, document_id: str) -> str | None:
        """The text of a document that is new."""
        row = self._connection.execute(
            "SELECT body FROM text WHERE document_id = ?", (document_id,)
        ).fetchone()
        return None if row is None else str(row[0])

    def has_source(self, document_id: str, sha256: str) -> bool:
        """Whether this original file is here."""
        query = "SELECT 1 FROM source WHERE document_id = ? AND sha256 = ?"
        return self._connection.execute(query, (document_id, sha256)).fetchone() is not None

    def change_of(self, register: tuple[str, str, str], id_: bytes) -> tuple[Any, ...] | None:
        """The register and the article of this change, if it is here."""
        query = (
            "SELECT kind, target, field, document_id FROM change"
            " WHERE kind = ? AND target = ? AND field = ? AND id = ?"
        )
        found = self._connection.execute(query, (*register, id_)).fetchone()
        return None if found is None else tuple(found)

    def kinds(self) -> list[str]:
        """The kinds of register that are written: articles first, spans and relations last."""
        found = [kind for (kind,) in self.rows("SELECT DISTINCT kind FROM change")]
        first = [kind for kind in found if kind not in ("document", *_LATE)]
        return [kind for kind in ("document", *first, *_LATE) if kind in found]

    def forget_edits(self, ids: Collection[bytes]) -> None:
        """Leave out edits, with their changes, that the project has got meanwhile."""
        self.forget_titles(ids)
        self._forget(ids, "DELETE FROM change WHERE edit IN (SELECT id FROM gone)")

    def forget_titles(self, ids: Collection[bytes]) -> None:
        """Leave out edits, but not their changes: the project has some of them."""
        self._forget(ids, "DELETE FROM edit WHERE id IN (SELECT id FROM gone)")

    def forget_changes(self, ids: Collection[bytes]) -> None:
        """Leave out changes that the project has got meanwhile."""
        self._forget(ids, "DELETE FROM change WHERE id IN (SELECT id FROM gone)")

    def _forget(self, ids: Collection[bytes], removal: str) -> None:
        if not ids:
            return
        with self.whole():
            self._connection.execute("CREATE TEMP TABLE gone (id BLOB PRIMARY KEY) WITHOUT ROWID")
            self._connection.executemany("INSERT INTO gone VALUES (?)", [(id_,) for id_ in ids])
            self._connection.execute(removal)
            self._connection.execute("DROP TABLE gone")


def extend(stage: Stage, edits: Sequence[EditRow], blocks: Iterable[Sequence[ChangeRow]]) -> None:
    """Let edits that were made after the merge count as part of it, so that they go back with it."""
    query = "SELECT 1 FROM change WHERE kind = ? AND target = ? AND field = ? LIMIT 1"
    with stage.whole():
        stage.put_edits(edits)
        for block in blocks:
            for row in block:
                if row[6] and not list(stage.rows(query, row[2:5])):
                    stage.put_before([(*row[2:5], row[6])])
                stage.put_changes([row])
