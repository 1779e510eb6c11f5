"""Plain text: kept exactly, to the code point; only line ends become `\\n`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats import decoding, files, frozen
from annotator.formats.format import Article, Format, Reading
from annotator.model.values import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FIRST_LINE = re.compile(r"^.*\w.*$", re.MULTILINE)
LONGEST_TITLE = 150
"""How many characters a first line may have to be taken for the headline."""


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The one article of a text file."""
    content = files.read_article(path)
    decoded = decoding.decode(content, path, reading.encoding)
    text = frozen_text(decoded.text, path)
    if reading.encoding is None and not decoded.encoding.startswith("utf-"):
        reading.remark(f"{files.shown_name(path)} was read as {decoded.encoding}.")
    source = Source(files.shown_name(path), content, decoded.encoding)
    yield Article(text, title_of(text, path), source=source)


def frozen_text(raw: str, path: Path) -> str:
    """The text with `\\n` as its only line end; refused if there is nothing in it."""
    text = frozen.freeze(raw).text
    frozen.check_storable(text, str(path))
    if not text.strip():
        raise FormatError(f"{path} holds no text, only white space.", "There is nothing in it to label.")
    return text


def title_of(text: str, path: Path) -> str:
    """The first line with a word in it if it is as short as a headline, else the file's name."""
    found = _FIRST_LINE.search(text)
    line = found.group().strip() if found else ""
    return line if 0 < len(line) <= LONGEST_TITLE else files.shown_name(path, is_bare=True)


FORMAT = Format(
    name="text",
    title="Plain text",
    extensions=(".txt",),
    description="One article a file, kept exactly as it is; the first short line is its title.",
    read=read,
)
