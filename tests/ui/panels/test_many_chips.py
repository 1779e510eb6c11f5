"""Chips of a codebook with more labels than there is room for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.assets import resources
from annotator.model.codebook_items import Label
from annotator.model.colour_checks import contrast
from annotator.store.project import Project
from annotator.ui import theme
from annotator.ui.label_colours import label_colours
from annotator.ui.panels.chip import Chip, MoreChip
from annotator.ui.panels.chips import LabelChips
from annotator.ui.text_view.ink import ink_of
from tests.ui.panels.desk import Desk, add_article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

STYLES = ("fill", "box", "underline-solid", "underline-dashed", "margin-bar")
KEYS = [chr(0x3B1 + index) for index in range(17)]
TITLE = "Ferry late again"


def many_labels(path: Path) -> Project:
    """A project with 120 labels; every second of the new ones has a key, while there are keys."""
    codebook = json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8"))
    for number in range(120 - len(codebook["labels"])):
        key = KEYS[number // 2] if number % 2 and number // 2 < len(KEYS) else ""
        style = STYLES[number % len(STYLES)]
        label = {"id": f"L{number}", "name": f"Label {number}", "style": style, "layer": "zone"}
        codebook["labels"].append(label | ({"hotkey": key} if key else {}))
    project = Project.create(path, title="Many", codebook=codebook)
    add_article(project, TITLE, "Ilka Brandt said the ferry was late.")
    return project


@pytest.fixture
def many(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(many_labels(tmp_path / "many.annodb"))
    qtbot.addWidget(desk.window)
    yield desk
    desk.session.close_project()


@pytest.fixture
def chips(many: Desk, qtbot: QtBot) -> Iterator[LabelChips]:
    """The chips above a stand-in for the page."""
    centre = QWidget()
    column = QVBoxLayout(centre)
    column.setContentsMargins(0, 0, 0, 0)
    chips = LabelChips(many.session, many.actions)
    column.addWidget(chips)
    column.addWidget(QPlainTextEdit(), 1)
    qtbot.addWidget(centre)
    centre.resize(700, 720)
    centre.show()
    many.open(TITLE)
    qtbot.waitUntil(lambda: more(chips).isVisible())
    yield chips
    centre.close()


def more(chips: LabelChips) -> MoreChip:
    return chips.findChild(MoreChip)  # type: ignore[return-value]


def shown(chips: LabelChips) -> list[Chip]:
    return [one for one in chips.findChildren(Chip) if one.isVisible()]


def places(chips: LabelChips) -> list[tuple[str, int, int]]:
    return [(one.objectName(), one.x(), one.y()) for one in (*shown(chips), more(chips))]


def open_menu(chips: LabelChips, qtbot: QtBot) -> QMenu:
    qtbot.mouseClick(more(chips), Qt.MouseButton.LeftButton)
    menu = chips.findChild(QMenu, "more_labels_menu")
    assert isinstance(menu, QMenu)
    return menu


def test_chips_take_three_rows_and_say_how_many_there_are_besides(chips: LabelChips) -> None:
    rows = {one.y() for one in shown(chips)}
    assert len(rows) == 3
    assert all(chips.rect().contains(one.geometry()) for one in (*shown(chips), more(chips)))
    assert more(chips).text() == f"+{120 - len(shown(chips))}"
    assert len(chips.hidden_labels()) == 120 - len(shown(chips))


def test_labels_with_keys_come_first(chips: LabelChips) -> None:
    keyed = ["," in one.accessibleName() for one in shown(chips)]
    assert keyed == sorted(keyed, reverse=True)
    assert keyed.count(True) == 14 + len(KEYS)


def test_nothing_moves_when_a_span_is_focused(chips: LabelChips, many: Desk) -> None:
    before = places(chips)
    many.label("PER", "Ilka Brandt")
    many.focus("PER", "Ilka Brandt")
    QApplication.processEvents()
    assert places(chips) == before
    many.label("L105", "ferry")
    many.focus("L105", "ferry")
    QApplication.processEvents()
    assert places(chips) == before
    assert more(chips).isChecked()


def test_the_menu_labels_with_what_has_no_chip(chips: LabelChips, many: Desk, qtbot: QtBot) -> None:
    many.label("PER", "Ilka Brandt")
    many.focus("PER", "Ilka Brandt")
    menu = open_menu(chips, qtbot)
    assert [entry.data() for entry in menu.actions()] == chips.hidden_labels()
    entry = next(one for one in menu.actions() if one.text() == "Label 105")
    menu.setActiveAction(entry)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert many.session.focus is not None
    assert many.session.focus.label == "L105"


def test_arrow_keys_reach_the_last_chip_and_enter_opens_its_menu(
    chips: LabelChips, qtbot: QtBot
) -> None:
    last = shown(chips)[-1]
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is more(chips)
    qtbot.keyClick(more(chips), Qt.Key.Key_Return)
    menu = chips.findChild(QMenu, "more_labels_menu")
    assert isinstance(menu, QMenu)
    assert menu.isVisible()
    menu.close()
    qtbot.keyClick(more(chips), Qt.Key.Key_Left)
    assert QApplication.focusWidget() is last


@pytest.mark.parametrize("height", [260, 400, 720])
def test_the_page_keeps_its_room(chips: LabelChips, qtbot: QtBot, height: int) -> None:
    centre = chips.parentWidget()
    centre.resize(560, height)
    page = centre.findChild(QPlainTextEdit)
    assert isinstance(page, QPlainTextEdit)
    qtbot.waitUntil(lambda: page.height() > 0.78 * height)
    assert all(chips.rect().contains(one.geometry()) for one in shown(chips))


def test_in_a_wide_place_more_labels_are_shown(chips: LabelChips, qtbot: QtBot) -> None:
    before = len(shown(chips))
    chips.parentWidget().resize(1500, 720)
    qtbot.waitUntil(lambda: len(shown(chips)) > before)
    assert more(chips).geometry().right() <= chips.rect().right()


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("roles", [{}, {"fill": "#FFEE88"}, {"line": "#2244AA"}, {"line": "#EEEE99"}])
def test_labels_with_few_colours_or_none_can_be_read(
    qapp: QApplication, name: str, style: str, roles: dict[str, str]
) -> None:
    theme.apply(qapp, name)
    label = Label("X", "Anything", style=style, colour={name: roles})
    colours, ink = label_colours(label), ink_of(label, is_dark=name == "dark")
    ground = QColor(ink.fill if style == "fill" else ink.line)
    theme.apply(qapp, "light")
    assert contrast(ink.tag_text.name(), ground.name()) >= 4.5
    if style == "fill":
        assert contrast(colours.text.name(), colours.fill.name()) >= 4.5
    else:
        assert contrast(colours.tag_text.name(), colours.line.name()) >= 4.5


def test_the_last_chip_is_drawn_in_the_chips(chips: LabelChips) -> None:
    corner = more(chips).mapTo(chips, QPoint(0, 0))
    assert chips.childAt(corner + QPoint(4, 4)) is more(chips)
