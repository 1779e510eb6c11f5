from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.csv_reading import claims, companions
from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.store.project import Project
from tests.formats.gold import SPANS as GOLD_SPANS
from tests.formats.gold import TEXT, gold_project, id_of
from tests.formats.shared import shared
from tests.formats.table_folders import DOCUMENTS, SPANS, imported, table, write_tables
from tests.formats.trips import check_damaged, relations_of, spans_of


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


SAID = [("Boatwoman", "Ada"), ("Boatwoman", "She"), ("Saying", "“yes”")]


def test_tables_of_others_bring_layers_people_and_spans(tmp_path: Path) -> None:
    project, _ = imported(write_tables(tmp_path / "t"))
    assert spans_of(project) == SAID
    assert {one.name for one in project.annotators()} >= {"Mia", "Bo"}
    assert project.codebook().label("Saying").layer == "speech"
    assert project.documents()[0].title == "Ferry"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_variants_of_excel_are_read(
    tmp_path: Path, delimiter: str, encoding: str, line_end: str
) -> None:
    made = {
        name: table(rows, delimiter, line_end).encode(encoding)
        for name, rows in (("documents", DOCUMENTS), ("spans", SPANS))
    }
    project, _ = imported(write_tables(tmp_path / "t", **made))
    assert spans_of(project) == SAID


def test_the_line_that_names_the_separator_is_passed_over(tmp_path: Path) -> None:
    said = "sep=;\r\n" + table(DOCUMENTS, ";")
    project, _ = imported(write_tables(tmp_path / "t", documents=said))
    assert project.documents()[0].title == "Ferry"


def test_offsets_hold_although_the_text_has_other_line_ends(tmp_path: Path) -> None:
    documents = [DOCUMENTS[0], ("a", "Ferry", "Ada sails.\r\nShe said “yes”.")]
    spans = [SPANS[0], ("a", "Mia", "s2", "speech", "Saying", 21, 26, "“yes”")]
    project, _ = imported(write_tables(tmp_path / "t", documents=documents, spans=spans))
    assert spans_of(project) == [("Saying", "“yes”")]


@pytest.mark.parametrize(("unit", "size"), [("utf-16", 2), ("byte", 4)])
def test_the_unit_of_offsets_is_found_out_and_said(tmp_path: Path, unit: str, size: int) -> None:
    documents = [DOCUMENTS[0], ("a", "Ferry", "\U0001f600\U0001f600 Ada")]
    at = 2 * size + 1
    spans = [SPANS[0], ("a", "Mia", "s1", "entity", "Boatwoman", at, at + 3, "Ada")]
    project, report = imported(write_tables(tmp_path / "t", documents=documents, spans=spans))
    assert spans_of(project) == [("Boatwoman", "Ada")]
    assert f"count {unit} units" in " ".join(report.sentences())


def test_our_own_offsets_are_never_in_doubt(tmp_path: Path) -> None:
    with gold_project(tmp_path / "gold.annodb") as gold:
        export(gold, tmp_path / "t", format="csv")
    project, report = imported(tmp_path / "t")
    assert len(spans_of(project)) == len(GOLD_SPANS)
    assert report.remarks == () or "units" not in " ".join(report.remarks)


def test_rows_may_stand_in_any_order(tmp_path: Path) -> None:
    documents = [("doc_id", "text"), *((str(number), f"Ada {number}") for number in range(9))]
    spans = [("doc_id", "label", "start", "end"), *((str(n), "PER", 0, 3) for n in range(9))]
    rows = spans[1:]
    random.Random(3).shuffle(rows)
    folder = write_tables(tmp_path / "t", documents=documents, spans=[spans[0], *rows])
    project, _ = imported(folder)
    assert spans_of(project) == [("PER", "Ada")] * 9


def test_pieces_of_one_span_are_joined_by_their_id(tmp_path: Path) -> None:
    spans = [
        ("doc_id", "span_id", "fragment", "label", "start", "end"),
        ("a", "s", 2, "Saying", 20, 25),
        ("a", "s", 1, "Saying", 11, 14),
        ("a", "", 1, "Boatwoman", 0, 3),
    ]
    project, _ = imported(write_tables(tmp_path / "t", spans=spans))
    assert spans_of(project) == [("Boatwoman", "Ada"), ("Saying", "She\u241f“yes”")]


