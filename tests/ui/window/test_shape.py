from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTabBar, QToolButton

from annotator.ui.dock_tabs import usual_bottom_height
from annotator.ui.panels.chip import Chip
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("number", [1, 5, 12])
def test_recent_projects_have_room_for_two_lines(start: WindowRig, tmp_path: Path, number: int) -> None:
    for one in range(number):
        start.settings.remember_project(tmp_path / f"{one}.annodb", f"Desk {one}")
    start.window.start_page.refresh()
    rows = start.window.start_page.findChildren(QPushButton, "recent_project")
    start.qtbot.waitUntil(lambda: all(row.isVisible() for row in rows))
    assert len(rows) == number
    for row in rows:
        title, place = row.findChildren(QLabel)
        assert title.geometry().bottom() < place.geometry().top()


def bottom_tabs(desk: WindowRig) -> QTabBar:
    """The tabs below the page, once there are some."""
    bars = desk.window.findChildren(QTabBar, "panel_tabs")
    return next(bar for bar in bars if bar.isVisible() and "Checks" in texts(bar))


def texts(bar: QTabBar) -> list[str]:
    return [bar.tabText(index) for index in range(bar.count())]


def title_height(desk: WindowRig, name: str) -> int:
    title = desk.window.docks[name].titleBarWidget()
    return title.height() if title.isVisible() else 0


def test_a_panel_below_the_page_is_high_enough_at_first(desk: WindowRig) -> None:
    desk.window.show_panel("checks")
    wanted = usual_bottom_height(desk.window.height())
    desk.qtbot.waitUntil(lambda: abs(desk.window.docks["checks"].height() - wanted) < 8)
    assert 260 <= wanted <= 0.45 * desk.window.height()


def test_the_height_of_the_panels_below_is_kept(
    qtbot: QtBot, tmp_path: Path, project_path: Path
) -> None:
    desk = WindowRig(qtbot, tmp_path, opens=project_path)
    dock = desk.window.docks["checks"]
    desk.window.show_panel("checks")
    qtbot.waitUntil(lambda: dock.height() > 260)
    desk.window.resizeDocks([dock], [290], Qt.Orientation.Vertical)
    qtbot.waitUntil(lambda: dock.height() == 290)
    desk.close()
    again = WindowRig(qtbot, tmp_path, opens=project_path)
    qtbot.waitUntil(lambda: again.window.docks["checks"].height() == 290)
    again.close()


@pytest.mark.parametrize(("height", "wanted"), [(860, 327), (620, 260), (500, 225), (1400, 532)])
def test_how_high_panels_below_the_page_are(height: int, wanted: int) -> None:
    assert usual_bottom_height(height) == wanted


def test_a_panel_is_named_once_by_its_title_or_its_tab(desk: WindowRig) -> None:
    desk.window.show_panel("checks")
    desk.qtbot.waitUntil(lambda: title_height(desk, "checks") > 10)
    desk.window.show_panel("search")
    desk.qtbot.waitUntil(lambda: title_height(desk, "search") == 0)
    assert texts(bottom_tabs(desk)) == ["Search", "Checks"]
    desk.window.docks["search"].close()
    desk.qtbot.waitUntil(lambda: title_height(desk, "checks") > 10)


def test_a_tab_has_the_button_that_hides_its_panel(desk: WindowRig) -> None:
    for name in ("checks", "search"):
        desk.window.show_panel(name)
    desk.qtbot.waitUntil(lambda: bool(bottom_tabs(desk).findChildren(QToolButton, "hide_panel")))
    [button] = bottom_tabs(desk).findChildren(QToolButton, "hide_panel")
    assert button.accessibleName() == "Hide Search"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.window.docks["search"].isHidden()
    assert desk.window.docks["checks"].isVisible()


def test_four_panels_at_the_right_say_their_whole_names(desk: WindowRig) -> None:
    names = ("inspector", "history", "entities", "doubts")
    for name in names:
        desk.window.show_panel(name)
    titles = {desk.window.docks[name].windowTitle() for name in names}

    def is_whole() -> bool:
        bars = desk.window.findChildren(QTabBar, "panel_tabs")
        bar = next(one for one in bars if set(texts(one)) == titles)
        wanted = sum(bar.tabSizeHint(index).width() for index in range(4))
        has_button = bool(bar.findChildren(QToolButton, "hide_panel"))
        return has_button and wanted <= desk.window.docks["doubts"].width()

    desk.qtbot.waitUntil(is_whole)


def test_the_window_with_its_frame_fits_on_the_screen(start: WindowRig) -> None:
    start.window.restore_shape()
    available = start.window.screen().availableSize()
    assert start.window.height() <= available.height() - 40
    assert start.window.width() <= available.width()


def test_chips_do_not_cover_each_other_when_a_project_opens(
    qtbot: QtBot, tmp_path: Path, project_path: Path
) -> None:
    desk = WindowRig(qtbot, tmp_path, opens=project_path)
    chips = [one for one in desk.window.chips.findChildren(Chip) if one.isVisible()]
    assert len(chips) == len(desk.session.codebook.labels)
    pairs = [(a, b) for a, b in combinations(chips, 2) if a.geometry().intersects(b.geometry())]
    assert pairs == []
    desk.close()


@pytest.mark.parametrize(
    ("command", "name"),
    [("codebook.edit", "codebook_editor"), ("help.keys", "key_sheet"), ("help.manual", "manual")],
)
def test_no_dialog_opens_larger_than_the_screen(desk: WindowRig, command: str, name: str) -> None:
    desk.trigger(command)
    dialog = desk.dialog(name)
    room = dialog.screen().availableSize()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    desk.close_dialog(dialog)
