"""What one annotator can learn: where what was decided differs from what she has.

It follows from the decisions, the gold and her own annotations alone, so that the file she
is given need not hold anybody else's. Nobody else is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.adjudication import Annotation, attributes_key
from annotator.model.adjudication_relations import nearest
from annotator.model.values import Relation, Span

if TYPE_CHECKING:
    from annotator.model.adjudication import Case
    from annotator.model.decisions import Decision
    from annotator.model.fragment import Fragment


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where her annotation is not what was decided.

    `hers` is None where she has nothing, `gold` is empty where nothing is gold. `kind` is
    missing, extra, label, edge, attribute or relation. It stands at `[start, end)`.
    """

    document_id: str
    kind: str
    hers: Annotation | None
    gold: tuple[Annotation, ...]
    decision: Decision
    start: int
    end: int

    @property
    def id(self) -> str:
        """The id of what was decided here."""
        return self.decision.id

    @property
    def support(self) -> int:
        """How many had it as it was decided."""
        return len(self.decision.chosen)


def differences(case: Case, person: str) -> list[Difference]:
    """Her differences in one article, in the order of the text.

    What she has changed since, so that it is as was decided, is no difference any more.
    """
    if person not in case.people:
        return []
    decisions = _in_force(case)
    golds = _golds(case, decisions)
    found = [_difference(case, one, person, golds) for one in decisions]
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: (one.start, one.end, one.id))


def _in_force(case: Case) -> list[Decision]:
    """The latest decision about each annotation, if it says what is gold."""
    seen: set[str] = set()
    found = []
    latest = sorted(
        case.decisions.values(), key=lambda one: (one.created, len(one.members), one.id), reverse=True
    )
    for decision in latest:
        is_known = not seen.isdisjoint(decision.members)
        seen.update(decision.members)
        if not is_known and decision.is_settled and _is_whole(case, decision):
            found.append(decision)
    return found


def _is_whole(case: Case, decision: Decision) -> bool:
    return all(one in case.gold_spans or one in case.gold_relations for one in decision.gold)


def _golds(case: Case, decisions: list[Decision]) -> dict[str, str]:
    """The gold spans that people's spans have become, by id."""
    found = {}
    for decision in decisions:
        made = [case.gold_spans[one] for one in decision.gold if one in case.gold_spans]
        for member in decision.members:
            if made and member in case.spans:
                found[member] = nearest(case.spans[member], made).id
    return found


def _difference(case: Case, decision: Decision, person: str, golds: dict[str, str]) -> Difference | None:
    members = (case.spans.get(one) or case.relations.get(one) for one in decision.members)
    hers = next((one for one in members if one is not None and one.annotator == person), None)
    gold = tuple(_gold(case, id_) for id_ in decision.gold)
    if hers is None and not gold:
        return None
    if hers is not None and any(_is_same(case, hers, one, golds) for one in gold):
        return None
    if hers is None and any(_has(case, person, one, golds) for one in gold):
        return None
    kind = _kind(hers, gold)
    return Difference(case.document_id, kind, hers, gold, decision, *place_of(case, hers or gold[0]))


def _gold(case: Case, id_: str) -> Annotation:
    return case.gold_spans[id_] if id_ in case.gold_spans else case.gold_relations[id_]


def _has(case: Case, person: str, gold: Annotation, golds: dict[str, str]) -> bool:
    """Whether she has added since what was decided."""
    mine = case.spans.values() if isinstance(gold, Span) else case.relations.values()
    return any(one.annotator == person and _is_same(case, one, gold, golds) for one in mine)


def place_of(case: Case, value: Annotation) -> tuple[int, int]:
    """Where an annotation stands, in code points; a relation stands where it begins."""
    if isinstance(value, Relation):
        span = case.gold_spans.get(value.from_id) or case.spans.get(value.from_id)
        return (span.start, span.end) if span is not None else (0, 0)
    return value.start, value.end


def _is_same(case: Case, hers: Annotation, gold: Annotation, golds: dict[str, str]) -> bool:
    book = case.codebook
    if hers.label != gold.label or attributes_key(hers, book) != attributes_key(gold, book):
        return False
    if isinstance(hers, Span) and isinstance(gold, Span):
        entities = {case.entities.get(one, one) for one in (hers.entity, gold.entity) if one}
        return hers.fragments == gold.fragments and len(entities) < 2
    if isinstance(hers, Relation) and isinstance(gold, Relation):
        ends = [golds.get(hers.from_id), golds.get(hers.to_id)]
        return ends in ([gold.from_id, gold.to_id], [gold.to_id, gold.from_id])
    return False


def _kind(hers: Annotation | None, gold: tuple[Annotation, ...]) -> str:
    if isinstance(hers, Relation) or (gold and isinstance(gold[0], Relation)):
        return "relation"
    if hers is None:
        return "missing"
    if not gold:
        return "extra"
    if all(hers.label != one.label for one in gold):
        return "label"
    places: set[tuple[Fragment, ...]] = {one.fragments for one in gold if isinstance(one, Span)}
    return "attribute" if isinstance(hers, Span) and hers.fragments in places else "edge"
