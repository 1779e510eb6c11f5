"""Near-duplicates: the table `signature`, which follows from the texts and is no part of edits.

An article gets its signature after it has come in; `forget` takes it out in the transaction
that removes the article. `near_duplicates` names the first article of a group, in each of
its members, that one included; it is empty for an article that is like no other.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from annotator.errors import ProjectError
from annotator.model import minhash
from annotator.store.connection import transaction
from annotator.store.failures import answers_in_words, errors_in_words
from annotator.store.files import stamp_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from annotator.store.files import Stamp
    from annotator.store.writing import Progress

_BATCH = 200
_ROWS = 2_000
_MOST_TRIED = 50
"""So many articles of one band are compared with a new one; more say the same."""
_LACKING = (
    "SELECT text.document_id FROM text JOIN document ON document.id = text.document_id"
    " LEFT JOIN signature ON signature.document_id = document.id"
    " WHERE signature.document_id IS NULL ORDER BY text.number"
)
_STATE = "SELECT (SELECT count(*) FROM document), (SELECT coalesce(max(number), 0) FROM text)"


@dataclass(slots=True)
class Twins:
    """What was found and is not kept yet: signatures by article, and whose group each joins."""

    hashes: dict[str, bytes] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    state: tuple[int, int] = (0, 0)


@answers_in_words
class SimilarTexts:
    """Signatures of the texts of a project, and the groups of near-duplicates."""

    path: Path
    _connection: sqlite3.Connection
    _stamp: Stamp | None
    _refuse_if_not_ours: Callable[[], None]

    if TYPE_CHECKING:

        @property
        def read_only(self) -> bool: ...  # noqa: D102

    def lacks_signatures(self) -> bool:
        """Whether some article has not been compared with the others."""
        return self._connection.execute(f"{_LACKING} LIMIT 1").fetchone() is not None

    def twin_groups(self) -> dict[str, str]:
        """The first article of the group, by the id of each article that has near-duplicates."""
        query = (
            "SELECT document_id, near_duplicates FROM signature"
            " JOIN document ON document.id = document_id WHERE near_duplicates <> ''"
        )
        return dict(self._connection.execute(query).fetchall())

    def twins_of(self, document_id: str) -> list[str]:
        """The near-duplicates of an article, without itself, in the order they came in."""
        query = (
            "SELECT other.document_id FROM signature AS own"
            " JOIN signature AS other ON other.near_duplicates = own.near_duplicates"
            " JOIN document ON document.id = other.document_id"
            " JOIN text ON text.document_id = other.document_id"
            " WHERE own.document_id = ?1 AND own.near_duplicates <> '' AND other.document_id <> ?1"
            " ORDER BY text.number"
        )
        return [id_ for (id_,) in self._connection.execute(query, (document_id,))]

    def find_twins(self, progress: Progress | None = None) -> Twins:
        """Compare articles that have no signature with all others; nothing is written.

        `progress` hears how many are done of how many, and may raise `Cancelled`.
        """
        found = Twins(state=self._connection.execute(_STATE).fetchone())
        lacking = [id_ for (id_,) in self._connection.execute(_LACKING).fetchall()]
        if not lacking:
            return found
        search = _Search(self._shingles_of)
        for number in range(0, len(lacking), _BATCH):
            if progress is not None and number:
                progress(number, len(lacking))
            for id_, text in self._texts_of(lacking[number : number + _BATCH]):
                found.hashes[id_] = search.add(id_, text)
        known = self._known()
        for number, (id_, hashes, group) in enumerate(known):
            if progress is not None and number % 5_000 == 4_999:
                progress(len(lacking), len(lacking))
            search.compare(id_, hashes, group)
        found.groups = self._groups(search, {id_: group for id_, _hashes, group in known})
        return found

    def keep_twins(self, found: Twins, *, at_once: int = _ROWS) -> Iterator[int]:
        """Write what was found, some rows in each step, and say how many are still to be written.

        Nothing more is written once articles have come or gone since they were compared.
        """
        changed = [id_ for id_ in found.groups if id_ not in found.hashes]
        rows = [(id_, found.hashes[id_], found.groups.get(id_, "")) for id_ in found.hashes]
        left = iter(rows)
        done = 0
        while block := list(islice(left, at_once)):
            with self._aside() as connection:
                if connection.execute(_STATE).fetchone() != found.state:
                    return
                connection.executemany("INSERT OR IGNORE INTO signature VALUES (?, ?, ?)", block)
                if not done:
                    moved = [(found.groups[id_], id_) for id_ in changed]
                    connection.executemany(
                        "UPDATE signature SET near_duplicates = ? WHERE document_id = ?", moved
                    )
            done += len(block)
            yield len(rows) - done

    def bring_twins_in_step(self, progress: Progress | None = None) -> None:
        """Compare all articles that have not been compared, and write what was found."""
        if not self.read_only:
            for _left in self.keep_twins(self.find_twins(progress), at_once=10 * _ROWS):
                pass

    # ------------------------------------------------------------ reading

    def _texts_of(self, ids: list[str]) -> list[tuple[str, str]]:
        marks = ", ".join("?" * len(ids))
        query = (
            f"SELECT document_id, substr(body, 1, {minhash.MOST_CHARACTERS}) FROM text"
            f" WHERE document_id IN ({marks}) ORDER BY number"
        )
        return self._connection.execute(query, ids).fetchall()

    def _shingles_of(self, id_: str) -> list[int]:
        return minhash.shingles(self._texts_of([id_])[0][1])

    def _known(self) -> list[tuple[str, bytes, str]]:
        return self._connection.execute(
            "SELECT signature.document_id, hashes, near_duplicates FROM signature"
            " JOIN document ON document.id = signature.document_id"
        ).fetchall()

    def _groups(self, search: _Search, before: Mapping[str, str]) -> dict[str, str]:
        """The first of the group of each article whose group is another one now."""
        groups = search.groups()
        for id_, group in before.items():  # who stood with an article that has found new company
            if group in search.parents and id_ not in search.parents:
                groups[search.root(group)].append(id_)
        members = [id_ for group in groups.values() for id_ in group]
        numbers: dict[str, int] = {}
        for start in range(0, len(members), 500):
            part = members[start : start + 500]
            marks = ", ".join("?" * len(part))
            query = f"SELECT document_id, number FROM text WHERE document_id IN ({marks})"
            numbers.update(self._connection.execute(query, part).fetchall())
        return {
            id_: min(group, key=numbers.__getitem__)
            for group in groups.values()
            if len(group) > 1
            for id_ in group
        }

    @contextmanager
    def _aside(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is no edit; what it writes is one's own, no change from outside."""
        if self.read_only:
            raise ProjectError("This project is open for reading only.", "Nothing was changed.")
        is_ours = False
        try:
            with errors_in_words(self.path), transaction(self._connection):
                self._refuse_if_not_ours()
                is_ours = True
                yield self._connection
        finally:
            if is_ours:
                self._stamp = stamp_of(self.path)


