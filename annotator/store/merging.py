"""Taking what others have done into a project, and taking that back.

A merge adds edits and changes to the project's own set, in one transaction; it is no edit. What is
current follows from the set alone, so the order of merges does not matter, nor does a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import ProjectError
from annotator.model.merge_preview import Merged as Merged
from annotator.model.values import CODEBOOK_KINDS
from annotator.store import outgoing, row_reading, rows, things, unshown
from annotator.store.changes import ID_LENGTH, clock_of, split_ids
from annotator.store.outcomes import Outcome, not_there, outcomes, reversed_outcomes
from annotator.store.schema import TRIGGERS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from annotator.store.stage import Stage
    from annotator.store.writing import Progress

_CHANGE = "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_EDIT = (
    "INSERT INTO edit (id, title, annotator, time, undoes, replica, codebook, size)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_DELETE_HEAD = "DELETE FROM head WHERE kind = ? AND target = ? AND field = ? AND change = ?"
_KINDS = ", ".join(f"'{kind}'" for kind in CODEBOOK_KINDS)
_SUBJECT = f"document_id IS NOT NULL OR kind IN ({_KINDS})"
_NEEDED = (
    "SELECT DISTINCT target, body ->> '$.source.sha256' FROM change"
    " WHERE kind = 'document' AND field = '' AND body IS NOT NULL"
    " UNION SELECT document_id, NULL FROM source"
)
"""The articles that are created or have original files, and these files."""
_TEXTLESS = (
    "SELECT 1 FROM unshown LEFT JOIN text USING (document_id) WHERE text.document_id IS NULL LIMIT 1"
)
_HAS_SOURCE = "SELECT 1 FROM source WHERE document_id = ? AND sha256 = ?"
_GUARDS = ("edit", "change", "text", "source")


class Merger:
    """Writes what is staged into a project, or takes it out again; the caller has the transaction."""

    def __init__(self, connection: sqlite3.Connection, stage: Stage, progress: Progress | None) -> None:
        self._connection = connection
        self._stage = stage
        self._progress = progress
        self._done = 0
        self._total = stage.count("change")
        self._loose: set[str] = set()
        self.homes: set[str] = set()

    # ------------------------------------------------------------ there

    def take(self) -> None:
        """Add all that is staged, and bring the tables of what is current in step."""
        stage = self._stage
        stage.forget_merge()
        self._drop_what_has_come_meanwhile()
        self._add_texts()
        self._connection.executemany(_EDIT, stage.rows("SELECT * FROM edit ORDER BY id"))
        for kind in stage.kinds():
            for block in outcomes(self._connection, stage, kind):
                stage.put_before((*one.register, one.old_ids) for one in block if one.old_ids)
                written = (row for one in block for row in one.rows)
                self._connection.executemany(_CHANGE, written)
                self._show(kind, block)
        self._settle()
        subjects = stage.rows(
            f"SELECT DISTINCT coalesce(document_id, 'codebook'), edit FROM change WHERE {_SUBJECT}"
        )
        self._connection.executemany("INSERT OR IGNORE INTO edit_subject VALUES (?, ?)", subjects)
        self._note_parts()

    def _drop_what_has_come_meanwhile(self) -> None:
        """The project may have got some of it since it was staged."""
        own, stage = self._connection, self._stage
        ids = [id_ for (id_,) in stage.rows("SELECT id FROM edit")]
        parts = {id_ for (id_,) in own.execute("SELECT edit FROM part")}
        known = outgoing.known_ids(own, "edit", ids)
        stage.forget_edits(known - parts)
        stage.forget_titles(known & parts)
        staged = stage.rows("SELECT id, edit FROM change") if parts else ()
        some = [id_ for id_, edit in staged if edit in parts]
        stage.forget_changes(outgoing.known_ids(own, "change", some))

    def _add_texts(self) -> None:
        execute = self._connection.execute
        for row in self._stage.rows("SELECT document_id, sha256, body FROM text ORDER BY rowid"):
            found = execute(
                "INSERT INTO text (document_id, sha256, body) SELECT ?1, ?2, ?3"
                " WHERE NOT EXISTS (SELECT 1 FROM text WHERE document_id = ?1)",
                row,
            )
            if found.rowcount:
                self._stage.put_added("text", row[0])
        for row in self._stage.rows("SELECT * FROM source ORDER BY rowid"):
            found = execute(
                "INSERT INTO source SELECT ?1, ?2, ?3, ?4, ?5, ?6"
                " WHERE NOT EXISTS (SELECT 1 FROM source WHERE document_id = ?1 AND sha256 = ?2)",
                row,
            )
            if found.rowcount:
                self._stage.put_added("source", row[0], row[1])
        for row in self._stage.rows(_NEEDED):
            if not execute("SELECT 1 FROM text WHERE document_id = ?", row[:1]).fetchone() or (
                row[1] and not execute(_HAS_SOURCE, row).fetchone()
            ):
                raise not_there()

    def _note_parts(self) -> None:
        """Remember which edits are here in part only, and which have become whole."""
        query = (
            "SELECT edit.id, edit.size, count(change.id) FROM edit LEFT JOIN change"
            " ON change.edit = edit.id AND change.id >= ? AND change.id < ? WHERE edit.id = ?"
        )
        own = self._connection
        known = {id_ for (id_,) in own.execute("SELECT edit FROM part")}
        self._stage.put_parts(known)
        here = dict(self._stage.rows("SELECT edit, count(*) FROM change GROUP BY edit"))
        sizes = dict(self._stage.rows("SELECT id, size FROM edit"))
        for id_ in here.keys() | sizes.keys():
            if id_ not in known and here.get(id_, 0) == sizes.get(id_):
                continue
            moment = clock_of(id_)
            size = outgoing.sizes(own, [id_]).get(id_)
            if size is None:
                raise not_there()
            low = (moment + 1).to_bytes(8, "big")
            high = min(moment + size + 1, (1 << 64) - 1).to_bytes(8, "big")
            _, size, count = own.execute(query, (low, high, id_)).fetchone()
            if count > size:
                raise ProjectError(
                    f"The edit {id_.hex()} has {count:,} of {size:,} changes: it is forged.",
                    "Nothing was taken. Let whoever sent it check the project.",
                )
            if count < size:
                own.execute("INSERT OR IGNORE INTO part VALUES (?)", (id_,))
            else:
                own.execute("DELETE FROM part WHERE edit = ?", (id_,))

    # ------------------------------------------------------------ and back

    def take_back(self) -> None:
        """Remove all that the merge has added; what registers held before is current again."""
        own, stage = self._connection, self._stage
        for table in _GUARDS:
            own.execute(f"DROP TRIGGER {table}_refuses_delete")
        for kind in stage.kinds():
            for block in reversed_outcomes(own, stage, kind):
                self._show(kind, block)
        gone = own.executemany("DELETE FROM change WHERE id = ?", stage.rows("SELECT id FROM change"))
        if gone.rowcount != stage.count("change"):
            raise not_there()
        self._settle()
        edits = [(id_,) for (id_,) in stage.rows("SELECT id FROM edit")]
        own.executemany("DELETE FROM edit WHERE id = ?", edits)
        subjects = stage.rows(
            f"SELECT DISTINCT coalesce(document_id, 'codebook'), edit FROM change WHERE {_SUBJECT}"
        )
        for subject, edit in subjects:
            self._drop_subject(subject, edit)
        own.execute("DELETE FROM part")
        own.executemany("INSERT INTO part VALUES (?)", stage.rows("SELECT edit FROM part"))
        self._drop_texts()
        for statement in TRIGGERS:
            if "_refuses_delete " in statement:
                own.execute(statement)

    def _drop_subject(self, subject: str, edit: bytes) -> None:
        """An edit that stays in part may still concern this article."""
        own = self._connection
        row = own.execute("SELECT size FROM edit WHERE id = ?", (edit,)).fetchone()
        if row is not None:
            moment = clock_of(edit)
            low, high = (moment + 1).to_bytes(8, "big"), (moment + row[0] + 1).to_bytes(8, "big")
            query = (
                "SELECT 1 FROM change WHERE id >= ? AND id < ? AND edit = ?"
                f" AND coalesce(document_id, 'codebook') = ? AND ({_SUBJECT}) LIMIT 1"
            )
            if own.execute(query, (low, high, edit, subject)).fetchone():
                return
        own.execute("DELETE FROM edit_subject WHERE subject = ? AND edit = ?", (subject, edit))

    def _drop_texts(self) -> None:
        own = self._connection
        for table, document_id, sha256 in self._stage.rows("SELECT * FROM added ORDER BY kind"):
            if table == "source":
                own.execute(
                    "DELETE FROM source WHERE document_id = ? AND sha256 = ?", (document_id, sha256)
                )
            else:
                own.execute("DELETE FROM signature WHERE document_id = ?", (document_id,))
                own.execute("DELETE FROM text WHERE document_id = ?", (document_id,))

    # ------------------------------------------------------------ what is current

    def _show(self, kind: str, block: list[Outcome]) -> None:
        """Write the heads of these registers, and the rows that follow from them."""
        own = self._connection
        old = [(*one.register, id_) for one in block for id_ in split_ids(one.old_ids)]
        own.executemany(_DELETE_HEAD, old)
        new = [(*one.register, id_) for one in block for id_ in split_ids(one.new_ids)]
        own.executemany("INSERT INTO head VALUES (?, ?, ?, ?)", new)
        own.executemany(
            "DELETE FROM conflict WHERE kind = ? AND target = ? AND field = ?",
            [one.register for one in block if len(one.old_ids) > ID_LENGTH],
        )
        own.executemany(
            "INSERT OR REPLACE INTO conflict VALUES (?, ?, ?, ?)",
            [(*one.register, one.document_id) for one in block if one.is_conflict],
        )
        if kind in ("span", "relation"):
            self._show_annotations(kind, block)
        elif kind in things.COLUMNS:
            self._refresh(kind, {one.register[1] for one in block})
        self._done += sum(len(one.rows) for one in block)
        if self._progress is not None:
            self._progress(self._done, self._total)

    def _show_annotations(self, kind: str, block: list[Outcome]) -> None:
        own = self._connection
        there = [one.register[1] for one in block if one.old_ids]
        if there and kind == "span":
            self._loose |= unshown.relations_of(own, there)
        unshown.remove(own, kind, there)
        current = [
            (one.register[1], one.document_id or "", one.new_body)
            for one in block
            if one.new_body is not None
        ]
        self.homes.update(document_id for _, document_id, _ in current)
        if kind == "span":
            unshown.place_spans(own, [row_reading.span_row(*one) for one in current])
        else:
            unshown.place_relations(own, [rows.relation_from_body(*one) for one in current])
            self._loose.update(id_ for id_, _, _ in current)

    def _refresh(self, kind: str, targets: Iterable[str]) -> None:
        written = sorted(targets)
        for target in written if kind == "document" else ():
            if self._has_document(target) and not _stands(self._connection, target):
                unshown.hide_document(self._connection, target)
        things.refresh(self._connection, kind, written)

    def _has_document(self, id_: str) -> bool:
        query = "SELECT 1 FROM document WHERE id = ?"
        return self._connection.execute(query, (id_,)).fetchone() is not None

    def _settle(self) -> None:
        """What lacks something waits from now on; what has got it is shown again."""
        unshown.hide_loose_relations(self._connection, self._loose)
        unshown.settle(self._connection)
        if self._connection.execute(_TEXTLESS).fetchone():
            raise not_there()


def _stands(connection: sqlite3.Connection, document_id: str) -> bool:
    """Whether the article's creation is current."""
    return "" in things.fields_of(connection, "document", document_id)
