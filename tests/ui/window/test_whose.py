from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QListView, QRadioButton, QWidget

from annotator.model import edits, thread_edits
from annotator.store.project import Project
from annotator.ui.panels.search import SearchPanel
from annotator.ui.people import COLOURS, People
from tests.ui.page_rig import make_project
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from annotator.model.values import Annotator

GREEN = "#228833"


@pytest.fixture
def team(qtbot: QtBot, tmp_path: Path) -> Iterator[WindowRig]:
    """A window on a project in which Ben has labelled, and doubts, two spans."""
    project = make_project(tmp_path / "team.annodb")
    document, book = project.documents()[0], project.codebook()
    text = project.text(document.id)
    spans = []
    for label, words in (("PER", "Jana Roth"), ("DATE", "Tuesday")):
        place = [(text.index(words), text.index(words) + len(words))]
        spans.append(
            edits.new_span(document.id, text, book.label(label), place, by="ben", codebook=book)
        )
    project.apply(edits.set_field("annotator", "ben", "name", None, "Ben Kolm", by="ben", title="in"))
    project.apply(edits.add_spans(spans, by="ben"))
    project.apply(thread_edits.begin_thread(spans[0], "Who is this?", by="ben"))
    project.close()
    rig = WindowRig(qtbot, tmp_path, opens=project.path)
    rig.session.open_document(document.id)
    rig.window.page.setFocus()
    yield rig
    rig.close()


def choose(rig: WindowRig, way: str) -> None:
    """Choose in the dialog what the project says of others' annotations."""
    rig.trigger("team.sight")
    dialog = rig.dialog("team_sight")
    button = rig.find(f"others_{way}", dialog)
    assert isinstance(button, QRadioButton)
    button.click()
    QTest.keyClick(button, Qt.Key.Key_Return)
    rig.window.activateWindow()
    rig.qtbot.waitUntil(rig.window.isActiveWindow)


def seen(rig: WindowRig) -> tuple[int, str, bool]:
    """How many spans the page shows, what the status bar says, and whether anything tells of more.

    The list of articles must say as many spans as the status bar.
    """
    rows = rig.window.findChild(QListView, "articles_list")
    assert rows is not None
    spoken = rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    counted = rig.text("counts")
    assert counted in spoken or counted == "0 spans"
    fact = rig.window.header.findChild(QWidget, "fact:doubts")
    is_told = fact is not None and fact.isVisible()
    assert is_told == ("doubt" in spoken)
    return len(rig.labels()), counted, is_told


def test_the_setting_holds_for_page_lists_and_counts(team: WindowRig) -> None:
    assert seen(team) == (2, "2 spans", True)
    choose(team, "hidden")
    assert seen(team) == (0, "0 spans", False)
    team.press_key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert seen(team) == (2, "2 spans", True)
    choose(team, "blind")
    assert seen(team) == (0, "0 spans", False)
    assert not team.window.commands["others.show"].isEnabled()
    team.put_caret("Jana Roth")
    team.press("1")
    assert seen(team) == (1, "1 span", False)
    team.trigger("edit.undo")
    choose(team, "shown")
    assert seen(team) == (2, "2 spans", True)


def test_blind_holds_at_the_next_start_and_for_what_is_searched(team: WindowRig) -> None:
    choose(team, "blind")
    path = team.session.path
    assert path is not None
    team.session.close_project()
    team.workbench.files.open_path(path)
    assert not team.labels()
    team.put_caret("Tuesday")
    team.press("8")
    team.trigger("search.open")
    search = team.window.panels.panel("search")
    assert isinstance(search, SearchPanel)
    search.ask("label:DATE")
    team.qtbot.waitUntil(lambda: len(search.hits.hits) > 0)
    assert [one.annotator for one in search.hits.hits] == [team.session.annotator.id]


def test_the_inspector_says_whose_it_is_and_takes_it_over(team: WindowRig) -> None:
    assert team.session.annotations is not None
    span = next(iter(team.session.annotations))
    team.session.set_focus(span.id)
    assert team.text("whose_initials") == "BK"
    assert team.text("whose_name") == "Ben Kolm"
    assert not team.find("span_entity").isEnabled()
    team.click("whose_take_over")
    assert team.session.focus is not None
    assert team.session.focus.annotator == team.session.annotator.id
    assert team.find("span_whose").isHidden()
    assert team.find("span_entity").isEnabled()


def people_of(path: Path) -> dict[str, Annotator]:
    """The people whom a project knows, by name."""
    with Project.open(path, read_only=True) as project:
        return {one.name: one for one in project.annotators()}


def label_in(rig: WindowRig, path: Path) -> None:
    """Label something in this project and close it."""
    if rig.session.path != path:
        rig.workbench.files.open_path(path)
    rig.session.open_document(rig.session.project.documents()[0].id)  # type: ignore[union-attr]
    rig.put_caret("Port Ellery")
    rig.press("3")
    rig.session.close_project()


def test_a_person_is_the_same_in_all_projects_of_an_installation(
    start: WindowRig, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{name}.annodb" for name in ("one", "two", "three")]
    for path in paths:
        make_project(path).close()
    label_in(start, paths[0])
    label_in(start, paths[1])
    start.settings.annotator_name = "Zoe"
    label_in(start, paths[2])
    start.settings.annotator_name = "ANNA"
    label_in(start, paths[2])
    one, two, three = map(people_of, paths)
    assert one["Anna"].id == two["Anna"].id == three["ANNA"].id != three["Zoe"].id
    assert People(start.settings).person("zoe").id == three["Zoe"].id


def test_whom_the_project_knows_by_name_keeps_the_projects_id(team: WindowRig) -> None:
    team.settings.annotator_name = "ben kolm"
    assert team.session.annotator.id == "ben"
    team.put_caret("Jana Roth")
    team.press("d")
    assert len(team.labels()) == 1


def test_email_and_colour_are_written_to_the_project_when_they_are_changed(
    team: WindowRig,
) -> None:
    team.put_caret("Port Ellery")
    team.press("3")
    team.trigger("settings.open")
    dialog = team.dialog("settings")
    email, colour = team.find("annotator_email", dialog), team.find("annotator_colour", dialog)
    assert isinstance(email, QLineEdit)
    assert isinstance(colour, QComboBox)
    email.setFocus()
    QTest.keyClicks(email, "anna@example.org")
    QTest.keyClick(email, Qt.Key.Key_Return)
    colour.setFocus()
    QTest.keyClicks(colour, COLOURS[GREEN])
    colour.activated.emit(colour.currentIndex())
    project = team.session.project
    assert project is not None
    own = {one.id: one for one in project.annotators()}[team.session.annotator.id]
    assert (own.email, own.colour) == ("anna@example.org", GREEN)
    email.clear()
    QTest.keyClick(email, Qt.Key.Key_Return)
    own = {one.id: one for one in project.annotators()}[team.session.annotator.id]
    assert (own.email, own.colour) == ("", GREEN)
    team.close_dialog(dialog)
