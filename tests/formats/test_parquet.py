from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from annotator.errors import FormatError
from annotator.formats import parquet_writing
from annotator.formats.parquet_reading import claims
from annotator.jobs.exporting import export
from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment
from annotator.model.values import Field, NewDocument, Span, document_id, now, sha256
from annotator.store.project import Project
from tests.formats.gold import ADA, SPANS, TEXT, id_of
from tests.formats.table_folders import imported
from tests.formats.trips import check_damaged, spans_of

COLUMNS = ["span_id", "label", "start", "end", "text"]


def add_articles(project: Project, *said: tuple[str, str]) -> None:
    """Articles of these outlets and dates, each with a span by Ada."""
    changes = []
    for number, (outlet, published) in enumerate(said):
        text = f"Ada sails {number}."
        id_ = document_id(sha256(text))
        fields = {"title": text, "metadata.outlet": outlet, "metadata.published": published}
        changes += [Change(None, NewDocument(id_, text, sha256(text)))]
        changes += [Change(None, Field("document", id_, *one)) for one in fields.items()]
        span = Span(
            f"0198aaaa-0000-7000-8000-4{number:011d}", id_, "Person", (Fragment(0, 3),), "Ada", ADA
        )
        changes += [Change(None, span)]
    project.apply(Edit("add", tuple(changes), ADA, now()))


def gold_rows() -> set[tuple[Any, ...]]:
    return {
        (id_of(name), label, start, end, TEXT[start:end])
        for name, label, pieces, *_ in SPANS
        for start, end in pieces
    }


def test_pyarrow_reads_the_partitions_as_one_table(gold: Project, tmp_path: Path) -> None:
    export(gold, tmp_path / "out", format="parquet", options={"partition-by": "year,language"})
    table = ds.dataset(tmp_path / "out" / "spans", partitioning="hive").to_table()
    assert {tuple(row[name] for name in COLUMNS) for row in table.to_pylist()} == gold_rows()
    assert set(table["year"].to_pylist()) == {2026}
    assert set(table["language"].to_pylist()) == {"en"}


def test_texts_are_large_and_packed_with_zstd(gold: Project, tmp_path: Path) -> None:
    export(gold, tmp_path / "out", format="parquet")
    [path] = (tmp_path / "out" / "documents").rglob("*.parquet")
    file = pq.ParquetFile(path)
    assert file.schema_arrow.field("text").type == pa.large_string()
    assert file.schema_arrow.field("length").type == pa.int32()
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_every_article_stands_in_its_partition(gold: Project, tmp_path: Path) -> None:
    add_articles(
        gold, ("Quay / “Post”", "2024"), ("", ""), ("Quay / “Post”", "2025-01"), ("a.b", "soon")
    )
    export(gold, tmp_path / "out", format="parquet", options={"partition-by": "outlet,year"})
    names = {
        "/".join(path.relative_to(tmp_path / "out" / "documents").parts[:-1])
        for path in (tmp_path / "out" / "documents").rglob("*.parquet")
    }
    none = "__HIVE_DEFAULT_PARTITION__"
    quay = "outlet=Quay%20%2F%20%E2%80%9CPost%E2%80%9D"
    assert names >= {f"{quay}/year=2024", f"{quay}/year=2025", f"outlet={none}/year={none}"}
    project, _ = imported(tmp_path / "out")
    assert {one.id: dict(one.metadata) for one in project.documents()} == {
        one.id: dict(one.metadata) for one in gold.documents()
    }


def test_annotations_can_be_parted_by_annotator(gold: Project, tmp_path: Path) -> None:
    export(gold, tmp_path / "out", format="parquet", options={"partition-by": "annotator"})
    assert [path.name for path in (tmp_path / "out" / "spans").iterdir()] == ["annotator=Ada"]
    assert [path.name for path in (tmp_path / "out" / "documents").iterdir()] == ["part-00000.parquet"]
    assert sorted(spans_of(imported(tmp_path / "out")[0])) == sorted(spans_of(gold))


