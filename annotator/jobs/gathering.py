"""From what readers hand over to the changes of one edit.

Documents that the project has already are not added again: only the annotations that
they lack. Names in the files are looked up: annotators and entities by id or name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from annotator.formats.format import Article, CodebookLine, Part, ProjectName
from annotator.jobs import people
from annotator.jobs.codebook_changes import GrowingCodebook
from annotator.model import codebook_rules
from annotator.model.change import Change
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
from annotator.formats.jsonl_document import is_uuid
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that was not added, since the project has its text."""

    name: str
    title: str


@dataclass(slots=True)
class Tally:
    """What an import has brought so far."""

    added: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    spans: int = 0
    relations: int = 0
    entities: int = 0
    annotators: int = 0


class Gathering:
    """The changes of one import; knows what the project has and what has come so far."""

    def __init__(self, project: Project, importer: Annotator) -> None:
        self.tally = Tally()
        self.codebook = GrowingCodebook(project.codebook())
        self._project = project
        self._importer = importer
        self._documents = {document.id: document.title for document in project.documents()}
        self._was_empty = not self._documents
        self._has_spans = bool(project.span_totals())
        self._settings = set(project.settings())
        self._annotators = {one.id: one for one in project.annotators()}
        self._entities = {entity.id: entity.name for entity in project.entities()}
        self._owners: dict[str, str] = {}
        self._begin_file("")

    def _begin_file(self, name: str) -> None:
        self._file = name
        self._people: dict[str, str] = {}
        self._things: dict[str, str] = {}

    def changes_of(self, name: str, parts: Iterator[Part]) -> Iterator[Change]:
        """The changes that one file makes; `name` is what it is called in messages."""
        self._begin_file(name)
        for part in parts:
            yield from self._changes(part)

    def additions(self) -> list[Change]:
        """The changes that add who imports, if the project does not know her."""
        if self._importer.id in self._annotators:
            return []
        self._annotators[self._importer.id] = self._importer
        return people.additions(self._importer)

    def _changes(self, part: Part) -> Iterator[Change]:
        if isinstance(part, Article):
            yield from self._article(part)
        elif isinstance(part, Entity):
            yield from self._entity(part)
        elif isinstance(part, Annotator):
            yield from self._annotator(part)
        elif isinstance(part, CodebookLine):
            yield from self._codebook(part)
        elif isinstance(part, ProjectName):
            return
        elif part.id not in self._settings:
            self._settings.add(part.id)
            yield Change(None, part)

    # ------------------------------------------------------------ what belongs to the project

    def _codebook(self, line: CodebookLine) -> Iterator[Change]:
        codebook_rules.check(line.content, line.place)
        if self._was_empty and not self.tally.added:
            yield from self.codebook.replaced_by(line.content)
            return
        yield from self.codebook.joined_by(line.content)
        if self.codebook.differing:
            names = ", ".join(self.codebook.differing[:10])
            self.tally.remarks.append(
                f"{self._file} defines {names} otherwise than the project; the project's word holds."
            )

    def _annotator(self, annotator: Annotator) -> Iterator[Change]:
        known = self._annotators.get(annotator.id)
        if known is None and not is_uuid(annotator.id) and annotator.role != "gold":
            known = people.named(self._annotators.values(), annotator.name)
            annotator = replace(annotator, id=new_id()) if known is None else annotator
        id_ = known.id if known is not None else annotator.id
        self._people |= {annotator.id: id_, annotator.name: id_}
        if known is None:
            self._annotators[id_] = annotator
            self.tally.annotators += 1
            yield from people.additions(annotator)

    def _entity(self, entity: Entity) -> Iterator[Change]:
        name = entity.id
        if entity.id not in self._entities and not is_uuid(entity.id):
            entity = replace(entity, id=new_id())
        self._things |= {name or entity.name: entity.id, entity.name: entity.id}
        if entity.id not in self._entities:
            self._entities[entity.id] = entity.name
            self.tally.entities += 1
            said: dict[str, Json] = {
                "name": entity.name,
                "type": entity.type,
                "aliases": list(entity.aliases),
                "qid": entity.qid,
                "nil": entity.nil,
                "note": entity.note,
            }
            for key, value in said.items():
                if value:
                    yield Change(None, Field("entity", entity.id, key, value))

    # ------------------------------------------------------------ documents

    def _article(self, article: Article) -> Iterator[Change]:
        text_sha256 = sha256(article.text)
        id_ = document_id(text_sha256)
        if id_ in self._documents:
            yield from self._to_known(article, id_)
            return
        self._documents[id_] = article.title
        self.tally.added.append(id_)
        yield Change(None, NewDocument(id_, article.text, text_sha256, article.source))
        said: dict[str, Json] = {"title": article.title}
        said |= {f"metadata.{key}": value for key, value in article.metadata.items() if value}
        said |= {f"attribute.{key}": value for key, value in article.attributes.items()}
        said |= {"note": article.note} if article.note else {}
        for key, value in said.items():
            yield Change(None, Field("document", id_, key, value))
        yield from self._annotations(article, {}, {})
        yield from self._works(article, set())

    def _to_known(self, article: Article, id_: str) -> Iterator[Change]:
        """Add the annotations that a document of the project lacks."""
        spans: dict[str, Span] = {}
        relations: dict[str, Relation] = {}
        if article.spans and id_ not in self.tally.added:
            spans = {span.id: span for span in self._project.spans(id_)}
            relations = {one.id: one for one in self._project.relations(id_)}
        before = self.tally.spans + self.tally.relations
        yield from self._annotations(article, spans, relations)
        works = self._project.all_work() if article.works else []
        yield from self._works(article, {w.annotator for w in works if w.document_id == id_})
        if self.tally.spans + self.tally.relations == before:
            self.tally.skipped.append(Skipped(self._file, self._documents[id_]))

    def _works(self, article: Article, known: set[str]) -> Iterator[Change]:
        for work in article.works:
            for change in self._person_changes(work.annotator):
                yield change
            annotator = self._person(work.annotator)
            if annotator in known:
                continue
            known.add(annotator)
            yield from _work_changes(work, work_id(work.document_id, annotator))

    # ------------------------------------------------------------ annotations

    def _annotations(
        self, article: Article, spans: dict[str, Span], relations: dict[str, Relation]
    ) -> Iterator[Change]:
        alike = {(s.label, s.fragments, s.annotator): s.id for s in spans.values()}
        names: dict[str, str] = {}
        differing = 0
        for span in article.spans:
            yield from self._person_changes(span.annotator)
            if span.entity is not None:
                yield from self._entity_changes(span)
            span = self._resolved(span)
            known = span.id if span.id in spans else alike.get((span.label, span.fragments, span.annotator))
            if known is None and self._owners.get(span.id) == span.document_id:
                known = span.id
            if known is not None:
                differing += known in spans and not _is_same(span, spans[known])
                names[span.id] = known
                continue
            fresh = self._fresh(span.id, span.document_id)
            names[span.id] = fresh
            yield from self.codebook.grown_for(span)
            self.tally.spans += 1
            yield Change(None, span if fresh == span.id else replace(span, id=fresh))
        yield from self._relations(article, relations, names)
        if differing:
            self.tally.remarks.append(
                f"{self._file}: {differing:,} annotations of “{article.title}” differ from those "
                "in the project, which were left as they are."
            )

    def _relations(
        self, article: Article, known: dict[str, Relation], names: dict[str, str]
    ) -> Iterator[Change]:
        alike = {(one.label, one.from_id, one.to_id, one.annotator) for one in known.values()}
        for relation in article.relations:
            yield from self._person_changes(relation.annotator)
            relation = replace(
                relation,
                annotator=self._person(relation.annotator),
                from_id=names[relation.from_id],
                to_id=names[relation.to_id],
            )
            key = (relation.label, relation.from_id, relation.to_id, relation.annotator)
            if relation.id in known or key in alike:
                continue
            if self._owners.get(relation.id) == relation.document_id:
                continue
            relation = replace(relation, id=self._fresh(relation.id, relation.document_id))
            yield from self.codebook.grown_for(relation)
            self.tally.relations += 1
            yield Change(None, relation)

    def _resolved(self, span: Span) -> Span:
        annotator = self._person(span.annotator)
        entity = self._things.get(span.entity, span.entity) if span.entity is not None else None
        if annotator == span.annotator and entity == span.entity:
            return span
        return replace(span, annotator=annotator, entity=entity)

    def _fresh(self, id_: str, document: str) -> str:
        """The id, or another where an annotation of another document has it already."""
        is_taken = id_ in self._owners or (
            self._has_spans
            and (self._project.span(id_) is not None or self._project.relation(id_) is not None)
        )
        if is_taken:
            id_ = new_id()
        self._owners[id_] = document
        return id_

    # ------------------------------------------------------------ names

    def _person(self, name: str) -> str:
        return self._people.get(name, name) if name else self._importer.id

    def _person_changes(self, name: str) -> Iterator[Change]:
        """Add an annotator whom the file names and nobody knows."""
        if name and name not in self._people:
            if name in self._annotators:
                self._people[name] = name
            else:
                yield from self._annotator(Annotator("", name))
                self._people[name] = self._people[""]

    def _entity_changes(self, span: Span) -> Iterator[Change]:
        """Add an entity that the file names and nobody knows, with the span's label as type."""
        name = span.entity or ""
        if name in self._things:
            return
        if name in self._entities:
            self._things[name] = name
            return
        known = next((id_ for id_, one in self._entities.items() if one == name), None)
        if known is not None:
            self._things[name] = known
        else:
            yield from self._entity(Entity("", name, span.label))


def _is_same(one: Span, other: Span) -> bool:
    return replace(one, created="", modified="", origin="", id="") == replace(
        other, created="", modified="", origin="", id=""
    )


def _work_changes(work: Work, id_: str) -> Iterator[Change]:
    if work.stored_state is not None:
        yield Change(None, Field("work", id_, "state", work.stored_state))
    if work.stored_flag is not None:
        yield Change(None, Field("work", id_, "flagged", work.stored_flag))
