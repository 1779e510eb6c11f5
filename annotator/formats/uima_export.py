"""Writing a project as a folder of CAS files: one for each document and annotator.

With one annotator the files lie side by side; with several as in INCEpTION's archives,
`annotation/DOCUMENT/ANNOTATOR.ending`, where a document that nobody has touched is
`INITIAL_CAS`. Beside them: `project.jsonl` (codebook, annotators and entities, as in native
files), `documents.FORMAT.jsonl` (what a CAS has no place for) and `layers.json` (the layers for
INCEpTION).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.formats import uima_layers
from annotator.formats.jsonl_writing import preface, work_values
from annotator.formats.kit import safe_xml
from annotator.formats.kit.file_names import UniqueNames
from annotator.formats.kit.options import yes_or_no
from annotator.formats.uima_naming import names_of
from annotator.formats.uima_writing import CasWriter, page_of, people_of
from annotator.formats.writing import new_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.formats.uima import TypeSystem
    from annotator.formats.uima_writing import Sheet

TOKENS = yes_or_no(
    "tokens", "Write words and sentences", is_on=True, explanation="INCEpTION needs them."
)
PROJECT, LAYERS, INITIAL = "project.jsonl", "layers.json", "INITIAL_CAS"
REPLACED = "XML has no such control characters, spaces stand for them"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class Way:
    """How a CAS is written down; `types_file` holds the type system where it stands apart."""

    name: str
    ending: str
    renderer: Callable[[TypeSystem], Callable[[Sheet], bytes]]
    types_file: tuple[str, Callable[[TypeSystem], bytes]] | None = None
    is_xml: bool = False


def marker(name: str) -> str:
    """The file that tells our own exports, and of what format they are."""
    return f"documents.{name}.jsonl"


def write(corpus: Corpus, folder: Path, writing: Writing, way: Way) -> None:
    """Write the project into a folder."""
    with new_folder(folder, overwrites=writing.overwrites) as temporary:
        names = names_of(corpus.codebook())
        with (temporary / PROJECT).open("xb") as file:
            file.writelines(line + b"\n" for line in preface(corpus))
        (temporary / LAYERS).write_bytes(uima_layers.layers(names))
        if way.types_file is not None:
            (temporary / way.types_file[0]).write_bytes(way.types_file[1](names.types))
        entities = {one.id: one for one in corpus.entities()}
        writer = CasWriter(corpus.codebook(), names, entities)
        export = _Export(corpus, temporary, writing, way, writer, way.renderer(names.types))
        with (temporary / marker(way.name)).open("xb") as file:
            total = len(corpus.documents())
            for number, record in enumerate(corpus.records()):
                writing.step(number, total, record.document.title)
                file.write(_encode(export.write(record)).encode() + b"\n")
            writing.step(total, total, "")


class _Export:
    """What is the same for all documents of an export."""

    def __init__(
        self,
        corpus: Corpus,
        folder: Path,
        writing: Writing,
        way: Way,
        writer: CasWriter,
        render: Callable[[Sheet], bytes],
    ) -> None:
        self._corpus = corpus
        self._folder = folder
        self._writing = writing
        self._way = way
        self._writer = writer
        self._render = render
        self._titles = UniqueNames()
        self._has_words = writing.is_on(TOKENS)
        people = UniqueNames()
        for taken in (INITIAL, "CURATION_USER"):
            people.new(taken)
        self._people = {
            one.id: people.new(one.name, otherwise="annotator") for one in corpus.annotators()
        }

    def write(self, record: Record) -> Mapping[str, Any]:
        """Write the files of a document and tell what else is to be said of it."""
        document = record.document
        losses = self._writing.losses
        losses.begin(document.id, document.title)
        replaced = _replaced(record.text) if self._way.is_xml else []
        if replaced:
            losses.add("characters", "changed", REPLACED, number=len(replaced))
        page = page_of(record.text, has_words=self._has_words)
        found: dict[str, str] = {}
        for annotator, path in self._places(record):
            sheet = self._writer.sheet(record, page, annotator or None)
            target = self._folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self._render(sheet))
            found[path] = annotator
        return {
            "document": document.id,
            "files": found,
            "title": document.title,
            "metadata": document.metadata,
            "attributes": document.attributes,
            "note": document.note,
            "work": [work_values(one) for one in self._corpus.works(document.id)],
            "replaced": replaced,
        }

    def _places(self, record: Record) -> Sequence[tuple[str, str]]:
        """Whose files a document has (ids, "" for nobody's), and where they lie."""
        title = self._titles.new(record.document.title)
        ending = self._way.ending
        if len(self._people) <= 1:
            return [(next(iter(self._people), ""), f"{title}{ending}")]
        people = people_of(record, (one.annotator for one in self._corpus.works(record.document.id)))
        known = [one for one in people if one in self._people]
        named = [(one, self._people[one]) for one in known] or [("", INITIAL)]
        return [(one, f"annotation/{title}/{name}{ending}") for one, name in named]


def _replaced(text: str) -> list[tuple[int, str]]:
    """The characters that XML cannot hold, with their offsets in code points."""
    written, number = safe_xml.writable(text)
    if not number:
        return []
    pairs = zip(text, written, strict=True)
    return [(at, one) for at, (one, other) in enumerate(pairs) if one != other]
