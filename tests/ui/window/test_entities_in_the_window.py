from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView

from annotator.jobs.sample import copy_sample
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> Iterator[WindowRig]:
    path = tmp_path / "sample.annodb"
    copy_sample(path)
    rig = WindowRig(qtbot, tmp_path, opens=path)
    project = rig.session.project
    assert project is not None
    documents = [document.id for document in project.documents()]
    rig.session.open_document(next(id_ for id_ in documents if "She asked" in project.text(id_)))
    yield rig
    rig.close()


def focused() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""


def test_f9_leads_to_the_entities_and_esc_back_to_the_text(rig: WindowRig) -> None:
    rig.put_caret("She asked")
    rig.press_key(Qt.Key.Key_F9)
    rig.qtbot.waitUntil(lambda: focused() == "entities_filter")
    for letter in "quill":
        rig.press(letter)
    rig.press_key(Qt.Key.Key_Down)
    assert focused() == "entities_list"
    entities = rig.find("entities_list")
    assert isinstance(entities, QListView)
    assert "Quill" in str(entities.currentIndex().data())
    rig.press_key(Qt.Key.Key_Escape)
    assert focused() == "page"


def test_two_keys_label_and_link_a_pronoun(rig: WindowRig) -> None:
    rig.window.page.setFocus()
    rig.window.page.place(rig.session.text.index("She asked"))
    rig.press_key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    rig.press("ak")
    focus = rig.session.focus
    assert focus is not None
    assert rig.session.project is not None
    entity = rig.session.project.entity(focus.entity or "")
    assert entity is not None
    assert (focus.text, entity.name) == ("She", "Freda Quill")
