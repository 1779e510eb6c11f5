"""The lock file beside an open project: it tells people who has it open.

The safety of the file never depends on it; SQLite's own locks see to that. The holder
advances a counter every few seconds (a counter, since clocks differ between hosts). It is
taken over from a holder that is proved gone alone: here at once when its process is dead or
the machine was started anew, from another host after half a minute without a beat.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import NamedTuple

from annotator.errors import ProjectError
from annotator.model.wording import counted
from annotator.store.files import temporary_beside

BEAT_SECONDS = 5.0
SILENCE_SECONDS = 30.0
_LENGTHS = {"day": 86_400, "hour": 3600, "minute": 60}
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Holder(NamedTuple):
    """What a lock file says; `started` tells processes with one number apart.

    `opened` is the moment in seconds since 1970 by the holder's clock, 0 if not known.
    """

    owner: str
    host: str
    boot: str
    pid: int
    started: str
    nonce: str
    beat: int
    opened: float = 0.0

    def described(self) -> str:
        """Who it is, for people."""
        return f"{self.owner} on {self.host}"

    @property
    def age(self) -> float:
        """For how many seconds the file has been open, counted by its beats: no clock is asked."""
        return self.beat * BEAT_SECONDS

    def age_in_words(self) -> str:
        """For how long the file has been open, in the largest unit."""
        for noun, seconds in (("day", 172_800), ("hour", 3600), ("minute", 60)):
            if self.age >= seconds:
                return counted(int(self.age // _LENGTHS[noun]), noun)
        return counted(int(self.age), "second")


class Watched(NamedTuple):
    """Who holds a project, and for how many seconds nothing was heard since it is watched."""

    holder: Holder
    silence: float
    is_gone: bool


class Lock:
    """The lock that this process holds; several connections of it share one."""

    def __init__(self, path: Path, holder: Holder, *, was_left: bool) -> None:
        self.path = path
        self.was_left = was_left
        self._holder = holder
        self._users = 1
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="lock of a project", daemon=True)
        self._thread.start()

    def share(self) -> None:
        """Count one more connection that uses the lock."""
        self._users += 1

    def check(self) -> None:
        """Raise `ProjectError` if somebody else has taken the lock over."""
        holder = read(self.path)
        if holder is None and not _create(self.path, self._holder):
            holder = read(self.path)
        if holder is not None and holder.nonce != self._holder.nonce:
            raise ProjectError(
                f"{holder.described()} has opened “{_project(self.path)}” meanwhile.",
                "The edit was not saved. Close the project and open it again.",
            )

    def is_ours(self) -> bool:
        """Whether nobody has taken the lock over."""
        holder = read(self.path)
        return holder is None or holder.nonce == self._holder.nonce

    def release(self) -> None:
        """Remove the lock file when the last connection that uses it has closed."""
        with _register:
            self._users -= 1
            if self._users:
                return
            _held.pop(self.path, None)
        self._stop.set()
        self._thread.join()
        holder = read(self.path)
        if holder is not None and holder.nonce == self._holder.nonce:
            self.path.unlink(missing_ok=True)

    def _beat(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            holder = read(self.path)
            if holder is None or holder.nonce != self._holder.nonce:
                continue
            self._holder = self._holder._replace(beat=self._holder.beat + 1)
            with contextlib.suppress(OSError):  # the next beat tries again
                temporary = _written(self.path, self._holder)
                temporary.replace(self.path)


_register = threading.Lock()
_held: dict[Path, Lock] = {}
_watched: dict[Path, tuple[str, int, float]] = {}


def lock_path(project: Path) -> Path:
    """Where the lock file of this project lies."""
    return project.with_name(project.name + ".lock")


def acquire(project: Path) -> Lock | Holder:
    """Take the lock, or say who has it; `OSError` where the folder cannot be written."""
    path = lock_path(project)
    with _register:
        if path in _held:
            _held[path].share()
            return _held[path]
        me = _myself()
        was_left = False
        for _ in range(20):
            if _create(path, me):
                _held[path] = Lock(path, me, was_left=was_left)
                return _held[path]
            holder = read(path)
            if holder is None:  # gone, or written by something else
                _take_away(path, "")
                continue
            if not _is_dead(path, holder):
                return holder
            _take_away(path, holder.nonce)
            was_left = True
        return holder or me


def read(path: Path) -> Holder | None:
    """What the lock file says; None if there is none that can be understood."""
    try:
        raw = json.loads(path.read_bytes())
        return Holder(**{name: raw[name] for name in Holder._fields if name in raw})
    except (OSError, ValueError, TypeError):
        return None


def watch(project: Path) -> Watched | None:
    """Look once who else holds this project; None if nobody does. To be asked again and again."""
    path = lock_path(project)
    holder = read(path)
    if holder is None or (path in _held and _held[path].is_ours()):
        return None
    return Watched(holder, _silence(path, holder), _is_dead(path, holder))


def _project(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(".lock"))


def _myself() -> Holder:
    try:
        owner = getpass.getuser()
    except (OSError, KeyError):
        owner = "somebody"
    pid = os.getpid()
    nonce = uuid.uuid4().hex
    host, started = platform.node() or "this computer", _started(pid)
    return Holder(owner, host, _boot(), pid, started, nonce, 0, time.time())


def _written(path: Path, holder: Holder) -> Path:
    temporary = temporary_beside(path)
    temporary.write_text(json.dumps(holder._asdict()), encoding="utf-8")
    return temporary


def _create(path: Path, holder: Holder) -> bool:
    """Make the lock file, whole at once; False if there is one."""
    temporary = _written(path, holder)
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            return False
        with os.fdopen(descriptor, "wb") as file:
            file.write(temporary.read_bytes())
    finally:
        temporary.unlink(missing_ok=True)
    return True


def _take_away(path: Path, nonce: str) -> None:
    """Remove a lock that was left behind, but never one that somebody has just made."""
    aside = temporary_beside(path)
    try:
        path.rename(aside)
    except FileNotFoundError:
        return
    taken = read(aside)
    if taken is not None and taken.nonce != nonce:
        with contextlib.suppress(FileExistsError, OSError):
            path.hardlink_to(aside)
    aside.unlink(missing_ok=True)


def _is_dead(path: Path, holder: Holder) -> bool:
    """Whether the holder is certainly gone: here at once, elsewhere after long silence."""
    if holder.host == platform.node():
        if holder.boot != _boot() or not _is_running(holder.pid):
            return True
        return bool(holder.started) and holder.started != _started(holder.pid)
    return _silence(path, holder) >= SILENCE_SECONDS


def _silence(path: Path, holder: Holder) -> float:
    """For how many seconds of our own clock no beat was seen, since we have been looking."""
    seen = _watched.get(path)
    present = time.monotonic()
    if seen is None or seen[:2] != (holder.nonce, holder.beat):
        _watched[path] = (holder.nonce, holder.beat, present)
        return 0.0
    return present - seen[2]


def _boot() -> str:
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _started(pid: int) -> str:
    """When a living process began, in ticks since the machine did; empty if not known."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        fields = line.rpartition(")")[2].split()
        return "" if fields[0] in "ZX" else fields[19]
    except (OSError, IndexError):
        return ""


def _is_running(pid: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
