"""The codebook editor, by keys and mouse, on a real file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QTableWidget, QTreeWidget, QWidget

from annotator.ui.dialogs.codebook_editor import CodebookEditor
from tests.ui.codebook_hands import ALT, CONTROL, KEY, Editing
from tests.ui.panels.desk import Desk, new_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(new_project(tmp_path / "harbour.annodb"))
    qtbot.addWidget(made.window)
    made.open("Ferry late again")
    yield made
    made.session.close_project()


def opened(desk: Desk, qtbot: QtBot) -> Editing:
    editor = CodebookEditor(desk.session)
    qtbot.addWidget(editor)
    with qtbot.waitExposed(editor):
        editor.show()
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    return Editing(qtbot, editor)


@pytest.fixture
def editing(desk: Desk, qtbot: QtBot) -> Editing:
    return opened(desk, qtbot)


@pytest.fixture
def labelled(desk: Desk, qtbot: QtBot) -> Editing:
    """The editor over an article in which one name is a person."""
    desk.label("PER", "Ilka Brandt")
    return opened(desk, qtbot)


def test_a_name_is_written_on_enter_and_taken_back_by_ctrl_z(editing: Editing) -> None:
    editing.at("label", "PER").write("label_name", "Human being")
    assert editing.labels["PER"] == "Human being"
    QTest.keyClick(editing.find("label_name"), KEY.Key_Z, CONTROL)
    editing.qtbot.waitUntil(lambda: editing.labels["PER"] == "Person")
    assert editing.find("label_name").text() == "Person"  # type: ignore[attr-defined]


def test_esc_puts_a_name_back(editing: Editing) -> None:
    field = editing.at("label", "PER").find("label_name")
    QTest.keyClicks(field, "xyz")
    QTest.keyClick(field, KEY.Key_Escape)
    assert editing.find("label_name").text() == "Person"  # type: ignore[attr-defined]
    assert editing.editor.isVisible()


def test_insert_adds_a_label_whose_name_has_the_focus(editing: Editing) -> None:
    editing.at("label", "PER")
    QTest.keyClick(editing.editor.tree, KEY.Key_Insert)
    editing.write("label_name", "Vessel")
    assert "Vessel" in editing.labels.values()
    added = next(one for one in editing.session.codebook.labels.values() if one.name == "Vessel")
    assert added.layer == editing.session.codebook.label("PER").layer
    assert set(added.colour) == {"light", "dark"}


def test_alt_arrows_move_a_label(editing: Editing) -> None:
    first, second = list(editing.labels)[:2]
    editing.at("label", second)
    QTest.keyClick(editing.editor.tree, KEY.Key_Up, ALT)
    assert list(editing.labels)[:2] == [second, first]
    assert editing.editor.tree.current() == ("label", second)


def test_ctrl_d_duplicates(editing: Editing) -> None:
    editing.at("label", "PER")
    QTest.keyClick(editing.editor.tree, KEY.Key_D, CONTROL)
    assert list(editing.labels.values()).count("Person 2") == 1


def test_a_key_that_is_taken_is_refused_and_can_be_taken(editing: Editing) -> None:
    taken = editing.session.codebook.label("ORG").hotkey
    editing.at("label", "PER").write("label_key", taken)
    codebook = editing.session.codebook
    assert "Organisation" in editing.said()
    assert codebook.label("PER").hotkey != taken


def test_the_key_of_a_command_is_refused(editing: Editing) -> None:
    editing.at("label", "PER")
    row = editing.find("label_key")
    row.setFocus()
    row.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(row, "d")
    assert "command" in editing.find("label_key_warning").text()  # type: ignore[attr-defined]


def test_a_colour_is_found_that_can_be_read(editing: Editing) -> None:
    editing.at("label", "PER")
    editing.find("label_tabs").setCurrentIndex(1)  # type: ignore[attr-defined]
    before = editing.session.codebook.label("PER").colour["light"]["fill"]
    editing.click("find_light")
    assert editing.session.codebook.label("PER").colour["light"]["fill"] != before
    for name in ("figure_light_0", "figure_light_1", "figure_dark_0"):
        assert editing.find(name).text().startswith("✓")  # type: ignore[attr-defined]


def test_a_colour_that_cannot_be_read_says_so(editing: Editing) -> None:
    editing.at("label", "PER")
    editing.find("label_tabs").setCurrentIndex(1)  # type: ignore[attr-defined]
    editing.write("colour_light", "#101010")
    assert editing.find("figure_light_0").text().startswith("✗")  # type: ignore[attr-defined]


def test_merging_is_previewed_then_done_and_taken_back_in_one_step(labelled: Editing) -> None:
    editing, session = labelled.at("label", "PER"), labelled.session
    editing.click("merge_label")
    editing.choose("merge_target", "ORG")
    editing.do_it("1 span in 1 article")
    assert "PER" not in editing.labels
    assert [one.label for one in session.annotations or ()] == ["ORG"]
    QTest.keyClick(editing.editor.tree, KEY.Key_Z, CONTROL)
    editing.qtbot.waitUntil(lambda: "PER" in editing.labels)
    assert [one.label for one in session.annotations or ()] == ["PER"]


def test_deleting_with_spans_says_so_on_the_button(labelled: Editing) -> None:
    editing = labelled.at("label", "PER")
    QTest.keyClick(editing.editor.tree, KEY.Key_Delete)
    editing.choose("delete_replacement", "\0")
    editing.qtbot.waitUntil(editing.summary("1 span is deleted"))
    button = editing.find("do_migration")
    assert isinstance(button, QPushButton)
    assert "delete" in button.text()
    editing.click("do_migration")
    assert list(editing.session.annotations or ()) == []


def test_esc_leaves_the_page_and_then_the_window(labelled: Editing) -> None:
    editing = labelled.at("label", "PER")
    editing.click("merge_label")
    QTest.keyClick(editing.editor, KEY.Key_Escape)
    assert editing.find("label_name").isVisible()
    QTest.keyClick(editing.editor, KEY.Key_Escape)
    assert not editing.editor.isVisible()


def test_a_label_is_split_by_a_rule_into_a_new_one(labelled: Editing) -> None:
    editing = labelled.at("label", "PER")
    words = next(iter(editing.session.annotations or ())).text
    editing.split("split_by_rule")
    QTest.keyClicks(editing.find("rule_value_0"), words[:3])
    target = editing.find("rule_target_0")
    QTest.keyClicks(target.lineEdit(), "Sailor")  # type: ignore[attr-defined]
    editing.do_it("Person → Sailor: 1")
    assert [one.label for one in editing.session.annotations or ()] == ["SAILOR"]


def test_a_label_is_split_by_a_search(labelled: Editing) -> None:
    editing = labelled.at("label", "PER")
    words = next(iter(editing.session.annotations or ())).text
    editing.split("split_by_search")
    QTest.keyClicks(editing.find("split_query"), words.split()[0])
    QTest.keyClicks(editing.find("search_target").lineEdit(), "Sailor")  # type: ignore[attr-defined]
    editing.do_it("Person → Sailor: 1")
    assert [one.label for one in editing.session.annotations or ()] == ["SAILOR"]


def test_a_label_is_split_by_reviewing(labelled: Editing) -> None:
    editing = labelled.at("label", "PER")
    editing.split("split_by_reviewing")
    editing.qtbot.waitUntil(lambda: "<b>" in editing.find("review_span").text())  # type: ignore[attr-defined]
    QTest.keyClicks(editing.find("review_target_1").lineEdit(), "Sailor")  # type: ignore[attr-defined]
    QTest.keyClick(editing.find("review_page"), KEY.Key_1)
    editing.click("review_preview")
    editing.do_it("Person → Sailor: 1")
    assert [one.label for one in editing.session.annotations or ()] == ["SAILOR"]


def test_a_guideline_is_written_when_another_label_is_chosen(editing: Editing) -> None:
    editing.at("label", "PER")
    editing.find("label_tabs").setCurrentIndex(2)  # type: ignore[attr-defined]
    field = next(one for one in editing.fields() if one.property("field") == "label_bad_examples")
    field.setFocus()
    QTest.keyClicks(field, "the [crew]")
    editing.at("label", "ORG")
    assert editing.session.codebook.label("PER").bad_examples == ("the [crew]",)
    assert editing.session.codebook.label("ORG").bad_examples == ()


def test_what_is_being_written_is_kept_when_something_is_added(editing: Editing) -> None:
    field = editing.at("label", "PER").find("label_name")
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, "Human")
    editing.editor.buttons.add("label")
    assert editing.labels["PER"] == "Human"
    assert "New label" in editing.labels.values()


def test_examples_are_harvested_by_keys(labelled: Editing) -> None:
    editing = labelled.at("label", "PER")
    editing.find("label_tabs").setCurrentIndex(2)  # type: ignore[attr-defined]
    editing.click("harvest")
    table = editing.find("harvest_list")
    assert isinstance(table, QTreeWidget)
    editing.qtbot.waitUntil(lambda: table.topLevelItemCount() == 1)
    QTest.keyClick(table, KEY.Key_B)
    editing.click("harvest_add")
    assert "[" in editing.session.codebook.label("PER").bad_examples[0]


def test_an_attributes_type_changes_with_its_values(labelled: Editing) -> None:
    editing = labelled.at("attribute", "certainty")
    box = editing.find("attribute_type")
    assert isinstance(box, QComboBox)
    editing.choose("attribute_type", "text")
    editing.qtbot.waitUntil(lambda: editing.find("do_migration").isEnabled())
    editing.click("do_migration")
    assert editing.session.codebook.attributes["certainty"].type == "text"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_arrow_keys_walk_over_types_before_one_is_asked_about(labelled: Editing) -> None:
    box = labelled.at("attribute", "certainty").find("attribute_type")
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, KEY.Key_Down)
    for _ in range(2):
        QTest.keyClick(box.view(), KEY.Key_Down)
    assert labelled.editor.findChild(QWidget, "migration_page") is None
    QTest.keyClick(box.view(), KEY.Key_Return)
    assert "number" in labelled.said("migration_title")


def test_another_codebook_is_compared_and_taken_over(labelled: Editing) -> None:
    editing = labelled
    editing.editor.files.compare_with("parc3-attribution")
    assert editing.find("differences").topLevelItemCount() == 3  # type: ignore[attr-defined]
    editing.choose("replacement_PER", "SOURCE")
    editing.do_it("Person → ")
    assert "CONTENT" in editing.labels
    assert [one.label for one in editing.session.annotations or ()] == ["SOURCE"]


def test_a_codebook_is_exported_and_read_again(editing: Editing, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    editing.editor.files.export_to(path)
    assert json.loads(path.read_text("utf-8"))["format"] == "codebook/1"
    editing.editor.files.compare_with(path)
    assert "same" in editing.find("differences").topLevelItem(0).text(0)  # type: ignore[attr-defined]


def test_a_file_that_is_no_codebook_is_named_with_its_place(editing: Editing, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"format": "codebook/1", "labels": [{"id": 3}]}', "utf-8")
    editing.editor.files.compare_with(path)
    assert "labels[0]" in editing.said()


def test_what_is_new_is_stored_under_the_name_that_it_gets_first(editing: Editing) -> None:
    editing.at("label", "PER")
    QTest.keyClick(editing.editor.tree, KEY.Key_Insert)
    editing.write("label_name", "Vessel")
    assert editing.editor.tree.current() == ("label", "VESSEL")
    editing.write("label_name", "Boat")
    assert editing.labels["VESSEL"] == "Boat"


def test_ctrl_y_does_again_what_ctrl_z_took_back(editing: Editing) -> None:
    editing.at("label", "PER").write("label_name", "Human being")
    QTest.keyClick(editing.find("label_name"), KEY.Key_Z, CONTROL)
    editing.qtbot.waitUntil(lambda: editing.labels["PER"] == "Person")
    QTest.keyClick(editing.find("label_name"), KEY.Key_Y, CONTROL)
    editing.qtbot.waitUntil(lambda: editing.labels["PER"] == "Human being")


def test_choices_of_a_relation_type_are_edited_in_place(editing: Editing) -> None:
    editing.at("relation_type", "speaker")
    table = editing.find("choices")
    assert isinstance(table, QTableWidget)
    item = table.item(1, 0)
    assert item is not None
    item.setText("unsaid")
    (basis,) = editing.session.codebook.relation_types["speaker"].attributes
    assert [(one.id, one.name) for one in basis.choices][1] == ("implicit", "unsaid")
    QTest.keyClick(table, KEY.Key_Delete)
    editing.qtbot.waitUntil(lambda: editing.find("do_migration").isEnabled())


def test_tab_leads_to_the_span_under_review(labelled: Editing) -> None:
    labelled.at("label", "PER").split("split_by_reviewing")
    labelled.find("review_target_3").setFocus()
    QTest.keyClick(labelled.find("review_target_3"), KEY.Key_Tab)
    assert labelled.find("review_card").hasFocus()


def test_merge_is_reached_by_alt_and_its_letter_and_by_enter(labelled: Editing) -> None:
    labelled.at("label", "PER")
    labelled.qtbot.waitUntil(labelled.find("merge_label").isEnabled)
    QTest.keyClick(labelled.find("label_name"), KEY.Key_M, ALT)
    labelled.qtbot.waitUntil(lambda: labelled.find("merge_target").isVisible())
    QTest.keyClick(labelled.find("merge_target"), KEY.Key_Escape)
    merge = labelled.find("merge_label")
    assert merge.accessibleName() == "Merge"
    merge.setFocus()
    QTest.keyClick(merge, KEY.Key_Return)
    labelled.qtbot.waitUntil(lambda: labelled.find("merge_target").isVisible())
