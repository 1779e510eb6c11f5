from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)

from annotator.ui.release_choices import ReleaseMemory

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.window.window_rig import WindowRig


@pytest.fixture
def dialog(desk: WindowRig) -> QDialog:
    return opened(desk)


def opened(desk: WindowRig) -> QDialog:
    desk.trigger("project.release")
    return desk.dialog("release")


def part(dialog: QDialog, kind: type[QWidget], name: str) -> QWidget:
    found = dialog.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def write_license(dialog: QDialog, name: str, words: str) -> None:
    box = part(dialog, QComboBox, name)
    box.setFocus()
    QTest.keyClicks(box, words)


def tabs(dialog: QDialog) -> QTabWidget:
    found = part(dialog, QTabWidget, "release_tabs")
    assert isinstance(found, QTabWidget)
    return found


def without_formats(dialog: QDialog) -> None:
    formats = part(dialog, QListWidget, "release_formats")
    assert isinstance(formats, QListWidget)
    for row in range(formats.count()):
        formats.item(row).setCheckState(Qt.CheckState.Unchecked)


def manifest(desk: WindowRig) -> dict[str, object]:
    path: Path = desk.folder / "test-dataset" / "release.json"
    desk.qtbot.waitUntil(path.is_file)
    desk.qtbot.waitUntil(lambda: not desk.workbench.tasks.is_busy)
    said: dict[str, object] = json.loads(path.read_text("utf-8"))
    return said


def test_a_dataset_is_released_by_keys_alone(desk: WindowRig) -> None:
    QTest.keyClick(
        desk.window.page,
        Qt.Key.Key_E,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    dialog = desk.dialog("release")
    without_formats(dialog)
    QTest.keyClicks(QApplication.focusWidget(), "Ferries")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "cc0-1.0")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    said = manifest(desk)
    assert (said["title"], said["texts"]) == ("Ferries", False)
    assert said["licenses"] == {"annotations": "cc0-1.0", "articles": ""}


def test_the_window_says_what_was_released(desk: WindowRig, dialog: QDialog) -> None:
    without_formats(dialog)
    write_license(dialog, "release_license", "cc-by-4.0")
    write_license(dialog, "release_articles_license", "other")
    desk.click("release_now", dialog)
    assert manifest(desk)["texts"] is True
    desk.qtbot.waitUntil(
        lambda: any("test-dataset" in one.text() for one in desk.window.findChildren(QLabel))
    )


def test_a_missing_licence_is_asked_for(desk: WindowRig, dialog: QDialog) -> None:
    tabs(dialog).setCurrentIndex(2)
    desk.click("release_now", dialog)
    assert dialog.isVisible()
    warning = part(dialog, QLabel, "release_warning")
    assert isinstance(warning, QLabel)
    assert "licence" in warning.text()
    assert tabs(dialog).currentIndex() == 0
    assert part(dialog, QComboBox, "release_license").hasFocus()


def test_wrong_shares_are_shown_where_they_stand(desk: WindowRig, dialog: QDialog) -> None:
    write_license(dialog, "release_license", "cc-by-4.0")
    write_license(dialog, "release_articles_license", "other")
    shares = part(dialog, QLineEdit, "release_shares")
    assert isinstance(shares, QLineEdit)
    shares.setText("80,20")
    desk.click("release_now", dialog)
    assert dialog.isVisible()
    assert tabs(dialog).currentIndex() == 1
    assert shares.hasFocus()


def test_without_texts_there_are_no_formats(desk: WindowRig, dialog: QDialog) -> None:
    tick = part(dialog, QCheckBox, "release_texts")
    assert isinstance(tick, QCheckBox)
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=tick.rect().center() / 2)
    tick.setChecked(False)
    assert not part(dialog, QListWidget, "release_formats").isEnabled()
    assert not part(dialog, QComboBox, "release_articles_license").isEnabled()


def test_what_was_said_is_remembered(desk: WindowRig, dialog: QDialog) -> None:
    without_formats(dialog)
    write_license(dialog, "release_license", "cc-by-4.0")
    write_license(dialog, "release_articles_license", "unknown")
    rationale = part(dialog, QPlainTextEdit, "release_rationale")
    QTest.keyClicks(rationale, "all of it")
    desk.click("release_now", dialog)
    manifest(desk)
    project = desk.session.project
    assert project is not None
    memory = ReleaseMemory(desk.settings, project.id)
    assert memory.said("articles_license", "") == "unknown"
    assert memory.answers() == {"rationale": "all of it"}
    assert ReleaseMemory(desk.settings, "another project").answers() == {}
    assert memory.formats(("huggingface",)) == frozenset()


def test_an_older_release_is_replaced_by_name(desk: WindowRig) -> None:
    (desk.folder / "test-dataset").mkdir()
    (desk.folder / "test-dataset" / "mine.txt").write_text("thesis")
    (desk.folder / "test-dataset" / "release.json").write_text("{}")
    dialog = opened(desk)
    assert desk.find("release_now", dialog).property("text") == "Replace"
    without_formats(dialog)
    write_license(dialog, "release_license", "cc-by-4.0")
    write_license(dialog, "release_articles_license", "other")
    desk.click("release_now", dialog)
    desk.qtbot.waitUntil(
        lambda: any("mine.txt" in one.text() for one in desk.window.findChildren(QLabel))
    )
    assert (desk.folder / "test-dataset" / "mine.txt").read_text() == "thesis"


def test_every_field_has_a_name_for_screen_readers(dialog: QDialog) -> None:
    fields = [
        *dialog.findChildren(QLineEdit),
        *dialog.findChildren(QComboBox),
        *dialog.findChildren(QPlainTextEdit),
        *dialog.findChildren(QListWidget),
    ]
    assert [one.objectName() for one in fields if not one.accessibleName()] == []
