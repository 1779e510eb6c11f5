"""The rows of a project as a server keeps them, in arrays that one statement takes.

Each statement inserts what is not there yet, in the order of the keys, so that clients who
bring the same rows wait for each other instead of blocking each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = tuple[Any, ...]


class Table(NamedTuple):
    """A table of the server: its columns, and what keeps its rows apart within a project.

    `words` are the columns that are words in a project file and bytes here.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    words: frozenset[str]

    @property
    def insertion(self) -> str:
        """Inserts rows that are not there, from the project's number and an array a column."""
        arrays = ", ".join(f"%b::{self._type(column)}[]" for column in self.columns)
        names = ", ".join(self.columns)
        return (
            f"INSERT INTO annotator.{self.name} (project, {names})"
            f" SELECT %s, {names} FROM unnest({arrays}) AS given ({names})"
            f" ORDER BY {', '.join(self.key)} ON CONFLICT DO NOTHING"
        )

    @property
    def selection(self) -> str:
        """Begins a query for whole rows."""
        return f"SELECT {', '.join(self.columns)} FROM annotator.{self.name}"

    def arrays(self, rows: Sequence[Row]) -> list[list[Any]]:
        """What the insertion wants after the project's number."""
        arrays: list[list[Any]] = []
        for column, values in zip(self.columns, zip(*rows, strict=True), strict=True):
            is_word = column in self.words
            arrays.append(list(map(_encoded, values)) if is_word else list(values))
        return arrays

    def decoded(self, rows: Iterable[Row]) -> list[Row]:
        """Rows of the server as those of a project file; words that are none raise `ValueError`."""
        is_word = [column in self.words for column in self.columns]
        return [
            tuple(
                value.decode() if word and value is not None else value
                for word, value in zip(is_word, row, strict=True)
            )
            for row in rows
        ]

    def _type(self, column: str) -> str:
        return "bigint" if column == "size" else "bytea"


def _encoded(value: str | None) -> bytes | None:
    return None if value is None else value.encode()


def _table(name: str, columns: str, key: str, *, but: str = "") -> Table:
    names = tuple(columns.split())
    words = frozenset(names) - frozenset(but.split())
    return Table(name, names, tuple(key.split()), words)


EDIT = _table(
    "edit",
    "id title annotator time undoes replica codebook size",
    "id",
    but="id undoes codebook size",
)
CHANGE = _table(
    "change", "id edit kind target field document_id prev body", "edit id", but="id edit prev"
)
TEXT = _table("text", "document_id sha256 body", "document_id")
SOURCE = _table(
    "source",
    "document_id sha256 name encoding extractor content",
    "document_id sha256",
    but="content",
)
