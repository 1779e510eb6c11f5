"""Our codebook as a file beside an export in a format that has no place for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotator.formats import files
from annotator.formats.format import CodebookLine
from annotator.formats.json_values import Place, parse_line
from annotator.model.codebook import FORMAT, to_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from annotator.formats.format import Reading
    from annotator.model.codebook import Codebook

NAME = "codebook.json"


def write(folder: Path, codebook: Codebook) -> None:
    """Write the codebook into a folder."""
    content = json.dumps(to_file(codebook), ensure_ascii=False, indent=1)
    (folder / NAME).write_bytes(f"{content}\n".encode())


def places(path: Path) -> Sequence[Path]:
    """Where the codebook of a file may stand: beside it, or a folder above."""
    return (path.parent / NAME, path.parent.parent / NAME)


def read(path: Path, reading: Reading) -> Iterator[CodebookLine]:
    """The codebook that belongs to a file, if there is one; once for all files of an import."""
    found = next((place for place in places(path) if place.is_file()), None)
    if found is None or not reading.reads_first(found.resolve()):
        return
    content = parse_line(files.read_article(found), Place(str(found), 1))
    if content.get("format") == FORMAT:
        yield CodebookLine(content, str(found))
