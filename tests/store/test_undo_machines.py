"""Undo for a person who works on several machines, whose files are merged."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.store import backup
from annotator.store.changes import Clock
from annotator.store.project import Project
from tests.store.making import ADA, adding, edit, fast_folder, new_project, span
from tests.store.team import merge

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = span((0, 9))
TICK = 0.003
"""Seconds after which a clock of milliseconds has surely gone on."""


@pytest.fixture
def machines() -> Iterator[tuple[Project, Project]]:
    """Ada's project, and her own copy of it on another machine."""
    with fast_folder() as folder, new_project(Path(folder) / "desk.annodb") as desk:
        desk.apply(edit(*adding(PLACE), title="label"))
        copy = backup.copy_project(desk, desk.path.with_name("laptop.annodb"))
        with Project.open(copy) as laptop:
            yield desk, laptop


def steps(project: Project) -> tuple[list[str], list[str]]:
    stack = project.undo_stack(ADA)
    return [step.title for step in stack.undo][1:], [step.title for step in stack.redo]


def spans(project: Project) -> set[str]:
    return {one.id for one in project.iterate_spans()}


def test_undo_takes_back_what_was_done_last_on_any_machine(machines: tuple[Project, Project]) -> None:
    desk, laptop = machines
    desk.apply(edit(*adding(span((10, 14))), title="monday"))
    last = span((20, 24))
    time.sleep(TICK)
    laptop.apply(edit(*adding(last), title="tuesday"))
    merge(laptop, desk)
    merge(desk, laptop)
    assert steps(desk) == steps(laptop) == (["label", "monday", "tuesday"], [])
    desk.undo(ADA)
    assert last.id not in spans(desk)


def test_what_comes_from_an_earlier_time_leaves_what_can_be_redone(
    machines: tuple[Project, Project],
) -> None:
    desk, laptop = machines
    desk.apply(edit(*adding(span((10, 14))), title="monday"))
    time.sleep(TICK)
    laptop.apply(edit(*adding(span((20, 24))), title="tuesday"))
    laptop.undo(ADA)
    merge(laptop, desk)
    assert steps(laptop) == (["label", "monday"], ["tuesday"])
    laptop.redo(ADA)
    assert len(spans(laptop)) == 3


def test_what_was_undone_on_both_machines_is_one_step_and_comes_back_by_one(
    machines: tuple[Project, Project],
) -> None:
    desk, laptop = machines
    desk.undo(ADA)
    laptop.undo(ADA)
    merge(desk, laptop)
    assert steps(desk) == ([], ["label"])
    assert [entry.undone for entry in desk.history(limit=3)] == [False, False, True]
    assert desk.redo(ADA).left == ()
    assert spans(desk) == {PLACE.id}
    assert desk.undo(ADA).left == ()
    assert spans(desk) == set()
    assert (desk.conflicts(), list(desk.problems())) == ([], [])


def test_an_undo_made_after_a_clock_was_put_right_follows_what_it_undoes(
    machines: tuple[Project, Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, laptop = machines
    present = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: present + 10**9 * 48 * 3600)
    laptop.apply(edit(*adding(span((10, 14))), title="next week"))
    monkeypatch.setattr(time, "time_ns", lambda: present)
    laptop._clock = Clock.of(laptop._connection)
    laptop.undo(ADA)
    merge(desk, laptop)
    assert steps(desk) == steps(laptop) == (["label"], ["next week"])
