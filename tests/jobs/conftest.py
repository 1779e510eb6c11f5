from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.jobs.creating import create_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.store.project import Project


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is remembered of closed files out of the user's folders."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "user"))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "news.annodb") as project:
        yield project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles, a picture and a hidden file."""
    folder = tmp_path / "articles"
    (folder / "old").mkdir(parents=True)
    (folder / "a.txt").write_text("Ferry sails\n\nThe ferry sailed on Monday.\n")
    (folder / "old" / "b.md").write_text("---\ntitle: Tunnel\noutlet: The Quay\n---\nIt is open.\n")
    (folder / "map.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.txt").write_text("hidden")
    return folder
