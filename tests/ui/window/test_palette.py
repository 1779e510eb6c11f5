from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView

from annotator.model import edits
from annotator.model.change import Change, Edit
from annotator.model.teamwork import SavedQuery
from annotator.model.values import now
from annotator.ui.palette_entries import Entry, Shelf, narrowed, remembered, rows_for

if TYPE_CHECKING:
    from annotator.ui.dialogs.palette_rows import PaletteRows
    from tests.ui.window.window_rig import WindowRig

CONTROL = Qt.KeyboardModifier.ControlModifier


def focused() -> str:
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.objectName()


def open_palette(rig: WindowRig, typed: str = "") -> None:
    """Press Ctrl+K where the focus is, wait until the articles are known, and type."""
    rig.press_key(Qt.Key.Key_K, CONTROL)
    rig.qtbot.waitUntil(lambda: focused() == "palette_box")
    if rig.session.project is not None:
        rig.qtbot.waitUntil(lambda: "article" in kinds(rig, ":"))
    type_in(rig, typed)


def type_in(rig: WindowRig, typed: str) -> None:
    box = rig.find("palette_box")
    assert isinstance(box, QLineEdit)
    box.clear()
    QTest.keyClicks(box, typed)


def rows(rig: WindowRig) -> list[Entry]:
    shown = rig.find("palette_list")
    assert isinstance(shown, QListView)
    model: PaletteRows = shown.model()  # type: ignore[assignment]
    return [row.entry for row in model.rows]


def kinds(rig: WindowRig, typed: str) -> set[str]:
    type_in(rig, typed)
    return {entry.kind for entry in rows(rig)}


def test_enter_runs_a_command_and_the_page_has_the_focus_again(desk: WindowRig) -> None:
    desk.put_caret("Jana Roth")
    open_palette(desk, "larger")
    desk.press_key(Qt.Key.Key_Return)
    assert desk.settings.reading.points > 14
    assert focused() == "page"


def test_a_label_labels_where_the_caret_stands(desk: WindowRig) -> None:
    desk.put_caret("Jana Roth")
    open_palette(desk, "#person")
    desk.press_key(Qt.Key.Key_Return)
    assert desk.labels() == ["PER Jana Roth"]


def test_an_article_is_found_by_scattered_letters_and_opened(desk: WindowRig) -> None:
    open_palette(desk, "asa mir")
    desk.press_key(Qt.Key.Key_Return)
    assert desk.session.document is not None
    assert desk.session.document.title.startswith("A second article")


@pytest.mark.parametrize("opens_in", ["page", "articles_filter"])
def test_esc_gives_the_focus_back(desk: WindowRig, opens_in: str) -> None:
    field = desk.find(opens_in)
    field.setFocus()
    open_palette(desk, "x")
    desk.press_key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is field
    assert not desk.find("palette").isVisible()


def test_the_same_key_closes_it(desk: WindowRig) -> None:
    open_palette(desk)
    desk.press_key(Qt.Key.Key_K, CONTROL)
    assert not desk.find("palette").isVisible()


def test_signs_narrow_to_one_kind_and_the_mouse_can_press_them(desk: WindowRig) -> None:
    open_palette(desk)
    assert kinds(desk, ">keys") == {"command", "setting"}
    assert kinds(desk, "#") == {"label"}
    assert kinds(desk, ":") == {"article"}
    type_in(desk, "")
    desk.click("palette_only_label")
    assert {entry.kind for entry in rows(desk)} == {"label"}


def test_a_click_chooses(desk: WindowRig) -> None:
    open_palette(desk, "dark")
    shown = desk.find("palette_list")
    assert isinstance(shown, QListView)
    place = shown.visualRect(shown.model().index(0, 0)).center()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.settings.theme == "dark"


def test_dark_is_found_as_a_theme_and_the_doubts_only_once(desk: WindowRig) -> None:
    open_palette(desk, "dark theme")
    assert [entry.id for entry in rows(desk)] == ["theme:dark", "theme:high-contrast-dark"]
    type_in(desk, ">doubts")
    assert [entry.text for entry in rows(desk)].count("Doubts") == 1


