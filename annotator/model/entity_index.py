"""All entities of a project, found by any spelling of their names; follows each edit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from annotator.model.entity_names import Name, acronym, compared, is_acronym, letters_of, telling_words
from annotator.model.values import Entity, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from annotator.model.change import Edit


@dataclass(frozen=True, slots=True)
class EntityUse:
    """How many spans point to an entity, and when the last one came to (ISO 8601, or empty)."""

    mentions: int = 0
    last: str = ""


_UNUSED = EntityUse()


class EntityIndex:
    """Entities by id, by name, by word and by first letters.

    `revision` grows with every change, `names_revision` with those of entities alone.
    """

    def __init__(
        self, entities: Iterable[Entity] = (), uses: Mapping[str, EntityUse] | None = None
    ) -> None:
        self._entities: dict[str, Entity] = {}
        self._by_name: dict[str, dict[str, None]] = defaultdict(dict)
        self._by_word: dict[str, dict[str, None]] = defaultdict(dict)
        self._by_letters: dict[str, dict[str, None]] = defaultdict(dict)
        self._uses: dict[str, EntityUse] = dict(uses or {})
        self.revision = 0
        self.names_revision = 0
        for entity in entities:
            self._add(entity)

    def __len__(self) -> int:
        return len(self._entities)

    # ------------------------------------------------------------ asking

    def entity(self, id_: str | None) -> Entity | None:
        """The entity with this id."""
        return self._entities.get(id_) if id_ is not None else None

    def entities(self) -> list[Entity]:
        """All entities, by name."""
        return sorted(self._entities.values(), key=lambda one: (one.name.casefold(), one.id))

    def use(self, id_: str) -> EntityUse:
        """How often and when the entity was used."""
        return self._uses.get(id_, _UNUSED)

    def take_uses(self, uses: Mapping[str, EntityUse]) -> None:
        """Know from now on how often each entity was used, as it was counted just now."""
        self._uses = dict(uses)
        self.revision += 1

    def used_last(self, count: int) -> list[Entity]:
        """The entities that were used last, the latest first."""
        uses = self._uses.items()
        known = ((use.last, id_) for id_, use in uses if use.last and id_ in self._entities)
        return [self._entities[id_] for _, id_ in nlargest(count, known)]

    def named(self, name: Name) -> list[Entity]:
        """The entities of which this is a name or an alias."""
        return self._of(self._by_name.get(name.full, ()))

    def lettered(self, letters: str) -> list[Entity]:
        """The entities of which these are the first letters, or which are called so."""
        return self._of({**self._by_letters.get(letters, {}), **self._by_name.get(letters, {})})

    def with_word_of(self, name: Name, *, most: int) -> list[Entity]:
        """The entities with the rarest word of the name, at most so many of those used most."""
        known = [self._by_word.get(word, {}) for word in telling_words(name)]
        known = [ids for ids in known if ids]
        if not known:
            return []
        rarest = min(known, key=len)
        if len(rarest) <= most:
            return self._of(rarest)
        used = sorted(rarest, key=lambda id_: -self.use(id_).mentions)
        return self._of(used[:most])

    def twins(self, entity: Entity) -> list[Entity]:
        """Other entities of this very name and a type that fits: the same one, perhaps, twice."""
        key = _key(entity)
        return [
            one
            for one in self._of(self._by_name.get(key, ()))
            if one.id != entity.id and _key(one) == key and _same_type(one, entity)
        ]

    def has_twins(self, entity: Entity) -> bool:
        """Whether another entity has this very name."""
        return len(self._by_name.get(_key(entity), ())) > 1 and bool(self.twins(entity))

    def _of(self, ids: Iterable[str]) -> list[Entity]:
        return [self._entities[id_] for id_ in ids]

    # ------------------------------------------------------------ following

    def follow(self, edit: Edit) -> bool:
        """Take over what an edit has changed; whether any entity or use of one is another."""
        fields: dict[str, dict[str, Any]] = defaultdict(dict)
        for change in edit.changes:
            value = change.value
            if isinstance(value, Field) and value.kind == "entity":
                fields[value.id][value.name] = value.value if change.after is not None else None
        for id_, said in fields.items():
            self._follow_entity(id_, said)
        is_changed = bool(fields)
        for before, after in edit.spans():
            old = before.entity if before is not None else None
            new = after.entity if after is not None else None
            if old != new:
                is_changed = True
                self._count(old, -1, "")
                self._count(new, 1, edit.time)
        self.revision += is_changed
        self.names_revision += bool(fields)
        return is_changed

    def _follow_entity(self, id_: str, said: Mapping[str, Any]) -> None:
        old = self._entities.get(id_)
        if old is not None:
            self._remove(old)
        if said.get("name", old.name if old is not None else None) is None:
            return
        usual = Entity(id_, "")
        values: dict[str, Any] = {}
        for name, value in said.items():
            wanted = getattr(usual, name) if value is None else value
            values[name] = tuple(wanted) if name == "aliases" else wanted
        self._add(replace(old or usual, **values))

    def _count(self, id_: str | None, by: int, time: str) -> None:
        if id_ is not None:
            use = self.use(id_)
            self._uses[id_] = EntityUse(max(0, use.mentions + by), max(use.last, time))

    def _add(self, entity: Entity) -> None:
        self._entities[entity.id] = entity
        for table, keys in self._tables(entity):
            for key in keys:
                table[key][entity.id] = None

    def _remove(self, entity: Entity) -> None:
        del self._entities[entity.id]
        for table, keys in self._tables(entity):
            for key in keys:
                ids = table.get(key, {})
                ids.pop(entity.id, None)
                if not ids:
                    table.pop(key, None)

    def _tables(self, entity: Entity) -> tuple[tuple[dict[str, dict[str, None]], set[str]], ...]:
        names: set[str] = set()
        words: set[str] = set()
        letters: set[str] = set()
        for said in (entity.name, *entity.aliases):
            name = compared(said)
            names.add(name.full)
            words.update(telling_words(name))
            letters.add(letters_of(said) if is_acronym(said) else acronym(name))
        return (self._by_name, names), (self._by_word, words), (self._by_letters, letters - {""})


def _same_type(one: Entity, other: Entity) -> bool:
    return one.type == other.type or not one.type or not other.type


def _key(entity: Entity) -> str:
    return compared(entity.name).full
