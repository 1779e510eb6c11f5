"""A team without a server: each publishes a finished copy into a folder, and reads the others'.

The live project stays where it is. Looking and publishing can run beside the window: they need
the path of the project alone. What was found comes in through the project that is open for
writing, in one transaction.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import UserError
from annotator.jobs.reconciling import apply_remembered
from annotator.jobs.shared_folder_reading import FOREIGN, Found, Look, Problem, files_of
from annotator.model.wording import counted
from annotator.store import publication
from annotator.store.publication import SUFFIX
from annotator.store.publication_memory import FolderMemory, Published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from annotator.store.project import Project

    Progress = Callable[[int, int, str], None]

_PATIENCE = 3
"""So often a damaged file under one's own name is left alone before it is put aside."""
_ROUNDS = 3
LIVE = 2_000
"""Up to so many changes come in as they are; before more do, a snapshot is made."""


class Publisher(NamedTuple):
    """One file of the folder that belongs to this project; `published` is in seconds since 1970.

    `who` has made the last edit where it comes from, at the time `latest`; not told of one's own.
    """

    name: str
    is_own: bool
    published: float
    who: str = ""
    latest: str = ""
    documents: int = 0
    annotations: int = 0


@dataclass(slots=True)
class Shared:
    """What one round has done: which files brought how many changes, and what is bad.

    `conflicts` are the differences that are open in the project afterwards.
    """

    arrivals: list[str] = field(default_factory=list)
    changes: int = 0
    conflicts: int = 0
    problems: list[Problem] = field(default_factory=list)
    has_published: bool = False

    def sentences(self) -> list[str]:
        """What has come and gone, a line each."""
        lines = []
        if self.arrivals:
            came = counted(self.changes, "change")
            lines.append(f"{came} came in from {', '.join(dict.fromkeys(self.arrivals))}.")
        if self.has_published:
            lines.append("Published.")
        if self.conflicts:
            lines.append(f"{counted(self.conflicts, 'difference')} to look at.")
        return lines or ["Nothing new."]


