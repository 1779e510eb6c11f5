from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox

from annotator.ui.panels.hit_texts import Column
from annotator.ui.panels.propagation import PropagationPanel
from annotator.ui.panels.search import SearchPanel
from tests.ui.page_rig import make_project
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from annotator.model.values import Span

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TEXTS = (
    "Finance minister Jana Roth rejected the offer. Roth’s deputy agreed.\n",
    "On Monday Jana Roth met the dockers. Nobody else was there.\n",
    "The dockers wrote to JANA ROTH again. Mr Roth did not reply.\n",
)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[WindowRig]:
    path = tmp_path / "names.annodb"
    make_project(path, *TEXTS).close()
    rig = WindowRig(qtbot, tmp_path, opens=path)
    rig.session.open_document(next(one.id for one in documents(rig) if "Finance" in one.title))
    yield rig
    rig.close()


def documents(desk: WindowRig) -> list:  # type: ignore[type-arg]
    assert desk.session.project is not None
    return desk.session.project.documents()


def review(desk: WindowRig) -> PropagationPanel:
    """Label the name in the open article and ask where else it stands."""
    desk.put_caret("Jana Roth")
    desk.press("1")
    desk.press_key(Qt.Key.Key_R, CTRL | SHIFT)
    panel = desk.window.panels.panel("search")
    assert isinstance(panel, SearchPanel)
    desk.qtbot.waitUntil(lambda: len(panel.propagation.hits.hits) == 3)
    desk.qtbot.waitUntil(panel.propagation.hits.table.hasFocus)
    return panel.propagation


def texts(panel: PropagationPanel) -> list[str]:
    return [one.text for one in panel.hits.hits]


def spans(desk: WindowRig) -> list[Span]:
    assert desk.session.project is not None
    return list(desk.session.project.iterate_spans())


def test_nothing_is_written_before_it_is_applied_in_one_step(desk: WindowRig) -> None:
    panel = review(desk)
    assert sorted(texts(panel)) == ["Jana Roth", "Roth", "Roth"]
    for _ in range(3):
        desk.press("a")
    assert "3 will be labelled" in desk.text("propagation_summary")
    assert len(spans(desk)) == 1
    desk.press_key(Qt.Key.Key_Return, CTRL)
    assert len(spans(desk)) == 4
    assert sorted(one.origin for one in spans(desk)) == ["manual"] + ["propagated"] * 3
    assert QApplication.focusWidget() is desk.window.page
    desk.trigger("edit.undo")
    assert len(spans(desk)) == 1


def test_what_was_rejected_is_not_offered_again(desk: WindowRig) -> None:
    panel = review(desk)
    desk.press("x")
    rejected = panel.hits.hits[0]
    desk.press_key(Qt.Key.Key_Return)
    desk.press_key(Qt.Key.Key_Return, CTRL)
    assert len(spans(desk)) == 2
    desk.session.set_focus(spans(desk)[0].id)
    desk.press_key(Qt.Key.Key_R, CTRL | SHIFT)
    desk.qtbot.waitUntil(lambda: len(panel.hits.hits) == 1)
    assert rejected not in panel.hits.hits


def test_all_in_an_article_and_all_at_once(desk: WindowRig) -> None:
    panel = review(desk)
    desk.press_key(Qt.Key.Key_A, SHIFT)
    assert "1 will be labelled" in desk.text("propagation_summary")
    desk.press_key(Qt.Key.Key_A, CTRL | SHIFT)
    assert "3 will be labelled" in desk.text("propagation_summary")
    panel.hits.table.choose_row(0)
    desk.press_key(Qt.Key.Key_Backspace)
    assert "2 will be labelled" in desk.text("propagation_summary")


def test_label_keys_write_nothing_in_a_review(desk: WindowRig) -> None:
    review(desk)
    desk.press("2d")
    assert [one.label for one in spans(desk)] == ["PER"]


def test_space_shows_the_place_and_stays(desk: WindowRig) -> None:
    panel = review(desk)
    row = texts(panel).index("Jana Roth")
    panel.hits.table.choose_row(row)
    desk.press_key(Qt.Key.Key_Space)
    assert desk.session.text.startswith("On Monday")
    assert panel.hits.table.hasFocus()


def test_groups_are_switched_by_boxes(desk: WindowRig) -> None:
    panel = review(desk)
    capitals, alone = desk.find("form_capitals"), desk.find("form_surname")
    assert isinstance(capitals, QCheckBox)
    assert isinstance(alone, QCheckBox)
    assert capitals.text() == "other capitals (1)"
    capitals.click()
    assert "JANA ROTH" in texts(panel)
    alone.click()
    assert sorted(texts(panel)) == ["JANA ROTH", "Jana Roth"]


def test_all_can_be_done_by_mouse(desk: WindowRig) -> None:
    panel = review(desk)
    table = panel.hits.table
    box = table.visualRect(panel.hits.model.index(1, Column.MARK)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert "1 will be labelled" in desk.text("propagation_summary")
    desk.click("propagation_apply")
    assert len(spans(desk)) == 2


def test_esc_leaves_and_writes_nothing(desk: WindowRig) -> None:
    review(desk)
    desk.press("a")
    desk.press_key(Qt.Key.Key_Escape)
    assert len(spans(desk)) == 1
    assert QApplication.focusWidget() is desk.window.page


def test_without_a_focused_span_the_page_says_what_is_missing(desk: WindowRig) -> None:
    said: list[str] = []
    desk.session.announced.connect(said.append)
    desk.window.page.setFocus()
    desk.press_key(Qt.Key.Key_R, CTRL | SHIFT)
    assert said == ["Focus a span in one piece first, then press the key again."]


def test_shift_r_takes_the_surname_where_it_is_but_ones(desk: WindowRig) -> None:
    desk.put_caret("Jana Roth")
    desk.press("1")
    desk.press_key(Qt.Key.Key_R, SHIFT)
    assert desk.labels() == ["PER Jana Roth", "PER Roth"]


def test_the_panel_is_as_before_when_the_review_is_over(desk: WindowRig) -> None:
    dock = desk.window.docks["search"]
    review(desk)
    desk.press_key(Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: not dock.isVisible())
    desk.trigger("search.open")
    desk.window.page.setFocus()
    review(desk)
    desk.press_key(Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(desk.window.page.hasFocus)
    assert dock.isVisible()
