"""What adjudication looks at: an article with everybody's annotations, the gold, the decisions.

A *group* is a set of annotations that stand for one another, at most one of each person;
identical ones are one *candidate*. `adjudication_groups` finds the groups of spans,
`adjudication_relations` those of relations, `adjudication_docket` puts both in order.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from annotator.model.codebook import Codebook
from annotator.model.decisions import GOLD, Decision, decision_id, fingerprint, made_id
from annotator.model.values import Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.model.change import Edit
    from annotator.model.fragment import Fragment

Annotation: TypeAlias = Span | Relation


@dataclass(frozen=True, slots=True)
class Case:
    """One article as adjudication sees it.

    `people` are the annotators of role person who have an annotation in it or are done with
    it, in an order that tells nothing about them; `spans` and `relations` are theirs, by id.
    `entities` maps ids of entities to the one that stands for all that are the same.
    `persons` and `done` are all annotators of role person, and those who are done.
    """

    document_id: str
    text: str
    codebook: Codebook = field(default_factory=Codebook)
    people: tuple[str, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    gold_spans: Mapping[str, Span] = field(default_factory=dict)
    gold_relations: Mapping[str, Relation] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)
    persons: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    has_gold: bool = False

    @property
    def can_differ(self) -> bool:
        """Whether at least two people have worked on the article."""
        return len(self.people) > 1

    def letter(self, person: str) -> str:
        """What a person is called while names are hidden: A, B, C."""
        index = self.people.index(person)
        return chr(ord("A") + index) if index < 26 else f"A{index}"

    def after(self, edit: Edit) -> Case:
        """The article as it is when this edit has been written."""
        spans, relations = dict(self.spans), dict(self.relations)
        gold_spans, gold_relations = dict(self.gold_spans), dict(self.gold_relations)
        decisions, has_gold = dict(self.decisions), self.has_gold
        for before, after in edit.spans():
            _keep(before, after, spans, gold_spans, self)
        for old, new in edit.relations():
            _keep(old, new, relations, gold_relations, self)
        for change in edit.changes:
            value = change.value
            if isinstance(value, Span | Relation) or getattr(value, "kind", "") != "decision":
                is_gold = getattr(value, "kind", "") == "annotator" and value.id == GOLD.id
                has_gold = change.after is not None if is_gold else has_gold
            elif change.document_id == self.document_id:
                decisions.pop(value.id, None)
                if change.after is not None:
                    decisions[value.id] = Decision.of(value.id, change.after.value)  # type: ignore[union-attr, arg-type]
        found = replace(
            self,
            spans=spans,
            relations=relations,
            gold_spans=gold_spans,
            gold_relations=gold_relations,
            decisions=decisions,
            has_gold=has_gold,
        )
        return replace(found, people=people_of(found))


def _keep(
    before: Annotation | None,
    after: Annotation | None,
    theirs: dict[str, Span] | dict[str, Relation],
    gold: dict[str, Span] | dict[str, Relation],
    case: Case,
) -> None:
    value = after or before
    assert value is not None
    if value.document_id != case.document_id:
        return
    theirs.pop(value.id, None)
    gold.pop(value.id, None)
    if after is not None and after.annotator == GOLD.id:
        gold[after.id] = after  # type: ignore[assignment]
    elif after is not None and after.annotator in case.persons:
        theirs[after.id] = after  # type: ignore[assignment]


def people_of(case: Case) -> tuple[str, ...]:
    """Who counts, in an order that only the article decides."""
    found = {one.annotator for one in case.spans.values()}
    found |= {one.annotator for one in case.relations.values()} | case.done
    return tuple(sorted(found, key=lambda person: made_id("order", case.document_id, person)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one or several people have annotated alike.

    The ends of a relation are gold spans. `members` are the ids of their annotations.
    """

    value: Annotation
    members: tuple[str, ...]
    people: tuple[str, ...]

    @property
    def support(self) -> int:
        """How many people have it so."""
        return len(self.people)


