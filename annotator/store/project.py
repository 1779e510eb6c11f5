"""The open project: one file, one connection, one thread.

`apply` is the only way to change anything. Every edit is durable when it returns, and
nothing is written when it raises.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from annotator.errors import ProjectError, UserError
from annotator.model.change import Edit
from annotator.model.package import Package
from annotator.model.values import now
from annotator.store import backup, bulk, creation, guard, installation, integrity
from annotator.store.annotation_queries import AnnotationQueries
from annotator.store.bygone import BygoneQueries
from annotator.store.changes import Clock
from annotator.store.check_queries import CheckQueries
from annotator.store.connection import transaction
from annotator.store.count_queries import CountQueries
from annotator.store.document_queries import DocumentQueries
from annotator.store.entity_queries import EntityQueries
from annotator.store.failures import MOVED, answers_in_words, errors_in_words
from annotator.store.files import is_same_file, stamp_of
from annotator.store.finding import FindingQueries
from annotator.store.history import HistoryQueries, id_range
from annotator.store.long_undo import LONG, LongReversal, additions, may_be_long
from annotator.store.merge_queries import MergeQueries
from annotator.store.migration_queries import MigrationQueries
from annotator.store.outgoing import Outgoing
from annotator.store.record_queries import RecordQueries
from annotator.store.seeing import SightQueries
from annotator.store.server_queries import ServerQueries
from annotator.store.similar import SimilarTexts
from annotator.store.teamwork_queries import TeamworkQueries
from annotator.store.texts import Texts
from annotator.store.undo import Reversal, UndoResult
from annotator.store.undo_stack import UndoStack, stack_of
from annotator.store.writing import BLOCK, EditHead, Progress, Written, write_edit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

    from annotator.model.additions import Step
    from annotator.model.codebook import Codebook

BULK_REMOVAL = 10_000
"""From this many removals on, a snapshot is made before an edit."""


@answers_in_words
class Project(
    DocumentQueries,
    AnnotationQueries,
    HistoryQueries,
    TeamworkQueries,
    CountQueries,
    EntityQueries,
    SimilarTexts,
    MigrationQueries,
    CheckQueries,
    FindingQueries,
    RecordQueries,
    MergeQueries,
    BygoneQueries,
    Outgoing,
    SightQueries,
    ServerQueries,
):
    """An open project file.

    It belongs to the thread that opened it. `read_only_reason` is a sentence that says
    why nothing can be written, where that is so. `package` says for whom the file was made,
    None for a whole project.
    """

    def __init__(self, opened: guard.Opened) -> None:
        self.path = opened.path
        self.read_only_reason = opened.read_only_reason
        self._connection: sqlite3.Connection = opened.connection
        self._opened = opened
        identity = dict(self._connection.execute("SELECT name, value FROM identity").fetchall())
        self.id = str(identity["project"])
        self.replica = installation.replica()
        self.package = Package.of(identity["package"]) if "package" in identity else None
        self._texts = Texts(self._connection)
        self._codebook: Codebook | None = None
        self._stacks: dict[str, UndoStack] = {}
        self._clock = Clock.of(self._connection)
        self._stamp = stamp_of(self.path)
        self._version = _data_version(self._connection, self.path)

    @classmethod
    def create(cls, path: str | Path, *, title: str, codebook: Mapping[str, Any]) -> Self:
        """Make a new project with the object of a codebook file; refuses an existing file."""
        creation.create(Path(path), title=title, codebook=codebook)
        return cls.open(path)

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False) -> Self:
        """Open a project file through the guard; `ProjectError` says why it cannot be."""
        opened = guard.open_file(Path(path), read_only=read_only)
        try:
            with errors_in_words(opened.path):
                return cls(opened)
        except BaseException:
            opened.close()
            raise

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return bool(self.read_only_reason)

    @property
    def title(self) -> str:
        """The project's title."""
        return str(self.setting("title", self.path.stem))

    @property
    def is_changed_outside(self) -> bool:
        """Whether something else has written to the file, moved it, or put another in its place.

        A new time of change alone says nothing: backups and `touch` set it, too.
        """
        stamp = stamp_of(self.path)
        if not is_same_file(stamp, self._stamp) or stamp is None or self._stamp is None:
            return True
        return stamp[2] != self._stamp[2] or _data_version(self._connection, self.path) != self._version

    def read_anew(self) -> None:
        """Forget what was kept in memory: another connection has written to the file."""
        self._codebook = None
        self._stacks.clear()
        self._stamp = stamp_of(self.path)
        self._version = _data_version(self._connection, self.path)

    def close(self) -> None:
        """Close the file and let others have it."""
        self._opened.close(is_as_left=stamp_of(self.path) == self._stamp)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # ------------------------------------------------------------ writing

    def apply(self, edit: Edit, *, progress: Progress | None = None) -> Edit:
        """Write the edit in one durable transaction and return it with its id.

        `progress` is called with the number of changes written and of all, and may
        raise `Cancelled`. An edit without changes is returned as it is.
        """
        if not edit.changes:
            return edit
        written = self._write(edit, edit.changes, len(edit.changes), progress)
        return replace(edit, id=written.id)

    def apply_stream(
        self,
        title: str,
        changes: Iterable[Step],
        *,
        by: str,
        removals: int = 0,
        progress: Progress | None = None,
    ) -> Edit:
        """Write changes as they come, as one edit, without keeping them in memory.

        `removals` says how many things about it removes: a snapshot is made before many are.
        The edit is returned with its id and without its changes.
        """
        if removals >= BULK_REMOVAL:
            backup.snapshot(self)
        edit = Edit(title, (), by, now())
        written = self._write(edit, changes, 0, progress)
        return replace(edit, id=written.id)

    def undo(self, annotator: str, *, progress: Progress | None = None) -> UndoResult:
        """Take back the annotator's own latest edit that is still in force.

        An edit of very many changes comes back without them in the result.
        """
        stack = self.undo_stack(annotator)
        if not stack.undo:
            raise UserError("There is nothing to undo.")
        return self._reverse(annotator, stack.undo[-1].id, f"undo {stack.undo[-1].title}", progress)

    def redo(self, annotator: str, *, progress: Progress | None = None) -> UndoResult:
        """Do again what the annotator has undone last."""
        stack = self.undo_stack(annotator)
        if not stack.redo:
            raise UserError("There is nothing to redo.")
        return self._reverse(annotator, stack.redo[-1].id, f"redo {stack.redo[-1].title}", progress)

    def undo_stack(self, annotator: str) -> UndoStack:
        """What the annotator can undo and redo; it lives on and must not be changed."""
        if annotator not in self._stacks:
            self._stacks[annotator] = stack_of(self._connection, annotator)
        return self._stacks[annotator]

    def problems(self) -> Iterator[str]:
        """What does not agree in the file, a sentence part each: the deep check."""
        for (line,) in self._connection.execute("PRAGMA integrity_check(100)"):
            if line != "ok":
                yield line
        yield from integrity.problems(self._connection)

    def _reverse(
        self, annotator: str, edit_id: bytes, title: str, progress: Progress | None
    ) -> UndoResult:
        size = self.edit_size(edit_id)
        if size > LONG and may_be_long(self._connection, edit_id, id_range(edit_id, size)):
            return self._reverse_long(annotator, edit_id, title, progress)
        reversal = Reversal(self._connection, self._texts.get, self.edit(edit_id))
        changes = reversal.changes()
        edit = Edit(title, changes, annotator, now(), undoes=edit_id)
        written = self._write(edit, changes, len(changes), progress)
        return UndoResult(replace(edit, id=written.id), tuple(reversal.left))

    def _reverse_long(
        self, annotator: str, edit_id: bytes, title: str, progress: Progress | None
    ) -> UndoResult:
        """Take back an edit that is too large for memory; the result has no changes."""
        size = self.edit_size(edit_id)
        if additions(self._connection, edit_id, id_range(edit_id, size)) >= BULK_REMOVAL:
            backup.snapshot(self)
        reversal = LongReversal(
            self._connection,
            self._texts.get,
            Edit("", (), annotator, "", id=edit_id),
            self.field_changes(edit_id, size),
            self.changes_backwards(edit_id, size),
        )
        edit = Edit(title, (), annotator, now(), undoes=edit_id)
        written = self._write(edit, reversal.stream(), size, progress)
        return UndoResult(replace(edit, id=written.id), tuple(reversal.left))

    def _write(
        self, edit: Edit, changes: Iterable[Step], total: int, progress: Progress | None
    ) -> Written:
        if self.read_only:
            raise ProjectError(self.read_only_reason, "Nothing was changed.")
        if sum(change.after is None for change in edit.changes) >= BULK_REMOVAL:
            backup.snapshot(self)
        head = EditHead(edit.title, edit.annotator, edit.time, self.replica, edit.undoes)
        connection = self._connection
        is_bulk = total > BLOCK or not isinstance(changes, tuple)
        room = bulk.unchecked(connection) if is_bulk else nullcontext()
        is_ours = False
        try:
            with errors_in_words(self.path), room, transaction(connection):
                self._refuse_if_not_ours()
                is_ours = True
                own = (connection, self._clock, self._texts)
                written = write_edit(
                    *own, head, changes, total=total, is_bulk=is_bulk, progress=progress
                )
        finally:
            if is_ours:  # what was rolled back may have touched the file, too
                self._stamp = stamp_of(self.path)
        if written.is_codebook:
            self._codebook = None
        if edit.annotator in self._stacks:
            self._stacks[edit.annotator].follow(written.id, edit.title, edit.undoes)
        return written

    def _refuse_if_not_ours(self) -> None:
        """Stop where the file, or the right to write to it, has gone to somebody else."""
        if self._opened.lock is not None:
            self._opened.lock.check()
        if not is_same_file(stamp_of(self.path), self._stamp):
            raise ProjectError(MOVED[0].format(f"“{self.path}”"), MOVED[1])
        if self.is_changed_outside:
            raise ProjectError(
                f"“{self.path}” was changed by another program while it was open.",
                "The edit was not saved. Close the project and open it again.",
            )


def _data_version(connection: sqlite3.Connection, path: Path) -> int:
    """A number that changes when another connection has written to the file."""
    with errors_in_words(path):
        (version,) = connection.execute("PRAGMA data_version").fetchone()
    return int(version)
