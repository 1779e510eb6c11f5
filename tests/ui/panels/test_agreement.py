"""The agreement panel: choices, matrix, table, disagreements, by key and by mouse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QPushButton, QTableView, QToolButton

from annotator.analysis.agreement_counts import Facet
from annotator.model.change import Change, Edit
from annotator.model.values import now
from annotator.store.project import Project
from annotator.ui import theme
from annotator.ui.charts.chart import Chart
from annotator.ui.panels.agreement import AgreementPanel
from annotator.ui.panels.overview_export import ExportButton
from tests.jobs.test_agreement import make
from tests.ui.panels.conftest import delete_closed_widgets
from tests.ui.panels.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def team(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "user"))
    made = Desk(make(tmp_path / "team.annodb"))
    qtbot.addWidget(made.window)
    yield made
    made.session.close_project()
    delete_closed_widgets()


@pytest.fixture
def panel(team: Desk, qtbot: QtBot) -> AgreementPanel:
    panel = AgreementPanel(team.session, team.actions)
    qtbot.addWidget(panel)
    panel.resize(1200, 460)
    panel.show()
    qtbot.waitUntil(lambda: panel.figure is not None)
    return panel


def show(panel: AgreementPanel, view: str, qtbot: QtBot) -> None:
    panel.choose(view)
    wait_for(panel, view, qtbot)


def wait_for(panel: AgreementPanel, view: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel.figure is not None and panel.figure.id == f"agreement-{view}")


def part(panel: AgreementPanel, kind: type[Any], name: str = "") -> Any:
    found = panel.findChild(kind, name) if name else panel.findChild(kind)
    assert found is not None
    return found


def cells(panel: AgreementPanel) -> list[list[str]]:
    model = part(panel, QTableView, "agreement_table").model()
    columns = range(model.columnCount())
    return [[str(model.index(row, one).data()) for one in columns] for row in range(model.rowCount())]


def words(panel: AgreementPanel, name: str) -> str:
    return str(part(panel, QLabel, name).text())


def test_the_matrix_of_pairs_is_shown_first(panel: AgreementPanel) -> None:
    assert cells(panel) == [
        ["Ada", "", "0.889", "1.000"],
        ["Ben", "0.889", "", "0.833"],
        ["Cy", "1.000", "0.833", ""],
    ]
    assert words(panel, "agreement_details").startswith("0.907 [")
    assert "proposals" in words(panel, "agreement_hints")


def test_a_click_on_a_cell_lists_what_differs(panel: AgreementPanel, qtbot: QtBot) -> None:
    chart = part(panel, Chart)
    place = chart.drawing.marks[0].area.center().toPoint()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: len(panel.differences.differences) == 2)
    qtbot.waitUntil(lambda: "Ben ends 4" in words(panel, "agreement_what"))
    assert [hit.title for hit in panel.differences.hits.hits] == ["Article 0", "Article 3"]


def test_all_of_it_by_keys(panel: AgreementPanel, team: Desk, qtbot: QtBot) -> None:
    views, chart = part(panel, QListWidget), part(panel, Chart)
    panel.enter()
    QTest.keyClick(views, Qt.Key.Key_Return)
    assert panel.focusWidget() is chart
    QTest.keyClick(chart, Qt.Key.Key_Return)
    table = panel.differences.hits.table
    qtbot.waitUntil(lambda: len(panel.differences.differences) == 2 and panel.focusWidget() is table)
    QTest.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(team.session.page_requested):
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert team.session.document is not None
    assert team.session.document.title == "Article 3"
    QTest.keyClick(table, Qt.Key.Key_Escape)
    wait_for(panel, "matrix", qtbot)
    assert panel.focusWidget() is chart


def test_a_kind_of_disagreement_can_be_chosen(panel: AgreementPanel, qtbot: QtBot) -> None:
    chart = part(panel, Chart)
    QTest.mouseClick(
        chart, Qt.MouseButton.LeftButton, pos=chart.drawing.marks[0].area.center().toPoint()
    )
    qtbot.waitUntil(lambda: len(panel.differences.differences) == 2)
    kinds = part(panel, QComboBox, "agreement_kind")
    texts = [kinds.itemText(index) for index in range(kinds.count())]
    assert texts == ["All disagreements (2)", "The edges differ (2)"]
    QTest.mouseClick(part(panel, QPushButton, "agreement_back"), Qt.MouseButton.LeftButton)
    wait_for(panel, "matrix", qtbot)


def test_labels_articles_and_time(panel: AgreementPanel, qtbot: QtBot) -> None:
    show(panel, "labels", qtbot)
    assert ["Quote", "0.722"] in [row[:2] for row in cells(panel)]
    show(panel, "articles", qtbot)
    assert cells(panel)[0][0] == "Article 3"
    show(panel, "time", qtbot)
    assert len(cells(panel)) == 3


@pytest.mark.parametrize(
    ("measure", "facet"),
    [
        ("kappa", Facet("label", "PER")),
        ("u_alpha", Facet("spans")),
        ("attribute", Facet("attribute", "form")),
    ],
)
def test_measures_and_facets_are_chosen(
    panel: AgreementPanel, qtbot: QtBot, measure: str, facet: Facet
) -> None:
    panel.bar.choose(measure, facet)
    qtbot.waitUntil(lambda: panel.bar.measure_name[1:] in words(panel, "agreement_title"))
    assert panel.bar.measure == measure
    if measure == "attribute":
        assert "undefined: No span" in words(panel, "agreement_details")


def test_gamma_is_computed_when_it_is_asked_for(panel: AgreementPanel, qtbot: QtBot) -> None:
    panel.bar.choose("gamma")
    qtbot.waitUntil(
        lambda: panel.figure is not None and panel.figure.title.startswith("γ"), timeout=20_000
    )
    assert panel.figure is not None
    assert panel.figure.scores[0][2].value == pytest.approx(1)
    panel.choose("time")
    qtbot.waitUntil(lambda: "not by article" in words(panel, "agreement_nothing"))


def test_edits_make_the_numbers_old_and_they_are_counted_again(
    panel: AgreementPanel, team: Desk, qtbot: QtBot
) -> None:
    project = team.session.project
    assert project is not None
    doomed = [one for one in project.iterate_spans() if one.annotator == "ben" and one.label == "CUE"]
    team.session.do(Edit("delete", tuple(Change(one, None) for one in doomed), "ada", now()))
    button = part(panel, QPushButton, "agreement_count")
    assert button.isVisible()
    assert part(panel, QLabel, "agreement_notice").isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: cells(panel)[0][2] == "0.667")
    assert not button.isVisible()


@pytest.mark.parametrize(
    ("name", "view"),
    [("light", "labels"), ("dark", "time"), ("high-contrast-light", "matrix")],
)
def test_pictures_can_be_written_in_every_theme(
    panel: AgreementPanel, qtbot: QtBot, qapp: Any, tmp_path: Path, name: str, view: str
) -> None:
    before = theme.current()
    theme.apply(qapp, name)
    show(panel, view, qtbot)
    assert panel.figure is not None
    export = part(panel, QToolButton, "agreement_export")
    assert isinstance(export, ExportButton)
    for kind in ("svg", "png", "csv"):
        export.write(panel.figure, kind, tmp_path / f"a.{kind}")
        assert (tmp_path / f"a.{kind}").stat().st_size > 50
    theme.apply(qapp, before.name)


def test_one_person_alone_is_told_so(desk: Desk, qtbot: QtBot) -> None:
    panel = AgreementPanel(desk.session, desk.actions)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: "no agreement to report" in words(panel, "agreement_nothing"))
    assert isinstance(desk.session.project, Project)
