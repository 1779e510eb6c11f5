from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.doccano import FORMAT
from annotator.formats.format import Reading
from annotator.formats.kit.units import Units
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change, Edit
from annotator.model.values import Field, Span, now
from annotator.store.project import Project
from tests.formats import gold
from tests.formats.shared import shared
from tests.formats.trips import check_damaged, differences, imported, relations_of, spans_of
from tests.jobs.random_projects import CODEBOOK, projects

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
FIXTURES = "corpora/doccano-fixtures/backend/data_import/tests/data"
TEXT = "Zoë \U0001f600 Ng said no."


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def written(path: Path, *some: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps({"text": TEXT} | row) + "\n" for row in some))
    return path


def entity(id_: int, start: int, end: int, label: str = "PER") -> dict[str, Any]:
    return {"id": id_, "label": label, "start_offset": start, "end_offset": end}


def has_twins(changes: list[Change]) -> bool:
    """Whether two spans are alike in all that doccano keeps: which a relation meant cannot be told."""
    spans = [one.after for one in changes if isinstance(one.after, Span)]
    keys = {(one.document_id, one.label, one.fragments, one.annotator) for one in spans}
    return len(keys) < len(spans)


OPTIONS = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["utf-16", "grapheme"]),
        "fragments": st.sampled_from(["split", "cover", "drop"]),
        "overlaps": st.sampled_from(["yes", "no"]),
        "shape": st.sampled_from(["relations", "labels"]),
    }
)


@settings(max_examples=9, deadline=None, suppress_health_check=SLOW)
@given(changes=projects(), options=OPTIONS, name=st.sampled_from(["out", "out.zip"]))
def test_only_declared_losses(changes: list[Change], options: dict[str, str], name: str) -> None:
    assume(not has_twins(changes))
    assert differences(changes, "doccano", name, options) == []


def test_the_gold_document_counts_in_utf16(tmp_path: Path) -> None:
    with gold.gold_project(tmp_path / "gold.annodb") as project:
        export(project, tmp_path / "gold.jsonl", format="doccano")
    (row,) = rows(tmp_path / "gold.jsonl")
    words = row["text"].encode("utf-16-le")
    found = {
        one["id"]: (
            one["label"],
            words[2 * one["start_offset"] : 2 * one["end_offset"]].decode("utf-16-le"),
        )
        for one in row["entities"]
    }
    expected = [(label, gold.TEXT[a:b]) for _, label, some, _, _ in gold.SPANS for a, b in some]
    assert sorted(found.values()) == sorted(expected)
    links = {(one["type"], found[one["from_id"]][1], found[one["to_id"]][1]) for one in row["relations"]}
    assert ("continues", "“Prices rose 4% in May,”", "“and fell again.”") in links
    assert ("speaker", "“Prices rose 4% in May,”", "Zoë Ng") in links
    assert row["outlet"] == "The Daily “Sample”"
    assert len(row["Comments"]) == 2


def test_graphemes_are_counted_on_request(tmp_path: Path) -> None:
    with gold.gold_project(tmp_path / "gold.annodb") as project:
        export(project, tmp_path / "g.jsonl", format="doccano", options={"unit": "grapheme"})
    (row,) = rows(tmp_path / "g.jsonl")
    units = Units(gold.TEXT, "grapheme")
    first = row["entities"][0]
    start, end = units.to_code_point(first["start_offset"]), units.to_code_point(first["end_offset"])
    assert gold.TEXT[start:end] == "Zoë Ng"
    project, _ = imported(tmp_path / "g.jsonl")
    with project:
        assert "Zoë Ng" in {text for _, text in spans_of(project)}


