from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from annotator.model.fragment import Fragment
from annotator.ui.panels.find_bar import FindBar
from tests.ui.panels.desk import add_article

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk


@pytest.fixture
def bar(desk: Desk, qtbot: QtBot) -> FindBar:
    bar = FindBar(desk.session, desk.actions)
    qtbot.addWidget(bar)
    bar.go_requested.connect(lambda start, end: desk.session.set_selection(start, Fragment(start, end)))
    desk.actions.connect_to({"find.next": bar.find_next, "find.previous": bar.find_previous})
    desk.open("Ferry late again")
    return bar


def line(bar: FindBar) -> QLineEdit:
    return bar.findChild(QLineEdit, "find_text")  # type: ignore[return-value]


def count(bar: FindBar) -> str:
    return bar.findChild(QLabel).text()  # type: ignore[union-attr]


def found(desk: Desk) -> str:
    assert desk.session.selection is not None
    start, end = desk.session.selection
    return f"{desk.session.text[start:end]}@{start}"


def test_typing_goes_to_the_first_hit_and_counts(bar: FindBar, desk: Desk, qtbot: QtBot) -> None:
    bar.open_find()
    qtbot.keyClicks(line(bar), "brandt")
    qtbot.waitUntil(lambda: count(bar) == "1 of 2")
    assert found(desk) == f"Brandt@{desk.session.text.index('Brandt')}"


def test_enter_and_shift_enter_walk_the_hits(bar: FindBar, desk: Desk, qtbot: QtBot) -> None:
    bar.open_find("brandt")
    qtbot.keyClick(line(bar), Qt.Key.Key_Return)
    assert count(bar) == "2 of 2"
    qtbot.keyClick(line(bar), Qt.Key.Key_Return)
    assert count(bar) == "1 of 2"
    qtbot.keyClick(line(bar), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert count(bar) == "2 of 2"


def test_f3_goes_on_from_the_caret_after_a_click_elsewhere(bar: FindBar, desk: Desk) -> None:
    bar.open_find("the")
    last = desk.session.text.rindex("the")
    desk.session.set_selection(last - 1, None)
    desk.actions["find.next"].trigger()
    assert found(desk) == f"the@{last}"


def test_whole_words_leave_parts_out(bar: FindBar, desk: Desk, qtbot: QtBot) -> None:
    bar.open_find("he")
    qtbot.waitUntil(lambda: count(bar).startswith("1 of"))
    bar.findChild(QCheckBox, "find_whole_words").click()  # type: ignore[union-attr]
    assert count(bar) == "Not found"


def test_escape_hides_the_bar_and_goes_back_to_the_page(bar: FindBar, qtbot: QtBot) -> None:
    bar.open_find()
    with qtbot.waitSignal(bar.page_requested):
        qtbot.keyClick(line(bar), Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_f3_without_anything_to_look_for_opens_the_bar(bar: FindBar, desk: Desk) -> None:
    desk.actions["find.next"].trigger()
    assert not bar.isHidden()


def test_another_article_is_searched_anew(bar: FindBar, desk: Desk) -> None:
    bar.open_find("brandt")
    desk.open("Tessen votes")
    bar.find_next()
    assert count(bar) == "Not found"


def test_more_than_the_cap_is_said_so(bar: FindBar, desk: Desk, qtbot: QtBot) -> None:
    assert desk.session.project is not None
    add_article(desk.session.project, "Long", "so it goes " * 10_400)
    desk.open("Long")
    bar.open_find("goes")
    qtbot.waitUntil(lambda: count(bar).startswith("More than 10"))


def test_what_was_deleted_from_the_line_is_no_longer_counted(bar: FindBar, qtbot: QtBot) -> None:
    bar.open_find("brandt")
    line(bar).clear()
    qtbot.waitUntil(lambda: count(bar) == "")
