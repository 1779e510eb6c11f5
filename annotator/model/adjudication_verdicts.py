"""Decisions as edits: what becomes gold, what replaces it, and what agrees of itself.

Several verdicts are one step. Gold of a former decision about the same annotations goes in
the same step; relations of gold spans go along to what stands in their place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from annotator.model import quote_form
from annotator.model.adjudication_confirmed import confirmed, is_agreed
from annotator.model.adjudication_docket import Docket, docket_of
from annotator.model.adjudication_relations import nearest
from annotator.model.change import Change, Edit, Register, register_of
from annotator.model.decisions import COUNTED, GOLD, Decision, made_id
from annotator.model.fragment import Fragment, exact_text
from annotator.model.values import Field, Relation, Span, Value, now

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model.adjudication import Annotation, Candidate, Case, Group
    from annotator.model.values import Json


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided about a group: the outcome, and the candidates that are taken.

    `fragments` are other edges for the one that is taken. `rule` is one of `RULES`. `carried`
    is a former decision that goes on to hold: who, when and why stay as they were.
    """

    group: Group
    outcome: str
    chosen: tuple[Candidate, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    rule: str = ""
    reason: str = ""
    carried: Decision | None = None


Plan: TypeAlias = "Callable[[Docket], Sequence[Verdict]]"
"""What is to be decided in an article as it now is."""


class Draft:
    """An article while verdicts are carried out, and the changes that this makes."""

    def __init__(self, docket: Docket, *, by: str, time: str = "") -> None:
        self.docket = docket
        self.carried_out: list[Verdict] = []
        self._by = by
        self._time = time or now()
        self._before: dict[Register, Value | None] = {}
        self._after: dict[Register, Value | None] = {}
        case = docket.case
        self._had_gold = case.has_gold
        self._spans, self._relations = dict(case.gold_spans), dict(case.gold_relations)
        self._decisions = dict(case.decisions)

    # ------------------------------------------------------------ what is asked

    def carry_out(self, verdicts: Sequence[Verdict]) -> None:
        """Carry out what was decided, and see how the article is then."""
        for verdict in verdicts:
            self._carry_out(verdict)
        self.carried_out += verdicts
        self._look()

    def settle(self) -> None:
        """Take over what all agree on, and what they then agree on."""
        while verdicts := agreed(self.docket):
            for verdict in verdicts:
                self._carry_out(verdict)
            self._look()

    def edit(self, title: str) -> Edit:
        """All of it as one step; the first gold brings its annotator along."""
        changes = [
            Change(before, self._after[register])
            for register, before in self._before.items()
            if before != self._after[register]
        ]
        changes.sort(key=_turn_of_change)
        if not self._had_gold and any(_is_gold(one) for one in changes):
            changes = [*_gold_fields(), *changes]
        return Edit(title, tuple(changes), self._by, self._time)

    def _look(self) -> None:
        case = replace(
            self.docket.case,
            gold_spans=dict(self._spans),
            gold_relations=dict(self._relations),
            decisions=dict(self._decisions),
            has_gold=self._had_gold or bool(self._spans),
        )
        self.docket = docket_of(case, self.docket)

    # ------------------------------------------------------------ one verdict

    def _carry_out(self, verdict: Verdict) -> None:
        group, case = verdict.group, self.docket.case
        made = [_gold(case, verdict, one, number) for number, one in enumerate(verdict.chosen)]
        former = [*group.former, *([group.decision] if group.decision is not None else [])]
        kept = {one.id for one in made}
        for one in made:
            self._write(one)
        for id_ in sorted({id_ for decision in former for id_ in decision.gold} - kept):
            self._replace(id_, [one for one in made if isinstance(one, Span)])
        self._write_decision(self._decision(verdict, made))

    def _replace(self, gold_id: str, by: Sequence[Span]) -> None:
        """Remove a gold annotation; the relations of a span go to what stands in its place."""
        relation, span = self._relations.get(gold_id), self._spans.get(gold_id)
        if relation is not None:
            self._remove(relation)
        if span is None:
            return
        new = nearest(span, by).id if by else None
        for one in [one for one in self._relations.values() if span.id in (one.from_id, one.to_id)]:
            start, end = (new if end == span.id else end for end in (one.from_id, one.to_id))
            if start is None or end is None or self._stands(one.label, start, end):
                self._remove(one)
            else:
                self._write(replace(one, from_id=start, to_id=end))
        self._remove(span)

    def _stands(self, label: str, start: str, end: str) -> bool:
        there = ((one.label, one.from_id, one.to_id) for one in self._relations.values())
        return start == end or (label, start, end) in there

    def _decision(self, verdict: Verdict, made: Sequence[Annotation]) -> Decision:
        group, case = verdict.group, self.docket.case
        is_rule = verdict.rule == "unanimous"
        made_now = Decision(
            group.id,
            case.document_id,
            group.kind,
            verdict.outcome,
            tuple(one.id for one in group.members),
            {**group.prints, COUNTED: str(len(case.people))},
            tuple(sorted(id_ for one in verdict.chosen for id_ in one.members)),
            tuple(one.id for one in made),
            verdict.rule,
            "" if is_rule else self._by,
            verdict.reason,
            codebook=case.codebook.version,
            created=group.modified if is_rule else self._time,
        )
        was = verdict.carried
        if was is None:
            return made_now
        who, why = was.annotator, was.comment
        return replace(made_now, annotator=who, comment=why, codebook=was.codebook, created=was.created)

    # ------------------------------------------------------------ registers

    def _write(self, value: Annotation) -> None:
        store: dict[str, Span] | dict[str, Relation]
        store = self._spans if isinstance(value, Span) else self._relations
        self._note(value, store.get(value.id), value)
        store[value.id] = value  # type: ignore[assignment]

    def _remove(self, value: Annotation) -> None:
        self._note(value, value, None)
        (self._spans if isinstance(value, Span) else self._relations).pop(value.id)

    def _write_decision(self, decision: Decision) -> None:
        before = self._decisions.get(decision.id)
        value = decision.as_field()
        self._note(value, before.as_field() if before is not None else None, value)
        self._decisions[decision.id] = decision

    def _note(self, value: Value, before: Value | None, after: Value | None) -> None:
        register = register_of(value)
        self._before.setdefault(register, before)
        self._after[register] = after


def _gold(case: Case, verdict: Verdict, candidate: Candidate, number: int) -> Annotation:
    """The gold annotation that a candidate becomes."""
    group, value = verdict.group, candidate.value
    id_, time = made_id("gold", group.id, str(number)), group.modified
    if isinstance(value, Relation):
        return replace(
            value, id=id_, annotator=GOLD.id, note="", origin="adjudicated", created=time, modified=time
        )
    fragments = verdict.fragments or value.fragments
    made = replace(
        value,
        id=id_,
        fragments=fragments,
        text=exact_text(case.text, fragments),
        annotator=GOLD.id,
        note="",
        origin="adjudicated",
        created=time,
        modified=time,
    )
    is_moved = fragments != value.fragments
    return quote_form.filled(made, case.text, case.codebook) if is_moved else made


def agreed(docket: Docket) -> list[Verdict]:
    """The verdicts that need no question: everybody agrees, or with what was decided before."""
    return [found for one in docket.open() if (found := _unasked(one)) is not None]


def _unasked(group: Group) -> Verdict | None:
    if is_agreed(group):
        return Verdict(group, "taken", group.candidates[:1], rule="unanimous")
    if (known := confirmed(group)) is None:
        return None
    former, chosen = known
    return Verdict(group, "taken", chosen, rule=former.rule, reason=former.reason, carried=former)


def decide(
    docket: Docket, verdicts: Sequence[Verdict], *, by: str, title: str, time: str = ""
) -> tuple[Edit, Docket]:
    """Decide, and take over what all agree on; the step, and the article after it."""
    draft = Draft(docket, by=by, time=time)
    draft.carry_out(verdicts)
    draft.settle()
    return draft.edit(title), draft.docket


def settle(docket: Docket, *, by: str, title: str, time: str = "") -> tuple[Edit, Docket]:
    """Take over what all agree on; an edit without changes where that is nothing."""
    return decide(docket, (), by=by, title=title, time=time)


def carry_out(
    docket: Docket, plan: Plan, *, by: str, title: str, time: str = ""
) -> tuple[Edit, list[Verdict]]:
    """Decide by a plan until it has nothing more to say: spans first, then their relations."""
    draft = Draft(docket, by=by, time=time)
    if plan is not agreed:
        draft.settle()
    done: set[str] = set()
    while verdicts := [one for one in plan(draft.docket) if one.group.id not in done]:
        done |= {one.group.id for one in verdicts}
        draft.carry_out(verdicts)
        draft.settle()
    return draft.edit(title), draft.carried_out


def give_reason(case: Case, decision: Decision, reason: str, *, by: str) -> Edit:
    """Say why something was decided as it was."""
    after = replace(decision, reason=reason)
    before, value = case.decisions[decision.id].as_field(), after.as_field()
    changes = (Change(before, value),) if before != value else ()
    return Edit(f"reason: {reason}" if reason else "take the reason away", changes, by, now())


def mark_edited(case: Case, decision: Decision, *, by: str) -> Edit:
    """Say that the gold of a decision is edited by hand from now on."""
    time = now()
    after = replace(decision, outcome="edited", rule="", annotator=by, created=time)
    before, value = case.decisions[decision.id].as_field(), after.as_field()
    return Edit("edit the gold", (Change(before, value),), by, time)


def withdraw(case: Case, decision: Decision, *, by: str) -> Edit:
    """Open a group again: its decision goes, with its gold and the relations of that."""
    spans = [case.gold_spans[id_] for id_ in decision.gold if id_ in case.gold_spans]
    relations = {id_: one for id_, one in case.gold_relations.items() if id_ in decision.gold}
    ends = {one.id for one in spans}
    for id_, one in case.gold_relations.items():
        if one.from_id in ends or one.to_id in ends:
            relations[id_] = one
    gone: list[Value] = [*relations.values(), *spans, case.decisions[decision.id].as_field()]
    return Edit("open again", tuple(Change(one, None) for one in gone), by, now())


def _is_gold(change: Change) -> bool:
    return isinstance(change.after, Span | Relation)


def _gold_fields() -> list[Change]:
    said: dict[str, Json] = {"name": GOLD.name, "role": GOLD.role}
    return [Change(None, Field("annotator", GOLD.id, name, value)) for name, value in said.items()]


def _turn_of_change(change: Change) -> int:
    """Spans are there before their relations, and go after them."""
    if isinstance(change.value, Field):
        return 4
    is_gone = change.after is None
    return (3 if is_gone else 0) if isinstance(change.value, Span) else (2 if is_gone else 1)
