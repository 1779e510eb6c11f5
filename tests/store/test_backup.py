from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from annotator.errors import Cancelled, ProjectError
from annotator.store import backup
from annotator.store import project as project_module
from annotator.store.project import Project
from tests.store.making import ADA, TEXT, adding, contents, edit, importing, many_spans, span


def test_a_copy_of_an_open_project_holds_everything(project: Project, tmp_path: Path) -> None:
    project.apply(edit(*adding(span())))
    copy = backup.copy_project(project, tmp_path / "copy.annodb")
    project.apply(edit(*adding(span((49, 62)))))
    project.undo(ADA)
    with Project.open(copy) as copied:
        assert contents(copied) == contents(project)
        assert copied.id == project.id


def test_copies_made_while_labelling_are_whole(project: Project, tmp_path: Path) -> None:
    for number in range(10):
        project.apply(edit(*adding(span((number, number + 3)))))
        copy = backup.copy_project(project, tmp_path / f"copy {number}.annodb")
        with Project.open(copy) as copied:
            assert len(copied.spans(copied.documents()[0].id)) == number + 1


def test_an_existing_file_is_only_replaced_if_asked(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "copy.annodb"
    target.write_text("mine")
    with pytest.raises(ProjectError, match="exists already"):
        backup.copy_project(project, target)
    assert target.read_text() == "mine"
    backup.copy_project(project, target, replacing=True)
    Project.open(target).close()


def test_a_project_is_not_copied_onto_itself(project: Project, path: Path) -> None:
    with pytest.raises(ProjectError, match="the open project itself"):
        backup.copy_project(project, path, replacing=True)


def test_a_copy_into_a_missing_folder_leaves_nothing(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be written"):
        backup.copy_project(project, tmp_path / "missing" / "copy.annodb")


def test_a_cancelled_copy_leaves_nothing(project: Project, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    before = sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        backup.copy_project(project, tmp_path / "copy.annodb", progress=stop)
    assert sorted(tmp_path.iterdir()) == before


def test_a_snapshot_is_kept_before_much_is_removed(
    project: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_module, "BULK_REMOVAL", 100)
    text = TEXT * 3
    project.apply(edit(*importing(text), *adding(*many_spans(120, text))))
    project.undo(ADA)
    (kept,) = backup.snapshots(path)
    with Project.open(kept, read_only=True) as snapshot:
        assert sum(snapshot.span_totals().values()) == 120


def test_old_snapshots_go_but_one_a_day_stays() -> None:
    days = [
        Path(f"p 2026-01-{day:02} 0{hour}.00.00.000000.annodb")
        for day in range(1, 31)
        for hour in (1, 2)
    ]
    newest_first = sorted(days, reverse=True)
    kept = [one for one in newest_first if one not in backup.superseded(newest_first)]
    assert kept[:10] == newest_first[:10]
    assert [one.name[2:15] for one in kept[10:]] == [f"2026-01-{day} 02" for day in range(25, 16, -1)]


def test_snapshots_of_other_projects_are_left_alone(project: Project, path: Path) -> None:
    for _ in range(12):
        backup.snapshot(project)
    other = backup.snapshots_folder(path) / "harbour by hand.annodb"
    other.touch()
    backup.snapshot(project)
    assert len(backup.snapshots(path)) == 10
    assert other.exists()


def test_a_copy_opens_in_any_sqlite_tool(project: Project, tmp_path: Path) -> None:
    copy = backup.copy_project(project, tmp_path / "it's 100% mine?#.annodb")
    with closing(sqlite3.connect(copy)) as plain:
        assert plain.execute("SELECT count(*) FROM v_documents").fetchone() == (1,)
