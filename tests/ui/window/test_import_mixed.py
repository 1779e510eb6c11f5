"""Files of many kinds in one import: what is said of one does not spoil the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPlainTextEdit

from tests.ui.window.test_import import box, opened, row, said, titles, tree, wait_for_trial

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.window.window_rig import WindowRig

WESTERN = "Bürgermeister zahlt 5 €\n\n„Wir zahlen“, sagte der Bürgermeister.\n"
CZECH = "Příliš žluťoučký kůň\n\nŘekl to premiér.\n"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with one text that tells its encoding and one that does not."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a western.txt").write_bytes(WESTERN.encode("cp1252"))
    (folder / "b czech.txt").write_bytes(CZECH.encode())
    (folder / "c marked.txt").write_bytes("Žádné změny\n".encode("utf-16"))
    return folder


@pytest.fixture
def two_tables(tmp_path: Path) -> Path:
    """Two tables with different columns; in the second, two columns may be the text."""
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "0 empty.csv").write_text("")
    (folder / "1.csv").write_text("headline,body\nHarbour opens,It opened on Monday at noon.\n")
    line = "The ferry was late again said Ilka Brandt of Port Ellery"
    (folder / "2.csv").write_text(f"nr,a,b\n1,{line} once.,{line} twice.\n2,{line}!,{line}?\n")
    return folder


def shown_text(dialog: QDialog) -> str:
    text = dialog.findChild(QPlainTextEdit, "field")
    assert text is not None
    return text.toPlainText()


def test_an_encoding_is_for_the_files_that_do_not_tell_theirs(desk: WindowRig, mixed: Path) -> None:
    dialog = opened(desk, mixed)
    assert "Likely: windows-1252" in row(dialog, 0).text(4)
    encodings = box(dialog, "import_encoding")
    encodings.setCurrentIndex(encodings.findData("windows-1252"))
    desk.qtbot.waitUntil(lambda: not row(dialog, 0).text(4))
    assert [row(dialog, at).text(3) for at in range(3)] == ["cp1252", "utf-8", "utf-16"]
    wait_for_trial(desk, dialog)
    desk.click("import_now", dialog)
    expected = {"Bürgermeister zahlt 5 €", "Příliš žluťoučký kůň", "Žádné změny"}
    assert expected <= titles(desk)


def test_files_that_tell_their_encoding_keep_it_when_the_others_stay_out(
    desk: WindowRig, mixed: Path
) -> None:
    dialog = opened(desk, mixed)
    encodings = box(dialog, "import_encoding")
    encodings.setCurrentIndex(encodings.findData("windows-1252"))
    desk.qtbot.waitUntil(lambda: not row(dialog, 0).text(4))
    for at in (0, 2):
        row(dialog, at).setCheckState(0, Qt.CheckState.Unchecked)
    wait_for_trial(desk, dialog)
    desk.click("import_now", dialog)
    assert "Příliš žluťoučký kůň" in titles(desk)


def test_the_encoding_of_a_file_alone_is_what_is_said(desk: WindowRig, mixed: Path) -> None:
    dialog = opened(desk, mixed / "b czech.txt")
    encodings = box(dialog, "import_encoding")
    encodings.setCurrentIndex(encodings.findData("mac-roman"))
    desk.qtbot.waitUntil(lambda: row(dialog, 0).text(3) == "mac-roman")
    assert "Příliš" not in shown_text(dialog)
    desk.close_dialog(dialog)


def test_columns_are_those_of_one_table_and_spare_the_others(desk: WindowRig, two_tables: Path) -> None:
    dialog = opened(desk, two_tables)
    tree(dialog).setCurrentItem(row(dialog, 2))
    QTest.keyClick(dialog, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    columns = desk.dialog("columns")
    box(columns, "column_text").setCurrentIndex(box(columns, "column_text").findData("b"))
    desk.click("use_columns", columns)
    desk.qtbot.waitUntil(lambda: "twice." in shown_text(dialog))
    assert not row(dialog, 1).text(4)
    tree(dialog).setCurrentItem(row(dialog, 1))
    assert shown_text(dialog) == "It opened on Monday at noon."
    wait_for_trial(desk, dialog)
    assert said(dialog) == "Would come: 3 articles."
    desk.close_dialog(dialog)


def test_the_columns_button_asks_for_a_table_that_can_be_read(
    desk: WindowRig, two_tables: Path, tmp_path: Path
) -> None:
    (two_tables / "0.txt").write_text("No table.")
    dialog = opened(desk, two_tables)
    tree(dialog).setCurrentItem(row(dialog, 1))
    QTest.keyClick(dialog, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    columns = desk.dialog("columns")
    assert columns.windowTitle() == "Columns of 1.csv"
    desk.close_dialog(columns)
    desk.close_dialog(dialog)


def test_the_way_out_of_a_wrong_encoding_is_in_the_window(desk: WindowRig, tmp_path: Path) -> None:
    path = tmp_path / "torn.txt"
    path.write_bytes("A text that — as all — is UTF-8, and “torn”.".encode() + b"\xe2\x80")
    dialog = opened(desk, path)
    assert "Choose the encoding above." in row(dialog, 0).text(4)
    assert "--" not in row(dialog, 0).text(4)
    desk.close_dialog(dialog)


def test_likely_encodings_can_be_chosen_and_are_seen_in_words(desk: WindowRig, mixed: Path) -> None:
    dialog = opened(desk, mixed / "a western.txt")
    assert "windows-1252 (“Bürgermeister”)" in shown_text(dialog)
    likely = row(dialog, 0).text(4).split("Likely: ")[1].rstrip(".").split(", ")
    encodings = box(dialog, "import_encoding")
    assert "cp850" in likely
    encodings.setCurrentIndex(encodings.findData("cp850"))
    desk.qtbot.waitUntil(lambda: row(dialog, 0).text(3) == "cp850")
    assert encodings.currentText() == "cp850"
    desk.close_dialog(dialog)
