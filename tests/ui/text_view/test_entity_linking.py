from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView

from annotator.model import entity_edits
from annotator.model.change import Change, Edit
from annotator.model.values import Field, now

if TYPE_CHECKING:
    from tests.ui.page_rig import PageRig


def label(rig: PageRig, words: str, key: str, inside: int = 1) -> None:
    rig.session.set_focus(None)
    rig.page.place(rig.offset(words) + inside)
    rig.keys(key)


def names(rig: PageRig) -> dict[str, str]:
    """What each linked span points to, by its text."""
    named = {one.id: one.name for one in rig.project.entities()}
    return {one.text: named[one.entity] for one in rig.spans() if one.entity is not None}


def add(rig: PageRig, name: str, type_: str = "PER", *aliases: str) -> str:
    id_, changes = entity_edits.create(name, type_)
    if aliases:
        changes.append(Change(None, Field("entity", id_, "aliases", list(aliases))))
    assert rig.session.do(Edit("entity", tuple(changes), rig.session.annotator.id, now()))
    return id_


def line(rig: PageRig) -> QLineEdit:
    found = rig.window.findChild(QLineEdit, "entity_chooser_line")
    assert found is not None
    rig.qtbot.waitUntil(found.isVisible)
    return found


def rows(rig: PageRig) -> list[str]:
    found = rig.window.findChild(QListView, "entity_chooser_list")
    assert found is not None
    model = found.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_the_first_mention_makes_an_entity_of_its_own_words(rig: PageRig) -> None:
    label(rig, "Jana Roth", "1")
    rig.keys("k")
    (entity,) = rig.project.entities()
    assert (entity.name, entity.type, rig.focus.entity) == ("Jana Roth", "PER", entity.id)
    assert "new Person" in rig.said[-1]
    rig.keys("z")
    assert (rig.project.entities(), rig.focus.entity) == ([], None)


def test_one_key_links_the_second_mention(rig: PageRig) -> None:
    label(rig, "Jana Roth", "1")
    rig.keys("k")
    label(rig, "Roth’s", "1")
    rig.keys("k")
    assert names(rig) == {"Jana Roth": "Jana Roth", "Roth": "Jana Roth"}
    assert "surname" in rig.said[-1]


def test_k_again_takes_the_next_and_undo_goes_back_before_the_first(rig: PageRig) -> None:
    for name in ("Otto Roth", "Jana Roth"):
        add(rig, name)
    label(rig, "Roth’s", "1")
    chosen = []
    for _ in range(4):
        rig.keys("k")
        chosen.append(names(rig)["Roth"])
    assert chosen == ["Jana Roth", "Otto Roth", "Roth", "Jana Roth"]
    assert len(rig.project.entities()) == 2
    rig.keys("z")
    assert (names(rig), rig.texts("PER")) == ({}, ["Roth"])


def test_x_unlinks_what_k_has_just_linked(rig: PageRig) -> None:
    add(rig, "Jana Roth")
    label(rig, "Jana Roth", "1")
    rig.keys("kx")
    assert names(rig) == {}
    assert rig.prompts[-1] == ""


def test_the_bar_says_which_keys_hold(rig: PageRig) -> None:
    add(rig, "Jana Roth")
    label(rig, "Jana Roth", "1")
    rig.keys("k")
    assert rig.prompts[-1] == "Jana Roth (same name) 1/2: K next · Shift+K choose · X none"


def test_other_keys_go_on_as_usual_after_k(rig: PageRig) -> None:
    add(rig, "Jana Roth")
    label(rig, "Jana Roth", "1")
    rig.keys("kd")
    assert rig.spans() == []


def test_she_means_who_was_mentioned_above(rig: PageRig) -> None:
    label(rig, "Jana Roth", "1")
    rig.keys("k")
    rig.session.set_focus(None)
    start = rig.offset("she said")
    rig.page.place(start)
    rig.keys("[Shift+Right]a")
    rig.keys("k")
    assert names(rig)["she"] == "Jana Roth"
    assert "mentioned above" in rig.said[-1]


def test_a_pronoun_without_anybody_above_makes_nothing(rig: PageRig) -> None:
    rig.page.place(rig.offset("she said"))
    rig.keys("[Shift+Right]ak")
    assert rig.project.entities() == []
    assert "Shift+K" in rig.said[-1]


def test_k_on_a_quote_is_about_its_speaker(rig: PageRig) -> None:
    label(rig, "Jana Roth", "1")
    rig.keys("k")
    label(rig, "We will not", "q")
    rig.keys("s[Return]")
    rig.session.set_focus(rig.spans("QUOTE")[0].id)
    rig.keys("k")
    assert names(rig)["she"] == "Jana Roth"
    assert rig.focus.label == "QUOTE"


