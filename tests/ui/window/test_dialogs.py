from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QListWidget,
    QTextBrowser,
    QTreeWidget,
    QWidget,
)

from annotator.formats import codebook_file
from annotator.ui import theme
from annotator.ui.action_table import ACTIONS
from annotator.ui.dialogs.new_project import free_path
from annotator.ui.dialogs.reader import ClosedBrowser, chapters
from annotator.ui.panel_table import FIXED, PANEL_ACTIONS

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.window.window_rig import WindowRig


def field(dialog: QWidget, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert found is not None
    return found


def choose(dialog: QWidget, name: str, text: str) -> None:
    """Choose an entry of a combo box, as the user does."""
    box = dialog.findChild(QComboBox, name)
    assert box is not None
    index = box.findText(text)
    assert index >= 0, [box.itemText(i) for i in range(box.count())]
    box.setCurrentIndex(index)
    box.activated.emit(index)


# ---------------------------------------------------------------- new project


def test_a_new_project_needs_only_a_title(start: WindowRig) -> None:
    start.click("start_new")
    dialog = start.dialog("new_project")
    QTest.keyClicks(field(dialog, "project_title"), "Harbour: strikes/2026")
    start.click("create_project", dialog)
    assert start.window.windowTitle() == "Harbour: strikes/2026 — Annotator"
    assert start.session.path == start.folder / "Harbour strikes 2026.annodb"
    assert start.session.codebook.name == "News: entities, quotes, claims"


def test_a_new_project_may_have_another_codebook_and_annotator(start: WindowRig) -> None:
    start.trigger("project.new")
    dialog = start.dialog("new_project")
    choose(dialog, "project_codebook", "CoNLL-2003 NER")
    name = field(dialog, "project_annotator")
    name.clear()
    QTest.keyClicks(name, "Mira")
    start.click("create_project", dialog)
    assert list(start.session.codebook.labels) == ["PER", "ORG", "LOC", "MISC"]
    assert start.session.annotator.name == "Mira"
    assert start.text("status_annotator") == "Mira"


def test_a_codebook_may_come_from_a_file(start: WindowRig) -> None:
    start.trigger("project.new")
    dialog = start.dialog("new_project")
    preset = next(one for one in codebook_file.presets() if one.id == "conll2003-ner")
    dialog.take_codebook(str(preset.path))  # type: ignore[attr-defined]
    start.click("create_project", dialog)
    assert list(start.session.codebook.labels) == ["PER", "ORG", "LOC", "MISC"]


def test_asking_for_a_codebook_of_ones_own_opens_the_choice_of_a_file(start: WindowRig) -> None:
    start.trigger("project.new")
    dialog = start.dialog("new_project")
    codebooks = dialog.findChild(QComboBox, "project_codebook")
    assert codebooks is not None
    QTest.keyClick(codebooks, Qt.Key.Key_Down)
    before = codebooks.currentText()
    QTest.keyClick(codebooks, Qt.Key.Key_End)  # walks by, and opens nothing
    assert not start.find("create_project", dialog).isEnabled()
    assert dialog.findChild(QFileDialog, "choose_codebook") is None
    QTest.keyClick(codebooks, Qt.Key.Key_Return)
    files = dialog.findChild(QFileDialog, "choose_codebook")
    assert files is not None
    files.reject()
    assert start.find("create_project", dialog).isEnabled()
    assert codebooks.currentText() == before
    dialog.reject()


def test_a_file_that_is_no_codebook_is_refused_in_words(start: WindowRig, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("[]", encoding="utf-8")
    start.trigger("project.new")
    dialog = start.dialog("new_project")
    dialog.take_codebook(str(bad))  # type: ignore[attr-defined]
    problem = dialog.findChild(QLabel, "project_problem")
    assert problem is not None
    assert problem.text()
    dialog.reject()


def test_an_existing_file_is_never_taken(start: WindowRig, tmp_path: Path) -> None:
    (tmp_path / "mine.annodb").write_text("precious", encoding="utf-8")
    start.trigger("project.new")
    dialog = start.dialog("new_project")
    path = field(dialog, "project_file")
    path.selectAll()
    QTest.keyClicks(path, str(tmp_path / "mine.annodb"))
    assert not start.find("create_project", dialog).isEnabled()
    dialog.reject()
    assert (tmp_path / "mine.annodb").read_text(encoding="utf-8") == "precious"


def test_proposed_names_are_free(tmp_path: Path) -> None:
    (tmp_path / "Ports.annodb").touch()
    assert free_path(tmp_path, "Ports") == tmp_path / "Ports 2.annodb"
    assert free_path(tmp_path, "…") == tmp_path / "Project.annodb"


# ---------------------------------------------------------------- settings


def test_another_theme_holds_at_once(desk: WindowRig) -> None:
    desk.trigger("settings.open")
    dialog = desk.dialog("settings")
    choose(dialog, "theme", "Dark")
    assert theme.current() is theme.DARK
    assert desk.window.page.palette().base().color() == theme.DARK.colour("page")
    desk.close_dialog(dialog)


def test_a_new_name_is_the_annotators_from_now_on(desk: WindowRig) -> None:
    desk.click("status_annotator")
    dialog = desk.dialog("settings")
    name = field(dialog, "annotator_name")
    name.selectAll()
    QTest.keyClicks(name, "Berit")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    desk.close_dialog(dialog)
    assert desk.session.annotator.name == "Berit"


def test_the_reading_size_changes_the_page(desk: WindowRig) -> None:
    desk.click("status_zoom")
    dialog = desk.dialog("settings")
    points = dialog.findChild(QDoubleSpinBox, "reading_points")
    assert points is not None
    points.setValue(22)
    assert desk.window.page.font().pointSizeF() == 22
    desk.close_dialog(dialog)


def pick(dialog: QWidget, tree_name: str, text: str) -> QTreeWidget:
    """Make this command the current one."""
    tree = dialog.findChild(QTreeWidget, tree_name)
    assert tree is not None
    found = tree.findItems(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    tree.setCurrentItem(found[0])
    return tree


def press_into(dialog: QWidget, name: str, key: Qt.Key) -> None:
    editor = dialog.findChild(QKeySequenceEdit, name)
    assert editor is not None
    QTest.keyClick(editor, key)


def test_another_key_works_at_once_and_a_clash_is_named(desk: WindowRig) -> None:
    desk.workbench.commands.open_settings("keys")
    dialog = desk.dialog("settings")
    pick(dialog, "keys_tree", "Delete")
    press_into(dialog, "keys_key", Qt.Key.Key_Q)
    warning = dialog.findChild(QLabel, "keys_warning")
    assert warning is not None
    assert "Quote" in warning.text()
    press_into(dialog, "keys_key", Qt.Key.Key_Y)
    assert warning.text() == ""
    desk.click("keys_set", dialog)
    desk.close_dialog(dialog)
    desk.put_caret("Jana")
    desk.press("1")
    desk.press("y")
    assert desk.labels() == []


def test_the_usual_key_comes_back(desk: WindowRig) -> None:
    desk.settings.keys = {"span.delete": ("Y",)}
    desk.workbench.commands.open_settings("keys")
    dialog = desk.dialog("settings")
    pick(dialog, "keys_tree", "Delete")
    desk.click("keys_reset", dialog)
    assert desk.settings.keys == {}
    assert desk.window.commands["span.delete"].shortcut().toString() == "D"
    desk.close_dialog(dialog)


def test_a_label_key_of_ones_own_stands_on_the_chip_and_works(desk: WindowRig) -> None:
    desk.workbench.commands.open_settings("labels")
    dialog = desk.dialog("settings")
    pick(dialog, "label_keys_tree", "Person")
    press_into(dialog, "label_keys_key", Qt.Key.Key_Y)
    desk.click("label_keys_set", dialog)
    desk.close_dialog(dialog)
    desk.put_caret("Jana")
    desk.press("y")
    assert desk.labels() == ["PER Jana Roth"]
    assert "Y" in desk.find("chip:PER").accessibleName()


def test_searching_narrows_the_commands(desk: WindowRig) -> None:
    desk.workbench.commands.open_settings("keys")
    dialog = desk.dialog("settings")
    QTest.keyClicks(field(dialog, "keys_search"), "candidate")
    tree = dialog.findChild(QTreeWidget, "keys_tree")
    assert tree is not None
    groups = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    rows = [group.child(n) for group in groups if group for n in range(group.childCount())]
    shown = [row.text(0) for row in rows if row and not row.isHidden()]
    assert shown == ["Next candidate", "Previous candidate", "Next unlabelled candidate"]
    desk.close_dialog(dialog)


# ---------------------------------------------------------------- help


def test_the_key_sheet_shows_labels_and_narrows(desk: WindowRig) -> None:
    desk.window.page.setFocus()
    desk.press("?")
    dialog = desk.dialog("key_sheet")
    labels = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
    assert {"Person", "1", "Repeat the last label", "R", "speaker"} <= set(labels)
    QTest.keyClicks(field(dialog, "key_filter"), "quote")
    left = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
    assert "Quote (what is said)" in left
    assert "Repeat the last label" not in left
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_manual_turns_to_its_own_chapters_only(start: WindowRig) -> None:
    start.trigger("help.manual")
    dialog = start.dialog("manual")
    text, contents = dialog.findChild(QTextBrowser), dialog.findChild(QListWidget)
    assert text is not None
    assert contents is not None
    text.anchorClicked.emit(QUrl("03-quotes.md"))
    assert text.toPlainText().startswith("Quotes, claims and their sources")
    text.anchorClicked.emit(QUrl("https://example.org/"))
    text.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert text.toPlainText().startswith("Quotes, claims and their sources")
    start.close_dialog(dialog)


def test_a_text_can_make_the_reader_load_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words", encoding="utf-8")
    browser = ClosedBrowser()
    qtbot.addWidget(browser)
    browser.show_markdown(f"![picture](file://{secret})\n\n<iframe src='file://{secret}'></iframe>")
    assert "secret words" not in browser.toPlainText()
    assert browser.loadResource(2, QUrl.fromLocalFile(str(secret))) is None


PANEL_KEYS = {"Up", "Down", ">", "#", "@", ":", "~", "'"}
"""Keys and signs of which a chapter says in which panel, list or box they act."""


@pytest.mark.parametrize("chapter", chapters(), ids=lambda path: path.stem)
def test_the_manual_names_only_keys_that_exist_and_chapters_that_are_there(chapter: Path) -> None:
    text = chapter.read_text(encoding="utf-8")
    assert text.startswith("# ")
    preset = codebook_file.read(codebook_file.DEFAULT)
    known = {key for spec in (*ACTIONS, *PANEL_ACTIONS, *FIXED) for key in spec.keys}
    known |= {label["hotkey"] for label in preset["labels"]} | {"Ctrl"}
    words = re.findall(r"`([^`\n]+)`", text)
    pattern = re.compile(r"((Ctrl|Alt|Shift)\+)*([^\W_]|[?.,>#@:~']|F\d+|Left|Right|Up|Down)")
    keys = {word for word in words if pattern.fullmatch(word)}
    assert keys - PANEL_KEYS <= known
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (chapter.parent / target).is_file()


def test_what_is_new_tells_about_this_version(start: WindowRig) -> None:
    from annotator import __version__

    start.trigger("help.changes")
    dialog = start.dialog("changes")
    text = dialog.findChild(QTextBrowser)
    assert text is not None
    assert __version__ in text.toPlainText()
    start.close_dialog(dialog)


def test_about_names_the_version(start: WindowRig) -> None:
    from annotator import __version__

    start.trigger("help.about")
    dialog = start.dialog("about")
    versions = dialog.findChild(QLabel, "versions")
    assert versions is not None
    assert __version__ in versions.text()
    start.close_dialog(dialog)
