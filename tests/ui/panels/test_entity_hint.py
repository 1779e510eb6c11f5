from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QToolButton

from annotator.model import edits
from annotator.ui.panels.entity_box import EntityBox
from annotator.ui.panels.key_hints import KeyHint, hints_for

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk


def box(desk: Desk, qtbot: QtBot) -> EntityBox:
    made = EntityBox(desk.session, desk.actions)
    qtbot.addWidget(made)
    assert desk.session.focus is not None
    made.show_span(desk.session.focus)
    return made


def know_brandt(desk: Desk) -> str:
    desk.open("Ferry late again")
    first = desk.label("PER", "Ilka Brandt")
    desk.session.do(edits.link_new_entity(first, "Ilka Brandt", by=desk.session.annotator.id))
    assert desk.session.project is not None
    return desk.session.project.entities()[0].id


def test_the_bar_names_whom_one_key_would_link(desk: Desk) -> None:
    know_brandt(desk)
    desk.focus("SOURCE", "she")
    assert hints_for(desk.session, desk.actions)[0] == KeyHint("K", "Ilka Brandt")


def test_the_inspector_names_whom_one_key_would_link_and_why(desk: Desk, qtbot: QtBot) -> None:
    know_brandt(desk)
    desk.focus("SOURCE", "Harbour master Ilka Brandt")
    about = box(desk, qtbot).findChild(QLabel, "span_entity_about")
    assert about is not None
    assert about.text() == "K links Ilka Brandt (named in it)"


def test_the_inspector_tells_of_the_entity_and_leads_to_the_panel(desk: Desk, qtbot: QtBot) -> None:
    id_ = know_brandt(desk)
    span = desk.focus("SOURCE", "she")
    desk.session.do(edits.set_entity(span, id_, by=desk.session.annotator.id))
    shown = box(desk, qtbot)
    about = shown.findChild(QLabel, "span_entity_about")
    assert about is not None
    qtbot.waitUntil(lambda: shown._registry.use(id_).mentions == 2)
    asked: list[str] = []
    desk.actions["entities.show"].triggered.connect(lambda: asked.append(shown._registry.chosen))
    button = shown.findChild(QToolButton, "span_entity_show")
    assert button is not None
    button.click()
    assert asked == [id_]
    shown.show_span(desk.session.focus)  # type: ignore[arg-type]
    assert about.text() == "Person · 2 mentions"
