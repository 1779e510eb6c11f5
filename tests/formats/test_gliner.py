from __future__ import annotations

import contextlib
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.format import Article, Reading
from annotator.jobs.creating import create_project
from annotator.jobs.exporting import ExportReport, export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change, Edit
from annotator.model.values import now
from annotator.store.project import Project
from tests.formats.declared import undeclared
from tests.formats.fuzzing import mutations
from tests.formats.gold import TEXT, gold_project
from tests.formats.shared import shared
from tests.jobs.random_projects import CODEBOOK, projects

if TYPE_CHECKING:
    from collections.abc import Callable

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
ENDING = {"gliner": ".json", "gliner2": ".jsonl"}
MENTION = {
    "type": "object",
    "required": ["text", "start", "end"],
    "additionalProperties": False,
    "properties": {
        "text": {"type": "string", "minLength": 1},
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 1},
    },
}
SCHEMAS: dict[str, dict[str, Any]] = {
    "gliner": {
        "type": "object",
        "required": ["tokenized_text", "ner"],
        "properties": {
            "tokenized_text": {
                "type": "array",
                "minItems": 1,
                "maxItems": 384,
                "items": {"type": "string", "pattern": r"^\S+$"},
            },
            "ner": {"$ref": "#/$defs/triples"},
            "relations": {"$ref": "#/$defs/triples"},
            "ner_labels": {"type": "array", "items": {"type": "string"}},
            "rel_labels": {"type": "array", "items": {"type": "string"}},
        },
        "$defs": {
            "triples": {
                "type": "array",
                "items": {
                    "prefixItems": [
                        {"type": "integer", "minimum": 0},
                        {"type": "integer", "minimum": 0},
                        {"type": "string", "minLength": 1},
                    ],
                    "minItems": 3,
                    "maxItems": 3,
                },
            }
        },
    },
    "gliner2": {
        "type": "object",
        "required": ["input", "output"],
        "properties": {
            "input": {"type": "string", "pattern": r"\S"},
            "output": {
                "type": "object",
                "required": ["entities"],
                "additionalProperties": False,
                "properties": {
                    "entities": {
                        "type": "object",
                        "minProperties": 1,
                        "additionalProperties": {"type": "array", "items": MENTION},
                    },
                    "entity_descriptions": {
                        "type": "object",
                        "additionalProperties": {"type": "string", "minLength": 1},
                    },
                    "relations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "minProperties": 1,
                            "maxProperties": 1,
                            "additionalProperties": {
                                "type": "object",
                                "required": ["head", "tail"],
                                "additionalProperties": MENTION,
                            },
                        },
                    },
                },
            },
        },
    },
}


def articles(path: Path, format: str, reading: Reading | None = None) -> list[Article]:
    read = formats.named(format).read
    assert read is not None
    return [one for one in read(path, reading or Reading()) if isinstance(one, Article)]


def rows_in(path: Path) -> list[dict[str, Any]]:
    content = path.read_text("utf-8")
    if path.suffix == ".json":
        return list(json.loads(content))
    return [json.loads(line) for line in content.split("\n") if line]


def labelled(article: Article) -> list[tuple[str, str]]:
    return [(span.label, span.text) for span in article.spans]


