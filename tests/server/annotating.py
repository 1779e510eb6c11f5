"""A process that annotates and syncs: `python -m tests.server.annotating FILE URL NAME ROUNDS SEED`.

It prints `pushed ID` for each span of its own that the server has acknowledged, `offline` where
the server was away, which it takes calmly, and `done` at the end.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.jobs.syncing import sync
from annotator.model.change import Change
from annotator.store.project import Project
from annotator.store.server import Server
from annotator.store.server_address import read_address
from annotator.store.server_failures import ServerError
from tests.server.postgres import PASSWORD
from tests.store.making import adding, edit, importing, span

if TYPE_CHECKING:
    from annotator.model.values import Span
    from annotator.store.server_address import Address

LABELS = ("PER", "QUOTE", "CLAIM", "SOURCE")


class Annotating:
    """One annotator with a file of her own."""

    def __init__(self, project: Project, address: Address, name: str, seed: int) -> None:
        self._project = project
        self._address = address
        self._server: Server | None = None
        self._name = name
        self._chance = random.Random(seed)
        self._fresh: list[str] = []

    def work(self) -> None:
        """One to four edits: new spans, others' spans relabelled or deleted, an article, an undo."""
        for _ in range(self._chance.randint(1, 4)):
            dice = self._chance.random()
            if dice < 0.6:
                made = span(by=self._name, label=self._chance.choice(LABELS))
                self._apply(adding(made))
                self._fresh.append(made.id)
            elif dice < 0.7:
                self._apply(importing(f"{self._name} {self._chance.random()}\n"))
            elif dice < 0.75 and self._project.undo_stack(self._name).undo:
                self._project.undo(self._name)
            elif (other := self._any_span()) is not None:
                after = replace(other, label=self._chance.choice(LABELS))
                self._apply([Change(other, None if dice > 0.95 else after)])

    def _any_span(self) -> Span | None:
        spans = sorted(self._project.iterate_spans(), key=lambda one: one.id)
        return self._chance.choice(spans) if spans else None

    def _apply(self, changes: list[Change]) -> None:
        self._project.apply(edit(*changes, by=self._name))

    def meet(self) -> bool:
        """Sync if the server is there."""
        try:
            if self._server is None or self._server.is_lost:
                self._server = Server.open(self._address)
            sync(self._project, self._server)
        except ServerError as error:
            if not error.is_passing:
                raise
            if self._server is not None:
                self._server.close()
            self._server = None
            print("offline", flush=True)
            return False
        for id_ in self._fresh:
            print("pushed", id_, flush=True)
        self._fresh.clear()
        return True


def main(path: Path, url: str, name: str, rounds: int, seed: int) -> None:
    with Project.open(path) as project:
        annotating = Annotating(project, read_address(url, PASSWORD), name, seed)
        for _ in range(rounds):
            annotating.work()
            annotating.meet()
    print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
