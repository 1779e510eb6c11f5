from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from annotator.analysis.figures import Figure, Row, Series, Shape
from annotator.model.codebook import Codebook, Label
from annotator.ui import theme
from annotator.ui.charts import files
from annotator.ui.charts.axes import ticks
from annotator.ui.charts.chart import Chart, ChartArea, told
from annotator.ui.charts.days import LEVELS, level_of
from annotator.ui.charts.drawing import Look, amount_text, hatching
from annotator.ui.panels.overview_inks import inks

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

COLOURS = {"light": {"fill": "#77AADD", "edge": "#6597C9"}, "dark": {"fill": "#001F8C"}}
BOOK = Codebook(labels={"PER": Label("PER", "Person", colour=COLOURS)})
INK = inks(lambda: BOOK)


def bars() -> Figure:
    rows = (
        Row("Ada <Holt>", (30, 10), query="annotator:Ada", queries=("a b", "a c")),
        Row("Ben", (0, 20), query="annotator:Ben", queries=("b b", "b c")),
        Row("Nobody", (0, 0)),
    )
    series = (Series("Done", "state:done"), Series("New", "state:new"))
    return Figure("progress", "Progress", Shape.BARS, "Annotator", "articles", series, rows)


def over_time(shape: Shape) -> Figure:
    days = ("2025-12-30", "2026-01-02", "2026-03-02")
    rows = tuple(Row(day, (n, 2 * n), key=day) for n, day in enumerate(days, 1))
    return Figure(shape, "Time", shape, "Day", "spans", (Series("Ada"), Series("Ben")), rows)


@pytest.fixture
def chart(qtbot: QtBot) -> Chart:
    chart = Chart(INK)
    area = ChartArea(chart)
    qtbot.addWidget(area)
    area.resize(600, 300)
    area.show()
    chart.show_figure(bars())
    chart.setParent(chart.parentWidget())
    chart.kept_area = area  # type: ignore[attr-defined]
    return chart


def middle(chart: Chart, mark: int) -> QPointF:
    return chart.drawing.marks[mark].area.center()


@pytest.mark.parametrize("name", list(theme.THEMES))
def test_bars_follow_the_theme(chart: Chart, qtbot: QtBot, name: str) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, name)
    chart.relay()
    pixels = chart.grab().toImage()
    ratio = pixels.devicePixelRatio()
    painted = pixels.pixelColor((middle(chart, 0) * ratio).toPoint() + (QPointF(-30, 6)).toPoint())
    assert painted == INK("state:done", 0).fill
    assert pixels.pixelColor(2, 2) == theme.current().colour("page")
    theme.apply(application, "light")


def test_widths_are_as_the_numbers(chart: Chart) -> None:
    widths = [mark.area.width() for mark in chart.drawing.marks]
    assert widths[0] == pytest.approx(3 * widths[1], abs=3)
    assert widths[2] == pytest.approx(2 * widths[1], abs=3)


def test_every_name_and_number_is_written(chart: Chart) -> None:
    written = {words.text for words in chart.drawing.words}
    assert {"Ada <Holt>", "Ben", "Nobody", "Done", "New", "40", "20", "0"} <= written


def test_one_is_told_in_the_singular() -> None:
    figure = replace(bars(), rows=(Row("Ada", (1, 0)),))
    assert told(figure, 0, -1) == "Ada: 1 article\nDone 1"
    assert amount_text(1, "spans") == "1 span"
    assert amount_text(0, "spans") == "0 spans"


def test_a_click_opens_what_is_clicked(chart: Chart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.opened) as opened:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=middle(chart, 1).toPoint())
    assert opened.args == [0, 1]


def test_arrows_move_over_the_bars_and_enter_opens(chart: Chart, qtbot: QtBot) -> None:
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(chart.moved) as moved:
        QTest.keyClick(chart, Qt.Key.Key_Right)
    assert moved.args == ["Ada <Holt>, New: 10 / 40 articles"]
    QTest.keyClick(chart, Qt.Key.Key_Down)
    with qtbot.waitSignal(chart.opened) as opened:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert opened.args == [1, 1]
    assert "Ben" in chart.accessibleDescription()


