"""What can be done with entities: each wish as one edit. Nothing is written here.

Whatever points to an entity (spans, and attributes of type entity) goes along when it is merged
or deleted, whosever it is: entities belong to the project. `by` is the annotator of the edit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from annotator.errors import CodebookError
from annotator.model.change import Change, Edit
from annotator.model.entity_names import compared
from annotator.model.values import Entity, Field, Json, Relation, Span, Value, new_id, now

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from annotator.model.values import AttributeValue

Pointing: TypeAlias = Span | Relation | Field
"""A span, a relation, or an attribute of an article, that names an entity."""

_QID = re.compile(r"Q[1-9][0-9]*\Z")
_USUAL: Mapping[str, Json] = {"type": "", "aliases": [], "qid": "", "nil": False, "note": ""}
_SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Rerouting:
    """Where what points to an entity is to point instead, by id: None is nowhere.

    `attributes` are the ids of the attributes whose values are entities.
    """

    ways: Mapping[str, str | None]
    attributes: frozenset[str] = frozenset()

    def change(self, value: Pointing, time: str) -> Change | None:
        """The change that points a value elsewhere; None if it does not point to any of these."""
        after: Value | None
        if isinstance(value, Field):
            if not isinstance(value.value, str) or value.value not in self.ways:
                return None
            way = self.ways[value.value]
            after = replace(value, value=way) if way is not None else None
            return Change(value, after)
        attributes = self._attributes(value.attributes)
        if isinstance(value, Span):
            entity = value.entity
            if entity is not None:
                entity = self.ways.get(entity, entity)
            after = replace(value, entity=entity, attributes=attributes, modified=time)
            is_same = entity == value.entity
        else:
            after = replace(value, attributes=attributes, modified=time)
            is_same = True
        return None if is_same and attributes == value.attributes else Change(value, after)

    def changes(self, values: Iterable[Pointing], time: str) -> Iterator[Change]:
        """The changes of all values that point to any of these."""
        for value in values:
            change = self.change(value, time)
            if change is not None:
                yield change

    def _attributes(self, old: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
        new: dict[str, AttributeValue] = {}
        for name, value in old.items():
            if name in self.attributes and isinstance(value, str) and value in self.ways:
                way = self.ways[value]
                if way is not None:
                    new[name] = way
            else:
                new[name] = value
        return new


# ---------------------------------------------------------------- one field


def create(name: str, type_: str) -> tuple[str, list[Change]]:
    """A new entity: its id, and the changes that make it."""
    wanted = named(name)
    id_ = new_id()
    fields = [Field("entity", id_, "name", wanted)]
    if type_:
        fields.append(Field("entity", id_, "type", type_))
    return id_, [Change(None, field) for field in fields]


def link_new(span: Span, name: str, type_: str, *, by: str) -> Edit:
    """Make an entity and point a mention to it."""
    id_, changes = create(name, type_)
    time = now()
    changes.append(Change(span, replace(span, entity=id_, modified=time)))
    return Edit(f"new entity {named(name)}", tuple(changes), by, time)


def named(name: str) -> str:
    """The name as it is stored, on one line; an empty one is refused."""
    wanted = " ".join(name.split())
    if not wanted:
        raise CodebookError("An entity needs a name.")
    return wanted


def rename(entity: Entity, name: str, *, by: str) -> Edit:
    """Give an entity another name; the old one becomes an alias."""
    wanted = named(name)
    aliases: list[Json] = [alias for alias in entity.aliases if alias != wanted]
    if entity.name not in (*aliases, wanted):
        aliases.append(entity.name)
    changes = [*_set(entity, "name", wanted), *_set(entity, "aliases", aliases)]
    return Edit(f"rename {entity.name} to {wanted}", tuple(changes), by, now())


def set_aliases(entity: Entity, aliases: Iterable[str], *, by: str) -> Edit:
    """Give an entity these aliases, each once."""
    wanted = [" ".join(alias.split()) for alias in aliases]
    kept: list[Json] = [alias for alias in dict.fromkeys(wanted) if alias and alias != entity.name]
    changes = _set(entity, "aliases", kept)
    return Edit(f"aliases of {entity.name}", tuple(changes), by, now())


def aliases_from(line: str) -> list[str]:
    """The aliases of one line, between semicolons."""
    return [part.strip() for part in line.split(_SEPARATOR) if part.strip()]


def aliases_text(entity: Entity) -> str:
    """An entity's aliases in one line."""
    return f"{_SEPARATOR} ".join(entity.aliases)


def set_type(entity: Entity, type_: str, *, by: str) -> Edit:
    """Say what an entity is: a label of the codebook, or nothing."""
    return Edit(f"type of {entity.name}", tuple(_set(entity, "type", type_)), by, now())


def set_qid(entity: Entity, qid: str, *, by: str) -> Edit:
    """Name the item of Wikidata, as in Q42, or none."""
    wanted = qid.strip().upper()
    if not is_qid(wanted):
        raise CodebookError(
            f"“{qid.strip()}” is no item of Wikidata.", "It is a Q followed by a number, as in Q42."
        )
    changes = _set(entity, "qid", wanted)
    if wanted and entity.nil:
        changes += _set(entity, "nil", False)
    return Edit(f"Wikidata item of {entity.name}", tuple(changes), by, now())