def test_rows_wait_in_small_numbers(
    gold: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, limit in (
        ("ROW_GROUP", 2),
        ("MOST_WAITING", 3),
        ("MOST_OPEN", 2),
        ("MOST_CHARACTERS", 10),
    ):
        monkeypatch.setattr(parquet_writing, name, limit)
    add_articles(gold, *((f"Outlet {number % 5}", "2026") for number in range(20)))
    export(gold, tmp_path / "out", format="parquet", options={"partition-by": "outlet"})
    table = ds.dataset(tmp_path / "out" / "spans", partitioning="hive").to_table()
    assert len(table) == len(gold_rows()) + 20
    project, report = imported(tmp_path / "out")
    assert sorted(spans_of(project)) == sorted(spans_of(gold))
    assert not report.totals


def test_empty_tables_are_there_with_their_columns(gold: Project, tmp_path: Path) -> None:
    export(gold, tmp_path / "out", format="parquet")
    [entities] = (tmp_path / "out" / "entities").rglob("*.parquet")
    assert pq.read_table(entities)["name"].to_pylist() == ["Zoë Ng"]
    with Project.create(tmp_path / "empty.annodb", title="E", codebook=gold_codebook()) as empty:
        export(empty, tmp_path / "none", format="parquet")
    [spans] = (tmp_path / "none" / "spans").rglob("*.parquet")
    assert pq.read_table(spans).num_rows == 0


def gold_codebook() -> dict[str, Any]:
    from tests.formats.gold import CODEBOOK

    return CODEBOOK


def test_tables_of_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    documents = pa.table({"doc_id": [1, 2], "text": ["Ada sails.", "Bo sails."], "year": [2024, 2025]})
    spans = pa.table({"doc_id": [2, 1], "label": ["PER", "PER"], "start": [0, 0], "end": [2, 3]})
    pq.write_table(documents, tmp_path / "t" / "documents.parquet")
    pq.write_to_dataset(spans, tmp_path / "t" / "spans", partition_cols=["label"])
    assert claims(tmp_path / "t")
    project, _ = imported(tmp_path / "t")
    assert spans_of(project) == [("PER", "Ada"), ("PER", "Bo")]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"partition-by": "day"}, "cannot name “day”"),
        ({"split": "date", "shares": "a,b"}, "“shares” cannot be “a,b”"),
        ({"split": "date", "shares": "0,0,0"}, "three times"),
    ],
)
def test_options_that_mean_nothing_are_refused(
    gold: Project, tmp_path: Path, options: dict[str, str], problem: str
) -> None:
    with pytest.raises(FormatError, match=problem):
        export(gold, tmp_path / "out", format="parquet", options=options)
    assert not (tmp_path / "out").exists()


def test_an_outlet_too_long_for_a_folder_is_refused(gold: Project, tmp_path: Path) -> None:
    add_articles(gold, ("ä" * 90, "2026"))
    with pytest.raises(FormatError, match="too long for the name of a folder"):
        export(gold, tmp_path / "out", format="parquet", options={"partition-by": "outlet"})
    assert not (tmp_path / "out").exists()


def test_without_pyarrow_the_way_out_is_said(
    gold: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    for format, options in (("parquet", {}), ("huggingface", {"license": "other"})):
        with pytest.raises(FormatError) as caught:
            export(gold, tmp_path / "out", format=format, options=options)
        assert "pip install 'annotator[parquet]'" in caught.value.hint


def test_damaged_files_are_refused_or_read(gold: Project, tmp_path: Path) -> None:
    export(gold, tmp_path / "out", format="parquet")
    [path] = (tmp_path / "out" / "spans").rglob("*.parquet")
    content = path.read_bytes()
    check_damaged(path, "parquet", content, 40)


def test_a_file_that_is_no_parquet_is_named(gold: Project, tmp_path: Path) -> None:
    export(gold, tmp_path / "out", format="parquet")
    [path] = (tmp_path / "out" / "documents").rglob("*.parquet")
    for content in (b"", b"PAR1", b"text", path.read_bytes()[:-9]):
        path.write_bytes(content)
        with pytest.raises(FormatError, match=r"part-00000\.parquet"):
            imported(tmp_path / "out")


@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_duckdb_polars_and_dask_read_the_partitions(gold: Project, tmp_path: Path) -> None:
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    dask = pytest.importorskip("dask.dataframe")
    add_articles(gold, ("Quay", "2025"))
    export(gold, tmp_path / "out", format="parquet", options={"partition-by": "year,split"})
    files = f"{tmp_path}/out/spans/**/*.parquet"
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    query = f"SELECT {names} FROM read_parquet('{files}', hive_partitioning=true) WHERE year = 2026"
    assert set(duckdb.sql(query).fetchall()) == gold_rows()
    frame = polars.read_parquet(files, hive_partitioning=True)
    assert set(frame.filter(polars.col("year") == 2026).select(COLUMNS).rows()) == gold_rows()
    read = dask.read_parquet(f"{tmp_path}/out/spans").compute()
    rows = read[read["year"].astype(int) == 2026][COLUMNS].itertuples(index=False, name=None)
    assert set(rows) == gold_rows()
