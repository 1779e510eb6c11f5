from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from annotator import formats
from annotator.errors import FormatError
from annotator.formats import hugging_face_writing
from annotator.formats.hugging_face_reading import claims
from annotator.jobs.exporting import export
from annotator.store.project import Project
from tests.formats.gold import RELATIONS, SPANS, TEXT, id_of
from tests.formats.shared import shared
from tests.formats.table_folders import imported
from tests.formats.test_parquet import add_articles
from tests.formats.trips import check_damaged, relations_of, spans_of

LICENSE = {"license": "cc-by-4.0"}
PARQUET = "data/train-00000-of-00001.parquet"


def exported(project: Project, folder: Path, **options: str) -> Path:
    export(project, folder, format="huggingface", options=LICENSE | options)
    return folder


def features(path: Path) -> dict[str, Any]:
    said = pq.read_schema(path).metadata[b"huggingface"]
    found: dict[str, Any] = json.loads(said)["info"]["features"]
    return found


def gold_spans() -> list[tuple[str, str, list[tuple[int, int]], str]]:
    return sorted(
        (id_of(name), label, list(map(tuple, pieces)), note) for name, label, pieces, _, note in SPANS
    )


def rows_of_spans(row: dict[str, Any], names: list[str] | None) -> list[tuple[Any, ...]]:
    """The spans of a row as the gold document tells them."""
    return sorted(
        (
            one["id"],
            names[one["label"]] if names is not None else one["label"],
            [(piece["start"], piece["end"]) for piece in one["fragments"]],
            one["note"],
        )
        for one in row["spans"]
    )


def test_pyarrow_alone_reads_the_gold_document(gold: Project, tmp_path: Path) -> None:
    path = exported(gold, tmp_path / "out") / PARQUET
    [row] = pq.read_table(path).to_pylist()
    names = features(path)["spans"][0]["label"]["names"]
    assert row["text"] == TEXT
    assert rows_of_spans(row, names) == gold_spans()
    ends = [(one["id"], one["label"], one["head"], one["tail"]) for one in row["relations"]]
    assert ends == [(id_of(name), label, id_of(a), id_of(b)) for name, label, a, b in RELATIONS]
    assert json.loads(row["spans"][0]["attributes"]) == dict(SPANS[0][3])


def test_lists_are_arrays_of_one_element_in_the_features(gold: Project, tmp_path: Path) -> None:
    folder = exported(gold, tmp_path / "out")
    spans = features(folder / PARQUET)["spans"]
    assert spans[0]["label"]["_type"] == "ClassLabel"
    assert spans[0]["fragments"] == [
        {"start": {"dtype": "int32", "_type": "Value"}, "end": {"dtype": "int32", "_type": "Value"}}
    ]
    tokens = features(folder / "tokens/train-00000-of-00001.parquet")
    assert tokens["tokens"] == [{"dtype": "string", "_type": "Value"}]
    assert tokens["ner_tags"][0]["names"][:3] == ["O", "B-Person", "I-Person"]
    assert "List" not in json.dumps([spans, tokens])


def test_tokens_and_tags_stand_at_their_offsets(gold: Project, tmp_path: Path) -> None:
    path = exported(gold, tmp_path / "out") / "tokens/train-00000-of-00001.parquet"
    [row] = pq.read_table(path).to_pylist()
    assert [TEXT[start:end] for start, end in row["offsets"]] == row["tokens"]
    names = features(path)["ner_tags"][0]["names"]
    tags = [(word, names[tag]) for word, tag in zip(row["tokens"], row["ner_tags"], strict=True) if tag]
    assert tags[:3] == [("Zoë", "B-Person"), ("Ng", "I-Person"), ("Reuvers", "B-Organization")]
    assert {"QUOTES_tags", "CLAIMS_tags"} <= row.keys()


def test_what_no_tag_can_say_is_counted(gold: Project, tmp_path: Path) -> None:
    report = export(gold, tmp_path / "out", format="huggingface", options=LICENSE)
    [loss] = report.losses.details()
    assert (loss.kind.what, loss.ids) == ("token tags", (id_of("s6"),))
    assert "view “spans” has all" in loss.kind.why


def test_json_lines_hold_the_same_with_labels_as_texts(gold: Project, tmp_path: Path) -> None:
    folder = exported(gold, tmp_path / "out", files="jsonl", tokens="no")
    row = json.loads((folder / "data/train-00000-of-00001.jsonl").read_bytes())
    assert rows_of_spans(row, None) == gold_spans()
    assert not (folder / "tokens").exists()
    single, _ = imported(folder / "data/train-00000-of-00001.jsonl")
    assert [text for _, text in spans_of(single)] == [text for _, text in spans_of(gold)]
    assert relations_of(single) == relations_of(gold)


@pytest.mark.parametrize("said", ["", "my own licence!", "-x"])
def test_the_licence_of_the_articles_must_be_given(gold: Project, tmp_path: Path, said: str) -> None:
    with pytest.raises(FormatError, match="licence") as caught:
        exported(gold, tmp_path / "out", license=said)
    assert "“license”" in caught.value.hint
    assert not (tmp_path / "out").exists()


