"""Groups, verdicts and rules of adjudication, without a window and without a file."""

from __future__ import annotations

from dataclasses import replace

from annotator.model.adjudication import people_of
from annotator.model.adjudication_docket import Docket, docket_of, next_group, progress_of
from annotator.model.adjudication_feedback import differences
from annotator.model.adjudication_rules import (
    alike,
    all_of,
    edges,
    majorities,
    majority,
    majority_layer,
)  # fmt: skip
from annotator.model.adjudication_verdicts import Verdict, carry_out, decide, give_reason, withdraw
from annotator.model.change import Change, Edit
from annotator.model.decisions import GOLD
from annotator.model.values import Span
from tests.model.adjudging import TIME, case, docket, gold, link, span, take

A, B, C = "a", "b", "c"


def kinds(present) -> list[str]:  # type: ignore[no-untyped-def]
    return [one.kind for one in present.open()]


def test_what_all_agree_on_is_gold_without_a_question() -> None:
    present = docket(span(A, "PER", (0, 9)), span(B, "PER", (0, 9)))
    assert gold(present) == ["PER 0-9"]
    (decision,) = present.case.decisions.values()
    assert (decision.rule, decision.annotator, decision.created) == ("unanimous", "", TIME)


def test_nothing_is_agreed_on_by_one_alone() -> None:
    assert docket(span(A, "PER", (0, 9))).groups == ()
    assert gold(docket(span(A, "PER", (0, 9)))) == []


def test_who_is_done_without_a_span_counts() -> None:
    assert kinds(docket(span(A, "PER", (0, 9)), done=B)) == ["missing"]


def test_each_difference_has_its_kind() -> None:
    present = docket(
        span(A, "PER", (0, 9)), span(B, "PER", (0, 4)),
        span(A, "ORG", (17, 30)), span(B, "GPE", (17, 30)),
        span(A, "DATE", (77, 83)),
        span(A, "QUOTE", (55, 84), form="direct"), span(B, "QUOTE", (55, 84), form="mixed"),
    )  # fmt: skip
    assert kinds(present) == ["edge", "label", "missing", "attribute"]


def test_a_default_is_the_same_as_its_value() -> None:
    usual = {"certainty": "sure"}
    assert kinds(docket(span(A, "PER", (0, 9), **usual), span(B, "PER", (0, 9)))) == []


def test_layers_and_ends_of_relations_come_first() -> None:
    spans = [
        one for who in (A, B)
        for one in (span(who, "QUOTE", (55, 84 + (who == B))), span(who, "SOURCE", (0, 9 + (who == B))),
                    span(who, "CLAIM", (56, 83 + (who == B))), span(who, "ORG", (17, 29 + (who == B))))
    ]  # fmt: skip
    assert [one.candidates[0].value.label for one in docket(*spans).open()] == [
        "ORG", "SOURCE", "QUOTE", "CLAIM",
    ]  # fmt: skip


def test_identical_candidates_are_one_with_its_support() -> None:
    present = docket(span(A, "PER", (0, 9)), span(B, "PER", (0, 9)), span(C, "PER", (0, 4)))
    (group,) = present.open()
    assert [one.support for one in group.candidates] == [2, 1]
    assert group.people == 3
    verdict = majority(group)
    assert verdict is not None
    assert verdict.chosen == group.candidates[:1]


def test_nobody_is_a_majority_too() -> None:
    present = docket(span(A, "PER", (0, 9)), span(B, "ORG", (17, 30)), done="bc")
    assert [majority(one).outcome for one in present.open()] == ["none", "none"]  # type: ignore[union-attr]


def test_two_people_have_no_majority() -> None:
    (group,) = docket(span(A, "PER", (0, 9)), span(B, "PER", (0, 4))).open()
    assert majority(group) is None


def test_two_spans_against_one_are_two_questions() -> None:
    present = docket(span(A, "PER", (0, 4)), span(A, "PER", (5, 9)), span(B, "PER", (0, 9)))
    assert kinds(present) == ["edge", "missing"]
    assert [len(one.members) for one in present.open()] == [2, 1]


def test_none_is_a_decision() -> None:
    present = take(docket(span(A, "PER", (0, 9)), done=B), outcome="none")
    assert (present.open(), gold(present)) == ([], [])
    assert [one.outcome for one in present.case.decisions.values()] == ["none"]


def test_relations_have_their_turn_when_their_ends_are_gold() -> None:
    quotes = [span(who, "QUOTE", (55, 84)) for who in (A, B)]
    sources = [span(A, "SOURCE", (0, 9)), span(B, "SOURCE", (0, 4))]
    links = [link("speaker", quotes[at], sources[at]) for at in (0, 1)]
    present = docket(*quotes, *sources, *links)
    assert (kinds(present), present.waiting) == (["edge"], 2)
    present = take(present)
    assert (kinds(present), present.waiting, len(present.case.gold_relations)) == ([], 0, 1)
    (relation,) = present.case.gold_relations.values()
    assert {relation.from_id, relation.to_id} == set(present.case.gold_spans)