def test_esc_leaves(chart: Chart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.left):
        QTest.keyClick(chart, Qt.Key.Key_Escape)


@pytest.mark.parametrize("shape", [Shape.BARS, Shape.COLUMNS, Shape.LINES, Shape.DAYS])
def test_all_marks_lie_within_the_chart(chart: Chart, shape: Shape) -> None:
    chart.show_figure(bars() if shape is Shape.BARS else over_time(shape))
    whole = chart.rect().toRectF()
    assert len(chart.drawing.marks) >= 3
    assert all(whole.contains(mark.area) for mark in chart.drawing.marks)


def test_keys_reach_a_mark_that_is_scrolled_away(chart: Chart) -> None:
    many = tuple(Row(f"Row {n}", (60 - n,), query=f"n{n}") for n in range(50))
    chart.show_figure(Figure("many", "Many", Shape.BARS, "Row", "spans", (Series("Spans"),), many))
    QTest.keyClick(chart, Qt.Key.Key_End)
    area: QScrollArea = chart.kept_area  # type: ignore[attr-defined]
    assert area.verticalScrollBar().value() > 0


def test_svg_has_its_texts_as_text(tmp_path: Path, qapp: QApplication) -> None:
    files.write_svg(tmp_path / "a.svg", bars(), files.for_files(Look(QFont(), theme.current(), INK)))
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    texts = {"".join(one.itertext()).strip() for one in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Progress", "Ada <Holt>", "Ben", "40"} <= texts


@pytest.mark.parametrize("scale", [files.SCREEN, files.PRINT])
def test_png_has_so_many_pixels(tmp_path: Path, qapp: QApplication, scale: int) -> None:
    look = files.for_files(Look(QFont(), theme.current(), INK))
    files.write_png(tmp_path / "a.png", bars(), look, scale=scale)
    image = QImage(str(tmp_path / "a.png"))
    assert image.width() == files.WIDTH * scale
    assert image.pixelColor(1, 1) == theme.current().colour("page")


def test_a_map_of_too_many_days_is_cut_to_the_latest(tmp_path: Path, qapp: QApplication) -> None:
    days = [(date(2025, 1, 1) + timedelta(n)).isoformat() for n in range(500)]
    rows = tuple(Row(day, (1,), key=day) for day in days)
    figure = Figure("days", "Days", Shape.DAYS, "Day", "spans", (Series("Ada"),), rows)
    look = files.for_files(Look(QFont(), theme.current(), INK))
    files.write_png(tmp_path / "a.png", figure, look, scale=files.PRINT)
    assert files.WIDTH * 4 < QImage(str(tmp_path / "a.png")).width() < 2**15


def test_a_tooltip_says_the_shares_of_a_row() -> None:
    assert told(bars(), 0, -1) == "Ada <Holt>: 40 articles\nDone 30\nNew 10"


@pytest.mark.parametrize(
    ("greatest", "expected"), [(0, [0, 1]), (3, [0, 1, 2, 3]), (900, [0, 200, 400, 600, 800, 1000])]
)
def test_scales_have_round_numbers(greatest: int, expected: list[int]) -> None:
    assert ticks(greatest) == expected


def test_shades_reach_from_the_least_to_the_most() -> None:
    assert [level_of(n, 100) for n in (0, 1, 50, 100)] == [0, 1, 3, LEVELS]


def test_hatching_stays_within_its_area(chart: Chart) -> None:
    area = chart.drawing.marks[0].area
    for is_rising in (True, False):
        for line in hatching(area, is_rising=is_rising):
            assert area.contains(line.p1())
            assert area.contains(line.p2())


def test_labels_have_the_colours_of_the_codebook() -> None:
    assert INK("label:PER", 0).fill == QColor("#77AADD")
    assert INK("label:PER", 1).hatch == 1