class SharedFolder:
    """One project file and the folder through which it is shared.

    A blind work package only publishes (`is_blind`): nobody else's work is to be in it.
    """

    def __init__(
        self, path: Path, project_id: str, replica: str, folder: Path, *, is_blind: bool = False
    ) -> None:
        self.path = path
        self.folder = folder
        self._project = project_id
        self._replica = replica
        self._is_blind = is_blind

    @classmethod
    def of(cls, project: Project, folder: Path) -> SharedFolder:
        """The folder as this open project sees it."""
        is_blind = project.package is not None and project.package.is_blind
        return cls(project.path, project.id, project.replica, folder, is_blind=is_blind)

    def _memory(self) -> FolderMemory:
        memory = FolderMemory.of(self.path, self.folder)
        if memory.mark is not None and not publication.holds(self.path, memory.mark):
            memory.forget()  # an older copy was put in the project's place
        return memory

    # ------------------------------------------------------------ reading the others'

    def look(
        self,
        *,
        tries_all: bool = False,
        stop: Callable[[], bool] = lambda: False,
        progress: Progress | None = None,
    ) -> Found:
        """Gather what the folder has and the project lacks; nothing is written to either.

        `tries_all` reads refused files once more although they have not changed. Raises `UserError`
        if the folder cannot be read, and `Cancelled` when `stop` says so.
        """
        memory = self._memory()
        files = files_of(self.folder, self.path)
        if self._is_blind:
            own = self._target(memory).name
            files = [file for file in files if file.name == own]
        looking = Look(self.path, self._project, memory, tries_all=tries_all, stop=stop)
        found = looking.run(files, progress)
        for gone in memory.files.keys() - {file.name for file in files}:
            del memory.files[gone]
        memory.files |= {name: one for name, one in found.read.items() if one.kind}
        if found.incoming is None:
            self._settle(memory, found)
        memory.save()
        return found

    def _settle(self, memory: FolderMemory, found: Found) -> None:
        """What was read is known from now on; it is only said when all of it is in the project."""
        memory.files |= found.read
        memory.mark = publication.state_of(self.path)

    def take(
        self, project: Project, found: Found, progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Bring in what was found, in one transaction; `found` is closed."""
        if found.incoming is None:
            return
        memory = self._memory()
        before = publication.state_of(self.path)
        project.take(found.incoming, progress, is_live=found.changes <= LIVE)
        memory.absorb(before, publication.state_of(self.path))
        self._settle(memory, found)
        memory.save()
        found.close()

    # ------------------------------------------------------------ publishing

    @property
    def target(self) -> Path:
        """The file that this replica publishes."""
        return self._target(self._memory())

    def _target(self, memory: FolderMemory) -> Path:
        plain = self.folder / publication.published_name(self.path, self._replica)
        known = memory.files.get(plain.name)
        if known is None or known.kind != FOREIGN:
            return plain
        stem = self.path.name.removesuffix(SUFFIX)
        longer = self.path.with_name(f"{stem}-{self._project[:8]}{SUFFIX}")
        return self.folder / publication.published_name(longer, self._replica)

    def is_published(self, *, with_others: bool = False) -> bool:
        """Whether the folder has all that was done here; `with_others` also what came from others."""
        own = self._memory().published
        if own is None or not own.state.is_same(publication.state_of(self.path)):
            return False
        is_there = publication.seen(self.folder / own.name) is not None
        return is_there and not (with_others and own.is_behind)

    def publish(self, *, progress: Progress | None = None) -> bool:
        """Publish the project as it is, which may be open and go on being written.

        False if something stands there that was not read yet: look and take first.
        """
        memory = self._memory()
        target = self._target(memory)
        standing = publication.seen(target)
        if standing is not None and not memory.is_read(target.name, standing):
            known = memory.files.get(target.name)
            if known is None or known.seen != standing or known.tries < _PATIENCE:
                return False
            _put_aside(target)
        state = publication.state_of(self.path)
        report = None if progress is None else lambda done, all_: progress(done, all_, target.name)
        seen = publication.publish(self.path, target, progress=report)
        counts = publication.counts_of(self.path)
        memory.published = Published(target.name, seen, state, time.time(), *counts)
        memory.mark = state
        memory.files.pop(target.name, None)
        memory.save()
        return True

    def share(self, project: Project, *, progress: Progress | None = None) -> Shared:
        """One whole round through the open project: look, take, and publish what is new."""
        done = Shared()
        report = None if progress is None else lambda one, all_: progress(one, all_, "")
        for _ in range(_ROUNDS):
            found = self.look(tries_all=True, progress=progress)
            done.problems = found.problems
            done.arrivals += found.arrivals
            done.changes += found.changes
            self.take(project, found, report)
            if found.changes:
                apply_remembered(project)
            done.conflicts = project.conflict_count()
            if self.is_published(with_others=True):
                break
            if self.publish(progress=progress):
                done.has_published = True
                break
        return done

    # ------------------------------------------------------------ who is there

    def publishers(self) -> list[Publisher]:
        """Who publishes here, as it was read last; one's own file first, then the newest."""
        memory = self._memory()
        own = memory.published
        found = [
            Publisher(name, False, one.seen[1] / 1e9, *(one.summary or ()))
            for name, one in memory.files.items()
            if not one.kind and (own is None or name != own.name)
        ]
        found.sort(key=lambda one: -one.published)
        if own is not None and publication.seen(self.folder / own.name) is not None:
            counts = own.documents, own.annotations
            found.insert(0, Publisher(own.name, True, own.at, "", "", *counts))
        return found

    def problems(self) -> list[Problem]:
        """What was bad when the folder was looked at last."""
        return Found(read=dict(self._memory().files)).problems

    def leave(self) -> None:
        """Forget what is known of the folder; what was published stays for the others."""
        FolderMemory.of(self.path, self.folder).register.unlink(missing_ok=True)


def check_folder(path: Path, folder: Path) -> None:
    """Refuse a folder that cannot be shared through, with the reason."""
    if not folder.is_dir():
        raise UserError(f"There is no folder “{folder}”.", "Make it first, or choose another.")
    if (folder / path.name).resolve() == path.resolve():
        raise UserError(
            f"“{path.name}” itself lies in “{folder}”.",
            "Choose another folder to share through; the project you work in stays outside of it.",
        )


def _put_aside(path: Path) -> None:
    """Let a damaged file stay under another name, which nobody reads."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    with contextlib.suppress(OSError):
        path.rename(aside)
