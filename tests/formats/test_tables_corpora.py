"""A real corpus goes out as tables and comes back without a difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.store.project import Project
from tests.formats.declared import undeclared
from tests.formats.shared import shared


@pytest.fixture(scope="module")
def novels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = shared("corpora/litbank/entities")
    path = tmp_path_factory.mktemp("litbank") / "novels.annodb"
    with create_project(path, codebook="conll2003-ner") as project:
        import_paths(project, [folder], annotator="LitBank")
        yield project


@pytest.mark.parametrize(
    ("format", "name", "options"),
    [
        ("csv", "out", {}),
        ("xlsx", "out.xlsx", {}),
        ("parquet", "out", {"split": "document"}),
        ("huggingface", "out", {"license": "cc-by-4.0"}),
        ("huggingface", "out", {"license": "cc-by-4.0", "files": "jsonl"}),
    ],
    ids=str,
)
def test_litbank_comes_back(
    novels: Project, tmp_path: Path, format: str, name: str, options: dict[str, str]
) -> None:
    report = export(novels, tmp_path / name, format=format, options=options)
    with create_project(tmp_path / "again.annodb", codebook="conll2003-ner") as again:
        import_paths(again, [tmp_path / name], annotator="Importer")
        assert undeclared(novels, again, report, format) == []
        assert len(again.documents()) == 40
        for document in novels.documents():
            assert again.spans(document.id) == novels.spans(document.id)
