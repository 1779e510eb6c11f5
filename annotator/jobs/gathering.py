"""From what readers hand over to the changes of one edit.

Documents that the project has already are not added again: only the annotations that
they lack. Names in the files are looked up: annotators and entities by id or name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import TYPE_CHECKING, TypeVar

from annotator.formats.format import Article, CodebookLine, Part, ProjectName
from annotator.jobs.codebook_changes import GrowingCodebook
from annotator.jobs.likeness import likeness, says_the_same
from annotator.jobs.names import Names
from annotator.jobs.new_annotations import NewAnnotations
from annotator.jobs.sharing import Sharing
from annotator.model import codebook_rules
from annotator.model.change import Change
from annotator.model.decisions import Unification
from annotator.model.teamwork import SavedQuery
from annotator.model.values import (
    Annotator,
    Entity,
    Field,
    Json,
    NewDocument,
    Relation,
    Span,
    Work,
    document_id,
    new_id,
    sha256,
    work_id,
)
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.model.additions import Additions, Step
    from annotator.store.project import Project

Annotation = TypeVar("Annotation", Span, Relation)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that was not added, since the project has its text under this title."""

    name: str
    title: str


@dataclass(slots=True)
class Tally:
    """What an import has brought so far; `added` are document ids."""

    added: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    spans: int = 0
    relations: int = 0


