"""What holds of adjudication whatever people have annotated."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as some

from annotator.model.adjudication import Case, people_of
from annotator.model.adjudication_docket import Docket, docket_of
from annotator.model.adjudication_rules import all_of
from annotator.model.adjudication_verdicts import Verdict, carry_out, decide, settle
from annotator.model.change import Change, Edit
from annotator.model.values import Relation, Span
from tests.model.adjudging import TEXT, TIME, case, link, span

PEOPLE = "abc"
PLACES = some.tuples(some.integers(0, 60), some.integers(1, 12)).map(lambda at: (at[0], sum(at)))
MARKS = some.tuples(
    some.sampled_from(PEOPLE), some.sampled_from(("PER", "ORG", "SOURCE", "QUOTE")), PLACES
)
ARTICLES = some.tuples(some.lists(MARKS, max_size=14), some.integers(0, 999))


def made(marks: list[tuple[str, str, tuple[int, int]]], seed: int) -> Case:
    """An article with these spans, each person's mark with a certain chance of being shared."""
    chance = random.Random(seed)
    spans: dict[str, Span] = {}
    for who, label, place in marks:
        others = [one for one in PEOPLE if chance.random() < 0.5]
        for one in {who, *others}:
            mark = span(one, label, place)
            spans[mark.id] = mark
    relations = []
    for quote in (one for one in spans.values() if one.label == "QUOTE"):
        hers = [one for one in spans.values() if one.annotator == quote.annotator]
        sources = sorted((one for one in hers if one.label == "SOURCE"), key=lambda one: one.id)
        if sources:
            relations.append(link("speaker", quote, chance.choice(sources)))
    return case(*spans.values(), *relations, done=PEOPLE)


def decided(present: Docket, seed: int, *, both: bool = False) -> Docket:
    """The article when everything in it has been decided by chance."""
    chance = random.Random(seed)
    seen: set[str] = set()
    while groups := present.open():
        group = groups[0]
        assert group.id not in seen
        seen.add(group.id)
        choice = chance.randrange(-1, len(group.candidates) + both)
        chosen = group.candidates[choice : choice + 1] if choice >= 0 else ()
        if choice == len(group.candidates):
            chosen = group.candidates
        outcome = "taken" if chosen else "none"
        case = present.case
        verdict = Verdict(group, outcome, chosen)
        edit, present = decide(present, [verdict], by="j", title="", time=TIME)
        assert docket_of(case.after(edit)).groups == present.groups
    return present


@settings(max_examples=40)
@given(ARTICLES)
def test_each_annotation_is_in_one_group_and_each_group_is_decided_once(article) -> None:  # type: ignore[no-untyped-def]
    found = made(*article)
    present = docket_of(found)
    members = [one.id for group in present.groups for one in group.members if isinstance(one, Span)]
    assert sorted(members) == sorted(found.spans)
    for group in present.groups:
        assert len({one.annotator for one in group.members}) == len(group.members)
    after = decided(settle(present, by="j", title="")[1], article[1])
    assert after.is_decided
    assert all(one.decision is not None for one in after.groups)


@settings(max_examples=40)
@given(ARTICLES)
def test_taking_over_agreement_is_idempotent_and_the_same_everywhere(article) -> None:  # type: ignore[no-untyped-def]
    found = made(*article)
    here, present = settle(docket_of(found), by="jane", title="x")
    there, _ = settle(docket_of(found), by="june", title="y", time="2030-01-01T00:00:00.000Z")
    assert here.changes == there.changes
    assert settle(present, by="jane", title="x")[0].changes == ()
    assert found.after(here).gold_spans == present.case.gold_spans


@settings(max_examples=40)
@given(ARTICLES)
def test_a_group_gives_one_gold_span_unless_both_are_taken(article) -> None:  # type: ignore[no-untyped-def]
    present = decided(settle(docket_of(made(*article)), by="j", title="")[1], article[1])
    golds = [one for group in present.groups for one in group.decision.gold]  # type: ignore[union-attr]
    assert all(len(group.decision.gold) <= 1 for group in present.groups)  # type: ignore[union-attr]
    assert sorted(golds) == sorted([*present.case.gold_spans, *present.case.gold_relations])


@settings(max_examples=40)
@given(ARTICLES, MARKS)
def test_decisions_survive_a_new_annotation(article, mark) -> None:  # type: ignore[no-untyped-def]
    present = decided(settle(docket_of(made(*article)), by="j", title="")[1], article[1])
    who, label, place = mark
    new = span(who, label, place, id_="new")
    after = docket_of(present.case.after(Edit("", (Change(None, new),), who, TIME)))
    for group in after.open():
        known = {one.id for one in group.members}
        assert "new" in known or group.is_relation or _touches(group, place)
    assert after.case.decisions == present.case.decisions
    again = decided(after, article[1])
    assert again.is_decided
    assert _is_sound(again.case)


def _touches(group, place: tuple[int, int]) -> bool:  # type: ignore[no-untyped-def]
    return bool(group.start < place[1] and group.end > place[0])


@settings(max_examples=40)
@given(ARTICLES, some.booleans())
def test_edits_carry_what_the_docket_says(article, is_rule) -> None:  # type: ignore[no-untyped-def]
    found = made(*article)
    if is_rule:
        edit, _ = carry_out(docket_of(found), all_of("a"), by="j", title="", time=TIME)
        after = docket_of(found.after(edit))
        assert after.is_decided
    else:
        after = decided(settle(docket_of(found), by="j", title="")[1], article[1], both=True)
    assert _is_sound(after.case)
    if is_rule and len(found.people) > 1:
        hers = sorted((one.label, one.fragments) for one in found.spans.values() if one.annotator == "a")
        gold = sorted((one.label, one.fragments) for one in after.case.gold_spans.values())
        assert gold == hers


def _is_sound(case: Case) -> bool:
    spans, relations = case.gold_spans, case.gold_relations
    assert all(TEXT[one.start : one.end] == one.text for one in spans.values())
    ends = [
        (one.label, one.from_id, one.to_id) for one in relations.values() if isinstance(one, Relation)
    ]
    assert len(ends) == len(set(ends))
    return all(start in spans and end in spans for _, start, end in ends)


def test_the_order_of_people_tells_nothing() -> None:
    one = case(span("a", "PER", (0, 9)), span("b", "PER", (0, 4)), span("c", "ORG", (17, 30)))
    orders = {people_of(replace(one, document_id=str(number))) for number in range(40)}
    assert len(orders) == 6
