"""CSV, XLSX, Parquet and Hugging Face folders hold all that their tables can tell, to the id."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from annotator import formats
from annotator.errors import Cancelled, FormatError
from annotator.formats.format import FEATURES
from annotator.jobs.exporting import ExportReport, export
from annotator.model.change import Change
from annotator.store.project import Project
from tests.formats.gold import gold_project
from tests.formats.trips import differences
from tests.jobs.random_projects import projects

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.differing_executors]
WAYS: list[tuple[str, str, dict[str, str]]] = [
    ("csv", "out", {}),
    ("csv", "out", {"guard-formulas": "yes"}),
    ("xlsx", "out.xlsx", {}),
    ("xlsx", "out.xlsx", {"guard-formulas": "yes"}),
    ("parquet", "out", {}),
    ("parquet", "out", {"partition-by": "outlet,annotator,split", "split": "document"}),
    ("huggingface", "out", {"license": "other"}),
    ("huggingface", "out", {"license": "other", "files": "jsonl", "split": "outlet"}),
]


def compare_exactly(first: Project, second: Project, report: ExportReport) -> None:
    for document in first.documents():
        assert second.document(document.id) == document
        assert second.spans(document.id) == first.spans(document.id)
        assert second.relations(document.id) == first.relations(document.id)
    if first.documents():
        assert second.all_work() == first.all_work()
        assert second.entities() == first.entities()
        assert second.saved_queries() == first.saved_queries()


@pytest.mark.parametrize(("format", "name", "options"), WAYS, ids=str)
@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
@given(changes=projects())
def test_a_project_comes_back_to_the_id(
    format: str, name: str, options: dict[str, str], changes: list[Change]
) -> None:
    assert differences(changes, format, name, options, compare_exactly) == []


@pytest.mark.parametrize("name", ["csv", "xlsx", "parquet", "huggingface"])
def test_the_formats_carry_all(name: str) -> None:
    found = formats.named(name)
    assert found.carries == frozenset(FEATURES) - {"decisions"}
    assert found.loss


def reopened(folder: Path) -> Project:
    return Project.open(folder / "gold.annodb")


@pytest.mark.parametrize(("format", "name", "options"), WAYS, ids=str)
def test_the_same_project_gives_the_same_bytes(
    tmp_path: Path, format: str, name: str, options: dict[str, str]
) -> None:
    found = []
    for number in ("1", "2"):
        (tmp_path / number).mkdir()
        with gold_project(tmp_path / "gold.annodb") if number == "1" else reopened(tmp_path) as gold:
            export(gold, tmp_path / number / name, format=format, options=options)
        paths = sorted(path for path in (tmp_path / number).rglob("*") if path.is_file())
        found.append([(path.relative_to(tmp_path / number), path.read_bytes()) for path in paths])
    assert found[0] == found[1]
    assert found[0]


@pytest.mark.parametrize(("format", "name", "options"), WAYS, ids=str)
def test_a_cancelled_export_leaves_nothing(
    tmp_path: Path, format: str, name: str, options: dict[str, str]
) -> None:
    with gold_project(tmp_path / "gold.annodb") as gold, pytest.raises(Cancelled):
        export(gold, tmp_path / name, format=format, options=options, cancelled=lambda: True)
    assert [path.name for path in tmp_path.iterdir()] == ["gold.annodb"]


@pytest.mark.parametrize(
    ("format", "first", "second"),
    [
        ("parquet", {"partition-by": "year"}, {"partition-by": "outlet"}),
        ("huggingface", {"license": "other"}, {"license": "other", "tokens": "no"}),
    ],
)
def test_two_exports_are_never_mixed(
    tmp_path: Path, format: str, first: dict[str, str], second: dict[str, str]
) -> None:
    out = tmp_path / "out"
    with gold_project(tmp_path / "gold.annodb") as gold:
        export(gold, out, format=format, options=first)
        export(gold, out, format=format, options=first, overwrites=True)
        before = sorted(out.rglob("*"))
        with pytest.raises(FormatError, match="left of an earlier export"):
            export(gold, out, format=format, options=second, overwrites=True)
        assert sorted(out.rglob("*")) == before
