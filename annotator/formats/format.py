"""What a format is, what a reader hands over and what a writer is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from annotator.errors import Cancelled
from annotator.model.teamwork import Assignment, Message, SavedQuery
from annotator.model.values import (
    Annotator,
    AttributeValue,
    Document,
    Entity,
    Field,
    Relation,
    Source,
    Span,
    Work,
    now,
)

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook

Progress: TypeAlias = Callable[[int, int, str], None]
"""Told how far a long task is: done, total (0 while unknown), and what is being done."""

REMARKS = 1_000
"""How many remarks are kept word for word; further ones are only counted."""


@dataclass(frozen=True, slots=True)
class ProjectName:
    """The project that a file was made from."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class CodebookLine:
    """A codebook as its file format writes it; `place` says where it stood."""

    content: Mapping[str, Any]
    place: str


@dataclass(frozen=True, slots=True)
class Article:
    """One document, frozen, with all that belongs to it; offsets are code points.

    `annotator` and `entity` of annotations are as the file names them, "" where it
    does not say: the import finds out who and what is meant. `created` is empty for a text
    that comes into a project for the first time.
    """

    text: str
    title: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    note: str = ""
    created: str = ""
    source: Source | None = None
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    works: tuple[Work, ...] = ()
    messages: tuple[Message, ...] = ()
    assignments: tuple[Assignment, ...] = ()


Part: TypeAlias = ProjectName | CodebookLine | Annotator | Entity | Field | SavedQuery | Article


@dataclass(slots=True)
class Reading:
    """One reading of a file: what the user said about it, and what was noticed on the way."""

    encoding: str | None = None
    time: str = field(default_factory=now)
    remarks: list[str] = field(default_factory=list)
    further: int = 0

    def remark(self, sentence: str) -> None:
        """Keep a sentence about something that was read otherwise than it was written."""
        if len(self.remarks) < REMARKS:
            self.remarks.append(sentence)
        else:
            self.further += 1


@dataclass(slots=True)
class Writing:
    """One writing of a project: what the user wants, and whom to tell how far it is."""

    overwrites: bool = False
    guards_formulas: bool = False
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    losses: list[str] = field(default_factory=list)

    def step(self, done: int, total: int, text: str) -> None:
        """Say how far it is; raises `Cancelled` when the user has stopped it."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.progress is not None:
            self.progress(done, total, text)


class Corpus(Protocol):
    """What a writer asks: a project, or the part of it that is to be written."""

    @property
    def project_name(self) -> ProjectName:
        """Id and title of the project."""

    def codebook(self) -> Codebook:
        """The codebook as it now is."""

    def annotators(self) -> Sequence[Annotator]:
        """Whose annotations are written."""

    def entities(self) -> Sequence[Entity]:
        """All entities, by name."""

    def settings(self) -> Sequence[Field]:
        """All settings that the project itself holds, by name."""

    def documents(self) -> Sequence[Document]:
        """All documents, as they came in."""

    def text(self, document_id: str) -> str:
        """The frozen text of a document."""

    def spans(self, document_id: str) -> Sequence[Span]:
        """The spans of a document, in reading order."""

    def relations(self, document_id: str) -> Sequence[Relation]:
        """The relations of a document, by id."""

    def works(self, document_id: str) -> Sequence[Work]:
        """How far each annotator is with a document."""

    def saved_queries(self) -> Sequence[SavedQuery]:
        """The saved queries, by name."""

    def messages(self, document_id: str) -> Sequence[Message]:
        """What was said in doubt of a document, in the order it was written."""

    def assignments(self, document_id: str) -> Sequence[Assignment]:
        """Who is to work on a document."""


Reader: TypeAlias = Callable[[Path, Reading], Iterator[Part]]
Writer: TypeAlias = Callable[[Corpus, Path, Writing], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: what it is called, what it can and cannot carry, and its functions.

    A reader checks everything before it hands over the first part that depends on it and
    raises `FormatError` with file and place; a writer puts its files into place at the end.
    """

    name: str
    title: str
    extensions: tuple[str, ...]
    description: str
    loss: str = ""
    read: Reader | None = None
    write: Writer | None = None
    writes_folder: bool = False
    extra: str = ""

    @property
    def ways(self) -> str:
        """What can be done with it, in words."""
        return " and ".join(way for way, can in (("read", self.reads), ("written", self.writes)) if can)

    @property
    def reads(self) -> bool:
        """Whether files of this format can be imported."""
        return self.read is not None

    @property
    def writes(self) -> bool:
        """Whether a project can be exported to it."""
        return self.write is not None
