from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotator.analysis.figures import Figure, Row, Series, Shape
from annotator.errors import FormatError
from annotator.jobs.figure_files import table_lines, write_table, write_tables

if TYPE_CHECKING:
    from pathlib import Path

FIGURE = Figure(
    "speakers",
    "Speakers",
    Shape.BARS,
    "Speaker",
    "attributions",
    (Series("Quote"), Series("Claim")),
    (Row('=1+1, "Zoé"', (1200, 3), group="Person"), Row("Bo", (0, 2))),
    group_title="Type",
)


def test_a_table_is_utf_8_with_a_heading_and_calculates_nothing(tmp_path: Path) -> None:
    write_table(FIGURE, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().decode("utf-8-sig").split("\r\n") == [
        "Speaker,Type,Quote,Claim,Total",
        '"\'=1+1, ""Zoé""",Person,1200,3,1203',
        "Bo,,0,2,2",
        "",
    ]


def test_a_table_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FormatError):
        write_table(FIGURE, tmp_path / "missing" / "a.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FormatError):
        write_tables([FIGURE], tmp_path)
    assert write_tables([FIGURE], tmp_path, overwrites=True) == ["speakers.csv"]
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_lines_are_aligned_and_say_what_they_leave_out() -> None:
    assert table_lines(FIGURE, limit=1) == [
        "Speakers",
        "  Speaker      Type    Quote  Claim  Total",
        '  =1+1, "Zoé"  Person  1,200      3  1,203',
        "… and 1 more",
    ]


def test_a_figure_without_rows_has_its_headings_alone() -> None:
    assert table_lines(replace(FIGURE, rows=())) == ["Speakers", "  Speaker  Type  Quote  Claim  Total"]
