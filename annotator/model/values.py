"""The values that a project consists of: frozen, compared by content, known by an id.

Values are never changed in place; their mappings are never written to after they
were made. Times are ISO 8601 in UTC with milliseconds and a final `Z`.
"""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.fragment import Fragment

AttributeValue: TypeAlias = str | bool | int | float
Json: TypeAlias = "str | bool | int | float | list[Json] | dict[str, Json] | None"
Origin: TypeAlias = Literal["manual", "propagated", "rule", "model", "imported", "adjudicated"]

ORIGINS: tuple[Origin, ...] = ("manual", "propagated", "rule", "model", "imported", "adjudicated")
STATES = ("new", "in progress", "done")
ROLES = ("person", "suggester", "gold")
DOCUMENT_NAMESPACE = uuid.UUID("6f1c0a52-8d43-5b7e-9a57-3f2f5a0c7d11")
METADATA_KEYS = ("outlet", "author", "published", "url", "language")


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch of a document: its fragments in order, in code points."""

    id: str
    document_id: str
    label: str
    fragments: tuple[Fragment, ...]
    text: str
    annotator: str
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    entity: str | None = None
    note: str = ""
    origin: str = "manual"
    created: str = ""
    modified: str = ""

    @property
    def start(self) -> int:
        """The least offset, in code points."""
        return self.fragments[0].start

    @property
    def end(self) -> int:
        """The greatest offset, in code points, exclusive."""
        return self.fragments[-1].end


@dataclass(frozen=True, slots=True)
class Relation:
    """A labelled, directed link between two spans of one document."""

    id: str
    document_id: str
    label: str
    from_id: str
    to_id: str
    annotator: str
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    note: str = ""
    origin: str = "manual"
    created: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document's text came from: the original bytes and what read them."""

    name: str
    content: bytes
    encoding: str = "utf-8"
    extractor: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the original bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class NewDocument:
    """The creation of a document: its frozen text and, where known, its original file.

    Title, metadata, attributes and note are fields of their own. `created` is when it was
    first brought into a project; empty stands for the time of the edit that adds it.
    """

    id: str
    text: str
    text_sha256: str
    source: Source | None = None
    created: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of something that is written field by field.

    `kind` is a key of `FIELD_KINDS`, `id` names the thing (`DOCUMENT/ANNOTATOR` for
    work), `name` the field; `value` is plain JSON and never None.
    """

    kind: str
    id: str
    name: str
    value: Json


Value: TypeAlias = Span | Relation | NewDocument | Field

FIELD_KINDS: Mapping[str, str] = {
    "document": "an article's title, metadata.KEY, attribute.KEY and note",
    "work": "state and flagged of one article for one annotator",
    "entity": "name, type, aliases, qid, nil and note of an entity",
    "annotator": "name, role, email and colour",
    "label": "a label of the codebook",
    "attribute": "an attribute of the codebook",
    "relation_type": "a relation type of the codebook",
    "layer": "a layer of the codebook",
    "guideline": "everything else that a codebook says",
    "setting": "a setting of the project",
    "message": "a message of a thread about a span, relation or document",
    "query": "a saved query",
    "assignment": "that an annotator is to work on an article",
    "decision": "what was decided about annotations that differ",
    "unification": "that two labels, entities or annotators are one, or are not",
}
CODEBOOK_KINDS = ("layer", "label", "attribute", "relation_type", "guideline")


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it now is, without its text (ask the project for that)."""

    id: str
    title: str
    length: int
    text_sha256: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    note: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place in the world that spans point to."""

    id: str
    name: str
    type: str = ""
    aliases: tuple[str, ...] = ()
    qid: str = ""
    nil: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Annotator:
    """Whose annotation it is: a person, or a named suggester."""

    id: str
    name: str
    role: str = "person"
    email: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """How far one annotator is with one document; None where nothing was said yet."""

    document_id: str
    annotator: str
    stored_state: str | None = None
    stored_flag: bool | None = None

    @property
    def state(self) -> str:
        """new, in progress or done."""
        return self.stored_state or "new"

    @property
    def is_flagged(self) -> bool:
        """Whether the annotator has flagged the document."""
        return bool(self.stored_flag)


def now() -> str:
    """The present time: ISO 8601, UTC, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    """A fresh UUID of version 7 (RFC 9562): random, and sorted by the time it was made."""
    milliseconds = time.time_ns() // 1_000_000
    number = int.from_bytes(milliseconds.to_bytes(6, "big") + os.urandom(10), "big")
    number = number & ~(0xF << 76) | (0x7 << 76)
    number = number & ~(0x3 << 62) | (0x2 << 62)
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def sha256(text: str) -> str:
    """The SHA-256 of the text as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def document_id(text_sha256: str) -> str:
    """The id of the document with this text: the same everywhere (UUID version 5)."""
    return str(uuid.uuid5(DOCUMENT_NAMESPACE, text_sha256))


def work_id(document: str, annotator: str) -> str:
    """The id under which an annotator's work on a document is written."""
    return f"{document}/{annotator}"
