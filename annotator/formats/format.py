"""What a format is, what a reader hands over and what a writer is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from annotator.errors import Cancelled
from annotator.formats.columns import ALL_COLUMNS, Columns
from annotator.formats.kit.losses import Losses
from annotator.formats.kit.options import YES
from annotator.model.decisions import Decision, Unification
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
    from annotator.formats.kit.options import Option
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
    """A codebook as its file format writes it; `place` says where it stood.

    One that is not whole only says to which layers a foreign file's labels belong: it adds
    what the project's codebook lacks, also in an empty project, and never takes its place.
    """

    content: Mapping[str, Any]
    place: str
    is_whole: bool = True


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
    spans: Sequence[Span] = ()
    relations: Sequence[Relation] = ()
    works: tuple[Work, ...] = ()
    messages: tuple[Message, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    decisions: tuple[Decision, ...] = ()


Part: TypeAlias = (
    ProjectName | CodebookLine | Annotator | Entity | Field | SavedQuery | Unification | Article
)


@dataclass(slots=True)
class Reading:
    """One reading of a file: what the user said about it, and what was noticed on the way.

    `options` are those of the format, complete; `columns` says for tables which column holds the text,
    the title … (`{"text": "body"}`). `tables` says it for tables of several kinds by `table_key` of
    their columns. With `spares_certain`, the encoding is meant for files only that do not tell theirs.
    """

    encoding: str | None = None
    time: str = field(default_factory=now)
    remarks: list[str] = field(default_factory=list)
    further: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spares_certain: bool = False
    losses: Losses = field(default_factory=Losses)
    seen: set[Path] = field(default_factory=set)

    def value(self, option: Option) -> str:
        """What the user chose for an option."""
        return self.options.get(option.name, option.default)

    def is_on(self, option: Option) -> bool:
        """Whether the user wants what the option offers."""
        return self.value(option) == YES

    def reads_first(self, path: Path) -> bool:
        """Whether a file that belongs to several (a codebook beside them) is to be read: only once."""
        is_new = path not in self.seen
        self.seen.add(path)
        return is_new

    def remark(self, sentence: str) -> None:
        """Keep a sentence about something that was read otherwise than it was written."""
        if len(self.remarks) < REMARKS:
            self.remarks.append(sentence)
        else:
            self.further += 1


@dataclass(slots=True)
class Writing:
    """One writing of a project: what the user wants, and whom to tell how far it is.

    `splits` names the part of each document by its id where a release has decided it.
    """

    overwrites: bool = False
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    losses: Losses = field(default_factory=Losses)
    splits: Mapping[str, str] = field(default_factory=dict)

    def value(self, option: Option) -> str:
        """What the user chose for an option."""
        return self.options.get(option.name, option.default)

    def is_on(self, option: Option) -> bool:
        """Whether the user wants what the option offers."""
        return self.value(option) == YES

    def step(self, done: int, total: int, text: str) -> None:
        """Say how far it is; raises `Cancelled` when the user has stopped it."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.progress is not None:
            self.progress(done, total, text)


@dataclass(frozen=True, slots=True)
class Record:
    """A document with everything that is written of it; spans in reading order."""

    document: Document
    text: str
    spans: Sequence[Span]
    relations: Sequence[Relation]


@dataclass(frozen=True, slots=True)
class Rows:
    """A document with its annotations as the project stores them, for formats that must be quick.

    A row of `spans` holds id, document, label, start, end, fragments (JSON, None for one), text,
    annotator, origin, entity, attributes (JSON), note, created and modified; one of `relations`
    id, document, label, from, to, annotator, origin, attributes (JSON), note, created, modified.
    """

    document: Document
    text: str
    spans: Sequence[tuple[Any, ...]]
    relations: Sequence[tuple[Any, ...]]


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

    def records(self) -> Iterator[Record]:
        """The documents as they came in, each with its text, spans and relations; read in batches."""

    def rows(self, columns: Columns = ALL_COLUMNS) -> Iterator[Rows] | None:
        """What `records` gives, as it is stored; None if it is changed on the way."""

    def works(self, document_id: str) -> Sequence[Work]:
        """How far each annotator is with a document."""

    def saved_queries(self) -> Sequence[SavedQuery]:
        """The saved queries, by name."""

    def messages(self, document_id: str) -> Sequence[Message]:
        """What was said in doubt of a document, in the order it was written."""

    def assignments(self, document_id: str) -> Sequence[Assignment]:
        """Who is to work on a document."""

    def decisions(self, document_id: str) -> Sequence[Decision]:
        """What was decided about annotations of a document that differ."""

    def unifications(self) -> Sequence[Unification]:
        """Which things people have said to be one, or not."""


FEATURES = (
    "overlaps", "fragments", "attributes", "notes", "relations", "relation attributes",
    "relation notes", "entities", "annotators", "title", "metadata", "document attributes",
    "document notes", "states", "origins", "times", "ids", "codebook", "decisions",
)  # fmt: skip
"""What a format may carry beyond text and labelled spans, for the table of `annotator formats`."""

Reader: TypeAlias = Callable[[Path, Reading], Iterator[Part]]
Writer: TypeAlias = Callable[[Corpus, Path, Writing], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: what it is called, what it can and cannot carry, and its functions.

    A reader checks everything before it hands over the first part that depends on it and
    raises `FormatError` with file and place; a writer puts its files into place at the end.
    `carries` names those of `FEATURES` that come back unchanged when our own export is
    imported. `recognises` looks at the first bytes of a file, for endings that several formats
    share; `claims` says of a folder that it is one corpus in this format, `companions` which
    other files belong to one that is read.
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
    carries: frozenset[str] = frozenset()
    holds_projects: bool = False
    read_options: tuple[Option, ...] = ()
    write_options: tuple[Option, ...] = ()
    recognises: Callable[[bytes], bool] | None = None
    claims: Callable[[Path], bool] | None = None
    companions: Callable[[Path], Sequence[Path]] | None = None
    is_mapped: bool = False

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

    @property
    def missing(self) -> tuple[str, ...]:
        """Those of `FEATURES` that are lost, or kept only in part, when it is imported again."""
        if not self.reads:
            return ()
        return tuple(one for one in FEATURES if one not in self.carries)
