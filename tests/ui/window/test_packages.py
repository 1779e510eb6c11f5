"""Work packages in the window: planned, made, opened and worked in, with real keys and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QSpinBox, QTreeWidget

from annotator.jobs.creating import create_project
from annotator.jobs.importing import import_paths
from annotator.store.project import Project
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(12):
        text = f"Lena Vogt said on Monday that ferry {number} would sail. " + "Waves rose. " * number
        (folder / f"{number:02}.txt").write_text(f"Ferry {number}\n\n{text}\n")
    with create_project(tmp_path / "news.annodb") as project:
        import_paths(project, [folder], annotator="Anna")
    return tmp_path / "news.annodb"


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path, news: Path) -> WindowRig:
    return WindowRig(qtbot, tmp_path, opens=news)


def asked(rig: WindowRig, *names: str, each: int = 4) -> QDialog:
    """The dialog, with people added by typing their names."""
    rig.trigger("team.packages")
    rig.qtbot.waitUntil(lambda: rig.window.findChild(QDialog, "packages") is not None)
    dialog = rig.window.findChild(QDialog, "packages")
    assert isinstance(dialog, QDialog)
    number, line = rig.find("package_each", dialog), rig.find("package_name", dialog)
    assert isinstance(number, QSpinBox)
    assert dialog.focusWidget() is line
    number.setValue(each)
    for name in names:
        QTest.keyClicks(line, name)
        QTest.keyClick(line, Qt.Key.Key_Return)
    return dialog


def rows(dialog: QDialog) -> list[list[str]]:
    table = dialog.findChild(QTreeWidget, "package_table")
    assert table is not None
    items = [table.topLevelItem(row) for row in range(table.topLevelItemCount())]
    return [[item.text(column) for column in (0, 1, 3)] for item in items if item is not None]


def label(dialog: QDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert found is not None
    return found.text() if found.isVisible() else ""


def test_the_table_follows_every_choice(rig: WindowRig) -> None:
    dialog = asked(rig, "Mia", "Ben")
    wanted = [["Anna", "", ""], ["Mia", "4", "Ben 1"], ["Ben", "4", "Mia 1"]]
    rig.qtbot.waitUntil(lambda: rows(dialog) == wanted)
    assert label(dialog, "package_summary") == "7 articles in 8 assignments; 5 are left for later."
    overlap = rig.find("package_overlap", dialog)
    assert isinstance(overlap, QSpinBox)
    overlap.setValue(100)
    rig.qtbot.waitUntil(lambda: rows(dialog)[1] == ["Mia", "4", "Ben 4"])
    table = dialog.findChild(QTreeWidget, "package_table")
    assert table is not None
    table.setFocus()
    table.setCurrentItem(table.topLevelItem(2))
    QTest.keyClick(table, Qt.Key.Key_Space)
    rig.qtbot.waitUntil(lambda: rows(dialog)[1:] == [["Mia", "4", ""], ["Ben", "", ""]])
    dialog.reject()


def test_a_file_that_is_there_is_named_before(rig: WindowRig, tmp_path: Path) -> None:
    (tmp_path / "news packages").mkdir()
    (tmp_path / "news packages" / "news Mia.annodb").touch()
    dialog = asked(rig, "Mia")
    rig.click("package_make", dialog)
    assert "news Mia.annodb exists already" in label(dialog, "package_warning")
    folder = dialog.findChild(QLineEdit, "package_folder")
    assert folder is not None
    folder.setText(str(tmp_path / "other"))
    rig.click("package_make", dialog)
    rig.qtbot.waitUntil(lambda: (tmp_path / "other" / "news Mia.annodb").exists(), timeout=10_000)
    rig.qtbot.waitUntil(lambda: rig.session.project is not None)


def test_it_opens_ready_to_work(qtbot: QtBot, rig: WindowRig, tmp_path: Path) -> None:
    dialog = asked(rig, "Mia", "Ben", each=1)
    rig.click("package_make", dialog)
    rig.qtbot.waitUntil(lambda: "2 work packages" in rig.text("message_text"), timeout=10_000)
    rig.window.close()
    hers = WindowRig(qtbot, tmp_path, opens=tmp_path / "news packages" / "news Mia.annodb")
    session = hers.session
    assert session.annotator.name == "Mia"
    assert hers.window.windowTitle().startswith("news – Mia")
    assert hers.text("message_text") == "Work package for Mia: 1 article."
    assert session.document is not None
    assert session.sights.way == "blind"
    hers.window.page.setFocus()
    hers.press("1")
    assert session.project is not None
    assert [one.annotator for one in session.project.iterate_spans()] == [session.annotator.id]
    hers.trigger("document.done")
    assert hers.text("message_text") == "All articles of this work package are done."


def test_packages_are_made_and_can_be_made_again(rig: WindowRig, tmp_path: Path) -> None:
    rig.click("package_make", asked(rig, "Mia", "Ben"))
    rig.qtbot.waitUntil(lambda: "2 work packages" in rig.text("message_text"), timeout=10_000)
    made = sorted(path.name for path in (tmp_path / "news packages").iterdir())
    assert made == ["news Ben.annodb", "news Mia.annodb"]
    assert rig.session.undo_title == "make work packages"
    assert rig.session.project is not None
    before = rig.session.project.assignments()
    assert len(before) == 8
    dialog = asked(rig)
    scope, folder = rig.find("package_scope", dialog), rig.find("package_folder", dialog)
    assert isinstance(scope, QComboBox)
    assert isinstance(folder, QLineEdit)
    scope.setCurrentIndex(scope.count() - 1)
    rig.qtbot.waitUntil(lambda: [row[1] for row in rows(dialog)] == ["", "4", "4"])
    folder.setText(str(tmp_path / "again"))
    rig.click("package_make", dialog)
    rig.qtbot.waitUntil(lambda: str(tmp_path / "again") in rig.text("message_text"), timeout=10_000)
    assert rig.session.project is not None
    assert rig.session.project.assignments() == before
    with Project.open(tmp_path / "again" / "news Mia.annodb") as package:
        assert len(package.documents()) == 4
