"""A project file that a server is about to fill: the same project, with nothing in it yet."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotator.errors import ProjectError
from annotator.store.connection import connect, database, make_durable, transaction
from annotator.store.failures import errors_in_words
from annotator.store.files import move_into_place, temporary_beside
from annotator.store.installation import replica
from annotator.store.migrations import migrate
from annotator.store.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def new_copy(path: Path, project_id: str) -> Iterator[Project]:
    """An empty file of this project to be filled; it gets its name at the end, if all went well."""
    if os.path.lexists(path):
        raise ProjectError(f"“{path}” exists already.", "Choose another name, or open it.")
    temporary = temporary_beside(path)
    try:
        with errors_in_words(path):
            temporary.touch(exist_ok=False)
            _lay_out(temporary, project_id)
        with Project.open(temporary) as project:
            yield project
        move_into_place(temporary, path, replacing=False)
    except OSError as error:
        raise ProjectError(
            f"“{path}” cannot be made: {error.strerror or error}.",
            "Choose a folder that you may write to, on a disk with room.",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _lay_out(path: Path, project_id: str) -> None:
    connection = connect(path, mode="rw")
    try:
        make_durable(connection)
        with transaction(connection):
            migrate(database(connection))
            identity = [("project", project_id), ("replica", replica())]
            connection.executemany("INSERT INTO identity VALUES (?, ?)", identity)
    finally:
        connection.close()
