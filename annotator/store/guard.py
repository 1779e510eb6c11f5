"""The only door through which a project file is opened, whoever made it.

Nothing is written to the file before everything has passed; what is refused stays as
it is, byte for byte.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import ProjectError
from annotator.store import known
from annotator.store.checks import check_content, check_schema
from annotator.store.connection import connect, errors_in_words, harden, make_durable
from annotator.store.files import Stamp, stamp_of
from annotator.store.header import Header, check_file, check_length, read_header
from annotator.store.lock import Holder, Lock, acquire

_ASKED = "It was opened for reading only."
_SIDECARS = ("-journal", "-wal", "-shm")
_PATIENCE_SECONDS = 5.0
_counting = threading.Lock()
_open_here: Counter[tuple[int, int]] = Counter()


@dataclass(slots=True)
class Opened:
    """A file that passed; it can be written exactly if `read_only_reason` is empty."""

    path: Path
    connection: sqlite3.Connection
    read_only_reason: str
    lock: Lock | None
    inode: tuple[int, int]

    def close(self) -> None:
        """Close the connection and give the lock back."""
        self.connection.close()
        with _counting:
            _open_here[self.inode] -= 1
            is_last = not _open_here[self.inode]
        if not self.read_only_reason and is_last:
            known.remember(self.path)
        if self.lock is not None:
            self.lock.release()
            self.lock = None


def open_file(path: Path, *, read_only: bool) -> Opened:
    """Open a project file after all checks; `ProjectError` says why it is refused."""
    path = path.absolute()
    check_file(path)
    path = path.resolve()
    header = None if _is_open_here(path) else read_header(path)
    reason = _ASKED if read_only else _reason_not_to_write(path)
    lock, reason = (None, reason) if reason else _lock(path)
    try:
        with errors_in_words(path):
            if header is not None:
                _check(path, header, was_left=lock is not None and lock.was_left, reason=reason)
            return _connected(path, reason, lock)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _connected(path: Path, reason: str, lock: Lock | None) -> Opened:
    connection = connect(path, mode="ro" if reason else "rw")
    try:
        harden(connection)
        check_schema(connection, path)
        if not reason:
            make_durable(connection)
    except BaseException:
        connection.close()
        raise
    inode = _inode(path)
    with _counting:
        _open_here[inode] += 1
    return Opened(path, connection, reason, lock, inode)


def _inode(path: Path) -> tuple[int, int]:
    stamp = stamp_of(path)
    return stamp[:2] if stamp is not None else (0, 0)


def _is_open_here(path: Path) -> bool:
    """Whether this process has the file open: to open and close it would drop our locks."""
    with _counting:
        return _open_here[_inode(path)] > 0


def _reason_not_to_write(path: Path) -> str:
    if not os.access(path, os.W_OK):
        return f"“{path}” is write-protected, so it was opened for reading only."
    if not os.access(path.parent, os.W_OK):
        return f"The folder of “{path}” is write-protected, so it was opened for reading only."
    return ""


def _lock(path: Path) -> tuple[Lock | None, str]:
    try:
        lock = acquire(path)
    except OSError as error:
        return None, f"The folder of “{path}” cannot be written ({error.strerror or error})."
    if isinstance(lock, Holder):
        return None, (
            f"{lock.described()} has “{path}” open, so it was opened for reading only."
        )
    return lock, ""


# ---------------------------------------------------------------- checks


def _check(path: Path, header: Header, *, was_left: bool, reason: str) -> None:
    """Check the file, or a recovered copy of it where a journal lies beside it."""
    if not _sidecars(path):
        check_length(path, header)
        _check_alone(path, is_own=known.is_known(path) and not was_left)
        return
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        before = _stamps(path)
        if not _sidecars(path):
            return _check(path, read_header(path), was_left=was_left, reason=reason)
        with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
            copy = _copied(path, Path(folder))
            if copy is not None and _stamps(path) == before:
                return _check_copy(copy, path, reason)
        time.sleep(0.05)
    raise ProjectError(
        f"“{path}” is being written by another program.", "Close it there, then try again."
    )


def _check_alone(path: Path, *, is_own: bool) -> None:
    connection = connect(path, mode="ro")
    try:
        harden(connection, checking=True)
        check_schema(connection, path)
        check_content(connection, path, is_own=is_own)
    finally:
        connection.close()


def _check_copy(copy: Path, path: Path, reason: str) -> None:
    """See whether SQLite recovers the copy after a crash, before it may touch the file."""
    if reason and not reason.startswith(_ASKED) and "has “" not in reason:
        raise ProjectError(
            f"“{path}” was not closed properly and cannot be put right where it is write-protected.",
            "Copy it together with the files beside it to a folder that you may write to.",
        )
    try:
        connection = connect(copy, mode="rw")
        try:
            harden(connection, checking=True)
            check_schema(connection, copy)
            check_content(connection, copy, is_own=False)
        finally:
            connection.close()
    except (ProjectError, sqlite3.DatabaseError) as error:
        raise ProjectError(
            f"“{path}” was not closed properly, and the journal beside it does not put it right.",
            "Keep both files as they are, and open the newest file in the snapshots folder.",
        ) from error


def _sidecars(path: Path) -> list[Path]:
    """The journal files beside the project that are not empty."""
    beside = [path.with_name(path.name + suffix) for suffix in _SIDECARS]
    stamps = [(one, stamp_of(one)) for one in beside]
    return [one for one, stamp in stamps if stamp is not None and stamp[2] > 0]


def _stamps(path: Path) -> list[Stamp | None]:
    return [stamp_of(path)] + [stamp_of(path.with_name(path.name + suffix)) for suffix in _SIDECARS]


def _copied(path: Path, folder: Path) -> Path | None:
    """A copy of the file and its journals; None if one of them went away meanwhile."""
    copy = folder / path.name
    try:
        shutil.copyfile(path, copy)
        for beside in _sidecars(path):
            if not beside.name.endswith("-shm"):
                shutil.copyfile(beside, folder / beside.name)
    except FileNotFoundError:
        return None
    return copy
