from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotator.jobs.check_fixing import ALL_FIXES, can_fix
from annotator.model.check_fixes import Bench
from annotator.model.check_rules import Rules
from annotator.model.checking import findings
from annotator.model.values import Relation, Span
from tests.model.checking_rig import NEWS, TEXT, background, contents, on, relation, span, strings

if TYPE_CHECKING:
    from annotator.model.check_strings import Strings

QUOTE = span("q", "QUOTE", (0, 5))
SOURCE = span("s", "SOURCE", (11, 14))


def fixed(kind: str, *values: Span | Relation, text: str = TEXT, known: Strings | None = None) -> Bench:
    """The document after all findings of this check were fixed; none is left."""
    around = background(entities={"e1"}, at_work={"d": ["mia"]})
    there = contents(text, *values)
    bench = Bench(there, Rules(NEWS), by="bo")
    for finding in findings(there, around, known):
        if finding.kind == kind and can_fix(finding):
            edit = ALL_FIXES[kind](finding, bench)
            assert edit is not None
            bench.take(edit.changes)
    after = contents(text, *bench.spans.values(), *bench.relations.values())
    assert kind not in [one.kind for one in findings(after, around)]
    return bench


@pytest.mark.parametrize(
    ("kind", "before", "words"),
    [
        ("edges", span("x", "PER", (10, 15)), "Ada"),
        ("text", span("x", "PER", (6, 9), text="Ada"), "Ada"),
        ("marks", span("x", "QUOTE", (0, 4)), "“No,”"),
        ("marks", span("x", "QUOTE", (1, 5)), "“No,”"),
    ],
)
def test_spans_move(kind: str, before: Span, words: str) -> None:
    bench = fixed(kind, before)
    assert bench.spans["x"].text == words
    assert [(one.before, one.after) for one in bench.changes()] == [(before, bench.spans["x"])]


def test_attributes_are_taken_away_and_filled_in() -> None:
    odd = span("x", "PER", (11, 14), attributes={"mention": "nickname", "form": "direct"})
    assert fixed("attribute", odd).spans["x"].attributes == {}
    bare = replace(QUOTE, attributes={})
    assert fixed("required", bare).spans["q"].attributes == {"form": "direct"}


def test_two_fixes_of_one_span_are_one_change() -> None:
    claim = Span("x", "d", "CLAIM", QUOTE.fragments, QUOTE.text, "mia")
    bench = fixed("required", claim)
    assert bench.spans["x"].attributes == {"claim_kind": "event", "worth": "medium"}
    assert len(bench.changes()) == 1


def test_a_forbidden_relation_goes() -> None:
    bench = fixed("relation", QUOTE, SOURCE, relation("speaker", "s", "q"))
    assert bench.relations == {}


def test_a_link_to_nothing_goes_and_a_missing_one_is_made() -> None:
    gone = span("x", "PER", (11, 14), entity="e9")
    assert fixed("entity", gone).spans["x"].entity is None
    text = "Odo Lind met Ada."
    person = on(text, "PER", "Odo Lind")
    known = strings(replace(person, entity="e1"))
    assert fixed("entity-missing", person, text=text, known=known).spans["Odo Lind"].entity == "e1"


def test_of_two_equal_spans_one_stays_with_all_relations() -> None:
    twin = span("s2", "SOURCE", (11, 14))
    links = (relation("speaker", "q", "s"), relation("speaker", "q", "s2"))
    bench = fixed("duplicate", QUOTE, SOURCE, twin, *links)
    assert set(bench.spans) == {"q", "s"}
    assert [one.to_id for one in bench.relations.values()] == ["s"]
    lone = fixed("duplicate", QUOTE, SOURCE, twin, links[1])
    assert [one.to_id for one in lone.relations.values()] == ["s"]


def test_the_majority_gives_its_label() -> None:
    org, gpe = span("x", "ORG", (11, 14)), span("y", "GPE", (11, 14), attributes={"role": "literal"})
    bench = fixed("same-string", gpe, known=strings(org, org, gpe))
    assert (bench.spans["y"].label, bench.spans["y"].attributes) == ("ORG", {})


def test_what_is_labelled_elsewhere_is_labelled_with_its_entity() -> None:
    text = "Odo Lind met Ada."
    known = strings(replace(on(text, "PER", "Odo Lind"), entity="e1"))
    bench = fixed("unlabelled", text=text, known=known)
    [made] = bench.spans.values()
    assert (made.text, made.label, made.origin) == ("Odo Lind", "PER", "propagated")
    assert (made.entity, made.annotator) == ("e1", "bo")


def test_a_part_of_a_longer_name_is_not_labelled_unseen() -> None:
    text = "He lives in Odo Lind Street."
    there = contents(text)
    known = strings(on(text, "PER", "Odo Lind"))
    [finding] = findings(there, background(at_work={"d": ["mia"]}), known)
    assert ALL_FIXES["unlabelled"](finding, Bench(there, Rules(NEWS), by="bo")) is None


def test_a_quote_gets_its_likeliest_speaker_and_cue() -> None:
    bench = fixed("quote-needs-speaker", QUOTE)
    links = {one.label: bench.spans[one.to_id].text for one in bench.relations.values()}
    assert links == {"speaker": "Ada", "cue": "said"}
    assert [one.attributes for one in bench.spans.values() if one.label == "SOURCE"] == [
        {"naming": "named"}
    ]
    used = fixed("quote-needs-speaker", QUOTE, SOURCE)
    assert "s" in [one.to_id for one in used.relations.values()]


def test_a_claim_gets_a_source_only_if_somebody_makes_it() -> None:
    text = "Ida Brandt said the ferry was late. Odo Lind left. The fog was thick."
    said, own = on(text, "CLAIM", "the ferry was late"), on(text, "CLAIM", "The fog was thick")
    there = contents(text, said, own)
    bench = Bench(there, Rules(NEWS), by="bo")
    answers = [ALL_FIXES[one.kind](one, bench) for one in findings(there, background())]
    assert [answer is not None for answer in answers] == [True, False]


def test_words_that_name_nobody_are_no_source_of_a_claim() -> None:
    text = "The figure shows that the ferry was late."
    there = contents(text, on(text, "CLAIM", "the ferry was late"))
    [finding] = findings(there, background())
    assert ALL_FIXES[finding.kind](finding, Bench(there, Rules(NEWS), by="bo")) is None


def test_a_finding_without_an_answer_changes_nothing() -> None:
    text = "“So be it.”"
    quote = on(text, "QUOTE", text)
    there = contents(text, quote)
    [finding] = findings(there, background())
    assert ALL_FIXES[finding.kind](finding, Bench(there, Rules(NEWS), by="bo")) is None
