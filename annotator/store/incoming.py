"""What comes in by merging: read from files or a server, verified, and kept in a staging file.

Every hash is computed again, every body is looked at, and nothing is passed on that the project
has. A forged, damaged or missing row stops it: nothing is taken then.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from annotator.errors import ProjectError, UserError
from annotator.model.values import FIELD_KINDS, document_id, sha256
from annotator.store import foreseeing, guest, outgoing, rows, rules
from annotator.store.changes import ID_LENGTH, change_id, clock_of, edit_id, split_ids
from annotator.store.files import is_same_file, stamp_of
from annotator.store.stage import Stage
from annotator.store.texts import Texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from annotator.model.merge_preview import MergePreview
    from annotator.store.stage import ChangeRow, EditRow, SourceRow, TextRow
    from annotator.store.writing import Progress

_NOTHING = "Nothing was taken from it. Ask for it once more, or let whoever sent it check the project."
_BODIES = ("span", "relation")


class Incoming:
    """Gathers what a project lacks; use it as a context manager, which removes the staging file.

    It reads the project through the connection it was made with, and writes nothing to it.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._own = connection
        self._own_path = path
        self._folder = tempfile.TemporaryDirectory(prefix="annotator-")
        self.stage = Stage(Path(self._folder.name) / "incoming")
        self._texts = Texts(connection)
        self._own_parts = {id_ for (id_,) in connection.execute("SELECT edit FROM part")}
        self.projects: set[str] = set()
        self.totals: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the staging file, unless it was kept elsewhere."""
        self.stage.close()
        self._folder.cleanup()

    @property
    def is_empty(self) -> bool:
        """Whether the project lacks nothing of it."""
        return not self.stage.count("change") and not self.stage.count("edit")

    # ------------------------------------------------------------ a whole file

    def add_file(self, path: Path, progress: Progress | None = None) -> None:
        """Gather what another project file has; it is not written to. Of a bad file nothing is kept.

        `progress` hears how many edits were looked at, of how many, and may raise `Cancelled`.
        """
        if is_same_file(stamp_of(path), stamp_of(self._own_path)):
            raise ProjectError(f"“{path}” is the open project itself.", "Choose another file.")
        with guest.opened(path) as theirs, self.stage.whole():
            name = f"“{path}”"
            self.projects.add(theirs.project)
            self._count(theirs.connection)
            total = theirs.connection.execute("SELECT count(*) FROM edit").fetchone()[0]
            done = 0
            for block in outgoing.edit_id_blocks(theirs.connection):
                for run in self._lacking_runs(block):
                    self._add_run(theirs, run, name)
                for id_ in self._doubtful(block, theirs.parts):
                    self._add_rest(theirs, id_, name)
                done += len(block)
                if progress is not None:
                    progress(done, total)
            self.check(name)

    def _count(self, theirs: sqlite3.Connection) -> None:
        """How many articles, spans and relations a file has; of several files nothing is known."""
        is_first = len(self.projects) == 1 and not self.totals
        for table in ("document", "span", "relation") if is_first else ():
            self.totals[table] = theirs.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        if not is_first:
            self.totals.clear()

    def _lacking_runs(self, block: Sequence[bytes]) -> Iterator[list[bytes]]:
        """The edits of a block that the project lacks, those that follow each other together."""
        query = "SELECT id FROM edit WHERE id BETWEEN ? AND ?"
        own = {id_ for (id_,) in self._own.execute(query, (block[0], block[-1]))}
        if len(own) == len(block) and own.issuperset(block):
            return
        run: list[bytes] = []
        for id_ in block:
            if id_ not in own:
                run.append(id_)
            if run and (id_ in own or len(run) == 500):
                yield run
                run = []
        if run:
            yield run

    def _doubtful(self, block: Sequence[bytes], parts: frozenset[bytes]) -> list[bytes]:
        """Edits that both have, but one of them or both only in part."""
        partial = [id_ for id_ in block if id_ in self._own_parts or id_ in parts]
        known = outgoing.known_ids(self._own, "edit", partial)
        return [id_ for id_ in partial if id_ in known and id_ in self._own_parts]

    def _add_run(self, theirs: guest.Guest, ids: Sequence[bytes], source: str) -> None:
        edits = outgoing.edit_rows(theirs.connection, ids)
        self.add_edits(edits, source)
        counts = dict.fromkeys(ids, 0)
        for block in outgoing.change_rows(theirs.connection, edits):
            for row in block:
                counts[row[1]] += 1
            self._add_texts_of(theirs, block, source)
            self.add_changes(block, source)
        for edit in edits:
            if counts[edit[0]] != edit[7] and edit[0] not in theirs.parts:
                said = f"its edit “{edit[1]}” has {counts[edit[0]]:,} of {edit[7]:,} changes"
                raise _refused(source, said)

    def _add_rest(self, theirs: guest.Guest, id_: bytes, source: str) -> None:
        edits = outgoing.edit_rows(theirs.connection, [id_])
        for block in outgoing.change_rows(theirs.connection, edits):
            known = outgoing.known_ids(self._own, "change", [row[0] for row in block])
            lacking = [row for row in block if row[0] not in known]
            self._add_texts_of(theirs, lacking, source)
            self.add_changes(lacking, source)

    def _add_texts_of(self, theirs: guest.Guest, block: Iterable[ChangeRow], source: str) -> None:
        """The texts and original files of the documents that these changes create."""
        for row in block:
            if row[2] == "document" and row[4] == "" and row[7] is not None:
                if self._text(row[3]) is None:
                    self.add_texts(outgoing.text_rows(theirs.connection, row[3]), source)
                self.add_sources(outgoing.source_rows(theirs.connection, row[3]), source)

    # ------------------------------------------------------------ row by row

    def add_edits(self, rows: Iterable[EditRow], source: str) -> None:
        """Keep edits; `source` names where they come from in errors."""
        found = list(rows)
        for id_, title, by, time, undoes, replica, codebook, size in found:
            written = edit_id(clock_of(id_), title, by, time, undoes, replica, codebook)
            if not 0 <= size <= outgoing.MOST_CHANGES or written != id_:
                raise _refused(source, f"its edit “{title}” has been changed")
        self.stage.put_edits(found)

    def add_texts(self, rows: Iterable[TextRow], source: str) -> None:
        """Keep the texts of documents; they come before the changes that need them."""
        for row in rows:
            if sha256(row[2]) != row[1] or document_id(row[1]) != row[0]:
                raise _refused(
                    source, f"the text of its article {row[0]} is not the one that was stored"
                )
            self.stage.put_text(row)

    def add_sources(self, rows: Iterable[SourceRow], source: str) -> None:
        """Keep original files of documents."""
        from hashlib import sha256 as hashed

        for row in rows:
            if hashed(row[5]).hexdigest() != row[1]:
                said = f"the original file of its article {row[0]} is not the one that was stored"
                raise _refused(source, said)
            self.stage.put_source(row)

    def add_changes(self, rows: Sequence[ChangeRow], source: str) -> None:
        """Keep changes that the project lacks."""
        for row in rows:
            _check_id(row, source)
            if row[7] is not None:
                self._check_body(row, source)
        self.stage.put_changes(rows)

    def _check_body(self, row: ChangeRow, source: str) -> None:
        _, _, kind, target, field, document, _, body = row
        assert body is not None
        try:
            if kind == "span":
                rules.check_span(
                    rows.span_from_body(target, document or "", body), self._text(document or "")
                )
            elif kind == "relation":
                rows.relation_row(rows.relation_from_body(target, document or "", body))
            elif kind == "document" and field == "":
                self._check_document(target, body)
            elif kind in FIELD_KINDS:
                rules.check_field(rows.field_from_body(kind, target, field, body))
        except UserError as error:
            raise _refused(source, error.message.rstrip(".")) from error
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            said = f"a change of its {kind} {target} makes no sense ({error})"
            raise _refused(source, said) from error

    def _check_document(self, target: str, body: str) -> None:
        value = rows.value_from_body("document", target, "", target, body, self._text)
        rules.check_document(value)  # type: ignore[arg-type]
        import json

        file = json.loads(body).get("source")
        if file is None:
            return
        query = "SELECT 1 FROM source WHERE document_id = ? AND sha256 = ?"
        known = self._own.execute(query, (target, file["sha256"])).fetchone()
        if known is None and not self.stage.has_source(target, file["sha256"]):
            raise UserError(f"The original file of the article {target} is missing.")

    def _text(self, id_: str) -> str | None:
        text = self._texts.get(id_)
        if text is None:
            text = self.stage.text(id_)
            if text is not None:
                self._texts.put(id_, text)
        return text

    # ------------------------------------------------------------ as a whole

    def preview(self) -> MergePreview:
        """What taking it would bring; nothing is written."""
        return foreseeing.preview(self._own, self.stage, totals=self.totals, projects=self.projects)

    def check(self, source: str) -> None:
        """Refuse what replaces changes that neither the project nor the staging file has."""
        query = "SELECT kind, target, field, prev, edit FROM change WHERE prev <> x''"
        own = "SELECT kind, target, field FROM change WHERE id = ?"
        for kind, target, field, prev, _ in self.stage.rows(query):
            for id_ in split_ids(prev):
                if self.stage.has_change((kind, target, field), id_):
                    continue
                if self._own.execute(own, (id_,)).fetchone() != (kind, target, field):
                    raise _refused(source, f"the history of its {kind} {target} has a gap")


def _check_id(row: ChangeRow, source: str) -> None:
    id_, edit, kind, target, field, document, prev, body = row
    is_whole = len(id_) == len(edit) == ID_LENGTH and len(prev) % ID_LENGTH == 0
    if not is_whole or change_id(clock_of(id_), edit, kind, target, field, document, prev, body) != id_:
        raise _refused(source, f"a change of its {kind} {target} has been changed")


def _refused(source: str, said: str) -> ProjectError:
    return ProjectError(f"{source} is damaged or forged: {said}.", _NOTHING)
