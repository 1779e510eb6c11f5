from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QListView

from annotator.jobs.codebook_migrating import changes
from annotator.model.change import Edit
from annotator.model.codebook_plans import delete_label
from annotator.model.values import now
from annotator.ui import chosen_spans, large_steps
from annotator.ui.panels import search_order
from annotator.ui.panels.hit_orders import in_order
from annotator.ui.panels.query_list import COUNT
from annotator.ui.panels.search import SearchPanel
from annotator.ui.panels.search_questions import FAULTY

if TYPE_CHECKING:
    from tests.ui.window.window_rig import WindowRig

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(desk: WindowRig) -> SearchPanel:
    desk.trigger("search.open")
    found = desk.window.panels.panel("search")
    assert isinstance(found, SearchPanel)
    desk.qtbot.waitUntil(found.box.hasFocus)
    return found


def look_for(desk: WindowRig, panel: SearchPanel, query: str, *, hits: int) -> None:
    panel.enter()
    QTest.keyClicks(panel.box, query)
    desk.qtbot.waitUntil(lambda: len(panel.hits.hits) == hits and not panel.run.is_busy)


def texts(panel: SearchPanel) -> list[str]:
    return [one.text for one in panel.hits.hits]


def test_hits_come_while_one_types(desk: WindowRig, panel: SearchPanel) -> None:
    look_for(desk, panel, "roth", hits=2)
    assert texts(panel) == ["Roth", "Roth"]
    assert desk.text("search_status") == "2 hits"


