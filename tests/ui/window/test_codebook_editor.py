"""The codebook editor, by keys and mouse, in a real window on a real file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTreeWidget, QWidget

from annotator.model.hit import hit
from annotator.store.project import Project
from annotator.ui.dialogs.codebook_editor import CodebookEditor
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


KEY = Qt.Key
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class Editing:
    """The editor of one window, with what a hand does in it."""

    def __init__(self, rig: WindowRig) -> None:
        self.rig = rig
        rig.window.page.setFocus()
        rig.press_key(KEY.Key_B, CONTROL)
        editor = rig.dialog("codebook_editor")
        assert isinstance(editor, CodebookEditor)
        self.editor = editor
        rig.qtbot.waitUntil(lambda: not editor.desk.reader.is_busy)

    @property
    def labels(self) -> dict[str, str]:
        return {one.id: one.name for one in self.rig.session.codebook.labels.values()}

    def find(self, name: str) -> QWidget:
        found = [one for one in self.editor.findChildren(QWidget, name) if one.isVisible()]
        assert found, name
        return found[0]

    def click(self, name: str) -> None:
        button = self.find(name)
        self.rig.qtbot.waitUntil(button.isEnabled)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def split(self, way: str) -> None:
        action = self.editor.findChild(QAction, way)
        assert isinstance(action, QAction)
        action.trigger()

    def write(self, name: str, text: str) -> None:
        field = self.find(name)
        assert isinstance(field, QLineEdit)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, KEY.Key_Return)

    def choose(self, name: str, id_: str) -> None:
        box = self.find(name)
        assert isinstance(box, QComboBox)
        box.setFocus()
        box.setCurrentIndex(box.findData(id_))
        box.activated.emit(box.currentIndex())

    def at(self, kind: str, id_: str) -> Editing:
        self.editor.show_thing(kind, id_)
        return self

    def said(self, name: str = "codebook_said") -> str:
        label = self.editor.findChild(QLabel, name)
        assert label is not None
        return label.text()

    def summary(self, words: str) -> Callable[[], bool]:
        return lambda: words in self.find("migration_summary").toPlainText()  # type: ignore[attr-defined]

    def do_it(self, words: str) -> None:
        """Wait for a preview with these words, then do it."""
        self.rig.qtbot.waitUntil(self.summary(words))
        self.click("do_migration")


@pytest.fixture
def editing(desk: WindowRig) -> Editing:
    return Editing(desk)


@pytest.fixture
def labelled(desk: WindowRig) -> Editing:
    """The editor over an article in which the first word is a person."""
    desk.window.page.setFocus()
    desk.window.page.go_to(1)
    desk.window.commands.labels["PER"].trigger()
    return Editing(desk)


def test_a_name_is_written_on_enter_and_taken_back_by_ctrl_z(editing: Editing) -> None:
    editing.at("label", "PER").write("label_name", "Human being")
    assert editing.labels["PER"] == "Human being"
    QTest.keyClick(editing.find("label_name"), KEY.Key_Z, CONTROL)
    editing.rig.qtbot.waitUntil(lambda: editing.labels["PER"] == "Person")
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
    added = next(one for one in editing.rig.session.codebook.labels.values() if one.name == "Vessel")
    assert added.layer == editing.rig.session.codebook.label("PER").layer
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
    taken = editing.rig.session.codebook.label("ORG").hotkey
    editing.at("label", "PER").write("label_key", taken)
    codebook = editing.rig.session.codebook
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
    before = editing.rig.session.codebook.label("PER").colour["light"]["fill"]
    editing.click("find_light")
    assert editing.rig.session.codebook.label("PER").colour["light"]["fill"] != before
    for name in ("figure_light_0", "figure_light_1", "figure_dark_0"):
        assert editing.find(name).text().startswith("✓")  # type: ignore[attr-defined]


def test_a_colour_that_cannot_be_read_says_so(editing: Editing) -> None:
    editing.at("label", "PER")
    editing.find("label_tabs").setCurrentIndex(1)  # type: ignore[attr-defined]
    editing.write("colour_light", "#101010")
    assert editing.find("figure_light_0").text().startswith("✗")  # type: ignore[attr-defined]


def test_merging_is_previewed_then_done_and_taken_back_in_one_step(labelled: Editing) -> None:
    editing, session = labelled.at("label", "PER"), labelled.rig.session
    editing.click("merge_label")
    editing.choose("merge_target", "ORG")
    editing.do_it("1 span in 1 article")
    assert "PER" not in editing.labels
    assert [one.label for one in session.annotations or ()] == ["ORG"]
    QTest.keyClick(editing.editor.tree, KEY.Key_Z, CONTROL)
    editing.rig.qtbot.waitUntil(lambda: "PER" in editing.labels)
    assert [one.label for one in session.annotations or ()] == ["PER"]


def test_deleting_with_spans_says_so_on_the_button(labelled: Editing) -> None:
    editing = labelled.at("label", "PER")
    QTest.keyClick(editing.editor.tree, KEY.Key_Delete)
    editing.choose("delete_replacement", "\0")
    editing.rig.qtbot.waitUntil(editing.summary("1 span is deleted"))
    button = editing.find("do_migration")
    assert isinstance(button, QPushButton)
    assert "delete" in button.text()
    editing.click("do_migration")
    assert list(editing.rig.session.annotations or ()) == []


def test_esc_leaves_the_page_and_then_the_window(labelled: Editing) -> None:
    editing = labelled.at("label", "PER")
    editing.click("merge_label")
    QTest.keyClick(editing.editor, KEY.Key_Escape)
    assert editing.find("label_name").isVisible()
    QTest.keyClick(editing.editor, KEY.Key_Escape)
    assert not editing.editor.isVisible()


def test_a_label_is_split_by_a_rule_into_a_new_one(labelled: Editing) -> None:
    editing = labelled.at("label", "PER")
    words = next(iter(editing.rig.session.annotations or ())).text
    editing.split("split_by_rule")
    QTest.keyClicks(editing.find("rule_value_0"), words[:3])
    target = editing.find("rule_target_0")
    QTest.keyClicks(target.lineEdit(), "Sailor")  # type: ignore[attr-defined]
    editing.do_it("Person → Sailor: 1")
    assert [one.label for one in editing.rig.session.annotations or ()] == ["SAILOR"]


def test_a_label_is_split_by_a_search(labelled: Editing) -> None:
    editing = labelled.at("label", "PER")
    words = next(iter(editing.rig.session.annotations or ())).text
    editing.split("split_by_search")
    QTest.keyClicks(editing.find("split_query"), words.split()[0])
    QTest.keyClicks(editing.find("search_target").lineEdit(), "Sailor")  # type: ignore[attr-defined]
    editing.do_it("Person → Sailor: 1")
    assert [one.label for one in editing.rig.session.annotations or ()] == ["SAILOR"]


def test_a_label_is_split_by_reviewing(labelled: Editing) -> None:
    editing = labelled.at("label", "PER")
    editing.split("split_by_reviewing")
    editing.rig.qtbot.waitUntil(lambda: "<b>" in editing.find("review_span").text())  # type: ignore[attr-defined]
    QTest.keyClicks(editing.find("review_target_1").lineEdit(), "Sailor")  # type: ignore[attr-defined]
    QTest.keyClick(editing.find("review_page"), KEY.Key_1)
    editing.click("review_preview")
    editing.do_it("Person → Sailor: 1")
    assert [one.label for one in editing.rig.session.annotations or ()] == ["SAILOR"]


def test_examples_are_harvested_by_keys(labelled: Editing) -> None:
    editing = labelled.at("label", "PER")
    editing.find("label_tabs").setCurrentIndex(2)  # type: ignore[attr-defined]
    editing.click("harvest")
    table = editing.find("harvest_list")
    assert isinstance(table, QTreeWidget)
    editing.rig.qtbot.waitUntil(lambda: table.topLevelItemCount() == 1)
    QTest.keyClick(table, KEY.Key_B)
    editing.click("harvest_add")
    assert "[" in editing.rig.session.codebook.label("PER").bad_examples[0]


def test_an_attributes_type_changes_with_its_values(labelled: Editing) -> None:
    editing = labelled.at("attribute", "certainty")
    box = editing.find("attribute_type")
    assert isinstance(box, QComboBox)
    editing.choose("attribute_type", "text")
    editing.rig.qtbot.waitUntil(lambda: editing.find("do_migration").isEnabled())
    editing.click("do_migration")
    assert editing.rig.session.codebook.attributes["certainty"].type == "text"


def test_another_codebook_is_compared_and_taken_over(labelled: Editing) -> None:
    editing = labelled
    editing.editor.files.compare_with("parc3-attribution")
    assert editing.find("differences").topLevelItemCount() == 3  # type: ignore[attr-defined]
    editing.choose("replacement_PER", "SOURCE")
    editing.do_it("Person → ")
    assert "CONTENT" in editing.labels
    assert [one.label for one in editing.rig.session.annotations or ()] == ["SOURCE"]


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


def test_a_project_for_reading_only_shows_everything_and_says_why(
    desk: WindowRig, project_path: Path
) -> None:
    desk.session.close_project()
    desk.session.open_project(Project.open(project_path, read_only=True))
    desk.trigger("codebook.edit")
    editor = desk.dialog("codebook_editor")
    assert isinstance(editor, CodebookEditor)
    editor.show_thing("label", "PER")
    assert desk.find("label_name", editor).isReadOnly()  # type: ignore[attr-defined]
    assert not desk.find("merge_label", editor).isEnabled()
    assert desk.find("codebook_said", editor).text().startswith("Read-only")  # type: ignore[attr-defined]


def test_the_question_mark_on_a_chip_shows_the_guideline(desk: WindowRig) -> None:
    chip = desk.find("chip:PER")
    chip.setFocus()
    QTest.keyClick(chip, KEY.Key_Question)
    popover = desk.find("guideline_popover")
    assert "Include" in desk.text("guideline_words")
    QTest.keyClick(chip, KEY.Key_Escape)
    desk.qtbot.waitUntil(lambda: not popover.isVisible())


def test_the_focused_span_becomes_an_example(desk: WindowRig) -> None:
    desk.window.page.setFocus()
    desk.window.page.go_to(1)
    desk.window.commands.labels["PER"].trigger()
    desk.trigger("example.good")
    span = desk.session.focus
    assert span is not None
    found = hit(span.document_id, "", desk.session.text, span.start, span.end)
    assert f"[{found.text}]" in desk.session.codebook.label("PER").examples[-1]


def test_a_large_change_goes_through_a_worker_and_the_editor_stays(
    labelled: Editing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ui.large_steps.LARGE", 0)
    editing = labelled.at("label", "PER")
    editing.click("merge_label")
    editing.choose("merge_target", "ORG")
    editing.do_it("1 span in 1 article")
    editing.rig.qtbot.waitUntil(lambda: "PER" not in editing.labels and bool(editing.labels))
    editing.rig.trigger("edit.undo")
    editing.rig.qtbot.waitUntil(lambda: "PER" in editing.labels)
    assert editing.editor.isVisible()
    assert editing.editor.isEnabled()


def test_the_editor_closes_with_the_project(editing: Editing) -> None:
    editing.rig.trigger("project.close")
    editing.rig.qtbot.waitUntil(lambda: not editing.editor.isVisible())
