"""Boxes of choices: they change by what is chosen in their list, and by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from annotator.model import edits
from annotator.model.codebook import AttributeType, Choice
from annotator.ui.panels.attribute_editors import AttributeForm
from annotator.ui.panels.inspector import InspectorPanel
from tests.ui.panels.inspecting import HEARD, choice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox
    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> InspectorPanel:
    panel = InspectorPanel(desk.session, desk.actions)
    qtbot.addWidget(panel)
    panel.resize(300, 800)
    panel.show()
    desk.open("Ferry late again")
    return panel


def attributes(desk: Desk) -> dict[str, object]:
    assert desk.session.focus is not None
    return dict(desk.session.focus.attributes)


def offered(box: QComboBox) -> list[str]:
    return [box.itemText(row) for row in range(box.count())]


def take(box: QComboBox, words: str) -> None:
    """Unfold the box by key and click a line of its list."""
    QTest.keyClick(box, Qt.Key.Key_Space)
    view = box.view()
    assert view.isVisible()
    place = view.visualRect(view.model().index(box.findText(words), 0)).center()
    QTest.mouseMove(view.viewport(), place)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_value_taken_by_mouse_leads_back_to_the_page(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.focus("PER", "Ilka Brandt")
    with qtbot.waitSignal(panel.page_requested):
        take(choice(panel, "certainty"), "unsure")
    assert attributes(desk) == {"certainty": "unsure"}


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_keys_unfold_and_enter_takes(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    desk.focus("PER", "Ilka Brandt")
    box = choice(panel, "certainty")
    QTest.keyClick(box, key, modifier)
    assert attributes(desk) == {}
    QTest.keyClick(box.view(), Qt.Key.Key_End)
    with qtbot.waitSignal(panel.page_requested):
        QTest.keyClick(box.view(), Qt.Key.Key_Return)
    assert attributes(desk) == {"certainty": "unsure"}


def test_letters_and_walking_keys_leave_a_folded_box_alone(panel: InspectorPanel, desk: Desk) -> None:
    desk.focus("PER", "Ilka Brandt", certainty="unsure")
    box = choice(panel, "certainty")
    box.setFocus()
    QTest.keyClicks(box, "su")
    for key in (Qt.Key.Key_Home, Qt.Key.Key_PageUp):
        QTest.keyClick(box, key)
    assert attributes(desk) == {"certainty": "unsure"}
    assert box.currentText() == "unsure"


def test_a_value_of_a_relation_leads_back_to_the_page(
    panel: InspectorPanel, desk: Desk, qtbot: QtBot
) -> None:
    quote, source = desk.label("QUOTE", *HEARD), desk.label("SOURCE", "she")
    desk.link("speaker", quote, source)
    desk.session.set_focus(quote.id)
    with qtbot.waitSignal(panel.page_requested):
        take(choice(panel, "basis"), "implicit")
    assert desk.session.annotations is not None
    assert desk.session.annotations.relations(quote.id)[0].attributes == {"basis": "implicit"}


def test_the_default_is_offered_once_and_takes_the_value_away(panel: InspectorPanel, desk: Desk) -> None:
    desk.focus("PER", "Ilka Brandt", certainty="unsure")
    box = choice(panel, "certainty")
    assert offered(box) == ["sure (default)", "unsure"]
    take(box, "sure (default)")
    assert attributes(desk) == {}


def test_a_default_that_is_stored_is_listed_while_it_is(panel: InspectorPanel, desk: Desk) -> None:
    span = desk.focus("PER", "Ilka Brandt", certainty="sure")
    box = choice(panel, "certainty")
    assert (box.currentText(), offered(box)) == ("sure", ["sure (default)", "unsure", "sure"])
    attribute = desk.session.codebook.attributes["certainty"]
    desk.session.do(edits.set_attribute(span, attribute, "unsure", by=desk.session.annotator.id))
    assert (box.currentText(), offered(box)) == ("unsure", ["sure (default)", "unsure"])


def test_what_is_required_offers_its_default_to_be_stored(panel: InspectorPanel, desk: Desk) -> None:
    desk.focus("SOURCE", "Harbour master Ilka Brandt")
    box = choice(panel, "kind")
    assert offered(box)[0] == "not set (usually person)"
    take(box, "person")
    assert attributes(desk) == {"kind": "person"}


def test_a_click_on_a_yes_leaves_the_focus_where_it_is(qtbot: QtBot) -> None:
    wire = AttributeType("wire", "Wire copy", "yes/no")
    topic = AttributeType("topic", "Topic", "choice", choices=(Choice("a", "A"),))
    form = AttributeForm([wire, topic], list)
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    box, tick = form.editor("topic"), form.editor("wire")
    assert box is not None
    box.setFocus()
    assert isinstance(tick, QCheckBox)
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=tick.rect().center())
    assert not tick.hasFocus()
