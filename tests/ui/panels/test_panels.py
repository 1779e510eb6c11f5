"""What all panels have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDockWidget, QWidget

from annotator.store.project import Project
from annotator.ui import theme
from annotator.ui.panels.articles import ArticlesPanel
from annotator.ui.panels.chips import LabelChips
from annotator.ui.panels.find_bar import FindBar
from annotator.ui.panels.header import DocumentHeader
from annotator.ui.panels.history import HistoryPanel
from annotator.ui.panels.inspector import InspectorPanel
from annotator.ui.panels.key_bar import KeyBar
from tests.ui.panels.desk import article_edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk

PANELS = (ArticlesPanel, InspectorPanel, HistoryPanel, LabelChips, KeyBar, FindBar, DocumentHeader)


@pytest.fixture(params=PANELS, ids=lambda panel: panel.__name__)
def panel(desk: Desk, qtbot: QtBot, request: pytest.FixtureRequest) -> QWidget:
    make: Callable[..., QWidget] = request.param
    panel = make(desk.session, desk.actions)
    qtbot.addWidget(panel)
    panel.resize(700, 600)
    panel.show()
    desk.open("Ferry late again")
    quote, source = desk.label("QUOTE", "“and nobody called.”"), desk.label("SOURCE", "she")
    desk.link("speaker", quote, source)
    desk.session.set_focus(quote.id)
    return panel


@pytest.fixture(params=["dark", "high-contrast-light"])
def other_theme(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    theme.apply(qapp, request.param)
    yield request.param
    theme.apply(qapp, "light")


def test_whatever_takes_the_focus_can_be_named(panel: QWidget) -> None:
    assert panel.objectName()
    assert panel.accessibleName()
    for widget in panel.findChildren(QWidget):
        name = widget.objectName()
        is_inner = name.startswith("qt_") or isinstance(widget.parent(), QAbstractButton)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not is_inner:
            assert name, widget
            assert widget.accessibleName(), widget


def test_it_fits_into_a_narrow_dock(panel: QWidget) -> None:
    bars = (FindBar, DocumentHeader)
    assert panel.minimumSizeHint().width() <= (480 if isinstance(panel, bars) else 220)


def test_it_can_be_drawn_in_every_theme_and_direction(panel: QWidget, other_theme: str) -> None:
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert not panel.grab().isNull()


def test_it_survives_the_end_of_the_project_and_the_next_one(panel: QWidget, desk: Desk) -> None:
    path = desk.session.path
    desk.session.close_project()
    assert not panel.grab().isNull()
    assert path is not None
    desk.session.open_project(Project.open(path))
    desk.open("Tessen votes")
    assert not panel.grab().isNull()


def test_it_survives_the_end_of_the_open_article(panel: QWidget, desk: Desk) -> None:
    edit = article_edit("Gone soon", "Nobody will miss it.")
    desk.session.do(replace(edit, annotator=desk.session.annotator.id))
    desk.open("Gone soon")
    desk.session.undo()
    assert desk.session.document is None
    assert not panel.grab().isNull()


@pytest.mark.parametrize("behind", [True, False])
def test_a_note_can_be_written_though_the_inspector_is_not_in_sight(
    desk: Desk, qtbot: QtBot, behind: bool
) -> None:
    inspector = InspectorPanel(desk.session, desk.actions)
    history = HistoryPanel(desk.session, desk.actions)
    docks = [QDockWidget(), QDockWidget()]
    for dock, content in zip(docks, (inspector, history), strict=True):
        dock.setWidget(content)
        desk.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    if behind:
        desk.window.tabifyDockWidget(*docks)
        docks[1].raise_()
    else:
        docks[0].hide()
    desk.window.show()
    desk.open("Ferry late again")
    desk.focus("PER", "Ilka Brandt")
    inspector.edit_note()
    qtbot.waitUntil(lambda: _focused_name() == "span_note")
    qtbot.keyClicks(QApplication.focusWidget(), "here")
    desk.session.close_project()


def _focused_name() -> str:
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""
