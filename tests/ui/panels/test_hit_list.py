from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QMenu, QPushButton

from annotator.model import edits
from annotator.model.change import Change, Edit
from annotator.model.hit import Hit, hit
from annotator.model.values import Field, now
from annotator.ui.panels.hit_list import HitList
from annotator.ui.panels.hit_texts import Column
from tests.ui.panels.desk import FERRY, Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator.model.values import Span


@pytest.fixture
def listed(desk: Desk, qtbot: QtBot) -> HitList:
    desk.open("Ferry late again")
    made = HitList(desk.session, desk.actions)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.table.hasFocus)
    return made


def hit_of(desk: Desk, span: Span) -> Hit:
    session = desk.session
    assert session.document is not None
    found = hit(span.document_id, session.document.title, session.text, span.start, span.end)
    return replace(
        found, span_id=span.id, label=span.label, annotator=span.annotator, origin=span.origin
    )


def words(desk: Desk, text: str) -> Hit:
    session = desk.session
    assert session.document is not None
    start = session.text.index(text)
    return hit(session.document.id, session.document.title, session.text, start, start + len(text))


def show_names(desk: Desk, listed: HitList) -> list[Span]:
    spans = [desk.label("PER", name) for name in ("Ilka Brandt", "Karrow Radio", "fog")]
    listed.show_hits(hit_of(desk, span) for span in spans)
    return spans


