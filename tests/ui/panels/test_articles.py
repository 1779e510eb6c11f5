from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QToolButton,
)

from annotator.model import document_edits, edits, thread_edits
from annotator.model.change import Edit
from annotator.model.values import now
from annotator.ui.panels.article_twins import TwinSearch
from annotator.ui.panels.articles import ArticlesPanel
from annotator.ui.panels.elided_label import ElidedLabel
from tests.ui.panels.desk import FERRY, add_article, article_edit, new_project

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ArticlesPanel:
    panel = ArticlesPanel(desk.session, desk.actions)
    qtbot.addWidget(panel)
    panel.resize(260, 500)
    panel.show()
    return panel


def rows_of(panel: ArticlesPanel) -> list[str]:
    model = the_list(panel).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def the_list(panel: ArticlesPanel) -> QListView:
    return panel.findChild(QListView, "articles_list")  # type: ignore[return-value]


def filter_line(panel: ArticlesPanel) -> QLineEdit:
    return panel.findChild(QLineEdit, "articles_filter")  # type: ignore[return-value]


def spoken(panel: ArticlesPanel, row: int) -> str:
    index = the_list(panel).model().index(row, 0)
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def test_all_articles_are_listed_with_outlet_and_date(panel: ArticlesPanel) -> None:
    assert rows_of(panel) == ["Ferry late again", "Tessen votes", "Pass closed"]
    assert spoken(panel, 0) == "Ferry late again, Karrow Ledger · 14 Mar · New"


def test_a_click_opens_the_article_and_goes_to_the_page(
    panel: ArticlesPanel, desk: Desk, qtbot: QtBot
) -> None:
    view = the_list(panel)
    where = view.visualRect(view.model().index(1, 0)).center()
    with qtbot.waitSignal(panel.page_requested):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert desk.session.document is not None
    assert desk.session.document.title == "Tessen votes"


