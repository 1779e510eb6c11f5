"""Merging as a project offers it: gather, look, take, take back; and what is left to decide."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any

from annotator.errors import ProjectError, UserError
from annotator.model.change import Register
from annotator.model.merge_preview import Conflict, Merged, Version
from annotator.store import backup, bulk, outgoing, rows
from annotator.store.changes import Clock, read_heads, shown
from annotator.store.connection import room_for_bulk, transaction
from annotator.store.failures import answers_in_words, errors_in_words
from annotator.store.files import stamp_of, temporary_beside
from annotator.store.incoming import Incoming
from annotator.store.merging import Merger
from annotator.store.stage import Stage, extend

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from annotator.model.values import Relation, Span
    from annotator.store.files import Stamp
    from annotator.store.texts import Texts
    from annotator.store.writing import Progress

BULK = 5_000
"""More changes than this are written without SQLite's own checks of each row."""
_SNAPSHOT = 200_000_000
"""Up to this many bytes a snapshot is made before a merge; every merge can be taken back besides."""
_STATE = (
    "SELECT (SELECT count(*) FROM part) || ' '"
    " || coalesce((SELECT number || ' ' || hex(id) FROM edit WHERE id <> ?1"
    "  ORDER BY number DESC LIMIT 1), '')"
)
"""How far the project has come, without one edit: how many it has in part, and which is the last."""