def press(
    listed: HitList,
    key: Qt.Key | str,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.keyClick(listed.table, key, modifiers)


def labels(desk: Desk) -> list[str]:
    assert desk.session.project is not None
    return [span.label for span in desk.session.project.spans(desk.id_of("Ferry late again"))]


CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_a_label_key_relabels_all_that_is_chosen_in_one_step(desk: Desk, listed: HitList) -> None:
    show_names(desk, listed)
    press(listed, Qt.Key.Key_A, CTRL)
    press(listed, "2")
    assert labels(desk) == ["ORG"] * 3
    assert [one.label for one in listed.hits] == ["ORG"] * 3
    desk.session.undo()
    assert labels(desk) == ["PER"] * 3


def test_words_are_labelled_and_known_as_spans_from_then_on(desk: Desk, listed: HitList) -> None:
    listed.show_hits([words(desk, "Karrow Radio"), words(desk, "Brandt")])
    listed.enter()
    press(listed, Qt.Key.Key_Down, SHIFT)
    press(listed, "2")
    assert labels(desk) == ["ORG", "ORG"]
    assert all(one.span_id for one in listed.hits)
    desk.session.undo()
    assert [one.span_id for one in listed.hits] == ["", ""]


def test_deleting_takes_rows_away_and_undo_brings_them_back(desk: Desk, listed: HitList) -> None:
    show_names(desk, listed)
    listed.table.choose_row(1)
    press(listed, "d")
    assert [one.text for one in listed.hits] == ["Ilka Brandt", "fog"]
    assert listed.selected() == [listed.hits[1]]
    press(listed, "z")
    assert [one.text for one in listed.hits] == ["Ilka Brandt", "Karrow Radio", "fog"]


def test_relations_go_with_spans_and_are_counted(desk: Desk, listed: HitList) -> None:
    said: list[str] = []
    desk.session.announced.connect(said.append)
    quote = desk.label("QUOTE", "“We waited two hours,”")
    speaker = desk.label("SOURCE", "Ilka Brandt")
    desk.link("speaker", quote, speaker)
    listed.show_hits([hit_of(desk, speaker)])
    listed.enter()
    press(listed, "1")
    assert sorted(labels(desk)) == ["PER", "QUOTE"]
    assert said[-1] == "Person: 1 span · 1 relation removed"


def test_spans_of_others_are_left_alone(desk: Desk, listed: HitList) -> None:
    said: list[str] = []
    desk.session.announced.connect(said.append)
    mine = desk.label("PER", "Ilka Brandt")
    theirs = replace(desk.label("PER", "fog"), id="0" * 8 + mine.id[8:], annotator="other")
    name = Field("annotator", "other", "name", "Odo")
    step = Edit("import", (Change(None, name), Change(None, theirs)), "other", now())
    assert desk.session.do(step)
    listed.show_hits([hit_of(desk, mine), hit_of(desk, theirs)])
    press(listed, Qt.Key.Key_A, CTRL)
    press(listed, "2")
    assert [one.label for one in listed.hits] == ["ORG", "PER"]
    assert said[-1].endswith("1 span of another annotator left as it is")


def test_enter_goes_to_the_place_and_space_only_shows_it(
    desk: Desk, listed: HitList, qtbot: QtBot
) -> None:
    spans = show_names(desk, listed)
    desk.open("Tessen votes")
    listed.table.choose_row(1)
    press(listed, Qt.Key.Key_Space)
    assert desk.session.focus is not None
    assert desk.session.focus.id == spans[1].id
    assert listed.table.hasFocus()
    with qtbot.waitSignals([listed.hit_activated, desk.session.page_requested]):
        press(listed, Qt.Key.Key_Return)


def test_a_double_click_goes_to_the_place(desk: Desk, listed: HitList, qtbot: QtBot) -> None:
    show_names(desk, listed)
    place = listed.table.visualRect(listed.model.index(2, Column.PLACE)).center()
    QTest.mouseClick(listed.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(listed.hit_activated) as gone:
        QTest.mouseDClick(listed.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert gone.args[0].text == "fog"


def test_taking_off_the_list_writes_nothing(desk: Desk, listed: HitList) -> None:
    show_names(desk, listed)
    listed.table.choose_row(0)
    press(listed, "x")
    assert [one.text for one in listed.hits] == ["Karrow Radio", "fog"]
    assert len(labels(desk)) == 3


def test_unlinking_takes_the_entity_away(desk: Desk, listed: HitList) -> None:
    span = desk.label("PER", "Ilka Brandt")
    assert desk.session.do(edits.link_new_entity(span, "Ilka Brandt", by=desk.session.annotator.id))
    assert desk.session.annotations is not None
    listed.show_hits([hit_of(desk, span)])
    listed.enter()
    press(listed, "u")
    now_span = desk.session.annotations.span(span.id)
    assert now_span is not None
    assert now_span.entity is None


def test_label_keys_of_ones_own_act_here_too(desk: Desk, listed: HitList) -> None:
    show_names(desk, listed)
    keys = {one: (one, "G" if one == "ORG" else "") for one in desk.session.codebook.labels}
    desk.actions.set_labels(keys, desk.label_here)
    listed.table.choose_row(0)
    press(listed, "2")
    assert labels(desk) == ["PER"] * 3
    press(listed, "g")
    assert labels(desk) == ["ORG", "PER", "PER"]


def test_all_can_be_done_by_mouse(desk: Desk, listed: HitList) -> None:
    show_names(desk, listed)
    listed.table.choose_row(0)
    menu = listed.commands.menu()
    texts = [action.text().split("\t")[0] for action in menu.actions()]
    assert {"Go there", "Label as", "Delete the spans", "Take off the list"} <= set(texts)
    button = listed.findChild(QPushButton, "hits_delete")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(labels(desk)) == 2


def test_labelling_from_a_list_begins_a_new_article(desk: Desk, listed: HitList) -> None:
    id_ = desk.id_of("Ferry late again")
    listed.show_hits([words(desk, "Ilka Brandt"), words(desk, "Karrow Radio")])
    press(listed, Qt.Key.Key_A, CTRL)
    press(listed, "1")
    assert labels(desk) == ["PER", "PER"]
    assert desk.session.work(id_).state == "in progress"
    desk.session.undo()
    assert labels(desk) == []
    assert desk.session.work(id_).state == "new"


def test_labelling_from_a_list_leaves_a_finished_article_so(desk: Desk, listed: HitList) -> None:
    desk.set_state("Ferry late again", "done")
    listed.show_hits([words(desk, "Ilka Brandt")])
    press(listed, Qt.Key.Key_A, CTRL)
    press(listed, "1")
    assert desk.session.work(desk.id_of("Ferry late again")).state == "done"


def test_control_and_return_accept_what_was_propagated(desk: Desk, listed: HitList) -> None:
    place = words(desk, "Ilka Brandt")
    listed.commands.spans.copy_to([place], desk.label("PER", "Brandt blamed"))
    project = desk.session.project
    assert project is not None
    copy = next(one for one in project.spans(place.document_id) if one.origin == "propagated")
    listed.show_hits([hit_of(desk, copy)])
    press(listed, Qt.Key.Key_A, CTRL)
    press(listed, Qt.Key.Key_Return, CTRL)
    assert [one.origin for one in listed.hits] == ["manual"]
    assert desk.session.undo_title == "accept 1 span"


def test_the_key_of_accept_is_shown(listed: HitList) -> None:
    button = listed.findChild(QPushButton, "hits_accept")
    assert button is not None
    assert "Ctrl+" in button.toolTip()
    texts = [action.text() for action in listed.commands.menu().actions()]
    assert any(text.startswith("Accept as labelled by hand\tCtrl+") for text in texts)


def test_the_label_menu_shows_the_keys_and_labels(desk: Desk, listed: HitList) -> None:
    show_names(desk, listed)
    listed.table.choose_row(0)
    menu = QMenu()
    listed.commands.fill_labels(menu)
    menu.actions()[1].trigger()
    assert menu.actions()[1].text() == "Organisation\t2"
    assert labels(desk)[0] == "ORG"


def test_rows_can_be_copied(desk: Desk, listed: HitList) -> None:
    listed.show_hits([words(desk, "Karrow Radio")])
    listed.enter()
    press(listed, Qt.Key.Key_C, CTRL)
    assert "\tKarrow Radio\t" in QGuiApplication.clipboard().text()


def test_the_right_button_keeps_what_is_chosen(desk: Desk, listed: HitList, qtbot: QtBot) -> None:
    show_names(desk, listed)
    press(listed, Qt.Key.Key_A, CTRL)
    place = listed.table.visualRect(listed.model.index(1, Column.LEFT)).center()
    QTest.mousePress(listed.table.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert len(listed.selected()) == 3


def test_a_hundred_thousand_rows_are_shown_and_chosen(desk: Desk, listed: HitList) -> None:
    one = words(desk, "fog")
    listed.show_hits(replace(one, start=place, end=place + 3) for place in range(100_000))
    press(listed, Qt.Key.Key_A, CTRL)
    assert len(listed.selected()) == 100_000
    press(listed, Qt.Key.Key_End, CTRL)
    assert not listed.grab().isNull()


def test_many_scattered_rows_can_leave(desk: Desk, listed: HitList) -> None:
    one = words(desk, "fog")
    listed.show_hits(replace(one, start=place) for place in range(500))
    listed.table.choose_row(101)
    listed.model.remove(range(0, 500, 2))
    assert [hit.start for hit in listed.hits] == list(range(1, 500, 2))
    current = listed.current()
    assert current is not None
    assert current.start == 101


def test_the_tool_tip_shows_more_of_the_text(desk: Desk, listed: HitList) -> None:
    listed.show_hits([replace(words(desk, "Karrow Radio"), left="", right="")])
    tip = listed.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert FERRY[:20] in tip
    assert "<b>Karrow Radio</b>" in tip


def test_the_next_hit_after_one_that_left_is_the_one_behind_it(desk: Desk, listed: HitList) -> None:
    show_names(desk, listed)
    listed.table.choose_row(1)
    listed.replace_hits([listed.hits[0], listed.hits[2]])
    assert listed.step(1)
    current = listed.current()
    assert current is not None
    assert current.text == "fog"
    assert listed.step(1)
    assert listed.current() == listed.hits[0]


def linked_names(desk: Desk) -> list[str]:
    project = desk.session.project
    assert project is not None
    names = {one.id: one.name for one in project.entities()}
    return [names.get(span.entity or "", "") for span in project.iterate_spans()]


def test_one_key_links_all_that_is_chosen_to_the_likeliest_entity(
    desk: Desk, listed: HitList, qtbot: QtBot
) -> None:
    first = desk.label("PER", "Ilka Brandt")
    assert desk.session.do(edits.link_new_entity(first, "Ilka Brandt", by=desk.session.annotator.id))
    second = desk.label("PER", "Brandt blamed")
    listed.show_hits([hit_of(desk, second)])
    listed.enter()
    press(listed, "k")
    qtbot.waitUntil(lambda: linked_names(desk) == ["Ilka Brandt"] * 2)


def test_a_new_entity_is_named_for_all_that_is_chosen(desk: Desk, listed: HitList, qtbot: QtBot) -> None:
    show_names(desk, listed)
    press(listed, Qt.Key.Key_A, CTRL)
    press(listed, Qt.Key.Key_K, SHIFT)
    qtbot.waitUntil(lambda: listed.findChild(QFrame, "entity_chooser") is not None)
    line = listed.findChild(QLineEdit, "entity_chooser_line")
    assert line is not None
    QTest.keyClicks(line, "The crew")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert linked_names(desk) == ["The crew"] * 3
    desk.session.undo()
    assert linked_names(desk) == [""] * 3
    assert listed.table.hasFocus()


def test_a_span_whose_edge_moves_keeps_its_line(desk: Desk, listed: HitList) -> None:
    span = desk.label("PER", "Brandt")
    listed.show_hits([hit_of(desk, span)])
    session = desk.session
    longer = [(session.text.index("Ilka Brandt"), span.end)]
    edit = edits.set_fragments(
        span, session.text, longer, by=session.annotator.id, codebook=session.codebook
    )
    assert session.do(edit)
    assert [one.text for one in listed.hits] == ["Ilka Brandt"]
    assert listed.hits[0].left == "Harbour master "


def test_the_menu_key_asks_for_the_menu_at_the_row(desk: Desk, listed: HitList, qtbot: QtBot) -> None:
    show_names(desk, listed)
    listed.table.choose_row(1)
    listed.table.menu_requested.disconnect()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    with qtbot.waitSignal(listed.table.menu_requested) as asked:
        QApplication.sendEvent(listed.table, event)
    row = listed.table.visualRect(listed.model.index(1, Column.ARTICLE))
    assert listed.table.viewport().mapFromGlobal(asked.args[0]).y() in (row.bottom(), row.bottom() + 1)


def test_columns_are_shown_and_left_out(desk: Desk, listed: HitList) -> None:
    show_names(desk, listed)
    menu = QMenu()
    listed.table.column_menu(menu)
    by = next(action for action in menu.actions() if action.text() == "Annotator")
    assert listed.table.isColumnHidden(Column.ANNOTATOR)
    by.trigger()
    assert not listed.table.isColumnHidden(Column.ANNOTATOR)
    assert listed.model.index(0, Column.ANNOTATOR).data() == "Lena Ostrow"


def test_a_text_from_right_to_left_changes_sides(desk: Desk, listed: HitList) -> None:
    arabic = Hit("d", "T", 5, 9, "\u0642\u0627\u0644 ", "\u062d\u0644\u0628", " \u062e\u0637")
    listed.show_hits([arabic])
    turned = listed.grab().toImage()
    listed.show_hits([replace(arabic, left=arabic.right, right=arabic.left)])
    assert listed.grab().toImage() != turned
