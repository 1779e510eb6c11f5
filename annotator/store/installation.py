"""Which installation writes: an id of its own, made once and kept in the user's data folder."""

from __future__ import annotations

import contextlib
import os
import re
import uuid
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from annotator.store.files import move_into_place, temporary_beside

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "ANNOTATOR_REPLICA"
"""The environment variable that stands before the stored id: several replicas on one machine."""
_FIT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_of_session: dict[str, str] = {}


def replica() -> str:
    """The id of this installation: that of `ANNOTATOR_REPLICA`, or a UUID that is kept.

    Where the folder of the user's data cannot be used, it is a fresh one for this session.
    """
    said = os.environ.get(VARIABLE, "").strip()
    if _FIT.fullmatch(said):
        return said
    path = user_data_path("annotator", appauthor=False) / "replica"
    known = _of_session.get(str(path))
    if known is None:
        known = _of_session[str(path)] = _read(path) or _made(path)
    return known


def _read(path: Path) -> str:
    """The id that is kept; empty if there is none that can be used."""
    try:
        return str(uuid.UUID(path.read_text(encoding="ascii").strip()))
    except (OSError, ValueError):
        return ""


def _made(path: Path) -> str:
    """A new id, kept if that is possible; another program may just have kept one."""
    made = str(uuid.uuid4())
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = temporary_beside(path)
        try:
            temporary.write_text(made, encoding="ascii")
            move_into_place(temporary, path, replacing=path.is_file())
        finally:
            temporary.unlink(missing_ok=True)
    return _read(path) or made
