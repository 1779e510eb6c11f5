from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import FormatError
from annotator.jobs.exporting import ExportReport, export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change
from annotator.store.project import Project
from tests.formats.declared import undeclared
from tests.formats.gold import CODEBOOK, METADATA, RELATIONS, SPANS, TEXT, gold_project
from tests.formats.shared import shared
from tests.formats.trips import check_damaged, differences, imported, relations_of, spans_of
from tests.jobs.random_projects import projects

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
OFFSETS = st.sampled_from(["p", "j"])


@settings(max_examples=9, deadline=None, suppress_health_check=SLOW)
@given(changes=projects(), offsets=OFFSETS)
def test_a_project_comes_back_from_bdoc(changes: list[Change], offsets: str) -> None:
    def compare(first: Project, second: Project, report: ExportReport) -> None:
        assert report.totals == ()
        for document in first.documents():
            assert second.spans(document.id) == first.spans(document.id)
            assert second.relations(document.id) == first.relations(document.id)
            assert second.work(document.id) == first.work(document.id)

    assert differences(changes, "bdoc", "out", {"offsets": offsets}, compare) == []


def gold_file(folder: Path, offsets: str = "p") -> Path:
    with gold_project(folder / "gold.annodb") as project:
        export(project, folder / "out", format="bdoc", options={"offsets": offsets})
    return folder / "out" / "Prices-ministers.bdocjs"


@pytest.mark.parametrize("offsets", ["p", "j"])
def test_gatenlp_reads_the_gold_document(tmp_path: Path, offsets: str) -> None:
    gatenlp = pytest.importorskip("gatenlp", reason="gatenlp is not installed")
    document = gatenlp.Document.from_dict(json.loads(gold_file(tmp_path, offsets).read_bytes()))
    document.to_offset_type("p")
    annotations = document.annset("")
    assert document.text == TEXT
    assert document.features["outlet"] == METADATA["outlet"]
    assert Counter((one.type, document[one]) for one in annotations) == Counter(
        (label, TEXT[start:end]) for _, label, fragments, *_ in SPANS for start, end in fragments
    )
    (claim,) = (one for one in annotations if "checkworthy" in one.features)
    assert (claim.features["checkworthy"], claim.features["note"]) == (True, SPANS[3][4])
    assert len(document.features["annotator"]["relations"]) == len(RELATIONS)


def test_gatenlp_writes_it_again_and_it_comes_back(tmp_path: Path) -> None:
    gatenlp = pytest.importorskip("gatenlp", reason="gatenlp is not installed")
    path = gold_file(tmp_path)
    document = gatenlp.Document.from_dict(json.loads(path.read_bytes()))
    path.write_text(json.dumps(document.to_dict(offset_type="j")))
    with (
        Project.open(tmp_path / "gold.annodb") as first,
        Project.create(tmp_path / "b.annodb", title="B", codebook=CODEBOOK) as second,
    ):
        import_paths(second, [path.parent], annotator="Mia")
        (known,) = first.documents()
        assert second.spans(known.id) == first.spans(known.id)
        report = export(first, tmp_path / "again", format="bdoc")
        assert undeclared(first, second, report, "bdoc") == []


@pytest.mark.parametrize("name", ["doc-0001", "java"])
def test_the_samples_come_in_whole(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.bdocjs"
    path.write_bytes(shared(f"oracles/samples/gate/{name}.bdocjs").read_bytes())
    project, report = imported(path)
    with project:
        assert (report.spans, report.relations, report.totals) == (11, 3, ())
        assert {person.name for person in project.annotators()} >= {"ENTITY", "QUOTE", "CLAIM"}
        (document,) = project.documents()
        assert document.metadata["publisher"] == "The Daily \u201cSample\u201d"


def bdoc(path: Path, annotations: list[Any], **more: Any) -> Path:
    sets = {"Key": {"name": "Key", "annotations": annotations, "next_annid": 1}}
    path.write_text(json.dumps({"text": "Ada 😀 left", "annotation_sets": sets, "features": {}} | more))
    return path


def annotation(start: int, end: int, **features: Any) -> dict[str, Any]:
    return {"type": "Person", "start": start, "end": end, "id": 0, "features": features}


@pytest.mark.parametrize(("offsets", "start"), [("p", 6), ("j", 7)])
def test_offsets_count_what_the_file_says(tmp_path: Path, offsets: str, start: int) -> None:
    path = bdoc(tmp_path / "a.bdocjs", [annotation(start, start + 4)], offset_type=offsets)
    project, _ = imported(path)
    with project:
        assert spans_of(project) == [("PER", "left")]


def test_features_of_others_become_attributes_and_metadata(tmp_path: Path) -> None:
    features = {"sure": True, "n": 2, "gone": None, "ids": [1, 2], "": "x", "note": "mine"}
    path = bdoc(tmp_path / "a.bdoc", [annotation(0, 3, **features)], features={"desk": "coast", "n": 1})
    project, report = imported(path)
    with project:
        (document,) = project.documents()
        (span,) = project.spans(document.id)
        assert span.attributes == {"sure": True, "n": 2, "ids": "[1, 2]", "note": "mine"}
        assert document.metadata == {"desk": "coast", "n": "1"}
        assert [one.name for one in project.annotators() if one.id == span.annotator] == ["Key"]
    assert [one.sentence() for one in report.totals] == [
        "1 attribute changed in 1 document: the value is a list or an object, and is kept as JSON."
    ]


@pytest.mark.parametrize("pair", [(0, 99), (5, 5), (-1, 3)])
def test_what_lies_outside_the_text_is_left_out(tmp_path: Path, pair: tuple[int, int]) -> None:
    project, report = imported(bdoc(tmp_path / "a.bdocjs", [annotation(*pair), annotation(0, 3)]))
    with project:
        assert spans_of(project) == [("PER", "Ada")]
        assert report.totals[0].kind.what == "spans"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": None}, "“text” is missing"),
        ({"offset_type": "x"}, "“offset_type” is “x”; it can be p or j"),
        ({"annotation_sets": []}, "“annotation_sets” must be an object"),
        ({"annotation_sets": {"": []}}, "an annotation set must be an object"),
        ({"annotation_sets": {"": {"annotations": [{}]}}}, "“start” must be a whole number"),
        ({"features": 1}, "“features” must be an object"),
    ],
)
def test_what_is_no_bdoc_is_refused(tmp_path: Path, more: dict[str, Any], said: str) -> None:
    with pytest.raises(FormatError) as caught:
        imported(bdoc(tmp_path / "a.bdocjs", [], **more))
    assert said in caught.value.message
    assert "a.bdocjs" in caught.value.message


def test_damaged_files_are_refused_or_read(tmp_path: Path) -> None:
    path = gold_file(tmp_path)
    check_damaged(path, "bdoc", path.read_bytes(), 120)


def test_relations_come_back_between_the_spans(tmp_path: Path) -> None:
    with Project.create(tmp_path / "b.annodb", title="B", codebook=CODEBOOK) as project:
        import_paths(project, [gold_file(tmp_path).parent], annotator="Mia")
        assert [one[0] for one in relations_of(project)] == ["coref", "source", "speaker"]
