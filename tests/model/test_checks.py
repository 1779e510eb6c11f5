from __future__ import annotations

import pytest

from annotator.model.checks import BY_ID, CHECKS
from annotator.model.fragment import normalise
from annotator.model.values import Relation, Span
from tests.model.checking_rig import NEWS, TEXT, codebook, found, kinds, on, relation, span

QUOTE = span("q", "QUOTE", (0, 5))
SOURCE = span("s", "SOURCE", (11, 14))
CUE = span("c", "CUE", (6, 10))
SOUND = (QUOTE, SOURCE, CUE, relation("speaker", "q", "s"), relation("cue", "q", "c"))


def test_a_sound_quote_has_no_findings() -> None:
    assert kinds(*SOUND) == []


@pytest.mark.parametrize(
    ("one", "kind", "level"),
    [
        (span("x", "PER", (11, 14), text="Ida"), "text", "error"),
        (span("x", "PER", (60, 99), text=""), "offsets", "error"),
        (span("x", "SHIP", (11, 14)), "label", "error"),
        (span("x", "PER", (11, 14), attributes={"form": "direct"}), "attribute", "error"),
        (span("x", "PER", (11, 14), attributes={"mention": "nickname"}), "attribute", "error"),
        (span("x", "PER", (10, 14)), "edges", "warning"),
        (span("x", "PER", (11, 15)), "edges", "warning"),
        (span("x", "PER", (11, 20)), "paragraph", "warning"),
    ],
)
def test_a_single_span_is_checked(one: Span, kind: str, level: str) -> None:
    assert (kind, level) in kinds(one)


def test_required_attributes_must_be_said() -> None:
    bare = Span("x", "d", "ZONE", normalise([(0, 15)]), TEXT[:15], "mia")
    [finding] = found(bare)
    assert (finding.kind, finding.proposal) == ("required", "zone_kind")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He works for Halyard Inc. now", "Halyard Inc."),
        ("Back in the U.S. again", "U.S."),
        ("A fact. It holds.", "It holds."),
    ],
)
def test_marks_that_belong_to_the_words_may_stay(text: str, words: str) -> None:
    label = "CLAIM" if words.startswith("It") else "ORG"
    assert "edges" not in dict(kinds(on(text, label, words), text=text))


def test_a_quote_may_run_over_paragraphs_and_stay_open() -> None:
    quote = span("q", "QUOTE", (17, 26), (28, 39))
    assert {"paragraph", "direct-marks", "marks"}.isdisjoint(dict(kinds(quote)))


def test_a_direct_quote_stands_in_marks() -> None:
    assert "direct-marks" in dict(kinds(span("q", "QUOTE", (1, 5))))


@pytest.mark.parametrize(("start", "end", "proposal"), [(0, 4, "0-5"), (1, 5, "0-5"), (0, 5, None)])
def test_one_of_two_quotation_marks_is_told(start: int, end: int, proposal: str | None) -> None:
    marks = [one for one in found(span("q", "QUOTE", (start, end))) if one.kind == "marks"]
    assert [one.proposal for one in marks] == ([proposal] if proposal else [])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("“One.\n\n“Two,” she said.", 0),
        ("„Eins.\n\nZwei.“", 0),
        ("“One, she said.\nMore.", 1),
        ("One,” she said.", 1),
        ('A "word. Then more.', 1),
    ],
)
def test_a_text_with_an_odd_mark_is_told_where_somebody_works(text: str, number: int) -> None:
    assert dict(kinds(text=text)) == {}
    assert len(kinds(text=text, at_work={"d": ["mia"]})) == number


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (relation("speaker", "s", "q"), "speaker must not lead from SOURCE to QUOTE"),
        (relation("admires", "q", "s"), "the codebook has no relation “admires”"),
        (relation("speaker", "q", "gone"), "leads to or from a span that is not in the article"),
        (relation("speaker", "q", "s", attributes={"basis": "rumour"}), "“rumour” is no value of basis"),
    ],
)
def test_relations_follow_the_codebook(link: Relation, said: str) -> None:
    assert said in " ".join(one.message for one in found(*SOUND, link) if one.level == "error")


def test_too_many_relations_are_named() -> None:
    cue = span("c2", "CUE", (6, 10))
    messages = [one.message for one in found(*SOUND, cue, relation("cue", "q", "c2"))]
    assert any("2 relations cue, at most 1 are allowed" in message for message in messages)


def test_the_same_label_twice_is_a_duplicate_of_one_annotator() -> None:
    assert ("duplicate", "warning") in kinds(*SOUND, span("s2", "SOURCE", (11, 14)))
    assert "duplicate" not in dict(kinds(*SOUND, span("s2", "SOURCE", (11, 14), annotator="bo")))


def test_loose_quotes_sources_and_cues_are_named() -> None:
    assert kinds(QUOTE, SOURCE, CUE) == [
        ("quote-needs-speaker", "warning"),
        ("cue-used-once", "warning"),
        ("source-unused", "warning"),
    ]


