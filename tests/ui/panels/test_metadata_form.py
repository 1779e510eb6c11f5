from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from annotator import assets
from annotator.store.project import Project
from annotator.ui.panels.metadata_form import MetadataForm
from tests.ui.panels.desk import SNOW, Desk, article_edit

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

ATTRIBUTES = [
    {"id": "desk", "name": "Desk", "type": "text"},
    {"id": "reach", "name": "Reach", "type": "number"},
    {"id": "wire", "name": "Wire copy", "type": "bool"},
]


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Desk:
    """A project whose codebook names attributes of several types for whole articles."""
    book = assets.resources() / "codebooks" / "conll2003-ner.json"
    codebook = json.loads(book.read_text(encoding="utf-8"))
    codebook["attributes"] = [*codebook.get("attributes", []), *ATTRIBUTES]
    codebook["document_attributes"] = [one["id"] for one in ATTRIBUTES]
    project = Project.create(tmp_path / "p.annodb", title="P", codebook=codebook)
    project.apply(article_edit("Pass closed", SNOW))
    desk = Desk(project)
    qtbot.addWidget(desk.window)
    desk.open("Pass closed")
    return desk


def form_of(desk: Desk, qtbot: QtBot) -> MetadataForm:
    assert desk.session.document is not None
    form = MetadataForm(desk.session, desk.session.document)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(form)
    form.show()
    return form


def test_esc_writes_the_note_alone_and_cancel_writes_nothing(desk: Desk, qtbot: QtBot) -> None:
    for key, kept in ((Qt.Key.Key_Return, ""), (Qt.Key.Key_Escape, "ask them")):
        form = form_of(desk, qtbot)
        form.go_to("note")
        qtbot.keyClicks(form.findChild(QPlainTextEdit, "details_note"), "ask them")
        qtbot.keyClicks(form.findChild(QLineEdit, "details_title"), "!")
        is_left = key == Qt.Key.Key_Escape
        target = form.findChild(QLineEdit, "details_title") if is_left else cancel_of(form)
        qtbot.keyClick(target, key)
        assert not form.isVisible()
        document = desk.session.document
        assert document is not None
        assert (document.title, document.note) == ("Pass closed", kept)


def cancel_of(form: MetadataForm) -> QPushButton:
    button = form.findChild(QPushButton, "details_cancel")
    assert button is not None
    return button


def test_values_of_all_types_are_saved_in_one_step(desk: Desk, qtbot: QtBot) -> None:
    form = form_of(desk, qtbot)
    form.go_to("desk")
    qtbot.keyClicks(form.findChild(QLineEdit, "attribute:desk"), "coast")
    qtbot.keyClicks(form.findChild(QLineEdit, "attribute:reach"), "12")
    qtbot.keyClick(form.findChild(QLineEdit, "attribute:reach"), Qt.Key.Key_Tab)
    form.findChild(QCheckBox, "attribute:wire").click()  # type: ignore[union-attr]
    qtbot.keyClick(form.findChild(QLineEdit, "attribute:desk"), Qt.Key.Key_Return)
    assert desk.session.document is not None
    assert desk.session.document.attributes == {"desk": "coast", "reach": 12, "wire": True}
    desk.session.undo()
    assert desk.session.document.attributes == {}


def test_a_value_that_is_no_number_is_said_and_not_kept(desk: Desk, qtbot: QtBot) -> None:
    form = form_of(desk, qtbot)
    reach = form.findChild(QLineEdit, "attribute:reach")
    assert reach is not None
    reach.setFocus()
    qtbot.keyClicks(reach, "many")
    reach.editingFinished.emit()
    said = [label.text() for label in form.findChildren(QLabel)]
    assert "Reach takes a number, not “many”." in said
    qtbot.mouseClick(form.findChild(QPushButton, "details_save"), Qt.MouseButton.LeftButton)
    assert desk.session.document is not None
    assert desk.session.document.attributes == {}
