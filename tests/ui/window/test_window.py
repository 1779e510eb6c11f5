from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from annotator.model import edits
from annotator.ui.action_table import ACTIONS
from annotator.ui.menus import page_menu
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


# ---------------------------------------------------------------- from nothing to the first label


def test_from_nothing_to_the_first_label_in_three_keys(start: WindowRig) -> None:
    assert QApplication.focusWidget() is start.find("start_sample")
    start.press_key(Qt.Key.Key_Space)
    assert start.session.document is not None
    before = len(start.labels())
    assert QApplication.focusWidget() is start.window.page
    start.press("u")
    start.press("1")
    assert len(start.labels()) == before + 1


def test_the_name_is_asked_on_the_start_page(qtbot: QtBot, tmp_path: Path) -> None:
    rig = WindowRig(qtbot, tmp_path)
    name = rig.find("start_annotator")
    name.setFocus()
    QTest.keySequence(name, "Ctrl+A")
    QTest.keyClicks(name, "Ilse")
    rig.click("start_sample")
    assert rig.session.annotator.name == "Ilse"
    rig.close()


def test_first_steps_tick_themselves_off(start: WindowRig, tmp_path: Path) -> None:
    start.click("start_sample")
    assert "name" in start.text("next_step")
    start.press("u")
    start.press("1")
    assert "quotation" in start.text("next_step")
    start.workbench.transfers.write_out(_choice(tmp_path / "out.jsonl"))
    start.qtbot.waitUntil(lambda: "export" in start.settings.checklist)
    start.click("close_steps")
    assert start.text("next_step") == ""


def _choice(path: Path) -> object:
    from annotator.jobs.selection import EVERYTHING
    from annotator.ui.export_choices import ExportChoice

    return ExportChoice("annotator", path, EVERYTHING, overwrites=False, options={})


# ---------------------------------------------------------------- coming back


def test_the_next_start_goes_on_where_the_last_one_ended(
    qtbot: QtBot, tmp_path: Path, project_path: Path
) -> None:
    first = WindowRig(qtbot, tmp_path, opens=project_path)
    second_article = first.workbench.files.order()[1]
    first.session.open_document(second_article)
    first.put_caret("Mira")
    caret = first.session.caret
    first.close()
    again = WindowRig(qtbot, tmp_path)
    assert again.session.path == project_path
    assert again.session.document is not None
    assert again.session.document.id == second_article
    assert again.session.caret == caret
    again.close()


def test_a_closed_project_is_not_opened_again_by_itself(
    qtbot: QtBot, tmp_path: Path, project_path: Path
) -> None:
    first = WindowRig(qtbot, tmp_path, opens=project_path)
    first.trigger("project.close")
    assert first.find("start_page").isVisible()
    first.close()
    again = WindowRig(qtbot, tmp_path)
    assert again.session.project is None
    again.click("recent_project")
    assert again.session.path == project_path
    again.close()


def test_a_project_that_is_gone_is_shown_but_not_opened(
    qtbot: QtBot, tmp_path: Path, project_path: Path
) -> None:
    first = WindowRig(qtbot, tmp_path, opens=project_path)
    first.close()
    project_path.unlink()
    again = WindowRig(qtbot, tmp_path)
    assert again.session.project is None
    assert not again.find("recent_project").isEnabled()
    again.click("forget_project")
    assert again.settings.recent_projects == []
    again.close()


def test_what_was_hidden_stays_hidden(qtbot: QtBot, tmp_path: Path, project_path: Path) -> None:
    first = WindowRig(qtbot, tmp_path, opens=project_path)
    first.click("hide_inspector_dock")
    first.trigger("view.key_bar")
    next(one for one in first.window.parts.actions if one.objectName() == "show_chips").trigger()
    first.close()
    again = WindowRig(qtbot, tmp_path)
    assert again.find("articles").isVisible()
    for name in ("inspector", "key_bar", "chips"):
        assert not again.find(name).isVisible(), name
    again.window.docks["inspector"].toggleViewAction().trigger()
    assert again.find("inspector").isVisible()
    again.close()


def test_without_a_project_there_are_no_empty_panels(start: WindowRig) -> None:
    for name in ("articles", "inspector", "history", "tool_bar", "page"):
        assert not start.find(name).isVisible(), name