def test_the_guard_of_formulas_is_undone_and_nothing_else(tmp_path: Path) -> None:
    documents = [("doc_id", "title", "text"), ("a", "'=kept", "=SUM"), ("b", "''tis", "@quay and 'tis")]
    spans = [("doc_id", "label", "start", "end"), ("a", "PER", 0, 4)]
    project, _ = imported(write_tables(tmp_path / "t", documents=documents, spans=spans))
    export(project, tmp_path / "out", format="csv", options={"guard-formulas": "yes"})
    rows = rows_of(tmp_path / "out" / "documents.csv")
    assert [(row["title"], row["text"]) for row in rows] == [
        ("''=kept", "'=SUM"),
        ("''tis", "'@quay and 'tis"),
    ]
    second, _ = imported(tmp_path / "out")
    assert [one.title for one in second.documents()] == ["'=kept", "''tis"]
    assert [second.text(one.id) for one in second.documents()] == ["=SUM", "@quay and 'tis"]


def test_a_guard_of_others_is_undone_on_request(tmp_path: Path) -> None:
    documents = [("doc_id", "title", "text"), ("a", "'=1", "Ada")]
    spans = [("doc_id", "label", "start", "end")]
    folder = write_tables(tmp_path / "t", documents=documents, spans=spans)
    assert [one.title for one in imported(folder)[0].documents()] == ["'=1"]
    assert [one.title for one in imported(folder, formulas="guarded")[0].documents()] == ["=1"]


def test_a_table_named_alone_brings_the_others(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "t")
    project, _ = imported(folder / "spans.csv")
    assert spans_of(project) == SAID
    assert claims(folder)
    assert [path.name for path in companions(folder / "documents.csv")] == ["spans.csv", "project.jsonl"]


