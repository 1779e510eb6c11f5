"""Pictures of scores: matrix, dots with intervals, dots over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.analysis.agreement_figures import ScoreFigure
from annotator.analysis.agreement_intervals import Score
from annotator.analysis.figures import Row, Series, Shape
from annotator.model.codebook import Codebook
from annotator.ui.charts.chart import Chart, ChartArea, told
from annotator.ui.charts.scores import level_of
from annotator.ui.panels.overview_inks import inks

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SCORES = (Score(0.5, 0.25, 0.75, 8), Score(None, articles=8), Score(-0.2, -0.4, 0.1, 8))


def figure(shape: Shape) -> ScoreFigure:
    names = ("2026-01-05", "2026-01-12", "2026-02-02") if shape is Shape.TREND else ("Ada", "Ben", "Cy")
    keys = names if shape is Shape.TREND else ("", "", "")
    rows = tuple(Row(name, (0,), key=key) for name, key in zip(names, keys, strict=True))
    series = tuple(map(Series, names)) if shape is Shape.MATRIX else (Series("κ"),)
    scores: tuple[tuple[Score | None, ...], ...] = tuple((score,) for score in SCORES)
    if shape is Shape.MATRIX:
        scores = tuple(tuple(None if at == row else SCORES[at] for at in range(3)) for row in range(3))
    return ScoreFigure(
        "scores", "Scores", shape, "Row", "", series, rows, scores=scores, undefined="Nothing here."
    )


@pytest.fixture
def chart(qtbot: QtBot) -> Chart:
    chart = Chart(inks(Codebook))
    area = ChartArea(chart)
    qtbot.addWidget(area)
    area.resize(600, 300)
    area.show()
    chart.kept_area = area  # type: ignore[attr-defined]
    return chart


@pytest.mark.parametrize(("shape", "marks"), [(Shape.MATRIX, 6), (Shape.SCORES, 3), (Shape.TREND, 2)])
def test_all_marks_lie_within_the_picture(chart: Chart, shape: Shape, marks: int) -> None:
    chart.show_figure(figure(shape))
    assert len(chart.drawing.marks) == marks
    for mark in chart.drawing.marks:
        assert chart.rect().toRectF().contains(mark.area)


def test_undefined_is_said_in_words() -> None:
    assert told(figure(Shape.SCORES), 1, 0) == "Ben: undefined. Nothing here."
    assert told(figure(Shape.MATRIX), 0, 1) == "Ada – Ben: undefined. Nothing here."


def test_intervals_and_articles_are_said_too() -> None:
    said = told(figure(Shape.SCORES), 0, 0)
    assert said == "Ada: 0.500 (95 % interval 0.250 to 0.750), 8 articles"


def test_arrows_go_from_cell_to_cell_and_enter_opens_one(chart: Chart, qtbot: QtBot) -> None:
    chart.show_figure(figure(Shape.MATRIX))
    QTest.keyClick(chart, Qt.Key.Key_Home)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    with qtbot.waitSignal(chart.opened) as opened:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert opened.args == [0, 2]


def test_tables_have_the_interval_in_columns_of_its_own() -> None:
    shown = figure(Shape.SCORES)
    assert shown.headings == ("Row", "κ", "from", "to", "articles")
    assert shown.cells(shown.rows[0]) == ("Ada", "0.500", "0.250", "0.750", 8)
    assert shown.cells(shown.rows[1]) == ("Ben", "undefined", "", "", 8)


def test_the_darker_the_nearer_to_one() -> None:
    tones = [level_of(value) for value in (None, -1, 0, 0.3, 0.99, 1)]
    assert tones == ["none", "level:0", "level:0", "level:1", "level:5", "level:5"]
