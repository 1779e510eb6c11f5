"""Where a release goes: a new folder, or the place of an older release, which is replaced whole."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

from annotator.errors import FormatError
from annotator.formats import checksums, standoff
from annotator.jobs.release_texts import MANIFEST_FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(out: Path, *, overwrites: bool) -> Iterator[Path]:
    """Where to write the release: `out`, or beside it while an older one still stands there.

    Nothing of the older one is left in the new: a file that is no longer written might hold what
    is not to be passed on. Folders with files that are no part of a release are refused.
    """
    out = out.resolve()
    if not out.is_dir() or not any(out.iterdir()) or not overwrites:
        yield out
        return
    _refuse_strange(out)
    beside = out.with_name(f".{out.name[:100]}.{uuid4().hex[:8]}.new")
    old = beside.with_suffix(".old")
    try:
        yield beside
        _swap(out, beside, old)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _swap(out: Path, new: Path, old: Path) -> None:
    """Put the new folder where the older one stood, which is then `old`."""
    try:
        out.rename(old)
        new.rename(out)
    except OSError as error:
        if old.is_dir() and not out.exists():
            old.rename(out)
        raise FormatError(
            f"{out} cannot be replaced: {error.strerror}.", "The older release is as it was."
        ) from error


def _refuse_strange(folder: Path) -> None:
    """Raise unless all files of a folder belong to a release."""
    known = {checksums.NAME, *checksums.listed(folder)} if is_release(folder) else set()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_dir() and name not in known:
            raise FormatError(
                f"{folder} holds “{name}”, which is no part of a release.",
                "Only an older release is replaced: choose another folder, or move the file away.",
            )


def is_release(folder: Path) -> bool:
    """Whether a folder holds a release."""
    try:
        said = json.loads((folder / standoff.MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(said, dict) and said.get("format") == MANIFEST_FORMAT