def test_tables_are_found_in_a_folder_of_folders(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    for name in ("one", "two"):
        documents = [DOCUMENTS[0], ("a", name, f"Ada sails to the island of {name}.")]
        write_tables(tmp_path / "all" / name, documents=documents, spans=SPANS[:2])
    project, report = imported(tmp_path / "all")
    assert spans_of(project) == [("Boatwoman", "Ada")] * 2
    assert not report.failed


def test_other_csv_files_are_not_taken_for_ours(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title;text\nFerry;Ada sails.\n")
    (tmp_path / "spans.csv").write_text(table(SPANS))
    found = formats.named("csv").recognises
    assert found is not None
    assert not found((tmp_path / "a.csv").read_bytes())
    assert found((tmp_path / "spans.csv").read_bytes())


def test_annotations_of_unknown_documents_are_counted(tmp_path: Path) -> None:
    spans = [*SPANS, ("z", "Mia", "s9", "entity", "Boatwoman", 0, 3, "Ada")]
    project, report = imported(write_tables(tmp_path / "t", spans=spans))
    assert len(spans_of(project)) == 3
    [total] = report.totals
    assert (total.kind.what, total.number) == ("spans", 1)
    assert "no such document" in total.kind.why


def test_a_span_outside_its_text_is_dropped_and_counted(tmp_path: Path) -> None:
    spans = [*SPANS, ("a", "Mia", "s9", "entity", "Boatwoman", 0, 300, "Ada")]
    project, report = imported(write_tables(tmp_path / "t", spans=spans))
    assert spans_of(project) == SAID
    assert "do not lie in the text" in report.totals[0].kind.why


def test_relations_stand_between_the_spans_that_they_name(tmp_path: Path) -> None:
    relations = [("doc_id", "label", "from", "to"), ("a", "speaker", "s2", "s3"), ("a", "x", "s2", "s8")]
    project, report = imported(write_tables(tmp_path / "t", relations=relations))
    assert relations_of(project) == [("speaker", "“yes”", "She")]
    assert report.totals[0].kind.what == "relations"


BAD: list[tuple[str, object, str]] = [
    ("documents", "doc_id,title\na,b\n", r"documents.csv lacks the column “text”"),
    ("documents", "doc_id,text,text\na,b,c\n", r"has twice the column “text”"),
    (
        "documents",
        "doc_id,text\na,Ada\na,Bo\n",
        r"documents.csv, line 3: the document “a” is there twice",
    ),
    ("documents", "doc_id,text\na,\n", r"line 2: the document has no text"),
    ("documents", "doc_id,text\na,Ada,then,more\n", r"line 2: the row has 4 cells, its header 2"),
    ("documents", "doc_id,text\na,A\0da\n", r"line 2: it holds U\+0000"),
    ("documents", "doc_id,text,work\na,Ada,[1]\n", r"“work” must be a list of objects"),
    ("documents", "doc_id,text,state\na,Ada,soon\n", r"“state” is “soon”"),
    ("documents", b"doc_id,text\na,Caf\xe9\n", r"encoding|UTF-8|bytes"),
    ("documents", "", r"is empty"),
    (
        "spans",
        "doc_id,label,start,end\na,PER,x,3\n",
        r"spans.csv, line 2: “start” must be a whole number",
    ),
    ("spans", "doc_id,label,start,end\na,PER,-1,3\n", r"must be a whole number, but is “-1”"),
    ("spans", f"doc_id,label,start,end\na,PER,0,{'9' * 5000}\n", r"must be a whole number"),
    ("spans", "doc_id,label,start,end\na, ,0,3\n", r"“label” is empty"),
    ("spans", 'doc_id,label,start,end,attributes\na,P,0,3,"{""a"":"\n', r"“attributes” is not JSON"),
    ("spans", 'doc_id,label,start,end,attributes\na,P,0,3,"{""a"":NaN}"\n', r"“attributes” is not JSON"),
    ("spans", 'doc_id,label,start,end,attributes\na,P,0,3,"{""a"":[]}"\n', r"must be one value"),
    (
        "spans",
        f"doc_id,label,start,end,attributes\na,P,0,3,{'[' * 9000}\n",
        r"nested too deeply|not JSON",
    ),
    ("entities", "name,qid\n,Q1\n", r"entities.csv, line 2: “name” is empty"),
]


@pytest.mark.parametrize(("name", "content", "problem"), BAD)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, name: str, content: str | bytes, problem: str
) -> None:
    folder = write_tables(tmp_path / "t", **{name: content})
    with create_project(tmp_path / "p.annodb", codebook="conll2003-ner") as project:
        with pytest.raises(FormatError, match=problem):
            import_paths(project, [folder], annotator="Mia")
        assert not project.documents()


def test_a_folder_without_documents_is_no_corpus(tmp_path: Path) -> None:
    (tmp_path / "spans.csv").write_text(table(SPANS))
    assert not claims(tmp_path)
    with pytest.raises(FormatError, match=r"no documents\.csv"):
        imported(tmp_path / "spans.csv")


def test_damaged_tables_are_refused_or_read(tmp_path: Path) -> None:
    with gold_project(tmp_path / "gold.annodb") as gold:
        export(gold, tmp_path / "t", format="csv")
    path = tmp_path / "t" / "spans.csv"
    content = path.read_bytes()
    check_damaged(path, "csv", content, 40)


def test_the_sample_of_spans_is_read(tmp_path: Path) -> None:
    (tmp_path / "spans.csv").write_bytes(shared("oracles/samples/tab/spans.csv").read_bytes())
    text = TEXT.replace("Reuvers", "Reuters")
    (tmp_path / "documents.csv").write_text(table([("doc_id", "text"), ("doc-0001", text)]))
    project, report = imported(tmp_path / "spans.csv")
    assert len(spans_of(project)) == 11
    assert not report.totals


def test_pandas_polars_and_duckdb_read_the_same_rows(gold: Project, tmp_path: Path) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    duckdb = pytest.importorskip("duckdb")
    export(gold, tmp_path / "t", format="csv")
    path = tmp_path / "t" / "spans.csv"
    rows = [(row["span_id"], int(row["start"]), row["text"]) for row in rows_of(path)]
    columns = ["span_id", "start", "text"]
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)[columns]
    assert [(a, int(b), c) for a, b, c in frame.itertuples(index=False)] == rows
    assert polars.read_csv(path).select(columns).rows() == rows
    said = duckdb.sql(f"SELECT span_id, start, text FROM read_csv('{path}')").fetchall()
    assert said == rows
    assert all(TEXT[start : start + len(words)] == words for _, start, words in rows)
    assert {row[0] for row in rows} == {id_of(name) for name, *_ in GOLD_SPANS}
