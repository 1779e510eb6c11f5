from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.fragment import Fragment
from annotator.ui.panels.key_bar import KeyBar
from annotator.ui.panels.key_hints import KeyHint, label_keys, read_prompt
from annotator.ui.panels.key_lines import KeyLines

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk


@pytest.fixture
def bar(desk: Desk, qtbot: QtBot) -> KeyBar:
    bar = KeyBar(desk.session, desk.actions)
    qtbot.addWidget(bar)
    bar.resize(900, bar.sizeHint().height())
    bar.show()
    return bar


def test_the_keys_follow_the_situation(bar: KeyBar, desk: Desk) -> None:
    desk.open("Ferry late again")
    assert bar.accessibleDescription().startswith("← → word, Ctrl+← → candidate, 1–9 A W Q C B label")
    desk.session.set_selection(3, Fragment(0, 3))
    assert bar.accessibleDescription().startswith("1–9 A W Q C B label, E expand")
    desk.focus("PER", "Ilka Brandt")
    assert "1–9 A W Q C B relabel" in bar.accessibleDescription()
    desk.focus("QUOTE", "“We waited two hours,”")
    assert bar.accessibleDescription().startswith("S speaker, T attribute")


def test_the_way_to_all_keys_is_always_named(bar: KeyBar, desk: Desk) -> None:
    assert bar.accessibleDescription().endswith("? all keys")


def test_a_key_of_the_user_s_own_is_shown(bar: KeyBar, desk: Desk) -> None:
    desk.open("Ferry late again")
    desk.actions.set_keys({"selection.expand": ("G",)})
    bar.refresh()
    assert "G expand" in bar.accessibleDescription()


def test_a_command_without_a_key_is_left_out(bar: KeyBar, desk: Desk) -> None:
    desk.open("Ferry late again")
    desk.actions.set_keys({"selection.expand": ()})
    bar.refresh()
    assert "expand" not in bar.accessibleDescription()


def test_a_prompt_takes_the_place_of_the_keys_until_it_ends(bar: KeyBar, desk: Desk) -> None:
    desk.open("Ferry late again")
    bar.show_prompt("Link: P speaker · Esc leaves")
    assert bar.accessibleDescription() == "Link, P speaker, Esc leaves"
    bar.show_prompt("")
    assert "word" in bar.accessibleDescription()


def test_a_prompt_is_read_as_keys_and_words() -> None:
    assert read_prompt("Link: P speaker · Esc leaves · choose a target") == [
        KeyHint("", "Link"),
        KeyHint("P", "speaker"),
        KeyHint("Esc", "leaves"),
        KeyHint("", "choose a target"),
    ]


def test_it_becomes_as_narrow_as_it_must(bar: KeyBar, desk: Desk) -> None:
    desk.open("Ferry late again")
    assert bar.minimumSizeHint().width() == 0
    bar.resize(150, bar.height())
    assert not bar.grab().isNull()


def test_digits_that_follow_each_other_are_shortened(desk: Desk) -> None:
    desk.actions.set_labels({"A": ("a", "1"), "B": ("b", "2"), "C": ("c", "X")}, print)
    assert label_keys(desk.actions) == "1 2 X"
    desk.actions.set_labels({"A": ("a", "1"), "B": ("b", "2"), "C": ("c", "3")}, print)
    assert label_keys(desk.actions) == "1–3"


TOPICS = "Topic: " + " · ".join(f"{key} Value number {key}" for key in range(10)) + " · Esc leaves"


@pytest.fixture
def page(bar: KeyBar, qtbot: QtBot) -> QWidget:
    """A window with something above the bar."""
    page, above = QWidget(), QWidget()
    column = QVBoxLayout(page)
    column.addWidget(above, 1)
    column.addWidget(bar)
    qtbot.addWidget(page)
    page.resize(600, 300)
    page.show()
    return page


def test_all_keys_of_a_mode_are_shown_and_the_page_does_not_move(bar: KeyBar, page: QWidget) -> None:
    before = bar.geometry()
    bar.show_prompt(TOPICS)
    lines = page.findChild(KeyLines)
    assert lines is not None
    assert [hint.key for line in lines.lines() for hint in line] == ["", *"0123456789", "Esc"]
    assert len(lines.lines()) > 1
    assert lines.height() == len(lines.lines()) * bar.height()
    assert bar.geometry() == before
    assert lines.geometry().bottom() == before.bottom()
    bar.show_prompt("")
    assert lines.isHidden()


def test_further_lines_go_where_there_is_room_for_one(bar: KeyBar, page: QWidget) -> None:
    bar.show_prompt(TOPICS)
    lines = page.findChild(KeyLines)
    assert lines is not None
    assert lines.isVisible()
    page.resize(2400, 300)
    assert lines.isHidden()
    assert [hint.key for hint in bar.lines()[0]] == ["", *"0123456789", "Esc"]
