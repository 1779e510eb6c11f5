from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from annotator.errors import Cancelled, FormatError
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.jobs.selection import Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.store.project import Project

TEXT = "=SUM said “it\nis over,” Zoë said."


@pytest.fixture
def annotated(project: Project, tmp_path: Path) -> Project:
    """One article with a discontinuous quote and its speaker, by Mia, and a span by Bo."""
    spans = [
        {"id": "q", "label": "QUOTE", "fragments": [[10, 23], [0, 4]], "annotator": "Mia"},
        {"id": "s", "label": "SOURCE", "fragments": [[24, 27]], "annotator": "Mia", "entity": "Zoë"},
        {"id": "b", "label": "PER", "fragments": [[24, 27]], "annotator": "Bo", "note": "sure?"},
    ]
    relations = [
        {"label": "speaker", "from": "q", "to": "s", "annotator": "Mia"},
        {"label": "speaker", "from": "q", "to": "b", "annotator": "Mia"},
    ]
    document = {"kind": "document", "title": "007", "text": TEXT, "metadata": {"desk": "NA"}}
    path = tmp_path / "hand.jsonl"
    path.write_text(json.dumps({**document, "spans": spans, "relations": relations}))
    import_paths(project, [path], annotator="Mia")
    return project


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_have_a_row_for_each_fragment(annotated: Project, tmp_path: Path) -> None:
    export(annotated, tmp_path / "tables", format="csv")
    rows = [row for row in table(tmp_path / "tables" / "spans.csv") if row["label"] == "QUOTE"]
    assert [(row["fragment"], row["fragments"], row["text"]) for row in rows] == [
        ("1", "2", "=SUM"),
        ("2", "2", "“it\nis over,”"),
    ]
    assert all(TEXT[int(row["start"]) : int(row["end"])] == row["text"] for row in rows)


def test_tables_keep_names_texts_and_links(annotated: Project, tmp_path: Path) -> None:
    export(annotated, tmp_path / "tables", format="csv")
    [document] = table(tmp_path / "tables" / "documents.csv")
    assert (document["title"], document["text"], document["metadata"]) == ("007", TEXT, '{"desk":"NA"}')
    relation = table(tmp_path / "tables" / "relations.csv")[0]
    assert (relation["annotator"], relation["to_text"]) == ("Mia", "Zoë")
    [entity] = table(tmp_path / "tables" / "entities.csv")
    assert (entity["name"], entity["type"]) == ("Zoë", "SOURCE")


def test_tables_begin_with_a_mark_and_end_lines_as_the_rfc_says(
    annotated: Project, tmp_path: Path
) -> None:
    export(annotated, tmp_path / "tables", format="csv")
    content = (tmp_path / "tables" / "relations.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfdocument_id,")
    assert content.endswith(b"\r\n")


def test_formulas_are_guarded_on_request(annotated: Project, tmp_path: Path) -> None:
    export(annotated, tmp_path / "tables", format="csv", options={"guard-formulas": "yes"})
    assert table(tmp_path / "tables" / "spans.csv")[0]["text"] == "'=SUM"


def test_one_annotators_part_leaves_links_to_others_out(annotated: Project, tmp_path: Path) -> None:
    [mia] = [annotator for annotator in annotated.annotators() if annotator.name == "Mia"]
    only = Wanted(frozenset([mia.id]))
    report = export(annotated, tmp_path / "mia.jsonl", format="annotator", wanted=only)
    assert (report.spans, report.relations) == (2, 1)
    assert "Left out, since they lead to spans that are: 1 relation." in report.general
    assert '"note":"sure?"' not in (tmp_path / "mia.jsonl").read_text()


def test_two_exports_are_the_same_bytes(annotated: Project, tmp_path: Path) -> None:
    export(annotated, tmp_path / "a.jsonl", format="annotator")
    export(annotated, tmp_path / "b.jsonl", format="annotator")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_json_lines_have_the_documented_keys(annotated: Project, tmp_path: Path) -> None:
    export(annotated, tmp_path / "a.jsonl", format="annotator")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_bytes().split(b"\n") if line]
    assert [line["kind"] for line in lines[:3]] == ["header", "codebook", "annotator"]
    span = lines[-1]["spans"][0]
    assert " ".join(span) == (
        "id label fragments text attributes entity note annotator origin created modified"
    )
    assert (span["fragments"], span["text"]) == ([[0, 4], [10, 23]], "=SUM\u241f“it\nis over,”")


def test_nothing_is_overwritten_unasked(annotated: Project, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("mine")
    with pytest.raises(FormatError, match="exists already"):
        export(annotated, tmp_path / "a.jsonl", format="annotator")
    with pytest.raises(FormatError, match="is the project itself"):
        export(annotated, annotated.path, format="annotator", overwrites=True)
    assert (tmp_path / "a.jsonl").read_text() == "mine"


@pytest.mark.parametrize(("name", "said"), [("wordstar", "There is no format"), ("text", "not written")])
def test_a_format_that_cannot_be_written_is_named(project: Project, name: str, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        export(project, project.path.with_name("out"), format=name)


def test_a_cancelled_export_leaves_nothing(annotated: Project, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    for name in ("annotator", "csv"):
        with pytest.raises(Cancelled):
            export(annotated, tmp_path / "out", format=name, cancelled=lambda: True)
    assert sorted(tmp_path.iterdir()) == before
