"""What stands beside tables of ours: the lines of the native format that belong to no table.

Its header has a further key, `tables`, that says how the tables were written.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files, jsonl_reading
from annotator.formats import json_values as values
from annotator.formats.format import Article
from annotator.formats.json_values import Place
from annotator.formats.jsonl_writing import preface
from annotator.formats.tables import PREFACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Corpus, Part, Reading


def preface_lines(
    corpus: Corpus, said: Mapping[str, Any], *, has_entities: bool = False
) -> Iterator[bytes]:
    """The lines of the native format before the documents; without entities where a table has them."""
    for number, line in enumerate(preface(corpus)):
        if number == 0:
            header = json.loads(line) | {"tables": said}
            yield json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
        elif has_entities or not line.startswith(b'{"kind":"entity"'):
            yield line


def write_preface(
    folder: Path, corpus: Corpus, said: Mapping[str, Any], *, has_entities: bool = False
) -> None:
    """Write the file that says what belongs to no table; `said` is how the tables are written."""
    lines = preface_lines(corpus, said, has_entities=has_entities)
    (folder / PREFACE).write_bytes(b"".join(line + b"\n" for line in lines))


def read_preface(folder: Path, reading: Reading) -> tuple[list[Part], dict[str, Any]] | None:
    """What the file of ours beside the tables says, and how they were written; None without it."""
    path = folder / PREFACE
    if not path.is_file():
        return None
    files.check(path)
    try:
        with path.open("rb") as file:
            lines = file.read().split(b"\n")
    except OSError as error:
        raise files.unreadable(path, error) from None
    return preface_of(lines, str(path), reading)


def preface_of(
    lines: Iterable[bytes], name: str, reading: Reading
) -> tuple[list[Part], dict[str, Any]] | None:
    """The parts on these lines, and what the header says of the tables; None if they are not ours."""
    parts: list[Part] = []
    said: dict[str, Any] | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = Place(name, number)
        raw = values.parse_line(line, place)
        if said is None:
            if raw.get("kind") != "header" or "tables" not in raw:
                return None
            said = values.mapping(raw, "tables", place)
        part = jsonl_reading.part_of(raw, place, reading)
        if isinstance(part, Article):
            raise FormatError(f"{place}: a document stands here.", "The table of documents holds them.")
        parts.append(part)
    return None if said is None else (parts, said)