@answers_in_words
class MergeQueries:
    """Merging with other files of the project, and conflicts."""

    path: Path
    _connection: sqlite3.Connection
    _texts: Texts
    _clock: Clock
    _stamp: Stamp | None
    _codebook: Any
    _stacks: dict[str, Any]
    _refuse_if_not_ours: Callable[[], None]

    if TYPE_CHECKING:

        @property
        def read_only(self) -> bool: ...  # noqa: D102

    def incoming(self) -> Incoming:
        """A staging place for what others have and this project lacks; a context manager."""
        return Incoming(self._connection, self.path)

    def take(
        self, incoming: Incoming, progress: Progress | None = None, *, is_live: bool = False
    ) -> Merged:
        """Take all that was gathered, in one transaction; it is no edit. `incoming` is used up.

        `is_live` says that it is little and comes all the time: no snapshot is made before, and
        it cannot be taken back.
        `progress` hears how many changes of how many are written, and may raise `Cancelled`.
        """
        if incoming.is_empty:
            return Merged(conflicts=self.conflict_count())
        size = (stamp_of(self.path) or (0, 0, 0, 0))[2]
        if not self.read_only and not is_live and size <= _SNAPSHOT:
            backup.snapshot(self)
        stage = incoming.stage

        def work() -> None:
            with self._merging(stage, progress) as merger:
                merger.take()
            with suppress(NotADirectoryError):  # not after: it would belong to another state
                self._last_merge().unlink(missing_ok=True)

        self._merge(work, stage)
        merged = Merged(stage.count("edit"), stage.count("change"), self.conflict_count())
        if not is_live:
            self._keep(stage)
        stage.close()
        return merged

    def _keep(self, stage: Stage) -> None:
        """Keep the staging file; where there is no room for it, the merge cannot be taken back."""
        place = self._last_merge()
        temporary = temporary_beside(place)
        try:
            stage.seal(self._state())
            place.parent.mkdir(exist_ok=True)
            shutil.move(stage.path, temporary)
            temporary.replace(place)
        except (OSError, ProjectError):
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _state(self, *, without: bytes = b"") -> str:
        return str(self._connection.execute(_STATE, (without,)).fetchone()[0])

    @property
    def can_take_merge_back(self) -> bool:
        """Whether nothing was edited or merged since the last merge."""
        if self.read_only or not self._last_merge().exists():
            return False
        try:
            stage = Stage(self._last_merge())
        except ProjectError:  # left by a machine that went down
            return False
        try:
            return stage.is_sealed(self._state())
        finally:
            stage.close()

    def take_merge_back(self, *, progress: Progress | None = None) -> None:
        """Remove what the last merge has brought; only until the next edit or merge."""
        if not self.can_take_merge_back:
            raise UserError(
                "The last merge cannot be taken back.",
                "That is possible until the next edit. A snapshot may lie in the folder “snapshots”.",
            )
        stage = Stage(self._last_merge())

        def work() -> None:
            with self._merging(stage, progress) as merger:
                merger.take_back()

        try:
            self._merge(work, stage)
        finally:
            stage.close()
        self._last_merge().unlink()

    @contextmanager
    def _merging(self, stage: Stage, progress: Progress | None) -> Iterator[Merger]:
        merger = Merger(self._connection, stage, progress)
        with bulk.trust(self._connection, merger.homes) if _is_bulk(stage) else nullcontext():
            yield merger

    def add_to_last_merge(self, edit_id: bytes) -> None:
        """Let an edit that follows a merge at once be taken back with it; another stays as it is."""
        if not self._last_merge().exists():
            return
        connection, stage = self._connection, Stage(self._last_merge())
        try:
            if stage.is_sealed(self._state(without=edit_id)):
                edits = outgoing.edit_rows(connection, [edit_id])
                extend(stage, edits, outgoing.change_rows(connection, edits))
                stage.seal(self._state())
        finally:
            stage.close()

    def _last_merge(self) -> Path:
        return backup.snapshots_folder(self.path) / f"{self.path.stem}.last-merge"

    def _merge(self, work: Callable[[], None], stage: Stage) -> None:
        if self.read_only:
            raise ProjectError("This project is open for reading only.", "Nothing was changed.")
        connection = self._connection
        room = bulk.unchecked if _is_bulk(stage) else room_for_bulk
        is_ours = False
        try:
            with errors_in_words(self.path), room(connection), transaction(connection):
                self._refuse_if_not_ours()
                is_ours = True
                work()
        finally:
            if is_ours:
                self._stamp = stamp_of(self.path)
        self._clock = Clock.of(connection)
        self._codebook = None
        self._stacks.clear()

    # ------------------------------------------------------------ what is left to decide

    def conflict_count(self) -> int:
        """How many registers hold versions that say different things."""
        return int(self._connection.execute("SELECT count(*) FROM conflict").fetchone()[0])

    def conflicts(self, *, limit: int = 1_000) -> list[Conflict]:
        """What holds versions that say different things, in the order of kinds and ids."""
        query = "SELECT kind, target, field, document_id FROM conflict ORDER BY 1, 2, 3 LIMIT ?"
        found = self._connection.execute(query, (limit,)).fetchall()
        return [self._conflict(Register(*row[:3]), row[3]) for row in found]

    def _conflict(self, register: Register, document_id: str | None) -> Conflict:
        versions = []
        bodies = []
        for id_, body, document, *edit in self._connection.execute(_VERSIONS, register):
            value = None
            if body is not None:
                value = rows.value_from_body(*register, document, body, self._texts.get)
            versions.append(Version(id_, value, *edit))
            bodies.append(body)
        return Conflict(register, document_id, tuple(versions), bodies.index(shown(bodies)))

    def waiting(self) -> list[Span | Relation]:
        """Annotations that are current while their article, or an end of a relation, is gone."""
        found = self._connection.execute("SELECT kind, id FROM unshown ORDER BY kind DESC, id")
        registers = [(kind, id_, "") for kind, id_ in found]
        heads = read_heads(self._connection, registers)
        return [
            rows.value_from_body(*register, head.document_id, head.body, self._texts.get)  # type: ignore[misc]
            for register in registers
            if (head := heads[register]).body is not None
        ]


def _is_bulk(stage: Stage) -> bool:
    """Whether it is so much that SQLite shall not look at each row by itself."""
    return stage.count("change") > BULK


_VERSIONS = (
    "SELECT change.id, change.body, change.document_id, edit.annotator, edit.time, edit.title"
    " FROM head JOIN change ON change.id = head.change JOIN edit ON edit.id = change.edit"
    " WHERE head.kind = ? AND head.target = ? AND head.field = ? ORDER BY head.change"
)
