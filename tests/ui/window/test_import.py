from __future__ import annotations

import csv
import json
import warnings
import zipfile
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QTableWidget,
    QTreeWidget,
    QWidget,
)

from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QDialog, QTreeWidgetItem

    from tests.ui.window.window_rig import WindowRig

SENTENCE = "The ferry to Karrow was late again, Ilka Brandt said in the harbour of Port Ellery"
CONLL = "-DOCSTART- -X- -X- O\n\nIlka NNP B-NP B-PER\nBrandt NNP I-NP I-PER\nsaid VBD O O\n\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Articles in a table whose column names say nothing about two texts of equal length."""
    path = tmp_path / "wire.csv"
    rows = [("nr", "a", "b")] + [(str(n), f"{SENTENCE} {n}.", f"{SENTENCE}, {n}.") for n in range(3)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def opened(desk: WindowRig, *paths: Path) -> QDialog:
    desk.drop(*paths)
    return desk.dialog("import_preview")


def tree(dialog: QDialog) -> QTreeWidget:
    found = dialog.findChild(QTreeWidget, "import_files")
    assert found is not None
    return found


def row(dialog: QDialog, number: int) -> QTreeWidgetItem:
    found = tree(dialog).topLevelItem(number)
    assert found is not None
    return found


def box(dialog: QDialog, name: str) -> QComboBox:
    found = dialog.findChild(QComboBox, name)
    assert found is not None
    return found


def said(dialog: QDialog, name: str = "import_foreseen") -> str:
    found = dialog.findChild(QLabel, name)
    assert found is not None
    return found.text()


def sentences(dialog: QDialog) -> str:
    found = dialog.findChild(QListWidget, "import_totals")
    assert found is not None
    return "\n".join(found.item(row).text() for row in range(found.count()))


def wait_for_trial(desk: WindowRig, dialog: QDialog) -> None:
    desk.qtbot.waitUntil(lambda: said(dialog).startswith("Would come"))


def titles(desk: WindowRig) -> set[str]:
    assert desk.session.project is not None
    return {document.title for document in desk.session.project.documents()}


# ---------------------------------------------------------------- what is shown


def test_the_articles_of_one_file_stand_below_it(desk: WindowRig, tmp_path: Path) -> None:
    (tmp_path / "two.conll").write_text(CONLL + CONLL.replace("Ilka", "Jana"), encoding="utf-8")
    dialog = opened(desk, tmp_path / "two.conll")
    assert row(dialog, 0).text(0) == "two.conll"
    assert row(dialog, 0).text(1) == "CoNLL columns"
    assert row(dialog, 0).childCount() == 2
    tree(dialog).setCurrentItem(row(dialog, 0).child(1))
    text = dialog.findChild(QPlainTextEdit, "field")
    assert text is not None
    assert text.toPlainText().startswith("Jana Brandt said")
    desk.close_dialog(dialog)


def test_what_would_come_is_tried_out_and_nothing_is_written(desk: WindowRig, tmp_path: Path) -> None:
    (tmp_path / "one.conll").write_text(CONLL, encoding="utf-8")
    before = titles(desk)
    dialog = opened(desk, tmp_path / "one.conll")
    wait_for_trial(desk, dialog)
    assert said(dialog) == "Would come: 1 article, 1 span."
    assert titles(desk) == before
    desk.click("import_now", dialog)
    assert desk.text("message_text") == "Imported 1 article, 1 span."


def test_bad_files_say_where_they_are_bad_and_the_good_ones_come(
    desk: WindowRig, tmp_path: Path
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("Good news.")
    (folder / "b.json").write_text('{"text": ')
    dialog = opened(desk, folder)
    assert "line 1" in row(dialog, 1).text(4)
    wait_for_trial(desk, dialog)
    desk.click("import_now", dialog)
    assert "Good news." in titles(desk)


def test_the_files_of_a_zip_file_can_be_ticked_one_by_one(desk: WindowRig, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("in/a.txt", "Harbour opens")
        archive.writestr("in/b.txt", "Harbour closes")
    dialog = opened(desk, tmp_path / "more.zip")
    desk.qtbot.waitUntil(lambda: tree(dialog).topLevelItemCount() == 2)
    row(dialog, 0).setCheckState(0, Qt.CheckState.Unchecked)
    wait_for_trial(desk, dialog)
    desk.click("import_now", dialog)
    assert "Harbour closes" in titles(desk)
    assert "Harbour opens" not in titles(desk)


# ---------------------------------------------------------------- how it is read


def test_a_file_can_be_read_as_another_format(desk: WindowRig, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("# Ferry late\n\nIt was late.")
    dialog = opened(desk, tmp_path / "page.txt")
    formats = box(dialog, "import_format")
    formats.setFocus()
    QTest.keyClicks(formats, "Markdown")
    desk.qtbot.waitUntil(lambda: row(dialog, 0).text(1) == "Markdown")
    wait_for_trial(desk, dialog)
    desk.click("import_now", dialog)
    assert "Ferry late" in titles(desk)


def test_a_file_that_nobody_knows_can_still_be_read_as_something(
    desk: WindowRig, tmp_path: Path
) -> None:
    (tmp_path / "notes.xyz").write_text("Ferry late")
    dialog = opened(desk, tmp_path / "notes.xyz")
    assert "Choose above what to read it as." in row(dialog, 0).text(4)
    formats = box(dialog, "import_format")
    formats.setCurrentIndex(formats.findData("text"))
    desk.qtbot.waitUntil(lambda: row(dialog, 0).text(0) == "Ferry late")
    desk.close_dialog(dialog)


def test_options_of_the_format_change_what_is_shown(desk: WindowRig, tmp_path: Path) -> None:
    (tmp_path / "one.conll").write_text(CONLL.replace("-DOCSTART- -X- -X- O\n\n", "") * 2)
    dialog = opened(desk, tmp_path / "one.conll")
    desk.click("import_options", dialog)
    documents = box(dialog, "option_documents")
    documents.setCurrentIndex(documents.findData("sentences"))
    desk.qtbot.waitUntil(lambda: row(dialog, 0).childCount() == 2)
    desk.close_dialog(dialog)


def test_columns_are_chosen_by_keys_shown_at_once_and_remembered(desk: WindowRig, table: Path) -> None:
    dialog = opened(desk, table)
    desk.click("import_columns", dialog)
    columns = desk.dialog("columns")
    text = box(columns, "column_text")
    assert QApplication.focusWidget() is text
    QTest.keyClicks(text, "b")
    shown = columns.findChild(QTableWidget, "column_rows")
    assert shown is not None
    heading = shown.horizontalHeaderItem(0)
    assert heading is not None
    assert heading.text() == "Text ← b"
    desk.press_key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: "2" in row(dialog, 0).text(2) or row(dialog, 0).childCount() == 3)
    desk.close_dialog(dialog)
    again = opened(desk, table)
    assert not row(again, 0).text(4)
    desk.click("import_columns", again)
    assert box(desk.dialog("columns"), "column_text").currentData() == "b"


def test_a_column_holds_one_thing_only_and_the_text_is_needed(desk: WindowRig, table: Path) -> None:
    dialog = opened(desk, table)
    desk.click("import_columns", dialog)
    columns = desk.dialog("columns")
    for field in ("text", "title"):
        chosen = box(columns, f"column_{field}")
        chosen.setCurrentIndex(chosen.findData("a"))
    assert box(columns, "column_text").currentData() == ""
    assert not desk.find("use_columns", columns).isEnabled()
    assert "text" in said(columns, "columns_problem")
    desk.close_dialog(columns)
    desk.close_dialog(dialog)


# ---------------------------------------------------------------- keys, and what is said afterwards


def test_keys_alone_untick_a_file_and_import_the_other(desk: WindowRig, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"Story {name}")
    dialog = opened(desk, tmp_path / "a.txt", tmp_path / "b.txt")
    assert QApplication.focusWidget() is tree(dialog)
    desk.press_key(Qt.Key.Key_Space)
    desk.press_key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: "Story b" in titles(desk))
    assert "Story a" not in titles(desk)


def test_every_part_can_be_reached_with_tab(desk: WindowRig, table: Path) -> None:
    (table.parent / "a.txt").write_text("Story a")
    opened(desk, table, table.parent / "a.txt")
    met: list[QWidget] = []
    while (focus := QApplication.focusWidget()) is not None and focus not in met:
        met.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    names = {one.objectName() for one in met}
    assert {"import_format", "import_encoding", "import_columns", "import_options", "field"} <= names
    assert {"import_files", "add_files", "add_folder", "import_now"} <= names
    desk.close_dialog(desk.dialog("import_preview"))


def test_losses_of_an_import_are_told_before_and_after(desk: WindowRig, tmp_path: Path) -> None:
    spans = [{"start": 4, "end": 9, "label": "ORG"}, {"start": 900, "end": 901, "label": "ORG"}]
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": SENTENCE, "spans": spans}))
    dialog = opened(desk, tmp_path / "rows.jsonl")
    wait_for_trial(desk, dialog)
    assert "1 span dropped" in sentences(dialog)
    desk.click("import_details", dialog)
    desk.close_dialog(desk.dialog("loss_details"))
    dialog.activateWindow()
    desk.click("import_now", dialog)
    assert "1 span dropped" in desk.text("message_hint")
    desk.click("message_action")
    desk.close_dialog(desk.dialog("loss_details"))


# ---------------------------------------------------------------- further files


def test_a_folder_can_be_chosen_and_another_be_added(desk: WindowRig, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"Story {name}")
    desk.trigger("project.import_folder")
    asked = desk.window.findChild(QFileDialog, "import_folder_dialog")
    assert asked is not None
    asked.fileSelected.emit(str(tmp_path / "one"))
    asked.close()
    dialog = desk.dialog("import_preview")
    desk.click("add_folder", dialog)
    further = dialog.findChild(QFileDialog, "add_folder_dialog")
    assert further is not None
    further.filesSelected.emit([str(tmp_path / "two")])
    further.close()
    desk.qtbot.waitUntil(lambda: tree(dialog).topLevelItemCount() == 2)
    desk.close_dialog(dialog)


def test_more_can_be_dropped_onto_the_preview(desk: WindowRig, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"Story {name}")
    dialog = opened(desk, tmp_path / "a.txt")
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(tmp_path / "b.txt"))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    middle, copy = QPointF(dialog.rect().center()), Qt.DropAction.CopyAction
    with warnings.catch_warnings():  # newer versions of Qt take a QPointF, older ones only this
        warnings.simplefilter("ignore", DeprecationWarning)
        enter = QDragEnterEvent(middle.toPoint(), copy, content, buttons, keys)
    QApplication.sendEvent(dialog, enter)
    QApplication.sendEvent(dialog, QDropEvent(middle, copy, content, buttons, keys))
    desk.qtbot.waitUntil(lambda: tree(dialog).topLevelItemCount() == 2)
    desk.close_dialog(dialog)


def test_a_folder_that_is_a_corpus_is_one_row(desk: WindowRig, tmp_path: Path) -> None:
    with create_project(tmp_path / "other.annodb") as other:
        (tmp_path / "one.conll").write_text(CONLL, encoding="utf-8")
        import_paths(other, [tmp_path / "one.conll"])
        export(other, tmp_path / "corpus", format="csv")
    dialog = opened(desk, tmp_path / "corpus")
    assert tree(dialog).topLevelItemCount() == 1
    assert row(dialog, 0).text(1) == "CSV tables"
    wait_for_trial(desk, dialog)
    desk.click("import_now", dialog)
    desk.qtbot.waitUntil(lambda: desk.text("message_text").startswith("Imported 1 article, 1 span"))


def test_a_codebook_alone_can_come(desk: WindowRig, tmp_path: Path) -> None:
    assert desk.session.project is not None
    export(desk.session.project, tmp_path / "codes.qdc", format="refi-codebook")
    dialog = opened(desk, tmp_path / "codes.qdc")
    assert row(dialog, 0).text(4) == "labels without articles"
    assert desk.find("import_now", dialog).isEnabled()
    desk.close_dialog(dialog)


def test_labels_of_known_articles_can_come(desk: WindowRig, tmp_path: Path) -> None:
    text = desk.session.text
    spans = [{"start": 0, "end": 7, "label": "ORG"}]
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": text, "spans": spans}))
    dialog = opened(desk, tmp_path / "rows.jsonl")
    assert "may be new" in row(dialog, 0).text(4)
    wait_for_trial(desk, dialog)
    assert said(dialog) == "Would come: 0 articles, 1 span."
    desk.click("import_now", dialog)
    assert "ORG Harbour" in desk.labels()


def test_closing_the_preview_and_the_window_stops_all_trials(desk: WindowRig, tmp_path: Path) -> None:
    (tmp_path / "one.conll").write_text(CONLL, encoding="utf-8")
    dialog = opened(desk, tmp_path / "one.conll")
    desk.qtbot.waitUntil(lambda: bool(said(dialog)))
    desk.close()
    assert desk.session.project is None
