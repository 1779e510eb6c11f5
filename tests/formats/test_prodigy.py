from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.prodigy import FORMAT
from annotator.jobs.exporting import ExportReport, export
from annotator.model.change import Change
from annotator.store.project import Project
from tests.formats import gold
from tests.formats.shared import shared
from tests.formats.trips import check_damaged, differences, imported, relations_of, spans_of
from tests.jobs.random_projects import content, projects

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
TEXT = "Zoë \U0001f600 Ng said\n no."


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def written(path: Path, *some: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps({"text": TEXT, "answer": "accept"} | row) + "\n" for row in some))
    return path


def span(start: int, end: int, label: str = "PER", **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, **more}


def check_rows(path: Path) -> int:
    """Prodigy's own rules: tokens and spaces give the text, indices agree with offsets."""
    for row in rows(path):
        tokens, text = row["tokens"], row["text"]
        assert "".join(one["text"] + " " * one["ws"] for one in tokens) == text
        assert [one["id"] for one in tokens] == list(range(len(tokens)))
        ends = [relation[f"{key}_span"] for relation in row["relations"] for key in ("head", "child")]
        for one in [*row["spans"], *ends]:
            assert tokens[one["token_start"]]["start"] == one["start"]
            assert tokens[one["token_end"]]["end"] == one["end"]
        for one in row["relations"]:
            assert (one["head"], one["child"]) == tuple(
                one[f"{key}_span"]["token_end"] for key in ("head", "child")
            )
        assert all(one["text"] == text[one["start"] : one["end"]] for one in row["spans"])
    return len(rows(path))


@settings(max_examples=9, deadline=None, suppress_health_check=SLOW)
@given(changes=projects(), align=st.sampled_from(["cut", "expand", "contract", "strict"]))
def test_only_declared_losses(changes: list[Change], align: str) -> None:
    def rules(first: Project, second: Project, report: ExportReport) -> None:
        assert check_rows(report.path) >= len(first.documents())

    assert differences(changes, "prodigy", "a.jsonl", {"align": align}, rules) == []


@settings(max_examples=8, deadline=None, suppress_health_check=SLOW)
@given(changes=projects(), fragments=st.sampled_from(["cover", "drop"]))
def test_flat_spans_lose_what_is_declared(changes: list[Change], fragments: str) -> None:
    options = {"view": "ner", "fragments": fragments, "priority": "QUOTE"}
    assert differences(changes, "prodigy", "a.jsonl", options) == []


@settings(max_examples=5, deadline=None, suppress_health_check=SLOW)
@given(changes=projects())
def test_all_that_it_carries_comes_back(changes: list[Change]) -> None:
    def same(first: Project, second: Project, report: ExportReport) -> None:
        ours, theirs = (list(one.documents()) for one in (first, second))
        assert ours == theirs
        for document in ours:
            assert {one.id: one for one in first.spans(document.id)} == {
                one.id: one for one in second.spans(document.id)
            }
            assert {one.id: one for one in first.relations(document.id)} == {
                one.id: one for one in second.relations(document.id)
            }
        assert first.all_work() == second.all_work()

    differences(changes, "prodigy", "a.jsonl", {}, same)


def test_the_gold_document(tmp_path: Path) -> None:
    with gold.gold_project(tmp_path / "gold.annodb") as project:
        report = export(project, tmp_path / "gold.jsonl", format="prodigy")
    (row,) = rows(tmp_path / "gold.jsonl")
    assert check_rows(report.path) == 1
    found = [(one["label"], row["text"][one["start"] : one["end"]]) for one in row["spans"]]
    expected = [(label, gold.TEXT[a:b]) for _, label, some, _, _ in gold.SPANS for a, b in some]
    assert sorted(found) == sorted(expected)
    assert [one["label"] for one in row["relations"]] == [label for _, label, _, _ in gold.RELATIONS]
    assert row["_annotator_id"] == "Ada"
    assert "_input_hash" not in row
    assert [total.kind.what for total in report.totals] == ["spans"]


