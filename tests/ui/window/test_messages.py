from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from annotator.ui.messages import Message, MessageBar

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    bar = MessageBar()
    qtbot.addWidget(bar)
    return bar


def shown(bar: MessageBar) -> str:
    label = bar.findChild(QLabel, "message_text")
    assert label is not None
    return label.text() if bar.isVisible() else ""


def test_a_message_says_what_is_wrong_and_what_to_do(bar: MessageBar) -> None:
    bar.show_message(Message("The disk is full.", "Make room, then go on."))
    hint = bar.findChild(QLabel, "message_hint")
    assert shown(bar) == "The disk is full."
    assert hint is not None
    assert hint.text() == "Make room, then go on."


def test_closing_a_message_shows_the_one_before(bar: MessageBar) -> None:
    bar.show_message(Message("First."))
    bar.show_message(Message("Second."))
    close = bar.findChild(QToolButton, "message_close")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert shown(bar) == "First."
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_what_is_solved_goes_by_itself(bar: MessageBar) -> None:
    bar.show_message(Message("Not saved.", topic="edit"))
    bar.show_message(Message("Something else."))
    bar.solve("edit")
    assert shown(bar) == "Something else."
    bar.close_message()
    assert not bar.isVisible()


def test_a_topic_has_one_message_at_a_time(bar: MessageBar) -> None:
    bar.show_message(Message("Not saved.", topic="edit"))
    bar.show_message(Message("Still not saved.", topic="edit"))
    bar.close_message()
    assert not bar.isVisible()


def test_the_action_runs_and_settles_the_message(bar: MessageBar) -> None:
    done: list[str] = []
    bar.show_message(Message("A report.", action_text="Show", action=lambda: done.append("shown")))
    button = bar.findChild(QPushButton, "message_action")
    assert button is not None
    assert button.text() == "Show"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["shown"]
    assert not bar.isVisible()


def test_foreign_text_is_never_markup(bar: MessageBar) -> None:
    bar.show_message(Message("<b>bold</b>", "<img src='file:///etc/passwd'>"))
    labels = [bar.findChild(QLabel, name) for name in ("message_text", "message_hint")]
    assert all(one is not None and one.textFormat() == Qt.TextFormat.PlainText for one in labels)


def test_news_of_success_goes_with_the_next_article_and_trouble_stays(
    bar: MessageBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar.show_message(Message("The disk is full."))
    bar.show_message(Message("Imported 2 articles.", kind="ok"))
    bar.forget_successes()
    assert shown(bar) == "Imported 2 articles."
    monkeypatch.setattr("annotator.ui.messages.READING_TIME", -1)
    bar.forget_successes()
    assert shown(bar) == "The disk is full."
