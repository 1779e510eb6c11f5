from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.errors import ProjectError, UserError
from annotator.model.change import Change
from annotator.model.merge_preview import Counts
from annotator.model.values import Field, now
from annotator.store import backup
from annotator.store.changes import change_id, clock_of, edit_id
from annotator.store.project import Project
from tests.store.making import (
    ADA,
    BEN,
    TEXT,
    adding,
    bytes_of,
    edit,
    id_of,
    importing,
    naming,
    new_project,
    relation,
    span,
)
from tests.store.team import everything, merge

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = span((0, 9))


@pytest.fixture
def pair(path: Path) -> Iterator[tuple[Project, Project]]:
    """A project with one span of Ada's, and Ben's copy of it."""
    with new_project(path) as ours:
        ours.apply(edit(*adding(PLACE), naming(ADA, "Ada")))
        copy = backup.copy_project(ours, path.with_name("ben.annodb"))
        with Project.open(copy) as theirs:
            yield ours, theirs


def spans(project: Project) -> set[str]:
    return {one.id for one in project.iterate_spans()}


def test_what_one_deletes_stays_deleted_in_whatever_order_files_are_merged(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    ours.apply(edit(Change(PLACE, None)))
    merge(ours, theirs)
    merge(theirs, ours)
    merge(ours, theirs)
    assert spans(ours) == spans(theirs) == set()
    assert ours.conflicts() == []


def test_the_other_file_is_not_touched(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    theirs.apply(edit(*adding(span((10, 14), by=BEN)), by=BEN))
    before = bytes_of(theirs.path)
    merge(ours, theirs)
    assert bytes_of(theirs.path) == before
    assert len(spans(ours)) == 2


def test_a_file_that_was_not_closed_is_put_right_in_a_copy(
    pair: tuple[Project, Project], tmp_path: Path
) -> None:
    ours, theirs = pair
    theirs.apply(edit(*adding(span((10, 14), by=BEN)), by=BEN))
    left = tmp_path / "left.annodb"
    with closing(sqlite3.connect(theirs.path, isolation_level=None)) as writing:
        writing.execute("BEGIN")
        writing.execute("UPDATE identity SET value = 'half written' WHERE name = 'replica'")
        writing.execute("PRAGMA cache_spill = 1")
        shutil.copyfile(theirs.path, left)
        journal = theirs.path.with_name(theirs.path.name + "-journal")
        shutil.copyfile(journal, left.with_name("left.annodb-journal"))
        writing.execute("ROLLBACK")
    before = bytes_of(left)
    with ours.incoming() as incoming:
        incoming.add_file(left)
        ours.take(incoming)
    assert (bytes_of(left), len(spans(ours))) == (before, 2)
    assert left.with_name("left.annodb-journal").exists()


def test_a_deletion_and_a_change_of_one_span_are_a_conflict_that_is_decided_once_for_all(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    ours.apply(edit(Change(PLACE, replace(PLACE, label="SOURCE"))))
    theirs.apply(edit(Change(PLACE, None), by=BEN))
    merge(ours, theirs)
    [conflict] = ours.conflicts()
    assert {version.annotator for version in conflict.versions} == {ADA, BEN}
    assert conflict.versions[conflict.shown].value is None
    kept = next(version.value for version in conflict.versions if version.value is not None)
    ours.apply(edit(Change(None, kept), title="keep it"))
    merge(theirs, ours)
    assert theirs.conflicts() == ours.conflicts() == []
    assert [one.label for one in theirs.iterate_spans()] == ["SOURCE"]


def test_a_conflict_can_be_decided_for_the_deletion(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    changed = replace(PLACE, label="SOURCE")
    ours.apply(edit(Change(PLACE, changed)))
    theirs.apply(edit(Change(PLACE, None), by=BEN))
    merge(ours, theirs)
    ours.apply(edit(Change(changed, None), title="it was rightly removed"))
    assert (ours.conflicts(), spans(ours), list(ours.problems())) == ([], set(), [])


def test_the_same_change_made_by_two_is_no_conflict(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    for project, time in ((ours, "2026-01-01T00:00:00.000Z"), (theirs, "2026-01-02T00:00:00.000Z")):
        project.apply(edit(Change(PLACE, replace(PLACE, label="SOURCE", modified=time))))
    merge(ours, theirs)
    assert ours.conflicts() == []
    assert next(ours.iterate_spans()).label == "SOURCE"


def test_a_relation_whose_end_somebody_removed_waits_and_comes_back_with_it(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    end = span((10, 14), by=BEN, label="SOURCE")
    link = relation(end, PLACE, by=BEN)
    theirs.apply(edit(*adding(end, link), by=BEN))
    ours.apply(edit(Change(PLACE, None)))
    merge(ours, theirs)
    assert list(ours.iterate_relations()) == []
    assert ours.waiting() == [link]
    assert list(ours.problems()) == []
    ours.undo(ADA)
    assert (list(ours.iterate_relations()), ours.waiting()) == ([link], [])
    assert list(ours.problems()) == []


def test_labels_in_an_article_that_somebody_removed_wait_for_it(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    ours.undo(ADA)
    ours.undo(ADA)
    assert ours.documents() == []
    late = span((10, 14), by=BEN)
    theirs.apply(edit(*adding(late), by=BEN))
    merge(ours, theirs)
    assert (ours.waiting(), list(ours.problems())) == ([late], [])
    ours.redo(ADA)
    assert (spans(ours), ours.waiting()) == ({late.id}, [])


def test_projects_begun_apart_share_articles_by_their_text(path: Path, tmp_path: Path) -> None:
    with new_project(path) as ours, new_project(tmp_path / "apart.annodb") as theirs:
        theirs.apply(edit(*adding(span((0, 4), by=BEN)), by=BEN))
        theirs.apply(edit(*importing("Another text.\n", title="The ferry"), by=BEN))
        with ours.incoming() as incoming:
            incoming.add_file(theirs.path)
            preview = incoming.preview()
            ours.take(incoming)
        assert preview.counts["document"].new == 1
        assert [(one.one, one.other) for one in preview.same_title] == [
            (id_of(TEXT), id_of("Another text.\n"))
        ]
        assert len(ours.documents()) == 2
        assert ours.conflicts() == []


def test_the_preview_says_what_is_new_changed_removed_and_in_conflict(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    other = span((20, 24), by=BEN)
    theirs.apply(edit(*adding(other), naming(BEN, "Ben"), by=BEN))
    merge(ours, theirs)
    theirs.apply(edit(Change(other, replace(other, label="CLAIM")), by=BEN))
    theirs.apply(edit(*adding(span((30, 34), by=BEN)), Change(PLACE, None), by=BEN))
    ours.apply(edit(Change(PLACE, replace(PLACE, label="QUOTE"))))
    with ours.incoming() as incoming:
        incoming.add_file(theirs.path)
        counts = incoming.preview().counts["span"]
    assert (counts.new, counts.changed, counts.removed, counts.conflicting) == (1, 1, 1, 1)


@pytest.mark.parametrize(("files", "same"), [(1, 1), (2, 0), (3, 0)])
def test_what_is_the_same_is_counted_for_one_file_alone(
    pair: tuple[Project, Project], tmp_path: Path, files: int, same: int
) -> None:
    ours, theirs = pair
    with ours.incoming() as incoming:
        for number in range(files):
            copy = shutil.copy(theirs.path, tmp_path / f"copy {number}.annodb")
            incoming.add_file(Path(copy))
        assert incoming.preview().counts.get("document", Counts()).same == same


def test_two_names_of_one_label_and_one_name_of_two_are_told(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    ours.apply(edit(_name("PER", "Person", "Human being"), _name("NEW", None, "Ｓｈｉｐ")))
    theirs.apply(edit(_name("PER", "Person", "People"), _name("SHIP", None, "ship"), by=BEN))
    with ours.incoming() as incoming:
        incoming.add_file(theirs.path)
        clashes = incoming.preview().names
    assert {(one.one, one.other) for one in clashes} == {("PER", "PER"), ("NEW", "SHIP")}


def _name(label: str, before: str | None, after: str) -> Change:
    old = None if before is None else Field("label", label, "name", before)
    return Change(old, Field("label", label, "name", after))


def test_a_merge_is_taken_back_until_the_next_edit(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    theirs.apply(edit(*importing("A third text.\n"), *adding(span((0, 4), by=BEN)), by=BEN))
    theirs.apply(edit(Change(PLACE, None), by=BEN))
    before = everything(ours)
    merge(ours, theirs)
    assert len(ours.documents()) == 2
    ours.bring_twins_in_step()
    ours.take_merge_back()
    assert everything(ours) == before
    merge(ours, theirs)
    ours.apply(edit(*adding(span((1, 3)))))
    with pytest.raises(UserError, match="cannot be taken back"):
        ours.take_merge_back()


def test_a_merge_that_is_stopped_leaves_nothing(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    theirs.apply(edit(*adding(span((10, 14), by=BEN)), by=BEN))
    before = everything(ours)

    def stop(done: int, total: int) -> None:
        raise UserError("stopped")

    with ours.incoming() as incoming:
        incoming.add_file(theirs.path)
        with pytest.raises(UserError, match="stopped"):
            ours.take(incoming, stop)
    assert everything(ours) == before


def _forge(path: Path, statement: str) -> None:
    """Change a row as somebody might who knows SQLite."""
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        triggers = plain.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            plain.execute(f"DROP TRIGGER {name}")
        plain.execute(statement)
        for _, sql in triggers:
            plain.execute(sql)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE change SET body = replace(body, 'PER', 'ORG') WHERE kind = 'span'", "span .* changed"),
        ("UPDATE edit SET annotator = 'ada' WHERE annotator = 'ben'", "edit .* changed"),
        ("DELETE FROM change WHERE kind = 'span' AND prev = x''", "has 0 of 1 changes|has a gap"),
        ("UPDATE text SET body = replace(body, 'third', 'fourth')", "text of its article"),
    ],
)
def test_a_forged_file_is_refused_and_nothing_of_it_is_taken(
    pair: tuple[Project, Project], statement: str, reason: str
) -> None:
    ours, theirs = pair
    theirs.apply(edit(*importing("A third text.\n"), by=BEN))
    theirs.apply(edit(*adding(span((10, 14), by=BEN)), by=BEN))
    theirs.close()
    _forge(theirs.path, statement)
    before = everything(ours)
    with ours.incoming() as incoming:
        with pytest.raises(ProjectError, match=reason):
            incoming.add_file(theirs.path)
        assert incoming.is_empty
    assert everything(ours) == before


def test_a_span_outside_its_text_is_refused_even_with_a_right_hash(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    theirs.apply(edit(*adding(span((10, 14), by=BEN)), by=BEN))
    with ours.incoming() as incoming:
        [row] = next(iter(theirs.exported_changes([list(theirs.edit_ids())[-1]])))
        body = (row[7] or "").replace("[[10,14]]", "[[10,99999]]")
        said = (*row[1:7], body)
        forged = (change_id(clock_of(row[0]), *said), *said)
        with pytest.raises(ProjectError, match="outside its article"):
            incoming.add_changes([forged], "a server")


def test_the_open_project_itself_is_refused(pair: tuple[Project, Project]) -> None:
    ours, _ = pair
    with ours.incoming() as incoming, pytest.raises(ProjectError, match="open project itself"):
        incoming.add_file(ours.path)


def test_kinds_of_change_of_a_newer_version_are_carried_along(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    moment = clock_of(list(theirs.edit_ids())[-1]) + (1 << 16)
    said = ("draw", BEN, now(), None, "a newer program", None)
    edit_ = edit_id(moment, *said)
    drawn = (edit_, "hologram", "h1", "", None, b"", '{"new":true}')
    with theirs.incoming() as incoming:
        incoming.add_edits([(edit_, *said, 1)], "a newer program")
        incoming.add_changes([(change_id(moment + 1, *drawn), *drawn)], "a newer program")
        theirs.take(incoming)
    merge(ours, theirs)
    assert everything(ours) == everything(theirs)
    assert list(ours.problems()) == []
    assert [row[2] for row in everything(ours)["change"]].count("hologram") == 1