# ---------------------------------------------------------------- files


def test_a_dropped_project_opens(start: WindowRig, project_path: Path) -> None:
    assert start.drop(project_path)
    assert start.session.path == project_path
    assert start.window.windowTitle() == "Test — Annotator"


def test_a_file_that_is_no_project_is_refused_in_words_and_left_alone(
    desk: WindowRig, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.annodb"
    bad.write_bytes(b"This is no database. " * 100)
    desk.drop(bad)
    desk.qtbot.waitUntil(lambda: "bad.annodb" in desk.text("message_text"))
    assert desk.session.project is not None
    assert bad.read_bytes() == b"This is no database. " * 100
    desk.click("message_close")
    assert desk.text("message_text") == ""


def test_what_somebody_else_has_open_may_only_be_read(
    qtbot: QtBot, tmp_path: Path, project_path: Path
) -> None:
    with _another_process_with(project_path):
        rig = WindowRig(qtbot, tmp_path, opens=project_path)
        assert "reading only" in rig.text("message_text")
        assert rig.text("saved_state") == "For reading only"
        rig.put_caret("Jana")
        rig.press("1")
        assert rig.labels() == []
        rig.close()


@contextmanager
def _another_process_with(path: Path) -> Iterator[None]:
    code = (
        "import sys; from annotator.store.project import Project\n"
        "with Project.open(sys.argv[1]): print('open', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()
        yield
        other.stdin.close()


# ---------------------------------------------------------------- saved or not


def test_the_status_bar_says_that_all_is_saved(desk: WindowRig) -> None:
    desk.put_caret("Jana")
    desk.press("1")
    assert desk.text("saved_state").startswith("All saved")
    assert desk.text("counts") == "1 span"
    desk.press("z")
    assert desk.text("counts") == "0 spans"


def test_a_step_that_cannot_be_saved_is_said_until_one_can(desk: WindowRig) -> None:
    assert desk.session.path is not None
    blocker = sqlite3.connect(desk.session.path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    desk.put_caret("Jana")
    desk.press("1")
    assert desk.text("message_text") != ""
    assert "NOT saved" in desk.text("saved_state")
    assert not desk.find("message_close").isVisible()
    assert desk.labels() == []
    blocker.execute("ROLLBACK")
    blocker.close()
    desk.press("1")
    assert desk.text("message_text") == ""
    assert desk.text("saved_state").startswith("All saved")
    assert desk.labels() == ["PER Jana Roth"]


def test_a_project_that_was_replaced_can_be_opened_again(
    desk: WindowRig, project_path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.annodb"
    copy.write_bytes(project_path.read_bytes())
    copy.replace(project_path)
    desk.put_caret("Jana")
    desk.press("1")
    assert desk.labels() == []
    assert desk.text("message_action") == "Open the project again"
    desk.click("message_action")
    assert desk.text("message_text") == ""
    desk.press("1")
    assert desk.labels() == ["PER Jana Roth"]


def test_save_says_that_there_is_nothing_to_save_and_offers_a_snapshot(
    desk: WindowRig, tmp_path: Path
) -> None:
    desk.put_caret("Jana")
    desk.press("1")
    QTest.keySequence(desk.window.page, "Ctrl+S")
    assert "saved already" in desk.text("message_text")
    desk.workbench.files.save_snapshot(tmp_path / "copy.annodb")
    assert desk.text("message_text") == "The snapshot is saved."
    with sqlite3.connect(tmp_path / "copy.annodb") as copy:
        assert copy.execute("SELECT label, text FROM v_spans").fetchall() == [("PER", "Jana Roth")]
    copy.close()


def test_undo_is_named_in_the_menu(desk: WindowRig) -> None:
    desk.put_caret("Jana")
    desk.press("1")
    assert desk.window.commands["edit.undo"].text() == "Undo label Person"
    desk.trigger("edit.undo")
    assert desk.window.commands["edit.redo"].text() == "Redo label Person"


def test_a_renamed_project_has_its_name_in_the_title(desk: WindowRig) -> None:
    by = desk.session.annotator.id
    desk.session.do(
        edits.set_field("setting", "title", "value", "Test", "Ports", by=by, title="rename the project")
    )
    assert desk.window.windowTitle() == "Ports — Annotator"


# ---------------------------------------------------------------- view and keyboard


def test_the_text_grows_and_shrinks(desk: WindowRig) -> None:
    usual = desk.window.page.font().pointSizeF()
    QTest.keySequence(desk.window.page, "Ctrl++")
    assert desk.window.page.font().pointSizeF() > usual
    QTest.keySequence(desk.window.page, "Ctrl+0")
    assert desk.window.page.font().pointSizeF() == usual
    QTest.keySequence(desk.window.page, "Ctrl+-")
    assert desk.window.page.font().pointSizeF() < usual


def test_f6_goes_round_all_panes(desk: WindowRig) -> None:
    desk.window.page.setFocus()
    visited = []
    for _ in range(3):
        desk.press_key(Qt.Key.Key_F6)
        panes = [pane for pane in desk.window.panes() if _holds_focus(pane)]
        visited.append(panes[0].objectName())
    assert visited == ["inspector", "articles", "page"]


def _holds_focus(pane: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (pane is focused or pane.isAncestorOf(focused))


def test_finding_goes_to_the_word(desk: WindowRig) -> None:
    desk.window.page.setFocus()
    QTest.keySequence(desk.window.page, "Ctrl+F")
    QTest.keyClicks(desk.find("find_text"), "Okafor")
    desk.press_key(Qt.Key.Key_Return)
    selection = desk.session.selection
    assert selection is not None
    assert desk.session.text[selection.start : selection.end] == "Okafor"
    desk.press_key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.window.page


def test_a_note_is_written_with_m(desk: WindowRig) -> None:
    desk.put_caret("Jana")
    desk.press("1")
    desk.window.docks["inspector"].close()
    desk.press("m")
    QTest.keyClicks(QApplication.focusWidget(), "the minister")
    desk.press_key(Qt.Key.Key_Escape)
    assert desk.session.focus is not None
    assert desk.session.focus.note == "the minister"


def test_every_command_of_the_table_is_in_a_menu_and_does_something(desk: WindowRig) -> None:
    menus = desk.window.menuBar().findChildren(QMenu)
    in_menus = {action.objectName() for menu in menus for action in menu.actions()}
    assert {spec.id for spec in ACTIONS if spec.menu} <= in_menus
    for spec in ACTIONS:
        assert desk.window.commands[spec.id].receivers("2triggered(bool)") > 0, spec.id


def test_the_page_menu_offers_the_labels_and_what_can_be_done(desk: WindowRig) -> None:
    desk.put_caret("Jana")
    menu = page_menu(desk.window.commands, desk.session, desk.window)
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "Label"
    assert {"Note…", "Delete", "Propose the speaker"} <= set(texts)
    desk.press("1")
    assert page_menu(desk.window.commands, desk.session, desk.window).actions()[0].text() == "Relabel"


def test_recent_projects_are_in_the_menu(desk: WindowRig, tmp_path: Path) -> None:
    desk.settings.remember_project(tmp_path / "gone.annodb", "Gone")
    entries = {one.text(): one.isEnabled() for one in desk.window.menus.recent.actions()}
    assert entries == {"Gone": False, "Test": True}
    desk.trigger("project.close")
    next(one for one in desk.window.menus.recent.actions() if one.text() == "Test").trigger()
    assert desk.window.windowTitle() == "Test — Annotator"


def test_labels_have_a_menu_with_their_keys(desk: WindowRig) -> None:
    entries = [(one.text(), one.shortcut().toString()) for one in desk.window.menus.labels.actions()]
    assert ("Person", "1") in entries
    assert ("Quote (what is said)", "Q") in entries


def test_everything_that_takes_the_focus_has_a_name(desk: WindowRig) -> None:
    desk.put_caret("Jana")
    desk.press("1")
    nameless = []
    for widget in desk.window.findChildren(QWidget):
        takes_focus = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        if takes_focus and not (widget.objectName() and _spoken(widget)):
            nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert nameless == []


def _spoken(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (text() if callable(text) else "")


def test_the_history_comes_to_the_front_when_the_menu_shows_it(desk: WindowRig) -> None:
    shows = desk.window.docks["history"].toggleViewAction()
    if shows.isChecked():
        shows.trigger()
    shows.trigger()
    desk.qtbot.waitUntil(lambda: not desk.window.history.visibleRegion().isEmpty())
