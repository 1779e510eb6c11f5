"""Random work on a real project, by one annotator and by two."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as some
from hypothesis.stateful import invariant, precondition, rule

from annotator.model.change import register_of
from annotator.store import history, integrity, long_undo
from annotator.store import project as projects
from tests.store.making import ADA, BEN
from tests.store.state_machine import Annotating, Registers

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "7"))


class Alone(Annotating):
    """One annotator: each undo and redo leads to exactly the state that was."""

    def __init__(self) -> None:
        super().__init__()
        self.before: list[Registers] = []
        self.after: list[Registers] = []

    def do(self, edit: Any) -> None:
        if edit.changes:
            self.before.append(dict(self.model))
            self.after.clear()
        super().do(edit)

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        result = self.project.undo(ADA)
        assert result.left == ()
        self.after.append(dict(self.model))
        self.follow(self.project.edit(result.edit.id))
        assert self.model == self.before.pop()

    @precondition(lambda self: self.after)
    @rule()
    def redo(self) -> None:
        result = self.project.redo(ADA)
        assert result.left == ()
        self.before.append(dict(self.model))
        self.follow(self.project.edit(result.edit.id))
        assert self.model == self.after.pop()


class Together(Annotating):
    """Two annotators in one file: undo never overwrites what the other has written."""

    def __init__(self) -> None:
        super().__init__()
        self.writer: dict[Any, str] = {}
        self.writer_before: dict[bytes, dict[Any, str]] = {}

    def follow(self, edit: Any) -> None:
        """Who undoes gives each register back to whoever had written it before."""
        registers = [register_of(change.value) for change in edit.changes]
        self.writer_before[edit.id] = {one: self.writer.get(one, self.by) for one in registers}
        for register in registers:
            if edit.undoes is not None:
                assert self.writer.get(register, self.by) == self.by
                self.writer[register] = self.writer_before[edit.undoes].get(register, self.by)
            else:
                self.writer[register] = self.by
        super().follow(edit)

    @rule(who=some.sampled_from([ADA, BEN]))
    def hand_over(self, who: str) -> None:
        self.by = who

    @rule()
    def undo(self) -> None:
        assume(any(step.title != "an edit" for step in self.project.undo_stack(self.by).undo))
        self.follow(self.project.edit(self.project.undo(self.by).edit.id))

    @rule()
    def redo(self) -> None:
        assume(self.project.undo_stack(self.by).redo)
        self.follow(self.project.edit(self.project.redo(self.by).edit.id))

    @invariant()
    def history_and_tables_agree(self) -> None:
        assert list(integrity.problems(self.project._connection)) == []


class BlockByBlock(Together):
    """The same, every edit being taken back block by block, as very long ones are."""

    def __init__(self) -> None:
        super().__init__()
        self.usual = long_undo.LONG, history.BLOCK
        long_undo.LONG = projects.LONG = 0
        history.BLOCK = 2

    def teardown(self) -> None:
        long_undo.LONG, history.BLOCK = self.usual
        projects.LONG = long_undo.LONG
        super().teardown()


_SETTINGS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAlone = Alone.TestCase
TestAlone.settings = _SETTINGS
TestTogether = Together.TestCase
TestTogether.settings = _SETTINGS
TestBlockByBlock = BlockByBlock.TestCase
TestBlockByBlock.settings = _SETTINGS
