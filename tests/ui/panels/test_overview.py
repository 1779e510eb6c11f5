from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton, QTableView, QToolButton, QWidget

from annotator.model.change import Change, Edit
from annotator.model.values import Field, now
from annotator.ui.charts.chart import Chart
from annotator.ui.panels import overview_counting
from annotator.ui.panels.overview import OverviewPanel

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> OverviewPanel:
    """Two persons, a quote with its speaker, and a quote without one."""
    desk.open("Ferry late again")
    desk.label("PER", "Ilka Brandt")
    desk.label("PER", "Brandt")
    source = desk.label("SOURCE", "she")
    desk.link("speaker", desk.label("QUOTE", "“We waited two hours,”"), source)
    desk.label("QUOTE", "“and nobody called.”")
    desk.set_state("Ferry late again", "done")
    panel = OverviewPanel(desk.session, desk.actions)
    qtbot.addWidget(panel)
    panel.resize(1100, 420)
    panel.show()
    return panel


def show(panel: OverviewPanel, view: str, qtbot: QtBot) -> None:
    panel.choose(view)
    qtbot.waitUntil(lambda: panel.figure is not None and panel.figure.id == view)


def part(panel: OverviewPanel, kind: type[Any], name: str = "") -> Any:
    found = panel.findChild(kind, name) if name else panel.findChild(kind)
    assert found is not None
    return found


def cells(panel: OverviewPanel) -> list[list[str]]:
    model = part(panel, QTableView).model()
    columns = range(model.columnCount())
    return [[str(model.index(row, one).data()) for one in columns] for row in range(model.rowCount())]


def test_progress_is_shown_first(panel: OverviewPanel, qtbot: QtBot) -> None:
    show(panel, "progress", qtbot)
    assert cells(panel) == [["Lena Ostrow", "1", "0", "2", "3"]]


def test_a_click_on_a_bar_searches_its_spans(panel: OverviewPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, "labels", qtbot)
    chart = part(panel, Chart)
    with qtbot.waitSignal(desk.session.search_requested) as asked:
        place = chart.drawing.marks[0].area.center().toPoint()
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == ["label:PER"]


def test_enter_on_a_row_of_the_table_searches_it(panel: OverviewPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, "quotes", qtbot)
    table = part(panel, QTableView)
    assert cells(panel)[0] == ["without speaker", "", "1"]
    with qtbot.waitSignal(desk.session.search_requested) as asked:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert asked.args == ["label:QUOTE without:speaker"]


def test_a_label_is_counted_while_the_panel_is_open(
    panel: OverviewPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, "labels", qtbot)
    desk.label("ORG", "Karrow Radio")
    qtbot.waitUntil(lambda: ["Organisation", "Entities", "1"] in cells(panel))


def test_a_hidden_panel_counts_when_it_is_shown(panel: OverviewPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, "labels", qtbot)
    panel.hide()
    desk.label("ORG", "Karrow Radio")
    assert ["Organisation", "Entities", "1"] not in cells(panel)
    panel.show()
    qtbot.waitUntil(lambda: ["Organisation", "Entities", "1"] in cells(panel))


def test_where_counting_takes_long_it_is_done_on_demand(
    panel: OverviewPanel, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(panel, "labels", qtbot)
    monkeypatch.setattr(overview_counting, "QUICK", 0)
    desk.label("ORG", "Karrow Radio")
    assert part(panel, QWidget, "overview_notice").text() == "Edits have come since."
    button = part(panel, QPushButton, "overview_count")
    assert button.text() == "Count again"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ["Organisation", "Entities", "1"] in cells(panel))
    assert not button.isVisible()


def test_stop_keeps_the_numbers_from_before(panel: OverviewPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, "labels", qtbot)
    before = cells(panel)
    panel.hide()
    desk.label("ORG", "Karrow Radio")
    panel.show()
    button = part(panel, QPushButton, "overview_count")
    assert button.text() == "Stop"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (button.text(), cells(panel)) == ("Count again", before)


