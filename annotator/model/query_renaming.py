"""Queries that go on finding the same when the codebook calls something otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from annotator.model.change import Change
from annotator.model.query import parse
from annotator.model.query_lookup import Names
from annotator.model.query_nodes import Comparison, QueryError, Term, Value, leaves, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from annotator.model.codebook import Codebook
    from annotator.model.migration import Migration
    from annotator.model.query_nodes import Leaf, Place
    from annotator.model.teamwork import SavedQuery

_OF_THINGS = ("has", "with", "without")
Piece = tuple["Place", str]
"""A place in a query, and what is to stand there; nothing where the thing is gone."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """Two codebooks, and what became of the ids of the one: empty where the thing is gone."""

    before: Codebook
    after: Codebook
    labels: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    relations: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, migration: Migration) -> Renaming:
        """What a change of the codebook calls otherwise."""
        whole = [one for one in migration.conversions if not (one.owner or one.is_of_relations)]
        return cls(
            migration.before,
            migration.after,
            migration.labels,
            {one.before.id: one.after.id if one.after is not None else "" for one in whole},
            migration.relations,
            {
                one.before.id: {c.id: str(one.of(c.id).value or "") for c in one.before.choices}
                for one in whole
                if one.after is not None and one.after.type == "choice"
            },
        )

    def changes(self, queries: Iterable[SavedQuery]) -> Iterator[Change]:
        """The changes of those saved queries that must say it otherwise."""
        for query in queries:
            text, _ = self.rewritten(query.text)
            if text != query.text:
                yield Change(query.as_field(), replace(query, text=text).as_field())

    def broken(self, queries: Iterable[SavedQuery]) -> list[str]:
        """The names of the saved queries that name what is gone."""
        return [query.name for query in queries if self.rewritten(query.text)[1]]

    def rewritten(self, text: str) -> tuple[str, bool]:
        """The query in the words of the codebook afterwards, and whether it names what is gone."""
        try:
            found = [piece for leaf in leaves(parse(text).root) for piece in self._pieces(leaf)]
        except QueryError:
            return text, False
        for (start, end), words in sorted(found, reverse=True):
            text = text[:start] + words + text[end:] if words else text
        return text, any(not words for _, words in found)

    def _pieces(self, leaf: Leaf) -> Iterator[Piece]:
        before, after = Names(self.before), Names(self.after)
        try:
            if isinstance(leaf, Term) and leaf.key == "label":
                for value in leaf.values:
                    yield from self._label(value, before, after)
            elif isinstance(leaf, Term) and leaf.key in _OF_THINGS:
                for value in leaf.values:
                    yield from self._thing(value, before, after)
            elif isinstance(leaf, Comparison):
                yield from self._attribute(leaf.name, before, after)
                yield from self._choices(leaf, before)
        except QueryError:
            return

    def _label(self, value: Value, before: Names, after: Names) -> Iterator[Piece]:
        wanted = [self.labels.get(one, one) for one in before.labels(value)]
        kept = [one for one in dict.fromkeys(wanted) if one in self.after.labels]
        if not kept or set(kept) != _found(after, value):
            yield value.place, _as_values(kept)

    def _thing(self, value: Value, before: Names, after: Names) -> Iterator[Piece]:
        kind, id_ = before.thing(value)
        if kind == "has_relation":
            now = self.relations.get(id_, id_)
            if now not in self.after.relation_types:
                yield value.place, ""
            elif after.relation_type(value) != now:
                yield value.place, _as_values([now])
        elif kind == "attribute":
            yield from self._attribute(value, before, after)

    def _attribute(self, name: Value, before: Names, after: Names) -> Iterator[Piece]:
        old, new = before.attribute(name), after.attribute(name)
        if old is not None:
            now = self.attributes.get(old.id, old.id)
            if new is None or new.id != now:
                yield name.place, _as_values([now] if now else [])

    def _choices(self, leaf: Comparison, before: Names) -> Iterator[Piece]:
        attribute = before.attribute(leaf.name)
        became = self.choices.get(attribute.id, {}) if attribute is not None else {}
        for value in leaf.values if attribute is not None and became else ():
            single = replace(leaf, values=(value,))
            (old,) = before.attribute_values(attribute, single) if attribute is not None else ()
            if became.get(str(old)) != old:
                new = became.get(str(old), "")
                yield value.place, _as_values([new] if new else [])


def _found(names: Names, value: Value) -> set[str]:
    """The labels that a value means; none where it means nothing."""
    try:
        return set(names.labels(value))
    except QueryError:
        return set()


def _as_values(ids: Iterable[str]) -> str:
    """Ids as a query writes them, with commas between."""
    wanted = tuple(Value(one) for one in ids)
    return written(Term("label", wanted)).removeprefix("label:") if wanted else ""