def test_the_very_name_comes_before_what_was_used_last(desk: WindowRig) -> None:
    open_palette(desk, "Colours: high contrast, light")
    desk.press_key(Qt.Key.Key_Return)
    open_palette(desk, "Colours: light")
    assert rows(desk)[0].id == "theme:light"


def test_arrows_go_through_the_list_and_round(desk: WindowRig) -> None:
    open_palette(desk, "theme colours")
    shown = desk.find("palette_list")
    assert isinstance(shown, QListView)
    type_in(desk, "colours")
    count = len(rows(desk))
    desk.press_key(Qt.Key.Key_Up)
    assert shown.currentIndex().row() == count - 1
    desk.press_key(Qt.Key.Key_Down)
    assert shown.currentIndex().row() == 0


def test_what_cannot_be_done_says_why_and_stays(start: WindowRig) -> None:
    open_palette(start, "label all equal")
    assert rows(start)[0].refusal == "open an article first"
    start.press_key(Qt.Key.Key_Return)
    assert start.find("palette").isVisible()


def test_what_was_used_last_comes_first(desk: WindowRig) -> None:
    open_palette(desk, "about")
    desk.press_key(Qt.Key.Key_Return)
    desk.close_dialog(desk.dialog("about"))
    open_palette(desk)
    assert rows(desk)[0].id == "help.about"


def test_new_names_are_found_when_it_opens_again(desk: WindowRig) -> None:
    open_palette(desk)
    desk.press_key(Qt.Key.Key_Escape)
    session = desk.session
    field = ("entity", "e1", "name", None, "Zebulon Quarr")
    session.do(edits.set_field(*field, by=session.annotator.id, title="new entity"))
    open_palette(desk)
    desk.qtbot.waitUntil(lambda: kinds(desk, "@zeb") == {"entity"})
    desk.press_key(Qt.Key.Key_Return)
    panel = desk.window.panels.panel("entities")
    desk.qtbot.waitUntil(lambda: [one.id for one in panel._list.chosen()] == ["e1"])  # type: ignore[attr-defined]


def test_a_saved_search_is_found_by_its_words(desk: WindowRig) -> None:
    session = desk.session
    saved = SavedQuery("q1", "Open doubts", "is:flagged", session.annotator.id)
    session.do(Edit("save", (Change(None, saved.as_field()),), session.annotator.id, now()))
    asked: list[str] = []
    session.search_requested.connect(asked.append)
    open_palette(desk)
    desk.qtbot.waitUntil(lambda: kinds(desk, "?flagged") == {"query"})
    desk.press_key(Qt.Key.Key_Return)
    assert asked == ["is:flagged"]


def test_the_keys_shown_are_those_that_now_hold(desk: WindowRig) -> None:
    desk.settings.keys = {"help.about": ("Ctrl+Shift+A",)}
    open_palette(desk, ">about annotator")
    assert rows(desk)[0].key == "Ctrl+Shift+A"


def test_tab_leaves_the_page_where_nothing_is_proposed(desk: WindowRig) -> None:
    desk.put_caret("Jana Roth")
    desk.press_key(Qt.Key.Key_Tab)
    assert focused() != "page"


def test_whole_words_hide_scattered_letters() -> None:
    shelf = Shelf([Entry("article", "1", "The lake"), Entry("article", "2", "Law and other works k")])
    assert [row.entry.id for row in rows_for("lak", [shelf], [], 9)] == ["1"]


def test_no_sign_means_all_kinds() -> None:
    assert narrowed("  ># x") == (("command", "panel", "setting"), "# x")
    assert narrowed("a > b") == ((), "a > b")


def test_only_the_latest_are_remembered() -> None:
    names: list[str] = []
    for number in range(40):
        names = remembered(names, f"command:{number % 35}")
    assert names[0] == "command:4"
    assert len(names) == len(set(names)) == 30
