from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.errors import ProjectError
from annotator.store import backup, migrations
from annotator.store.project import Project
from annotator.store.schema import APPLICATION_ID
from tests.store.making import bytes_of, contents, new_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

STORED = Path(__file__).parents[1] / "data"


def add_a_table(db: Database) -> None:
    """A step that a later layout might take."""
    db.execute("CREATE TABLE later (id TEXT PRIMARY KEY) STRICT")


@pytest.fixture
def next_layout(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project of this layout, and a program that knows the next."""
    with new_project(path):
        pass
    steps = (*migrations.MIGRATIONS, add_a_table)
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    monkeypatch.setattr(migrations, "VERSION", len(steps))
    yield path
    migrations.expected_schema.cache_clear()


def test_a_file_says_whose_it_is_and_which_layout_it_has(project: Project) -> None:
    with closing(sqlite3.connect(project.path)) as plain:
        assert plain.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert plain.execute("PRAGMA user_version").fetchone() == (migrations.VERSION,)


def test_every_table_is_strict(project: Project) -> None:
    with closing(sqlite3.connect(project.path)) as plain:
        rows = plain.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict")
        assert {name for (name,) in rows} <= {"sqlite_schema", "sqlite_temp_schema"}


def test_an_older_file_is_brought_up_after_a_snapshot(next_layout: Path) -> None:
    with Project.open(next_layout) as project:
        shown = contents(project)
    (snapshot,) = backup.snapshots(next_layout)
    with closing(sqlite3.connect(next_layout)) as plain:
        assert plain.execute("PRAGMA user_version").fetchone() == (migrations.VERSION,)
        assert plain.execute("SELECT count(*) FROM later").fetchone() == (0,)
    with Project.open(next_layout) as project:
        assert contents(project) == shown
    with closing(sqlite3.connect(snapshot)) as plain:
        assert plain.execute("PRAGMA user_version").fetchone() == (migrations.VERSION - 1,)


@pytest.mark.parametrize("stored", sorted(STORED.glob("layout_*.annodb")), ids=lambda path: path.stem)
def test_a_project_of_every_released_layout_opens_with_all_that_it_had(
    stored: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(stored, tmp_path / "old.annodb"))
    with closing(sqlite3.connect(stored)) as plain:
        shown = plain.execute("SELECT span_id, text, label FROM v_spans ORDER BY 1").fetchall()
        edits = plain.execute("SELECT id, title FROM edit ORDER BY number").fetchall()
    with Project.open(path) as project:
        assert list(project.problems()) == []
        spans = sorted((span.id, span.text, span.label) for span in project.iterate_spans())
        assert spans == shown
        assert [(one.id, one.title) for one in reversed(project.history())] == edits
        mia = project.annotators()[0].id
        assert project.redo(mia).edit.title == "redo mark as in progress"


def test_an_older_file_is_not_opened_for_reading_only(next_layout: Path) -> None:
    before = bytes_of(next_layout)
    with pytest.raises(ProjectError, match="made by an earlier version"):
        Project.open(next_layout, read_only=True)
    assert bytes_of(next_layout) == before


def test_a_table_of_a_later_layout_is_refused_in_an_older_file(next_layout: Path) -> None:
    with closing(sqlite3.connect(next_layout)) as plain:
        plain.execute("CREATE TABLE later (id TEXT PRIMARY KEY) STRICT")
    os.utime(next_layout, (1, 1))
    with pytest.raises(ProjectError, match="has been altered"):
        Project.open(next_layout)
