"""Fetching from a server what a project lacks, in the order in which it arrived there."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.errors import ProjectError
from annotator.store.server import IDS_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from annotator.store.incoming import Incoming
    from annotator.store.project import Project
    from annotator.store.server import Arrival, Server
    from annotator.store.server_marks import Mark

    Progress = Callable[[int, int, str], None]

CHUNK = 100_000
"""So many changes are taken at once at least, if more are waiting; what came before is kept."""
_GROUP = 4_000
"""Edits are fetched together until they have so many changes."""


class Pull:
    """One fetching of all that has arrived since `mark`.

    `edits`, `changes` and `texts` count what came.
    """

    def __init__(self, project: Project, server: Server, mark: Mark, progress: Progress) -> None:
        self.mark = mark
        self.edits = 0
        self.changes = 0
        self.texts = 0
        self._project = project
        self._server = server
        self._progress = progress
        self._name = server.address.name

    def counted(self) -> tuple[int, int]:
        """How many edits and changes are waiting; parts of edits count as a whole."""
        edits = changes = 0
        for block in self._blocks():
            lacking = set(self._project.lacking_edits([one.edit for one in block]))
            sizes = {one.edit: one.size for one in block if one.edit in lacking}
            edits, changes = edits + len(sizes), changes + sum(sizes.values())
        return edits, changes

    def chunks(self) -> Iterator[Incoming]:
        """What the project lacks, verified, to be taken before one goes on.

        `mark` says meanwhile how far the project has come once it has taken it.
        """
        blocks = self._blocks()
        block = next(blocks, None)
        while block is not None:
            with self._project.incoming() as incoming:
                held = 0
                while block is not None:
                    held += self._add(incoming, block)
                    last = block[-1]
                    block = next(blocks, None)
                    if held >= CHUNK and block is not None and self._is_whole(incoming):
                        break
                if held:
                    incoming.check(self._name)
                self.mark = replace(self.mark, position=last.position, arrived=last.edit.hex())
                yield incoming

    def gather(self, incoming: Incoming) -> None:
        """All that the project lacks at once; `mark` says how far it has come when that is taken."""
        for block in self._blocks():
            self._add(incoming, block)
            last = block[-1]
            self.mark = replace(self.mark, position=last.position, arrived=last.edit.hex())
        incoming.check(self._name)

    def _is_whole(self, incoming: Incoming) -> bool:
        """Whether nothing refers to what comes later: with a clock far ahead that can be."""
        try:
            incoming.check(self._name)
        except ProjectError:
            return False
        return True

    def _blocks(self) -> Iterator[list[Arrival]]:
        position = self.mark.position
        while block := self._server.arrivals(position):
            yield block
            position = block[-1].position
            if len(block) < IDS_AT_ONCE:
                return

    def _add(self, incoming: Incoming, block: Sequence[Arrival]) -> int:
        """Fetch the edits of a block that the project lacks; returns how many changes they have."""
        lacking = set(self._project.lacking_edits([one.edit for one in block]))
        wanted = {one.edit: one for one in block if one.edit in lacking}
        total, done = sum(one.size for one in wanted.values()), 0
        self.edits += len(wanted)
        for group in _groups(wanted.values()):
            done += self._fetch(incoming, group, done, total)
        return done

    def _fetch(self, incoming: Incoming, group: Sequence[Arrival], done: int, total: int) -> int:
        counts = dict.fromkeys((one.edit for one in group), 0)
        ids = list(counts)
        expected = sum(one.size for one in group)
        incoming.add_edits(self._server.edits(ids), self._name)
        with closing(self._server.changes(ids, expected=expected)) as blocks:
            for rows in blocks:
                self._add_texts(incoming, rows)
                incoming.add_changes(rows, self._name)
                for row in rows:
                    counts[row[1]] += 1
                if sum(counts.values()) > expected:
                    break
                self._progress(done + sum(counts.values()), total, "")
        for one in group:
            if counts[one.edit] != one.size and not one.is_part:
                raise ProjectError(
                    f"{self._name} is damaged: an edit has {counts[one.edit]:,} of its"
                    f" {one.size:,} changes.",
                    "Nothing of it was taken. Tell whoever runs the server.",
                )
        fetched = sum(counts.values())
        self.changes += fetched
        return fetched

    def _add_texts(self, incoming: Incoming, rows: Sequence[tuple[object, ...]]) -> None:
        """The texts and original files that these changes need and nobody here has."""
        needed = list(dict.fromkeys(str(row[5]) for row in rows if row[5] is not None))
        made = [str(row[3]) for row in rows if row[2] == "document" and row[4] == ""]
        lacking = self._project.lacking_documents(needed)
        for row in self._server.texts(lacking):
            incoming.add_texts([row], self._name)
            self.texts += 1
        for key in self._project.lacking_originals(self._server.source_keys(made) if made else []):
            for row in self._server.sources([key]):
                incoming.add_sources([row], self._name)


def _groups(edits: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """Edits that are fetched together."""
    group: list[Arrival] = []
    weight = 0
    for one in edits:
        if group and weight + one.size > _GROUP:
            yield group
            group, weight = [], 0
        group.append(one)
        weight += one.size
    if group:
        yield group