def test_a_chain_of_quotes_shares_its_cue_and_speaker() -> None:
    later = span("q2", "QUOTE", (17, 26), (28, 39))
    links = (relation("continues", "q2", "q"), relation("cue", "q2", "c"))
    assert kinds(*SOUND, later, *links) == []


def test_a_claim_needs_a_source_unless_it_lies_within_a_quote() -> None:
    claim, inside = span("x", "CLAIM", (40, 61)), span("y", "CLAIM", (1, 3))
    assert [one.span_id for one in found(*SOUND, claim, inside)] == ["x"]
    assert kinds(*SOUND, claim, relation("claimant", "x", "s")) == []


def test_a_claim_is_one_sentence() -> None:
    text = "It rained. It poured. Dr. Ada left."
    assert "claim-single-sentence" in dict(kinds(on(text, "CLAIM", "It rained. It poured"), text=text))
    assert "claim-single-sentence" not in dict(kinds(on(text, "CLAIM", "Dr. Ada left"), text=text))


def test_an_entity_that_is_gone_is_told() -> None:
    linked = span("x", "PER", (11, 14), entity="e1")
    assert kinds(linked, entities={"e1"}) == []
    assert kinds(linked, entities=set()) == [("entity", "error")]


@pytest.mark.parametrize(
    ("overlap", "other", "is_told"),
    [
        ("none", (3, 8), True),
        ("none", (5, 8), False),
        ("nested-allowed", (1, 4), False),
        ("nested-allowed", (3, 8), True),
        ("free", (3, 8), False),
    ],
)
def test_overlaps_follow_the_layer(overlap: str, other: tuple[int, int], is_told: bool) -> None:
    book = codebook(
        layers=[{"id": "all", "name": "All", "overlap": overlap}],
        labels=[{"id": "A", "name": "A", "layer": "all"}, {"id": "B", "name": "B", "layer": "all"}],
    )
    text = "abcdefghij"
    pair = [span("x", "A", (0, 5), within=text), span("y", "B", other, within=text)]
    assert ("overlap" in dict(kinds(*pair, text=text, codebook=book))) is is_told
    apart = [pair[0], span("z", "B", other, within=text, annotator="bo")]
    assert "overlap" not in dict(kinds(*apart, text=text, codebook=book))


def test_content_needs_one_cue_for_its_whole_chain() -> None:
    book = codebook(
        layers=[{"id": "all", "name": "All"}],
        labels=[{"id": one, "name": one, "layer": "all"} for one in ("CONTENT", "CUE")],
        relations=[
            {"id": "cue_of", "name": "cue", "from": ["CONTENT"], "to": ["CUE"], "min": 1},
            {"id": "part_of", "name": "part", "from": ["CONTENT"], "to": ["CONTENT"], "acyclic": True},
        ],
        constraints=[{"id": "content-needs-cue", "level": "error"}],
    )
    spans = (span("a", "CONTENT", (0, 5)), span("b", "CONTENT", (28, 39)), span("c", "CUE", (6, 10)))
    chain = (*spans, relation("part_of", "b", "a"))
    assert kinds(*chain, codebook=book) == [("content-needs-cue", "error")]
    assert kinds(*chain, relation("cue_of", "b", "c"), codebook=book) == []


def test_every_sentence_of_a_done_article_has_one_label() -> None:
    book = codebook(
        layers=[{"id": "c", "name": "Claims"}],
        labels=[{"id": "YES", "name": "Yes", "layer": "c", "extent": "sentence"}],
        constraints=[{"id": "every-sentence", "level": "warn"}],
    )
    text = "Ferry late\n\nIt was late. Nobody called. It sank."
    one, two = on(text, "YES", "It was late."), on(text, "YES", "It sank.")
    twice = on(text, "YES", "It sank.", "again", annotator="mia")
    done = {"d": ["mia"]}
    reasons = [x.reason for x in found(one, two, text=text, codebook=book, done=done)]
    assert reasons == ["it has no label"]
    spans = (one, two, twice, on(text, "YES", "Nobody called."))
    assert "it has 2 labels, not one" in [
        x.reason for x in found(*spans, text=text, codebook=book, done=done)
    ]
    assert kinds(one, text=text, codebook=book) == []


def test_a_finding_names_label_words_and_place() -> None:
    [finding] = found(span("x", "SHIP", (11, 14)))
    assert finding.message == "SHIP “Ada” at 11: the codebook has no such label"
    assert (finding.document_id, finding.span_id) == ("d", "x")
    assert (finding.left[-5:], finding.right[:1]) == ("said ", ".")


def test_without_blank_lines_every_line_is_a_paragraph() -> None:
    text = "One line.\nTwo lines."
    one = span("x", "PER", (0, 12), within=text)
    assert [finding.kind for finding in found(one, text=text)] == ["paragraph"]


def test_each_check_is_explained() -> None:
    assert len(BY_ID) == len(CHECKS)
    assert all(check.name and check.explanation.endswith(".") for check in CHECKS)
    constraints = NEWS.guidelines["constraints"]
    assert isinstance(constraints, list)
    assert all(isinstance(one, dict) and one["id"] in BY_ID for one in constraints)
