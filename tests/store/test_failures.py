"""Which of SQLite's errors are a user's business, and which are faults of ours."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from annotator.errors import ProjectError
from annotator.store.failures import errors_in_words

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.store.project import Project


@pytest.mark.parametrize("statement", ["SELECT nothing FROM span", "SELECT 1 FROM nowhere", "SELEC 1"])
def test_a_wrong_statement_is_a_fault_of_ours(project: Project, statement: str) -> None:
    with pytest.raises(sqlite3.OperationalError), errors_in_words(project.path):
        project._connection.execute(statement)


def test_in_a_file_that_is_not_checked_it_can_be_the_files(project: Project, path: Path) -> None:
    with pytest.raises(ProjectError, match="no such table"), errors_in_words(path, is_checked=False):
        project._connection.execute("SELECT 1 FROM nowhere")


def test_text_that_cannot_be_read_is_damage(project: Project, path: Path) -> None:
    with pytest.raises(ProjectError, match="is damaged"), errors_in_words(path):
        project._connection.execute("SELECT CAST(x'ff' AS TEXT)").fetchone()