def forget(connection: sqlite3.Connection, document_id: str) -> None:
    """Take an article that is being removed out of its group; the caller holds the transaction."""
    row = connection.execute(
        "SELECT near_duplicates FROM signature WHERE document_id = ?", (document_id,)
    ).fetchone()
    if row is None:
        return
    connection.execute("DELETE FROM signature WHERE document_id = ?", (document_id,))
    if not row[0]:
        return
    left = connection.execute(
        "SELECT signature.document_id FROM signature"
        " JOIN text ON text.document_id = signature.document_id"
        " WHERE near_duplicates = ? ORDER BY text.number LIMIT 2",
        row,
    ).fetchall()
    if len(left) == 1 or (left and row[0] == document_id):
        first = left[0][0] if len(left) > 1 else ""
        connection.execute(
            "UPDATE signature SET near_duplicates = ? WHERE near_duplicates = ?", (first, row[0])
        )


class _Search:
    """Articles added one after the other, joined with those that are nearly the same."""

    def __init__(self, shingles_of: Callable[[str], list[int]]) -> None:
        self._shingles_of = lru_cache(256)(shingles_of)
        self._bands: dict[bytes, list[str]] = {}
        self.parents: dict[str, str] = {}

    def add(self, id_: str, text: str) -> bytes:
        """The signature of a new article, which is compared with those before it."""
        found = minhash.shingles(text)
        signature = minhash.signature(found)
        self._join(id_, signature, lambda: found)
        for band in minhash.bands(signature):
            there = self._bands.setdefault(band, [])
            if len(there) < _MOST_TRIED:
                there.append(id_)
        return signature

    def compare(self, id_: str, signature: bytes, group: str) -> None:
        """Join an article that was there before, with its group, to new ones that are like it."""
        if self._join(id_, signature, lambda: self._shingles_of(id_)) and group:
            self._unite(id_, group)

    def _join(self, id_: str, signature: bytes, own: Callable[[], list[int]]) -> bool:
        """Whether a new article is like this one."""
        tried: set[str] = set()
        is_like_one = False
        bands = self._bands
        for band in minhash.bands(signature):
            for other in bands.get(band, ()):
                if other in tried or (other in self.parents and self.root(other) == self.root(id_)):
                    continue
                tried.add(other)
                if minhash.resemblance(own(), self._shingles_of(other)) >= minhash.THRESHOLD:
                    self._unite(id_, other)
                    is_like_one = True
        return is_like_one

    def root(self, id_: str) -> str:
        """Who stands for all that are joined with this article; itself if nobody is."""
        parents = self.parents
        while (parent := parents.get(id_, id_)) != id_:
            parents[id_] = parents.get(parent, parent)
            id_ = parent
        return id_

    def _unite(self, one: str, other: str) -> None:
        for id_ in (one, other):
            self.parents.setdefault(id_, id_)
        self.parents[self.root(one)] = self.root(other)

    def groups(self) -> dict[str, list[str]]:
        """All that are joined, by who stands for them."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_ in self.parents:
            found[self.root(id_)].append(id_)
        return found