def test_arrow_and_enter_open_the_next_article(panel: ArticlesPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.open("Ferry late again")
    qtbot.keyClick(the_list(panel), Qt.Key.Key_Down)
    qtbot.keyClick(the_list(panel), Qt.Key.Key_Return)
    assert desk.session.document is not None
    assert desk.session.document.title == "Tessen votes"


def test_typing_filters_by_outlet_after_a_pause(panel: ArticlesPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(filter_line(panel), "ledger")
    qtbot.waitUntil(lambda: rows_of(panel) == ["Ferry late again", "Pass closed"])


def test_typing_filters_by_the_beginning_of_a_word_in_the_text(
    panel: ArticlesPanel, qtbot: QtBot
) -> None:
    qtbot.keyClicks(filter_line(panel), "plou")
    qtbot.waitUntil(lambda: rows_of(panel) == ["Pass closed"])


def test_enter_in_the_filter_opens_the_first_article(
    panel: ArticlesPanel, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(filter_line(panel), "tessen")
    qtbot.keyClick(filter_line(panel), Qt.Key.Key_Return)
    assert desk.session.document is not None
    assert desk.session.document.title == "Tessen votes"


def test_escape_clears_the_filter_and_then_leaves(panel: ArticlesPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(filter_line(panel), "tessen")
    qtbot.keyClick(filter_line(panel), Qt.Key.Key_Escape)
    assert len(rows_of(panel)) == 3
    with qtbot.waitSignal(panel.page_requested):
        qtbot.keyClick(filter_line(panel), Qt.Key.Key_Escape)


def choose(panel: ArticlesPanel, button: str, *entries: str) -> None:
    """Set entries of the filter's menus with the space bar."""
    menu = panel.findChild(QToolButton, button).menu()  # type: ignore[union-attr]
    menu.aboutToShow.emit()
    for entry in entries:
        action = menu.findChild(QAction, entry)
        assert action is not None, entry
        inner = action.parent()
        assert isinstance(inner, QMenu)
        inner.setActiveAction(action)
        space = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ")
        QApplication.sendEvent(inner, space)


def test_check_marks_show_only_articles_of_these_states(panel: ArticlesPanel, desk: Desk) -> None:
    desk.set_state("Tessen votes", "done")
    choose(panel, "articles_wishes", "filter:state:done")
    assert rows_of(panel) == ["Tessen votes"]
    choose(panel, "articles_wishes", "filter:state:new")
    assert len(rows_of(panel)) == 3
    choose(panel, "articles_wishes", "filter:flagged:yes")
    assert "No article fits" in [label.text() for label in panel.findChildren(QLabel)]


def test_what_is_wanted_is_said_and_taken_back_by_a_click(panel: ArticlesPanel, qtbot: QtBot) -> None:
    choose(panel, "articles_wishes", "filter:outlet:Karrow Ledger")
    assert rows_of(panel) == ["Ferry late again", "Pass closed"]
    said = panel.findChild(ElidedLabel, "articles_wished")
    assert said.text() == "Outlet: Karrow Ledger"  # type: ignore[union-attr]
    everything = panel.findChild(QToolButton, "articles_show_everything")
    qtbot.mouseClick(everything, Qt.MouseButton.LeftButton)
    assert len(rows_of(panel)) == 3


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("filter:month:2026-03", ["Ferry late again", "Tessen votes"]),
        ("filter:month:", ["Pass closed"]),
        ("filter:spans:some", ["Tessen votes"]),
    ],
)
def test_articles_are_shown_by_date_and_by_whether_they_have_spans(
    panel: ArticlesPanel, desk: Desk, entry: str, shown: list[str]
) -> None:
    desk.open("Tessen votes")
    desk.label("PER", "Odo Lind")
    choose(panel, "articles_wishes", entry)
    assert rows_of(panel) == shown


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("published", "Tessen votes"),
        ("title", "Ferry late again"),
        ("outlet", "Ferry late again"),
        ("spans", "Pass closed"),
        ("flagged", "Tessen votes"),
        ("attribute.topic", "Pass closed"),
    ],
)
def test_articles_are_sorted_by_what_is_chosen(
    panel: ArticlesPanel, desk: Desk, order: str, first: str
) -> None:
    desk.open("Pass closed")
    desk.label("PER", "Snow")
    assert desk.session.document is not None
    topic = desk.session.codebook.attributes["topic"]
    desk.session.do(document_edits.set_attribute(desk.session.document, topic, "society", by="x"))
    work = desk.session.work(desk.id_of("Tessen votes"))
    desk.session.do(edits.set_flagged(work, True, by=desk.session.annotator.id))
    choose(panel, "articles_sort", f"sort:{order}")
    assert rows_of(panel)[0] == first
    choose(panel, "articles_sort", "sort:reverse")
    assert len(rows_of(panel)) == 3


