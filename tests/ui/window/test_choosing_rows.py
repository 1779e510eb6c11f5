"""What a held key, Enter or an edit makes of the rows and buttons of the panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from annotator.ui.panels.search import SearchPanel
from annotator.ui.panels.span_tree import SpanTree

if TYPE_CHECKING:
    from tests.ui.window.window_rig import WindowRig

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def tree_of(desk: WindowRig) -> SpanTree:
    found = desk.find("span_tree")
    assert isinstance(found, SpanTree)
    return found


def label_two(desk: WindowRig) -> None:
    for words in ("Jana Roth", "Tomas Okafor"):
        desk.session.set_focus(None)
        desk.put_caret(words)
        desk.press("1")


def test_redo_with_shift_held_chooses_one_row(desk: WindowRig) -> None:
    label_two(desk)
    desk.qtbot.waitUntil(lambda: len(tree_of(desk).chosen()) == 1)
    desk.press("z")
    desk.session.set_focus(desk.session.annotations.at(desk.session.text.index("Jana Roth"))[0].id)  # type: ignore[union-attr]
    desk.press_key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert [span.text for span in tree_of(desk).chosen()] == ["Tomas Okafor"]


def test_spans_of_a_label_that_is_new_in_the_article_stay_in_sight(desk: WindowRig) -> None:
    label_two(desk)
    tree = tree_of(desk)
    desk.qtbot.waitUntil(lambda: tree.isExpanded(tree.model().index(0, 0)))
    desk.trigger("search.open")
    desk.press("label:PER")
    panel = desk.window.show_panel("search")
    assert isinstance(panel, SearchPanel)
    desk.qtbot.waitUntil(lambda: panel.hits.model.rowCount() == 2)
    desk.press_key(Qt.Key.Key_Down)
    desk.press_key(Qt.Key.Key_A, CTRL)
    desk.press("2")
    desk.qtbot.waitUntil(lambda: desk.labels() == ["ORG Jana Roth", "ORG Tomas Okafor"])
    desk.qtbot.waitUntil(lambda: tree.isExpanded(tree.model().index(0, 0)))


def test_enter_presses_the_buttons_of_a_panel(desk: WindowRig) -> None:
    desk.trigger("search.open")
    desk.press("label:PER")
    desk.press_key(Qt.Key.Key_D, CTRL)
    save = desk.find("query_save")
    assert isinstance(save, QPushButton)
    desk.qtbot.waitUntil(save.isVisible)
    save.setFocus()
    desk.press_key(Qt.Key.Key_Return)
    assert [one.name for one in desk.session.project.saved_queries()] == ["label:PER"]  # type: ignore[union-attr]


def click_key(desk: WindowRig, key: str) -> None:
    bar = desk.window.key_bar
    found = (x for x in range(bar.width()) if bar.key_at(QPointF(x, bar.height() / 2)) == key)
    place = QPoint(next(found) + 2, bar.height() // 2)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)


def test_a_relation_is_made_by_clicks_alone(desk: WindowRig) -> None:
    desk.put_caret("Port Herald")
    desk.press("2")
    desk.session.set_focus(None)
    desk.put_caret("not pay twice")
    desk.press("q")
    click_key(desk, "L")
    click_key(desk, "A")
    page = desk.window.page
    start = page.text.index("Port Herald")
    place = page.visible().boxes(start, start + 1)[0][0].center().toPoint()
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    annotations = desk.session.annotations
    assert annotations is not None
    assert desk.session.focus is not None
    made = annotations.relations(desk.session.focus.id)
    assert [annotations.span(one.to_id).text for one in made] == ["Port Herald"]  # type: ignore[union-attr]


def test_a_click_on_esc_leaves_the_mode(desk: WindowRig) -> None:
    desk.put_caret("not pay twice")
    desk.press("q")
    click_key(desk, "L")
    assert desk.window.page.mode is not None
    click_key(desk, "Esc")
    assert desk.window.page.mode is None
