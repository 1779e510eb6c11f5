from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTabWidget,
    QToolButton,
    QWidget,
)

from annotator.model import edits, entity_edits
from annotator.model.change import Edit
from annotator.model.values import Entity, now
from annotator.ui.entity_registry import registry_of
from annotator.ui.panels.entities import EntitiesPanel
from annotator.ui.panels.entity_rows import IS_TWIN, TRAIL
from annotator.ui.panels.hit_list import HitList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Rig:
    """The panel on the desk's project."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot, self.session = desk, qtbot, desk.session
        self.panel = EntitiesPanel(desk.session, desk.actions)
        qtbot.addWidget(self.panel)
        self.panel.resize(340, 720)
        self.panel.show()
        self.view = self.find(QListView, "entities_list")
        self.hits = self.panel.findChild(HitList)
        assert self.hits is not None
        self.table = self.find(QTableView, "hits")

    def find(self, kind: type, name: str):  # type: ignore[no-untyped-def]
        found = self.panel.findChild(kind, name)
        assert found is not None, name
        return found

    def entity(self, name: str, type_: str = "PER") -> Entity:
        id_, changes = entity_edits.create(name, type_)
        assert self.session.do(Edit("entity", tuple(changes), self.session.annotator.id, now()))
        assert self.session.project is not None
        made = self.session.project.entity(id_)
        assert made is not None
        return made

    def mention(self, article: str, label: str, words: str, entity: Entity | None) -> str:
        self.desk.open(article)
        span = self.desk.label(label, words)
        if entity is not None:
            assert self.session.do(edits.set_entity(span, entity.id, by=self.session.annotator.id))
        return span.id

    def names(self) -> list[str]:
        model = self.view.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def data(self, name: str, role: int) -> object:
        return self.row(name).data(role)

    def row(self, name: str, nth: int = 0) -> QModelIndex:
        places = [number for number, one in enumerate(self.names()) if one == name]
        return self.view.model().index(places[nth], 0)

    def choose(self, *names: str) -> None:
        """Click these names, all but the first with Ctrl."""
        for number, name in enumerate(names):
            ctrl, none = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
            same = list(names[:number]).count(name)
            place = self.view.visualRect(self.row(name, same)).center()
            left = Qt.MouseButton.LeftButton
            QTest.mouseClick(self.view.viewport(), left, ctrl if number else none, place)

    def type_into(self, name: str, text: str) -> None:
        field = self.find(QLineEdit, name)
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def stored(self) -> dict[str, Entity]:
        assert self.session.project is not None
        return {one.name: one for one in self.session.project.entities()}

    def wait(self, names: list[str]) -> None:
        self.qtbot.waitUntil(lambda: self.names() == names)


@pytest.fixture
def rig(desk: Desk, qtbot: QtBot) -> Iterator[Rig]:
    desk.open("Ferry late again")
    yield Rig(desk, qtbot)
    desk.session.close_project()


def test_entities_stand_with_their_mentions_here_and_in_all(rig: Rig) -> None:
    brandt, lind = rig.entity("Ilka Brandt"), rig.entity("Odo Lind")
    rig.mention("Tessen votes", "PER", "Odo Lind", lind)
    rig.mention("Ferry late again", "PER", "Ilka Brandt", brandt)
    rig.mention("Ferry late again", "SOURCE", "she", brandt)
    rig.wait(["Ilka Brandt", "Odo Lind"])
    rig.qtbot.waitUntil(lambda: rig.data("Ilka Brandt", TRAIL) == "2 / 2")
    assert rig.data("Odo Lind", TRAIL) == "1"


def test_a_part_of_a_name_filters_and_down_leads_to_the_list(rig: Rig) -> None:
    for name in ("Ilka Brandt", "Odo Lind", "Ole Brandt"):
        rig.entity(name)
    line = rig.find(QLineEdit, "entities_filter")
    rig.panel.activateWindow()
    line.setFocus()
    QTest.keyClicks(line, "brand")
    rig.wait(["Ilka Brandt", "Ole Brandt"])
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert rig.find(QTabWidget, "entity_tabs").isVisibleTo(rig.panel)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    rig.wait(["Ilka Brandt", "Odo Lind", "Ole Brandt"])


def test_they_are_sorted_by_mentions_and_by_this_article(rig: Rig) -> None:
    brandt, lind = rig.entity("Ilka Brandt"), rig.entity("Odo Lind")
    rig.mention("Tessen votes", "PER", "Odo Lind", lind)
    rig.mention("Tessen votes", "SOURCE", "Mayor Odo Lind", lind)
    rig.mention("Ferry late again", "PER", "Ilka Brandt", brandt)
    order = rig.find(QComboBox, "entities_order")
    for row, expected in ((2, ["Odo Lind", "Ilka Brandt"]), (1, ["Ilka Brandt", "Odo Lind"])):
        order.setCurrentIndex(row)
        order.activated.emit(row)
        rig.wait(expected)


def test_mentions_are_shown_and_enter_goes_there(rig: Rig) -> None:
    lind = rig.entity("Odo Lind")
    span = rig.mention("Tessen votes", "PER", "Odo Lind", lind)
    rig.desk.open("Ferry late again")
    rig.choose("Odo Lind")
    rig.qtbot.waitUntil(lambda: len(rig.hits.hits) == 1)
    QTest.keyClick(rig.view, Qt.Key.Key_Return)
    QTest.keyClick(rig.table, Qt.Key.Key_Return)
    assert rig.session.document is not None
    assert (rig.session.document.title, rig.session.focus and rig.session.focus.id) == (
        "Tessen votes",
        span,
    )


def test_merging_several_keeps_the_one_with_most_mentions(rig: Rig) -> None:
    full, short = rig.entity("Ilka Brandt"), rig.entity("Brandt")
    rig.mention("Ferry late again", "PER", "Ilka Brandt", full)
    rig.mention("Ferry late again", "SOURCE", "she", short)
    rig.mention("Ferry late again", "SOURCE", "Harbour master Ilka Brandt", full)
    rig.choose("Brandt", "Ilka Brandt")
    QTest.keyClick(rig.view, Qt.Key.Key_M)
    rig.wait(["Ilka Brandt"])
    assert rig.stored()["Ilka Brandt"].aliases == ("Brandt",)
    rig.session.undo()
    rig.wait(["Brandt", "Ilka Brandt"])


def test_what_is_too_large_for_the_window_is_handed_over(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ui.entity_steps.LARGE", 0)
    full, short = rig.entity("Ilka Brandt"), rig.entity("Brandt")
    rig.mention("Ferry late again", "PER", "Ilka Brandt", full)
    rig.mention("Ferry late again", "SOURCE", "she", short)
    rig.choose("Brandt", "Ilka Brandt")
    QTest.keyClick(rig.view, Qt.Key.Key_M)
    rig.qtbot.waitUntil(lambda: len(rig.stored()) == 1)
    (kept,) = rig.stored().values()
    assert rig.session.project is not None
    assert rig.session.project.mention_count([kept.id]) == 2


def test_another_one_can_be_kept_by_mouse(rig: Rig) -> None:
    rig.entity("Ilka Brandt")
    rig.entity("Brandt")
    rig.choose("Brandt", "Ilka Brandt")
    into = rig.find(QComboBox, "entity_merge_into")
    into.setCurrentIndex(into.findText("Ilka Brandt", Qt.MatchFlag.MatchStartsWith))
    QTest.mouseClick(rig.find(QPushButton, "entity_merge"), Qt.MouseButton.LeftButton)
    rig.wait(["Ilka Brandt"])


def test_twins_are_marked_and_merged_with_one_key(rig: Rig) -> None:
    rig.entity("Ilka Brandt")
    rig.entity("Ilka  Brandt’s".replace("  ", " "))
    rig.entity("Odo Lind")
    rig.wait(["Ilka Brandt", "Ilka Brandt’s", "Odo Lind"])
    assert rig.data("Ilka Brandt", IS_TWIN) is True
    assert rig.data("Odo Lind", IS_TWIN) is False
    QTest.mouseClick(rig.find(QToolButton, "entities_twins"), Qt.MouseButton.LeftButton)
    rig.wait(["Ilka Brandt", "Ilka Brandt’s"])
    rig.choose("Ilka Brandt")
    QTest.keyClick(rig.view, Qt.Key.Key_M)
    rig.qtbot.waitUntil(lambda: len(rig.stored()) == 2)


def test_the_form_renames_and_keeps_the_old_name(rig: Rig) -> None:
    rig.entity("Brandt")
    rig.choose("Brandt")
    QTest.keyClick(rig.view, Qt.Key.Key_F2)
    rig.type_into("entity_name", "Ilka Brandt")
    rig.type_into("entity_aliases", "Brandt; the harbour master")
    rig.type_into("entity_qid", "q77")
    entity = rig.stored()["Ilka Brandt"]
    assert (entity.aliases, entity.qid) == (("Brandt", "the harbour master"), "Q77")
    assert rig.names() == ["Ilka Brandt"]


def test_what_is_no_item_is_said_and_not_stored(rig: Rig) -> None:
    rig.entity("Brandt")
    rig.choose("Brandt")
    rig.find(QTabWidget, "entity_tabs").setCurrentIndex(1)
    rig.type_into("entity_qid", "12")
    assert rig.find(QLabel, "entity_qid_wrong").isVisibleTo(rig.panel)
    assert rig.stored()["Brandt"].qid == ""
    assert "Wikidata" in rig.desk.failures[-1]


def test_type_note_and_missing_item_are_written(rig: Rig) -> None:
    rig.entity("Karrow Radio")
    rig.choose("Karrow Radio")
    rig.find(QTabWidget, "entity_tabs").setCurrentIndex(1)
    type_ = rig.find(QComboBox, "entity_type")
    type_.setCurrentIndex(type_.findData("ORG"))
    type_.activated.emit(type_.currentIndex())
    rig.find(QCheckBox, "entity_nil").click()
    note = rig.find(QPlainTextEdit, "entity_note")
    QTest.keyClicks(note, "a station")
    rig.choose("Karrow Radio")
    rig.panel.findChild(QWidget, "entity_details").commit()  # type: ignore[union-attr]
    entity = rig.stored()["Karrow Radio"]
    assert (entity.type, entity.nil, entity.note) == ("ORG", True, "a station")


def test_delete_takes_the_entity_and_leaves_the_spans(rig: Rig) -> None:
    lind = rig.entity("Odo Lind")
    rig.mention("Tessen votes", "PER", "Odo Lind", lind)
    rig.choose("Odo Lind")
    QTest.keyClick(rig.view, Qt.Key.Key_Delete)
    rig.wait([])
    assert rig.session.annotations is not None
    assert [one.entity for one in rig.session.annotations] == [None]


def test_chosen_mentions_are_split_off(rig: Rig) -> None:
    lind = rig.entity("Odo Lind")
    rig.mention("Tessen votes", "PER", "Odo Lind", lind)
    rig.mention("Tessen votes", "SOURCE", "The council of Tessen", lind)
    rig.choose("Odo Lind")
    rig.qtbot.waitUntil(lambda: len(rig.hits.hits) == 2)
    rig.table.selectRow(0)
    QTest.keyClick(rig.table, Qt.Key.Key_S)
    rig.wait(["Odo Lind", "The council of Tessen"])
    assert [one.name for one in rig.view.chosen()] == ["The council of Tessen"]


def test_unlinked_mentions_of_the_name_are_linked_in_one_step(rig: Rig) -> None:
    lind = rig.entity("Odo Lind")
    rig.mention("Tessen votes", "PER", "Odo Lind", None)
    rig.mention("Tessen votes", "SOURCE", "Mayor Odo Lind", None)
    rig.choose("Odo Lind")
    button = rig.find(QPushButton, "entity_link_unlinked")
    rig.qtbot.waitUntil(button.isVisible)
    assert button.text().startswith("Link 1 ")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    rig.qtbot.waitUntil(lambda: len(rig.hits.hits) == 1)
    assert rig.session.project is not None
    assert rig.session.project.mention_count([lind.id]) == 1


def test_the_inspector_can_show_an_entity_here(rig: Rig) -> None:
    names = [f"Name {number}" for number in range(5)]
    made = [rig.entity(name) for name in names]
    registry_of(rig.session).choose(made[3].id)
    assert [one.name for one in rig.view.chosen()] == ["Name 3"]
    rig.panel.hide()
    registry_of(rig.session).choose(made[1].id)
    rig.panel.show()
    rig.qtbot.waitUntil(lambda: [one.name for one in rig.view.chosen()] == ["Name 1"])


def test_another_project_brings_other_entities(rig: Rig) -> None:
    rig.entity("Odo Lind")
    rig.wait(["Odo Lind"])
    rig.session.close_project()
    rig.wait([])
    assert QApplication.focusWidget() is not None or rig.names() == []