def test_another_speaker_is_one_question() -> None:
    both = [
        one
        for who in (A, B)
        for one in (
            span(who, "QUOTE", (55, 84)),
            span(who, "SOURCE", (0, 9)),
            span(who, "SOURCE", (17, 30)),
        )
    ]
    links = [link("speaker", both[0], both[1]), link("speaker", both[3], both[5])]
    present = docket(*both, *links)
    assert kinds(present) == ["relation"]
    assert len(present.open()[0].candidates) == 2
    assert len(take(present, 1).case.gold_relations) == 1


def test_a_relation_without_an_end_asks_nothing() -> None:
    quote, source = span(A, "QUOTE", (55, 84)), span(A, "SOURCE", (0, 9))
    present = docket(quote, source, link("speaker", quote, source), span(B, "QUOTE", (55, 84)))
    present = take(present, outcome="none")
    assert (kinds(present), present.waiting, present.is_decided) == ([], 0, True)


def test_a_changed_member_opens_its_group_alone() -> None:
    first, other = span(A, "PER", (0, 9)), span(A, "ORG", (17, 30))
    present = docket(first, span(B, "PER", (0, 4)), other, span(B, "ORG", (13, 30)))
    present = take(take(present))
    assert present.open() == []
    moved = span(A, "PER", (0, 8), id_=first.id)
    present = docket_of(present.case.after(Edit("", (Change(first, moved),), A, TIME)))
    (group,) = present.open()
    assert [one.outcome for one in group.former] == ["taken"]
    after = take(present)
    assert len(after.case.gold_spans) == 2
    assert len(after.case.decisions) == 2


def test_a_new_annotation_replaces_the_gold_and_keeps_its_relations() -> None:
    both = [one for who in (A, B) for one in (span(who, "QUOTE", (55, 84)), span(who, "SOURCE", (0, 9)))]
    links = [link("speaker", both[0], both[1]), link("speaker", both[2], both[3])]
    present = docket(*both, *links)
    assert len(present.case.gold_relations) == 1
    late = span(C, "SOURCE", (0, 4))
    present = docket_of(
        replace(present.case, persons=frozenset("abc")).after(Edit("", (Change(None, late),), C, TIME))
    )
    assert kinds(present) == ["edge"]
    after = take(present, 1)
    assert gold(after) == ["SOURCE 0-4", "QUOTE 55-84"]
    (relation,) = after.case.gold_relations.values()
    assert relation.to_id in after.case.gold_spans
    assert after.open() == []


def test_who_later_has_what_was_decided_opens_nothing() -> None:
    first = (span(A, "PER", (0, 9)), span(B, "PER", (0, 4)))
    present = take(docket(*first))
    (decided,) = present.case.decisions.values()
    later = _with(present, span(C, "PER", first[0 if gold(present) == ["PER 0-9"] else 1].fragments[0]))
    assert (kinds(later), progress_of(later).left, progress_of(later).agreed) == (["edge"], 0, 1)
    after = decide(later, (), by="other", title="")[1]
    assert (kinds(after), gold(after)) == ([], gold(present))
    (now,) = (one for one in after.case.decisions.values() if len(one.members) == 3)
    assert (now.annotator, now.created, now.people) == (decided.annotator, decided.created, 3)


def test_who_mends_hers_to_what_was_taken_opens_nothing() -> None:
    present = take(docket(span(A, "PER", (0, 9)), span(B, "PER", (0, 4)), span(C, "PER", (0, 3))))
    (taken,) = present.case.gold_spans.values()
    hers = next(one for one in present.case.spans.values() if one.fragments != taken.fragments)
    mended = _with(present, replace(hers, fragments=taken.fragments, text=taken.text))
    after = decide(mended, (), by="other", title="")[1]
    assert (progress_of(mended).left, kinds(after), gold(after)) == (0, [], gold(present))
    (decision,) = after.case.decisions.values()
    assert (decision.annotator, len(decision.chosen)) == ("judge", 2)


def test_who_later_has_it_otherwise_opens_it_again() -> None:
    present = take(docket(span(A, "PER", (0, 9)), span(B, "PER", (0, 4))))
    for edge in (3, 4 if gold(present) == ["PER 0-9"] else 9):
        later = _with(present, span(C, "PER", (0, edge)))
        assert kinds(decide(later, (), by="other", title="")[1]) == ["edge"]


def _with(present: Docket, new: Span) -> Docket:
    spans = {**present.case.spans, new.id: new}
    grown = replace(present.case, spans=spans, persons=present.case.persons | {new.annotator})
    return docket_of(replace(grown, people=people_of(grown)))


def test_deciding_again_changes_the_gold_in_its_place() -> None:
    present = take(docket(span(A, "PER", (0, 9)), span(B, "PER", (0, 4))))
    (group,) = present.groups
    edit, after = decide(
        present, [Verdict(group, "taken", group.candidates[1:])], by="judge", title="", time=TIME
    )
    assert len(after.case.gold_spans) == 1
    assert len(edit.changes) == 2
    assert gold(after) != gold(present)