def test_esc_empties_the_line_and_then_goes_to_the_page(desk: WindowRig, panel: SearchPanel) -> None:
    look_for(desk, panel, "roth", hits=2)
    QTest.keyClick(panel.box, Qt.Key.Key_Escape)
    assert panel.box.text() == ""
    desk.qtbot.waitUntil(lambda: not panel.hits.hits)
    QTest.keyClick(panel.box, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.window.page


def test_down_goes_into_the_list_and_enter_to_the_place(desk: WindowRig, panel: SearchPanel) -> None:
    look_for(desk, panel, "holt", hits=1)
    desk.press_key(Qt.Key.Key_Down)
    assert panel.hits.table.hasFocus()
    desk.press_key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is desk.window.page
    assert desk.session.text.startswith("A second article")


def test_hits_are_labelled_from_the_list(desk: WindowRig, panel: SearchPanel) -> None:
    look_for(desk, panel, "roth", hits=2)
    desk.press_key(Qt.Key.Key_Down)
    desk.press_key(Qt.Key.Key_A, CTRL)
    desk.press("1")
    assert desk.labels() == ["PER Roth", "PER Roth"]
    desk.trigger("edit.undo")
    assert desk.labels() == []


def test_an_error_names_its_place(desk: WindowRig, panel: SearchPanel) -> None:
    QTest.keyClicks(panel.box, "roth labl:PER")
    desk.qtbot.waitUntil(lambda: "labl" in desk.text("search_error"))
    assert "Did you mean label" in desk.text("search_error")
    assert panel.hits.hits == []
    panel.box.clear()
    desk.qtbot.waitUntil(lambda: desk.text("search_error") == "")


def test_a_label_that_is_not_there_is_said_too(desk: WindowRig, panel: SearchPanel) -> None:
    QTest.keyClicks(panel.box, "label:NOSUCH")
    desk.qtbot.waitUntil(lambda: "NOSUCH" in desk.text("search_error"))


def delete(desk: WindowRig, label: str) -> None:
    assert desk.session.project is not None
    plan = delete_label(desk.session.codebook, label)
    everything = tuple(changes(desk.session.project, plan))
    assert desk.session.do(Edit("delete", everything, desk.session.annotator.id, now()))


def test_a_label_that_comes_back_brings_its_hits(desk: WindowRig, panel: SearchPanel) -> None:
    desk.put_caret("Jana Roth")
    desk.press("1")
    look_for(desk, panel, "label:PER", hits=1)
    panel.shelf.save("People", "label:PER", is_queue=False)
    saved = panel.shelf.list.queries.index(0)
    desk.qtbot.waitUntil(lambda: saved.data(COUNT) == 1)
    delete(desk, "PER")
    desk.qtbot.waitUntil(lambda: "PER" in desk.text("search_error") and not panel.hits.hits)
    desk.qtbot.waitUntil(lambda: saved.data(COUNT) == FAULTY)
    desk.trigger("edit.undo")
    desk.qtbot.waitUntil(lambda: texts(panel) == ["Jana Roth"])
    assert desk.text("search_error") == ""
    desk.qtbot.waitUntil(lambda: saved.data(COUNT) == 1)


def test_control_and_return_in_the_list_do_not_end_the_article(
    desk: WindowRig, panel: SearchPanel
) -> None:
    desk.put_caret("Jana Roth")
    desk.press("1")
    look_for(desk, panel, "label:PER", hits=1)
    desk.press_key(Qt.Key.Key_Down)
    desk.press_key(Qt.Key.Key_Return, CTRL)
    assert desk.session.document is not None
    assert desk.session.work(desk.session.document.id).state == "in progress"


def test_the_error_is_underlined_without_changing_the_query(desk: WindowRig, panel: SearchPanel) -> None:
    panel.box.setText("roth👍 labl:PER")
    plain = panel.box.grab().toImage()
    desk.qtbot.waitUntil(lambda: "labl" in desk.text("search_error"))
    assert panel.box.grab().toImage() != plain
    assert panel.box.text() == "roth👍 labl:PER"


def test_keys_and_values_are_completed(desk: WindowRig, panel: SearchPanel) -> None:
    QTest.keyClicks(panel.box, "lab")
    popup = desk.find("search_words")
    assert popup.isVisible()
    desk.press_key(Qt.Key.Key_Tab)
    assert panel.box.text() == "label:"
    desk.press("quo")
    desk.press_key(Qt.Key.Key_Tab)
    assert panel.box.text() == "label:QUOTE "
    assert not popup.isVisible()


def test_hits_are_sorted_by_what_stands_before(desk: WindowRig, panel: SearchPanel) -> None:
    look_for(desk, panel, "said", hits=3)
    order = desk.find("search_order")
    assert isinstance(order, QComboBox)
    order.setCurrentIndex(order.findData("left"))
    before = [one.left.split()[-1] for one in panel.hits.hits]
    assert before == sorted(before, key=str.casefold)


def test_very_many_hits_are_sorted_beside_the_window(
    desk: WindowRig, panel: SearchPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_order, "MANY", 1)
    look_for(desk, panel, "said", hits=3)
    found = list(panel.hits.hits)
    order = desk.find("search_order")
    assert isinstance(order, QComboBox)
    order.setCurrentIndex(order.findData("left"))
    desk.qtbot.waitUntil(lambda: list(panel.hits.hits) == in_order(found, "left"))
    assert in_order(found, "left") != found
    order.setCurrentIndex(0)
    desk.qtbot.waitUntil(lambda: list(panel.hits.hits) == found)


def test_a_query_is_saved_under_a_name_and_asked_again(desk: WindowRig, panel: SearchPanel) -> None:
    look_for(desk, panel, "roth", hits=2)
    QTest.keyClick(panel.box, Qt.Key.Key_D, CTRL)
    desk.press("Ministers")
    desk.press_key(Qt.Key.Key_Return)
    assert desk.session.project is not None
    assert [(one.name, one.text) for one in desk.session.project.saved_queries()] == [
        ("Ministers", "roth")
    ]
    panel.box.clear()
    saved = panel.shelf.list
    saved.setFocus()
    desk.press_key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: len(panel.hits.hits) == 2)
    assert panel.box.text() == "roth"


def save_queue(desk: WindowRig, panel: SearchPanel, name: str) -> None:
    desk.click("search_save")
    desk.press(name)
    desk.click("query_is_queue")
    desk.click("query_save")


def test_a_queue_counts_down_as_it_is_worked_through(desk: WindowRig, panel: SearchPanel) -> None:
    for name in ("Jana Roth", "Tomas Okafor"):
        desk.session.set_focus(None)
        desk.put_caret(name)
        desk.press("1")
    look_for(desk, panel, "label:PER -has:entity", hits=2)
    save_queue(desk, panel, "To link")
    assert desk.text("search_status") == "2 left"
    desk.click("queue_next")
    assert desk.session.focus is not None
    assert desk.session.focus.text == "Jana Roth"
    desk.press("d")
    desk.qtbot.waitUntil(lambda: desk.text("search_status") == "1 left")
    desk.press_key(Qt.Key.Key_F4)
    assert desk.session.focus.text == "Tomas Okafor"
    desk.press("d")
    desk.qtbot.waitUntil(lambda: "nothing is left" in desk.text("search_status"))


