from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from annotator.model import edits
from annotator.store.project import Project
from annotator.ui.panels.inspector import InspectorPanel
from tests.ui.panels.inspecting import HEARD, choice, note, part, relation_rows, relations, words

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


# ---------------------------------------------------------------- relations


def test_relations_name_type_direction_and_the_other_end(panel: InspectorPanel, desk: Desk) -> None:
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


def test_delete_on_a_relation_removes_it(panel: InspectorPanel, desk: Desk, qtbot: QtBot) -> None:
    quote, source = desk.label("QUOTE", *HEARD), desk.label("SOURCE", "she")
    desk.link("speaker", quote, source)
    desk.session.set_focus(quote.id)
    qtbot.keyClick(relations(panel), Qt.Key.Key_Delete)
    assert desk.session.annotations is not None
    assert desk.session.annotations.relations(quote.id) == []
    desk.session.undo()
    assert relation_rows(panel) == ["speaker, to she"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_an_attribute_of_a_relation_is_edited_below_the_list(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    quote, source = desk.label("QUOTE", *HEARD), desk.label("SOURCE", "she")
    desk.link("speaker", quote, source)
    desk.session.set_focus(quote.id)
    box = choice(panel, "basis")
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box.view(), Qt.Key.Key_End)
    qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    assert desk.session.annotations is not None
    (relation,) = desk.session.annotations.relations(quote.id)
    assert relation.attributes == {"basis": "implicit"}


def test_link_and_speaker_ask_for_the_commands(panel: InspectorPanel, desk: Desk, qtbot: QtBot) -> None:
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


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_name_is_chosen_from_the_list_by_keys(panel: InspectorPanel, desk: Desk, qtbot: QtBot) -> None:
    by = desk.session.annotator.id
    for name in ("Ilka Brandt", "Odo Lind"):
        span = desk.label("PER", "Ilka Brandt")
        desk.session.do(edits.link_new_entity(span, name, by=by))
    desk.focus("SOURCE", "she")
    field = part(panel, "span_entity")
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    popup = field.completer().popup()  # type: ignore[attr-defined]
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "Odo Lind"  # type: ignore[attr-defined]
    assert desk.session.undo_title == "link the entity"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_enter_beside_the_list_makes_the_new_name(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    first = desk.focus("PER", "Ilka Brandt")
    desk.session.do(edits.link_new_entity(first, "Ilka Brandt", by=desk.session.annotator.id))
    desk.focus("SOURCE", "she")
    field = part(panel, "span_entity")
    field.setFocus()
    qtbot.keyClicks(field, "Ilka")
    popup = field.completer().popup()  # type: ignore[attr-defined]
    qtbot.keyClick(popup if popup.isVisible() else field, Qt.Key.Key_Return)
    assert desk.session.project is not None
    assert [one.name for one in desk.session.project.entities()] == ["Ilka", "Ilka Brandt"]


def test_the_cross_unlinks(panel: InspectorPanel, desk: Desk, qtbot: QtBot) -> None:
    span = desk.focus("PER", "Ilka Brandt")
    desk.session.do(edits.link_new_entity(span, "Ilka Brandt", by=desk.session.annotator.id))
    qtbot.mouseClick(part(panel, "span_entity_unlink"), Qt.MouseButton.LeftButton)
    assert desk.session.focus is not None
    assert desk.session.focus.entity is None


def test_leaving_the_line_makes_no_entity(panel: InspectorPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.focus("PER", "Ilka Brandt")
    field = part(panel, "span_entity")
    field.setFocus()
    qtbot.keyClicks(field, "Ilk")
    note(panel).setFocus()
    assert desk.session.project is not None
    assert desk.session.project.entities() == []
    assert field.text() == ""  # type: ignore[attr-defined]


def test_the_chosen_relation_keeps_a_sign_that_can_be_seen(panel: InspectorPanel, desk: Desk) -> None:
    quote, source = desk.label("QUOTE", *HEARD), desk.label("SOURCE", "she")
    desk.link("speaker", quote, source)
    desk.session.set_focus(quote.id)
    tree = relations(panel)
    tree.setCurrentItem(tree.topLevelItem(0))
    row = tree.visualItemRect(tree.topLevelItem(0))
    picture = tree.viewport().grab(row).toImage()
    sign = [picture.pixelColor(x, y) for x in range(2, 20) for y in range(picture.height())]
    ground = picture.pixelColor(picture.width() - 2, picture.height() // 2)
    assert max(abs(one.lightness() - ground.lightness()) for one in sign) > 100
