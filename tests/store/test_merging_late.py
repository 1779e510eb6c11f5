"""Merges that meet another project than the one they were prepared for, and what is left of them."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.errors import ProjectError, UserError
from annotator.model.change import Change
from annotator.model.values import Field, work_id
from annotator.store import backup, changes, merge_queries
from annotator.store.project import Project
from annotator.store.stage import Stage
from tests.store.making import (
    ADA,
    BEN,
    adding,
    edit,
    fast_folder,
    id_of,
    importing,
    naming,
    new_project,
    span,
)
from tests.store.team import everything, merge

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = span((0, 9))
LATE = "A third text.\n"


@pytest.fixture
def path() -> Iterator[Path]:
    with fast_folder() as folder:
        yield Path(folder) / "harbour.annodb"


@pytest.fixture
def pair(path: Path) -> Iterator[tuple[Project, Project]]:
    """A project with one span of Ada's, and Ben's copy of it."""
    with new_project(path) as ours:
        ours.apply(edit(*adding(PLACE), naming(ADA, "Ada")))
        copy = backup.copy_project(ours, path.with_name("ben.annodb"))
        with Project.open(copy) as theirs:
            yield ours, theirs


def build_on_a_merge(ours: Project, theirs: Project) -> None:
    theirs.apply(edit(*importing(LATE), by=BEN))
    merge(ours, theirs)
    theirs.apply(edit(*adding(span((0, 2), text=LATE, by=BEN)), by=BEN))
    title = Field("document", id_of(LATE), "title", "The ferry")
    theirs.apply(edit(Change(title, replace(title, value="Rain")), by=BEN))


def test_what_was_gathered_is_refused_once_that_which_it_builds_on_is_gone(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    build_on_a_merge(ours, theirs)
    with ours.incoming() as incoming:
        incoming.add_file(theirs.path)
        ours.take_merge_back()
        before = everything(ours)
        with pytest.raises(ProjectError, match="does not have all"):
            ours.take(incoming)
    assert everything(ours) == before
    merge(ours, theirs)
    assert everything(ours) == everything(theirs)


def test_spans_alone_do_not_come_into_a_project_that_has_lost_their_text(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    theirs.apply(edit(*importing(LATE), by=BEN))
    merge(ours, theirs)
    theirs.apply(edit(*adding(span((0, 2), text=LATE, by=BEN)), by=BEN))
    with ours.incoming() as incoming:
        incoming.add_file(theirs.path)
        ours.take_merge_back()
        with pytest.raises(ProjectError, match="does not have all"):
            ours.take(incoming)
    assert list(ours.problems()) == []


def test_an_article_made_by_a_clock_that_is_ahead_comes_with_its_older_spans(
    pair: tuple[Project, Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pair
    present = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: present + 10**9 * 48 * 3600)
    theirs.apply(edit(*importing(LATE), by=BEN))
    monkeypatch.setattr(time, "time_ns", lambda: present)
    theirs._clock = changes.Clock.of(theirs._connection)
    theirs.apply(edit(*adding(span((0, 2), text=LATE, by=BEN)), by=BEN))
    merge(ours, theirs)
    assert everything(ours) == everything(theirs)


def test_a_text_that_came_with_a_refused_file_alone_is_fetched_again(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    theirs.apply(edit(*importing(LATE), by=BEN))

    def stop(_done: int, _total: int) -> None:
        raise UserError("stopped")

    with ours.incoming() as incoming:
        with pytest.raises(UserError, match="stopped"):
            incoming.add_file(theirs.path, stop)
        assert incoming.projects == set()
        incoming.add_file(theirs.path)
        ours.take(incoming)
    assert everything(ours) == everything(theirs)


def test_a_stopped_merge_leaves_the_one_before_it_to_be_taken_back(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    theirs.apply(edit(*adding(span((10, 14), by=BEN)), by=BEN))
    merge(ours, theirs)
    theirs.apply(edit(*adding(span((20, 24), by=BEN)), by=BEN))

    def stop(_done: int, _total: int) -> None:
        raise UserError("stopped")

    with ours.incoming() as incoming:
        incoming.add_file(theirs.path)
        with pytest.raises(UserError, match="stopped"):
            ours.take(incoming, stop)
    ours.take_merge_back()
    assert [one.id for one in ours.iterate_spans()] == [PLACE.id]


def test_a_merge_is_not_taken_back_in_an_older_copy_that_took_the_place(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    older = backup.copy_project(ours, ours.path.with_name("older.annodb"))
    theirs.apply(edit(Change(PLACE, replace(PLACE, label="ORG")), by=BEN))
    merge(ours, theirs)
    ours.close()
    shutil.copyfile(older, ours.path)
    with Project.open(ours.path) as again:
        again.apply(edit(*adding(span((20, 24)))))  # as many edits as there were
        assert not again.can_take_merge_back
        with pytest.raises(UserError, match="cannot be taken back"):
            again.take_merge_back()


def test_a_staging_file_that_is_cut_short_does_not_take_a_merge_back(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    for start in range(0, 60, 3):
        theirs.apply(edit(*adding(span((start, start + 3), by=BEN)), by=BEN))
    merge(ours, theirs)
    left = ours._last_merge()
    whole = left.read_bytes()
    for size in (0, 100, 4096, len(whole) // 2, len(whole) - 4096):
        left.write_bytes(whole[:size])
        assert not ours.can_take_merge_back
    left.write_bytes(whole)
    with closing(Stage(left)) as stage:
        stage.forget_changes([stage_id for (stage_id,) in stage.rows("SELECT id FROM change LIMIT 1")])
    assert not ours.can_take_merge_back


def test_a_merge_that_cannot_be_kept_for_taking_back_has_happened_all_the_same(
    pair: tuple[Project, Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pair
    theirs.apply(edit(*adding(span((10, 14), by=BEN)), by=BEN))
    monkeypatch.setattr(merge_queries, "_SNAPSHOT", 0)
    ours.path.with_name("snapshots").write_text("no folder")
    merge(ours, theirs)
    assert len(list(ours.iterate_spans())) == 2
    assert not ours.can_take_merge_back


def test_an_edit_between_merge_and_unifying_keeps_the_merge_from_being_taken_back(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    theirs.apply(edit(*adding(span((10, 14), by=BEN)), by=BEN))
    merge(ours, theirs)
    ours.apply(edit(*adding(span((20, 24)))))
    unified = ours.apply(edit(*adding(span((30, 34))))).id
    assert unified is not None
    ours.add_to_last_merge(unified)
    assert not ours.can_take_merge_back


def test_large_merges_are_the_same_as_small_ones(
    pair: tuple[Project, Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pair
    build_on_a_merge(ours, theirs)
    before = everything(ours)
    monkeypatch.setattr(merge_queries, "BULK", 0)
    merge(ours, theirs)
    assert everything(ours) == everything(theirs)
    ours.take_merge_back()
    assert everything(ours) == before
    assert list(ours.problems()) == []


def test_what_is_left_of_an_article_that_another_removed_can_be_undone(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    home = id_of()
    for field in (
        Field("work", work_id(home, ADA), "state", "done"),
        Field("document", home, "metadata.author", "Lena"),
    ):
        ours.apply(edit(Change(None, field)))
    theirs.undo(ADA)
    theirs.undo(ADA)
    assert theirs.documents() == []
    merge(ours, theirs)
    assert ours.documents() == []
    ours.undo(ADA)
    ours.undo(ADA)
    assert list(ours.problems()) == []
    with pytest.raises(UserError, match="not in the project"):
        ours.apply(edit(Change(None, Field("work", work_id(home, ADA), "flagged", True))))


def test_snapshots_left_half_made_by_a_kill_are_swept_away(path: Path) -> None:
    with new_project(path) as project:
        folder = backup.snapshot(project).parent
        old = folder / f".{path.stem} 2026-01-01 10.00.00.000000.annodb.0123456789ab.tmp"
        new = old.with_name(old.name.replace("0123", "4567"))
        foreign = folder / f".{path.stem}-other.annodb.0123456789ab.tmp"
        for one in (old, new, foreign):
            one.touch()
        for one in (old, foreign):
            os.utime(one, (1, 1))
        backup.snapshot(project)
        assert (old.exists(), new.exists(), foreign.exists()) == (False, True, True)
