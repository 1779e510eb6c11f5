"""The sample articles hold what is hard, and the sample project is right and up to date."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = sorted((ROOT / "sample_articles").glob("*.md"))
PROJECT = ROOT / "resources" / "sample_project.jsonl"
CODEBOOKS = ROOT / "resources" / "codebooks"
SCRIPT = ROOT / "tests" / "tools" / "make_sample_project.py"

Json = dict[str, Any]


def front_matter(path: Path) -> Json:
    front: Json = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n", 2)[1])
    return front


def body(path: Path) -> str:
    return path.read_bytes().decode("utf-8").split("---\n", 2)[2].lstrip("\n")


def project() -> list[Json]:
    rows = PROJECT.read_bytes().decode("utf-8").split("\n")
    assert rows.pop() == ""
    return [json.loads(row) for row in rows]


LINES = project()
CODEBOOK = next(line for line in LINES if line["kind"] == "codebook")
DOCUMENTS = [line for line in LINES if line["kind"] == "document"]
ENTITIES = {line["id"]: line for line in LINES if line["kind"] == "entity"}
ATTRIBUTES = {attribute["id"]: attribute for attribute in CODEBOOK["attributes"]}
LABELS = {label["id"]: label for label in CODEBOOK["labels"]}
RELATIONS = {relation["id"]: relation for relation in CODEBOOK["relations"]}


def spans(*labels: str) -> Iterator[tuple[Json, Json]]:
    """Every span with its document, of these labels or of all."""
    for document in DOCUMENTS:
        for span in document["spans"]:
            if not labels or span["label"] in labels:
                yield document, span


def relations() -> Iterator[tuple[Json, Json, Json]]:
    """Every relation with the spans at its ends."""
    for document in DOCUMENTS:
        named = {span["id"]: span for span in document["spans"]}
        for relation in document["relations"]:
            yield relation, named[relation["from"]], named[relation["to"]]


def test_there_are_fourteen_articles() -> None:
    assert len(ARTICLES) == 14


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_article(path: Path) -> None:
    front, text = front_matter(path), body(path)
    assert list(front) == ["title", "outlet", "author", "published", "url", "language"]
    assert all(front.values())
    assert front["published"].year == 2026
    assert re.fullmatch(r"https://[a-z.-]+\.example/[a-z0-9/-]+", front["url"])
    assert 250 <= len(text.split()) <= 900
    assert "\n\n\n" not in text
    assert not any(line != line.strip() for line in text.split("\n"))
    assert text.endswith("\n")
    assert "—" not in text


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_keeps_to_one_kind_of_quotation_marks(path: Path) -> None:
    text = body(path)
    if '"' in text:
        assert not re.search("[“”‘’„«»]", text)
    else:
        assert "'" not in text


HARD = {
    "split quote, curly": r"“[^”]+,” \w+ said, “",
    "split quote, straight": r'"[^"]+," she said, "',
    "split quote, single": r"‘[^’]+,’ he said, ‘",
    "split quote, German": r"„[^“]+“, sagte sie [^„]+, „",
    "quote that runs over a paragraph break": r"“[^”]+\n\n“",
    "the same with single quotes": r"‘[^’]+\n\n‘",
    "nested quotes, curly": r"“[^”]*‘[^’]+’",
    "nested quotes, single": r"‘[^’]*“[^”]+”’",
    "nested quotes, straight": r"\"[^\"]*'[^']+'\"?",
    "nested quotes, German": r"„[^“]*‚[^‘]+‘",
    "nested quotes, French": r"«[^»]*“[^”]+”",
    "mixed quote": r"said (that )?[^“‘\"\n.]{3,80} [“‘\"][a-z]",
    "indirect quote": r"said that [^“”‘’\"]+\.",
    "free-standing quote": r'\n\n"[^"\n]+"\n\n',
    "attribution by a colon": r"\w: [“\"][A-Z]",
    "anonymous source": r"who (asked not to be named|did not want her name)",
    "collective source": r"(Residents of|Critics of|Supporters argued|Traders are)",
    "document source": r"[Aa]ccording to (a|the) [a-z ]*(note|rota|draft|minutes)",
    "caption and credit": r"\n(Photo|PHOTOGRAPH|Picture|Foto)?.*(Photo|PHOTOGRAPH|Picture|Foto):",
    "read-more line": r"\n(Read more|READ MORE|READ ALSO|Mehr zum Thema|À lire aussi)",
    "money": r"\d(\.\d+)?(bn|m| million) crowns|\d euros",
    "clock time": r"\d\d:\d\d|\dpm",
    "duration": r"within 28 days|for 20 years",
    "emoji outside the basic plane": "[\U0001f300-\U0001faff]",
    "Arabic letters": "[\u0627-\u064a]{3}",
    "Hebrew letters": "[\u05d0-\u05ea]{3}",
    "no-break space": "\u00a0",
    "decomposed accent": "e\u0301",
}


@pytest.mark.parametrize("name", HARD)
def test_what_is_hard_occurs(name: str) -> None:
    found = [path.stem for path in ARTICLES if re.search(HARD[name], body(path))]
    assert found, name


@pytest.mark.parametrize("surname", ["Lindqvar", "Tarrick", "Quill", "Tjaden", "Castelbrac", "Lund"])
def test_two_people_share_a_surname(surname: str) -> None:
    pattern = rf"(\w+) {surname}\b"
    best = max(({*re.findall(pattern, body(path))} for path in ARTICLES), key=len)
    assert len([name for name in best if name[0].isupper() and name not in {"Mr", "Mrs"}]) >= 2


def test_headlines_in_the_body_attribute_by_a_colon() -> None:
    assert [body(path) for path in ARTICLES if re.match(r"[^\n.]{3,30}: [^\n]+\n\n", body(path))]


def test_languages() -> None:
    assert Counter(front_matter(path)["language"] for path in ARTICLES) == {"en": 12, "de": 1, "fr": 1}


def test_codebooks_are_single_objects() -> None:
    names = {"news-attribution", "conll2003-ner", "parc3-attribution", "checkthat-claims"}
    assert {path.stem for path in CODEBOOKS.glob("*.json")} == names
    for path in CODEBOOKS.glob("*.json"):
        codebook = json.loads(path.read_text(encoding="utf-8"))
        assert codebook["format"] == "codebook/1"
        assert codebook["id"] == path.stem


def test_project_is_what_the_script_makes(tmp_path: Path) -> None:
    out = tmp_path / "project.jsonl"
    subprocess.run([sys.executable, SCRIPT, "--out", out], check=True, capture_output=True)
    assert out.read_bytes() == PROJECT.read_bytes()


def test_project_has_all_articles_and_three_that_are_done() -> None:
    assert [line["kind"] for line in LINES[:3]] == ["header", "codebook", "annotator"]
    assert {line["title"] for line in DOCUMENTS} == {front_matter(path)["title"] for path in ARTICLES}
    assert [line["text"] for line in DOCUMENTS] == [body(path) for path in ARTICLES]
    assert Counter(line["state"] for line in DOCUMENTS) == {"new": 10, "in progress": 1, "done": 3}
    assert sum(line.get("flagged", False) for line in DOCUMENTS) == 1
    for line in DOCUMENTS:
        assert line["text_sha256"] == hashlib.sha256(line["text"].encode()).hexdigest()
        if line["state"] == "done":
            assert 120 <= len(line["spans"]) <= 220
            assert len(line["relations"]) >= 50
        elif line["state"] == "new":
            assert not line["spans"]


def test_identifiers_are_unique() -> None:
    items = [span for _, span in spans()] + [relation for relation, _, _ in relations()]
    items += [*DOCUMENTS, *ENTITIES.values()]
    assert max(Counter(item["id"] for item in items).values()) == 1


def test_offsets_match_the_text() -> None:
    for document, span in spans():
        pieces = [document["text"][start:end] for start, end in span["fragments"]]
        assert span["text"] == "\u241f".join(pieces)
        for piece in pieces:
            assert piece
            assert piece == piece.strip()
            assert "\n" not in piece


def test_no_span_begins_or_ends_inside_a_character() -> None:
    for document, span in spans():
        for start, end in span["fragments"]:
            assert not unicodedata.combining(document["text"][start])
            assert not unicodedata.combining(document["text"][end : end + 1] or " ")


def test_attributes_are_those_of_the_codebook() -> None:
    for _, span in spans():
        allowed = LABELS[span["label"]]["attributes"]
        for key, value in span["attributes"].items():
            assert key in allowed
            values = [choice["id"] for choice in ATTRIBUTES[key].get("values", [])]
            assert value in values or ATTRIBUTES[key]["type"] == "text"
            assert len(value) <= ATTRIBUTES[key].get("max_length", 100)
        required = {key for key in allowed if ATTRIBUTES[key]["required"]}
        assert required <= set(span["attributes"])


def test_names_and_sources_point_to_entities() -> None:
    for _, span in spans("PER", "ORG", "GPE", "LOC", "NORP", "EVENT", "WORK", "SOURCE"):
        entity = ENTITIES[span["entity"]]
        assert span["label"] in {"SOURCE", entity["type"]}, span["text"]


def test_relations_obey_the_codebook() -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for relation, source, target in relations():
        kind = RELATIONS[relation["label"]]
        assert source["label"] in kind["from"]
        assert target["label"] in kind["to"]
        counts[relation["label"], source["id"]] += 1
    for (label, _), count in counts.items():
        assert count <= (RELATIONS[label]["max_per_from"] or count)


def test_every_quote_has_a_speaker_or_says_why_not() -> None:
    spoken = {source["id"] for relation, source, _ in relations() if relation["label"] == "speaker"}
    for _, quote in spans("QUOTE"):
        assert quote["id"] in spoken or "speaker" in quote.get("note", ""), quote["text"]


def test_every_cue_and_source_is_used_and_a_cue_once() -> None:
    ends = Counter((relation["label"], target["id"]) for relation, _, target in relations())
    for _, cue in spans("CUE"):
        assert ends["cue", cue["id"]] == 1
    for _, source in spans("SOURCE"):
        assert sum(ends[label, source["id"]] for label in ("speaker", "addressee", "claimant"))


def test_claims_in_a_quote_have_its_speaker_as_claimant() -> None:
    speakers = {s["id"]: t["id"] for r, s, t in relations() if r["label"] == "speaker"}
    claimants = {s["id"]: t["id"] for r, s, t in relations() if r["label"] == "claimant"}
    for document in DOCUMENTS:
        quotes = [span for span in document["spans"] if span["label"] == "QUOTE"]
        for claim in (span for span in document["spans"] if span["label"] == "CLAIM"):
            around = [quote for quote in quotes if overlap(claim, quote)]
            expected = speakers[around[0]["id"]] if around else None
            assert claimants.get(claim["id"]) == expected, claim["text"]


def overlap(one: Json, other: Json) -> bool:
    return any(a < d and c < b for a, b in one["fragments"] for c, d in other["fragments"])


def test_sources_and_cues_lie_in_no_quote_and_no_claim() -> None:
    for document, outer in spans("QUOTE", "CLAIM"):
        edges = [(start, end) for start, end in outer["fragments"]]
        for inner in document["spans"]:
            if inner["label"] in {"SOURCE", "CUE"}:
                first, last = inner["fragments"][0][0], inner["fragments"][-1][1]
                assert not any(start <= first and last <= end for start, end in edges)


def test_claims_hold_no_sentence_end() -> None:
    assert not [claim["text"] for _, claim in spans("CLAIM") if re.search(r"[.!?] ", claim["text"])]


def test_zones_are_whole_lines() -> None:
    for document, zone in spans("ZONE"):
        ((start, end),) = zone["fragments"]
        assert start == 0 or document["text"][start - 1] == "\n"
        assert document["text"][end] == "\n"


def test_every_label_and_relation_but_the_one_for_imports_occurs() -> None:
    assert {span["label"] for _, span in spans()} == set(LABELS)
    used = {relation["label"] for relation, _, _ in relations()}
    assert used == set(RELATIONS) - {"continues"}
