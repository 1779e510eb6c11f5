from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
)

from annotator.model import edits
from annotator.model.threads import threads_of
from annotator.ui.panels.doubts import DoubtsPanel
from annotator.ui.panels.relation_tree import RelationTree
from annotator.ui.panels.span_rows import DOUBT
from annotator.ui.panels.span_tree import SpanTree

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator.model.threads import Thread
    from tests.ui.panels.desk import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> DoubtsPanel:
    panel = DoubtsPanel(desk.session, desk.actions)
    qtbot.addWidget(panel)
    desk.session.doubt_requested.connect(panel.write_about)
    panel.resize(300, 600)
    panel.show()
    desk.open("Ferry late again")
    return panel


def rows_of(panel: DoubtsPanel) -> list[str]:
    view = panel.findChild(QListView, "doubts_list")
    model = view.model()  # type: ignore[union-attr]
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]


def editor(panel: DoubtsPanel, name: str) -> QPlainTextEdit:
    return panel.findChild(QPlainTextEdit, name)  # type: ignore[return-value]


def click(panel: DoubtsPanel, qtbot: QtBot, name: str) -> None:
    """Click a button once it stands where it belongs."""
    QApplication.processEvents()
    qtbot.mouseClick(panel.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def thread(desk: Desk) -> Thread:
    assert desk.session.project is not None
    return threads_of(desk.session.project.messages())[0]


def write(panel: DoubtsPanel, desk: Desk, qtbot: QtBot, words: str = "One quote or two?") -> None:
    """Write a doubt about the focused span by keys."""
    before = len(rows_of(panel))
    panel.write_about(desk.session.focus or desk.session.document)  # type: ignore[arg-type]
    qtbot.keyClicks(editor(panel, "doubt_words"), words)
    control = Qt.KeyboardModifier.ControlModifier
    with qtbot.waitSignal(desk.session.page_requested):
        qtbot.keyClick(editor(panel, "doubt_words"), Qt.Key.Key_Return, control)
    qtbot.waitUntil(lambda: len(rows_of(panel)) == before + 1)


def test_a_doubt_is_written_and_listed_with_its_quotation(
    panel: DoubtsPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.focus("PER", "Ilka Brandt")
    write(panel, desk, qtbot)
    assert rows_of(panel)[0].startswith("“Ilka Brandt”, One quote or two?, Lena Ostrow")
    assert thread(desk).first.target_kind == "span"


def test_a_reply_and_settling_are_written_by_the_mouse(
    panel: DoubtsPanel, desk: Desk, qtbot: QtBot
) -> None:
    write(panel, desk, qtbot)
    assert thread(desk).first.target_kind == "document"
    qtbot.keyClicks(editor(panel, "doubt_reply"), "Two.")
    click(panel, qtbot, "doubt_send")
    qtbot.waitUntil(lambda: any("1 reply" in row for row in rows_of(panel)))
    assert "Two." in [label.text() for label in panel.findChildren(QLabel)]
    click(panel, qtbot, "doubt_settle")
    qtbot.waitUntil(lambda: rows_of(panel) == [])
    assert thread(desk).is_settled


def test_settled_doubts_are_shown_on_demand_and_opened_again(
    panel: DoubtsPanel, desk: Desk, qtbot: QtBot
) -> None:
    write(panel, desk, qtbot)
    click(panel, qtbot, "doubt_settle")
    qtbot.waitUntil(lambda: rows_of(panel) == [])
    panel.findChild(QComboBox, "doubts_filter").setCurrentIndex(3)  # type: ignore[union-attr]
    assert "Settled" in rows_of(panel)[0]
    click(panel, qtbot, "doubt_settle")
    qtbot.waitUntil(lambda: not thread(desk).is_settled)


def test_enter_goes_to_the_place_in_another_article(
    panel: DoubtsPanel, desk: Desk, qtbot: QtBot
) -> None:
    span = desk.focus("PER", "Ilka Brandt")
    write(panel, desk, qtbot)
    desk.open("Tessen votes")
    panel.enter()
    with qtbot.waitSignal(desk.session.page_requested):
        qtbot.keyClick(panel.findChild(QListView, "doubts_list"), Qt.Key.Key_Return)
    assert desk.session.focus == span


def test_the_thread_of_a_deleted_span_stays_with_its_quotation(
    panel: DoubtsPanel, desk: Desk, qtbot: QtBot
) -> None:
    span = desk.focus("PER", "Ilka Brandt")
    write(panel, desk, qtbot)
    desk.session.do(edits.remove_spans([span], (), by=desk.session.annotator.id))
    places: list[tuple[int, int]] = []
    desk.session.place_requested.connect(lambda start, end: places.append((start, end)))
    panel.enter()
    qtbot.keyClick(panel.findChild(QListView, "doubts_list"), Qt.Key.Key_Return)
    assert rows_of(panel)[0].startswith("“Ilka Brandt”")
    assert places == [(span.start, span.end)]


def test_escape_leaves_the_writer_without_writing(panel: DoubtsPanel, desk: Desk, qtbot: QtBot) -> None:
    assert desk.session.document is not None
    panel.write_about(desk.session.document)
    qtbot.keyClicks(editor(panel, "doubt_words"), "Hm")
    with qtbot.waitSignal(desk.session.page_requested):
        qtbot.keyClick(editor(panel, "doubt_words"), Qt.Key.Key_Escape)
    assert desk.session.project is not None
    assert desk.session.project.messages() == []


def test_undo_takes_a_doubt_back(panel: DoubtsPanel, desk: Desk, qtbot: QtBot) -> None:
    write(panel, desk, qtbot)
    desk.session.undo()
    qtbot.waitUntil(lambda: rows_of(panel) == [])


def test_ones_own_message_is_deleted_by_its_button(panel: DoubtsPanel, desk: Desk, qtbot: QtBot) -> None:
    write(panel, desk, qtbot)
    QApplication.processEvents()
    button = panel.findChild(QToolButton, "message_delete")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: rows_of(panel) == [])
    assert desk.session.project is not None
    assert desk.session.project.messages() == []


def test_the_list_of_spans_marks_an_open_doubt(panel: DoubtsPanel, desk: Desk, qtbot: QtBot) -> None:
    tree = SpanTree(desk.session)
    qtbot.addWidget(tree)
    desk.focus("PER", "Ilka Brandt")
    tree.load()
    write(panel, desk, qtbot)
    edit = edits.set_field("setting", "", "", None, None, by="", title="")
    tree.follow(edit)
    model = tree.model()
    group = model.index(0, 0)
    model.fetchMore(group)
    assert model.index(0, 0, group).data(DOUBT) is True


def test_a_relation_has_a_note_and_a_doubt(panel: DoubtsPanel, desk: Desk, qtbot: QtBot) -> None:
    from annotator.ui.panels.relation_list import RelationList

    quote = desk.focus("QUOTE", "“We waited two hours,”")
    source = desk.label("SOURCE", "Ilka Brandt")
    desk.link("speaker", quote, source)
    relations = RelationList(desk.session, desk.actions, list)
    qtbot.addWidget(relations)
    relations.show_span(quote)
    relations.show()
    rows = relations.findChild(RelationTree)
    note = relations.findChild(QPlainTextEdit, "relation_note")
    qtbot.keyClicks(note, "Really?")
    qtbot.keyClick(note, Qt.Key.Key_Escape)
    assert desk.session.project is not None
    (stored,) = desk.session.project.relations(quote.document_id)
    assert stored.note == "Really?"
    qtbot.keyClick(rows, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor(panel, "doubt_words"), "Her or the radio?")
    click(panel, qtbot, "doubt_write")
    assert thread(desk).first.quoted.endswith("→ speaker → Ilka Brandt")


def test_a_quotation_keeps_its_own_marks(panel: DoubtsPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.focus("QUOTE", "“We waited two hours,”")
    write(panel, desk, qtbot)
    assert rows_of(panel)[0].startswith("“We waited two hours,”")
