"""The only door through which a project file is opened, whoever made it.

Nothing is written to the file before everything has passed; what is refused stays as
it is, byte for byte.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.errors import ProjectError
from annotator.store import backup, known, migrations, search
from annotator.store.checks import check_content, check_schema
from annotator.store.connection import connect, database, harden, make_durable, transaction
from annotator.store.failures import errors_in_words
from annotator.store.files import stamp_of
from annotator.store.header import Header, check_file, check_length, read_header
from annotator.store.lock import Holder, Lock, acquire
from annotator.store.recovery import has_journal, recover

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

_ASKED = "It was opened for reading only."
_counting = threading.Lock()
_open_here: Counter[tuple[int, int]] = Counter()
_written_here: set[tuple[int, int]] = set()


@dataclass(slots=True)
class Opened:
    """A file that passed; it can be written exactly if `read_only_reason` is empty."""

    path: Path
    connection: sqlite3.Connection
    read_only_reason: str
    lock: Lock | None
    inode: tuple[int, int]
    is_writing: bool = False
    is_closed: bool = False

    def close(self, *, is_as_left: bool = False) -> None:
        """Close the connection and give the lock back.

        `is_as_left` says that nobody else has written since, so that the file needs no
        deep check when it is opened next.
        """
        if self.is_closed:
            return
        self.connection.close()
        self.is_closed = True
        with _counting:
            _open_here[self.inode] -= 1
            if self.is_writing:
                _written_here.discard(self.inode)
        if self.lock is not None:
            if is_as_left and self.lock.is_ours():
                known.remember(self.path)
            self.lock.release()


def open_file(path: Path, *, read_only: bool) -> Opened:
    """Open a project file after all checks; `ProjectError` says why it is refused."""
    path = path.absolute()
    check_file(path)
    path = path.resolve()
    if not read_only:
        _refuse_second_writer(path)
    header = None if is_open_here(path) else read_header(path)
    protected = _protection(path)
    reason = _ASKED if read_only else protected
    lock, reason = (None, reason) if reason else _lock(path)
    try:
        with errors_in_words(path, is_checked=False):
            was_left = lock is not None and lock.was_left
            is_own = header is None or (known.is_known(path) and not was_left)
            if header is not None:
                header = _check(path, header, is_own=is_own, protected=protected)
            version = header.version if header is not None else migrations.VERSION
            return _connected(path, version, reason, lock, is_own=is_own)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _check(path: Path, header: Header, *, is_own: bool, protected: str) -> Header:
    """Put the file right after a crash, and check it: all of it, unless it is one's own.

    Returns the header as it is then.
    """
    if header.is_wal or has_journal(path):
        recover(path, protected=protected)
        header = read_header(path)
        is_own = True  # the recovered copy had the deep check
    check_length(path, header)
    connection = connect(path, mode="ro")
    try:
        harden(connection, checking=True)
        check_schema(connection, path, header.version)
        check_content(connection, path, is_own=is_own)
    finally:
        connection.close()
    return header


def _connected(path: Path, version: int, reason: str, lock: Lock | None, *, is_own: bool) -> Opened:
    """Open the checked file to be used, and bring it to the newest layout."""
    if reason and version < migrations.VERSION:
        raise ProjectError(
            f"“{path}” was made by an earlier version and must be written to be opened. {reason}",
            "Copy it to a folder that you may write to, and open the copy.",
        )
    connection = connect(path, mode="ro" if reason else "rw")
    inode = _inode(path)
    with _counting:
        _open_here[inode] += 1
    opened = Opened(path, connection, reason, lock, inode)
    try:
        if not reason:
            _begin_writing(opened)
        harden(connection)
        if not reason:
            make_durable(connection)
        if version < migrations.VERSION:
            backup.snapshot(opened)
            with transaction(connection):
                migrations.migrate(database(connection), from_version=version)
        check_schema(connection, path, migrations.VERSION)
        if not (reason or is_own):
            search.mend(connection)
    except BaseException:
        opened.lock = None
        opened.close()
        raise
    return opened


def _inode(path: Path) -> tuple[int, int]:
    stamp = stamp_of(path)
    return stamp[:2] if stamp is not None else (0, 0)


def is_open_here(path: Path) -> bool:
    """Whether this process has the file open: to open and close it would drop our locks."""
    with _counting:
        return _open_here[_inode(path)] > 0


def _refuse_second_writer(path: Path) -> None:
    """Two of ours that write would not know of each other's edits; the lock does not part them."""
    with _counting:
        if _inode(path) in _written_here:
            raise _open_already(path)


def _begin_writing(opened: Opened) -> None:
    with _counting:
        if opened.inode in _written_here:
            raise _open_already(opened.path)
        _written_here.add(opened.inode)
        opened.is_writing = True


def _open_already(path: Path) -> ProjectError:
    return ProjectError(
        f"“{path}” is open already.",
        "It is open in this very program, perhaps under another name: close it there first.",
    )


def _protection(path: Path) -> str:
    """Why nothing can be written here; empty if it can."""
    if not os.access(path, os.W_OK):
        return f"“{path}” is write-protected."
    if not os.access(path.parent, os.W_OK):
        return f"The folder of “{path}” is write-protected."
    return ""


def _lock(path: Path) -> tuple[Lock | None, str]:
    """The lock, or the reason why the file is opened for reading only."""
    try:
        lock = acquire(path)
    except OSError as error:
        return None, f"The folder of “{path}” cannot be written: {error.strerror or error}."
    if isinstance(lock, Holder):
        age = lock.age_in_words()
        return None, f"{lock.described()} has “{path}” open, for {age}: close it there to write."
    return lock, ""
