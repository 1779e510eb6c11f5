"""What a release shows of a project: pseudonyms and new identifiers instead of people and times.

Identifiers of annotations hold the moment in which they were made, so they are replaced too. All
that comes instead follows from the seed: the same seed gives the same pseudonyms.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.formats.columns import ALL_COLUMNS
from annotator.formats.format import ProjectName, Record
from annotator.jobs.selection import Selection
from annotator.model.values import Annotator, Span, Work

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from annotator.formats.columns import Columns
    from annotator.jobs.release_plan import ReleasePlan
    from annotator.jobs.selection import Wanted
    from annotator.model.codebook import Codebook
    from annotator.model.decisions import Decision, Unification
    from annotator.model.teamwork import Assignment, Message, SavedQuery
    from annotator.model.values import AttributeValue, Document, Entity, Field, Relation
    from annotator.store.project import Project

NAMESPACE = uuid.UUID("0d1e7c3a-53c4-5a0f-8c0b-6b7f3d7f2a91")
LONGEST_FACT = 200
"""Longer metadata are free texts; they may be summaries, or the text itself."""
_PLAIN = ~(0xF << 76 | 0x3 << 62)
_VERSION_5 = 0x5 << 76 | 0x2 << 62
_LETTERS = {"person": "A", "suggester": "S"}
_KEPT = {"none": 0, "month": 7, "day": 10}
_REST = "0000-01-01T00:00:00.000Z"


class Identities:
    """New identifiers and names, from the seed: people become A1, A2 …, programs S1, S2 …"""

    def __init__(self, annotators: Sequence[Annotator], seed: str) -> None:
        self._space = hashlib.sha1(uuid.uuid5(NAMESPACE, seed).bytes, usedforsecurity=False)
        self._people = {one.id: self._named(one, name) for one, name in _named(annotators, seed)}
        self._entities: dict[str, str] = {}

    def _named(self, annotator: Annotator, name: str) -> Annotator:
        return Annotator(self.new_id(annotator.id), name, annotator.role)

    def new_id(self, id_: str) -> str:
        """The identifier that stands for this one (UUID version 5, as `uuid.uuid5` makes it)."""
        hashed = self._space.copy()
        hashed.update(id_.encode())
        number = int.from_bytes(hashed.digest()[:16], "big")
        digits = f"{number & _PLAIN | _VERSION_5:032x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    def entity_id(self, id_: str) -> str:
        """The same for an entity, which many spans name."""
        known = self._entities.get(id_)
        if known is None:
            known = self._entities[id_] = self.new_id(id_)
        return known

    def annotator(self, id_: str) -> Annotator:
        """Who stands for this annotator."""
        return self._people[id_]


def _named(annotators: Sequence[Annotator], seed: str) -> Iterator[tuple[Annotator, str]]:
    """Everybody with a pseudonym; in an order that tells nothing."""
    counts: Counter[str] = Counter()
    golds = sum(one.role == "gold" for one in annotators)
    for one in sorted(annotators, key=lambda one: (_digest(seed, one.id), one.id)):
        counts[one.role] += 1
        number = str(counts[one.role])
        letter = _LETTERS.get(one.role)
        yield one, letter + number if letter else "Gold" + (number if golds > 1 else "")


def _digest(seed: str, id_: str) -> str:
    return hashlib.sha256(f"{seed}\n{id_}".encode()).hexdigest()


class Unreleased:
    """What a project holds and a release does not."""

    def settings(self) -> Sequence[Field]:
        """None: settings are about working, not about the data."""
        return ()

    def saved_queries(self) -> Sequence[SavedQuery]:
        """None."""
        return ()

    def messages(self, document_id: str) -> Sequence[Message]:
        """None: doubts are said among colleagues."""
        return ()

    def assignments(self, document_id: str) -> Sequence[Assignment]:
        """None."""
        return ()

    def decisions(self, document_id: str) -> Sequence[Decision]:
        """None: they name annotations of people who may not be released."""
        return ()

    def unifications(self) -> Sequence[Unification]:
        """None."""
        return ()


class ReleasedCorpus(Unreleased):
    """The corpus that the formats of a release are given; `left_out` counts what was taken away.

    `entities` are the new ids of those that are named, None while nobody knows: then all are.
    """

    def __init__(
        self,
        project: Project,
        plan: ReleasePlan,
        wanted: Wanted,
        entities: Collection[str] | None = None,
    ) -> None:
        self._selection = Selection(project, wanted)
        self._plan = plan
        self._named_entities = entities
        self._new = Identities(project.annotators(), plan.seed)
        self._title = plan.title.strip() or project.title
        attributes = self._selection.codebook().attributes
        self._fixed = {one.id for one in attributes.values() if one.type not in ("text", "entity")}
        self._links = {one.id for one in attributes.values() if one.type == "entity"}
        self._entity_ids = {one.id for one in project.entities()}
        self.left_out: Counter[str] = Counter()

    @property
    def project_name(self) -> ProjectName:
        """The release’s title, and an identifier that is not the project’s."""
        return ProjectName(self._new.new_id(self._selection.project_name.id), self._title)

    @property
    def lost_relations(self) -> int:
        """How many relations lead to spans that are not released, of the records so far."""
        return self._selection.lost_relations

    def codebook(self) -> Codebook:
        """The codebook as it now is."""
        return self._selection.codebook()

    def annotators(self) -> Sequence[Annotator]:
        """Who labelled, by pseudonym."""
        people = [self._new.annotator(one.id) for one in self._selection.annotators()]
        return sorted(people, key=lambda one: (one.role, len(one.name), one.name))

    def entities(self) -> Sequence[Entity]:
        """The entities that annotations of the release name."""
        named, keeps = self._named_entities, self._plan.has_free_texts
        found = (
            replace(one, id=self._new.new_id(one.id), note=one.note if keeps else "")
            for one in self._selection.entities()
        )
        return [one for one in found if named is None or one.id in named]

    def works(self, document_id: str) -> Sequence[Work]:
        """How far everybody is with a document, without flags."""
        found = [
            Work(document_id, self._new.annotator(one.annotator).id, one.stored_state)
            for one in self._selection.works(document_id)
            if one.stored_state is not None
        ]
        return sorted(found, key=lambda one: one.annotator)

    def documents(self) -> Sequence[Document]:
        """The articles, as they came in."""
        return [self._document(one) for one in self._selection.documents()]

    def rows(self, columns: Columns = ALL_COLUMNS) -> None:
        """Nothing is released as it is stored."""

    def records(self) -> Iterator[Record]:
        """The articles with what is released of them."""
        for record in self._selection.records():
            document = self._document(record.document, is_counted=True)
            spans = [*map(self._span, record.spans)]
            ends = {old.id: new.id for old, new in zip(record.spans, spans, strict=True)}
            relations = [self._relation(one, ends) for one in record.relations]
            spans.sort(key=_reading_order)
            relations.sort(key=_relation_order)
            yield Record(document, record.text, spans, relations)

    # ------------------------------------------------------------ one by one

    def _document(self, one: Document, *, is_counted: bool = False) -> Document:
        return replace(
            one,
            metadata=self._metadata(one.metadata, is_counted=is_counted),
            attributes=self._attributes(one.attributes, is_counted=is_counted),
            note=self._note(one.note, is_counted=is_counted),
            created=_coarse(one.created, self._plan.times),
        )

    def _metadata(self, metadata: Mapping[str, str], *, is_counted: bool) -> Mapping[str, str]:
        """Without the texts none that is so long that it may repeat one."""
        if self._plan.has_texts or self._plan.has_free_texts:
            return metadata
        kept = {key: value for key, value in metadata.items() if len(value) <= LONGEST_FACT}
        if is_counted:
            self.left_out[f"metadata of more than {LONGEST_FACT} characters"] += len(metadata) - len(
                kept
            )
        return kept

    def _span(self, span: Span) -> Span:
        """The span, all of it said anew: `replace` would take twice as long."""
        return Span(
            self._new.new_id(span.id),
            span.document_id,
            span.label,
            span.fragments,
            span.text,
            self._new.annotator(span.annotator).id,
            self._attributes(span.attributes) if span.attributes else {},
            self._new.entity_id(span.entity) if span.entity else None,
            self._note(span.note),
            span.origin,
            _coarse(span.created, self._plan.times),
            _coarse(span.modified, self._plan.times),
        )

    def _relation(self, relation: Relation, ends: Mapping[str, str]) -> Relation:
        """The relation; `ends` are the new identifiers of spans."""
        return replace(
            relation,
            id=self._new.new_id(relation.id),
            from_id=ends[relation.from_id],
            to_id=ends[relation.to_id],
            annotator=self._new.annotator(relation.annotator).id,
            attributes=self._attributes(relation.attributes),
            note=self._note(relation.note),
            created=_coarse(relation.created, self._plan.times),
            modified=_coarse(relation.modified, self._plan.times),
        )

    def _attributes(
        self, values: Mapping[str, AttributeValue], *, is_counted: bool = True
    ) -> Mapping[str, AttributeValue]:
        kept: dict[str, AttributeValue] = {}
        for name, value in values.items():
            if name in self._links and value in self._entity_ids:
                kept[name] = self._new.new_id(str(value))
            elif self._plan.has_free_texts or name in self._fixed or not isinstance(value, str):
                kept[name] = value
            elif is_counted:
                self.left_out["free texts in attributes"] += 1
        return kept

    def _note(self, note: str, *, is_counted: bool = True) -> str:
        if self._plan.has_free_texts or not note:
            return note
        self.left_out["notes"] += is_counted
        return ""


def _coarse(time: str, times: str) -> str:
    """The time as exactly as it is to be said."""
    if times == "exact" or not time:
        return time
    kept = _KEPT[times]
    return time[:kept] + _REST[kept:] if kept else ""


def _reading_order(span: Span) -> tuple[int, int, str]:
    return span.start, -span.end, span.id


def _relation_order(relation: Relation) -> tuple[str, str]:
    return relation.created, relation.id
