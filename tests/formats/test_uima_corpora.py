"""A real corpus through the formats of INCEpTION and the QDA programs, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from tests.formats.declared import undeclared
from tests.formats.shared import shared


@pytest.mark.parametrize("way", ["cas-json", "cas-xmi", "refi-qda"])
def test_gums_news_come_back_without_a_difference(tmp_path: Path, way: str) -> None:
    news = shared("corpora/gum-news/coref/gum/tsv")
    out = tmp_path / ("out.qdpx" if way == "refi-qda" else "out")
    with create_project(tmp_path / "a.annodb", codebook="conll2003-ner") as first:
        report = import_paths(first, [news], annotator="Mia")
        assert (len(report.added), report.spans, report.relations) == (24, 5018, 2535)
        written = export(first, out, format=way)
        assert written.totals == ()
        with create_project(tmp_path / "b.annodb", codebook="conll2003-ner") as second:
            import_paths(second, [out], annotator="Mia")
            assert undeclared(first, second, written, way) == []
