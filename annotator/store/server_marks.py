"""How far this user's files have been exchanged with servers: it may be lost at any time.

Without a mark everything is compared, which finds the same. A mark says: this file has all
that had arrived at the server up to a place, and the server has all edits of this file up to
a number. The ids that stood there tell whether it is still the same file and server, or an
older copy of either.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from platformdirs import user_data_path

from annotator.store.files import temporary_beside

if TYPE_CHECKING:
    from pathlib import Path

_KEPT = 100


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to here all has been exchanged; ids in hexadecimal.

    `parts` are the edits of which the file has only some changes, with the number of these.
    """

    position: int = 0
    arrived: str = ""
    number: int = 0
    written: str = ""
    parts: dict[str, int] = field(default_factory=dict)


def read_mark(path: Path, server: str, project: str) -> Mark:
    """The mark of this file, or one that says nothing."""
    stored = _read().get(_key(path, server, project))
    if not isinstance(stored, dict):
        return Mark()
    wanted = {"position": int, "arrived": str, "number": int, "written": str, "parts": dict}
    if {name: type(value) for name, value in stored.items()} != wanted:
        return Mark()
    return Mark(**stored)


def write_mark(path: Path, server: str, project: str, mark: Mark) -> None:
    """Keep the mark; where it cannot be kept, the next sync compares everything."""
    known = _read()
    key = _key(path, server, project)
    known.pop(key, None)
    known[key] = asdict(mark)
    with contextlib.suppress(OSError):
        register = _register()
        register.parent.mkdir(parents=True, exist_ok=True)
        temporary = temporary_beside(register)
        temporary.write_text(json.dumps(dict(list(known.items())[-_KEPT:])), encoding="utf-8")
        temporary.replace(register)


def _key(path: Path, server: str, project: str) -> str:
    return f"{path.absolute()} {server} {project}"


def _register() -> Path:
    return user_data_path("annotator", appauthor=False) / "synced_files.json"


def _read() -> dict[str, Any]:
    try:
        known = json.loads(_register().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