def test_what_changes_no_number_is_not_counted(panel: OverviewPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, "labels", qtbot)
    setting = Change(None, Field("setting", "nesting", "value", "on"))
    assert desk.session.do(Edit("nest", (setting,), desk.session.annotator.id, now()))
    assert not part(panel, QWidget, "overview_count").isVisible()


def test_a_state_without_articles_says_so(panel: OverviewPanel, qtbot: QtBot) -> None:
    show(panel, "labels", qtbot)
    box = part(panel, QComboBox, "overview_state")
    box.setCurrentIndex(box.findData("new"))
    nothing = part(panel, QWidget, "overview_nothing")
    qtbot.waitUntil(nothing.isVisible)
    assert "this annotator and state" in nothing.text()


def test_an_annotator_is_chosen_by_name(panel: OverviewPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, "labels", qtbot)
    box = part(panel, QComboBox, "overview_annotator")
    box.setCurrentIndex(box.findText("Lena Ostrow"))
    chosen = 'label:PER annotator:"Lena Ostrow"'
    qtbot.waitUntil(lambda: panel.figure is not None and panel.figure.rows[0].query == chosen)


def test_in_a_narrow_panel_the_table_takes_the_place_of_the_chart(
    panel: OverviewPanel, qtbot: QtBot
) -> None:
    show(panel, "labels", qtbot)
    chart, table = part(panel, Chart), part(panel, QTableView)
    assert chart.isVisible()
    assert table.isVisible()
    panel.resize(560, 420)
    assert chart.isVisible()
    assert not table.isVisible()
    QTest.mouseClick(part(panel, QToolButton, "overview_show_table"), Qt.MouseButton.LeftButton)
    assert not chart.isVisible()
    assert table.isVisible()


def test_a_heading_sorts_and_a_row_keeps_its_search(
    panel: OverviewPanel, desk: Desk, qtbot: QtBot
) -> None:
    show(panel, "labels", qtbot)
    table = part(panel, QTableView)
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert cells(panel)[0][0] == "Work, law, product"
    table.setCurrentIndex(table.model().index(0, 0))
    with qtbot.waitSignal(desk.session.search_requested) as asked:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert asked.args == ["label:WORK"]


def test_esc_leads_to_the_page_from_everywhere(panel: OverviewPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, "labels", qtbot)
    for name in ("overview_views", "overview_chart", "overview_table", "overview_state"):
        with qtbot.waitSignal(desk.session.page_requested):
            QTest.keyClick(part(panel, QWidget, name), Qt.Key.Key_Escape)


def test_enter_in_the_list_leads_to_the_chart(panel: OverviewPanel, qtbot: QtBot) -> None:
    show(panel, "labels", qtbot)
    panel.enter()
    qtbot.waitUntil(lambda: part(panel, QWidget, "overview_views").hasFocus())
    QTest.keyClick(part(panel, QWidget, "overview_views"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part(panel, Chart).hasFocus())


@pytest.mark.parametrize(("kind", "ending"), [("svg", ".svg"), ("print", ".png"), ("csv", ".csv")])
def test_the_menu_writes_what_is_shown(
    panel: OverviewPanel, tmp_path: Path, qtbot: QtBot, kind: str, ending: str
) -> None:
    show(panel, "labels", qtbot)
    button = part(panel, QToolButton, "overview_export")
    actions = {one.objectName(): one for one in button.menu().actions()}
    actions[f"overview_export_{kind}"].trigger()
    dialog = panel.window().findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / f"chart{ending}"))
    dialog.close()
    assert (tmp_path / f"chart{ending}").stat().st_size > 100


def test_a_chart_that_cannot_be_written_says_why(
    panel: OverviewPanel, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    show(panel, "labels", qtbot)
    assert panel.figure is not None
    button = part(panel, QToolButton, "overview_export")
    button.write(panel.figure, "svg", tmp_path / "missing" / "a.svg")
    assert "There is no folder" in desk.failures[0]


def test_another_project_shows_its_own_numbers(panel: OverviewPanel, desk: Desk, qtbot: QtBot) -> None:
    show(panel, "labels", qtbot)
    desk.session.close_project()
    assert panel.figure is None
    assert not part(panel, QTableView).isVisible()
