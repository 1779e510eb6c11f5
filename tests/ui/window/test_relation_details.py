"""Notes and typed values of relations: keys lead from the page into the inspector and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTreeWidget, QWidget

from annotator.assets import resources
from annotator.model.values import Relation
from annotator.store.project import Project
from tests.ui.panels.desk import FERRY, add_article
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
OF_SPEAKERS = (
    {"id": "words", "name": "words", "type": "text"},
    {"id": "share", "name": "share", "type": "number"},
    {"id": "via", "name": "via", "type": "entity"},
    {"id": "sworn", "name": "on oath", "type": "bool"},
)


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> WindowRig:
    """The default codebook, whose speakers have an attribute of each type; one article."""
    book: dict[str, Any] = json.loads(
        (resources() / "codebooks/news-attribution.json").read_text("utf-8")
    )
    speaker = next(one for one in book["relations"] if one["id"] == "speaker")
    speaker["attributes"] += OF_SPEAKERS
    project = Project.create(tmp_path / "desk.annodb", title="Desk", codebook=book)
    add_article(project, "Ferry late again", FERRY)
    project.close()
    rig = WindowRig(qtbot, tmp_path, opens=tmp_path / "desk.annodb")
    rig.window.page.setFocus()
    return rig


def link(rig: WindowRig) -> None:
    """A quote and its speaker, as S makes them; the quote has the focus."""
    rig.window.page.go_to(rig.session.text.index("We waited"))
    rig.press("qs")
    rig.press_key(Qt.Key.Key_Return)


def speaker(rig: WindowRig) -> Relation:
    """The relation, as the project has it."""
    project, document = rig.session.project, rig.session.document
    assert project is not None
    assert document is not None
    (found,) = [one for one in project.relations(document.id) if one.label == "speaker"]
    return found


def to_relation(rig: WindowRig) -> None:
    rig.press_key(Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)


def is_on_page(rig: WindowRig) -> bool:
    page: QWidget = rig.window.page
    focus = QApplication.focusWidget()
    return focus is page or (focus is not None and page.isAncestorOf(focus))


def test_g_m_writes_the_note_of_a_relation_and_esc_leads_back(rig: WindowRig) -> None:
    link(rig)
    to_relation(rig)
    rig.press("m")
    rig.press("Who else?")
    rig.press_key(Qt.Key.Key_Escape)
    assert speaker(rig).note == "Who else?"
    assert is_on_page(rig)
    rig.press("d")
    assert rig.session.focus is None


def test_m_in_the_list_of_relations_leads_back_to_the_list(rig: WindowRig) -> None:
    link(rig)
    to_relation(rig)
    rig.press("m")
    rig.press_key(Qt.Key.Key_Escape)
    rows = rig.find("relations_list")
    rows.setFocus()
    rig.press("m")
    rig.press_key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is rows


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
@pytest.mark.parametrize(("key", "typed", "value"), [("w", "as such", "as such"), ("s", "12", 12)])
def test_t_leads_to_values_that_are_typed_and_back(
    rig: WindowRig, key: str, typed: str, value: object, end: Qt.Key
) -> None:
    link(rig)
    to_relation(rig)
    rig.press("t" + key)
    rig.press(typed)
    rig.press_key(end)
    assert list(speaker(rig).attributes.values()) == [value]
    assert is_on_page(rig)


def test_t_changes_yes_and_no(rig: WindowRig) -> None:
    link(rig)
    to_relation(rig)
    rig.press("to")
    assert speaker(rig).attributes == {"sworn": True}
    to_relation(rig)
    rig.press("to")
    assert speaker(rig).attributes == {"sworn": False}


def test_t_lets_an_entity_be_named_beside_the_page(rig: WindowRig) -> None:
    link(rig)
    to_relation(rig)
    rig.press("tv")
    rig.press("Karrow Radio")
    rig.press_key(Qt.Key.Key_Return)
    assert rig.session.project is not None
    (entity,) = rig.session.project.entities()
    assert entity.name == "Karrow Radio"
    assert speaker(rig).attributes == {"via": entity.id}
    assert is_on_page(rig)


def test_g_chooses_the_row_in_the_inspector_and_the_form_tells_its_keys(rig: WindowRig) -> None:
    link(rig)
    to_relation(rig)
    rows = rig.find("relations_list")
    assert isinstance(rows, QTreeWidget)
    assert rows.currentItem().text(0) == "speaker"
    labels = rig.window.inspector.relations.findChildren(QLabel)
    assert "basis (Shift+G T B)" in [one.text() for one in labels]
    to_relation(rig)
    assert rows.currentItem().text(0) == "cue"


def test_a_click_on_a_row_opens_its_attributes_and_note(rig: WindowRig) -> None:
    link(rig)
    rows = rig.find("relations_list")
    assert isinstance(rows, QTreeWidget)
    item = next(one for n in range(2) if (one := rows.topLevelItem(n)) and one.text(0) == "speaker")
    middle = rows.visualItemRect(item).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    rig.qtbot.waitUntil(rig.find("attribute:basis").isVisible)
    QTest.mouseClick(rig.find("relation_note").viewport(), Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    rig.press("Sure")
    rig.window.page.setFocus()
    assert speaker(rig).note == "Sure"
