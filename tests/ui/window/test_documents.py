from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTreeWidget

from tests.ui.panels.desk import FERRY, add_article, new_project
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> WindowRig:
    path = tmp_path / "desk.annodb"
    project = new_project(path)
    add_article(project, "Ferry late, says agency", FERRY + " The agency agreed.", outlet="Wire")
    project.bring_twins_in_step()
    project.close()
    rig = WindowRig(qtbot, tmp_path, opens=path)
    first = next(one for one in rig.session.project.documents() if one.title == "Ferry late again")  # type: ignore[union-attr]
    rig.session.open_document(first.id)
    rig.window.page.setFocus()
    return rig


def attributes(rig: WindowRig) -> dict[str, object]:
    assert rig.session.document is not None
    return dict(rig.session.document.attributes)


def shows(rig: WindowRig, name: str, words: str) -> None:
    """Whether the header soon has a button with these words."""
    rig.qtbot.waitUntil(lambda: rig.text(name) == words)


def test_shift_t_sets_an_attribute_of_the_article_by_keys(rig: WindowRig) -> None:
    rig.press_key(Qt.Key.Key_T, SHIFT)
    rig.press("t")
    rig.press("p")
    assert attributes(rig) == {"topic": "politics"}
    rig.press_key(Qt.Key.Key_T, SHIFT)
    rig.press("r")
    assert attributes(rig) == {"topic": "politics", "relevant": True}
    shows(rig, "fact:attribute.topic", "Topic: politics")


def test_the_attributes_key_and_space_take_a_value_away_and_undo_brings_it_back(
    rig: WindowRig,
) -> None:
    rig.press_key(Qt.Key.Key_T, SHIFT)
    rig.press("gr")
    rig.press_key(Qt.Key.Key_T, SHIFT)
    rig.press("g")
    rig.press_key(Qt.Key.Key_Space)
    assert attributes(rig) == {}
    rig.session.undo()
    assert attributes(rig) == {"genre": "report"}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_form_sets_attributes_and_the_note_in_one_step(rig: WindowRig) -> None:
    rig.click("header_details")
    form = rig.dialog("metadata_form")
    topic = form.findChild(QComboBox, "attribute:topic")
    assert isinstance(topic, QComboBox)
    QTest.keyClicks(topic, "s")
    assert topic.currentIndex() == 0
    QTest.keyClick(topic, Qt.Key.Key_Space)
    QTest.keyClicks(topic.view(), "sport")
    QTest.keyClick(topic.view(), Qt.Key.Key_Return)
    note = form.findChild(QPlainTextEdit, "details_note")
    QTest.keyClicks(note, "Check the date.")
    rig.click("details_save", form)
    assert attributes(rig) == {"topic": "sport"}
    shows(rig, "fact:note", "Check the date.")
    rig.session.undo()
    assert attributes(rig) == {}
    assert rig.session.document is not None
    assert rig.session.document.note == ""


def test_m_without_a_span_asks_for_the_note_of_the_article(rig: WindowRig) -> None:
    rig.window.page.go_to(rig.session.text.index("blamed"))
    rig.press("m")
    form = rig.dialog("metadata_form")
    assert form.focusWidget().objectName() == "details_note"
    QTest.keyClicks(form.focusWidget(), "Check the date.")
    QTest.keyClick(form.focusWidget(), Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert rig.session.document is not None
    assert rig.session.document.note == "Check the date."
    assert rig.session.undo_title == "edit the note"


def test_shift_m_writes_a_doubt_about_the_focused_span_and_comes_back(rig: WindowRig) -> None:
    rig.put_caret("Ilka Brandt")
    rig.press("1")
    rig.press_key(Qt.Key.Key_M, SHIFT)
    words = rig.find("doubt_words")
    assert words.hasFocus()
    QTest.keyClicks(words, "A person?")
    QTest.keyClick(words, Qt.Key.Key_Return, CONTROL)
    assert rig.window.page.hasFocus()
    assert rig.session.project is not None
    (message,) = rig.session.project.messages()
    assert (message.quoted, message.text) == ("Ilka Brandt", "A person?")
    shows(rig, "fact:doubts", "1 open doubt")


def test_the_header_names_near_duplicates_and_shows_them_in_the_list(rig: WindowRig) -> None:
    shows(rig, "fact:twins", "1 more like this")
    button = rig.find("fact:twins")
    entries = button.menu().actions()  # type: ignore[attr-defined]
    entries[-1].trigger()
    assert len(rig.window.articles.order()) == 2
    entries[0].trigger()
    assert rig.session.document is not None
    assert rig.session.document.title == "Ferry late, says agency"


def test_articles_are_divided_among_people_with_a_new_one_and_taken_away(rig: WindowRig) -> None:
    rig.trigger("document.assign")
    dialog = rig.dialog("assign")
    name = dialog.findChild(QLineEdit, "assign_name")
    QTest.keyClicks(name, "Bo Tander")
    QTest.keyClick(name, Qt.Key.Key_Return)
    table = dialog.findChild(QTreeWidget, "assign_table")
    assert isinstance(table, QTreeWidget)
    table.setFocus()
    table.setCurrentItem(table.topLevelItem(0))
    QTest.keyClick(table, Qt.Key.Key_Space)
    gets = [int(table.topLevelItem(row).text(2)) for row in range(2)]  # type: ignore[union-attr]
    assert sum(gets) == 4
    rig.click("assign_now", dialog)
    project = rig.session.project
    assert project is not None
    assert len(project.assignments()) == 4
    assert {one.name for one in project.annotators()} == {"Anna", "Bo Tander"}
    rig.trigger("document.assign")
    again = rig.dialog("assign")
    table = again.findChild(QTreeWidget, "assign_table")
    table.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)  # type: ignore[union-attr]
    QApplication.processEvents()
    rig.click("assign_release", again)
    assert len(project.assignments()) == 4 - gets[0]
    rig.session.undo()
    assert len(project.assignments()) == 4


def test_ctrl_enter_stays_within_what_the_filter_shows(rig: WindowRig) -> None:
    line = rig.find("articles_filter")
    line.setFocus()
    QTest.keyClicks(line, "ledger")
    rig.qtbot.waitUntil(lambda: len(rig.window.articles.order()) == 2)
    rig.window.page.setFocus()
    QApplication.processEvents()
    rig.press_key(Qt.Key.Key_Return, CONTROL)
    assert rig.session.document is not None
    assert rig.session.document.title == "Pass closed"


def test_the_next_article_is_the_one_behind_also_when_the_open_one_is_filtered_out(
    rig: WindowRig,
) -> None:
    box = rig.find("articles_filter")
    titles = {one.id: one.title for one in rig.session.project.documents()}  # type: ignore[union-attr]
    everything = [titles[one] for one in rig.window.articles.order()]
    middle = everything[1]
    rig.session.open_document(next(one for one in titles if titles[one] == middle))
    hidden_word = next(word for word in everything[2].split() if word.lower() not in middle.lower())
    QTest.keyClicks(box, hidden_word)
    rig.qtbot.waitUntil(lambda: middle not in [titles[one] for one in rig.window.articles.order()])
    rig.window.page.setFocus()
    rig.press_key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert rig.session.document is not None
    assert rig.session.document.title == everything[2]