@pytest.mark.parametrize(("name", "number"), [("rel.jsonl", 11), ("seq.jsonl", 10)])
def test_samples_made_elsewhere(tmp_path: Path, name: str, number: int) -> None:
    copy = tmp_path / name
    copy.write_bytes(shared(f"oracles/samples/doccano/{name}").read_bytes())
    project, report = imported(copy)
    with project:
        assert report.spans == number
        assert ("Organization", "Reuters") in spans_of(project)
        assert "offsets were read as UTF-16 units" in " ".join(report.remarks)
        export(project, tmp_path / "again.jsonl", format="doccano")
        again, _ = imported(tmp_path / "again.jsonl")
        with again:
            assert spans_of(again) == spans_of(project)
            assert again.documents()[0].metadata == project.documents()[0].metadata


def test_the_fixtures_of_doccano(tmp_path: Path) -> None:
    counts = {
        "relation_extraction/example.jsonl": (1, 4, 3),
        "sequence_labeling/example.jsonl": (2, 1, 0),
        "sequence_labeling/example_overlapping.jsonl": (1, 2, 0),
        "intent/example.jsonl": (4, 2, 0),
        "text_classification/example.json": (3, 0, 0),
        "text_classification/example.jsonl": (3, 0, 0),
        "seq2seq/example.json": (2, 0, 0),
    }
    for number, (name, expected) in enumerate(counts.items()):
        source = shared(f"{FIXTURES}/{name}")
        copy = tmp_path / f"{number}{source.suffix}"
        copy.write_bytes(source.read_bytes())
        assert formats.of_file(copy) is FORMAT, name
        project, report = imported(copy)
        with project:
            assert (len(report.added), report.spans, report.relations) == expected, name


def test_classes_and_nested_metadata_are_metadata(tmp_path: Path) -> None:
    row = {"label": ["good", "bad"], "meta": {"page": 1}, "desk": "coast", "n": 7, "gone": None}
    project, _ = imported(written(tmp_path / "a.jsonl", row))
    with project:
        expected = {"label": "good, bad", "page": "1", "desk": "coast", "n": "7"}
        assert project.documents()[0].metadata == expected


@pytest.mark.parametrize(("unit", "end"), [("utf-16", 8), ("code point", 7), ("grapheme", 7)])
def test_the_unit_can_be_said(tmp_path: Path, unit: str, end: int) -> None:
    path = written(tmp_path / "a.jsonl", {"label": [[end - 2, end, "PER"]]})
    project, report = imported(path, unit=unit)
    with project:
        assert spans_of(project) == [("PER", TEXT[5:7])]
        assert "offsets were read" not in " ".join(report.remarks)


def test_code_points_are_found_out(tmp_path: Path) -> None:
    text = "e\u0301 \U0001f600 Ng said no."
    path = written(tmp_path / "a.jsonl", {"text": text, "label": [[5, 7, "PER"], [8, 12, "CUE"]]})
    project, report = imported(path)
    with project:
        assert spans_of(project) == [("PER", "Ng"), ("CUE", "said")]
    assert "were read as code points, under which 4 of 4 edges" in " ".join(report.remarks)