def is_qid(qid: str) -> bool:
    """Whether this may be the id of an item of Wikidata; nothing is no id, and allowed."""
    return not qid or _QID.match(qid) is not None


def set_nil(entity: Entity, is_nil: bool, *, by: str) -> Edit:
    """Say that Wikidata has no item for the entity, or take that back."""
    changes = _set(entity, "nil", is_nil)
    if is_nil and entity.qid:
        changes += _set(entity, "qid", "")
    return Edit(f"{entity.name} in Wikidata", tuple(changes), by, now())


def set_entity_note(entity: Entity, note: str, *, by: str) -> Edit:
    """Write the note of an entity."""
    return Edit(f"note of {entity.name}", tuple(_set(entity, "note", note.strip())), by, now())


def _set(entity: Entity, name: str, value: Json) -> list[Change]:
    """The change of one field; what is at its default is not stored."""
    stored = _stored(entity, name)
    wanted = None if name != "name" and value == _USUAL[name] else value
    if stored == wanted:
        return []
    old = Field("entity", entity.id, name, stored) if stored is not None else None
    new = Field("entity", entity.id, name, wanted) if wanted is not None else None
    return [Change(old, new)]


def _stored(entity: Entity, name: str) -> Json:
    value = getattr(entity, name)
    value = list(value) if name == "aliases" else value
    return None if name != "name" and value == _USUAL[name] else value


def removal(entity: Entity) -> list[Change]:
    """The changes that remove an entity with all its fields."""
    stored = {name: _stored(entity, name) for name in ("name", *_USUAL)}
    return [
        Change(Field("entity", entity.id, name, value), None)
        for name, value in stored.items()
        if value is not None
    ]


# ---------------------------------------------------------------- several at once


def merged(winner: Entity, losers: Sequence[Entity]) -> Entity:
    """The winner with what the losers knew: their names become aliases, what it lacks is filled."""
    names = [name for one in losers for name in (one.name, *one.aliases)]
    aliases = [alias for alias in dict.fromkeys((*winner.aliases, *names)) if alias != winner.name]
    everybody = (winner, *losers)
    qid = next((one.qid for one in everybody if one.qid), "")
    return replace(
        winner,
        aliases=tuple(aliases),
        type=next((one.type for one in everybody if one.type), ""),
        qid=qid,
        nil=winner.nil and not qid,
        note=next((one.note for one in everybody if one.note), ""),
    )


def merge_changes(
    winner: Entity, losers: Sequence[Entity], pointing: Iterable[Pointing], attributes: Collection[str]
) -> Iterator[Change]:
    """Merge entities: `pointing` is all that points to the losers; read as it is written."""
    others = [one for one in losers if one.id != winner.id]
    whole = merged(winner, others)
    for name in ("aliases", "type", "qid", "nil", "note"):
        value = getattr(whole, name)
        yield from _set(winner, name, list(value) if name == "aliases" else value)
    way = Rerouting({one.id: winner.id for one in others}, frozenset(attributes))
    yield from way.changes(pointing, now())
    for one in others:
        yield from removal(one)


def merge_title(winner: Entity, losers: Sequence[Entity]) -> str:
    """What merging is called in the menu of undo."""
    what = losers[0].name if len(losers) == 1 else f"{len(losers)} entities"
    return f"merge {what} into {winner.name}"


def delete_changes(
    entities: Sequence[Entity], pointing: Iterable[Pointing], attributes: Collection[str]
) -> Iterator[Change]:
    """Delete entities; what points to them (`pointing`) points nowhere afterwards."""
    way = Rerouting({one.id: None for one in entities}, frozenset(attributes))
    yield from way.changes(pointing, now())
    for one in entities:
        yield from removal(one)


def delete_title(entities: Sequence[Entity]) -> str:
    """What deleting is called in the menu of undo."""
    return f"delete {entities[0].name if len(entities) == 1 else f'{len(entities)} entities'}"


def split(entity: Entity, spans: Sequence[Span], name: str, *, by: str) -> Edit:
    """Point chosen mentions of an entity to a new one of this name and the same type."""
    id_, changes = create(name, entity.type)
    time = now()
    way = Rerouting({entity.id: id_})
    changes += way.changes([span for span in spans if span.entity == entity.id], time)
    return Edit(f"split {name} off {entity.name}", tuple(changes), by, time)


def link_changes(spans: Iterable[Span], entity_id: str | None) -> Iterator[Change]:
    """Point spans to an entity, or to none."""
    time = now()
    for span in spans:
        if span.entity != entity_id:
            yield Change(span, replace(span, entity=entity_id, modified=time))


def name_of_mentions(spans: Sequence[Span]) -> str:
    """What to call the entity of these mentions: the words said most often, the longest of those."""
    counts: dict[str, int] = {}
    for span in spans:
        text = " ".join(span.text.split())
        counts[text] = counts.get(text, 0) + 1
    words = {text: len(compared(text).words) for text in counts}
    return max(counts, key=lambda text: (counts[text], words[text], len(text)), default="")