@pytest.mark.parametrize("format", ["gliner", "gliner2"])
@settings(max_examples=9, deadline=None, suppress_health_check=SLOW)
@given(
    changes=projects(),
    window=st.sampled_from(["384", "4", "0"]),
    how=st.sampled_from(["split", "cover"]),
)
def test_what_comes_back_is_the_project_but_for_the_losses(
    changes: list[Change], window: str, how: str, format: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out = folder / f"out{ENDING[format]}"
        with Project.create(folder / "a.annodb", title="A", codebook=CODEBOOK) as first:
            first.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            report = export(first, out, format=format, options={"window": window, "fragments": how})
            with Project.create(folder / "b.annodb", title="B", codebook=CODEBOOK) as second:
                if out.stat().st_size > 3:
                    import_paths(second, [out], format=format, annotator=first.annotators()[0])
                assert undeclared(first, second, report, format) == []
                check_schema(out, format)


def check_schema(path: Path, format: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(SCHEMAS[format])
    for row in rows_in(path):
        validator.validate(row)
        for mentions in row.get("output", {}).get("entities", {}).values():
            for one in mentions:
                assert row["input"][one["start"] : one["end"]] == one["text"]
        for first, last, _ in row.get("ner", ()):
            assert first <= last < len(row["tokenized_text"])


@pytest.fixture
def gold(tmp_path: Path) -> Callable[..., tuple[Path, ExportReport]]:
    """The gold document in one of the formats, and the report."""

    def write(format: str, **options: str) -> tuple[Path, ExportReport]:
        out = tmp_path / f"gold{ENDING[format]}"
        with gold_project(tmp_path / "gold.annodb") as project:
            return out, export(project, out, format=format, options=options)

    return write


def test_the_words_are_those_that_gliner_will_see(gold: Callable[..., Any]) -> None:
    [row] = rows_in(gold("gliner")[0])
    words = re.findall(r"\w+(?:[-_]\w+)*|\S", TEXT)
    assert row["tokenized_text"] == words
    assert [words[first : last + 1] for first, last, label in row["ner"] if label == "Time"] == [
        ["in", "May", ",", "\u201d", "she"]
    ]
    assert row["ner_labels"] == ["Claim", "Cue", "Organization", "Person", "Quote", "Time"]


def test_relations_point_at_spans(gold: Callable[..., Any]) -> None:
    [row] = rows_in(gold("gliner")[0])
    words = row["tokenized_text"]
    ends = {
        label: tuple(" ".join(words[row["ner"][at][0] : row["ner"][at][1] + 1]) for at in (head, tail))
        for head, tail, label in row["relations"]
    }
    assert ends["source"] == ("prices fell", "The ministry")
    assert ends["coref"] == ("she", "Zo\u00eb Ng")
    assert ends["speaker"][1] == "Zo\u00eb Ng"


def test_gliner2_pins_mentions_and_describes_labels(gold: Callable[..., Any]) -> None:
    [row] = rows_in(gold("gliner2")[0])
    assert row["input"] == TEXT
    persons = row["output"]["entities"]["Person"]
    assert persons == [
        {"text": "Zo\u00eb Ng", "start": 12, "end": 18},
        {"text": "she", "start": 60, "end": 63},
    ]
    assert row["output"]["entity_descriptions"] == {"Organization": "Organisation"}
    [coref] = [one["coref"] for one in row["output"]["relations"] if "coref" in one]
    assert (coref["head"]["text"], coref["tail"]["text"]) == ("she", "Zo\u00eb Ng")


def test_wide_spans_are_written_and_reported(gold: Callable[..., Any]) -> None:
    report = gold("gliner")[1]
    assert not any("wide spans" in said for said in report.sentences())


LONG = " ".join(f"Sentence {number} says nothing much of anything." for number in range(200))


@pytest.fixture
def long_project(tmp_path: Path) -> Project:
    """An article of 1,600 words with a quote of 40 sentences and a person in every tenth."""
    spans = [
        {"label": "PER", "fragments": [[m.start(), m.end()]]} for m in re.finditer(r"\b\d*0\b", LONG)
    ]
    start, end = LONG.index("Sentence 50"), LONG.index("Sentence 90")
    spans.append({"label": "ORG", "fragments": [[start, end - 1]]})
    spans.append({"label": "LOC", "fragments": [[0, len(LONG)]]})
    (tmp_path / "a.jsonl").write_text(json.dumps({"kind": "document", "text": LONG, "spans": spans}))
    project = create_project(tmp_path / "long.annodb", codebook="conll2003-ner")
    import_paths(project, [tmp_path / "a.jsonl"], annotator="Mia")
    return project


@pytest.mark.parametrize("format", ["gliner", "gliner2"])
def test_articles_are_cut_at_sentences_and_never_in_a_span(
    long_project: Project, tmp_path: Path, format: str
) -> None:
    out = tmp_path / f"out{ENDING[format]}"
    with long_project as project:
        report = export(project, out, format=format)
        assert any("1 span dropped" in said and "more words" in said for said in report.sentences())
        assert any("1 wide span kept" in said for said in report.sentences())
    texts = [row["meta"].get("text", row.get("input")) for row in rows_in(out)]
    assert len(texts) > 4
    assert "".join(texts) == LONG
    assert all(re.fullmatch(r"Sentence .*anything\.\s*", text, re.DOTALL) for text in texts)
    [article] = articles(out, format)
    assert len(article.spans) == 21
    check_schema(out, format)


def test_a_window_without_end_is_cut_between_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 1000)
    with create_project(tmp_path / "a.annodb", codebook="conll2003-ner") as project:
        import_paths(project, [tmp_path / "a.txt"], annotator="Mia")
        export(project, tmp_path / "out.json", format="gliner")
        export(project, tmp_path / "whole.json", format="gliner", options={"window": "0"})
        with pytest.raises(FormatError, match="no number of words"):
            export(project, tmp_path / "no.json", format="gliner", options={"window": "many"})
    assert [len(row["tokenized_text"]) for row in rows_in(tmp_path / "out.json")] == [384, 384, 232]
    assert [len(row["tokenized_text"]) for row in rows_in(tmp_path / "whole.json")] == [1000]


def test_rows_of_others_are_articles_with_made_up_spaces(tmp_path: Path) -> None:
    row = {"tokenized_text": ["Ada", "left", "."], "ner": [[0, 0, "person"], [0, 9, "person"]]}
    (tmp_path / "a.json").write_text(json.dumps([row, row | {"relations": [[0, 5, "x"]]}]))
    reading = Reading()
    first, _ = articles(tmp_path / "a.json", "gliner", reading)
    assert (first.text, first.title) == ("Ada left .", "a 1")
    assert labelled(first) == [("person", "Ada")]
    assert first.metadata == {"reconstructed": "words"}
    assert {total.kind.what: total.number for total in reading.losses.totals()} == {
        "spans": 2,
        "relations": 1,
    }


def test_mentions_without_a_place_are_found_everywhere(tmp_path: Path) -> None:
    output = {
        "entities": {"person": ["ada", "Bo"], "place": []},
        "relations": [{"knows": {"who": "Ada", "whom": "Bo"}}, {"knows": {"who": "Ada", "whom": "Cy"}}],
        "classifications": [{"task": "topic", "labels": ["a", "b"], "true_label": ["b"]}],
    }
    (tmp_path / "a.jsonl").write_text(json.dumps({"input": "Ada and Bo, ADA.", "output": output}))
    reading = Reading()
    [article] = articles(tmp_path / "a.jsonl", "gliner2", reading)
    assert labelled(article) == [("person", "Ada"), ("person", "ADA"), ("person", "Bo")]
    assert [one.label for one in article.relations] == ["knows"]
    assert article.attributes == {"topic": "b"}
    assert [(one.number, one.kind.what) for one in reading.losses.totals()] == [(1, "relations")]


@pytest.mark.parametrize("name", ["gliner.json", "gliner2.jsonl", "gliner2_plain.jsonl"])
def test_the_samples_are_read(name: str) -> None:
    path = shared("oracles/samples/gliner") / name
    found = formats.of_file(path)
    assert found is not None
    [article] = articles(path, found.name)
    assert ("Claim", "prices fell") in labelled(article)
    assert {one.label for one in article.relations} == {"source", "coref"}


@pytest.mark.parametrize(
    ("format", "content", "problem"),
    [
        ("gliner", "[{}]", "“tokenized_text” must be a list of words"),
        ("gliner", '[{"tokenized_text": [1]}]', "must be a list of words"),
        ("gliner", '[{"tokenized_text": ["a"], "ner": [[0, 0]]}]', r"ner\[0\]: a span must be"),
        ("gliner", '[{"tokenized_text": ["a"], "relations": [7]}]', r"relations\[0\]: a relation"),
        ("gliner", '[{"tokenized_text": ["a"]}', "never closed"),
        ("gliner2", '{"input": "a"}', "needs “input”"),
        ("gliner2", '{"input": " ", "output": {}}', "has no text"),
        ("gliner2", '{"input": "a", "output": {"entities": {"x": "a"}}}', "must be a list"),
        ("gliner2", '{"input": "a", "output": {"entities": {"x": [7]}}}', "a mention must be"),
        ("gliner2", '{"input": "a", "output": {"relations": [{"x": 1}]}}', "fields must be an object"),
    ],
)
def test_bad_rows_are_refused_with_their_place(
    tmp_path: Path, format: str, content: str, problem: str
) -> None:
    path = tmp_path / f"a{ENDING[format]}"
    path.write_text(content)
    with pytest.raises(FormatError, match=problem):
        articles(path, format)


@pytest.mark.parametrize("format", ["gliner", "gliner2"])
def test_damaged_files_never_break_it(gold: Callable[..., Any], format: str) -> None:
    path, _ = gold(format)
    for content in mutations(path.read_bytes(), 1, 120):
        path.write_bytes(content)
        with contextlib.suppress(FormatError):
            articles(path, format)


def test_gliner_itself_splits_our_words_alike(gold: Callable[..., Any]) -> None:
    splitters = pytest.importorskip("gliner.data_processing.tokenizer")
    [row] = rows_in(gold("gliner")[0])
    words = [word for word, _, _ in splitters.WordsSplitter("whitespace")(row["meta"]["text"])]
    assert words == row["tokenized_text"]
