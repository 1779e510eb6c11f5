from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMenu,
    QToolButton,
    QWidget,
)

from annotator.model import edits
from annotator.store.project import Project
from annotator.ui.panels.inspector import InspectorPanel
from tests.ui.panels.inspecting import HEARD, choice, note, part, words

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> InspectorPanel:
    panel = InspectorPanel(desk.session, desk.actions)
    qtbot.addWidget(panel)
    panel.resize(300, 800)
    panel.show()
    desk.open("Ferry late again")
    return panel


# ---------------------------------------------------------------- what is shown


def test_text_size_and_label_of_the_focused_span(panel: InspectorPanel, desk: Desk) -> None:
    desk.focus("QUOTE", *HEARD)
    text = part(panel, "span_text").toPlainText()  # type: ignore[attr-defined]
    assert text == "“We waited two hours,” […] “and nobody called.”"
    assert "2 fragments · 42 characters" in words(panel)
    assert part(panel, "span_label").accessibleName() == "Label: Quote (what is said)"


def test_who_labelled_it_and_how(panel: InspectorPanel, desk: Desk) -> None:
    desk.focus("PER", "Ilka Brandt")
    assert any(line.startswith("Lena Ostrow · by hand · ") for line in words(panel))


def test_without_a_focus_the_way_to_begin_is_told(panel: InspectorPanel) -> None:
    assert "Nothing is focused" in words(panel)
    assert any("1–9 A W Q C B" in line for line in words(panel))


def test_spans_under_the_caret_are_offered(panel: InspectorPanel, desk: Desk, qtbot: QtBot) -> None:
    span = desk.label("PER", "Ilka Brandt")
    desk.session.set_selection(span.start + 2, None)
    row = panel.findChild(QToolButton, f"here:{span.id}")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert desk.session.focus == span


def test_a_selection_is_shown_with_its_length(panel: InspectorPanel, desk: Desk) -> None:
    desk.session.set_selection(0, desk.label("PER", "Ilka Brandt").fragments[0])
    assert "11 characters selected" in words(panel)
    assert "Ilka Brandt" in words(panel)


def test_escape_goes_back_to_the_page(panel: InspectorPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.focus("QUOTE", *HEARD)
    with qtbot.waitSignal(panel.page_requested):
        qtbot.keyClick(choice(panel, "certainty"), Qt.Key.Key_Escape)


def test_the_label_s_menu_relabels(panel: InspectorPanel, desk: Desk) -> None:
    desk.focus("PER", "Karrow Radio")
    menu = panel.findChild(QMenu, "span_label_menu")
    menu.aboutToShow.emit()  # type: ignore[union-attr]
    entry = next(one for one in menu.actions() if one.text().startswith("Organisation"))  # type: ignore[union-attr]
    entry.trigger()
    assert desk.session.focus is not None
    assert desk.session.focus.label == "ORG"
    assert part(panel, "span_label").accessibleName() == "Label: Organisation"


# ---------------------------------------------------------------- attributes


def test_a_default_is_shown_but_not_stored(panel: InspectorPanel, desk: Desk) -> None:
    span = desk.focus("PER", "Ilka Brandt")
    assert choice(panel, "certainty").currentText() == "sure (default)"
    assert "certainty" not in span.attributes


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_choosing_a_value_stores_it_as_one_edit(panel: InspectorPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.focus("PER", "Ilka Brandt")
    box = choice(panel, "certainty")
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box.view(), Qt.Key.Key_End)
    qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    assert desk.session.focus is not None
    assert desk.session.focus.attributes == {"certainty": "unsure"}
    assert desk.session.undo_title == "set Certainty"
    desk.session.undo()
    assert choice(panel, "certainty").currentText() == "sure (default)"


def test_a_missing_required_attribute_is_marked(panel: InspectorPanel, desk: Desk) -> None:
    desk.focus("SOURCE", "Harbour master Ilka Brandt")
    assert choice(panel, "kind").accessibleName() == "Kind of source, required, missing"
    assert choice(panel, "kind").currentText() == "not set (usually person)"
    edit = edits.set_attribute(
        desk.session.focus,  # type: ignore[arg-type]
        desk.session.codebook.attributes["kind"],
        "person",
        by=desk.session.annotator.id,
    )
    desk.session.do(edit)
    assert choice(panel, "kind").accessibleName() == "Kind of source"
    assert choice(panel, "kind").currentText() == "person"


def test_keys_stand_beside_the_names(panel: InspectorPanel, desk: Desk) -> None:
    desk.focus("QUOTE", *HEARD)
    assert {"Form (T F)", "Nesting (T X)"} <= set(words(panel))


def test_a_text_attribute_is_written_when_the_line_is_left(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.focus("CLAIM", "the ferry was late")
    panel.edit_attribute("normalized")
    line = part(panel, "attribute:normalized")
    assert QApplication.focusWidget() is line
    qtbot.keyClicks(line, "The ferry of 14 March was late")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.session.focus is not None
    assert desk.session.focus.attributes["normalized"] == "The ferry of 14 March was late"


def test_the_wheel_scrolls_and_never_changes_a_value(panel: InspectorPanel, desk: Desk) -> None:
    desk.focus("QUOTE", *HEARD)
    box = choice(panel, "certainty")
    box.setFocus()
    middle, down = QPointF(box.rect().center()), QPoint(0, -120)
    none = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase)
    event = QWheelEvent(middle, box.mapToGlobal(middle), down, down, *none, False)
    QApplication.sendEvent(box, event)
    assert box.currentText() == "sure (default)"


# ---------------------------------------------------------------- in general


def test_a_project_for_reading_only_offers_no_writing(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    span = desk.focus("PER", "Ilka Brandt")
    path = desk.session.path
    assert path is not None
    desk.session.close_project()
    desk.session.open_project(Project.open(path, read_only=True))
    desk.open("Ferry late again")
    desk.session.set_focus(span.id)
    assert not choice(panel, "certainty").isEnabled()
    assert note(panel).isReadOnly()


def test_everything_that_takes_the_focus_has_names(panel: InspectorPanel, desk: Desk) -> None:
    desk.focus("QUOTE", *HEARD)
    for widget in panel.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            name = widget.objectName()
            is_inner = name.startswith("qt_") or isinstance(widget.parent(), QAbstractButton)
            assert is_inner or (name and widget.accessibleName()), widget


def test_it_fits_into_a_narrow_dock(panel: InspectorPanel, desk: Desk) -> None:
    desk.focus("SOURCE", "Harbour master Ilka Brandt")
    panel.resize(220, 800)
    assert panel.width() == 220
    assert choice(panel, "naming").mapTo(panel, choice(panel, "naming").rect().topRight()).x() < 220


def test_the_deleted_span_disappears(panel: InspectorPanel, desk: Desk) -> None:
    span = desk.focus("PER", "Ilka Brandt")
    desk.session.do(edits.remove_spans([span], [], by=desk.session.annotator.id))
    assert "Nothing is focused" in words(panel)
