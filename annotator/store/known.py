"""The files that this user closed properly here: they need no deep check when opened."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from annotator.store.files import stamp_of, temporary_beside

if TYPE_CHECKING:
    from pathlib import Path

_KEPT = 200


def is_known(path: Path) -> bool:
    """Whether the file is exactly as it was when this user closed it last."""
    stamp = stamp_of(path)
    return stamp is not None and _read().get(str(path)) == list(stamp)


def remember(path: Path) -> None:
    """Note how the file is now that it has been closed; without it, it is checked again."""
    stamp = stamp_of(path)
    if stamp is None:
        return
    known = _read()
    known.pop(str(path), None)
    known[str(path)] = list(stamp)
    with contextlib.suppress(OSError):
        register = _register()
        register.parent.mkdir(parents=True, exist_ok=True)
        temporary = temporary_beside(register)
        temporary.write_text(json.dumps(dict(list(known.items())[-_KEPT:])), encoding="utf-8")
        temporary.replace(register)


def _register() -> Path:
    return user_data_path("annotator", appauthor=False) / "closed_files.json"


def _read() -> dict[str, list[int]]:
    try:
        known = json.loads(_register().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
