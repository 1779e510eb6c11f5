"""What was written can be seen in the system's file manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from tests.ui.window.test_release import manifest, opened, part, without_formats, write_license

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ui.window.window_rig import WindowRig


class Opener(QObject):
    """Stands where the system's file manager does."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.shown.append(url.toLocalFile())


@pytest.fixture
def opener() -> Iterator[Opener]:
    found = Opener()
    QDesktopServices.setUrlHandler("file", found, "show")
    yield found
    QDesktopServices.unsetUrlHandler("file")


def press_show(desk: WindowRig) -> None:
    button = desk.window.findChild(QPushButton, "message_action")
    assert button is not None
    desk.qtbot.waitUntil(lambda: button.isVisible() and button.text() == "Show the folder")
    button.click()


def test_a_release_can_be_shown(desk: WindowRig, opener: Opener) -> None:
    dialog = opened(desk)
    without_formats(dialog)
    write_license(dialog, "release_license", "cc-by-4.0")
    write_license(dialog, "release_articles_license", "other")
    desk.click("release_now", dialog)
    manifest(desk)
    press_show(desk)
    assert opener.shown == [str(desk.folder / "test-dataset")]


def test_an_export_can_be_shown(desk: WindowRig, opener: Opener) -> None:
    desk.trigger("project.export")
    desk.click("export_now", desk.dialog("export"))
    press_show(desk)
    assert opener.shown == [str(desk.folder)]


def test_a_complaint_goes_when_its_field_is_filled_in(desk: WindowRig) -> None:
    dialog = opened(desk)
    desk.click("release_now", dialog)
    warning = part(dialog, QLabel, "release_warning")
    assert isinstance(warning, QLabel)
    assert "licence" in warning.text()
    assert isinstance(part(dialog, QComboBox, "release_license"), QComboBox)
    write_license(dialog, "release_license", "cc-by-4.0")
    assert warning.text() == ""
    desk.close_dialog(dialog)


def test_a_folder_with_other_files_is_not_offered_to_be_replaced(desk: WindowRig) -> None:
    (desk.folder / "mine").mkdir()
    (desk.folder / "mine" / "thesis.txt").write_text("precious")
    dialog = opened(desk)
    target = part(dialog, QLineEdit, "release_target")
    assert isinstance(target, QLineEdit)
    target.setText(str(desk.folder / "mine"))
    button = part(dialog, QPushButton, "release_now")
    assert not button.isEnabled()
    target.setText(str(desk.folder / "new"))
    assert button.isEnabled()
    desk.close_dialog(dialog)