class Gathering:
    """The changes of one import; knows what the project has and what has come so far."""

    def __init__(self, project: Project, importer: Annotator) -> None:
        self.tally = Tally()
        self.codebook = GrowingCodebook(project.codebook())
        self.names = Names(project, importer)
        self.sharing = Sharing(project, self.names)
        self._new_annotations = NewAnnotations(self.names, self.codebook)
        self._project = project
        self._file = ""
        self._documents = {document.id: document.title for document in project.documents()}
        self._was_empty = not self._documents
        self._has_spans = bool(project.span_totals())
        self._settings = set(project.settings())
        self._title = project.setting("title")
        self._has_own_title = not self._was_empty
        self._workers: dict[str, set[str]] = defaultdict(set)
        for work in project.all_work():
            self._workers[work.document_id].add(work.annotator)
        self._owners: dict[str, str] = {}

    def changes_of(self, name: str, parts: Iterator[Part]) -> Iterator[Step]:
        """The changes that one file makes; `name` is what it is called in messages."""
        self._file = name
        self.names.begin_file()
        for part in parts:
            yield from self._changes(part)

    def _changes(self, part: Part) -> Iterator[Step]:
        if isinstance(part, Article):
            yield from self._article(part)
        elif isinstance(part, Entity):
            yield from self.names.entity_changes(part)
        elif isinstance(part, Annotator):
            yield from self.names.annotator_changes(part)
        elif isinstance(part, CodebookLine):
            yield from self._codebook(part)
        elif isinstance(part, SavedQuery):
            yield from self.sharing.query_changes(part)
        elif isinstance(part, Unification):
            yield from self.sharing.unification_changes(part)
        elif isinstance(part, ProjectName):
            yield from self._project_title(part.title)
        elif isinstance(part, Field) and part.id not in self._settings:
            self._settings.add(part.id)
            yield Change(None, part)
        else:
            assert isinstance(part, Field)

    def _project_title(self, title: str) -> Iterator[Change]:
        """An empty project takes the title of the first file over that has one."""
        if self._has_own_title or not title or self.tally.added:
            return
        self._has_own_title = True
        if title != self._title:
            before = Field("setting", "title", "value", self._title) if self._title is not None else None
            yield Change(before, Field("setting", "title", "value", title))

    def _codebook(self, line: CodebookLine) -> Iterator[Change]:
        """An empty project takes the file's codebook over, any other what it lacks."""
        codebook_rules.check(line.content, line.place, is_from_project=True)
        if line.is_whole and self._was_empty and not self.tally.added:
            yield from self.codebook.replaced_by(line.content)
            return
        yield from self.codebook.joined_by(line.content, is_whole=line.is_whole)
        if self.codebook.differing:
            names = ", ".join(self.codebook.differing[:10])
            self.tally.remarks.append(
                f"{self._file} defines {names} otherwise than the project, whose definition holds."
            )

    # ------------------------------------------------------------ documents

    def _article(self, article: Article) -> Iterator[Step]:
        text_sha256 = sha256(article.text)
        id_ = document_id(text_sha256)
        if id_ in self._documents:
            yield from self._to_known(article, id_)
            return
        self._documents[id_] = article.title
        self.tally.added.append(id_)
        yield Change(None, NewDocument(id_, article.text, text_sha256, article.source, article.created))
        said: dict[str, Json] = {"title": article.title}
        said |= {f"metadata.{key}": value for key, value in article.metadata.items()}
        said |= {f"attribute.{key}": value for key, value in article.attributes.items()}
        said |= {"note": article.note} if article.note else {}
        for key, value in said.items():
            yield Change(None, Field("document", id_, key, value))
        additions = self._all_at_once(article, id_)
        if additions is not None:
            yield additions
        else:
            yield from self._annotations(article, {}, {})
        yield from self._works(article)

    def _to_known(self, article: Article, id_: str) -> Iterator[Change]:
        """Add the annotations that a document of the project lacks."""
        spans: dict[str, Span] = {}
        relations: dict[str, Relation] = {}
        if article.spans and id_ not in self.tally.added:
            spans = {span.id: span for span in self._project.spans(id_)}
            relations = {one.id: one for one in self._project.relations(id_)}
        before = self._brought()
        yield from self._annotations(article, spans, relations)
        yield from self._works(article)
        if self._brought() == before:
            self.tally.skipped.append(Skipped(self._file, self._documents[id_]))

    def _brought(self) -> int:
        """How much has come so far that is said of articles."""
        sharing = self.sharing
        return self.tally.spans + self.tally.relations + sharing.brought_of_articles

    def _works(self, article: Article) -> Iterator[Change]:
        for work in article.works:
            yield from self.names.named_person_changes(work.annotator)
            annotator = self.names.person(work.annotator)
            if annotator not in self._workers[work.document_id]:
                self._workers[work.document_id].add(annotator)
                yield from _work_changes(work, work_id(work.document_id, annotator))

    # ------------------------------------------------------------ annotations

    def _all_at_once(self, article: Article, document: str) -> Additions | None:
        """The annotations of a new article, if nothing about them has to be looked at closely."""
        if self._has_spans or article.messages or article.assignments or article.decisions:
            return None
        new = self._new_annotations.of(article, document)
        if new is None or not self._owners.keys().isdisjoint((*new.spans.ids, *new.relations.ids)):
            return None
        self._owners.update(zip((*new.spans.ids, *new.relations.ids), repeat(document)))
        self.tally.spans += len(new.spans)
        self.tally.relations += len(new.relations)
        return new

    def _annotations(
        self, article: Article, known: Mapping[str, Span], relations: Mapping[str, Relation]
    ) -> Iterator[Change]:
        alike = {likeness(span): span.id for span in known.values()}
        names: dict[str, str] = {}
        differing = 0
        for said in article.spans:
            if not self.names.has_met(said.annotator, said.entity):
                yield from self.names.named_person_changes(said.annotator)
                yield from self.names.named_entity_changes(said)
            span = self._resolved(said)
            there = span.id if self._has(span, known) else alike and alike.get(likeness(span))
            names[said.id] = there or self._fresh(said.id, said.document_id)
            if not there:
                self.tally.spans += 1
                if not self.codebook.has_room_for(span):
                    yield from self.codebook.grown_for(span)
                yield Change(None, _called(span, names[said.id]))
            elif there in known:
                differing += not says_the_same(span, known[there])
        yield from self._relations(article, relations, names)
        if article.messages or article.assignments or article.decisions:
            yield from self.sharing.article_changes(article, names)
        if differing:
            self.tally.remarks.append(
                f"{self._file} has {counted(differing, 'annotation')} of “{article.title}” otherwise"
                " than the project, which was left as it is."
            )

    def _relations(
        self, article: Article, known: Mapping[str, Relation], names: dict[str, str]
    ) -> Iterator[Change]:
        alike = {likeness(relation): relation.id for relation in known.values()}
        for said in article.relations:
            if not self.names.has_met(said.annotator, None):
                yield from self.names.named_person_changes(said.annotator)
            label = self.codebook.meant("relation_type", said.label)
            annotator, start, end = (
                self.names.person(said.annotator),
                names[said.from_id],
                names[said.to_id],
            )
            relation = Relation(
                said.id, said.document_id, label, start, end, annotator, said.attributes, said.note,
                said.origin, said.created, said.modified,
            )  # fmt: skip
            if self._has(relation, known) or (alike and likeness(relation) in alike):
                names[said.id] = said.id if said.id in known else alike.get(likeness(relation), said.id)
                continue
            self.tally.relations += 1
            names[said.id] = self._fresh(relation.id, relation.document_id)
            if not self.codebook.has_room_for(relation):
                yield from self.codebook.grown_for(relation)
            yield Change(None, _called(relation, names[said.id]))

    def _resolved(self, span: Span) -> Span:
        annotator, entity = self.names.person(span.annotator), self.names.thing(span.entity)
        label = self.codebook.meant("label", span.label)
        if (annotator, entity, label) == (span.annotator, span.entity, span.label):
            return span
        return Span(
            span.id, span.document_id, label, span.fragments, span.text, annotator, span.attributes,
            entity, span.note, span.origin, span.created, span.modified,
        )  # fmt: skip

    def _has(self, one: Span | Relation, known: Mapping[str, Span] | Mapping[str, Relation]) -> bool:
        """Whether the document has this very annotation, in the project or from a file before."""
        return one.id in known or self._owners.get(one.id) == one.document_id

    def _fresh(self, id_: str, document: str) -> str:
        """The id, or another where an annotation of another document has it already."""
        if id_ in self._owners or (self._has_spans and self._is_taken(id_)):
            id_ = new_id()
        self._owners[id_] = document
        return id_

    def _is_taken(self, id_: str) -> bool:
        return self._project.span(id_) is not None or self._project.relation(id_) is not None


def _called(one: Annotation, id_: str) -> Annotation:
    """The same under this id."""
    return one if one.id == id_ else replace(one, id=id_)


def _work_changes(work: Work, id_: str) -> Iterator[Change]:
    if work.stored_state is not None:
        yield Change(None, Field("work", id_, "state", work.stored_state))
    if work.stored_flag is not None:
        yield Change(None, Field("work", id_, "flagged", work.stored_flag))
