from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.page_rig import PageRig, make_project


def test_undo_goes_back_to_where_the_label_key_was_pressed(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("qz")
    assert rig.page.text[rig.session.caret :].startswith("not pay twice")
    assert rig.spans() == []


def test_undo_far_from_the_place_brings_it_into_sight(rig: PageRig) -> None:
    rig.caret("Jana")
    rig.keys("1")
    rig.caret("Nobody")
    rig.keys("z")
    assert rig.page.text[rig.session.caret :].startswith("Jana")
    rig.caret("Nobody")
    rig.keys("[Ctrl+Shift+Z]")
    assert rig.focus.text == "Jana Roth"


def test_undoing_a_deletion_focuses_the_span_again(rig: PageRig) -> None:
    rig.caret("Jana")
    rig.keys("1d")
    rig.caret("Nobody")
    rig.keys("z")
    assert rig.focus.text == "Jana Roth"


def test_undo_shows_the_candidate_again_for_the_right_label(rig: PageRig) -> None:
    rig.caret("Jana")
    rig.keys("[Ctrl+Right]1z8")
    assert [(span.label, span.text) for span in rig.spans()] == [("DATE", "Tuesday")]


def test_undoing_a_label_on_a_quote_gives_the_quote_the_focus_back(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("qcz")
    assert rig.focus.label == "QUOTE"


def test_undo_in_another_article_goes_there(rig: PageRig) -> None:
    assert rig.session.document is not None
    first = rig.session.document.id
    rig.caret("Jana")
    rig.keys("1")
    rig.session.open_document(rig.project.documents()[1].id)
    rig.keys("z")
    assert rig.session.document.id == first
    assert rig.spans() == []


def test_undo_after_a_restart_goes_to_the_place_too(rig: PageRig) -> None:
    rig.caret("Okafor")
    rig.keys("1")
    rig.annotating.steps_back._places.clear()
    rig.caret("Harbour")
    rig.keys("z")
    assert rig.page.text[rig.session.caret :].startswith("Tomas Okafor")


def test_everybody_hears_that_the_focus_went_with_its_span(rig: PageRig) -> None:
    heard: list[bool] = []
    rig.caret("Jana")
    rig.keys("1")
    rig.session.focus_changed.connect(lambda: heard.append(rig.session.focus is None))
    rig.keys("d")
    assert heard[-1:] == [True]


@pytest.fixture
def long_rig(qtbot: QtBot, tmp_path: Path) -> Iterator[PageRig]:
    lines = [f"Speaker Nora{number} spoke at length of the harbour." for number in range(60)]
    rig = PageRig(qtbot, make_project(tmp_path / "long.annodb", "\n".join(lines)), size=(700, 400))
    qtbot.waitUntil(lambda: bool(rig.page.visible().rows))
    yield rig
    rig.session.close_project()


def test_undo_of_what_is_in_sight_does_not_scroll(long_rig: PageRig) -> None:
    height = long_rig.page.viewport().height()
    last = [row for row in long_rig.page.visible().rows if row.bottom <= height][-1]
    long_rig.page.place(last.start + 10)
    scroll = long_rig.page.verticalScrollBar()
    before = scroll.value()
    long_rig.keys("1z")
    assert scroll.value() == before


def test_a_place_out_of_sight_comes_into_it_with_text_around(long_rig: PageRig) -> None:
    place = long_rig.offset("Nora40")
    long_rig.page.go_to(place)
    assert long_rig.page.visible().start < place - 100
    assert place + 100 < long_rig.page.visible().end
    scroll = long_rig.page.verticalScrollBar().value()
    long_rig.page.go_to(long_rig.offset("Nora41"))
    assert long_rig.page.verticalScrollBar().value() == scroll


def test_a_line_that_is_half_cut_off_comes_into_sight(long_rig: PageRig) -> None:
    height = long_rig.page.viewport().height()
    beyond = next(row for row in reversed(long_rig.page.visible().rows))
    long_rig.window.resize(700, long_rig.window.height() - round(height - beyond.y - 4))
    long_rig.page.go_to(beyond.start)
    [row] = [row for row in long_rig.page.visible().rows if row.start == beyond.start]
    assert row.bottom <= long_rig.page.viewport().height()
