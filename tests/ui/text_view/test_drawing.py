from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from annotator.ui.text_view.appearance import Appearance
from annotator.ui.text_view.overlay import beside
from tests.ui.page_rig import PageRig, make_project

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


def picture(rig: PageRig) -> QImage:
    return rig.page.viewport().grab().toImage()


def rows(rig: PageRig) -> list[tuple[int, float]]:
    return [(row.start, row.y) for row in rig.page.visible().rows]


def differs(rig: PageRig, words: str, before: QImage) -> bool:
    """Whether anything has changed in the boxes of these words or just below."""
    after = picture(rig)
    start = rig.offset(words)
    for box, row in rig.page.visible().boxes(start, start + len(words)):
        area = box.adjusted(0, 0, 0, row.room).toRect()
        if before.copy(area) != after.copy(area):
            return True
    return False


def test_nothing_jumps_when_a_quote_and_a_claim_are_labelled(rig: PageRig) -> None:
    before = rows(rig)
    for words, key in (("unemployment", "q"), ("unemployment", "c"), ("Delta", "2"), ("Mr", "a")):
        rig.caret(words)
        rig.keys(key)
        assert rows(rig) == before


def test_lines_are_evenly_spaced_within_a_paragraph(rig: PageRig) -> None:
    block = rig.page.block_at(rig.offset("Minister")).blockNumber()
    tops = [row.y for row in rig.page.visible().rows if row.block == block]
    steps = {round(second - first) for first, second in itertools.pairwise(tops)}
    assert len(steps) == 1


def test_each_kind_of_mark_is_seen_and_goes_again(rig: PageRig) -> None:
    for words, key in (
        ("Ellery", "3"),
        ("not pay twice", "q"),
        ("unemployment", "c"),
        ("spokesman", "a"),
    ):
        rig.caret("Harbour")
        before = picture(rig)
        rig.caret(words)
        rig.keys(key)
        rig.caret("Harbour")
        assert differs(rig, words, before)
        rig.keys("z")
        rig.caret("Harbour")
        assert not differs(rig, words, before)


def test_boxes_of_right_to_left_text_lie_where_the_words_are(rig: PageRig) -> None:
    line = rig.page.text.split("\n")[-2]
    whole = rig.page.visible().boxes(rig.offset(line), rig.offset(line) + len(line))
    first = rig.page.visible().boxes(rig.offset("قال"), rig.offset("قال") + 3)[0][0]
    latin = rig.page.visible().boxes(rig.offset("Al-Watan"), rig.offset("Al-Watan") + 8)
    assert len(latin) == 1
    assert first.left() > latin[0][0].right()
    assert abs(first.right() - max(box.right() for box, _ in whole)) < 2


def test_a_box_after_an_emoji_is_not_shifted(rig: PageRig) -> None:
    words = "Nobody else"
    start = rig.offset(words)
    box = rig.page.visible().boxes(start, start + 6)[0][0]
    cursor = rig.page.textCursor()
    cursor.setPosition(rig.page.utf16.to_utf16(start))
    assert abs(rig.page.cursorRect(cursor).left() - box.left()) <= 1.5


def test_light_and_dark_have_grounds_of_their_own(rig: PageRig) -> None:
    def ground() -> QColor:
        image = picture(rig)
        return image.pixelColor(image.width() - 4, image.height() - 4)

    light = ground()
    rig.page.set_appearance(Appearance(is_dark=True))
    assert light.lightnessF() > 0.95
    assert ground().lightnessF() < 0.2


def test_a_larger_font_and_a_narrower_column_break_the_lines_anew(rig: PageRig) -> None:
    few = len(rows(rig))
    rig.page.set_appearance(Appearance(font_points=20, line_width=40))
    assert len(rows(rig)) > few
    start = rig.offset("Delta Rail")
    assert rig.page.visible().boxes(start, start + 10)


def test_related_spans_are_drawn_only_for_the_focused_one(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("qs[Return]")
    rig.session.set_focus(None)
    quiet = picture(rig)
    rig.session.set_focus(rig.spans("QUOTE")[0].id)
    assert differs(rig, "she said", quiet)


def test_letters_of_neighbours_do_not_cover_each_other() -> None:
    first, second = QRectF(10, 0, 20, 12), QRectF(14, 0, 20, 12)
    moved = beside(second, [first])
    assert not moved.intersects(first)
    assert moved.top() == second.top()
    assert beside(QRectF(16, 0, 20, 12), [first, moved]).left() > moved.right()
    assert beside(QRectF(10, 30, 20, 12), [first, moved]) == QRectF(10, 30, 20, 12)


def test_a_text_of_one_line_stands_in_the_column_as_all_others(qtbot: QtBot, tmp_path: Path) -> None:
    rig = PageRig(qtbot, make_project(tmp_path / "short.annodb", "Ferry late.", "Bus late."))
    assert rig.session.project is not None
    for document in [*rig.session.project.documents()] * 2:
        rig.session.open_document(document.id)
        rig.page.grab()
        line = rig.page.document().firstBlock().layout().lineAt(0)
        assert line.x() == rig.page.page_layout.metrics.left
