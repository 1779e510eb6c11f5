"""Writing doccano's JSON Lines: a file for each annotator, a row for each article."""

from __future__ import annotations

import tempfile
import zipfile
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from annotator.errors import FormatError
from annotator.formats import doccano_options as options
from annotator.formats.jsonl_writing import preface
from annotator.formats.kit.by_annotator import Share, shares
from annotator.formats.kit.file_names import UniqueNames
from annotator.formats.kit.flattening import flatten, pieces, priority_of
from annotator.formats.kit.json_files import encoded
from annotator.formats.kit.options import FRAGMENTS, PRIORITY, yes_or_no
from annotator.formats.kit.units import Units
from annotator.formats.writing import new_file, new_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.formats.kit.flattening import Piece
    from annotator.formats.kit.units import Unit
    from annotator.model.codebook import Codebook
    from annotator.model.values import Annotator, Relation

ALL = "all.jsonl"
PEOPLE = "annotators.json"
PREFACE = "project.jsonl"
"""What is beside the rows: who wrote which file, and the project's codebook, people and entities."""
OVERLAPS = yes_or_no(
    "overlaps",
    "Spans may overlap",
    is_on=True,
    explanation="If doccano's project does not allow it, it leaves out all but one without a word.",
)
NO_PLACE = "doccano has no place for them"
ON_ARTICLES = "doccano has comments on articles only"
INSIDE = "an edge lay inside a grapheme, and doccano counts those"
OTHERS = "an end of it is in another annotator's file"
NO_OVERLAP = "another span holds these words, and the project is to have no overlaps"
NO_RELATIONS = "this shape of rows has none"


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write a folder, a ZIP (`.zip`) or, for at most one annotator, a single file (`.jsonl`)."""
    people = corpus.annotators()
    if path.suffix.casefold() == ".jsonl":
        if len(people) > 1:
            raise FormatError(
                f"{path}: doccano has a file for each of {len(people):,} annotators.",
                "Name a folder or a .zip, or choose one annotator.",
            )
        with new_file(path, overwrites=writing.overwrites) as file:
            _Writer(corpus, writing, people).write([file])
    elif path.suffix.casefold() == ".zip":
        with new_file(path, overwrites=writing.overwrites) as file, _folder_beside(path) as folder:
            _write_folder(corpus, folder, writing, people)
            _pack(folder, file)
    else:
        with new_folder(path, overwrites=writing.overwrites) as folder:
            _write_folder(corpus, folder, writing, people)


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    parent = path.resolve().parent
    with tempfile.TemporaryDirectory(dir=parent, prefix=f".{path.stem[:40]}.") as name:
        yield Path(name)


def _write_folder(corpus: Corpus, folder: Path, writing: Writing, people: Sequence[Annotator]) -> None:
    names = UniqueNames()
    for taken in ("all", "project"):
        names.new(taken)
    files = [f"{names.new(one.name, otherwise='annotator')}.jsonl" for one in people]
    if len(people) <= 1:
        files = [ALL]
    listed = [
        {"file": name, "id": one.id, "name": one.name, "role": one.role}
        for name, one in zip(files, people, strict=False)
    ]
    (folder / PEOPLE).write_bytes(encoded({"format": "doccano", "annotators": listed}) + b"\n")
    (folder / PREFACE).write_bytes(b"".join(line + b"\n" for line in preface(corpus)))
    with ExitStack() as stack:
        opened = [stack.enter_context((folder / name).open("wb")) for name in files]
        _Writer(corpus, writing, people).write(opened)


def _pack(folder: Path, file: BinaryIO) -> None:
    """The files of the folder in one ZIP; always the same bytes."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir(), key=lambda one: (one.name != PEOPLE, one.name)):
            entry = zipfile.ZipInfo(path.name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(entry, "w") as target:
                while chunk := source.read(1 << 20):
                    target.write(chunk)


class _Writer:
    """Writes the rows of all annotators."""

    def __init__(self, corpus: Corpus, writing: Writing, people: Sequence[Annotator]) -> None:
        self._corpus = corpus
        self._writing = writing
        self._losses = writing.losses
        self._people = people
        self._codebook: Codebook = corpus.codebook()
        self._unit: Unit = "grapheme" if writing.value(options.UNIT) == "grapheme" else options.UTF_16
        self._has_relations = writing.value(options.SHAPE) == "relations"
        self._how = writing.value(FRAGMENTS)
        self._number = 0

    def write(self, files: Sequence[BinaryIO]) -> None:
        """Write each document into the file of each annotator, also where she has said nothing."""
        total = len(self._corpus.documents())
        for number, record in enumerate(self._corpus.records(), 1):
            self._writing.step(number - 1, total, record.document.title)
            self._losses.begin(record.document.id, record.document.title)
            found = {one.annotator: one for one in shares(record, self._corpus, self._people)}
            units = Units(record.text, self._unit)
            owners = [one.id for one in self._people] or [""]
            for owner, file in zip(owners, files, strict=True):
                row = self._row(record, found.get(owner) or Share(owner), units, number)
                file.write(encoded(row) + b"\n")
        self._writing.step(total, total, "")

    def _row(self, record: Record, share: Share, units: Units, number: int) -> dict[str, Any]:
        row: dict[str, Any] = {"id": number, "text": record.text, **options.flat_values(record.document)}
        if any(Units(record.text, unit).total != units.length for unit in options.LIKELY):
            row[options.COUNTS] = self._unit
        join = self._join(record)
        if join != options.JOIN:
            row[options.JOINED_BY] = join
        kept = self._pieces(share)
        placed = self._placed(kept, units)
        if self._has_relations:
            row["entities"], ids = self._entities(placed)
            row["relations"] = self._relations(share, ids, join)
        else:
            row["label"] = [[start, end, piece.span.label] for start, end, piece in placed]
            if share.relations:
                lost = [one.id for one in share.relations]
                self._losses.add("relations", "dropped", NO_RELATIONS, ids=lost)
        row["Comments"] = self._comments(record, share)
        self._count_lost(share)
        return row

    def _join(self, record: Record) -> str:
        """The name of the relation between pieces; none of the codebook's or the document's."""
        name = options.JOIN
        used = {relation.label for relation in record.relations}
        while name in used or name in self._codebook.relation_types:
            name += "_piece"
        return name

    def _pieces(self, share: Share) -> list[Piece]:
        every = pieces(share.spans, self._how, self._losses)
        if not self._writing.is_on(OVERLAPS):
            flat = flatten(every, priority_of(self._writing.value(PRIORITY)))
            if flat.dropped:
                ids = dict.fromkeys(piece.span.id for piece in flat.dropped)
                self._losses.add("spans", "dropped", NO_OVERLAP, ids=ids)
            return flat.kept
        return every

    def _placed(self, kept: Sequence[Piece], units: Units) -> list[tuple[int, int, Piece]]:
        placed = [(*units.around(piece.start, piece.end), piece) for piece in kept]
        if self._unit == "grapheme":
            moved = dict.fromkeys(
                piece.span.id
                for start, end, piece in placed
                if (units.to_code_point(start), units.to_code_point(end)) != (piece.start, piece.end)
            )
            if moved:
                self._losses.add("spans", "moved", INSIDE, ids=moved)
        return placed

    def _entities(
        self, placed: Sequence[tuple[int, int, Piece]]
    ) -> tuple[list[dict[str, Any]], dict[str, list[int]]]:
        written: list[dict[str, Any]] = []
        ids: dict[str, list[int]] = {}
        for start, end, piece in placed:
            self._number += 1
            ids.setdefault(piece.span.id, []).append(self._number)
            said = {"id": self._number, "label": piece.span.label}
            written.append(said | {"start_offset": start, "end_offset": end})
        return written, ids

    def _relations(self, share: Share, ids: Mapping[str, list[int]], join: str) -> list[dict[str, Any]]:
        found: list[tuple[int, int, str]] = []
        for numbers in ids.values():
            found += [(one, other, join) for one, other in pairwise(numbers)]
        lost: list[str] = []
        for relation in share.relations:
            start, end = ids.get(relation.from_id), ids.get(relation.to_id)
            if start is None or end is None:
                lost.append(relation.id)
            else:
                found.append((start[0], end[0], relation.label))
        if lost:
            self._losses.add("relations", "dropped", OTHERS, ids=lost)
        written: list[dict[str, Any]] = []
        for start_id, end_id, label in found:
            self._number += 1
            written.append({"id": self._number, "from_id": start_id, "to_id": end_id, "type": label})
        return written

    def _comments(self, record: Record, share: Share) -> list[str]:
        note = record.document.note
        notes = [
            f"{self._codebook.label(span.label).name} “{span.text}”: {span.note}"
            for span in share.spans
            if span.note
        ]
        if notes:
            moved = [span.id for span in share.spans if span.note]
            self._losses.add("notes", "moved", ON_ARTICLES, ids=moved)
            self._losses.add("document notes", "changed", "notes on spans were added to it")
        return [*([note] if note else []), *notes]

    def _count_lost(self, share: Share) -> None:
        annotations: Sequence[tuple[str, list[str]]] = (
            ("attributes", [span.id for span in share.spans if span.attributes]),
            ("entities", [span.id for span in share.spans if span.entity]),
            ("relation attributes", [one.id for one in share.relations if one.attributes]),
            ("relation notes", [one.id for one in share.relations if _has_note(one)]),
        )
        for what, ids in annotations:
            if ids:
                self._losses.add(what, "dropped", NO_PLACE, ids=ids)


def _has_note(relation: Relation) -> bool:
    return bool(relation.note)
