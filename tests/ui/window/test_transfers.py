from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit, QTreeWidget

from annotator.ui import transfers
from annotator.ui.import_terms import ImportTerms

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from PySide6.QtWidgets import QDialog

    from tests.ui.window.window_rig import WindowRig

GOOD = "Ferry late again\n\nThe ferry to Karrow was late, Ilka Brandt said.\n"


def write_articles(folder: Path, number: int) -> Path:
    folder.mkdir()
    for index in range(number):
        (folder / f"{index:03}.txt").write_text(f"Story {index}\n\n{GOOD}", encoding="utf-8")
    return folder


def rows(dialog: QDialog) -> list[list[str]]:
    tree = dialog.findChild(QTreeWidget, "import_files")
    assert tree is not None
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [[item.text(column) for column in range(5)] for item in items if item is not None]


def titles(rig: WindowRig) -> set[str]:
    assert rig.session.project is not None
    return {document.title for document in rig.session.project.documents()}


# ---------------------------------------------------------------- import


def test_dropped_articles_are_shown_before_they_come_in(desk: WindowRig, tmp_path: Path) -> None:
    desk.drop(write_articles(tmp_path / "texts", 3))
    dialog = desk.dialog("import_preview")
    assert [row[0] for row in rows(dialog)] == ["Story 0", "Story 1", "Story 2"]
    text = dialog.findChild(QPlainTextEdit, "field")
    assert text is not None
    assert text.toPlainText().startswith("Story 0\n\nFerry late again")
    assert "Story 0" not in titles(desk)
    desk.click("import_now", dialog)
    assert titles(desk) >= {"Story 0", "Story 1", "Story 2"}
    assert desk.text("message_text") == "Imported 3 articles."


def test_an_import_is_one_step_that_can_be_undone(desk: WindowRig, tmp_path: Path) -> None:
    before = titles(desk)
    desk.drop(write_articles(tmp_path / "texts", 3))
    desk.click("import_now", desk.dialog("import_preview"))
    desk.trigger("edit.undo")
    assert titles(desk) == before


def test_only_ticked_files_come_in(desk: WindowRig, tmp_path: Path) -> None:
    desk.drop(write_articles(tmp_path / "texts", 2))
    dialog = desk.dialog("import_preview")
    tree = dialog.findChild(QTreeWidget, "import_files")
    assert tree is not None
    first = tree.topLevelItem(0)
    assert first is not None
    first.setCheckState(0, Qt.CheckState.Unchecked)
    desk.click("import_now", dialog)
    assert "Story 1" in titles(desk)
    assert "Story 0" not in titles(desk)


def test_bad_files_and_known_articles_say_why_they_stay_out(desk: WindowRig, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "texts", 1)
    desk.drop(folder)
    desk.click("import_now", desk.dialog("import_preview"))
    (folder / "empty.txt").touch()
    desk.drop(folder)
    dialog = desk.dialog("import_preview")
    remarks = {row[0]: row[-1] for row in rows(dialog)}
    assert remarks["Story 0"] == "is in the project already"
    assert "empty" in remarks["empty.txt"]
    assert not desk.find("import_now", dialog).isEnabled()
    desk.close_dialog(dialog)


def test_an_uncertain_encoding_can_be_chosen(desk: WindowRig, tmp_path: Path) -> None:
    file = tmp_path / "cafe.txt"
    file.write_bytes("Das Café öffnet\n\nHeute öffnet in der Straße das Café.".encode("cp1252"))
    desk.drop(file)
    dialog = desk.dialog("import_preview")
    assert "encoding" in rows(dialog)[0][-1]
    box = dialog.findChild(QComboBox, "import_encoding")
    assert box is not None
    box.setCurrentIndex(box.findData("windows-1252"))
    desk.qtbot.waitUntil(lambda: rows(dialog)[0][0] == "Das Café öffnet")
    desk.click("import_now", dialog)
    assert "Das Café öffnet" in titles(desk)


def test_markup_in_an_article_is_shown_as_text(desk: WindowRig, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("<b>Bold</b> move\n\n<img src='file:///etc/passwd'>", encoding="utf-8")
    desk.drop(file)
    dialog = desk.dialog("import_preview")
    text = dialog.findChild(QPlainTextEdit, "field")
    assert text is not None
    assert text.toPlainText().startswith("<b>Bold</b> move")
    desk.close_dialog(dialog)


def test_a_large_import_is_handed_over_and_the_place_stays(
    desk: WindowRig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers, "HANDED_OVER", 10)
    desk.put_caret("Okafor")
    document, caret = desk.session.document, desk.session.caret
    desk.drop(write_articles(tmp_path / "texts", 12))
    desk.click("import_now", desk.dialog("import_preview"))
    assert "Importing 12 files" in desk.text("busy_page")
    desk.qtbot.waitUntil(lambda: desk.session.project is not None)
    assert len(titles(desk)) == 14
    assert desk.session.document == document
    assert desk.session.caret == caret
    assert desk.text("message_text") == "Imported 12 articles."
    assert desk.window.menuBar().isEnabled()


def test_a_stopped_import_leaves_nothing(
    desk: WindowRig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers, "HANDED_OVER", 10)
    before = titles(desk)
    folder = write_articles(tmp_path / "texts", 40)
    desk.workbench.tasks.started.connect(lambda task: task.cancel())
    desk.workbench.transfers.bring_in(sorted(folder.iterdir()), ImportTerms())
    desk.qtbot.waitUntil(lambda: desk.session.project is not None)
    assert "Stopped" in desk.text("message_text")
    assert titles(desk) == before


def test_closing_the_window_stops_an_import_and_frees_the_project(
    desk: WindowRig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers, "HANDED_OVER", 10)
    path = desk.session.path
    folder = write_articles(tmp_path / "texts", 200)
    desk.workbench.transfers.bring_in(sorted(folder.iterdir()), ImportTerms())
    desk.close()
    QApplication.processEvents()
    assert desk.session.project is None
    assert [one.name for one in tmp_path.glob("*test.annodb*")] == ["test.annodb"]
    desk.workbench.files.open_path(path)
    assert len(titles(desk)) == 2


def test_articles_need_a_project_first(start: WindowRig, tmp_path: Path) -> None:
    start.drop(write_articles(tmp_path / "texts", 1))
    assert "Open a project first" in start.text("message_text")