def test_the_card_begins_with_yaml_that_names_the_files(gold: Project, tmp_path: Path) -> None:
    folder = exported(gold, tmp_path / "out", language="en, de")
    head = yaml.safe_load((folder / "README.md").read_text("utf-8").split("---\n")[1])
    assert head["license"] == "cc-by-4.0"
    assert head["language"] == ["en", "de"]
    assert head["size_categories"] == ["n<1K"]
    assert [one["config_name"] for one in head["configs"]] == ["spans", "tokens"]
    assert head["configs"][0]["default"] is True
    files = [one["path"] for config in head["configs"] for one in config["data_files"]]
    assert all(list(folder.glob(pattern)) for pattern in files)


def test_several_files_hold_a_split(
    gold: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hugging_face_writing, "PER_FILE", 4)
    monkeypatch.setattr(hugging_face_writing, "ROW_GROUP", 3)
    add_articles(gold, *(("Quay", "2026") for _ in range(9)))
    folder = exported(gold, tmp_path / "out")
    counts = [pq.read_metadata(path).num_rows for path in sorted((folder / "data").iterdir())]
    assert counts == [4, 4, 2]
    project, _ = imported(folder)
    assert sorted(spans_of(project)) == sorted(spans_of(gold))


def test_splits_are_files_and_never_split_an_article(gold: Project, tmp_path: Path) -> None:
    add_articles(gold, *(("Quay", "2026") for _ in range(30)))
    folder = exported(gold, tmp_path / "out", split="document", shares="60,20,20")
    ids: dict[str, set[str]] = {}
    for path in (folder / "data").iterdir():
        ids[path.name.split("-")[0]] = set(pq.read_table(path)["id"].to_pylist())
    assert set(ids) == {"train", "validation", "test"}
    assert sum(map(len, ids.values())) == len(set().union(*ids.values())) == 31
    tokens = pq.read_table(folder / "tokens/test-00000-of-00001.parquet")["id"].to_pylist()
    assert set(tokens) == ids["test"]


def test_an_article_that_nobody_has_begun_has_no_tags(gold: Project, tmp_path: Path) -> None:
    from annotator.model.change import Change, Edit
    from annotator.model.values import NewDocument, document_id, now, sha256

    text = "Nobody has read this."
    new = NewDocument(document_id(sha256(text)), text, sha256(text))
    gold.apply(Edit("add", (Change(None, new),), "", now()))
    folder = exported(gold, tmp_path / "out")
    assert pq.read_metadata(folder / PARQUET).num_rows == 2
    assert pq.read_metadata(folder / "tokens/train-00000-of-00001.parquet").num_rows == 1


# ---------------------------------------------------------------- datasets of others


def dataset(folder: Path, rows: list[dict[str, Any]], card: str = "task_categories: []") -> Path:
    (folder / "data").mkdir(parents=True)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "data" / "train.jsonl").write_text(lines)
    (folder / "README.md").write_text(f"---\n{card}\n---\n# Theirs\n")
    return folder


def test_spans_of_others_need_a_label_and_two_offsets(tmp_path: Path) -> None:
    row = {"text": "Ada sails.", "spans": [{"start": 0, "end": 3, "label": "PER"}], "desk": "harbour"}
    folder = dataset(tmp_path / "d", [row])
    assert claims(folder)
    project, _ = imported(folder)
    assert spans_of(project) == [("PER", "Ada")]
    assert project.documents()[0].metadata == {"desk": "harbour"}


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["B-PER", "I-PER", "O", "O"], ["Ada Holt"]),
        (["I-PER", "I-PER", "O", "O"], ["Ada Holt"]),
        (["B-PER", "L-PER", "O", "U-PER"], ["Ada Holt", "Bo"]),
        (["S-PER", "S-PER", "O", "O"], ["Ada", "Holt"]),
        (["PER", "PER", "", "PER"], ["Ada Holt", "Bo"]),
        ([1, 2, 0, 1], ["Ada Holt", "Bo"]),
    ],
)
def test_tags_of_any_scheme_become_spans(tmp_path: Path, tags: list[Any], spans: list[str]) -> None:
    row = {"id": ["7"], "tokens": [["Ada", "Holt", "met", "Bo"]], "ner_tags": [tags]}
    said = {"ner_tags": [{"names": ["O", "B-PER", "I-PER"], "_type": "ClassLabel"}]}
    metadata = {"huggingface": json.dumps({"info": {"features": said}})}
    (tmp_path / "data").mkdir()
    table = pa.table(row).replace_schema_metadata(metadata)
    pq.write_table(table, tmp_path / "data" / "train.parquet")
    (tmp_path / "README.md").write_text("---\nconfigs: []\n---\n")
    project, report = imported(tmp_path)
    assert [text for _, text in spans_of(project)] == spans
    assert "put together from tokens" in " ".join(report.sentences())


