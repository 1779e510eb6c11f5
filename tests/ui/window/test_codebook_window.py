"""The codebook editor and guidelines in the whole window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from annotator.model.hit import hit
from annotator.store.project import Project
from annotator.ui.dialogs.codebook_editor import CodebookEditor
from tests.ui.codebook_hands import CONTROL, KEY, Editing

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.ui.window.window_rig import WindowRig


def hands(desk: WindowRig) -> Editing:
    """Open the editor by its key."""
    desk.window.page.setFocus()
    desk.press_key(KEY.Key_B, CONTROL)
    editor = desk.dialog("codebook_editor")
    assert isinstance(editor, CodebookEditor)
    return Editing(desk.qtbot, editor)


def label_first_word(desk: WindowRig) -> None:
    desk.window.page.setFocus()
    desk.window.page.go_to(1)
    desk.window.commands.labels["PER"].trigger()


def test_a_project_for_reading_only_shows_everything_and_says_why(
    desk: WindowRig, project_path: Path
) -> None:
    desk.session.close_project()
    desk.session.open_project(Project.open(project_path, read_only=True))
    desk.trigger("codebook.edit")
    editor = desk.dialog("codebook_editor")
    assert isinstance(editor, CodebookEditor)
    editor.show_thing("label", "PER")
    assert desk.find("label_name", editor).isReadOnly()  # type: ignore[attr-defined]
    assert not desk.find("merge_label", editor).isEnabled()
    assert desk.find("codebook_said", editor).text().startswith("Read-only")  # type: ignore[attr-defined]


def test_the_question_mark_on_a_chip_shows_the_guideline(desk: WindowRig) -> None:
    chip = desk.find("chip:PER")
    chip.setFocus()
    QTest.keyClick(chip, KEY.Key_Question)
    popover = desk.find("guideline_popover")
    assert "Include" in desk.text("guideline_words")
    QTest.keyClick(chip, KEY.Key_Escape)
    desk.qtbot.waitUntil(lambda: not popover.isVisible())


def test_the_focused_span_becomes_an_example(desk: WindowRig) -> None:
    label_first_word(desk)
    desk.trigger("example.good")
    span = desk.session.focus
    assert span is not None
    found = hit(span.document_id, "", desk.session.text, span.start, span.end)
    assert f"[{found.text}]" in desk.session.codebook.label("PER").examples[-1]


def test_a_large_change_goes_through_a_worker_and_the_editor_stays(
    desk: WindowRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ui.large_steps.LARGE", 0)
    label_first_word(desk)
    editing = hands(desk).at("label", "PER")
    editing.click("merge_label")
    editing.choose("merge_target", "ORG")
    editing.do_it("1 span in 1 article")
    editing.qtbot.waitUntil(lambda: "PER" not in editing.labels and bool(editing.labels))
    desk.trigger("edit.undo")
    editing.qtbot.waitUntil(lambda: "PER" in editing.labels)
    assert editing.editor.isVisible()
    assert editing.editor.isEnabled()


def test_the_editor_closes_with_the_project(desk: WindowRig) -> None:
    editing = hands(desk)
    with desk.qtbot.waitSignal(editing.editor.finished):
        desk.trigger("project.close")
