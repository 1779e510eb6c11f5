from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QKeySequenceEdit,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
)

from annotator.errors import FormatError, UserError
from annotator.ui import key_choices
from annotator.ui.key_choices import KeyChoices
from annotator.ui.panel_table import EVERY_SPEC
from tests.ui.window.test_keys import codebook

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QDialog

    from tests.ui.window.window_rig import WindowRig

MINE = KeyChoices({"span.note": ("Y",), "span.delete": ()}, {"news-attribution": {"PER": "J"}})
KEYS = st.sampled_from(("A", "Ctrl+Shift+B", "F12", "Return", "+", "Alt+Left"))


@given(
    commands=st.dictionaries(
        st.sampled_from(sorted(EVERY_SPEC)), st.lists(KEYS, unique=True, max_size=3)
    ),
    labels=st.dictionaries(st.text(max_size=9), st.dictionaries(st.text(max_size=9), KEYS, max_size=4)),
)
def test_what_was_exported_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    commands: dict[str, list[str]],
    labels: dict[str, dict[str, str]],
) -> None:
    path = tmp_path_factory.getbasetemp() / "keys.json"
    choices = KeyChoices({id_: tuple(own) for id_, own in commands.items()}, labels)
    key_choices.write(path, choices)
    assert key_choices.read(path) == choices


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("{", "line 1, column 2"),
        ("[]", "format"),
        ('{"format": "annotator-keys/2"}', "format"),
        ('{"format": "annotator-keys/1", "commands": []}', "commands"),
        ('{"format": "annotator-keys/1", "commands": {"span.note": "M"}}', "commands → span.note"),
        ('{"format": "annotator-keys/1", "commands": {"span.note": ["M", 1]}}', "span.note → 2"),
        ('{"format": "annotator-keys/1", "commands": {"span.note": ["Blah"]}}', "“Blah” is no key"),
        ('{"format": "annotator-keys/1", "labels": {"news": {"PER": ["1"]}}}', "labels → news → PER"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_the_place(
    tmp_path: Path, content: str, place: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        key_choices.read(path)
    assert str(path) in caught.value.message
    assert place in caught.value.message


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"[" * 100_000, b" " * 1_000_001])
def test_what_is_no_text_is_refused_too(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(raw)
    with pytest.raises(FormatError):
        key_choices.read(path)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="missing"):
        key_choices.write(tmp_path / "missing" / "keys.json", MINE)


def test_unknown_ids_are_kept_and_named() -> None:
    choices = KeyChoices({"span.fly": ("F12",)}, {"news-attribution": {"UFO": "9"}})
    news = codebook("news-attribution")
    assert choices.unknown_commands() == ["span.fly"]
    assert choices.unknown_labels(news) == ["UFO"]
    changed = choices.with_keys(news, {"span.note": ("Y",)})
    assert changed.commands == {"span.fly": ("F12",), "span.note": ("Y",)}
    assert changed.labels == choices.labels


def test_usual_keys_are_no_choice() -> None:
    news = codebook("news-attribution")
    usual = MINE.with_keys(
        news, {"span.note": ("M",), "span.delete": ("D", "Del", "Backspace"), "label:PER": ("1",)}
    )
    assert usual == KeyChoices()


# ---------------------------------------------------------------- in the settings


def settings_dialog(desk: WindowRig, tab: str = "keys") -> QDialog:
    desk.workbench.commands.open_settings(tab)
    return desk.dialog("settings")


def choose_file(desk: WindowRig, name: str, path: Path) -> None:
    """Choose a file in the open file dialog."""
    dialog = desk.window.findChild(QFileDialog, name)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_keys_travel_from_one_desk_to_another(desk: WindowRig, tmp_path: Path) -> None:
    MINE.store(desk.settings)
    dialog = settings_dialog(desk)
    desk.click("keys_export", dialog)
    choose_file(desk, "key_export_file", tmp_path / "my.json")
    assert json.loads((tmp_path / "my.json").read_text("utf-8"))["commands"]["span.note"] == ["Y"]
    KeyChoices().store(desk.settings)
    desk.click("keys_import", dialog)
    choose_file(desk, "key_import_file", tmp_path / "my.json")
    shown = desk.dialog("key_import")
    details = shown.findChild(QPlainTextEdit, "key_import_details")
    assert details is not None
    assert "Note: Y" in details.toPlainText()
    desk.click("key_import_take", shown)
    assert KeyChoices.of(desk.settings) == MINE
    assert desk.window.commands["span.note"].shortcut().toString() == "Y"
    dialog.close()


def test_clashes_are_listed_before_anything_is_taken_over(desk: WindowRig, tmp_path: Path) -> None:
    key_choices.write(tmp_path / "k.json", KeyChoices({"span.note": ("1",), "span.fly": ("F12",)}))
    dialog = settings_dialog(desk)
    desk.click("keys_import", dialog)
    choose_file(desk, "key_import_file", tmp_path / "k.json")
    shown = desk.dialog("key_import")
    details = shown.findChild(QPlainTextEdit, "key_import_details")
    assert details is not None
    assert "1 stands for Note, Person" in details.toPlainText()
    assert "Not known here, and kept: span.fly" in details.toPlainText()
    shown.reject()
    assert desk.settings.keys == {}
    dialog.close()


def test_a_file_that_holds_no_keys_says_so_in_the_tab(desk: WindowRig, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    dialog = settings_dialog(desk)
    desk.click("keys_import", dialog)
    choose_file(desk, "key_import_file", tmp_path / "x.json")
    error = dialog.findChild(QLabel, "keys_file_error")
    assert error is not None
    assert error.isVisible()
    assert "x.json holds no keys" in error.text()
    dialog.close()


def press_key_for(dialog: QDialog, tree_name: str, command: str, editor: str, key: Qt.Key) -> None:
    tree = dialog.findChild(QTreeWidget, tree_name)
    field = dialog.findChild(QKeySequenceEdit, editor)
    assert tree is not None
    assert field is not None
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    tree.setCurrentItem(tree.findItems(command, flags)[0])
    QTest.keyClick(field, key)


def test_a_key_can_be_taken_from_a_label(desk: WindowRig) -> None:
    dialog = settings_dialog(desk)
    press_key_for(dialog, "keys_tree", "Note", "keys_key", Qt.Key.Key_1)
    desk.click("keys_take", dialog)
    assert desk.settings.keys == {"span.note": ("1",)}
    assert desk.window.commands.labels["PER"].shortcut().isEmpty()
    dialog.close()


def test_two_can_change_their_keys(desk: WindowRig) -> None:
    dialog = settings_dialog(desk, "labels")
    press_key_for(dialog, "label_keys_tree", "Person", "label_keys_key", Qt.Key.Key_M)
    desk.click("label_keys_swap", dialog)
    assert desk.settings.keys == {"span.note": ("1",)}
    assert desk.window.commands.labels["PER"].shortcut().toString() == "M"
    dialog.close()


def test_there_is_nothing_to_swap_where_no_key_clashes(desk: WindowRig) -> None:
    dialog = settings_dialog(desk)
    press_key_for(dialog, "keys_tree", "Note", "keys_key", Qt.Key.Key_F12)
    for name in ("keys_take", "keys_swap"):
        button = dialog.findChild(QPushButton, name)
        assert button is not None
        assert not button.isVisible()
    dialog.close()
