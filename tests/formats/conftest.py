from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from annotator import formats
from annotator.formats.format import Article, Reading
from tests.formats import table_folders
from tests.formats.gold import gold_project

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.store.project import Project

Read = Callable[..., Article]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write these bytes to a file of this name and read the article in it."""

    def read_bytes(name: str, content: bytes | str, encoding: str | None = None) -> Article:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        found = formats.of_file(path)
        assert found is not None
        assert found.read is not None
        [article] = found.read(path, Reading(encoding))
        assert isinstance(article, Article)
        return article

    return read_bytes


@pytest.fixture
def gold(tmp_path: Path) -> Iterator[Project]:
    """A project with the gold document."""
    with gold_project(tmp_path / "gold.annodb") as project:
        yield project


@pytest.fixture(autouse=True)
def _no_project_stays_open() -> Iterator[None]:
    yield
    table_folders.close_projects()
