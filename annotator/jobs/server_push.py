"""Bringing to a server what it lacks of a project, in the order in which the project got it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.store.server_rows import CHANGE, SOURCE, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from annotator.store.project import Project
    from annotator.store.server import Server
    from annotator.store.server_marks import Mark
    from annotator.store.server_rows import Row, Table

    Progress = Callable[[int, int, str], None]

_IDS_AT_ONCE = 10_000
_PARCEL = 4_000
"""Edits go together until they have so many changes."""
_BLOCK = 2_000
_HEAVY = 4_000_000
"""Texts and original files go together until they have so many bytes."""


class Push:
    """One bringing of all that the server lacks; `edits` and `changes` count what went.

    `mark` says at the end how far the server has come. `is_in_doubt` then says that the two do
    not have what the mark has promised.
    """

    def __init__(
        self, project: Project, server: Server, mark: Mark, progress: Progress, *, staged: int = 0
    ) -> None:
        """`staged` edits up to the mark have been fetched, and not yet taken."""
        self.mark = mark
        self.edits = 0
        self.changes = 0
        self.is_in_doubt = False
        self._project = project
        self._server = server
        self._progress = progress
        self._parts = project.part_sizes()
        self._sent: set[str] = set()
        self._staged = staged

    def counted(self) -> tuple[int, int]:
        """How many edits and changes are waiting."""
        edits = changes = 0
        for lacking, _grown, _last in self._waiting():
            edits, changes = edits + len(lacking), changes + sum(size for _, size in lacking)
        return edits, changes

    def run(self) -> None:
        """Bring everything; each parcel is durable when the next one is begun."""
        own = self._project.edit_count() + self._staged
        expected = own - self._server.edit_count(self.mark.position)
        found = 0
        is_partial = bool(self.mark.number and self.mark.position)
        for lacking, grown, last in self._waiting():
            found += len(lacking)
            for parcel in _parcels(lacking):
                self._bring(parcel)
            for id_ in grown:
                self._bring_rest(id_)
            if last is not None:
                self.mark = replace(self.mark, number=last[0], written=last[1].hex())
        self.is_in_doubt = is_partial and found != expected
        sizes = {id_.hex(): size for id_, size in self._parts.items()}
        self.mark = replace(self.mark, parts=sizes)

    def _waiting(
        self,
    ) -> Iterator[tuple[list[tuple[bytes, int]], list[bytes], tuple[int, bytes] | None]]:
        """Edits the server lacks with their sizes, those it may have in part, and the last one seen."""
        number = self.mark.number
        yield [], self._server_lacks_some_of(self._changed_parts()), None
        while block := self._project.numbered_edits(number, _IDS_AT_ONCE):
            known = self._server.known_edits([id_ for _, id_, _ in block])
            lacking = [(id_, size) for _, id_, size in block if id_ not in known]
            doubtful = [id_ for id_, is_part in known.items() if is_part]
            number, last, _ = block[-1]
            yield lacking, doubtful, (number, last)

    def _changed_parts(self) -> list[bytes]:
        """Edits before the mark of which the project has got more since."""
        before = {bytes.fromhex(id_): size for id_, size in self.mark.parts.items()}
        return [id_ for id_, size in before.items() if self._parts.get(id_) != size]

    def _server_lacks_some_of(self, ids: Sequence[bytes]) -> list[bytes]:
        known = self._server.known_edits(ids) if ids else {}
        return [id_ for id_, is_part in known.items() if is_part]

    # ------------------------------------------------------------ parcels

    def _bring(self, parcel: Sequence[tuple[bytes, int]]) -> None:
        """Bring some edits with all that belongs to them."""
        ids = [id_ for id_, _ in parcel]
        order = {id_: place for place, id_ in enumerate(ids)}
        edits = sorted(self._project.exported_edits(ids), key=lambda row: order[row[0]])
        parts = [id_ for id_ in ids if id_ in self._parts]
        blocks = self._blocks(ids)
        block = next(blocks, [])
        while (following := next(blocks, None)) is not None:
            self._put_all(block)
            block = following
        with self._server.together():
            self._put_all(block)
            self._server.deliver(edits, grown=(), parts=parts)
        self.edits += len(edits)
        self._progress(self.edits, 0, "")

    def _blocks(self, ids: Sequence[bytes]) -> Iterator[list[Row]]:
        """The changes of edits that may lie far apart in the file."""
        gathered: list[Row] = []
        for id_ in ids:
            for block in self._project.exported_changes([id_]):
                gathered += block
                if len(gathered) >= _BLOCK:
                    yield gathered
                    gathered = []
        if gathered:
            yield gathered

    def _bring_rest(self, id_: bytes) -> None:
        """Bring those changes of an edit that the server does not have."""
        there = self._server.change_ids(id_)
        grown = False
        for block in self._project.exported_changes([id_]):
            lacking = [row for row in block if row[0] not in there]
            self._put_all(lacking)
            grown = grown or bool(lacking)
        if grown:
            with self._server.together():
                edits = self._project.exported_edits([id_])
                self._server.deliver(edits, grown=[id_], parts=())

    def _put_all(self, changes: Sequence[Row]) -> None:
        """Bring changes, after the texts and original files that they need."""
        if not changes:
            return
        needed = {row[5]: None for row in changes if row[5] is not None and row[5] not in self._sent}
        made = [row[3] for row in changes if row[2] == "document" and row[4] == ""]
        lacking = self._server.lacking_texts(list(needed)) if needed else []
        self._put_heavy(TEXT, self._project.exported_texts(sorted(lacking)))
        self._put_heavy(SOURCE, self._project.exported_sources(sorted({*made, *lacking})))
        self._sent.update(needed)
        self._server.put(CHANGE, changes)
        self.changes += len(changes)
        self._progress(self.edits, 0, "")

    def _put_heavy(self, table: Table, rows: Iterable[Row]) -> None:
        batch: list[Row] = []
        weight = 0
        for row in rows:
            batch.append(row)
            weight += len(row[-1])
            if weight > _HEAVY:
                self._server.put(table, batch)
                batch, weight = [], 0
        self._server.put(table, batch)


def _parcels(edits: Iterable[tuple[bytes, int]]) -> Iterator[list[tuple[bytes, int]]]:
    """Edits in groups that are small enough for one transaction, where an edit is not larger itself."""
    parcel: list[tuple[bytes, int]] = []
    weight = 0
    for id_, size in edits:
        if parcel and (weight + size > _PARCEL or len(parcel) >= _PARCEL):
            yield parcel
            parcel, weight = [], 0
        parcel.append((id_, size))
        weight += size
    if parcel:
        yield parcel
