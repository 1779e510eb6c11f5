from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.making import new_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.store.project import Project


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the store remembers of closed files out of the user's folders."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "user"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "harbour.annodb"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with new_project(path) as project:
        yield project
