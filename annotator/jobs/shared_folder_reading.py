"""One look at a shared folder: what is new there is copied away, checked and compared.

Nothing is written to the folder or to the project; the project may be open and be written to.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import Cancelled, ProjectError, UserError
from annotator.store import guest, publication
from annotator.store.header import check_file, check_length, read_header
from annotator.store.publication import SUFFIX
from annotator.store.publication_memory import FileMemory
from annotator.store.recovery import has_journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.store.incoming import Incoming
    from annotator.store.publication import Seen, Summary
    from annotator.store.publication_memory import FolderMemory

FOREIGN = "foreign"
_PIECE = 1 << 20
_AGAIN = "It is left alone, and read as soon as it has changed."
_TRIES = 3
"""So often a file that has not changed is read again although it was refused."""


class Problem(NamedTuple):
    """A file of the folder that nothing came of, why, and how many rounds have found it so.

    `kind` is foreign (another project), syncing (it was being written) or unreadable.
    """

    name: str
    kind: str
    reason: str
    hint: str
    tries: int

    @property
    def is_new(self) -> bool:
        """Whether nobody was told of it before."""
        return self.tries == 1


@dataclass(slots=True)
class Found:
    """What one look at the folder has brought; to be closed when it is not wanted.

    `arrivals` are the files that hold something which the project lacks, `changes` says how much.
    """

    incoming: Incoming | None = None
    changes: int = 0
    arrivals: list[str] = field(default_factory=list)
    read: dict[str, FileMemory] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """The files that were refused."""
        refused = sorted((name, one) for name, one in self.read.items() if one.kind)
        return [Problem(name, one.kind, one.problem, one.hint, one.tries) for name, one in refused]

    def close(self) -> None:
        """Remove the staging file."""
        if self.incoming is not None:
            self.incoming.close()
            self.incoming = None
        self.arrivals.clear()
        self.changes = 0


class Look:
    """Reads the folder once; `stop` says whether it is to end with `Cancelled`."""

    def __init__(
        self,
        path: Path,
        project_id: str,
        memory: FolderMemory,
        *,
        tries_all: bool,
        stop: Callable[[], bool],
    ) -> None:
        """`tries_all` reads once more what was refused, although it has not changed."""
        self._path = path
        self._project = project_id
        self._memory = memory
        self._tries_all = tries_all
        self._stop = stop
        self._found = Found()

    def run(self, files: list[Path], progress: Callable[[int, int, str], None] | None) -> Found:
        """Look at these files; `progress` hears how many of them were read."""
        with tempfile.TemporaryDirectory(prefix="annotator-") as place:
            copies: dict[Path, Path] = {}
            for number, file in enumerate(files):
                if progress is not None:
                    progress(number, len(files), file.name)
                copy = Path(place) / f"{number}{SUFFIX}"
                if self._copies(file, copy):
                    copies[file] = copy
            try:
                self._gather(copies)
            except BaseException:
                self._found.close()
                raise
        return self._found

    # ------------------------------------------------------------ copying away

    def _copies(self, file: Path, copy: Path) -> bool:
        """Copy a file away that was not read yet; False if nothing can come of it now."""
        seen = publication.seen(file)
        if seen is None or self._memory.is_read(file.name, seen):
            return False
        known = self._memory.files.get(file.name)
        if known is None or known.seen != seen:
            known = FileMemory(seen)
        if known.tries >= _TRIES and not self._tries_all:
            self._found.read[file.name] = known
            return False
        try:
            said = self._looked_through(file, seen, copy)
        except ProjectError as error:
            kind = error.kind if isinstance(error, _Refused) else "unreadable"
            self._refuse(file, copy, known, error, kind)
            return False
        self._found.read[file.name] = FileMemory(seen, summary=said)
        return True

    def _looked_through(self, file: Path, seen: Seen, copy: Path) -> Summary:
        """Copy the file and look at the copy; `ProjectError` says why nothing is taken from it."""
        check_file(file)
        check_length(file, read_header(file))
        copy_bytes(file, copy, self._stop)
        if publication.seen(file) != seen or has_journal(file):
            said = f"“{file}” is being written just now."
            raise _Refused("syncing", said, "It is read when that has ended.")
        with guest.opened(copy) as theirs:
            if theirs.project != self._project:
                said = f"“{file}” belongs to another project."
                raise _Refused(FOREIGN, said, "It is left alone; a folder for each project is clearer.")
            return publication.summary(theirs.connection, file.name)

    def _refuse(
        self, file: Path, copy: Path, known: FileMemory, error: ProjectError, kind: str = "unreadable"
    ) -> None:
        message = error.message.replace(str(copy), str(file)).replace(str(copy.resolve()), str(file))
        is_ours_to_mend = kind != "unreadable" or "newer version" in message
        hint = error.hint if is_ours_to_mend else _AGAIN
        tries = known.tries + 1
        refused = replace(known, kind=kind, problem=message, hint=hint, tries=tries)
        self._found.read[file.name] = refused

    # ------------------------------------------------------------ comparing

    def _gather(self, copies: dict[Path, Path]) -> None:
        """Stage what the project lacks; a file that is refused on the way is left out as a whole."""
        from annotator.store.project import Project

        if not copies:
            return
        with Project.open(self._path, read_only=True) as own:
            while copies:
                self._found.incoming = incoming = own.incoming()
                bad = self._stage(incoming, copies)
                if bad is None:
                    break
                self._found.close()
                del copies[bad]
        if self._found.incoming is not None:
            self._found.changes = self._found.incoming.stage.count("change")
            if self._found.incoming.is_empty:
                self._found.close()

    def _stage(self, incoming: Incoming, copies: dict[Path, Path]) -> Path | None:
        """Add all files; the first one that is refused is returned, and then none of it counts."""
        for file, copy in copies.items():
            before = incoming.stage.count("change")
            try:
                incoming.add_file(copy, self._go_on)
            except ProjectError as error:
                self._refuse(file, copy, self._found.read[file.name], error)
                return file
            if incoming.stage.count("change") > before:
                self._found.arrivals.append(file.name)
        return None

    def _go_on(self, _done: int, _total: int) -> None:
        if self._stop():
            raise Cancelled


class _Refused(ProjectError):
    def __init__(self, kind: str, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.kind = kind


def files_of(folder: Path, own: Path) -> list[Path]:
    """The project files in a folder but one's own live one; what is only half there is left out."""
    try:
        found = [one for one in folder.iterdir() if _is_finished(one)]
    except OSError as error:
        raise UserError(
            f"The shared folder “{folder}” cannot be read: {error.strerror or error}.",
            "See whether it is connected. Meanwhile you go on in your own project.",
        ) from error
    return sorted(one for one in found if not _is_same_file(one, own))


def _is_finished(path: Path) -> bool:
    name = path.name.casefold()
    return name.endswith(SUFFIX) and name[0] not in ".~" and not path.is_dir()


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def copy_bytes(source: Path, target: Path, stop: Callable[[], bool]) -> None:
    """Copy a file that nobody writes in place, a piece at a time."""
    try:
        with source.open("rb") as reading, target.open("wb") as writing:
            while piece := reading.read(_PIECE):
                if stop():
                    raise Cancelled
                writing.write(piece)
    except OSError as error:
        raise ProjectError(
            f"“{source}” cannot be copied: {error.strerror or error}.",
            "It is tried again. See whether the folder is connected and the disk has room.",
        ) from error
