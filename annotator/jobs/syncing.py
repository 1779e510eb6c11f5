"""Syncing a project with a server: what the server lacks is pushed, what the project lacks is pulled.

Both ways go in batches, each of which is one transaction and can be repeated: whatever is cut
in the middle goes on where it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.jobs.reconciling import apply_remembered
from annotator.jobs.server_pull import Pull
from annotator.jobs.server_push import Push
from annotator.model.wording import counted
from annotator.store.server_marks import Mark, read_mark, write_mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.store.project import Project
    from annotator.store.server import Server

    Progress = Callable[[int, int, str], None]

LARGE = 5_000
"""Up to so many changes are taken without a snapshot, and in the window without closing the project."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync has done, or would do: edits and changes either way, and conflicts there are."""

    server: str
    edits_up: int = 0
    changes_up: int = 0
    edits_down: int = 0
    changes_down: int = 0
    conflicts: int = 0
    is_trial: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing went either way."""
        return not (self.edits_up or self.changes_up or self.edits_down or self.changes_down)

    def sentences(self) -> list[str]:
        """The report in words."""
        down = _said(self.edits_down, self.changes_down)
        up = _said(self.edits_up, self.changes_up)
        if self.is_trial:
            return [f"Nothing was changed. Would come: {down}.", f"Would go: {up}."]
        said = [f"Synced with {self.server}: {down} came, {up} went."]
        if self.conflicts:
            said.append(f"{counted(self.conflicts, 'conflict')} to be decided.")
        return said

    def as_json(self) -> dict[str, object]:
        """The report as an object of JSON."""
        return {
            "server": self.server,
            "pulled": {"edits": self.edits_down, "changes": self.changes_down},
            "pushed": {"edits": self.edits_up, "changes": self.changes_up},
            "conflicts": self.conflicts,
            "dry_run": self.is_trial,
        }


def _said(edits: int, changes: int) -> str:
    if not edits and not changes:
        return "nothing"
    return f"{counted(edits, 'edit')} with {counted(changes, 'change')}"


def sync(
    project: Project,
    server: Server,
    *,
    is_trial: bool = False,
    progress: Progress | None = None,
) -> SyncReport:
    """Pull, merge and push; `is_trial` only says what would be done.

    A blind work package only pushes: nobody else's work is to be in it. `progress` hears how far
    it is, of how much, and may raise `Cancelled`: what is done stays.
    Raises `ServerError` where the server fails, `ProjectError` where what it sends is forged.
    """
    report = progress or (lambda _done, _total, _text: None)
    mark = begin(project, server, is_trial=is_trial)
    pull = Pull(project, server, mark, report)
    is_closed = project.package is not None and project.package.is_blind
    if is_trial:
        edits, changes = (0, 0) if is_closed else pull.counted()
        up = Push(project, server, mark, report).counted()
        return SyncReport(server.address.name, *up, edits, changes, is_trial=True)
    for incoming in () if is_closed else pull.chunks():
        project.take(incoming, is_live=pull.changes < LARGE)
        mark = keep(project, server, pull.mark)
    if pull.texts:
        project.bring_twins_in_step()
    if pull.changes:
        apply_remembered(project)
    push = Push(project, server, mark, report)
    push.run()
    if push.is_in_doubt:  # the marks have not told the truth: everything is compared
        keep(project, server, Mark())
        return _added(
            SyncReport(server.address.name, push.edits, push.changes, pull.edits, pull.changes),
            sync(project, server, progress=progress),
        )
    keep(project, server, push.mark)
    conflicts = project.conflict_count()
    return SyncReport(server.address.name, push.edits, push.changes, pull.edits, pull.changes, conflicts)


def begin(project: Project, server: Server, *, is_trial: bool = False) -> Mark:
    """Agree on what was exchanged before; nothing where the file or the server is another by now."""
    server.join(project.id, project.title, is_asking=is_trial)
    mark = read_mark(project.path, server.id, project.id)
    if mark.position and (server.edit_at(mark.position) or b"").hex() != mark.arrived:
        return Mark()
    if mark.number and (project.edit_of_number(mark.number) or b"").hex() != mark.written:
        return Mark()
    return mark


def keep(project: Project, server: Server, mark: Mark) -> Mark:
    """Note how far the file and the server have come."""
    write_mark(project.path, server.id, project.id, mark)
    return mark


def _added(one: SyncReport, other: SyncReport) -> SyncReport:
    return replace(
        other,
        edits_up=one.edits_up + other.edits_up,
        changes_up=one.changes_up + other.changes_up,
        edits_down=one.edits_down + other.edits_down,
        changes_down=one.changes_down + other.changes_down,
    )