def test_a_search_in_the_query_language_shows_what_it_finds(panel: ArticlesPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(filter_line(panel), 'outlet:"Tessen Post"')
    qtbot.waitUntil(lambda: rows_of(panel) == ["Tessen votes"])


def test_a_search_that_is_not_understood_says_why_and_not_that_nothing_fits(
    panel: ArticlesPanel, qtbot: QtBot
) -> None:
    filter_line(panel).setText("outlett:ledger")
    error = panel.findChild(QLabel, "articles_error")
    assert error is not None
    qtbot.waitUntil(error.isVisible)
    assert "Did you mean outlet" in error.text()
    shown = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert "Nothing was searched" in shown
    assert "No article fits" not in shown
    filter_line(panel).setText("outlet:ledger")
    qtbot.waitUntil(lambda: len(rows_of(panel)) == 2)
    assert not error.isVisible()


def test_near_duplicates_are_counted_and_shown_by_a_click_on_the_badge(
    panel: ArticlesPanel, desk: Desk, qtbot: QtBot
) -> None:
    assert desk.session.project is not None
    copy = article_edit("Copied", FERRY + " The fog stayed.")
    desk.session.do(edits.combine("import", [copy]))
    desk.session.project.bring_twins_in_step()
    panel.reload()
    assert "1 more like this" in spoken(panel, 0)
    view = the_list(panel)
    row = view.visualRect(view.model().index(0, 0))
    badge = row.bottomRight() - QPoint(16, row.height() // 2 - 4)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=badge)
    assert rows_of(panel) == ["Ferry late again", "Copied"]
    choose(panel, "articles_wishes", "filter:first:yes")
    assert rows_of(panel) == ["Ferry late again"]


def test_the_key_for_near_duplicates_can_be_another(
    panel: ArticlesPanel, desk: Desk, qtbot: QtBot
) -> None:
    assert desk.session.project is not None
    desk.session.do(edits.combine("import", [article_edit("Copied", FERRY + " The fog stayed.")]))
    desk.session.project.bring_twins_in_step()
    panel.reload()
    view = the_list(panel)
    view.setCurrentIndex(view.model().index(0, 0))
    desk.actions.set_keys({"articles.twins": ("=",)})
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ShiftModifier)
    assert len(rows_of(panel)) == 4
    qtbot.keyClick(view, Qt.Key.Key_Equal)
    assert rows_of(panel) == ["Ferry late again", "Copied"]


def test_articles_of_a_project_without_signatures_are_compared_in_the_background(
    panel: ArticlesPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.session.do(edits.combine("import", [article_edit("Copied", FERRY + " The fog stayed.")]))
    panel.findChild(TwinSearch).start()  # type: ignore[union-attr]
    with qtbot.waitSignal(desk.session.twins_found):
        pass
    assert "1 more like this" in spoken(panel, 0)
    assert desk.session.project is not None
    assert not desk.session.project.is_changed_outside


def test_doubts_notes_and_people_are_told_in_the_row(panel: ArticlesPanel, desk: Desk) -> None:
    desk.open("Tessen votes")
    document, me = desk.session.document, desk.session.annotator.id
    assert document is not None
    desk.session.do(thread_edits.begin_thread(document, "Satire?", by=me))
    desk.session.do(document_edits.set_note(document, "Look again.", by=me))
    plan = {me: document_edits.Load([document.id])}
    desk.session.do(Edit("assign", tuple(document_edits.assigning(plan, by=me)), me, now()))
    assert spoken(panel, 1).endswith("New · For Lena Ostrow · 1 open doubt · with a note")
    for entry in ("filter:doubt:yes", "filter:note:yes", f"filter:assigned:{me}"):
        choose(panel, "articles_wishes", entry)
        assert rows_of(panel) == ["Tessen votes"]
        choose(panel, "articles_wishes", entry)
    for _ in range(3):
        desk.session.undo()
    assert spoken(panel, 1).endswith("New")


def test_several_articles_are_chosen_without_opening_them(
    panel: ArticlesPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.open("Ferry late again")
    view = the_list(panel)
    where = view.visualRect(view.model().index(2, 0)).center()
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, shift, where)
    assert len(panel.chosen()) == 3
    assert desk.session.document is not None
    assert desk.session.document.title == "Ferry late again"


def test_an_article_that_no_longer_fits_stays_until_the_filter_is_set_anew(
    panel: ArticlesPanel, desk: Desk
) -> None:
    choose(panel, "articles_wishes", "filter:state:new")
    desk.set_state("Tessen votes", "done")
    assert "Tessen votes" in rows_of(panel)
    panel.filter_now()
    assert "Tessen votes" not in rows_of(panel)


def test_labels_are_counted_in_the_row_and_undo_takes_them_back(
    panel: ArticlesPanel, desk: Desk
) -> None:
    desk.open("Ferry late again")
    desk.label("PER", "Ilka Brandt")
    desk.label("ORG", "Karrow Radio")
    assert "2 spans" in spoken(panel, 0)
    desk.session.undo()
    assert "1 span ·" in spoken(panel, 0)


def test_done_articles_are_counted_below_the_list(panel: ArticlesPanel, desk: Desk) -> None:
    desk.set_state("Tessen votes", "done")
    assert "1 / 3 done" in [label.text() for label in panel.findChildren(QLabel)]


def test_a_new_title_is_shown_and_found(panel: ArticlesPanel, desk: Desk) -> None:
    id_ = desk.id_of("Pass closed")
    edit = edits.set_field("document", id_, "title", "Pass closed", "Pass open", by="x", title="t")
    desk.session.do(edit)
    assert rows_of(panel)[2] == "Pass open"


def test_an_imported_article_appears_and_undoing_the_import_removes_it(
    panel: ArticlesPanel, desk: Desk
) -> None:
    edit = article_edit("Rails again", "The rails are dry.")
    desk.session.do(edits.combine("import", [edit]))
    assert rows_of(panel)[-1] == "Rails again"


def test_next_and_previous_follow_the_shown_order(panel: ArticlesPanel, desk: Desk) -> None:
    desk.open("Ferry late again")
    filter_line(panel).setText("ledger")
    panel.filter_now()
    assert panel.order() == [desk.id_of("Ferry late again"), desk.id_of("Pass closed")]
    assert panel.neighbour_id(1) == desk.id_of("Pass closed")
    assert panel.neighbour_id(-1) is None


def test_next_goes_on_from_an_article_that_the_filter_hides(panel: ArticlesPanel, desk: Desk) -> None:
    desk.open("Tessen votes")
    filter_line(panel).setText("ledger")
    panel.filter_now()
    assert panel.neighbour_id(1) == desk.id_of("Pass closed")
    assert panel.neighbour_id(-1) == desk.id_of("Ferry late again")


def test_an_empty_project_offers_to_import(desk: Desk, qtbot: QtBot) -> None:
    desk.session.close_project()
    panel = ArticlesPanel(desk.session, desk.actions)
    qtbot.addWidget(panel)
    assert "No project is open" in [label.text() for label in panel.findChildren(QLabel)]
    button = panel.findChild(QPushButton, "articles_import")
    assert button.isHidden()  # type: ignore[union-attr]


def test_the_model_keeps_qts_rules_through_edits_and_filters(panel: ArticlesPanel, desk: Desk) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(the_list(panel).model(), fatal)
    desk.open("Ferry late again")
    desk.label("PER", "Ilka Brandt")
    filter_line(panel).setText("ledger")
    panel.filter_now()
    desk.session.undo()
    assert tester.model().rowCount() == 2


def test_a_row_that_does_not_exist_is_asked_in_vain(panel: ArticlesPanel) -> None:
    assert the_list(panel).model().index(99, 0).data() is None
    assert the_list(panel).indexAt(QPoint(5, 10_000)).data() is None


def test_another_annotator_sees_her_own_states(panel: ArticlesPanel, desk: Desk) -> None:
    desk.set_state("Tessen votes", "done")
    desk.session.rename_annotator("Bo Tander")
    assert "New" in spoken(panel, 1)
    assert "0 / 3 done" in [label.text() for label in panel.findChildren(QLabel)]


def test_articles_without_a_date_or_outlet_have_no_stray_dots(desk: Desk, qtbot: QtBot) -> None:
    assert desk.session.project is not None
    add_article(desk.session.project, "Bare", "Nothing is known of it.")
    panel = ArticlesPanel(desk.session, desk.actions)
    qtbot.addWidget(panel)
    assert spoken(panel, 3) == "Bare, New"


def test_another_project_is_shown_whole(panel: ArticlesPanel, desk: Desk, tmp_path: Path) -> None:
    choose(panel, "articles_wishes", "filter:flagged:yes")
    assert rows_of(panel) == []
    desk.session.open_project(new_project(tmp_path / "other.annodb"))
    assert len(rows_of(panel)) == 3