def test_spacy_rebuilds_the_text_from_the_tokens(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    with gold.gold_project(tmp_path / "gold.annodb") as project:
        export(project, tmp_path / "gold.jsonl", format="prodigy")
    (row,) = rows(tmp_path / "gold.jsonl")
    words, spaces = zip(*((one["text"], one["ws"]) for one in row["tokens"]), strict=True)
    doc = spacy.tokens.Doc(spacy.blank("en").vocab, words, spaces)
    assert doc.text == gold.TEXT
    for one in row["spans"]:
        assert (
            doc[one["token_start"] : one["token_end"] + 1].text == gold.TEXT[one["start"] : one["end"]]
        )


def test_a_sample_made_elsewhere(tmp_path: Path) -> None:
    source = shared("oracles/samples/prodigy/rel.jsonl")
    copy = tmp_path / "rel.jsonl"
    copy.write_bytes(source.read_bytes())
    project, report = imported(copy)
    with project:
        assert (report.spans, report.relations) == (11, 3)
        assert report.remarks[-1:] == ("New annotators: lab-ann.",) or "lab-ann" in str(report.remarks)
        assert ("speaker", "“Prices rose 4% in May,”", "Zoë Ng") in relations_of(project)
        assert project.documents()[0].title == "Prices & ministers"
        assert project.documents()[0].metadata["publisher"] == "The Daily “Sample”"
        before = list(content(project))[:4]
        export(project, tmp_path / "out.jsonl", format="prodigy")
    again, _ = imported(tmp_path / "out.jsonl")
    with again:
        assert list(content(again))[1:4] == before[1:4]


def test_only_accepted_rows_come_in(tmp_path: Path) -> None:
    some = [{"spans": [span(0, 3)], "answer": answer} for answer in ("reject", "accept", "ignore")]
    path = written(tmp_path / "a.jsonl", *({"text": f"{TEXT} {n}"} | row for n, row in enumerate(some)))
    project, report = imported(path)
    with project:
        assert len(report.added) == 1
        assert "rows were passed over: 1 rejected, 1 ignored" in " ".join(report.remarks)
        assert report.totals[0].sentence() == (
            "2 spans dropped in 2 documents: the answer was not “accept”."
        )
    project, report = imported(path, answers="all")
    with project:
        assert report.spans == 3


def test_a_file_of_rejected_rows_says_so(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", {"answer": "reject"})
    with pytest.raises(FormatError, match="no row with a text that was accepted") as caught:
        imported(path)
    assert "answers=all" in caught.value.hint


def test_rows_of_one_input_are_several_annotators(tmp_path: Path) -> None:
    both = [
        {"_input_hash": 5, "_annotator_id": name, "spans": [span(0, 3)]} for name in ("news-mia", "b")
    ]
    project, _ = imported(written(tmp_path / "a.jsonl", *both))
    with project:
        (document,) = project.documents()
        names = {one.id: one.name for one in project.annotators()}
        assert sorted(names[one.annotator] for one in project.spans(document.id)) == ["b", "news-mia"]


def test_hashes_come_back_and_are_never_invented(tmp_path: Path) -> None:
    said = {"_input_hash": -1717, "_task_hash": 20, "_view_id": "ner_manual", "meta": {"n": 1, "b": [2]}}
    first = written(tmp_path / "a.jsonl", said, {"text": "Other."})
    project, _ = imported(first)
    with project:
        export(project, tmp_path / "out.jsonl", format="prodigy")
    one, other = rows(tmp_path / "out.jsonl")
    assert {key: one[key] for key in ("_input_hash", "_task_hash", "_view_id")} == {
        key: said[key] for key in ("_input_hash", "_task_hash", "_view_id")
    }
    assert one["meta"] == {"b": "[2]", "n": "1"}
    assert not {"_input_hash", "_task_hash"} & other.keys()


def test_the_versions_of_a_review_are_their_annotators(tmp_path: Path) -> None:
    versions = [
        {"text": TEXT, "spans": [span(0, 3)], "sessions": ["a", "b"], "answer": "accept"},
        {"text": TEXT, "spans": [span(6, 8)], "sessions": ["c"], "answer": "accept"},
    ]
    row = {"spans": [span(0, 8)], "versions": versions, "_annotator_id": "editor"}
    project, _ = imported(written(tmp_path / "a.jsonl", row))
    with project:
        names = {one.id: one.name for one in project.annotators()}
        (document,) = project.documents()
        found = sorted((names[one.annotator], one.text) for one in project.spans(document.id))
    assert found == [("a", "Zoë"), ("b", "Zoë"), ("c", "Ng"), ("editor", "Zoë \U0001f600 Ng")]


def test_relations_find_their_spans_by_offsets_or_by_last_token(tmp_path: Path) -> None:
    tokens = [
        {"text": "Zoë", "start": 0, "end": 3, "id": 0},
        {"text": "😀", "start": 4, "end": 5, "id": 1},
    ]
    tokens += [
        {"text": "Ng", "start": 6, "end": 8, "id": 2},
        {"text": "said", "start": 9, "end": 13, "id": 3},
    ]
    spans = [span(0, 8), span(9, 13, "CUE")]
    by_token = {"head": 2, "child": 3, "label": "cue"}
    stretches = {"head_span": span(9, 13, "CUE"), "child_span": span(0, 8)}
    row = {"tokens": tokens, "spans": spans, "relations": [by_token, stretches | {"label": "by"}]}
    project, _ = imported(written(tmp_path / "a.jsonl", row))
    with project:
        name = "Zoë \U0001f600 Ng"
        assert relations_of(project) == [("by", "said", name), ("cue", name, "said")]


def test_what_lies_outside_is_counted_and_the_rest_comes_in(tmp_path: Path) -> None:
    row = {"spans": [span(0, 3), span(5, 999)], "relations": [{"head": 77, "child": 0, "label": "x"}]}
    project, report = imported(written(tmp_path / "a.jsonl", row))
    with project:
        assert spans_of(project) == [("PER", "Zoë")]
        assert {total.kind.what for total in report.totals} == {"spans", "relations"}


def test_a_timestamp_is_when_a_span_was_made(tmp_path: Path) -> None:
    project, _ = imported(
        written(tmp_path / "a.jsonl", {"spans": [span(0, 3)], "_timestamp": 1778752800})
    )
    with project:
        assert project.spans(project.documents()[0].id)[0].created == "2026-05-14T10:00:00.000Z"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            {"spans": [{"start": "0", "end": 3, "label": "PER"}]},
            "spans[0]: “start” must be a whole number",
        ),
        ({"spans": [{"start": 0, "end": 3, "label": " "}]}, "spans[0]: “label” is empty"),
        ({"spans": [7]}, "spans[0]: a span must be an object"),
        ({"spans": 7}, "“spans” must be a list"),
        ({"relations": [{"head": 0}]}, "relations[0]: “label” is missing"),
        ({"versions": ["no"]}, "versions[0]: a version must be an object"),
    ],
)
def test_a_bad_row_is_refused_with_its_place(tmp_path: Path, row: dict[str, Any], said: str) -> None:
    with pytest.raises(FormatError) as caught:
        imported(written(tmp_path / "a.jsonl", {}, row))
    assert "a.jsonl, line 2" in caught.value.message
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("row", "is_ours"),
    [
        ({"text": "a", "_input_hash": 1}, True),
        ({"text": "a", "spans": [span(0, 1)]}, True),
        ({"text": "a", "tokens": [{"text": "a"}]}, True),
        ({"text": "a", "tokens": ["a"], "spans": []}, False),
        ({"text": "a", "label": [[0, 1, "PER"]]}, False),
        ({"kind": "document", "text": "a", "spans": [{"label": "A", "fragments": [[0, 1]]}]}, False),
    ],
)
def test_it_is_told_from_other_json_lines(tmp_path: Path, row: dict[str, Any], is_ours: bool) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    assert (formats.of_file(tmp_path / "a.jsonl") is FORMAT) == is_ours


def test_damaged_files_are_refused_or_read(tmp_path: Path) -> None:
    with gold.gold_project(tmp_path / "gold.annodb") as project:
        export(project, tmp_path / "gold.jsonl", format="prodigy")
    check_damaged(tmp_path / "bad.jsonl", "prodigy", (tmp_path / "gold.jsonl").read_bytes(), 80)


GARBAGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = [
    "meta",
    "document",
    "tokens",
    "spans",
    "relations",
    "entities",
    "annotator",
    "versions",
    "answer",
]
KEYS += ["_input_hash", "_timestamp"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.dictionaries(st.sampled_from(KEYS), GARBAGE, max_size=4))
def test_garbage_is_refused_or_read(tmp_path: Path, row: dict[str, Any]) -> None:
    path = written(tmp_path / "a.jsonl", row)
    try:
        list(FORMAT.read(path, formats.format.Reading()))  # type: ignore[misc]
    except FormatError as error:
        assert "a.jsonl" in error.message  # noqa: PT017 - others are read
