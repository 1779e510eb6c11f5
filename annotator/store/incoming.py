"""What comes in by merging: read from files or a server, verified, and kept in a staging file.

Every hash is computed again, every body is looked at, and nothing is passed on that the project
has. A forged, damaged or missing row stops it: nothing is taken then.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from annotator.errors import ProjectError
from annotator.store import foreseeing, guest, outgoing, verifying
from annotator.store.changes import clock_of, split_ids
from annotator.store.files import is_same_file, stamp_of
from annotator.store.stage import Stage
from annotator.store.texts import Texts
from annotator.store.verifying import Verifier, refused

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from annotator.model.merge_preview import MergePreview
    from annotator.store.stage import ChangeRow, EditRow, SourceRow, TextRow
    from annotator.store.writing import Progress


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
        self._verifier = Verifier(connection, self.stage, self._text)
        self._unowned: dict[bytes, tuple[int, int]] = {}
        self._own_parts = {id_ for (id_,) in connection.execute("SELECT edit FROM part")}
        self.projects: set[str] = set()
        self.totals: dict[str, int] = {}
        self._files = 0

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
        with guest.opened(path) as theirs, self._all_or_nothing():
            name = f"“{path}”"
            self.projects.add(theirs.project)
            self._count(theirs.connection)
            total = theirs.connection.execute("SELECT count(*) FROM edit").fetchone()[0]
            done = 0
            for block in outgoing.edit_id_blocks(theirs.connection):
                for run in self._lacking_runs(block):
                    self._add_run(theirs, run, name)
                in_part = [id_ for id_ in block if id_ in self._own_parts]
                for id_ in sorted(outgoing.known_ids(self._own, "edit", in_part)):
                    self._add_rest(theirs, id_, name)
                done += len(block)
                if progress is not None:
                    progress(done, total)
            self.check(name)

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """Forget all that a file has brought where anything is raised."""
        known = set(self.projects), dict(self.totals), dict(self._unowned), self._files
        try:
            with self.stage.whole():
                yield
        except BaseException:
            self.projects, self.totals, self._unowned, self._files = known
            self._texts = Texts(self._own)  # some may have been in that file alone
            raise

    def _count(self, theirs: sqlite3.Connection) -> None:
        """How many articles, spans and relations a file has; of several files nothing is known."""
        self._files += 1
        is_first = self._files == 1
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
            is_part = edit[0] in theirs.parts and counts[edit[0]] < edit[7]
            if counts[edit[0]] != edit[7] and not is_part:
                said = f"its edit “{edit[1]}” has {counts[edit[0]]:,} of {edit[7]:,} changes"
                raise refused(source, said)

    def _add_rest(self, theirs: guest.Guest, id_: bytes, source: str) -> None:
        edits = outgoing.edit_rows(theirs.connection, [id_])
        for block in outgoing.change_rows(theirs.connection, edits):
            known = outgoing.known_ids(self._own, "change", [row[0] for row in block])
            lacking = [row for row in block if row[0] not in known]
            self._add_texts_of(theirs, lacking, source)
            self.add_changes(lacking, source)

    def _add_texts_of(self, theirs: guest.Guest, block: Iterable[ChangeRow], source: str) -> None:
        """The texts of the articles that these changes concern, and the original files of new ones.

        By a clock that is ahead, an article may have been created after what is labelled in it.
        """
        home = ""
        for row in block:
            if row[5] is not None and row[5] != home:
                home = row[5]
                if self._text(home) is None:
                    self.add_texts(outgoing.text_rows(theirs.connection, home), source)
            if row[2] == "document" and row[4] == "" and row[7] is not None:
                self.add_sources(outgoing.source_rows(theirs.connection, row[3]), source)

    # ------------------------------------------------------------ row by row

    def add_edits(self, rows: Iterable[EditRow], source: str) -> None:
        """Keep edits; `source` names where they come from in errors."""
        found = list(rows)
        for row in found:
            verifying.check_edit(row, source)
        self.stage.put_edits(found)

    def add_texts(self, rows: Iterable[TextRow], source: str) -> None:
        """Keep the texts of documents; they come before the changes that need them."""
        for row in rows:
            verifying.check_text(row, source)
            self.stage.put_text(row)

    def add_sources(self, rows: Iterable[SourceRow], source: str) -> None:
        """Keep original files of documents."""
        for row in rows:
            verifying.check_source(row, source)
            self.stage.put_source(row)

    def add_changes(self, rows: Sequence[ChangeRow], source: str) -> None:
        """Keep changes that the project lacks."""
        self._verifier.check(rows, source)
        for row in rows:
            moment = clock_of(row[0])
            least, most = self._unowned.get(row[1], (moment, moment))
            self._unowned[row[1]] = min(least, moment), max(most, moment)
        self._disown(source)
        self.stage.put_changes(rows)

    def _disown(self, source: str) -> None:
        """Compare changes with their edits, where these are known: their moments follow the edit's."""
        sizes = self.stage.sizes(list(self._unowned))
        sizes |= outgoing.sizes(self._own, [id_ for id_ in self._unowned if id_ not in sizes])
        for id_, size in sizes.items():
            least, most = self._unowned.pop(id_)
            if not clock_of(id_) < least <= most <= clock_of(id_) + size:
                raise refused(source, f"changes of its edit {id_.hex()} are none of that edit's")

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
        """Refuse what replaces changes, or belongs to edits, that neither the project nor this has."""
        self._disown(source)
        for id_ in self._unowned:
            raise refused(source, f"the edit {id_.hex()} of some of its changes is missing")
        own = "SELECT kind, target, field, document_id FROM change WHERE id = ?"
        for kind, target, field, document, prev in self.stage.unchecked():
            register = (kind, target, field)
            for id_ in split_ids(prev):
                found = self.stage.change_of(register, id_) or self._own.execute(own, (id_,)).fetchone()
                if found is None or found[:3] != register:
                    raise refused(source, f"the history of its {kind} {target} has a gap")
                if found[3] != document and kind in ("span", "relation"):
                    raise refused(source, f"its {kind} {target} moves to another article")
        self.stage.forget_checked()
