from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.store.server_address import read_address
from tests.server.postgres import PASSWORD, Postgres, running
from tests.store.making import fast_folder, new_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.store.project import Project
    from annotator.store.server_address import Address


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep marks out of the user's folders, and the user's passwords out of the tests."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "user"))
    for name in ("PGPASSWORD", "PGPASSFILE", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server that the tests of one process share; each has a database of its own."""
    with running() as server:
        yield server


@pytest.fixture
def url(postgres: Postgres) -> str:
    return postgres.empty_database()


@pytest.fixture
def address(url: str) -> Address:
    return read_address(url, PASSWORD)


@pytest.fixture
def project() -> Iterator[Project]:
    """In a folder of its own in memory, where copies of it are put, too."""
    with fast_folder() as folder, new_project(Path(folder) / "harbour.annodb") as made:
        yield made
