"""The connection to a server, and the project on it that one speaks of."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self

from annotator.store import server_schema
from annotator.store.server_address import Address, driver
from annotator.store.server_failures import failures_in_words, unreached

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from psycopg import Connection

    from annotator.store.server_rows import Row

_SESSION = (
    "SET lock_timeout = '90s'",
    "SET idle_in_transaction_session_timeout = '60s'",
    "SET tcp_keepalives_idle = 20",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 4",
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'",
)
"""What is brought is on the server's disk when it is said to be; and a client that falls silent,
a closed laptop say, gives its locks back within a minute, while others wait a little longer."""


class Link:
    """An open connection to a server; it belongs to one thread at a time.

    `id` is the server's own, empty where it has no tables yet. All methods raise
    `ServerError` where the server does not do what it should.
    """

    def __init__(self, connection: Connection, address: Address, *, is_asking: bool = False) -> None:
        self.address = address
        self._connection = connection
        self._number = 0
        with self._in_words():
            self.id = server_schema.prepare(connection, is_asking=is_asking)

    @classmethod
    def open(cls, address: Address, *, is_asking: bool = False) -> Self:
        """Connect, and make the tables where there are none, unless `is_asking`."""
        psycopg = driver()
        try:
            connection = psycopg.connect(**address.settings(), autocommit=True, prepare_threshold=None)
        except psycopg.Error as error:
            raise unreached(address.name, error) from None
        try:
            connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
            with failures_in_words(address.name):
                connection.execute("; ".join(_SESSION).encode())
            return cls(connection, address, is_asking=is_asking)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Give the connection back; what was pushed stays."""
        self._connection.close()

    def cut(self) -> None:
        """Let whatever waits for the server fail at once; may be called from another thread."""
        import os
        import socket

        with (
            suppress(OSError, driver().Error),
            socket.socket(fileno=os.dup(self._connection.fileno())) as line,
        ):
            line.shutdown(socket.SHUT_RDWR)

    @property
    def is_lost(self) -> bool:
        """Whether the connection is gone, so that another one is needed."""
        return bool(self._connection.closed)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        with failures_in_words(self.address.name):
            yield

    def _ask(self, query: str, *values: object) -> list[Row]:
        """The rows that a query about the tables gives; none where there are no tables yet."""
        if not self.id:
            return []
        with self._in_words(), self._connection.cursor(binary=True) as cursor:
            return cursor.execute(query.encode(), values).fetchall()

    # ------------------------------------------------------------ projects

    def join(self, project_id: str, title: str, *, is_asking: bool = False) -> bool:
        """Speak of this project from now on; returns whether the server knew it.

        `is_asking` adds nothing.
        """
        if not self.id:
            return False
        find = "SELECT number FROM annotator.project WHERE id = %b"
        rows = self._ask(find, project_id.encode())
        if is_asking or rows:
            self._number = int(rows[0][0]) if rows else 0
            return bool(rows)
        with self._in_words():
            self._connection.execute(
                "INSERT INTO annotator.project (id, title) VALUES (%b, %b) ON CONFLICT DO NOTHING",
                (project_id.encode(), title.encode()),
            )
        self._number = int(self._ask(find, project_id.encode())[0][0])
        return False

    def projects(self) -> list[tuple[str, str]]:
        """Id and title of all projects that the server holds, the oldest first."""
        if not self.id:
            return []
        rows = self._ask("SELECT id, title FROM annotator.project ORDER BY number")
        return [(id_.decode(), title.decode()) for id_, title in rows]
