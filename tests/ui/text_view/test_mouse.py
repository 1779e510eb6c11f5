from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.page_rig import PageRig, make_project


def test_a_click_and_a_label_key_are_enough(rig: PageRig) -> None:
    rig.click("Okafor", 3)
    rig.keys("1")
    assert rig.texts() == ["Tomas Okafor"]


def test_double_click_takes_the_name_and_a_third_click_the_sentence(rig: PageRig) -> None:
    rig.double_click("Rueda")
    assert rig.selected == "Santa Rueda"
    QTest.mousePress(rig.page.viewport(), Qt.MouseButton.LeftButton, pos=rig.point("Rueda"))
    assert rig.selected.startswith("Mr Tomas Okafor")
    assert rig.selected.endswith("last year.")


def test_a_drag_snaps_to_words_and_is_exact_with_ctrl(rig: PageRig) -> None:
    rig.drag(rig.point("dockers", 3), rig.point("Port Ellery", 6))
    assert rig.selected == "dockers in Port Ellery"
    rig.drag(rig.point("dockers", 1), rig.point("dockers", 4), with_ctrl=True)
    assert rig.selected in "dockers"
    assert 0 < len(rig.selected) < 7


def test_a_click_on_a_span_focuses_the_innermost(rig: PageRig) -> None:
    rig.caret("unemployment")
    rig.keys("c")
    rig.caret("Rueda")
    rig.keys("3")
    rig.click("Rueda")
    assert rig.focus.label == "GPE"
    rig.click("fell")
    assert rig.focus.label == "CLAIM"
    rig.click("dockers")
    assert rig.session.focus is None


def test_the_edge_of_the_focused_span_can_be_dragged(rig: PageRig) -> None:
    rig.caret("Jana")
    rig.keys("1")
    box = rig.page.visible().boxes(*rig.focus.fragments[0])[0][0]
    edge = QPoint(round(box.right()), round(box.center().y()))
    rig.drag(edge, rig.point("rejected", 4))
    assert rig.texts() == ["Jana Roth rejected"]
    rig.keys("z")
    assert rig.texts() == ["Jana Roth"]


def test_the_context_menu_is_asked_for_what_is_under_the_pointer(rig: PageRig) -> None:
    rig.caret("Jana")
    rig.keys("1")
    rig.caret("Delta")
    asked: list[QPoint] = []
    rig.page.menu_requested.connect(asked.append)
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QApplication

    point = rig.point("Jana", 1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, rig.page.mapToGlobal(point))
    QApplication.sendEvent(rig.page.viewport(), event)
    assert rig.focus.text == "Jana Roth"
    assert len(asked) == 1


def test_double_click_takes_a_whole_quantity(rig: PageRig) -> None:
    rig.double_click("percent")
    assert rig.selected == "4 percent"


def test_a_click_on_a_line_half_in_sight_leaves_the_page_where_it_is(rig: PageRig) -> None:
    rig.session.close_project()
    rig.open(make_project(rig.project.path.with_name("long.annodb"), "Mira Holt spoke. " * 400))
    rig.window.resize(700, 405)
    viewport, bar = rig.page.viewport(), rig.page.verticalScrollBar()
    bar.setValue(5)
    QTest.mouseClick(
        viewport, Qt.MouseButton.LeftButton, pos=QPoint(viewport.width() // 2, viewport.height() - 3)
    )
    assert bar.value() == 5
    assert rig.session.caret > rig.page.visible().start
