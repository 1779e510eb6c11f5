"""Keys of lists and panels are chosen in the settings, and hold where the focus is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QPlainTextEdit, QPushButton, QTreeWidget

from annotator.ui import key_choices
from annotator.ui.dialogs.codebook_editor import CodebookEditor
from annotator.ui.dialogs.key_sheet import KeyCard
from annotator.ui.palette_offers import entries_at_hand
from annotator.ui.panels.checks import ChecksPanel
from annotator.ui.panels.search import SearchPanel
from tests.ui.codebook_hands import KEY, Editing
from tests.ui.window.test_key_choices import choose_file, settings_dialog

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QDialog

    from tests.ui.window.window_rig import WindowRig

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def ask_for(
    dialog: QDialog, group: str, command: str, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE
) -> None:
    """Choose a command under its heading, and press the key that it is to have."""
    tree = dialog.findChild(QTreeWidget, "keys_tree")
    field = dialog.findChild(QKeySequenceEdit, "keys_key")
    assert tree is not None
    assert field is not None
    rows = tree.findItems(command, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    tree.setCurrentItem(next(one for one in rows if one.parent().text(0) == group))
    QTest.keyClick(field, key, modifier)


def give(
    desk: WindowRig,
    group: str,
    command: str,
    key: Qt.Key = KEY.Key_Y,
    modifier: Qt.KeyboardModifier = NONE,
) -> None:
    """Give a command another key in the settings."""
    dialog = settings_dialog(desk)
    ask_for(dialog, group, command, key, modifier)
    desk.click("keys_set", dialog)
    desk.close_dialog(dialog)


def warning(dialog: QDialog) -> str:
    label = dialog.findChild(QLabel, "keys_warning")
    assert label is not None
    return label.text()


def searching(desk: WindowRig, query: str = "roth", hits: int = 2) -> SearchPanel:
    """The search after this query, with the focus in its list."""
    desk.trigger("search.open")
    panel = desk.window.panels.panel("search")
    assert isinstance(panel, SearchPanel)
    desk.qtbot.waitUntil(panel.box.hasFocus)
    QTest.keyClicks(panel.box, query)
    desk.qtbot.waitUntil(lambda: len(panel.hits.hits) == hits and not panel.run.is_busy)
    desk.press_key(KEY.Key_Down)
    return panel


# ---------------------------------------------------------------- the keys of each panel


def test_a_list_of_hits(desk: WindowRig) -> None:
    panel = searching(desk)
    assert desk.find("hits_reject", panel).toolTip() == "Take off the list (X)"
    give(desk, "In lists of hits", "Take off the list")
    assert desk.find("hits_reject", panel).toolTip() == "Take off the list (Y)"
    panel.hits.enter()
    desk.press("x")
    assert len(panel.hits.hits) == 2
    desk.press("y")
    assert len(panel.hits.hits) == 1
    assert "Take off the list\tY" in [one.text() for one in panel.hits.commands.menu().actions()]


def test_what_only_the_list_of_the_search_does(desk: WindowRig) -> None:
    panel = searching(desk)
    give(desk, "In the search", "Next hit, from the list")
    panel.hits.enter()
    desk.press("n")
    assert panel.hits.table.currentIndex().row() == 0
    desk.press("y")
    assert panel.hits.table.currentIndex().row() == 1
    assert "Y in the list" in desk.find("queue_next", panel).toolTip()


def test_the_line_of_the_search(desk: WindowRig) -> None:
    panel = searching(desk)
    give(desk, "In the search", "Save the query", KEY.Key_G, CTRL)
    panel.box.setFocus()
    desk.press_key(KEY.Key_D, CTRL)
    assert panel.box.hasFocus()
    desk.press_key(KEY.Key_G, CTRL)
    assert desk.find("query_name").hasFocus()
    assert desk.find("search_save", panel).toolTip() == "Keep this query under a name (Ctrl+G)"


def test_saved_queries(desk: WindowRig) -> None:
    panel, project = searching(desk), desk.session.project
    assert project is not None
    panel.shelf.save("Names", "roth", is_queue=False)
    give(desk, "In the search", "Saved query: delete")
    give(desk, "In the search", "Saved query: work queue or not", KEY.Key_W)
    panel.shelf.list.setFocus()
    desk.press("d w")
    assert [one.is_queue for one in project.saved_queries()] == [True]
    desk.press("y")
    assert project.saved_queries() == []


def test_the_review_of_equal_words(desk: WindowRig) -> None:
    desk.put_caret("Roth")
    desk.press("1")
    give(desk, "In the review of equal words", "Accept")
    give(desk, "In the review of equal words", "Apply", KEY.Key_F7)
    desk.window.page.setFocus()
    desk.trigger("label.in_project")
    panel = desk.window.panels.panel("search")
    assert isinstance(panel, SearchPanel)
    desk.qtbot.waitUntil(lambda: len(panel.propagation.hits.hits) == 1)
    desk.qtbot.waitUntil(panel.propagation.hits.table.hasFocus)
    desk.press("a")
    assert "1 undecided" in desk.text("propagation_summary")
    desk.press("y")
    assert "1 will be labelled" in desk.text("propagation_summary")
    assert (desk.text("propagation_accept_place"), desk.text("propagation_apply")) == (
        "Accept (Y)",
        "Apply (F7)",
    )
    desk.find("propagation_accept_all").setFocus()
    desk.press_key(KEY.Key_F7)
    assert len(desk.labels()) == 2


def test_the_checks(desk: WindowRig) -> None:
    desk.put_caret("Roth")
    desk.press("1")
    desk.press_key(KEY.Key_Right, CTRL | SHIFT)
    panel = desk.window.show_panel("checks")
    assert isinstance(panel, ChecksPanel)
    panel.enter()
    desk.qtbot.waitUntil(lambda: panel.run.report is not None and not panel.run.is_running)
    give(desk, "In the checks", "Is fine")
    panel.setFocus()
    before = desk.session.undo_title
    desk.press("a")
    assert desk.session.undo_title == before
    assert desk.text("checks_accept") == "Is fine (Y)"
    desk.press("y")
    assert desk.session.undo_title != before


def test_the_entities(desk: WindowRig) -> None:
    desk.put_caret("Roth")
    desk.press("1k")
    desk.press_key(KEY.Key_F9)
    desk.qtbot.waitUntil(desk.find("entities_filter").hasFocus)
    desk.press_key(KEY.Key_Down)
    give(desk, "In the entities", "Rename", KEY.Key_F4)
    view = desk.find("entities_list")
    view.setFocus()
    desk.press_key(KEY.Key_F2)
    assert view.hasFocus()
    desk.press_key(KEY.Key_F4)
    assert desk.find("entity_name").hasFocus()


def test_the_chip_of_a_label(desk: WindowRig) -> None:
    give(desk, "In other panels", "Label chip: show the guideline")
    chip = desk.find("chip:PER")
    chip.setFocus()
    QTest.keyClick(chip, KEY.Key_Question, SHIFT)
    assert desk.window.findChild(QLabel, "guideline_words") is None
    QTest.keyClick(chip, KEY.Key_Y)
    assert "Include" in desk.text("guideline_words")
    QTest.keyClick(chip, KEY.Key_Escape)


def test_the_codebook(desk: WindowRig) -> None:
    give(desk, "In the codebook", "Duplicate")
    give(desk, "Edit", "Undo", KEY.Key_G, CTRL)
    desk.trigger("codebook.edit")
    editor = desk.dialog("codebook_editor")
    assert isinstance(editor, CodebookEditor)
    editing = Editing(desk.qtbot, editor).at("label", "PER")
    number = len(editing.labels)
    editor.tree.setFocus()
    QTest.keyClick(editor.tree, KEY.Key_D, CTRL)
    assert len(editing.labels) == number
    QTest.keyClick(editor.tree, KEY.Key_Y)
    assert len(editing.labels) == number + 1
    assert editing.said().endswith("Ctrl+G takes it back.")
    assert editing.find("codebook_duplicate").toolTip() == "Duplicate (Y)"
    QTest.keyClick(editor.tree, KEY.Key_G, CTRL)
    desk.qtbot.waitUntil(lambda: len(editing.labels) == number)
    desk.close_dialog(editor)


def test_splitting_by_reviewing_and_harvesting(desk: WindowRig) -> None:
    desk.put_caret("Roth")
    desk.press("1")
    give(desk, "In the codebook", "Splitting: the first label")
    give(desk, "In the codebook", "Examples: a bad one", KEY.Key_N)
    desk.trigger("codebook.edit")
    editor = desk.dialog("codebook_editor")
    assert isinstance(editor, CodebookEditor)
    editing = Editing(desk.qtbot, editor).at("label", "PER")
    editing.split("split_by_reviewing")
    desk.qtbot.waitUntil(lambda: "<b>" in editing.find("review_span").text())  # type: ignore[attr-defined]
    QTest.keyClicks(editing.find("review_target_1").lineEdit(), "Sailor")  # type: ignore[attr-defined]
    editing.find("review_card").setFocus()
    desk.press("1")
    assert not editing.find("review_preview").isEnabled()
    desk.press("y")
    assert editing.find("review_preview").isEnabled()
    editing.click("review_back")
    editing.find("label_tabs").setCurrentIndex(2)  # type: ignore[attr-defined]
    editing.click("harvest")
    desk.qtbot.waitUntil(lambda: editing.find("harvest_list").topLevelItemCount() == 1)  # type: ignore[attr-defined]
    desk.press("b")
    assert not editing.find("harvest_add").isEnabled()
    desk.press("n")
    assert editing.find("harvest_add").isEnabled()
    desk.close_dialog(editor)


# ---------------------------------------------------------------- conflicts


def test_a_key_of_the_same_list_is_warned_about_and_can_be_swapped(desk: WindowRig) -> None:
    dialog = settings_dialog(desk)
    ask_for(dialog, "In the checks", "Fix", KEY.Key_M)
    assert warning(dialog) == "M already stands for: Mute for the label (in the checks)."
    desk.click("keys_swap", dialog)
    assert desk.settings.keys == {"checks.fix": ("M",), "checks.mute": ("F",)}
    desk.close_dialog(dialog)


def test_a_key_of_the_page_may_stand_for_something_else_in_a_list(desk: WindowRig) -> None:
    dialog = settings_dialog(desk)
    ask_for(dialog, "In the checks", "Fix", KEY.Key_Q)
    assert warning(dialog) == ""
    ask_for(dialog, "In lists of hits", "Unlink the entity", KEY.Key_Q)
    assert warning(dialog) == "Q already stands for: Quote (what is said)."
    desk.close_dialog(dialog)


def test_the_key_of_a_command_of_the_window_is_told_and_comes_second(desk: WindowRig) -> None:
    dialog = settings_dialog(desk)
    ask_for(dialog, "In lists of hits", "Take off the list", KEY.Key_F7)
    assert warning(dialog) == (
        "F7 also stands for: Check the project. Where both hold, the panel comes first."
    )
    desk.click("keys_set", dialog)
    desk.close_dialog(dialog)
    panel = searching(desk)
    desk.press_key(KEY.Key_F7)
    assert len(panel.hits.hits) == 1
    assert panel.hits.table.hasFocus()


@pytest.mark.parametrize(
    ("group", "command", "key"),
    [
        ("In the checks", "Fix", KEY.Key_Escape),
        ("In the checks", "Fix", KEY.Key_Return),
        ("In lists of hits", "Take off the list", KEY.Key_Down),
    ],
)
def test_what_keys_do_in_every_list_cannot_be_taken(
    desk: WindowRig, group: str, command: str, key: Qt.Key
) -> None:
    dialog = settings_dialog(desk)
    ask_for(dialog, group, command, key)
    assert "always stands for" in warning(dialog)
    take = dialog.findChild(QPushButton, "keys_take")
    assert take is not None
    assert not take.isVisible()
    desk.close_dialog(dialog)


def test_a_letter_writes_in_the_line_of_the_search(desk: WindowRig) -> None:
    dialog = settings_dialog(desk)
    ask_for(dialog, "In the search", "Save the query", KEY.Key_G)
    assert warning(dialog).startswith("G writes in the line.")
    desk.click("keys_set", dialog)
    desk.close_dialog(dialog)
    panel = searching(desk, "nothing so strange", hits=0)
    assert panel.box.text() == "nothing so strange"


def test_two_on_one_key_in_a_file_are_named_with_their_place(desk: WindowRig, tmp_path: Path) -> None:
    dialog = settings_dialog(desk)
    ask_for(dialog, "In the checks", "Fix", KEY.Key_M)
    desk.click("keys_set", dialog)
    assert warning(dialog).startswith("M also stands for: Mute for the label (in the checks). Only one")
    desk.click("keys_export", dialog)
    choose_file(desk, "key_export_file", tmp_path / "my.json")
    desk.click("keys_import", dialog)
    choose_file(desk, "key_import_file", tmp_path / "my.json")
    shown = desk.dialog("key_import")
    details = shown.findChild(QPlainTextEdit, "key_import_details")
    assert details is not None
    assert "M stands for Fix (in the checks), Mute for the label" in details.toPlainText()
    shown.reject()
    dialog.close()


# ---------------------------------------------------------------- file and sheet


def test_keys_of_panels_travel_in_the_file(desk: WindowRig, tmp_path: Path) -> None:
    give(desk, "In the checks", "Fix")
    dialog = settings_dialog(desk)
    desk.click("keys_export", dialog)
    choose_file(desk, "key_export_file", tmp_path / "my.json")
    assert json.loads((tmp_path / "my.json").read_text("utf-8"))["commands"] == {"checks.fix": ["Y"]}
    desk.settings.keys = {}
    assert desk.window.commands.keymap.first("checks.fix").toString() == "F"
    desk.click("keys_import", dialog)
    choose_file(desk, "key_import_file", tmp_path / "my.json")
    desk.click("key_import_take", desk.dialog("key_import"))
    assert desk.window.commands.keymap.first("checks.fix").toString() == "Y"
    dialog.close()


def test_a_file_from_before_there_were_such_keys_leaves_them_usual(
    desk: WindowRig, tmp_path: Path
) -> None:
    old = {"format": "annotator-keys/1", "commands": {"span.note": ["Y"]}}
    (tmp_path / "old.json").write_text(json.dumps(old), encoding="utf-8")
    key_choices.read(tmp_path / "old.json").store(desk.settings)
    keymap = desk.window.commands.keymap
    assert keymap.first("span.note").toString() == "Y"
    assert keymap.first("checks.fix").toString() == "F"


def test_the_sheet_shows_the_keys_that_now_hold_where_they_hold(desk: WindowRig) -> None:
    give(desk, "In the checks", "Fix")
    desk.window.page.setFocus()
    desk.press("?")
    sheet = desk.dialog("key_sheet")
    card = next(one for one in sheet.findChildren(KeyCard) if one.accessibleName() == "In the checks")
    words = [one.text() for one in card.findChildren(QLabel)]
    assert words[words.index("Fix") + 1] == "Y"
    desk.close_dialog(sheet)


def test_the_palette_leaves_out_what_needs_a_row_of_a_list(desk: WindowRig) -> None:
    assert "checks.fix" not in {one.id for one in entries_at_hand(desk.window)}
