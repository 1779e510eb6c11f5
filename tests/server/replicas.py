"""Copies of one project that meet at a server, and what must be equal once they have met."""

from __future__ import annotations

import shutil
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from annotator.jobs.syncing import SyncReport, sync
from annotator.model.change import Change
from annotator.store.project import Project
from annotator.store.server import Server
from tests.store.making import adding, contents, edit, span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.store.server_address import Address
    from tests.server.postgres import Postgres


def copy_of(project: Project, name: str) -> Project:
    """Another file of the same project, as somebody else would have got it."""
    path = project.path.with_name(name)
    shutil.copy(project.path, path)
    return Project.open(path)


def meet(project: Project, address: Address, **options: Any) -> SyncReport:
    """Sync once, with a connection of its own."""
    with Server.open(address) as server:
        return sync(project, server, **options)


def label(project: Project, by: str, **others: Any) -> Any:
    """One more span by this annotator, as an edit."""
    made = span(by=by, **others)
    project.apply(edit(*adding(made), by=by))
    return made


def delete(project: Project, by: str, value: Any) -> None:
    project.apply(edit(Change(value, None), by=by))


def everything(project: Project) -> tuple[Any, Any]:
    """All that a project shows, and the ids of all that was ever done.

    Articles of one moment stand in the order in which a file got them.
    """
    shown = contents(project)
    for name in ("documents", "texts", "sources"):
        shown[name] = sorted(shown[name], key=repr)
    return shown, sorted(project.edit_ids())


def dead_end() -> int:
    """A port on which nobody answers."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Cable:
    """A way to a server that is cut after so many bytes in both directions together.

    Once it `is_silent`, nothing arrives any more, and nobody is told.
    """

    def __init__(self, port: int, length: int) -> None:
        self._target = port
        self._left = length
        self.carried = 0
        self.swallowed = 0
        self.is_silent = False
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
                self._sockets += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while some := one.recv(512):
                if self.is_silent:
                    self.swallowed += len(some)
                    continue
                self.carried += len(some)
                if self.carried > self._left:
                    break
                other.sendall(some)
        self.cut()

    def cut(self) -> None:
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._sockets.clear()

    def close(self) -> None:
        self._listening.close()
        self.cut()


@contextmanager
def cable(port: int, length: int) -> Iterator[Cable]:
    laid = Cable(port, length)
    try:
        yield laid
    finally:
        laid.close()


def server_rows(postgres: Postgres, query: str) -> list[tuple[Any, ...]]:
    """What a superuser sees."""
    with postgres.admin() as admin:
        return list(admin.execute(query).fetchall())
