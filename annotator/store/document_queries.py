"""Questions about documents, people, entities, the codebook and settings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.errors import UserError
from annotator.model import codebook as codebooks
from annotator.model.values import (
    METADATA_KEYS,
    Annotator,
    Document,
    Entity,
    Field,
    Json,
    Source,
    Work,
)
from annotator.store import search
from annotator.store.changes import read_heads
from annotator.store.failures import answers_in_words
from annotator.store.rows import source_from_body
from annotator.store.things import CODEBOOK_TABLES, COLUMNS

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from annotator.model.codebook import Codebook
    from annotator.store.search import SearchHit
    from annotator.store.texts import Texts

_DOCUMENT = f"SELECT {', '.join(COLUMNS['document'])} FROM document"
_ARRIVAL = "created, (SELECT number FROM text WHERE document_id = document.id), id"
"""The order in which documents came: their texts are numbered as they are kept."""
_ENTITY = f"SELECT {', '.join(COLUMNS['entity'])} FROM entity"


@dataclass(frozen=True, slots=True)
class Stats:
    """How much there is in a project; `characters` are code points, `bytes` the file's size."""

    documents: int
    characters: int
    spans: int
    relations: int
    entities: int
    annotators: int
    edits: int
    bytes: int


@answers_in_words
class DocumentQueries:
    """The documents of a project file, and all that is kept field by field."""

    path: Path
    _connection: sqlite3.Connection
    _texts: Texts
    _codebook: Codebook | None

    def documents(self) -> list[Document]:
        """All documents as they came in: by the time they were added, then in the import's order."""
        rows = self._connection.execute(f"{_DOCUMENT} ORDER BY {_ARRIVAL}")
        return [_document(row) for row in rows]

    @property
    def has_documents(self) -> bool:
        """Whether there is any document."""
        return self._connection.execute("SELECT 1 FROM document LIMIT 1").fetchone() is not None

    def document(self, document_id: str) -> Document | None:
        """The document with this id, without its text."""
        row = self._connection.execute(f"{_DOCUMENT} WHERE id = ?", (document_id,)).fetchone()
        return _document(row) if row is not None else None

    def text(self, document_id: str) -> str:
        """The document's text, which offsets count."""
        text = self._texts.get(document_id)
        if text is None:
            raise UserError(f"There is no article {document_id} in the project.")
        return text

    def source(self, document_id: str) -> Source | None:
        """The original file that the document was read from, if it was kept."""
        register = ("document", document_id, "")
        head = read_heads(self._connection, [register]).get(register)
        if head is None or head.body is None or "source" not in (raw := json.loads(head.body)):
            return None
        row = self._connection.execute(
            "SELECT content FROM source WHERE document_id = ? AND sha256 = ?",
            (document_id, raw["source"]["sha256"]),
        ).fetchone()
        return source_from_body(head.body, row[0])

    def entities(self) -> list[Entity]:
        """All entities, by name."""
        return [_entity(row) for row in self._connection.execute(f"{_ENTITY} ORDER BY name, id")]

    def entity(self, entity_id: str) -> Entity | None:
        """The entity with this id."""
        row = self._connection.execute(f"{_ENTITY} WHERE id = ?", (entity_id,)).fetchone()
        return _entity(row) if row is not None else None

    def entities_named(self, text: str) -> list[Entity]:
        """The entities of which this is the name or an alias, whatever its capitals."""
        wanted = text.strip().casefold()
        return [
            entity
            for entity in self.entities()
            if wanted in {name.casefold() for name in (entity.name, *entity.aliases)}
        ]

    def annotators(self) -> list[Annotator]:
        """All annotators, by name."""
        query = f"SELECT {', '.join(COLUMNS['annotator'])} FROM annotator ORDER BY name, id"
        return [Annotator(*row) for row in self._connection.execute(query)]

    def work(self, annotator: str) -> dict[str, Work]:
        """How far the annotator is, by document id; documents nothing was said of are absent."""
        query = "SELECT document_id, annotator, state, flagged FROM work WHERE annotator = ?"
        return {row[0]: _work(row) for row in self._connection.execute(query, (annotator,))}

    def all_work(self) -> list[Work]:
        """How far everybody is with every document of which anything was said."""
        query = "SELECT document_id, annotator, state, flagged FROM work ORDER BY 1, 2"
        return [_work(row) for row in self._connection.execute(query)]

    def setting(self, name: str, default: Json = None) -> Json:
        """A setting of the project."""
        row = self._connection.execute("SELECT value FROM setting WHERE id = ?", (name,)).fetchone()
        value: Json = json.loads(row[0]) if row is not None else default
        return value

    def settings(self) -> dict[str, Json]:
        """All settings of the project."""
        rows = self._connection.execute("SELECT id, value FROM setting ORDER BY id")
        return {id_: json.loads(value) for id_, value in rows}

    def codebook(self) -> Codebook:
        """The codebook as it now is."""
        if self._codebook is None:
            self._codebook = codebooks.from_fields(self._codebook_fields())
        return self._codebook

    def _codebook_fields(self) -> list[Field]:
        fields: list[Field] = []
        execute = self._connection.execute
        for kind in CODEBOOK_TABLES:
            for id_, values in execute(f"SELECT id, fields FROM {kind} ORDER BY id"):
                fields += [Field(kind, id_, name, value) for name, value in json.loads(values).items()]
        rows = execute(
            "SELECT guideline.id, guideline.value FROM guideline JOIN head"
            " ON head.kind = 'guideline' AND head.target = guideline.id GROUP BY guideline.id"
            " ORDER BY min(head.change)"
        )
        return fields + [Field("guideline", id_, "value", json.loads(value)) for id_, value in rows]

    def codebook_revision(self) -> int:
        """How many edits have written the codebook; 1 as the project was created."""
        query = "SELECT count(*) FROM edit_subject WHERE subject = 'codebook'"
        (revision,) = self._connection.execute(query).fetchone()
        return int(revision)

    def search(self, query: str, *, limit: int = 200) -> list[SearchHit]:
        """The documents with all these words in title or text, best first.

        `"two words"` finds a phrase, `prefix*` the beginning of a word. Case and accents
        do not matter. Offsets are those of the first hit in the text, in code points.
        """
        return search.search(self._connection, query, limit=limit)

    def stats(self) -> Stats:
        """How much there is in the project."""
        (row,) = self._connection.execute(
            "SELECT (SELECT count(*) FROM document), (SELECT coalesce(sum(length), 0) FROM document),"
            " (SELECT count(*) FROM span), (SELECT count(*) FROM relation),"
            " (SELECT count(*) FROM entity), (SELECT count(*) FROM annotator),"
            " (SELECT count(*) FROM edit),"
            " (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)"
        ).fetchall()
        return Stats(*row)


def _document(row: tuple[Any, ...]) -> Document:
    standard = dict(zip(METADATA_KEYS, row[2:7], strict=True))
    metadata = {key: value for key, value in standard.items() if value is not None}
    if row[7] != "{}":
        metadata.update(json.loads(row[7]))
    return Document(
        id=row[0],
        title=row[1],
        metadata=metadata,
        attributes=json.loads(row[8]) if row[8] != "{}" else {},
        note=row[9],
        text_sha256=row[10],
        length=row[11],
        created=row[12],
    )


def _entity(row: tuple[Any, ...]) -> Entity:
    return Entity(row[0], row[1], row[2], tuple(json.loads(row[3])), row[4], bool(row[5]), row[6])


def _work(row: tuple[Any, ...]) -> Work:
    return Work(row[0], row[1], row[2], None if row[3] is None else bool(row[3]))