@dataclass(frozen=True, slots=True)
class Group:
    """Annotations that stand for one another, and what was decided about them.

    `absent` are the people who have nothing here. `decision` is the one that holds, `former`
    are those about some of the members that hold no more, as something has changed since.
    `stage` and `start` (a code point) say when it has its turn. `prints` are the fingerprints of
    the members as they are now.
    """

    id: str
    kind: str
    members: tuple[Annotation, ...]
    candidates: tuple[Candidate, ...]
    absent: tuple[str, ...]
    stage: tuple[int, int]
    start: int
    end: int
    prints: Mapping[str, str]
    decision: Decision | None = None
    former: tuple[Decision, ...] = ()

    @property
    def people(self) -> int:
        """How many people have worked on the article."""
        return sum(one.support for one in self.candidates) + len(self.absent)

    @property
    def is_open(self) -> bool:
        """Whether nothing has been decided, not even to put it off."""
        return self.decision is None

    @property
    def is_deferred(self) -> bool:
        """Whether it was put off."""
        return self.decision is not None and not self.decision.is_settled

    @property
    def is_settled(self) -> bool:
        """Whether it is decided what is gold here."""
        return self.decision is not None and self.decision.is_settled

    @property
    def is_relation(self) -> bool:
        """Whether relations differ here, not spans."""
        return isinstance(self.members[0], Relation)

    @property
    def is_edge_only(self) -> bool:
        """Whether all have the same label here, and only the edges differ."""
        return self.kind == "edge" and not self.absent

    @property
    def can_be_all(self) -> bool:
        """Whether several candidates can stand side by side: each says more than other attributes."""
        places = {_place(one.value) for one in self.candidates}
        return len(self.candidates) > 1 and len(places) == len(self.candidates)

    @property
    def modified(self) -> str:
        """When one of the members was changed last."""
        return max(one.modified or one.created for one in self.members)


def _place(value: Annotation) -> tuple[object, ...]:
    if isinstance(value, Span):
        return value.label, value.fragments
    return value.label, value.from_id, value.to_id


def grouped(
    case: Case,
    candidates: Sequence[Candidate],
    members: Iterable[Annotation],
    kind: str,
    stage: tuple[int, int],
    place: Fragment,
) -> Group:
    """A group of these candidates, the best supported first, without its decision."""
    order = {person: index for index, person in enumerate(case.people)}
    ranked = sorted(
        candidates, key=lambda one: (-one.support, min(order[p] for p in one.people), one.members)
    )
    all_members = tuple(sorted(members, key=lambda one: one.id))
    here = {person for one in candidates for person in one.people}
    return Group(
        decision_id(case.document_id, (one.id for one in all_members)),
        kind,
        all_members,
        tuple(ranked),
        tuple(person for person in case.people if person not in here),
        stage,
        place.start,
        place.end,
        {one.id: fingerprint(one) for one in all_members},
    )


def attributes_key(value: Annotation, codebook: Codebook) -> str:
    """The attributes that hold for an annotation, defaults included, as a text to compare."""
    import json

    if isinstance(value, Span):
        types = codebook.attributes_of(value.label)
    else:
        kind = codebook.relation_types.get(value.label)
        types = kind.attributes if kind is not None else ()
    usual = {one.id: one.default for one in types if one.default is not None}
    return json.dumps({**usual, **value.attributes}, sort_keys=True, ensure_ascii=False)


def with_decisions(case: Case, groups: Iterable[Group]) -> list[Group]:
    """The groups with the decisions that hold for them, and those that hold no more."""
    about: dict[str, list[Decision]] = {}
    for decision in case.decisions.values():
        for member in decision.members:
            about.setdefault(member, []).append(decision)
    return [_with_decision(case, group, about) for group in groups]


def _with_decision(case: Case, group: Group, about: Mapping[str, list[Decision]]) -> Group:
    known = {one.id: one for member in group.members for one in about.get(member.id, ())}
    own = known.pop(group.id, None)
    former = [one for one in known.values() if _has_gold(case, one)]
    if own is not None and (former or not _holds(case, group, own)):
        former.append(own)
        own = None
    former.sort(key=lambda one: (one.created, one.id))
    if (own, tuple(former)) == (group.decision, group.former):
        return group
    return replace(group, decision=own, former=tuple(former))


def _has_gold(case: Case, decision: Decision) -> bool:
    return any(one in case.gold_spans or one in case.gold_relations for one in decision.gold)


def _holds(case: Case, group: Group, decision: Decision) -> bool:
    """Whether the members are what they were, and the gold is there."""
    if any(one not in case.gold_spans and one not in case.gold_relations for one in decision.gold):
        return False
    if decision.outcome in ("taken", "edited") and not decision.gold:
        return False
    return all(decision.seen.get(id_) == print_ for id_, print_ in group.prints.items())
