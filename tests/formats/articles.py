"""Reading the articles of a file that a test has just made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from annotator import formats
from annotator.formats.format import Article, Reading

LONG = "The tunnel opened on Monday, a year late. “We are proud,” said the mayor of the town."


class Read(NamedTuple):
    """The articles of a file, and what was remarked about it."""

    articles: list[Article]
    remarks: list[str]

    @property
    def texts(self) -> list[str]:
        """The texts of the articles."""
        return [article.text for article in self.articles]


def read_file(
    path: Path,
    content: bytes | str,
    *,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
    **options: str,
) -> Read:
    """Write the file and read it in the format that its name and content say."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = formats.of_file(path)
    assert found is not None
    assert found.read is not None
    reading = Reading(encoding, options=options, columns=columns or {})
    articles = [part for part in found.read(path, reading) if isinstance(part, Article)]
    return Read(articles, reading.remarks)
