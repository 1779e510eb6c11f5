"""Files as other programs really write them, which no corpus beside the repository has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from annotator import formats
from annotator.formats.kit import units
from annotator.jobs.exporting import export
from annotator.jobs.importing import ImportReport
from annotator.store.project import Project
from tests.formats.trips import check_damaged, imported, spans_of

TEXT = "Lena Oduya \U0001f600 said on Monday that Tomas Brel left."
HIGH = [("DAY", "Monday"), ("PER", "Tomas Brel")]


def code_points(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def utf16(words: str) -> tuple[int, int]:
    start, end = code_points(words)
    return start + 1, end + 1  # both stand after the emoji


def lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def flat(path: Path) -> list[dict[str, Any]]:
    """The spans as a data frame has them: a row each, with the whole text beside."""
    return [
        {"text": TEXT, "start": code_points(words)[0], "end": code_points(words)[1], "label": label}
        for label, words in HIGH
    ]


def said(report: ImportReport) -> str:
    return "\n".join(report.remarks)


def check(path: Path, format: str, spans: list[tuple[str, str]], **options: str) -> ImportReport:
    """The file is known, and all of its spans come in."""
    found = formats.of_file(path)
    assert found is not None
    assert found.name == format
    project, report = imported(path, **options)
    with project:
        assert sorted(spans_of(project)) == sorted(spans)
        assert len(report.skipped) == 0
    return report


# ---------------------------------------------------------------- web annotations


def annotation(words: str, label: str) -> dict[str, Any]:
    start, end = utf16(words)
    return {
        "type": "Annotation",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": label}],
        "target": {
            "source": "doc.txt",
            "selector": {"type": "TextPositionSelector", "start": start, "end": end},
        },
    }


def test_positions_without_quotes_are_tried_on_the_words_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "doc.txt").write_text(TEXT)
    path = tmp_path / "a.jsonld"
    context = {"@context": "http://www.w3.org/ns/anno.jsonld"}
    path.write_text(json.dumps([context | annotation(words, label) for label, words in HIGH]))
    report = check(path, "w3c", HIGH)
    assert "read as utf-16s: so 2 of 2 positions begin and end with words" in said(report)


def test_a_unit_is_guessed_by_words_where_no_words_are_given() -> None:
    some = [units.Said(*utf16(words)) for _, words in HIGH]
    assert units.guess(TEXT, some).unit == "utf-16"
    ours = [units.Said(*code_points(words)) for _, words in HIGH]
    assert units.guess(TEXT, ours).unit == "code point"


# ---------------------------------------------------------------- tables of spans


def test_a_csv_of_spans_with_the_text_beside_each_is_read_as_spans(tmp_path: Path) -> None:
    path = tmp_path / "frame.csv"
    rows = [
        f'{number},"{TEXT}",{row["start"]},{row["end"]},{row["label"]}'
        for number, row in enumerate(flat(path))
    ]
    path.write_text("\n".join([",text,start,end,label", *rows]) + "\n")
    check(path, "csv", HIGH)


def test_a_parquet_file_of_spans_is_read_as_spans(tmp_path: Path) -> None:
    path = tmp_path / "frame.parquet"
    nothing = {"text": "Nobody is here.", "start": None, "end": None, "label": None}
    pq.write_table(pa.Table.from_pylist([*flat(path), nothing]), path)
    check(path, "parquet", HIGH)


def test_a_table_of_articles_is_still_one(tmp_path: Path) -> None:
    path = tmp_path / "wire.csv"
    path.write_text("text,start,label\nAda sails.,2024,x\n")
    found = formats.of_file(path)
    assert found is not None
    assert found.name == "table"


# ---------------------------------------------------------------- rows of datasets


def test_rows_with_entities_are_read_with_their_spans(tmp_path: Path) -> None:
    entities = [
        {"start": row["start"], "end": row["end"], "type": row["label"]} for row in flat(tmp_path)
    ]
    check(lines(tmp_path / "a.jsonl", {"text": TEXT, "entities": entities}), "huggingface", HIGH)


@pytest.mark.parametrize("column", ["ner_tags", "tags"])
def test_rows_of_tokens_and_tags_are_known_by_themselves(tmp_path: Path, column: str) -> None:
    row = {"tokens": ["Lena", "Oduya", "left"], column: ["B-PER", "I-PER", "O"]}
    check(lines(tmp_path / "a.jsonl", row), "huggingface", [("PER", "Lena Oduya")])


def test_tags_that_are_numbers_without_names_are_said_and_zero_is_none(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {"tokens": ["Lena", "left", "."], "ner_tags": [1, 0, 0]})
    report = check(path, "huggingface", [("1", "Lena")])
    assert "“ner_tags” are numbers without names; 0 was read as no label" in said(report)


# ---------------------------------------------------------------- older shapes, other endings


def test_doccano_rows_of_old_versions_keep_their_numbered_labels(tmp_path: Path) -> None:
    start, end = utf16("Tomas Brel")
    old = {"label": 3, "start_offset": start, "end_offset": end, "user": 1}
    check(
        lines(tmp_path / "a.jsonl", {"id": 1, "text": TEXT, "annotations": [old], "meta": {}}),
        "doccano",
        [("3", "Tomas Brel")],
    )


def test_a_gate_document_that_ends_in_json_is_known(gold: Project, tmp_path: Path) -> None:
    export(gold, tmp_path / "out", format="bdoc")
    document = next((tmp_path / "out").glob("*.bdocjs"))
    path = document.rename(tmp_path / "document.json")
    found = formats.of_file(path)
    assert found is not None
    assert found.name == "bdoc"


def test_the_files_of_the_first_task_are_known_by_their_endings(tmp_path: Path) -> None:
    path = tmp_path / "eng.testa"
    path.write_text("-DOCSTART- -X- O O\n\nEU NNP I-NP I-ORG\nrejects VBZ I-VP O\n")
    check(path, "conll", [("ORG", "EU")])


# ---------------------------------------------------------------- what is not read is said


@pytest.mark.parametrize(
    ("name", "content", "columns"),
    [
        ("a.csv", "text,tag,start_char,end_char\nAda left.,PER,0,3\n", "“start_char”, “end_char”"),
        ("a.json", '[{"text": "Ada left.", "ner": [[0, 3, "PER"]]}]', "“ner”"),
        ("a.json", '[{"text": "Ada left.", "a": [{"begin": 0, "end": 3}]}]', "“a.begin”, “a.end”"),
    ],
)
def test_a_table_of_articles_says_which_annotations_it_leaves(
    tmp_path: Path, name: str, content: str, columns: str
) -> None:
    (tmp_path / name).write_text(content)
    report = check(tmp_path / name, "table", [])
    assert f"{name}: {columns} look like places of annotations; none were read" in said(report)


def test_a_table_with_dates_says_nothing_of_annotations(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,start,end\nAda left.,May,June\n")
    assert check(path, "table", []).remarks == ()


@pytest.mark.parametrize("column", ["entities", "annotations"])
def test_rows_of_objects_with_offsets_are_read(tmp_path: Path, column: str) -> None:
    row = {"text": TEXT, column: [{"start": 0, "end": 4, "label": "PER"}]}
    check(lines(tmp_path / "a.jsonl", row), "huggingface", [("PER", "Lena")])


def test_rows_that_are_spans_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    check(lines(path, *flat(path)), "huggingface", HIGH)


def test_predictions_that_are_not_read_are_counted(tmp_path: Path) -> None:
    value = {"start": 0, "end": 4, "text": "Lena", "labels": ["PER"]}
    result = {"id": "a", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    task = {"data": {"text": TEXT}, "annotations": [], "predictions": [{"result": [result]}]}
    (tmp_path / "a.json").write_text(json.dumps([task]))
    report = check(tmp_path / "a.json", "label-studio", [])
    assert "1 span dropped in 1 document: a model predicted them" in "\n".join(report.sentences())
    asked, _ = imported(tmp_path / "a.json", predictions="yes")
    with asked:
        assert spans_of(asked) == [("PER", "Lena")]


# ---------------------------------------------------------------- damage


def test_damaged_tables_of_spans_never_break_it(tmp_path: Path) -> None:
    rows = "".join(f'"{TEXT}",{row["start"]},{row["end"]},PER\n' for row in flat(tmp_path))
    check_damaged(tmp_path / "a.csv", "csv", f"text,start,end,label\n{rows}".encode(), 60)


@pytest.mark.parametrize(
    "row",
    [
        {"text": TEXT, "start": 0, "end": 4, "label": "PER"},
        {"text": TEXT, "entities": [{"start": 0, "end": 4, "label": "PER"}]},
        {"tokens": ["Lena", "left"], "ner_tags": [1, 0]},
    ],
)
def test_damaged_rows_of_datasets_never_break_it(tmp_path: Path, row: dict[str, Any]) -> None:
    check_damaged(tmp_path / "a.jsonl", "huggingface", json.dumps(row).encode() + b"\n", 60)


@pytest.mark.parametrize("said", [{}, {"start": None}, {"label": 3}, {"end": "x"}, {"start": -1}])
def test_old_doccano_rows_name_what_is_wrong(tmp_path: Path, said: dict[str, Any]) -> None:
    span = {"label": "PER", "start_offset": 0, "end_offset": 4} | {
        f"{name}_offset" if name != "label" else name: value for name, value in said.items()
    }
    content = json.dumps({"text": TEXT, "annotations": [span]}).encode() + b"\n"
    check_damaged(tmp_path / "a.jsonl", "doccano", content, 20)
