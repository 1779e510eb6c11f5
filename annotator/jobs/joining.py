"""Getting a project from a server for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.jobs.syncing import sync

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.jobs.syncing import Progress, SyncReport
    from annotator.store.server import Server


def join(
    path: Path, server: Server, wanted: str = "", *, progress: Progress | None = None
) -> SyncReport:
    """Make the file `path` with a project that the server holds; `wanted` is its title or id.

    The file is made whole or not at all. `UserError` where it is not clear which project is meant.
    """
    from annotator.store.server_copy import new_copy

    project_id = _chosen(server, wanted)
    with new_copy(path, project_id) as project:
        return sync(project, server, progress=progress)


def _chosen(server: Server, wanted: str) -> str:
    projects = server.projects()
    named = [id_ for id_, title in projects if wanted in ("", id_, title)]
    if len(named) == 1:
        return named[0]
    place = server.address.name
    if not projects:
        raise UserError(f"{place} holds no project yet.", "Sync a project file with it first.")
    names = ", ".join(f"“{title}” ({id_})" for id_, title in projects)
    said = "several projects" if not wanted else f"no project or several called “{wanted}”"
    raise UserError(f"{place} holds {said}.", f"Name one with --project; there is: {names}.")
