from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt

from annotator.model import edits, entity_edits
from annotator.model.change import Edit
from annotator.model.values import now
from annotator.ui.panels.relation_tree import RelationTree
from annotator.ui.panels.span_tree import SpanTree
from annotator.ui.panels.tree_commands import TreeCommands

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def tree(desk: Desk, qtbot: QtBot) -> SpanTree:
    """The tree with three persons of an article, the first of them chosen."""
    desk.open("Ferry late again")
    for words in ("Ilka Brandt", "Karrow Radio", "Brandt blamed"):
        desk.label("PER", words)
    tree = SpanTree(desk.session)
    TreeCommands(desk.session, desk.actions, tree)
    qtbot.addWidget(tree)
    desk.session.edited.connect(tree.follow)
    desk.session.focus_changed.connect(tree.follow_focus)
    tree.resize(260, 400)
    tree.show()
    tree.load()
    group = tree.model().index(0, 0)
    qtbot.waitUntil(lambda: tree.isExpanded(group))
    tree.setCurrentIndex(tree.model().index(0, 0, group))
    return tree


def texts(desk: Desk, label: str = "PER") -> list[str]:
    project, document = desk.session.project, desk.session.document
    assert project is not None
    assert document is not None
    return [span.text for span in project.spans(document.id) if span.label == label]


def test_all_chosen_spans_are_deleted_in_one_step(tree: SpanTree, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(tree, Qt.Key.Key_Down, SHIFT)
    assert [span.text for span in tree.chosen()] == ["Ilka Brandt", "Karrow Radio"]
    qtbot.keyClick(tree, "d")
    assert texts(desk) == ["Brandt blamed"]
    qtbot.keyClick(tree, "z")
    assert len(texts(desk)) == 3


def test_a_label_key_relabels_all_chosen_spans(tree: SpanTree, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(tree, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(tree, "2")
    assert texts(desk, "ORG") == ["Ilka Brandt", "Karrow Radio"]
    desk.session.undo()
    assert texts(desk, "ORG") == []


def test_the_menu_offers_the_same(tree: SpanTree, desk: Desk, qtbot: QtBot) -> None:
    commands = tree.findChild(TreeCommands)
    assert isinstance(commands, TreeCommands)
    entries = {one.text().split("\t")[0]: one for one in commands.menu().actions()}
    assert list(entries) == ["Relabel", "Unlink the entity", "Delete the spans"]
    entries["Delete the spans"].trigger()
    assert texts(desk) == ["Karrow Radio", "Brandt blamed"]


def test_on_a_group_nothing_is_changed(tree: SpanTree, desk: Desk, qtbot: QtBot) -> None:
    tree.setCurrentIndex(tree.model().index(0, 0, QModelIndex()))
    qtbot.keyClick(tree, "d")
    assert len(texts(desk)) == 3


def test_the_key_that_unlinks_can_be_another(tree: SpanTree, desk: Desk, qtbot: QtBot) -> None:
    linked = desk.session.focus
    assert linked is not None
    id_, changes = entity_edits.create("Ilka Brandt", "PER")
    by = desk.session.annotator.id
    desk.session.do(Edit("entity", tuple(changes), by, now()))
    desk.session.do(edits.set_entity(linked, id_, by=by))
    desk.actions.set_keys({"spans.unlink": ("Y",)})
    qtbot.keyClick(tree, "u")
    assert desk.session.focus is not None
    assert desk.session.focus.entity == id_
    qtbot.keyClick(tree, "y")
    assert desk.session.focus.entity is None
    menu = tree.findChild(TreeCommands).menu()
    assert "Unlink the entity\tY" in [one.text() for one in menu.actions()]


def test_relations_obey_the_keys_of_the_page(desk: Desk, qtbot: QtBot) -> None:
    relations = RelationTree(desk.actions.keymap)
    qtbot.addWidget(relations)
    desk.actions.set_keys({"span.note": ("Y",)})
    with qtbot.assertNotEmitted(relations.note_requested):
        qtbot.keyClick(relations, "m")
    with qtbot.waitSignal(relations.note_requested):
        qtbot.keyClick(relations, "y")
