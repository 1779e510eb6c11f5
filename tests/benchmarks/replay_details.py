"""What hangs on a span or relation besides its place: attributes, entity and note, by real keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from annotator.model.attribute_values import keys_beside, keys_of, missing_of, value_keys
from annotator.model.values import AttributeValue, Relation, Span
from annotator.ui.relation_keys import linked_attributes, relations_in_order
from tests.benchmarks.replay_given import Given, Stuck, key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model.codebook import AttributeType
    from tests.benchmarks.replay_work import Work

_IN_LIST = 9
"""So many entities have a digit in the list of Shift+K."""
_MOST_FOUND = 50
_NO_VALUE = "Del"


@dataclass(frozen=True)
class Steps:
    """Commands or keys to press, with free text in between as `text:…`."""

    parts: tuple[str, ...]

    @property
    def cost(self) -> int:
        """Key presses, those of the free text included."""
        typed = sum(len(one) - len("text:") - 1 for one in self.parts if one.startswith("text:"))
        return len(self.parts) + typed


class Details:
    """Gives what is labelled its attributes, entity and note."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._hand = work.hand
        self._session = work.session
        self._given: Given = work.given
        self._entities = work.hand.workbench.annotating.entities
        self._linked: dict[str, str] = {}

    def perform(self, steps: Steps) -> None:
        """Press and type all of it; the page must have the focus again in the end."""
        for part in steps.parts:
            kind, _, rest = part.partition(":")
            if kind == "text":
                self._hand.type_text(rest)
            elif kind == "key":
                self._hand.press_key(rest)
            else:
                self._hand.press(part)
        self._come_back()

    def _come_back(self) -> None:
        """As the user would: Esc, once more if need be."""
        for _ in range(2):
            if self._is_on_page():
                return
            self._hand.press_key("Esc")
        if not self._is_on_page():
            raise Stuck("the keys do not lead back to the page")

    def _is_on_page(self) -> bool:
        page: QWidget = self._hand.workbench.window.page
        focused = QApplication.focusWidget()
        return focused is page or (focused is not None and page.isAncestorOf(focused))

    # ------------------------------------------------------------ attributes

    def has_like(self, own: Span | Relation, given: Span | Relation) -> bool:
        """Whether the attributes are those given; entities in them by what they stand for."""
        ids = own.attributes.keys() | given.attributes.keys()
        return all(self.wanted(given, id_) == own.attributes.get(id_) for id_ in ids)

    def wanted(self, given: Span | Relation, id_: str) -> AttributeValue | None:
        """The value that an attribute should have; of an entity that is not made yet, its old id."""
        value = given.attributes.get(id_)
        return self._linked.get(value, value) if isinstance(value, str) else value

    def differing(
        self, kinds: Sequence[AttributeType], own: Span | Relation, given: Span | Relation
    ) -> list[AttributeType]:
        """The attributes that must still be set."""
        return [kind for kind in kinds if own.attributes.get(kind.id) != self.wanted(given, kind.id)]

    def set_attributes(self, span: Span) -> None:
        """Give the span the attributes that the given one has."""
        own = self._work.made().get(key_of(span))
        if own is None or self.has_like(own, span):
            return
        kinds = self._session.codebook.attributes_of(span.label)
        things = len(self.differing(kinds, own, span))
        with self._hand.working_on(f"attribute {span.label}", things=things):
            self._work.focus(span)
            usual = {one.id: one.default for one in missing_of(own, self._session.codebook)}
            fitting = [id_ for id_, value in usual.items() if span.attributes.get(id_) == value]
            if fitting and all(id_ in span.attributes for id_ in usual):
                self.perform(Steps(("span.attribute", "key:Return")))
            keys = {attribute.id: key for key, attribute in keys_of(kinds).items()}
            for kind in self.differing(kinds, self._work.made()[key_of(span)], span):
                own = self._work.made()[key_of(span)]
                lead = ("span.attribute",)
                self._set(kind, lead, keys.get(kind.id, ""), own, span, is_first=kind == kinds[0])

    def set_relation_attributes(self, relation: Relation) -> None:
        """Give the relation the attributes that the given one has: T, or G and T."""
        own = self._work.relations.own(relation)
        kinds = self._session.codebook.relation_types[relation.label].attributes
        if own is None or self.has_like(own, relation):
            return
        with self._hand.working_on(
            f"relation-attribute {relation.label}", things=len(self.differing(kinds, own, relation))
        ):
            for kind in self.differing(kinds, own, relation):
                own = self._work.relations.own(relation)
                assert own is not None
                self._work.relations.focus_end(own)
                lead, key, is_first = self._to_attribute(own, kind, kinds)
                self._set(kind, lead, key, own, relation, is_first=is_first)

    def _to_attribute(
        self, own: Relation, kind: AttributeType, kinds: Sequence[AttributeType]
    ) -> tuple[tuple[str, ...], str, bool]:
        """What leads to a relation's attribute from the focused span; whether T T goes through it."""
        focus = self._session.focus
        assert focus is not None
        beside = keys_of(self._session.codebook.attributes_of(focus.label))
        linked = linked_attributes(self._session, focus)
        keys = keys_beside([one for one, _ in linked], {*beside, "T"})
        for key, (one, relation) in zip(keys, linked, strict=True):
            if key and one == kind and relation.id == own.id:
                return ("span.attribute",), key, False
        key = next((key for key, one in keys_of(kinds).items() if one == kind), "")
        return (*self._to_relation(own), "span.attribute"), key, kind == kinds[0]

    def _to_relation(self, own: Relation) -> tuple[str, ...]:
        """G, as often as the order of the focused span's relations asks for."""
        focus = self._session.focus
        assert focus is not None
        order = relations_in_order(self._session, focus)
        first = self._hand.workbench.annotating.relations.first_of(order)
        steps = ([one.id for one in order].index(own.id) - first) % len(order)
        return ("relation.choose",) * (steps + 1)

    def _set(
        self,
        kind: AttributeType,
        lead: tuple[str, ...],
        key: str,
        own: Span | Relation,
        given: Span | Relation,
        *,
        is_first: bool,
    ) -> None:
        """Set one attribute by the fewest keys; `lead` is T, or what else waits for its key."""
        value, now = self.wanted(given, kind.id), own.attributes.get(kind.id)
        ways: list[Steps] = []
        if is_first and kind.type == "choice" and value is not None:
            ids = [choice.id for choice in kind.choices]
            shown = own.attributes.get(kind.id, kind.default)
            cycles = (ids.index(value) - (ids.index(shown) if shown in ids else -1)) % len(ids)
            ways += [_repeated(lead, "key:T", cycles)] if cycles else []
        if key and not (key == "T" and is_first and kind.type == "choice"):  # T T goes on instead
            ways += self._by_key(kind, lead, f"key:{key}", value, now)
        if not ways:
            raise Stuck(f"no keys for {kind.id} = {value!r} where it is {now!r}")
        self.perform(min(ways, key=lambda one: one.cost))
        if kind.type == "entity" and kind.id in given.attributes:
            self._note_new(str(given.attributes[kind.id]))

    def _note_new(self, entity_id: str) -> None:
        """An entity that was made for an attribute stands for the given one from now on."""
        project = self._session.project
        assert project is not None
        named = (
            one.id for one in project.entities() if one.name == self._given.entities[entity_id].name
        )
        fresh = next((id_ for id_ in named if id_ not in self._linked.values()), None)
        if fresh is not None:
            self._linked.setdefault(entity_id, fresh)

    def _by_key(
        self,
        kind: AttributeType,
        before: tuple[str, ...],
        key: str,
        value: AttributeValue | None,
        now: AttributeValue | None,
    ) -> list[Steps]:
        lead = (*before, key)
        if kind.type == "choice":
            keys = [key.upper() for key, one in value_keys(kind).items() if one.id == value]
            return [Steps((*lead, f"key:{key}")) for key in (keys if value is not None else [_NO_VALUE])]
        if kind.type == "yes/no":
            if not isinstance(value, bool):
                return []
            shown = now if now is not None else bool(kind.default)
            return [_repeated(before, key, 1 if shown != value else 2)]
        if kind.type == "entity":
            focus = self._session.focus
            given_id = next((id_ for id_, one in self._linked.items() if one == value), str(value))
            is_known = focus is not None and given_id in self._given.entities
            return [self._in_list(lead, given_id, focus, ())] if is_known else []
        typed = ("key:Del",) if value is None else (f"text:{value}",)
        return [Steps((*lead, *(("key:Ctrl+A",) if now is not None else ()), *typed, "key:Esc"))]

    # ------------------------------------------------------------ entities

    def set_entity(self, span: Span) -> None:
        """Let the mention point to what the given one points to: K, or Shift+K and a name."""
        own = self._work.made().get(key_of(span))
        if own is None or own.entity == (self._linked.get(span.entity, "?") if span.entity else None):
            return
        with self._hand.working_on(f"entity {span.label}"):
            is_meant = self._session.focus is not None and self._entities._target() == own
            if not is_meant:
                self._work.focus(span)
            self._entities._registry.want()
            if span.entity is None:
                self.perform(Steps(("entity.link", "suggestion.reject")))
            else:
                self.perform(min(self._ways_to(own, span.entity), key=lambda one: one.cost))
        self._check(span)

    def _check(self, span: Span) -> None:
        own, project = self._work.made()[key_of(span)], self._session.project
        assert project is not None
        entity = project.entity(own.entity) if own.entity else None
        wanted = self._given.entities[span.entity] if span.entity else None
        if (entity.name if entity else "") != (wanted.name if wanted else ""):
            raise Stuck(f"{span.text[:30]!r} is linked to {entity}, not {wanted}")
        if entity is None or not span.entity:
            return
        self._linked.setdefault(span.entity, entity.id)
        if self._linked[span.entity] != entity.id or self._is_another(entity.id):
            raise Stuck(f"{span.text[:30]!r} is linked to another entity of the name {entity.name!r}")

    def _is_another(self, entity_id: str) -> bool:
        """Whether two of the given entities have become this one."""
        return list(self._linked.values()).count(entity_id) > 1

    def _ways_to(self, own: Span, entity_id: str) -> list[Steps]:
        """The ways to link a mention to an entity of those given, or to make it."""
        entity, target = self._given.entities[entity_id], self._linked.get(entity_id)
        ways = []
        for number, option in enumerate(self._entities._options(own), start=1):
            if option.entity is None:
                fits = target is None and option.name == entity.name
            else:
                fits = option.entity.id == target
            if fits:
                ways.append(Steps(("entity.link",) * number))
        listed = [one.entity.id for one in self._entities._registry.proposals(own)]
        return [*ways, self._in_list(("entity.choose",), entity_id, own, listed)]

    def _in_list(
        self, lead: tuple[str, ...], entity_id: str, mention: Span, proposed: Sequence[str]
    ) -> Steps:
        """From the list of entities: by a digit, by a part of the name, or as a new one."""
        registry, target = self._entities._registry, self._linked.get(entity_id)
        entity, around = self._given.entities[entity_id], registry.around(mention)
        lately = registry.index.used_last(_IN_LIST) if registry.index is not None else []
        listed = list(dict.fromkeys([*proposed, *(one.id for one in (*around, *lately))]))[:_IN_LIST]
        if target in listed:
            return Steps((*lead, f"key:{listed.index(target) + 1}"))
        name = entity.name if not entity.name[:1].isdigit() else f" {entity.name}"
        if target is None:
            up = ("key:Up",) if registry.search(entity.name, limit=_MOST_FOUND) else ()
            return Steps((*lead, f"text:{name}", *up, "key:Return"))
        ways = []
        for length in range(1, len(name) + 1):
            found = [one.id for one in registry.search(name[:length], limit=_MOST_FOUND)]
            if target in found:
                downs = ("key:Down",) * found.index(target)
                ways.append(Steps((*lead, f"text:{name[:length]}", *downs, "key:Return")))
        if not ways:
            raise Stuck(f"{entity.name!r} is not found by its name")
        return min(ways, key=lambda one: one.cost)

    # ------------------------------------------------------------ notes

    def write_note(self, span: Span) -> None:
        """M, the note, Esc."""
        own = self._work.made().get(key_of(span))
        if own is not None and own.note != span.note:
            with self._hand.working_on(f"note {span.label}"):
                self._work.focus(span)
                self.perform(_noting((), own.note, span.note))

    def write_relation_note(self, relation: Relation) -> None:
        """G to the relation, M, the note, Esc."""
        own = self._work.relations.own(relation)
        if own is not None and own.note != relation.note:
            with self._hand.working_on(f"relation-note {relation.label}"):
                self._work.relations.focus_end(own)
                self.perform(_noting(self._to_relation(own), own.note, relation.note))


def _repeated(lead: tuple[str, ...], key: str, times: int) -> Steps:
    """The key behind its lead, several times; G goes on where it was, so that one is enough again."""
    again = (*lead[-2:], key) if "relation.choose" in lead else (*lead, key)
    return Steps((*lead, key, *again * (times - 1)))


def _noting(lead: tuple[str, ...], former: str, note: str) -> Steps:
    clearing = ("key:Ctrl+A",) if former else ()
    typed = (f"text:{note}",) if note else ("key:Del",)
    return Steps((*lead, "span.note", *clearing, *typed, "key:Esc"))
