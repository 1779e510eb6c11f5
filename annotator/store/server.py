"""A PostgreSQL server that holds the same edits and changes as the project files around it.

What is pushed is inserted if it is not there; nothing is ever changed. An edit becomes
visible with its place in the order of arrival, in one transaction, after all its changes.
The places are given out under a lock that is held until the commit, so that whoever has
seen one place has seen all before it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from annotator.store.server_failures import ServerError
from annotator.store.server_link import Link
from annotator.store.server_rows import CHANGE, EDIT, SOURCE, TEXT, Row, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator, Sequence

IDS_AT_ONCE = 10_000
_ROWS_AT_ONCE = 2_000
_LOCK = 0x616E6E6F
_ARRIVING = """WITH given AS (
  SELECT id, place FROM unnest(%b::bytea[]) WITH ORDINALITY AS given (id, place)
), last AS (
  SELECT coalesce(max(position), 0) AS position, coalesce(max(edits), 0) AS edits
  FROM annotator.arrival WHERE project = %s
)
INSERT INTO annotator.arrival (project, position, edit, edits)
SELECT %s, last.position + row_number() OVER (ORDER BY place), id,
  last.edits + count(*) FILTER (WHERE id = ANY(%b::bytea[])) OVER (ORDER BY place)
FROM given, last"""


class Arrival(NamedTuple):
    """One edit as it became visible: its place, how many changes it has, whether it may lack some."""

    position: int
    edit: bytes
    size: int
    is_part: bool


class Server(Link):
    """What has arrived at a server, and bringing and fetching rows of one project.

    The words of rows are as in a project file (see `stage.py`).
    """

    # ------------------------------------------------------------ what the server has

    def edit_at(self, position: int) -> bytes | None:
        """Which edit has this place in the order of arrival."""
        query = "SELECT edit FROM annotator.arrival WHERE project = %s AND position = %s"
        rows = self._ask(query, self._number, position)
        return bytes(rows[0][0]) if rows else None

    def edit_count(self, position: int) -> int:
        """How many edits had arrived when this place was given out."""
        query = "SELECT edits FROM annotator.arrival WHERE project = %s AND position = %s"
        rows = self._ask(query, self._number, position)
        return int(rows[0][0]) if rows else 0

    def arrivals(self, after: int) -> list[Arrival]:
        """What has arrived after this place, the first some thousands."""
        rows = self._ask(
            "SELECT arrival.position, arrival.edit, edit.size, part.edit IS NOT NULL"
            " FROM annotator.arrival"
            " LEFT JOIN annotator.edit ON edit.project = arrival.project AND edit.id = arrival.edit"
            " LEFT JOIN annotator.part ON part.project = arrival.project AND part.edit = arrival.edit"
            " WHERE arrival.project = %s AND arrival.position > %s"
            " ORDER BY arrival.position LIMIT %s",
            self._number,
            after,
            IDS_AT_ONCE,
        )
        found = [Arrival(*row) for row in rows]
        for place, one in enumerate(found, after + 1):
            if one.position != place or one.size is None:
                raise self._damaged(f"the edit at place {place:,} is missing")
        return found

    def known_edits(self, ids: Sequence[bytes]) -> dict[bytes, bool]:
        """Which of these edits the server has, and whether it may have some of their changes only."""
        rows = self._ask(
            "SELECT edit.id, part.edit IS NOT NULL FROM annotator.edit"
            " LEFT JOIN annotator.part ON part.project = edit.project AND part.edit = edit.id"
            " WHERE edit.project = %s AND edit.id = ANY(%b::bytea[])",
            self._number,
            list(ids),
        )
        return {bytes(id_): bool(is_part) for id_, is_part in rows}

    def change_ids(self, edit: bytes) -> set[bytes]:
        """The changes that the server has of an edit."""
        query = "SELECT id FROM annotator.change WHERE project = %s AND edit = %b"
        return {bytes(id_) for (id_,) in self._ask(query, self._number, edit)}

    def lacking_texts(self, document_ids: Sequence[str]) -> list[str]:
        """Those of these documents whose text the server does not have."""
        query = (
            "SELECT document_id FROM annotator.text"
            " WHERE project = %s AND document_id = ANY(%b::bytea[])"
        )
        known = {
            id_ for (id_,) in self._ask(query, self._number, [id_.encode() for id_ in document_ids])
        }
        return [id_ for id_ in document_ids if id_.encode() not in known]

    # ------------------------------------------------------------ pulling

    def edits(self, ids: Sequence[bytes]) -> list[Row]:
        """The rows of these edits."""
        return list(self._rows(EDIT, "id = ANY(%b::bytea[])", list(ids)))

    def changes(self, edits: Sequence[bytes], *, expected: int) -> Generator[list[Row]]:
        """The changes of these edits, in blocks; more than are `expected` are a fault of the server."""
        wanted = "edit = ANY(%b::bytea[]) ORDER BY edit, id"
        if expected <= _ROWS_AT_ONCE:
            yield self._rows(CHANGE, f"{wanted} LIMIT {expected + 1}", list(edits))
        else:
            yield from self._blocks(CHANGE, wanted, list(edits))

    def texts(self, document_ids: Sequence[str]) -> Iterator[Row]:
        """The texts of these documents, one after the other."""
        for id_ in document_ids:
            yield from self._rows(TEXT, "document_id = %b", id_.encode())

    def source_keys(self, document_ids: Sequence[str]) -> list[tuple[str, str]]:
        """Document and hash of the original files of these documents."""
        query = (
            "SELECT document_id, sha256 FROM annotator.source"
            " WHERE project = %s AND document_id = ANY(%b::bytea[])"
        )
        rows = self._ask(query, self._number, [id_.encode() for id_ in document_ids])
        return [(id_.decode(), sha.decode()) for id_, sha in rows]

    def sources(self, keys: Sequence[tuple[str, str]]) -> Iterator[Row]:
        """These original files, one after the other."""
        for id_, sha in keys:
            yield from self._rows(SOURCE, "document_id = %b AND sha256 = %b", id_.encode(), sha.encode())

    def _rows(self, table: Table, condition: str, *values: object) -> list[Row]:
        query = f"{table.selection} WHERE project = %s AND {condition}"
        return self._decoded(table, self._ask(query, self._number, *values))

    def _blocks(self, table: Table, condition: str, *values: object) -> Iterator[list[Row]]:
        query = f"{table.selection} WHERE project = %s AND {condition}"
        with (
            self._in_words(),
            self._connection.transaction(),
            self._connection.cursor("pulled", binary=True) as cursor,
        ):
            cursor.execute(query.encode(), (self._number, *values))
            while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                yield self._decoded(table, rows)

    def _decoded(self, table: Table, rows: list[Row]) -> list[Row]:
        try:
            return table.decoded(rows)
        except ValueError as error:
            raise self._damaged("it has words that are no words") from error

    def _damaged(self, said: str) -> ServerError:
        return ServerError(
            f"{self.address.name} is damaged or forged: {said}.",
            "Nothing of it was taken. Tell whoever runs the server.",
        )

    # ------------------------------------------------------------ pushing

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Bring rows; those that are there stay. They cannot be seen before their edit arrives."""
        if rows:
            with self._in_words():
                self._insert(table, rows)

    def deliver(
        self, edits: Sequence[Row], *, grown: Collection[bytes], parts: Collection[bytes]
    ) -> int:
        """Let edits arrive whose texts and changes have been brought; returns how many were new.

        `grown` are edits that the server had in part and that now have more changes; `parts`
        are those that still lack some. To be called within `together`, after all else.
        """
        ids = [row[0] for row in edits]
        with self._in_words():
            self._connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (_LOCK, self._number))
            new = self._insert(EDIT, edits, returning="id")
            known = [id_ for id_ in ids if id_ not in new]
            here = self.known_edits(known) if known else {}
            again = {id_ for id_, is_part in here.items() if is_part} | set(grown)
            if parts:
                query = (
                    "INSERT INTO annotator.part (project, edit) SELECT %s, edit"
                    " FROM unnest(%b::bytea[]) AS edit ORDER BY edit ON CONFLICT DO NOTHING"
                )
                self._connection.execute(query, (self._number, sorted(parts)))
            arriving = [id_ for id_ in ids if id_ in new or id_ in again]
            if arriving:
                values = (arriving, self._number, self._number, list(new))
                self._connection.execute(_ARRIVING.encode(), values)
        return len(new)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is brought meanwhile becomes durable at once, or none of it."""
        with self._in_words(), self._connection.transaction():
            yield

    def _insert(self, table: Table, rows: Sequence[Row], *, returning: str = "") -> set[bytes]:
        query = table.insertion + (f" RETURNING {returning}" if returning else "")
        values = (self._number, *table.arrays(rows))
        with self._connection.cursor(binary=True) as cursor:
            cursor.execute(query.encode(), values)
            return {bytes(id_) for (id_,) in cursor} if returning else set()