def test_k_on_a_linked_mention_first_says_to_whom(rig: PageRig) -> None:
    for name in ("Jana Roth", "Otto Roth"):
        add(rig, name)
    label(rig, "Roth’s", "1")
    rig.keys("k[Escape][Escape]")
    rig.caret("Roth’s", 1)
    rig.keys("k")
    assert (names(rig)["Roth"], rig.said[-1]) == ("Jana Roth", "Jana Roth (linked already) 1/3")
    rig.keys("k")
    assert names(rig)["Roth"] == "Otto Roth"


def test_an_attribute_that_is_an_entity_is_chosen_from_the_same_list(rig: PageRig) -> None:
    add(rig, "Jana Roth")
    fields = rig.session.codebook.fields
    old = next(one for one in fields if (one.kind, one.id, one.name) == ("label", "PER", "attributes"))
    new = [Field("attribute", "about", "name", "About"), Field("attribute", "about", "type", "entity")]
    new.append(Field("attribute", "about", "key", "x"))
    more = replace(old, value=[*old.value, "about"])  # type: ignore[misc]
    changes = (*(Change(None, one) for one in new), Change(old, more))
    assert rig.session.do(Edit("codebook", changes, rig.session.annotator.id, now()))
    label(rig, "Nobody", "1")
    rig.keys("tx")
    QTest.keyClicks(line(rig), "jana")
    QTest.keyClick(line(rig), Qt.Key.Key_Return)
    assert rig.focus.attributes == {"about": rig.project.entities()[0].id}


def test_what_cannot_point_to_an_entity_is_said(rig: PageRig) -> None:
    label(rig, "We will not", "q")
    rig.keys("k")
    assert "no entity" in rig.said[-1]
    rig.caret("Nobody")
    rig.keys("k")
    assert "label it first" in rig.said[-1]


def test_shift_k_chooses_by_a_part_of_a_name(rig: PageRig) -> None:
    for name in ("Mira Holt", "Otto Roth", "Jana Roth"):
        add(rig, name)
    label(rig, "Nobody", "1")
    rig.keys("[Shift+K]")
    QTest.keyClicks(line(rig), "otro")
    assert rows(rig)[0] == "Otto Roth"
    QTest.keyClick(line(rig), Qt.Key.Key_Return)
    assert names(rig) == {"Nobody": "Otto Roth"}
    assert not line_is_open(rig)


def line_is_open(rig: PageRig) -> bool:
    found = rig.window.findChild(QLineEdit, "entity_chooser_line")
    return found is not None and found.isVisible()


def test_the_ranked_come_first_and_digits_take_them(rig: PageRig) -> None:
    for name in ("Otto Roth", "Jana Roth"):
        add(rig, name)
    label(rig, "Roth’s", "1")
    rig.keys("[Shift+K]")
    line(rig)
    assert rows(rig)[:2] == ["Jana Roth", "Otto Roth"]
    QTest.keyClick(line(rig), "2")
    assert names(rig) == {"Roth": "Otto Roth"}


def test_a_new_name_can_be_typed_and_esc_leaves(rig: PageRig) -> None:
    label(rig, "Nobody", "1")
    rig.keys("[Shift+K]")
    QTest.keyClick(line(rig), Qt.Key.Key_Escape)
    assert not line_is_open(rig)
    rig.keys("[Shift+K]")
    QTest.keyClicks(line(rig), "Ida Nobody")
    QTest.keyClick(line(rig), Qt.Key.Key_Return)
    assert names(rig) == {"Nobody": "Ida Nobody"}
    assert rig.project.entities()[0].type == "PER"


def test_the_mouse_chooses_and_no_entity_unlinks(rig: PageRig) -> None:
    add(rig, "Jana Roth")
    label(rig, "Jana Roth", "1")
    rig.keys("k[Shift+K]")
    line(rig)
    assert rows(rig)[-1] == "No entity"
    found = rig.window.findChild(QListView, "entity_chooser_list")
    assert found is not None
    last = found.model().index(len(rows(rig)) - 1, 0)
    found.scrollTo(last)
    place = found.visualRect(last).center()
    QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert names(rig) == {}


@pytest.mark.parametrize("count", [1_200])
def test_many_entities_are_read_beside_the_window(rig: PageRig, count: int) -> None:
    changes = []
    for number in range(count):
        changes += entity_edits.create(f"Name {number}", "PER")[1]
    rig.session.do(Edit("many", tuple(changes), rig.session.annotator.id, now()))
    add(rig, "Jana Roth")
    label(rig, "Jana Roth", "1")
    rig.keys("k")
    rig.qtbot.waitUntil(lambda: names(rig) == {"Jana Roth": "Jana Roth"})


def test_where_nobody_fits_enter_makes_a_new_entity(rig: PageRig) -> None:
    label(rig, "Okafor", "1")
    rig.keys("k")
    label(rig, "Nobody", "1")
    rig.keys("[Shift+K]")
    assert rows(rig)[0] == "Tomas Okafor"
    QTest.keyClick(line(rig), Qt.Key.Key_Return)
    assert names(rig)["Nobody"] == "Nobody"
