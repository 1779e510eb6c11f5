"""What an annotator can undo and redo, worked out from the history."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from annotator.store.changes import clock_of, is_ahead

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

_Step = tuple[bytes, str, "bytes | None"]


class UndoStep(NamedTuple):
    """An edit that can be undone or redone, and what it is called."""

    id: bytes
    title: str


@dataclass(slots=True)
class UndoStack:
    """What one annotator can undo and redo, the newest last."""

    undo: list[UndoStep] = field(default_factory=list)
    redo: list[UndoStep] = field(default_factory=list)
    _reversed: set[bytes] = field(default_factory=set, repr=False, compare=False)

    def follow(self, id_: bytes, title: str, undoes: bytes | None) -> None:
        """Take the annotator's next edit into account."""
        if undoes is not None:
            if undoes in self._reversed:  # on another machine the same was done
                return
            for taken, given in ((self.undo, self.redo), (self.redo, self.undo)):
                at = next((n for n in reversed(range(len(taken))) if taken[n].id == undoes), None)
                if at is not None:
                    given.append(UndoStep(id_, taken.pop(at).title))
                    self._reversed.add(undoes)
                    return
        self.undo.append(UndoStep(id_, title))
        self.redo.clear()


def stack_of(connection: sqlite3.Connection, annotator: str) -> UndoStack:
    """The annotator's stack, from the history, without edits that are not all here.

    What she did on other machines stands where its time puts it, whenever it came in.
    """
    stack = UndoStack()
    for step in _in_time(
        connection.execute(
            "SELECT id, title, undoes FROM edit WHERE annotator = ? AND (undoes IS NULL"
            " OR undoes IN (SELECT id FROM edit)) ORDER BY number",
            (annotator,),
        )
    ):
        stack.follow(*step)
    parts = {id_ for (id_,) in connection.execute("SELECT edit FROM part")}
    if parts:
        stack.undo = [step for step in stack.undo if step.id not in parts]
        stack.redo = [step for step in stack.redo if step.id not in parts]
    return stack


def _in_time(steps: Iterable[_Step]) -> Iterator[_Step]:
    """Edits by their clocks: what undoes another comes after it.

    What was made by a clock far ahead stays where it came in.
    """
    timed: list[tuple[int, _Step]] = []
    latest = 0
    for step in steps:
        own = latest if is_ahead(step[0]) else clock_of(step[0])
        latest = max(latest, own)
        timed.append((own, step))
    timed.sort(key=itemgetter(0))
    there, seen = {step[0] for _, step in timed}, set[bytes]()
    waiting: dict[bytes, list[_Step]] = {}
    for _, step in timed:
        ready = [step]
        while ready:
            id_, _title, undoes = one = ready.pop()
            if undoes in there and undoes not in seen:
                waiting.setdefault(undoes, []).append(one)
                continue
            yield one
            seen.add(id_)
            ready += reversed(waiting.pop(id_, []))
