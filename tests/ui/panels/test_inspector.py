from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QToolButton,
    QTreeWidget,
    QWidget,
)

from annotator.model import edits
from annotator.store.project import Project
from annotator.ui.panels.inspector import InspectorPanel

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator.ui.panels.attribute_editors import ChoiceEditor
    from tests.ui.panels.desk import Desk

HEARD = ("“We waited two hours,”", "“and nobody called.”")


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> InspectorPanel:
    panel = InspectorPanel(desk.session, desk.actions)
    qtbot.addWidget(panel)
    panel.resize(300, 800)
    panel.show()
    desk.open("Ferry late again")
    return panel


def words(panel: InspectorPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def part(panel: InspectorPanel, name: str) -> QWidget:
    return next(one for one in panel.findChildren(QWidget, name) if one.isVisible())


def choice(panel: InspectorPanel, name: str) -> ChoiceEditor:
    return part(panel, f"attribute:{name}")  # type: ignore[return-value]


def note(panel: InspectorPanel) -> QPlainTextEdit:
    return part(panel, "span_note")  # type: ignore[return-value]


def relations(panel: InspectorPanel) -> QTreeWidget:
    return part(panel, "relations_list")  # type: ignore[return-value]


def relation_rows(panel: InspectorPanel) -> list[str]:
    items = [relations(panel).topLevelItem(row) for row in range(relations(panel).topLevelItemCount())]
    return [str(item.data(0, Qt.ItemDataRole.AccessibleTextRole)) for item in items]  # type: ignore[union-attr]


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


def test_spans_under_the_caret_are_offered(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
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


def test_choosing_a_value_stores_it_as_one_edit(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.focus("PER", "Ilka Brandt")
    choice(panel, "certainty").setFocus()
    qtbot.keyClick(choice(panel, "certainty"), Qt.Key.Key_End)
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
    assert {"Form (F)", "Nesting (X)"} <= set(words(panel))


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


# ---------------------------------------------------------------- relations


def test_relations_name_type_direction_and_the_other_end(
    panel: InspectorPanel, desk: Desk
) -> None:
    quote = desk.label("QUOTE", *HEARD)
    source = desk.label("SOURCE", "she")
    desk.link("speaker", quote, source)
    desk.session.set_focus(quote.id)
    assert relation_rows(panel) == ["speaker, to she"]
    desk.session.set_focus(source.id)
    assert relation_rows(panel) == ["speaker, from “We waited two hours,” […] “and nobody called.”"]


def test_enter_on_a_relation_goes_to_the_other_end(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    quote, source = desk.label("QUOTE", *HEARD), desk.label("SOURCE", "she")
    desk.link("speaker", quote, source)
    desk.session.set_focus(quote.id)
    with qtbot.waitSignal(panel.go_requested) as went:
        qtbot.keyClick(relations(panel), Qt.Key.Key_Return)
    assert desk.session.focus == source
    assert went.args == [source.start, source.start]


def test_delete_on_a_relation_removes_it(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    quote, source = desk.label("QUOTE", *HEARD), desk.label("SOURCE", "she")
    desk.link("speaker", quote, source)
    desk.session.set_focus(quote.id)
    qtbot.keyClick(relations(panel), Qt.Key.Key_Delete)
    assert desk.session.annotations is not None
    assert desk.session.annotations.relations(quote.id) == []
    desk.session.undo()
    assert relation_rows(panel) == ["speaker, to she"]


def test_an_attribute_of_a_relation_is_edited_below_the_list(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    quote, source = desk.label("QUOTE", *HEARD), desk.label("SOURCE", "she")
    desk.link("speaker", quote, source)
    desk.session.set_focus(quote.id)
    qtbot.keyClick(choice(panel, "basis"), Qt.Key.Key_End)
    assert desk.session.annotations is not None
    (relation,) = desk.session.annotations.relations(quote.id)
    assert relation.attributes == {"basis": "implicit"}


def test_link_and_speaker_ask_for_the_commands(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    asked: list[str] = []
    desk.actions.connect_to({"relation.speaker": lambda: asked.append("speaker")})
    desk.focus("QUOTE", *HEARD)
    button = part(panel, "relations_speaker")
    assert button.text() == "Speaker (S)"  # type: ignore[attr-defined]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == ["speaker"]


def test_labels_without_relations_do_not_offer_any(panel: InspectorPanel, desk: Desk) -> None:
    desk.focus("DATE", "two hours")
    assert "Relations" not in words(panel)


# ---------------------------------------------------------------- note


def test_a_note_is_one_edit_when_the_field_is_left(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    span = desk.focus("PER", "Ilka Brandt")
    panel.edit_note()
    qtbot.keyClicks(note(panel), "ask again")
    with qtbot.waitSignal(panel.page_requested):
        qtbot.keyClick(note(panel), Qt.Key.Key_Escape)
    assert desk.session.project is not None
    assert desk.session.project.span(span.id).note == "ask again"  # type: ignore[union-attr]
    assert desk.session.undo_title == "edit the note"


def test_control_enter_writes_the_note_and_not_a_command(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.focus("PER", "Ilka Brandt")
    panel.edit_note()
    qtbot.keyClicks(note(panel), "seen")
    qtbot.keyClick(note(panel), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.session.focus is not None
    assert desk.session.focus.note == "seen"


def test_a_note_is_kept_when_another_span_gets_the_focus(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    first = desk.focus("PER", "Ilka Brandt")
    panel.edit_note()
    qtbot.keyClicks(note(panel), "first")
    desk.focus("ORG", "Karrow Radio")
    assert note(panel).toPlainText() == ""
    assert desk.session.project is not None
    assert desk.session.project.span(first.id).note == "first"  # type: ignore[union-attr]


@pytest.mark.parametrize("way", ["another article", "closing"])
def test_a_note_is_kept_when_the_article_goes_away(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot, way: str
) -> None:
    span = desk.focus("PER", "Ilka Brandt")
    panel.edit_note()
    qtbot.keyClicks(note(panel), "do not lose me")
    assert desk.session.path is not None
    path = desk.session.path
    if way == "another article":
        desk.open("Tessen votes")
    desk.session.close_project()
    with Project.open(path) as project:
        assert project.span(span.id).note == "do not lose me"  # type: ignore[union-attr]


def test_an_untouched_note_is_no_edit(panel: InspectorPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.focus("PER", "Ilka Brandt")
    panel.edit_note()
    qtbot.keyClick(note(panel), Qt.Key.Key_Escape)
    assert desk.session.undo_title == "label PER"


# ---------------------------------------------------------------- entity


def test_a_new_name_makes_an_entity_and_links_it(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.focus("PER", "Ilka Brandt")
    field = part(panel, "span_entity")
    qtbot.keyClicks(field, "Ilka Brandt")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert desk.session.project is not None
    (entity,) = desk.session.project.entities()
    assert (entity.name, entity.type) == ("Ilka Brandt", "PER")
    assert desk.session.focus is not None
    assert desk.session.focus.entity == entity.id


def test_a_known_name_links_the_entity_that_is_there(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    first = desk.focus("PER", "Ilka Brandt")
    desk.session.do(edits.link_new_entity(first, "Ilka Brandt", by=desk.session.annotator.id))
    desk.focus("SOURCE", "she")
    field = part(panel, "span_entity")
    qtbot.keyClicks(field, "ilka brandt")
    field.completer().popup().hide()  # type: ignore[attr-defined]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert desk.session.project is not None
    assert len(desk.session.project.entities()) == 1
    assert field.text() == "Ilka Brandt"  # type: ignore[attr-defined]


def test_the_cross_unlinks(panel: InspectorPanel, desk: Desk, qtbot: QtBot) -> None:
    span = desk.focus("PER", "Ilka Brandt")
    desk.session.do(edits.link_new_entity(span, "Ilka Brandt", by=desk.session.annotator.id))
    qtbot.mouseClick(part(panel, "span_entity_unlink"), Qt.MouseButton.LeftButton)
    assert desk.session.focus is not None
    assert desk.session.focus.entity is None


def test_leaving_the_line_makes_no_entity(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.focus("PER", "Ilka Brandt")
    field = part(panel, "span_entity")
    field.setFocus()
    qtbot.keyClicks(field, "Ilk")
    note(panel).setFocus()
    assert desk.session.project is not None
    assert desk.session.project.entities() == []
    assert field.text() == ""  # type: ignore[attr-defined]


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
