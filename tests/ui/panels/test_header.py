from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QMenu, QPlainTextEdit, QToolButton

from annotator.model import edits
from annotator.ui.panels.elided_label import ElidedLabel
from annotator.ui.panels.header import DocumentHeader, words_text
from annotator.ui.panels.metadata_form import MetadataForm

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk


@pytest.fixture
def header(desk: Desk, qtbot: QtBot) -> DocumentHeader:
    header = DocumentHeader(desk.session, desk.actions)
    qtbot.addWidget(header)
    header.resize(700, 80)
    header.show()
    desk.open("Ferry late again")
    return header


def texts(header: DocumentHeader) -> list[str]:
    return [label.text() for label in header.findChildren(ElidedLabel)]


def button(header: DocumentHeader, name: str) -> QToolButton:
    return header.findChild(QToolButton, name)  # type: ignore[return-value]


def form_of(header: DocumentHeader, qtbot: QtBot) -> MetadataForm:
    qtbot.mouseClick(button(header, "header_details"), Qt.MouseButton.LeftButton)
    return header.window().findChild(MetadataForm)  # type: ignore[return-value]


def type_into(form: MetadataForm, name: str, words: str, qtbot: QtBot) -> None:
    line = form.findChild(QLineEdit, f"details_{name}")
    line.clear()  # type: ignore[union-attr]
    qtbot.keyClicks(line, words)


def save(form: MetadataForm) -> None:
    buttons = form.findChild(QDialogButtonBox)
    buttons.button(QDialogButtonBox.StandardButton.Save).click()  # type: ignore[union-attr]


def test_headline_and_where_it_comes_from(header: DocumentHeader) -> None:
    assert texts(header) == ["Ferry late again", "Karrow Ledger · 14 March 2026 · 24 words"]


def test_the_state_is_chosen_from_a_menu(header: DocumentHeader, desk: Desk) -> None:
    menu = header.findChild(QMenu, "header_state_menu")
    done = next(one for one in menu.actions() if one.text() == "Done")  # type: ignore[union-attr]
    done.trigger()
    assert desk.session.work(desk.id_of("Ferry late again")).state == "done"
    assert button(header, "header_state").accessibleName() == "State: Done"
    desk.session.undo()
    assert button(header, "header_state").accessibleName() == "State: New"


def test_the_flag_shows_what_is_stored_not_what_was_clicked(
    header: DocumentHeader, desk: Desk, qtbot: QtBot
) -> None:
    flag = button(header, "header_flag")
    qtbot.mouseClick(flag, Qt.MouseButton.LeftButton)
    assert not flag.isChecked()
    work = desk.session.work(desk.id_of("Ferry late again"))
    desk.session.do(edits.set_flagged(work, True, by=desk.session.annotator.id))
    assert flag.isChecked()


def test_clicking_the_flag_asks_for_the_command(
    header: DocumentHeader, desk: Desk, qtbot: QtBot
) -> None:
    asked: list[str] = []
    desk.actions.connect_to({"document.flag": lambda: asked.append("flag")})
    qtbot.mouseClick(button(header, "header_flag"), Qt.MouseButton.LeftButton)
    assert asked == ["flag"]


def test_details_are_changed_in_one_step(header: DocumentHeader, desk: Desk, qtbot: QtBot) -> None:
    form = form_of(header, qtbot)
    type_into(form, "author", "Sanna Vik", qtbot)
    type_into(form, "title", "Ferry late once more", qtbot)
    form.findChild(QPlainTextEdit, "details_note").setPlainText("ask the harbour")  # type: ignore[union-attr]
    save(form)
    assert texts(header)[0] == "Ferry late once more"
    assert "Sanna Vik" in texts(header)[1]
    assert desk.session.document is not None
    assert desk.session.document.note == "ask the harbour"
    desk.session.undo()
    assert texts(header) == ["Ferry late again", "Karrow Ledger · 14 March 2026 · 24 words"]


def test_a_detail_can_be_emptied(header: DocumentHeader, qtbot: QtBot) -> None:
    form = form_of(header, qtbot)
    type_into(form, "outlet", "", qtbot)
    save(form)
    assert texts(header)[1] == "14 March 2026 · 24 words"


def test_saving_nothing_new_is_no_edit(header: DocumentHeader, desk: Desk, qtbot: QtBot) -> None:
    save(form_of(header, qtbot))
    assert desk.session.undo_title == ""


def test_escape_changes_nothing(header: DocumentHeader, qtbot: QtBot) -> None:
    form = form_of(header, qtbot)
    type_into(form, "title", "Nothing", qtbot)
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert texts(header)[0] == "Ferry late again"


def test_markup_in_a_title_is_shown_as_it_is(header: DocumentHeader, qtbot: QtBot) -> None:
    form = form_of(header, qtbot)
    type_into(form, "title", "<b>Tag</b> & co", qtbot)
    save(form)
    assert texts(header)[0] == "<b>Tag</b> & co"


def test_a_long_headline_takes_two_lines_and_is_whole_on_hovering(
    header: DocumentHeader, qtbot: QtBot
) -> None:
    form = form_of(header, qtbot)
    type_into(form, "title", "Ferry " * 60, qtbot)
    save(form)
    title = header.findChildren(ElidedLabel)[0]
    header.resize(500, 200)
    title.grab()
    assert title.heightForWidth(300) == 2 * title.fontMetrics().lineSpacing()
    assert title.toolTip().startswith("Ferry Ferry")


def test_nothing_is_shown_without_an_article(header: DocumentHeader, desk: Desk) -> None:
    desk.session.close_project()
    assert texts(header) == ["", ""]
    assert button(header, "header_state").isHidden()


def test_long_texts_are_estimated() -> None:
    assert words_text("one two three") == "3 words"
    assert words_text("four " * 400_000).startswith("about 400")


def test_the_state_button_is_as_wide_in_every_state(header: DocumentHeader, desk: Desk) -> None:
    state = button(header, "header_state")
    widths = set()
    for name in ("new", "in progress", "done"):
        if name != "new":
            desk.set_state("Ferry late again", name)
        header.grab()
        assert state.width() >= state.sizeHint().width()
        widths.add(state.width())
    assert len(widths) == 1