def test_a_zip_of_users_is_their_annotations(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "e.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for user, label in (("mia", "PER"), ("bo", "ORG"), ("all", "LOC")):
            archive.writestr(f"{user}.jsonl", json.dumps({"text": TEXT, "label": [[0, 3, label]]}))
    assert formats.of_file(tmp_path / "e.zip") is FORMAT
    project, _ = imported(tmp_path / "e.zip")
    with project:
        names = {one.id: one.name for one in project.annotators()}
        (document,) = project.documents()
        found = sorted((names[one.annotator], one.label) for one in project.spans(document.id))
    assert found == [("Mia", "LOC"), ("Mia", "PER"), ("bo", "ORG")]


def test_a_folder_of_users_is_one_corpus(tmp_path: Path) -> None:
    (tmp_path / "users").mkdir()
    for user in ("kim", "bo"):
        written(tmp_path / "users" / f"{user}.jsonl", {"label": [[0, 3, "PER"]]})
    assert formats.of_folder(tmp_path / "users") is FORMAT
    project, report = imported(tmp_path / "users")
    with project:
        assert report.spans == 2
        assert {"kim", "bo"} <= {one.name for one in project.annotators()}


def test_the_codebooks_own_continues_is_no_piece(tmp_path: Path) -> None:
    book = CODEBOOK | {"relations": [{"id": "continues", "name": "continues"}]}
    (tmp_path / "hand.jsonl").write_text(
        json.dumps(
            {
                "kind": "document",
                "text": "One and two and three.",
                "spans": [
                    {"id": "a", "label": "PER", "fragments": [[0, 3], [8, 11]]},
                    {"id": "b", "label": "PER", "fragments": [[16, 21]]},
                ],
                "relations": [{"label": "continues", "from": "a", "to": "b"}],
            }
        )
    )
    with Project.create(tmp_path / "a.annodb", title="A", codebook=book) as first:
        import_paths(first, [tmp_path / "hand.jsonl"], annotator="Mia")
        for name in ("out", "out.jsonl"):
            export(first, tmp_path / name, format="doccano")
            project, _ = imported(tmp_path / name)
            with project:
                assert relations_of(project) == relations_of(first)
                assert spans_of(project) == spans_of(first)


def test_what_two_annotators_share_is_said(tmp_path: Path) -> None:
    with gold.gold_project(tmp_path / "gold.annodb") as project:
        bo = Change(None, Field("annotator", "0198aaaa-0000-7000-8000-000000000002", "name", "All"))
        project.apply(Edit("add", (bo,), gold.ADA, now()))
        with pytest.raises(FormatError, match="a file for each of 2 annotators"):
            export(project, tmp_path / "one.jsonl", format="doccano")
        export(project, tmp_path / "out", format="doccano")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["Ada.jsonl", "All-2.jsonl", "annotators.json", "project.jsonl"]


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    with gold.gold_project(tmp_path / "gold.annodb") as project:
        for name in ("a.zip", "b.zip"):
            export(project, tmp_path / name, format="doccano")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == "") == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"label": [[0, 3]]}, "label[0]: a span must be"),
        ({"label": [["0", 3, "PER"]]}, "label[0]: start and end must be whole numbers"),
        ({"entities": [{"id": 1, "start_offset": 0, "end_offset": 3}]}, "entities[0]: the label"),
        ({"relations": [{"from_id": 1}]}, "relations[0]: “type” is missing"),
        ({"label": {}}, "“label” must be a list"),
    ],
)
def test_a_bad_row_is_refused_with_its_place(tmp_path: Path, row: dict[str, Any], said: str) -> None:
    path = written(tmp_path / "a.jsonl", {"label": []}, row)
    with pytest.raises(FormatError) as caught:
        imported(path)
    assert "a.jsonl, line 2" in caught.value.message
    assert said in caught.value.message


def test_a_file_without_texts_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", {"text": "", "label": [[0, 1, "PER"]]})
    with pytest.raises(FormatError, match="no row with a text"):
        imported(path)


@pytest.mark.parametrize("name", ["gold.jsonl", "gold.zip"])
def test_damaged_files_are_refused_or_read(tmp_path: Path, name: str) -> None:
    with gold.gold_project(tmp_path / "gold.annodb") as project:
        export(project, tmp_path / name, format="doccano")
    content = (tmp_path / name).read_bytes()
    check_damaged(tmp_path / f"bad{Path(name).suffix}", "doccano", content, 60)


def test_garbage_is_refused_or_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for content in (
        b"[",
        b"[{}",
        b"[1]",
        b"[" * 5000,
        b'[{"text": 1e999}]',
        b"[{}] x",
        b'[{"a": NaN}]',
        b'"',
    ):
        path.write_bytes(content)
        with pytest.raises(FormatError, match=r"a\.json"):
            list(FORMAT.read(path, Reading()))  # type: ignore[misc]
