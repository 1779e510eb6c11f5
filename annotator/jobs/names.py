"""Annotators and entities by the names that files give them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.formats.jsonl_document import is_uuid
from annotator.jobs import people
from annotator.model.change import Change
from annotator.model.values import Annotator, Entity, Field, Json, Span, new_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.store.project import Project


class Names:
    """Who and what the files mean: ids hold everywhere, other names within their file."""

    def __init__(self, project: Project, importer: Annotator) -> None:
        self._importer = importer
        self._annotators = {one.id: one for one in project.annotators()}
        self._entities = {entity.id: entity.name for entity in project.entities()}
        self._by_qid = {entity.qid: entity.id for entity in project.entities() if entity.qid}
        self._people: dict[str, str] = {}
        self._things: dict[str, str] = {}
        self.new_annotators: list[str] = []
        self.new_entities = 0

    def begin_file(self) -> None:
        """Forget the names of the file before."""
        self._people = {}
        self._things = {}

    def importer_changes(self) -> Iterator[Change]:
        """Add who imports, if the project does not know her."""
        if self._importer.id not in self._annotators:
            self._annotators[self._importer.id] = self._importer
            yield from people.additions(self._importer)

    def sentences(self) -> list[str]:
        """Who was added to the project, in words."""
        added = ", ".join(self.new_annotators)
        return [f"New annotators: {added}."] if added else []

    def has_met(self, annotator: str, entity: str | None) -> bool:
        """Whether the file has used these names before, so that nobody has to be added."""
        return (not annotator or annotator in self._people) and (
            entity is None or entity in self._things
        )

    # ------------------------------------------------------------ annotators

    def person(self, name: str) -> str:
        """The id of an annotator whom the file names so; without a name it is who imports."""
        return self._people.get(name, name) if name else self._importer.id

    def annotator_changes(self, annotator: Annotator) -> Iterator[Change]:
        """Add an annotator whom the file introduces, if nobody knows her."""
        said = annotator.id
        known = self._annotators.get(said)
        if known is None and not is_uuid(said) and annotator.role != "gold":
            known = people.named(self._annotators.values(), annotator.name)
            annotator = replace(annotator, id=new_id())
        id_ = known.id if known is not None else annotator.id
        self._people[annotator.name] = id_
        self._people[said or annotator.name] = id_
        if known is None:
            self._annotators[id_] = annotator
            self.new_annotators.append(annotator.name)
            yield from people.additions(annotator)

    def named_person_changes(self, name: str) -> Iterator[Change]:
        """Add an annotator whom an annotation names and nobody knows."""
        if not name or name in self._people:
            return
        if name in self._annotators:
            self._people[name] = name
        else:
            yield from self.annotator_changes(Annotator(name if is_uuid(name) else "", name))

    # ------------------------------------------------------------ entities

    def thing(self, name: str | None) -> str | None:
        """The id of an entity that the file names so."""
        return self._things.get(name, name) if name is not None else None

    def entity_changes(self, entity: Entity) -> Iterator[Change]:
        """Add an entity that the file introduces, if the project does not have it.

        One without an id that holds everywhere is the project's if that has its Wikidata number.
        """
        said = entity.id
        if said not in self._entities and not is_uuid(said):
            entity = replace(entity, id=self._by_qid.get(entity.qid) or new_id())
        self._things[said or entity.name] = entity.id
        if entity.id in self._entities:
            return
        self._entities[entity.id] = entity.name
        if entity.qid:
            self._by_qid[entity.qid] = entity.id
        self.new_entities += 1
        fields: dict[str, Json] = {
            "name": entity.name,
            "type": entity.type,
            "aliases": list(entity.aliases),
            "qid": entity.qid,
            "nil": entity.nil,
            "note": entity.note,
        }
        for key, value in fields.items():
            if value:
                yield Change(None, Field("entity", entity.id, key, value))

    def named_entity_changes(self, span: Span) -> Iterator[Change]:
        """Add an entity that a span names and nobody knows; the span's label is its type."""
        name = span.entity
        if name is None or name in self._things:
            return
        known = name if name in self._entities else None
        known = known or next((id_ for id_, one in self._entities.items() if one == name), None)
        if known is not None:
            self._things[name] = known
        else:
            yield from self.entity_changes(Entity("", name, span.label))
