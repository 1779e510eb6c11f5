"""Things that may be one: two ids with one name, one id with two names; and what follows from it.

What a team has said (`Unification`) leads from an id to the one that is used in its place. Chains
are followed to their end; of a circle, which two machines may have made, the least id stays.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from annotator.model.decisions import GOLD, UNIFIED_KINDS
from annotator.model.values import AttributeValue, Field, Json, Relation, Span, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.model.decisions import Unification

NAMED: Mapping[str, tuple[str, str]] = {
    "label": ("label", "labels"),
    "attribute": ("attribute", "attributes"),
    "relation_type": ("relation type", "relation types"),
    "entity": ("entity", "entities"),
    "annotator": ("annotator", "annotators"),
}
"""What the kinds of things are called, one and many."""
_LISTS = {
    ("relation_type", "from"): "label",
    ("relation_type", "to"): "label",
    ("label", "attributes"): "attribute",
    ("guideline", "document_attributes"): "attribute",
}
"""Fields that list ids, by kind and by name (of a guideline: by id): ids of what."""
_SIGNED = ("message", "query", "assignment", "decision")


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the things of a kind; `group` keeps apart what is never one: a type, a role.

    `uses` are the annotations that name it, `by` and `since` who brought it in and when.
    """

    kind: str
    id: str
    name: str
    group: str = ""
    uses: int = 0
    by: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two things of one kind and one name; or, where the ids are the same, one with two names."""

    one: Thing
    other: Thing

    @property
    def kind(self) -> str:
        """The kind of both."""
        return self.one.kind

    @property
    def is_one_thing(self) -> bool:
        """Whether it is about the two names of one thing."""
        return self.one.id == self.other.id


def folded(name: str) -> str:
    """A name without differences of case, width and spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def clashes(things: Iterable[Thing], said: Iterable[Unification]) -> list[Clash]:
    """The pairs with one name about which nothing was said; the more used one of each is `other`."""
    known = {(one.kind, *sorted((one.one, one.other))) for one in said}
    alike: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for thing in things:
        if thing.id != GOLD.id:
            alike[thing.kind, folded(thing.name)].append(thing)
    found = []
    for group in alike.values():
        group.sort(key=lambda thing: (-thing.uses, thing.id))
        for number, lesser in enumerate(group):
            open_ = (
                kept
                for kept in group[:number]
                if not (kept.group and lesser.group and kept.group != lesser.group)
                and (kept.kind, *sorted((kept.id, lesser.id))) not in known
            )
            if (kept := next(open_, None)) is not None:
                found.append(Clash(lesser, kept))
    rank = {kind: number for number, kind in enumerate(UNIFIED_KINDS)}
    return sorted(
        found, key=lambda one: (rank[one.kind], folded(one.one.name), one.one.id, one.other.id)
    )


# ---------------------------------------------------------------- what follows


@dataclass(frozen=True, slots=True)
class Ways:
    """Which id stands for which, by kind; `entity_attributes` are those whose values are entities."""

    by_kind: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    entity_attributes: frozenset[str] = frozenset()

    def of(self, kind: str, id_: str) -> str:
        """The id that is used in place of this one."""
        return self.by_kind.get(kind, {}).get(id_, id_)


def ways_of(said: Iterable[Unification]) -> dict[str, dict[str, str]]:
    """Where each id that is to go leads to in the end, by kind."""
    steps: dict[str, dict[str, str]] = defaultdict(dict)
    for one in said:
        if one.is_same and one.one != one.other:
            own = steps[one.kind]
            own[one.one] = min(own.get(one.one, one.other), one.other)
    return {kind: _ends(own) for kind, own in steps.items()}


def followed(said: Iterable[Unification], kind: str, id_: str) -> str:
    """The id that is used in place of this one."""
    return ways_of(said).get(kind, {}).get(id_, id_)


def with_former(names: Mapping[str, str], said: Iterable[Unification]) -> dict[str, str]:
    """The names of annotators by id, together with the ids of those who became one with them."""
    former = ways_of(said).get("annotator", {})
    return {**{one: names[other] for one, other in former.items() if other in names}, **names}


def _ends(steps: Mapping[str, str]) -> dict[str, str]:
    """The end of each chain; a circle ends at its least id."""
    found = {}
    for start in steps:
        way = [start]
        while (after := steps.get(way[-1])) is not None and after not in way:
            way.append(after)
        end = way[-1] if after is None else min(way[way.index(after) :])
        if end != start:
            found[start] = end
    return found


def follow(value: Value, ways: Ways, *, time: str = "") -> Value:
    """The value, naming what stands for what it names; an annotation is modified at `time`."""
    if isinstance(value, Span):
        entity = None if value.entity is None else ways.of("entity", value.entity)
        changed: Span | Relation = replace(
            value,
            label=ways.of("label", value.label),
            entity=entity,
            annotator=ways.of("annotator", value.annotator),
            attributes=_attributes(value.attributes, ways),
        )
    elif isinstance(value, Relation):
        changed = replace(
            value,
            label=ways.of("relation_type", value.label),
            annotator=ways.of("annotator", value.annotator),
            attributes=_attributes(value.attributes, ways),
        )
    else:
        return _follow_field(value, ways) if isinstance(value, Field) else value
    return replace(changed, modified=time) if time and changed != value else changed


def _attributes(old: Mapping[str, AttributeValue], ways: Ways) -> Mapping[str, AttributeValue]:
    return {
        name: ways.of("entity", value)
        if name in ways.entity_attributes and isinstance(value, str)
        else value
        for name, value in old.items()
    }


def _follow_field(value: Field, ways: Ways) -> Field:
    said = value.value
    listed = _LISTS.get((value.kind, value.id if value.kind == "guideline" else value.name))
    if listed is not None and isinstance(said, list):
        names = dict.fromkeys(ways.of(listed, str(one)) for one in said)
        return replace(value, value=list[Json](names))
    if value.kind == "entity" and value.name == "type" and isinstance(said, str):
        return replace(value, value=ways.of("label", said))
    if value.kind == "document" and value.name.removeprefix("attribute.") in ways.entity_attributes:
        return replace(value, value=ways.of("entity", str(said)))
    if value.kind in _SIGNED and isinstance(said, dict):
        by = str(said.get("annotator", ""))
        return replace(value, value={**said, "annotator": ways.of("annotator", by)})
    return value


def agreed(values: Sequence[Value | None], ways: Ways, *, time: str) -> Value | None:
    """What versions say that say the same once things are one; None where they still differ.

    What takes the side of the last of them holds.
    """
    if any(value is None for value in values):
        return None
    followed = [follow(value, ways, time=time) for value in values if value is not None]
    if followed == list(values) or len({_content(value) for value in followed}) > 1:
        return None
    return followed[-1]


def _content(value: Value) -> str:
    if isinstance(value, Span | Relation):
        value = replace(value, modified="", created="")
        return repr(replace(value, attributes=dict(sorted(value.attributes.items()))))
    return repr(value)


# ---------------------------------------------------------------- one annotator


def joined_state(one: str | None, other: str | None, order: Sequence[str]) -> str | None:
    """Of two states of work the further one."""
    return max((one, other), key=lambda state: order.index(state) if state in order else -1)


def turned(versions: Sequence[Unification]) -> Unification | None:
    """Of unifications of one pair that go either way, the one by which the lesser id stays.

    None where some say that the two are not one: people decide that.
    """
    if not all(one.is_same for one in versions):
        return None
    fit = [one for one in versions if one.other == min(one.one, one.other)]
    return fit[-1] if fit else None
