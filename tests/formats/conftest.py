from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from annotator import formats
from annotator.formats.format import Article, Reading

if TYPE_CHECKING:
    from pathlib import Path

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
