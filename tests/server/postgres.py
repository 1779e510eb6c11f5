"""A real PostgreSQL for the tests, in a temporary folder: started, stopped, killed, started again.

It is skipped by name where there is none. PostgreSQL refuses to run as root; then it runs as
the user that Debian's package makes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

USER, PASSWORD = "mia", "quay-side-7"


def programs() -> Path | None:
    """The folder of the newest initdb and postgres here, if there is one."""
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("initdb")
    folders += [Path(found).parent] if found else []
    fit = [one for one in folders if (one / "initdb").exists() and (one / "postgres").exists()]
    return max(
        fit, key=lambda one: [int(n) for n in one.parent.name.split(".") if n.isdigit()], default=None
    )


NEEDED = "ANNOTATOR_TESTS_NEED_POSTGRESQL"
"""Where this variable is set, the tests fail without PostgreSQL, and are not skipped."""


def needs_postgres() -> Path:
    """Skip the test, by name, where PostgreSQL or its library is not installed."""
    found = programs()
    if find_spec("psycopg") is None:
        _do_without("psycopg is not installed: annotator[postgresql]")
    if found is None:
        _do_without("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    if os.getuid() == 0 and not _unprivileged():
        _do_without("PostgreSQL does not run as root, and there is no user postgres")
    return found


def _do_without(reason: str) -> NoReturn:
    if os.environ.get(NEEDED):
        pytest.fail(reason)
    pytest.skip(reason)


def _unprivileged() -> dict[str, Any]:
    import pwd

    if os.getuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        return {}
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


class Postgres:
    """One server of its own, on a free port of this computer."""

    def __init__(self, bin_: Path, *, is_on_disk: bool = False) -> None:
        self._bin = bin_
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=None if is_on_disk else _memory()))
        self._fsync = "on" if is_on_disk else "off"
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        if options := _unprivileged():
            os.chown(self.folder, options["user"], options["group"])
        (self.folder / "password").write_text(PASSWORD)
        (self.folder / "password").chmod(0o644)
        self._run(
            "initdb", "-D", str(self.folder / "main"), "-U", USER, "-E", "UTF8", "--locale=C", "-N",
            "--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={self.folder / 'password'}",
        )  # fmt: skip

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(self._bin / name), *arguments]
        subprocess.run(command, cwd="/", check=True, capture_output=True, **_unprivileged())

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    str(self._bin / "postgres"), "-D", str(self.folder / "main"), "-p", str(self.port),
                    "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}",
                    "-c", "max_connections=120", "-c", "shared_buffers=32MB",
                    "-c", f"fsync={self._fsync}",
                ],
                cwd="/", stdout=log, stderr=log, **_unprivileged(),
            )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        import psycopg

        end = time.monotonic() + 30
        while True:
            try:
                self.admin().close()
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise AssertionError((self.folder / "log").read_text()) from None
                time.sleep(0.02)
            else:
                return

    def kill(self) -> None:
        """Take the whole server away at once, as a power cut would: SIGKILL to all its processes."""
        import psutil

        assert self._process is not None
        parent = psutil.Process(self._process.pid)
        for one in [parent, *parent.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        """Shut it down in order: clients are told."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
            self._process = None

    def close(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def admin(self, database: str = "postgres") -> Any:
        import psycopg

        return psycopg.connect(
            host=str(self.folder), port=self.port, user=USER, dbname=database, autocommit=True
        )

    def empty_database(self) -> str:
        """The URL of a database without tables and without other clients; no password in it."""
        with self.admin() as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            admin.execute("DROP SCHEMA IF EXISTS annotator CASCADE")
        return self.url()

    def url(self, database: str = "postgres", *, port: int = 0, user: str = USER) -> str:
        return f"postgresql://{user}@127.0.0.1:{port or self.port}/{database}"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _memory() -> str | None:
    """A folder in memory, if there is one with room."""
    memory = Path("/dev/shm")
    with contextlib.suppress(OSError):
        if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 300_000_000:
            return str(memory)
    return None


@contextlib.contextmanager
def running(*, is_on_disk: bool = False) -> Iterator[Postgres]:
    """A server that runs; on disk, it syncs every commit, as a server that is used does."""
    server = Postgres(needs_postgres(), is_on_disk=is_on_disk)
    try:
        server.start()
        yield server
    finally:
        server.close()
