from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QCheckBox, QListView, QPushButton

from annotator.ui.panels.history import HistoryPanel
from annotator.ui.panels.history_model import PAGE

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> HistoryPanel:
    panel = HistoryPanel(desk.session, desk.actions)
    qtbot.addWidget(panel)
    panel.resize(260, 400)
    panel.show()
    return panel


def the_list(panel: HistoryPanel) -> QListView:
    return panel.findChild(QListView)  # type: ignore[return-value]


def rows(panel: HistoryPanel) -> list[str]:
    model = the_list(panel).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def spoken(panel: HistoryPanel, row: int) -> str:
    index = the_list(panel).model().index(row, 0)
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def double_click(panel: HistoryPanel, row: int, qtbot: QtBot) -> None:
    view = the_list(panel)
    where = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_the_newest_edit_stands_on_top_with_who_made_it(panel: HistoryPanel, desk: Desk) -> None:
    desk.open("Ferry late again")
    desk.label("PER", "Ilka Brandt")
    assert rows(panel)[:2] == ["Label PER", "Add Pass closed"]
    assert "Lena Ostrow" in spoken(panel, 0)


def test_what_is_undone_says_so_and_redo_takes_that_back(panel: HistoryPanel, desk: Desk) -> None:
    desk.open("Ferry late again")
    desk.label("PER", "Ilka Brandt")
    desk.label("ORG", "Karrow Radio")
    desk.session.undo()
    assert rows(panel)[:2] == ["Undo label ORG", "Label ORG"]
    assert spoken(panel, 1).endswith("undone")
    desk.session.redo()
    assert not spoken(panel, 2).endswith("undone")


def test_buttons_undo_and_redo(panel: HistoryPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.open("Ferry late again")
    span = desk.label("PER", "Ilka Brandt")
    undo = panel.findChild(QPushButton, "history_undo")
    assert "Undo label PER" in undo.toolTip()  # type: ignore[union-attr]
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert desk.session.project is not None
    assert desk.session.project.span(span.id) is None
    assert not undo.isEnabled()  # type: ignore[union-attr]


def test_a_double_click_goes_to_the_span_in_its_article(
    panel: HistoryPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.open("Ferry late again")
    span = desk.label("ORG", "Karrow Radio")
    desk.open("Tessen votes")
    with qtbot.waitSignals([panel.go_requested, panel.page_requested]):
        double_click(panel, 0, qtbot)
    assert desk.session.focus == span


def test_a_double_click_on_something_deleted_shows_the_place(
    panel: HistoryPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.open("Ferry late again")
    span = desk.label("ORG", "Karrow Radio")
    desk.session.undo()
    with qtbot.waitSignal(panel.go_requested) as went:
        double_click(panel, 1, qtbot)
    assert went.args == [span.start, span.end]
    assert desk.session.focus is None


def test_only_this_article(panel: HistoryPanel, desk: Desk) -> None:
    desk.open("Ferry late again")
    desk.label("PER", "Ilka Brandt")
    panel.findChild(QCheckBox).click()  # type: ignore[union-attr]
    assert rows(panel) == ["Label PER", "Add Ferry late again"]
    desk.set_state("Tessen votes", "done")
    assert rows(panel) == ["Label PER", "Add Ferry late again"]
    desk.open("Tessen votes")
    assert rows(panel) == ["Mark as done", "Add Tessen votes"]


def test_older_pages_are_read_when_the_list_is_scrolled(
    panel: HistoryPanel, desk: Desk, qtbot: QtBot
) -> None:
    for number in range(PAGE):
        desk.set_state("Tessen votes", "done" if number % 2 else "in progress")
    panel.reload()
    assert len(rows(panel)) == PAGE
    the_list(panel).scrollToBottom()
    qtbot.waitUntil(lambda: "Create the project" in rows(panel)[-1])


def test_a_hidden_panel_catches_up_when_it_is_shown(panel: HistoryPanel, desk: Desk) -> None:
    desk.open("Ferry late again")
    panel.hide()
    desk.label("PER", "Ilka Brandt")
    panel.show()
    assert rows(panel)[0] == "Label PER"


def test_the_model_keeps_qts_rules(panel: HistoryPanel, desk: Desk) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(the_list(panel).model(), fatal)
    desk.open("Ferry late again")
    desk.label("PER", "Ilka Brandt")
    desk.session.undo()
    desk.session.close_project()
    assert tester.model().rowCount() == 0
