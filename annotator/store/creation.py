"""Making a new project file, whole or not at all."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING, Any

from annotator.errors import ProjectError
from annotator.model import codebook as codebooks
from annotator.model import codebook_rules
from annotator.model.change import Change
from annotator.model.values import Field, now
from annotator.store.changes import Clock
from annotator.store.connection import connect, database, make_durable, transaction
from annotator.store.failures import errors_in_words
from annotator.store.files import move_into_place, temporary_beside
from annotator.store.migrations import migrate
from annotator.store.texts import Texts
from annotator.store.writing import EditHead, write_edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TITLE = "create the project"


def create(path: Path, *, title: str, codebook: Mapping[str, Any]) -> None:
    """Write a new project file; an existing file is refused and stays as it is."""
    codebook_rules.check(codebook, "The codebook")
    if os.path.lexists(path):
        raise ProjectError(f"“{path}” exists already.", "Choose another name, or open it.")
    if not path.parent.is_dir():
        raise ProjectError(f"There is no folder “{path.parent}”.", "Make it first, or choose another.")
    temporary = temporary_beside(path)
    try:
        with errors_in_words(path):
            temporary.touch(exist_ok=False)
            _fill(temporary, title, codebook)
        move_into_place(temporary, path, replacing=False)
    except FileExistsError as error:
        raise ProjectError(f"“{path}” exists already.", "Choose another name, or open it.") from error
    except OSError as error:
        raise ProjectError(
            f"“{path}” cannot be created: {error.strerror or error}.",
            "Choose a folder that you may write to, on a disk with room.",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _fill(path: Path, title: str, codebook: Mapping[str, Any]) -> None:
    connection = connect(path, mode="rw")
    try:
        make_durable(connection)
        with transaction(connection):
            migrate(database(connection))
            replica = str(uuid.uuid4())
            identity = [("project", str(uuid.uuid4())), ("replica", replica)]
            connection.executemany("INSERT INTO identity VALUES (?, ?)", identity)
            head = EditHead(TITLE, "", now(), replica)
            write_edit(connection, Clock(), Texts(connection), head, _changes(title, codebook))
    finally:
        connection.close()


def _changes(title: str, codebook: Mapping[str, Any]) -> Iterator[Change]:
    yield Change(None, Field("setting", "title", "value", title))
    for field in codebooks.to_fields(codebook):
        yield Change(None, field)