def test_saved_queries_are_renamed_made_queues_and_deleted(desk: WindowRig, panel: SearchPanel) -> None:
    assert desk.session.project is not None
    panel.shelf.save("Names", "roth", is_queue=False)
    saved = panel.shelf.list
    saved.setFocus()
    desk.press_key(Qt.Key.Key_Space)
    assert desk.session.project.saved_queries()[0].is_queue
    desk.press_key(Qt.Key.Key_F2)
    desk.press("Ministers")
    desk.press_key(Qt.Key.Key_Return)
    project = desk.session.project
    desk.qtbot.waitUntil(lambda: project.saved_queries()[0].name == "Ministers")
    saved.setFocus()
    desk.press_key(Qt.Key.Key_Delete)
    assert desk.session.project.saved_queries() == []
    desk.trigger("edit.undo")
    assert desk.session.project.saved_queries()[0].name == "Ministers"


def test_a_count_that_arrives_leaves_a_name_alone_that_is_being_typed(
    desk: WindowRig, panel: SearchPanel
) -> None:
    saved = panel.shelf.save("Names", "roth", is_queue=True)
    assert saved is not None
    panel.shelf.list.setFocus()
    desk.press_key(Qt.Key.Key_F2)
    desk.press("Min")
    panel.shelf.list.queries.set_count(saved.id, 7)
    desk.press("isters")
    desk.press_key(Qt.Key.Key_Return)
    project = desk.session.project
    assert project is not None
    desk.qtbot.waitUntil(lambda: project.saved_queries()[0].name == "Ministers")


def test_others_can_ask_for_a_search(desk: WindowRig) -> None:
    desk.session.search_requested.emit("holt")
    panel = desk.window.panels.panel("search")
    assert isinstance(panel, SearchPanel)
    desk.qtbot.waitUntil(lambda: texts(panel) == ["Holt"])
    assert panel.hits.table.hasFocus()


def test_every_part_of_the_panel_can_be_reached_and_named(desk: WindowRig, panel: SearchPanel) -> None:
    for widget in panel.findChildren(QListView) + panel.findChildren(QComboBox):
        if widget.objectName():
            assert widget.accessibleName(), widget.objectName()


def test_a_very_large_step_is_written_beside_the_window(
    desk: WindowRig, panel: SearchPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen_spans, "LARGE", 1)
    monkeypatch.setattr(large_steps, "LARGE", 1)
    look_for(desk, panel, "roth", hits=2)
    desk.press_key(Qt.Key.Key_Down)
    desk.press_key(Qt.Key.Key_A, CTRL)
    desk.press("1")
    desk.qtbot.waitUntil(lambda: desk.session.project is not None and len(desk.labels()) == 2)
    desk.qtbot.waitUntil(lambda: [one.label for one in panel.hits.hits] == ["", ""])
    assert desk.session.undo_title == "label 2 places: Person"


def test_every_word_that_is_offered_can_be_asked(desk: WindowRig, panel: SearchPanel) -> None:
    assert panel.box.words is not None
    assert desk.session.project is not None
    QTest.keyClicks(panel.box, "lab")
    desk.qtbot.waitUntil(lambda: bool(panel.box.words and panel.box.words.values()["annotator"]))
    for key, values in panel.box.words.values().items():
        for value in values:
            desk.session.project.meaning_of(f'{key}:"{value}"', me=desk.session.annotator.id)


def test_a_work_queue_that_is_chosen_from_elsewhere_is_a_queue_there_too(
    desk: WindowRig, panel: SearchPanel
) -> None:
    desk.put_caret("Jana Roth")
    desk.press("1")
    look_for(desk, panel, "label:PER", hits=1)
    save_queue(desk, panel, "Names")
    look_for(desk, panel, "label:ORG", hits=0)
    assert not desk.find("queue_next").isVisible()
    desk.session.search_requested.emit("label:PER")
    desk.qtbot.waitUntil(lambda: desk.text("search_status") == "1 left")
    assert desk.find("queue_next").isVisible()
