"""One sync of a project that somebody is working in: all but the taking happens beside her."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.jobs.server_pull import Pull
from annotator.jobs.server_push import Push
from annotator.jobs.syncing import LARGE, begin, keep
from annotator.store.server_marks import Mark, write_mark

if TYPE_CHECKING:
    from annotator.jobs.syncing import Progress
    from annotator.store.incoming import Incoming
    from annotator.store.project import Project
    from annotator.store.server import Server


@dataclass(slots=True)
class Exchange:
    """What a server and a project have told each other; what came waits in `incoming`.

    `is_large` says that too much is waiting to be taken beside somebody's work: nothing was done.
    """

    server: str
    mark: Mark
    incoming: Incoming | None = None
    edits_down: int = 0
    changes_down: int = 0
    edits_up: int = 0
    is_large: bool = False

    def take(self, project: Project) -> None:
        """Take what has come, in one transaction, and note it."""
        if self.incoming is not None:
            project.take(self.incoming, is_live=True)
            write_mark(project.path, self.server, project.id, self.mark)
            self.close()

    def close(self) -> None:
        """Forget what has come; it comes again."""
        incoming, self.incoming = self.incoming, None
        if incoming is not None:
            incoming.close()


def exchange(project: Project, server: Server, progress: Progress) -> Exchange:
    """Fetch what the project lacks without writing to it, and push what the server lacks.

    `project` may be open for reading only, beside the window that writes. What is pushed is
    noted; what was fetched is noted when it is taken.
    """
    old = begin(project, server)
    pull = Pull(project, server, old, progress)
    is_closed = project.package is not None and project.package.is_blind
    if not is_closed and pull.counted()[1] > LARGE:
        return Exchange(server.id, old, is_large=True)
    incoming = project.incoming()
    try:
        if not is_closed:
            pull.gather(incoming)
        push = Push(project, server, pull.mark, progress, staged=pull.edits)
        push.run()
    except BaseException:
        incoming.close()
        raise
    if push.is_in_doubt:  # the marks have not told the truth: everything is compared
        incoming.close()
        keep(project, server, Mark())
        return exchange(project, server, progress)
    found = Exchange(server.id, push.mark, incoming, pull.edits, pull.changes, push.edits)
    if incoming.is_empty:
        keep(project, server, push.mark)
        found.close()
    else:
        keep(project, server, replace(push.mark, position=old.position, arrived=old.arrived))
    return found
