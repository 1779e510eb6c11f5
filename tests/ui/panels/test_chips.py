from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from annotator.model import edits
from annotator.ui import theme
from annotator.ui.panels.chips import Chip, LabelChips
from tests.ui.panels.desk import article_edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk


@pytest.fixture
def chips(desk: Desk, qtbot: QtBot) -> LabelChips:
    chips = LabelChips(desk.session, desk.actions)
    qtbot.addWidget(chips)
    chips.resize(700, 120)
    chips.show()
    return chips


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "dark")
    yield
    theme.apply(qapp, "light")


def chip(chips: LabelChips, label: str) -> Chip:
    return chips.findChild(Chip, f"chip:{label}")  # type: ignore[return-value]


def colours_in(one: Chip) -> set[str]:
    image = one.grab().toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(image.pixel(x, y)).name().upper() for x, y in points}


def test_every_label_has_a_chip_with_its_key(chips: LabelChips, desk: Desk) -> None:
    assert len(chips.findChildren(Chip)) == len(desk.session.codebook.labels)
    assert chip(chips, "QUOTE").accessibleName() == "Quote (what is said), Q"


def test_a_click_relabels_the_focused_span(chips: LabelChips, desk: Desk, qtbot: QtBot) -> None:
    desk.open("Ferry late again")
    desk.focus("PER", "Karrow Radio")
    qtbot.mouseClick(chip(chips, "ORG"), Qt.MouseButton.LeftButton)
    assert desk.session.focus is not None
    assert desk.session.focus.label == "ORG"
    assert chip(chips, "ORG").isChecked()
    assert not chip(chips, "PER").isChecked()


def test_a_click_that_changes_nothing_leaves_the_chip_as_it_was(
    chips: LabelChips, desk: Desk, qtbot: QtBot
) -> None:
    desk.open("Ferry late again")
    qtbot.mouseClick(chip(chips, "ORG"), Qt.MouseButton.LeftButton)
    assert not chip(chips, "ORG").isChecked()


def test_chips_can_be_pressed_only_with_an_article_open(chips: LabelChips, desk: Desk) -> None:
    assert not chip(chips, "PER").isEnabled()
    desk.open("Ferry late again")
    assert chip(chips, "PER").isEnabled()


def test_one_tab_stop_then_arrow_keys(chips: LabelChips, desk: Desk, qtbot: QtBot) -> None:
    desk.open("Ferry late again")
    stops = [one for one in chips.findChildren(Chip) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [chip(chips, "PER")]
    chip(chips, "PER").setFocus()
    qtbot.keyClick(chip(chips, "PER"), Qt.Key.Key_Right)
    assert QApplication.focusWidget() is chip(chips, "ORG")


def test_hovering_shows_the_guideline_as_plain_words(chips: LabelChips) -> None:
    text = chip(chips, "PER").toolTip()
    assert "A proper name of one individual" in text
    assert "Exclude" in text
    assert "&quot;Chancellor&quot;" in text


def test_chips_wrap_to_more_rows_where_it_is_narrow(chips: LabelChips) -> None:
    assert chips.heightForWidth(320) > chips.heightForWidth(1800)
    chips.resize(320, chips.heightForWidth(320))
    assert all(chips.rect().contains(one.geometry()) for one in chips.findChildren(Chip))


def test_a_new_name_in_the_codebook_is_shown(chips: LabelChips, desk: Desk) -> None:
    edit = edits.set_field("label", "PER", "name", "Person", "Human", by="x", title="rename")
    desk.session.do(edit)
    assert chip(chips, "PER").text() == "Human"


def test_a_user_s_own_key_is_shown(chips: LabelChips, desk: Desk) -> None:
    desk.actions.set_labels({"PER": ("Person", "Y")}, desk.label_here)
    chips.refresh()
    assert chip(chips, "PER").accessibleName() == "Person, Y"


def test_chips_are_painted_in_the_colours_of_the_codebook(chips: LabelChips, desk: Desk) -> None:
    desk.open("Ferry late again")
    assert {"#77AADD", "#6597C9"} <= colours_in(chip(chips, "PER"))
    assert "#223D81" in colours_in(chip(chips, "QUOTE"))


def test_a_dark_theme_has_its_own_colours(chips: LabelChips, desk: Desk, dark: None) -> None:
    desk.open("Ferry late again")
    assert {"#001F8C", "#3666D5"} <= colours_in(chip(chips, "PER"))


def test_in_a_narrow_window_the_chips_show_their_keys_alone(chips: LabelChips) -> None:
    chips.resize(1400, 90)
    wide = chip(chips, "GPE").sizeHint().width()
    chips.resize(330, 90)
    assert chip(chips, "GPE").sizeHint().width() < wide / 2
    assert chips.heightForWidth(330) < 110


def test_chips_rest_when_the_open_article_is_gone(chips: LabelChips, desk: Desk) -> None:
    edit = article_edit("Pier sold", "The pier was sold.")
    assert desk.session.do(replace(edit, annotator=desk.session.annotator.id))
    desk.open("Pier sold")
    assert chip(chips, "PER").isEnabled()
    desk.session.undo()
    assert desk.session.document is None
    assert not chip(chips, "PER").isEnabled()
