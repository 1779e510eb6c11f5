"""Reading a set of tables: documents with the spans and relations that other tables tell of them.

Rows of one document stand together in our own files, so that only a document's rows are in
memory at a time; where they do not, those that are met too early are kept. A first pass
over the tables of spans and relations counts how many rows each document has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from annotator.errors import FormatError
from annotator.formats import table_values as cells
from annotator.formats.format import CodebookLine
from annotator.formats.table_articles import ArticleMaker, grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotator.formats.format import Part, Reading
    from annotator.formats.json_values import Place
    from annotator.formats.table_values import Said

FLAT = "flat spans"
"""One table whose rows are spans, each with the whole text beside it."""
NEEDED = {
    FLAT: ("text", "start", "end", "label"),
    "documents": ("document_id", "text"),
    "spans": ("document_id", "label", "start", "end"),
    "relations": ("document_id", "label", "from_id", "to_id"),
    "entities": ("name",),
}
OTHER_NAMES: Mapping[str, Mapping[str, str]] = {
    FLAT: {},
    "documents": {"doc_id": "document_id", "id": "document_id"},
    "spans": {"doc_id": "document_id", "id": "span_id"},
    "relations": {"doc_id": "document_id", "id": "relation_id", "from": "from_id", "to": "to_id"},
    "entities": {"id": "entity_id"},
}
NO_DOCUMENT = "the table of documents has no such document"


class Sheet(Protocol):
    """One table of a file or folder; rows are numbered as `place` wants them."""

    @property
    def name(self) -> str:
        """What the table is called in messages."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns, in our words."""

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The rows, from the first; may be asked again."""

    def owners(self) -> Iterator[Any]:
        """The document that each row belongs to."""

    def place(self, number: int) -> Place:
        """Where a row stands, for messages."""


@dataclass(slots=True)
class Tables:
    """What was found; `preface` is what our own files say of the project beside the tables."""

    documents: Sequence[Sheet]
    spans: Sequence[Sheet] = ()
    relations: Sequence[Sheet] = ()
    entities: Sequence[Sheet] = ()
    preface: Sequence[Part] = field(default_factory=list)
    is_ours: bool = False


def our_columns(table: str, said: Sequence[Any], place: str) -> tuple[str, ...]:
    """The names of a table's columns in our words; `FormatError` where one is missing or doubled."""
    others = OTHER_NAMES[table]
    plain = [str(name if name is not None else "").strip() for name in said]
    names = [name.casefold().replace(" ", "_") for name in plain]
    names = [others.get(name, name) if others.get(name) not in names else name for name in names]
    for needed in NEEDED[table]:
        if names.count(needed) != 1:
            problem = "lacks the column" if needed not in names else "has twice the column"
            shown = ", ".join(name for name in plain if name)[:200] or "none"
            raise FormatError(f"{place} {problem} “{needed}”.", f"Its columns: {shown}.")
    return tuple(names)


def rows_of(sheet: Sheet) -> Iterator[tuple[Place, Said]]:
    """The rows of a table by the names of its columns."""
    columns = sheet.columns
    for number, row in sheet.rows():
        yield sheet.place(number), dict(zip(columns, row, strict=False))


def read_tables(tables: Tables, reading: Reading) -> Iterator[Part]:
    """The parts that the tables hold, a document at a time."""
    yield from tables.preface
    if not tables.is_ours and (line := _layers(tables.spans)) is not None:
        yield line
    for sheet in tables.entities:
        for place, row in rows_of(sheet):
            yield cells.entity(row, place)
    maker = ArticleMaker(reading, is_ours=tables.is_ours, has_entities=bool(tables.entities))
    spans, relations = _ByDocument(tables.spans), _ByDocument(tables.relations)
    seen: set[str] = set()
    for sheet in tables.documents:
        for place, row in rows_of(sheet):
            key = cells.text(row, "document_id")
            if key in seen:
                place.refuse(f"the document “{key}” is there twice", "Each needs an id of its own.")
            seen.add(key)
            yield maker.article(place, row, list(grouped(spans.of(key))), relations.of(key))
    for name, rest in (("spans", spans), ("relations", relations)):
        if rest.left:
            reading.losses.begin("", rest.name)
            reading.losses.add(name, "dropped", NO_DOCUMENT, number=rest.left)


def _layers(sheets: Sequence[Sheet]) -> CodebookLine | None:
    """The labels of a foreign table with their layers, where it tells these."""
    found: dict[str, str] = {}
    for sheet in sheets:
        if "layer" not in sheet.columns:
            continue
        for _, row in rows_of(sheet):
            label, layer = cells.text(row, "label"), cells.text(row, "layer")
            if label.strip() and layer.strip():
                found.setdefault(label, layer)
    if not found:
        return None
    content = {
        "format": "codebook/1",
        "id": "table",
        "name": "table",
        "layers": [{"id": layer, "name": layer} for layer in dict.fromkeys(found.values())],
        "labels": [{"id": label, "name": label, "layer": layer} for label, layer in found.items()],
    }
    return CodebookLine(content, sheets[0].name, is_whole=False)


class _ByDocument:
    """Hands over the rows of one document after the other, whatever the order of the tables."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.name = sheets[0].name if sheets else ""
        self._streams = [_Stream(sheet) for sheet in sheets]
        self._where: dict[str, list[int]] = defaultdict(list)
        for number, stream in enumerate(self._streams):
            for key in stream.counts:
                self._where[key].append(number)

    def of(self, key: str) -> list[tuple[Place, Said]]:
        """The rows of the document that the tables call so."""
        numbers = self._where.pop(key, ())
        return [row for number in numbers for row in self._streams[number].of(key)]

    @property
    def left(self) -> int:
        """How many rows belong to documents that were not asked for."""
        return sum(stream.counts.total() for stream in self._streams)


class _Stream:
    """The rows of one table, read on until a document has all of its own."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._rows: Iterator[tuple[Place, Said]] | None = None
        self._early: dict[str, list[tuple[Place, Said]]] = defaultdict(list)
        self.counts = Counter(cells.text({"": key}, "") for key in sheet.owners())

    def of(self, key: str) -> list[tuple[Place, Said]]:
        """The rows of this document."""
        wanted = self.counts.pop(key)
        found = self._early.pop(key, [])
        if self._rows is None:
            self._rows = rows_of(self._sheet)
        while len(found) < wanted:
            place, row = next(self._rows)
            name = cells.text(row, "document_id")
            (found if name == key else self._early[name]).append((place, row))
        if not self.counts:
            self._rows = iter(())
        return found