def test_the_split_of_an_article_becomes_metadata(tmp_path: Path) -> None:
    card = "configs:\n- config_name: x\n  data_files:\n  - {split: test, path: b.jsonl}\n"
    card += "  - {split: train, path: [a.jsonl]}"
    folder = dataset(tmp_path / "d", [], card)
    for name in ("a", "b"):
        (folder / f"{name}.jsonl").write_text(json.dumps({"text": f"Text {name}."}) + "\n")
    project, _ = imported(folder)
    assert [one.metadata["split"] for one in project.documents()] == ["train", "test"]


BAD: list[tuple[str, str, str]] = [
    ("{", "configs: []", "line 1: this is not JSON"),
    ('{"id": "1"}', "configs: []", "neither a “text” nor “tokens”"),
    ('{"text": "Ada", "spans": {"a": 1}}', "configs: []", "NOTHING"),
    ('{"text": "Ada", "spans": [1]}', "configs: []", "“spans” must be a list of objects"),
    ('{"text": "Ada", "spans": [{"label": "P"}]}', "configs: []", r"spans\[0\]: “start” must be"),
    ('{"tokens": ["a"], "ner_tags": []}', "configs: []", "there are 1 tokens, but 0 “ner_tags”"),
    ('{"tokens": [1], "ner_tags": []}', "configs: []", "neither a “text” nor “tokens”"),
    ("{}", "configs: [", "begins with YAML that cannot be read"),
    ("{}", "configs: 2026-99-99", "begins with YAML that cannot be read"),
    ("{}", "configs:\n- data_files: ../../*.jsonl", "lead out of the folder"),
    ("{}", "configs:\n- data_files: /etc/*.jsonl", "lead out of the folder"),
    ("{}", "configs:\n- data_files: '**x.jsonl'", r"README.md|neither"),
]


@pytest.mark.parametrize(("line", "card", "problem"), BAD)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, line: str, card: str, problem: str
) -> None:
    folder = dataset(tmp_path / "d", [], card)
    (folder / "data" / "train.jsonl").write_text(line + "\n")
    if problem == "NOTHING":
        assert spans_of(imported(folder)[0]) == []
        return
    with pytest.raises(FormatError, match=problem):
        imported(folder)


def test_a_folder_with_a_readme_is_not_yet_a_dataset(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Articles\n")
    (tmp_path / "a.jsonl").write_text("{}")
    assert not claims(tmp_path)
    (tmp_path / "README.md").write_text("---\nlicense: mit\nconfigs: []\n---\n")
    assert claims(tmp_path)


def test_rows_are_told_from_other_json_lines(gold: Project, tmp_path: Path) -> None:
    folder = exported(gold, tmp_path / "out", files="jsonl")
    export(gold, tmp_path / "native.jsonl", format="annotator")
    (tmp_path / "task.jsonl").write_text('{"text": "Ada", "spans": [{"start": 0, "end": 3}]}')
    found = {path.name: formats.of_file(path) for path in (folder / "data").iterdir()}
    assert [one.name for one in found.values() if one] == ["huggingface"]
    for name in ("native.jsonl", "task.jsonl"):
        of_file = formats.of_file(tmp_path / name)
        assert of_file is not None
        assert of_file.name != "huggingface"


def test_damaged_datasets_are_refused_or_read(gold: Project, tmp_path: Path) -> None:
    for files, name in (("jsonl", "data/train-00000-of-00001.jsonl"), ("parquet", PARQUET)):
        folder = exported(gold, tmp_path / files, files=files)
        content = (folder / name).read_bytes()
        check_damaged(folder / name, "huggingface", content, 30)
        (folder / "fuzz.annodb").unlink(missing_ok=True)


def test_the_samples_are_read(tmp_path: Path) -> None:
    for name in ("hf", "hf/spans.jsonl", "hf_listenc.parquet"):
        project, report = imported_copy(shared(f"oracles/samples/{name}"), tmp_path)
        assert len(project.documents()) == 1, name
        if name != "hf_listenc.parquet":
            assert len(spans_of(project)) == 11
            assert len(relations_of(project)) == 3
        assert not report.totals


def imported_copy(path: Path, folder: Path) -> Any:
    import shutil

    target = folder / path.name
    if path.is_dir():
        shutil.copytree(path, target)
    else:
        shutil.copy(path, target)
    return imported(target)


@pytest.mark.parametrize("files", ["parquet", "jsonl"])
def test_the_library_datasets_loads_both_views(
    gold: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: str
) -> None:
    for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    datasets = pytest.importorskip("datasets")
    hub = pytest.importorskip("huggingface_hub")
    add_articles(gold, *(("Quay", "2026") for _ in range(30)))
    folder = exported(gold, tmp_path / "out", files=files, split="document")
    loaded = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
    rows = {row["text"]: row for part in loaded.values() for row in part}
    label = loaded["train"].features["spans"].feature["label"]
    assert rows_of_spans(rows[TEXT], getattr(label, "names", None)) == gold_spans()
    assert len(rows) == 31
    tokens = datasets.load_dataset(str(folder), "tokens", cache_dir=str(tmp_path / "cache"))
    assert sum(len(part) for part in tokens.values()) == 31
    card = hub.DatasetCard.load(str(folder / "README.md")).data.to_dict()
    assert card["license"] == "cc-by-4.0"
    assert os.environ["HF_HUB_OFFLINE"] == "1"
