from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.format import Reading
from annotator.formats.label_studio import FORMAT
from annotator.jobs.exporting import ExportReport, export
from annotator.model.change import Change
from annotator.store.project import Project
from tests.formats import gold
from tests.formats.shared import shared
from tests.formats.trips import check_damaged, differences, imported, relations_of, spans_of
from tests.jobs.random_projects import projects

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
FIXTURES = "corpora/labelstudio-fixtures/tests/custom/converter/data"
TEXT = "Zoë \U0001f600 Ng said no."


def region(id_: str, start: int, end: int, *labels: str, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": list(labels or ("PER",))}
    return {"id": id_, "from_name": "label", "to_name": "text", "type": "labels", "value": value} | more


def task(*result: Any, **annotation: Any) -> dict[str, Any]:
    return {"id": 1, "data": {"text": TEXT}, "annotations": [{"result": list(result)} | annotation]}


def written(path: Path, *tasks: Any) -> Path:
    path.write_text(json.dumps(list(tasks)))
    return path


def exported(folder: Path, **options: str) -> list[dict[str, Any]]:
    """The tasks of the gold document; the folder has the config, too."""
    with gold.gold_project(folder / "gold.annodb") as project:
        export(project, folder / "gold", format="label-studio", options=options)
    return list(json.loads((folder / "gold" / "tasks.json").read_bytes()))


@settings(max_examples=9, deadline=None, suppress_health_check=SLOW)
@given(changes=projects(), fragments=st.sampled_from(["split", "cover", "drop"]))
def test_only_declared_losses(changes: list[Change], fragments: str) -> None:
    assert differences(changes, "label-studio", "out", {"fragments": fragments}) == []


@settings(max_examples=8, deadline=None, suppress_health_check=SLOW)
@given(changes=projects())
def test_all_that_it_carries_comes_back(changes: list[Change]) -> None:
    def same(first: Project, second: Project, report: ExportReport) -> None:
        assert first.documents() == second.documents()
        for document in first.documents():
            for ours, theirs in (
                (first.spans(document.id), second.spans(document.id)),
                (first.relations(document.id), second.relations(document.id)),
            ):
                assert {one.id: one for one in ours} == {one.id: one for one in theirs}  # type: ignore[attr-defined]
        if first.documents():
            assert first.all_work() == second.all_work()
            assert first.entities() == second.entities()
            assert {*first.annotators()} <= {*second.annotators()}

    differences(changes, "label-studio", "out", {}, same)


def test_the_gold_document(tmp_path: Path) -> None:
    (one,) = exported(tmp_path)
    assert one["data"]["text"] == gold.TEXT
    assert one["data"]["meta_outlet"] == "The Daily “Sample”"
    (annotation,) = one["annotations"]
    spans = [row for row in annotation["result"] if row["type"] == "labels"]
    found = [(row["value"]["labels"][0], row["value"]["start"], row["value"]["end"]) for row in spans]
    expected = [(label, *pair) for _, label, some, _, _ in gold.SPANS for pair in some]
    assert sorted(found) == sorted(expected)
    said = {
        (row["id"], row["from_name"]): row["value"] for row in annotation["result"] if "value" in row
    }
    assert said[gold.id_of("s3"), "form"]["choices"] == ["direct"]
    assert said[gold.id_of("s4"), "checkworthy"]["choices"] == ["true"]
    assert said[gold.id_of("s4"), "note"]["text"] == [gold.SPANS[3][4]]
    links = [(row["labels"][0], row["direction"]) for row in annotation["result"] if "from_id" in row]
    assert links == [("continues", "bi"), ("speaker", "right"), ("source", "right"), ("coref", "right")]
    assert annotation["completed_by"] == 1


def test_the_config_lists_all_that_the_tasks_name(tmp_path: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    exported(tmp_path)
    root = etree.fromstring((tmp_path / "gold" / "config.xml").read_bytes())
    assert [one.get("value") for one in root.iter("Label")] == [
        one["id"] for one in gold.CODEBOOK["labels"]
    ]
    assert [one.get("value") for one in root.iter("Relation")] == [
        "speaker",
        "source",
        "coref",
        "continues",
    ]
    assert root.find("Text").attrib == {"name": "text", "value": "$text", "granularity": "symbol"}
    choices = {one.get("name"): [c.get("value") for c in one] for one in root.iter("Choices")}
    assert choices == {"form": ["direct", "indirect"], "checkworthy": ["true", "false"]}
    assert all(one.get("perRegion") == "true" for one in root.iter("Choices", "TextArea"))


def test_the_sdk_accepts_tasks_and_config(tmp_path: Path) -> None:
    interface = pytest.importorskip("label_studio_sdk.label_interface")
    converter = pytest.importorskip("label_studio_sdk.converter")
    (one,) = exported(tmp_path)
    config = (tmp_path / "gold" / "config.xml").read_text()
    labels = interface.LabelInterface(config)
    assert [control.name for control in labels.controls] == ["label", "form", "checkworthy", "note"]
    for annotation in one["annotations"]:
        assert labels.validate_annotation(annotation)
    reader = converter.Converter(config, project_dir=None, download_resources=False)
    (item,) = reader.iter_from_json_file(str(tmp_path / "gold" / "tasks.json"))
    found = [(row["labels"][0], row["start"], row["end"]) for row in item["output"]["label"]]
    assert sorted(found) == sorted(
        (label, *pair) for _, label, some, _, _ in gold.SPANS for pair in some
    )


def test_the_sdks_small_json_comes_in_by_offsets(tmp_path: Path) -> None:
    copy = tmp_path / "min.json"
    copy.write_bytes(shared("oracles/samples/labelstudio/out/JSON_MIN/result.json").read_bytes())
    assert formats.of_file(copy) is FORMAT
    project, report = imported(copy)
    with project:
        assert report.spans == 12
        assert ("Claim", "prices fell") in spans_of(project)
        assert "Label Studio user 1" in {one.name for one in project.annotators()}


def test_choices_of_the_small_json_find_their_region(tmp_path: Path) -> None:
    row = {"text": TEXT, "annotator": 3, "annotation_id": 1, "label": [region("", 0, 3)["value"]]}
    row["form"] = [
        {"start": 0, "end": 3, "choices": ["direct"]},
        {"start": 1, "end": 3, "choices": ["x"]},
    ]
    project, report = imported(written(tmp_path / "a.json", row))
    with project:
        (span,) = project.spans(report.added[0])
        assert dict(span.attributes) == {"form": "direct"}
        assert [total.kind.what for total in report.totals] == ["attributes"]


def test_a_sample_made_elsewhere(tmp_path: Path) -> None:
    for name in ("tasks.json", "config.xml"):
        source = shared(f"oracles/samples/labelstudio/{name}")
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(source.read_bytes())
    project, report = imported(tmp_path / "in")
    with project:
        assert (report.spans, report.relations) == (11, 3)
        assert ("Quote", "“Prices rose 4% in May,”\u241f“and fell again.”") in spans_of(project)
        by_text = {span.text: span for span in project.spans(report.added[0])}
        claim = by_text["Prices rose 4% in May"]
        assert (dict(claim.attributes), claim.note.count("\n")) == ({"checkworthy": "yes"}, 1)
        export(project, tmp_path / "out", format="label-studio")
        again, _ = imported(tmp_path / "out")
        with again:
            assert spans_of(again) == spans_of(project)
            assert relations_of(again) == relations_of(project)
            assert again.documents() == project.documents()


def test_the_fixtures_of_the_sdk(tmp_path: Path) -> None:
    counts = {"test.json": 2, "test_colliding_keys.json": 1, "test_colliding_keys_mixed.json": 2}
    for name, number in (counts | {"test_history.json": 1}).items():
        copy = tmp_path / name
        copy.write_bytes(shared(f"{FIXTURES}/test_export_csv/csv_{name}").read_bytes())
        assert formats.of_file(copy) is FORMAT
        project, report = imported(copy)
        with project:
            assert len(report.added) == number
            last = dict(project.documents()[-1].attributes)
    assert last == {"sentiment": "Positive"}


@pytest.mark.parametrize("name", ["data", "data_repeater", "chat_data"])
def test_tasks_on_images_are_refused(tmp_path: Path, name: str) -> None:
    copy = tmp_path / "image.json"
    copy.write_bytes(shared(f"{FIXTURES}/test_export_json_min/{name}.json").read_bytes())
    with pytest.raises(FormatError, match="holds no task with a text"):
        imported(copy)


def test_who_completed_it_is_a_number_or_an_object(tmp_path: Path) -> None:
    people = [
        1,
        {"id": 2, "email": "bo@a.example", "first_name": "Bo", "last_name": "Li"},
        {"email": "c@a"},
    ]
    one = task()
    one["annotations"] = [{"completed_by": who, "result": [region("a", 0, 3)]} for who in people]
    project, _ = imported(written(tmp_path / "a.json", one))
    with project:
        found = {(one.name, one.email) for one in project.annotators()}
        assert found == {
            ("Label Studio user 1", ""),
            ("Bo Li", "bo@a.example"),
            ("c@a", "c@a"),
            ("Mia", ""),
        }
        assert len(project.spans(project.documents()[0].id)) == 3


@pytest.mark.parametrize(("people", "said"), [("nobody", False), ("emails", False), ("numbers", True)])
def test_who_completed_it_can_be_left_open(tmp_path: Path, people: str, said: bool) -> None:
    (one,) = exported(tmp_path, people=people)
    assert ("completed_by" in one["annotations"][0]) == said
    project, _ = imported(tmp_path / "gold")
    with project:
        assert "Ada" in {one.name for one in project.annotators()}


def test_predictions_come_in_on_request(tmp_path: Path) -> None:
    one = task(region("a", 0, 3)) | {
        "predictions": [{"model_version": "m1", "result": [region("b", 6, 8)]}]
    }
    path = written(tmp_path / "a.json", one)
    project, report = imported(path)
    with project:
        assert report.spans == 1
    project, _ = imported(path, predictions="yes")
    with project:
        (model,) = [one for one in project.annotators() if one.name == "m1"]
        spans = [one for one in project.spans(project.documents()[0].id) if one.annotator == model.id]
        assert [(one.text, one.origin) for one in spans] == [("Ng", "model")]


def test_a_cancelled_annotation_is_left_out(tmp_path: Path) -> None:
    project, report = imported(written(tmp_path / "a.json", task(region("a", 0, 3), was_cancelled=True)))
    with project:
        assert (len(report.added), report.spans) == (1, 0)
        assert report.totals[0].kind.why == "the annotation was cancelled"


def html_task(**offsets: Any) -> dict[str, Any]:
    value = {"start": "/p[1]/text()[1]", "end": "/p[1]/text()[1]", "startOffset": 0, "text": "Ng"}
    result = {"id": "a", "type": "labels", "value": value | offsets | {"labels": ["PER"]}}
    return {
        "data": {"text": "<p>Zoë <b>Ng</b></p><p>said &amp; left</p>"},
        "annotations": [{"result": [result]}],
    }


def test_html_is_read_by_its_global_offsets(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", html_task(globalOffsets={"start": 4, "end": 6}))
    project, _ = imported(path)
    with project:
        assert project.text(project.documents()[0].id) == "Zoë Ngsaid & left"
        assert spans_of(project) == [("PER", "Ng")]


def test_html_stays_html_where_somebody_marked_nothing(tmp_path: Path) -> None:
    one = html_task(globalOffsets={"start": 4, "end": 6})
    one["annotations"].append({"result": []})
    project, report = imported(written(tmp_path / "a.json", one))
    with project:
        assert (len(report.added), report.spans) == (1, 1)


def test_html_without_global_offsets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="globalOffsets") as caught:
        imported(written(tmp_path / "a.json", html_task()))
    assert "result[0]" in caught.value.message


def test_a_foreign_config_gives_layers_and_attributes(tmp_path: Path) -> None:
    (tmp_path / "config.xml").write_text(
        '<View><Labels name="ner" toName="t"><Label value="SHIP"/></Labels>'
        '<Text name="t" value="$body"/><Choices name="sort" toName="t" perRegion="true">'
        '<Choice value="big"/></Choices></View>'
    )
    one = {
        "data": {"body": TEXT, "text": "no"},
        "annotations": [{"result": [region("a", 0, 3, "SHIP")]}],
    }
    path = written(tmp_path / "tasks.json", one)
    assert FORMAT.companions is not None
    assert list(FORMAT.companions(path)) == [tmp_path / "config.xml"]
    project, _ = imported(path)
    with project:
        assert project.codebook().labels["SHIP"].layer == "ner"
        assert project.codebook().attributes["sort"].choices[0].id == "big"
        assert project.text(project.documents()[0].id) == TEXT


def test_utf16_offsets_are_noticed_by_their_words(tmp_path: Path) -> None:
    one = region("a", 7, 9)
    one["value"]["text"] = "Ng"
    project, report = imported(written(tmp_path / "a.json", task(one)))
    with project:
        assert spans_of(project) == [("PER", "Ng")]
        assert "its offsets count UTF-16 units" in " ".join(report.remarks)


def test_a_changed_choice_wins_over_our_own_word(tmp_path: Path) -> None:
    (one,) = exported(tmp_path)
    for row in one["annotations"][0]["result"]:
        if row.get("from_name") == "checkworthy":
            row["value"]["choices"] = ["false"]
    (tmp_path / "gold" / "tasks.json").write_text(json.dumps([one]))
    project, _ = imported(tmp_path / "gold")
    with project:
        spans = {span.id: span for span in project.spans(project.documents()[0].id)}
        assert spans[gold.id_of("s4")].attributes["checkworthy"] is False


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (task(7), "result[0]: a result must be an object"),
        (task({"type": "labels", "value": {"start": 1.5, "end": 2, "labels": ["A"]}}), "whole numbers"),
        ({"data": 7}, "“data” must be an object"),
        ({"data": {"text": "a"}, "annotations": [7]}, "annotations[0]: an annotation must be an object"),
        ({"data": {"text": "a"}, "annotations": {}}, "“annotations” must be a list"),
    ],
)
def test_a_bad_task_is_refused_with_its_place(tmp_path: Path, one: Any, said: str) -> None:
    with pytest.raises(FormatError) as caught:
        list(FORMAT.read(written(tmp_path / "a.json", task(), one), Reading()))  # type: ignore[misc]
    assert "a.json, line 1, item 2" in caught.value.message
    assert said in caught.value.message


def test_damaged_files_are_refused_or_read(tmp_path: Path) -> None:
    exported(tmp_path)
    content = (tmp_path / "gold" / "tasks.json").read_bytes()
    check_damaged(tmp_path / "bad.json", "label-studio", content, 80)


GARBAGE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(["labels", "a"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(str.split("id type value labels start end text meta")), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(result=st.lists(GARBAGE, max_size=3), other=GARBAGE)
def test_garbage_is_refused_or_read(tmp_path: Path, result: list[Any], other: Any) -> None:
    path = written(
        tmp_path / "a.json", task(*result, completed_by=other), {"text": TEXT, "label": other}
    )
    try:
        list(FORMAT.read(path, Reading()))  # type: ignore[misc]
    except FormatError as error:
        assert "a.json" in error.message  # noqa: PT017 - others are read
