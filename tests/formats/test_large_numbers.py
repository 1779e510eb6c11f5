"""The page on large numbers: DuckDB and Dask give what the application shows."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from annotator.jobs.exporting import export
from annotator.jobs.sample import copy_sample
from annotator.store.project import Project
from tests.formats.numbers import relabelled, with_annotator, with_dask, with_duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, Path]]:
    """The sample with two more people, one of whom has labelled entities alone, and its export."""
    pytest.importorskip("pyarrow")
    folder = tmp_path_factory.mktemp("numbers")
    copy_sample(folder / "sample.annodb")
    with Project.open(folder / "sample.annodb") as project:
        relabelled(project, "zoe", random.Random(1))
        relabelled(project, "yan", random.Random(2), only="entity")
        options = {"partition-by": "year,annotator"}
        export(project, folder / "out", format="parquet", options=options)
        yield project, folder / "out"


def test_duckdb_counts_as_the_manual_says(compared: tuple[Project, Path]) -> None:
    pytest.importorskip("duckdb")
    project, folder = compared
    counts, exact, overlap = with_duckdb(folder)
    shown_exact, shown_overlap = with_annotator(project)
    assert exact == pytest.approx(shown_exact)
    assert overlap == pytest.approx(shown_overlap)
    assert min(exact.values()) == 0 < max(exact.values())
    assert sum(counts.values()) == sum(project.span_totals().values())


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # Dask's own use of pandas
def test_dask_counts_as_the_manual_says(compared: tuple[Project, Path]) -> None:
    pytest.importorskip("dask.dataframe")
    project, folder = compared
    counts, exact = with_dask(folder)
    assert exact == pytest.approx(with_annotator(project)[0])
    assert sum(counts.values()) == sum(project.span_totals().values())