def test_both_makes_two() -> None:
    present = docket(span(A, "ORG", (0, 15)), span(B, "GPE", (8, 15)))
    (group,) = present.open()
    _, after = decide(present, [Verdict(group, "taken", group.candidates)], by="judge", title="")
    assert gold(after) == ["ORG 0-15", "GPE 8-15"]


def test_the_first_gold_brings_its_annotator() -> None:
    edit, after = decide(
        docket_of(case(span(A, "PER", (0, 9)), span(B, "PER", (0, 9)))), (), by="judge", title=""
    )
    assert [one.value for one in edit.fields("annotator")] == [GOLD.name, "gold"]
    assert docket_of(after.case.after(edit)).open() == []


def test_put_off_comes_last() -> None:
    present = docket(span(A, "PER", (0, 9)), span(A, "ORG", (17, 30)), done=B)
    first = present.open()[0]
    present = take(present, outcome="deferred")
    assert next_group(present, first).start == 17  # type: ignore[union-attr]
    present = take(present)
    assert next_group(present, None).id == first.id  # type: ignore[union-attr]
    assert progress_of(present).left == 1


def test_edges_by_rule() -> None:
    present = docket(span(A, "PER", (0, 9)), span(B, "PER", (5, 12)), span(C, "PER", (5, 9)))
    found = {}
    for way in ("longest", "shortest", "union", "majority"):
        edit, _ = carry_out(present, edges(way), by="judge", title="")
        found[way] = gold(docket_of(present.case.after(edit)))
    assert found == {
        "longest": ["PER 0-9"], "shortest": ["PER 5-9"], "union": ["PER 0-12"], "majority": [],
    }  # fmt: skip


def test_all_of_one_annotator_brings_her_relations() -> None:
    quote, source = span(A, "QUOTE", (55, 84)), span(A, "SOURCE", (0, 9))
    present = docket(quote, source, link("speaker", quote, source), span(B, "QUOTE", (55, 80)),
                     span(B, "PER", (0, 4)))  # fmt: skip
    edit, verdicts = carry_out(present, all_of(A), by="judge", title="")
    after = docket_of(present.case.after(edit))
    assert gold(after) == ["SOURCE 0-9", "QUOTE 55-84"]
    assert (len(after.case.gold_relations), after.is_decided, len(verdicts)) == (1, True, 4)


def test_the_majority_of_so_many() -> None:
    spans = [span(A, "PER", (0, 9)), span(B, "PER", (0, 9)), span(C, "PER", (0, 4)),
             span(A, "ORG", (17, 30))]  # fmt: skip
    edit, _ = carry_out(docket(*spans), majorities(2), by="judge", title="")
    after = docket_of(docket(*spans).case.after(edit))
    assert (gold(after), after.is_decided) == (["PER 0-9"], True)
    assert len(majority_layer(docket(*spans))) == 1


def test_the_same_words_are_decided_alike() -> None:
    step = 87
    places = [(at, at + 9) for at in (0, step, 2 * step)]
    present = docket(*(span(who, label, at) for at in places for who, label in ((A, "PER"), (B, "ORG"))))
    group = present.open()[0]
    assert len(alike(present, Verdict(group, "taken", group.candidates[:1]))) == 2


def test_the_same_two_entities_are_decided_alike() -> None:
    spans = [
        replace(span(who, "PER", place), text="Lena", entity=entity)
        for who, entity in ((A, "e1"), (B, "e2"))
        for place in ((0, 4), (85, 89))
    ]
    present = docket(*spans)
    group = present.open()[0]
    verdict = Verdict(group, "taken", group.candidates[:1])
    (found,) = alike(decide(present, [verdict], by="j", title="")[1], verdict)
    assert found.chosen[0].value.entity == group.candidates[0].value.entity  # type: ignore[union-attr]


def test_a_reason_can_be_given_afterwards_and_a_decision_withdrawn() -> None:
    present = take(docket(span(A, "PER", (0, 9)), span(B, "PER", (0, 4))))
    (decision,) = present.case.decisions.values()
    reasoned = present.case.after(give_reason(present.case, decision, "title", by="judge"))
    assert reasoned.decisions[decision.id].reason == "title"
    back = docket_of(reasoned.after(withdraw(reasoned, reasoned.decisions[decision.id], by="judge")))
    assert (len(back.open()), gold(back)) == (1, [])


def test_feedback_says_what_was_hers_and_what_is_gold() -> None:
    present = docket(
        span(A, "PER", (0, 9)), span(B, "PER", (0, 4)),
        span(B, "ORG", (17, 30)), span(A, "DATE", (77, 83)),
    )  # fmt: skip
    while present.open():
        present = take(present, 1 if len(present.open()[0].candidates) > 1 else 0)
    one, other = (sorted(d.kind for d in differences(present.case, who)) for who in (A, B))
    assert sorted([*one, *other]) == ["edge", "missing", "missing"]
