"""What this user knows of a shared folder: what was read there, and what was published last.

It is kept in the user's own folder and not in the project: another copy of the project has read
other things. Without it everything is read once more, which harms nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from platformdirs import user_data_path

from annotator.store.files import temporary_beside
from annotator.store.publication import State, Summary

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.store.publication import Seen


@dataclass(frozen=True, slots=True)
class FileMemory:
    """One file of the folder as it was read last; `problem` says why nothing came of it.

    `kind` is "" for what was read, else foreign, syncing or unreadable; `tries` counts how often
    it was refused while it stayed the same.
    """

    seen: Seen
    kind: str = ""
    problem: str = ""
    hint: str = ""
    tries: int = 0
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What was published last: how it stood in the folder, of which state, when (seconds since 1970).

    `documents` and `annotations` were in it. `is_behind` says that others' work has come since,
    which stands in their own files.
    """

    name: str
    seen: Seen
    state: State
    at: float
    documents: int
    annotations: int
    is_behind: bool = False


@dataclass(slots=True)
class FolderMemory:
    """What is known of one folder, for one project file."""

    register: Path
    files: dict[str, FileMemory] = field(default_factory=dict)
    published: Published | None = None
    mark: State | None = None

    @classmethod
    def of(cls, path: Path, folder: Path) -> Self:
        """What is known of this folder for the project at this path; nothing, at first."""
        key = f"{path.absolute()}\n{folder.absolute()}".encode()
        name = hashlib.blake2b(key, digest_size=16).hexdigest()
        register = user_data_path("annotator", appauthor=False) / "shared_folders" / f"{name}.json"
        memory = cls(register)
        try:
            memory._read(json.loads(register.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return cls(register)
        return memory

    def _read(self, raw: dict[str, Any]) -> None:
        for name, one in raw["files"].items():
            summary = Summary(*one["summary"]) if one["summary"] is not None else None
            known = {**one, "seen": _seen(one["seen"]), "summary": summary}
            self.files[name] = FileMemory(**known)
        if raw["published"] is not None:
            one = raw["published"]
            state = State(*one["state"])
            self.published = Published(**{**one, "seen": _seen(one["seen"]), "state": state})
        self.mark = State(*raw["mark"]) if raw["mark"] is not None else None

    def save(self) -> None:
        """Keep it; where that is not possible, everything is read again next time."""
        raw = {
            "files": {name: asdict(one) for name, one in self.files.items()},
            "published": asdict(self.published) if self.published is not None else None,
            "mark": self.mark,
        }
        with contextlib.suppress(OSError):
            self.register.parent.mkdir(parents=True, exist_ok=True)
            temporary = temporary_beside(self.register)
            temporary.write_text(json.dumps(raw), encoding="utf-8")
            temporary.replace(self.register)

    def forget(self) -> None:
        """Know nothing any more: the project has lost what it once had read."""
        self.files.clear()
        self.published = self.mark = None

    def is_read(self, name: str, seen: Seen) -> bool:
        """Whether exactly this was read, or published by ourselves."""
        known, own = self.files.get(name), self.published
        is_known = known is not None and not known.kind and known.seen == seen
        return is_known or (own is not None and (own.name, own.seen) == (name, seen))

    def absorb(self, before: State, after: State) -> None:
        """Others' work has come from the folder: it need not be published by us once more."""
        self.mark = after
        if self.published is not None and self.published.state.is_same(before):
            self.published = replace(self.published, state=after, is_behind=True)


def _seen(raw: list[Any]) -> Seen:
    size, changed, header = raw
    return int(size), int(changed), str(header)
