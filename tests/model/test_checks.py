from __future__ import annotations

from typing import Any

import pytest

from annotator.formats.codebook_file import read
from annotator.model.checks import Finding, findings
from annotator.model.codebook import from_fields, to_fields
from annotator.model.fragment import exact_text, normalise
from annotator.model.values import Document, Relation, Span

TEXT = "“No,” said Ada.\n\n“Not now.\n\n“Not ever.” Bo left for Port Ada. "
CODEBOOK = from_fields(to_fields(read("news-attribution")))
REQUIRED = {
    "SOURCE": {"naming": "named", "kind": "person"},
    "QUOTE": {"form": "direct"},
    "CLAIM": {"claim_kind": "event", "worth": "low"},
}


def span(id_: str, label: str, *fragments: tuple[int, int], **others: Any) -> Span:
    normal = normalise(fragments)
    attributes = {**REQUIRED.get(label, {}), **others.pop("attributes", {})}
    text = others.pop("text", exact_text(TEXT, normal))
    return Span(id_, "d", label, normal, text, "mia", attributes, **others)


def relation(label: str, start: str, end: str, **others: Any) -> Relation:
    return Relation(f"{start}-{label}-{end}", "d", label, start, end, "mia", **others)


def found(*values: Span | Relation) -> list[Finding]:
    spans = [value for value in values if isinstance(value, Span)]
    relations = [value for value in values if isinstance(value, Relation)]
    return findings(Document("d", "Ada", len(TEXT), ""), TEXT, spans, relations, CODEBOOK)


def kinds(*values: Span | Relation) -> list[tuple[str, str]]:
    return [(finding.kind, finding.level) for finding in found(*values)]


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
        (span("x", "PER", (11, 20)), "paragraph", "warning"),
    ],
)
def test_a_single_span_is_checked(one: Span, kind: str, level: str) -> None:
    assert (kind, level) in kinds(one)


def test_required_attributes_must_be_said() -> None:
    bare = Span("x", "d", "ZONE", normalise([(0, 15)]), TEXT[:15], "mia")
    assert kinds(bare) == [("required", "warning")]


def test_a_quote_may_run_over_paragraphs_and_stay_open() -> None:
    quote = span("q", "QUOTE", (17, 26), (28, 39))
    assert "paragraph" not in dict(kinds(quote))
    assert "direct-marks" not in dict(kinds(quote))


def test_a_direct_quote_stands_in_marks() -> None:
    assert "direct-marks" in dict(kinds(span("q", "QUOTE", (1, 5))))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (relation("speaker", "s", "q"), "speaker must not lead from SOURCE to QUOTE"),
        (relation("admires", "q", "s"), "the codebook has no relation “admires”"),
        (relation("speaker", "q", "gone"), "leads to a span that is not in the article"),
        (relation("speaker", "q", "s", attributes={"basis": "rumour"}), "“rumour” is no value of basis"),
    ],
)
def test_relations_follow_the_codebook(link: Relation, said: str) -> None:
    assert said in " ".join(one.message for one in found(*SOUND, link) if one.level == "error")


def test_too_many_relations_are_named() -> None:
    cue = span("c2", "CUE", (6, 10))
    messages = [one.message for one in found(*SOUND, cue, relation("cue", "q", "c2"))]
    assert any("2 relations cue, at most 1 are allowed" in message for message in messages)


def test_the_same_label_twice_is_a_duplicate() -> None:
    assert ("duplicate", "warning") in kinds(*SOUND, span("s2", "SOURCE", (11, 14)))


def test_loose_quotes_sources_and_cues_are_named() -> None:
    assert kinds(QUOTE, SOURCE, CUE) == [
        ("quote-needs-speaker", "warning"),
        ("cue-used-once", "warning"),
        ("source-unused", "warning"),
    ]


def test_a_chain_of_quotes_shares_its_cue_and_speaker() -> None:
    later = span("q2", "QUOTE", (17, 26))
    links = (relation("continues", "q2", "q"), relation("cue", "q2", "c"))
    assert kinds(*SOUND, later, *links) == []


def test_a_finding_names_label_words_and_place() -> None:
    [finding] = found(span("x", "SHIP", (11, 14)))
    assert finding.message == "SHIP “Ada” at 11: the codebook has no such label"
    assert (finding.document_id, finding.span_id) == ("d", "x")


def test_without_blank_lines_every_line_is_a_paragraph() -> None:
    text = "One line.\nTwo lines."
    one = Span("x", "d", "PER", normalise([(0, 12)]), text[:12], "mia")
    document = Document("d", "Lines", len(text), "")
    assert [finding.kind for finding in findings(document, text, [one], [], CODEBOOK)] == ["paragraph"]
