"""Files are merged in the window: looked at, taken, decided by keys, reconciled, taken back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QTreeWidget, QWidget

from annotator.jobs import reconciling
from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment
from annotator.model.reconciling import Thing
from annotator.model.values import Field, Span, new_id, now
from annotator.store.project import Project
from annotator.ui import merging
from annotator.ui import reconciling as ui_reconciling
from annotator.ui.dialogs.reconcile import Verdict
from annotator.ui.panels.conflicts import ConflictsPanel
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def other(tmp_path: Path, project_path: Path) -> Path:
    """A colleague's copy of the same project."""
    path = tmp_path / "ben.annodb"
    shutil.copyfile(project_path, path)
    return path


def label(project: Project, label_id: str, by: str, *, entity: str | None = None, word: int = 3) -> Span:
    """Label a word of the first article."""
    document = project.documents()[0].id
    words = project.text(document).split()[word]
    start = project.text(document).index(words)
    place = (Fragment(start, start + len(words)),)
    made = Span(new_id(), document, label_id, place, words, by, entity=entity, created=now())
    do(project, by, Change(None, made))
    return made


def do(project: Project, by: str, *changes: Change) -> None:
    project.apply(Edit("work", changes, by, now()))


def rename(project: Project, title: str, by: str) -> None:
    document = project.documents()[0]
    before = Field("document", document.id, "title", document.title)
    do(project, by, Change(before, replace(before, value=title)))


def merge(rig: WindowRig, path: Path) -> None:
    """Drop the file onto the window and say yes."""
    rig.drop(path)
    rig.dialog("merge")
    rig.press_key(Qt.Key.Key_Return)
    rig.window.activateWindow()
    rig.qtbot.waitUntil(lambda: rig.text("message_text") == "Merged.")


def titles(rig: WindowRig) -> list[str]:
    assert rig.session.project is not None
    return [one.title for one in rig.session.project.history(limit=4)]


def test_a_dropped_project_is_shown_merged_and_taken_back(desk: WindowRig, other: Path) -> None:
    with Project.open(other) as theirs:
        made = label(theirs, "PER", "ben")
    desk.put_caret(desk.session.text.split()[5])
    caret = desk.session.caret
    merge(desk, other)
    assert desk.labels() == [f"PER {made.text}"]
    assert desk.text("message_hint") == "Came in: 1 new span."
    assert desk.session.caret == caret
    desk.trigger("team.unmerge")
    desk.qtbot.waitUntil(lambda: "taken back" in desk.text("message_text"))
    assert (desk.labels(), desk.session.caret) == ([], caret)
    assert not desk.window.commands["team.unmerge"].isEnabled()
    merge(desk, other)
    assert desk.window.commands["team.unmerge"].isEnabled()
    desk.put_caret(desk.session.text.split()[6])
    desk.press("1")
    assert not desk.window.commands["team.unmerge"].isEnabled()


def test_a_large_merge_is_written_by_a_worker(
    desk: WindowRig, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "SMALL", 0)
    with Project.open(other) as theirs:
        label(theirs, "PER", "ben")
    merge(desk, other)
    assert len(desk.labels()) == 1
    desk.trigger("team.unmerge")
    desk.qtbot.waitUntil(lambda: "taken back" in desk.text("message_text"))
    assert desk.labels() == []


def test_a_bad_file_is_told_and_a_file_without_news_too(desk: WindowRig, other: Path) -> None:
    desk.drop(other)
    dialog = desk.dialog("merge")
    assert dialog.findChild(QWidget, "merge_now") is None
    desk.close_dialog(dialog)
    other.write_bytes(other.read_bytes()[:5_000])
    desk.drop(other)
    desk.qtbot.waitUntil(lambda: "ben.annodb" in desk.text("message_text"))


def test_the_preview_shows_counts_and_names(desk: WindowRig, other: Path) -> None:
    assert desk.session.project is not None
    rename(desk.session.project, "Ours", "ada")
    with Project.open(other) as theirs:
        rename(theirs, "Theirs", "ben")
        do(theirs, "ben", Change(None, Field("annotator", "ben", "name", "Ben")))
    desk.drop(other)
    dialog = desk.dialog("merge")
    counts, notes = desk.find("merge_counts", dialog), desk.find("merge_notes", dialog)
    assert isinstance(counts, QTreeWidget)
    assert isinstance(notes, QTreeWidget)
    rows = {row[0]: row[1:] for row in _rows(counts)}
    assert rows["Articles"][3] == "1"
    assert [row[0] for row in _rows(notes)] == [
        "1 new annotator: Ben",
        "1 article is called otherwise there",
    ]
    desk.close_dialog(dialog)
    assert desk.session.project.documents()[0].title == "Ours"


def _rows(tree: QTreeWidget) -> Iterator[list[str]]:
    for number in range(tree.topLevelItemCount()):
        item = tree.topLevelItem(number)
        assert item is not None
        yield [item.text(column) for column in range(tree.columnCount())]


def test_conflicts_are_decided_by_keys_alone(desk: WindowRig, other: Path) -> None:
    project = desk.session.project
    assert project is not None
    rename(project, "Ours", "ada")
    with Project.open(other) as theirs:
        rename(theirs, "Theirs", "ben")
    merge(desk, other)
    assert desk.text("status_conflicts") == "1 to decide"
    first, second = (one.value.value for one in project.conflicts()[0].versions)  # type: ignore[union-attr]
    desk.click("message_action")
    panel = desk.window.panels.panel("conflicts")
    assert isinstance(panel, ConflictsPanel)
    desk.qtbot.waitUntil(lambda: panel.left == 1)
    desk.qtbot.waitUntil(lambda: QApplication.focusWidget() is desk.find("conflicts_list"))
    desk.press("1")
    assert (panel.left, project.documents()[0].title) == (0, first)
    assert not desk.find("status_conflicts").isVisible()
    desk.press("2")  # another thought
    assert project.documents()[0].title == second
    desk.press("z")
    assert project.documents()[0].title == first
    desk.press_key(Qt.Key.Key_Return)
    assert project.documents()[0].title == second
    desk.press_key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.window.page


def test_walking_the_conflicts_shows_their_places(desk: WindowRig, other: Path) -> None:
    project = desk.session.project
    assert project is not None
    with Project.open(other) as theirs:
        made = label(theirs, "PER", "ben", word=8)
    merge(desk, other)
    do(project, "ada", Change(made, replace(made, label="ORG")))
    with Project.open(other) as theirs:
        do(theirs, "ben", Change(made, None))
    merge(desk, other)
    desk.trigger("conflicts.show")
    desk.qtbot.waitUntil(lambda: desk.text("conflict_subject") == f"The annotation “{made.text}”")
    desk.qtbot.waitUntil(lambda: made.start <= desk.session.caret <= made.end)
    assert [card.accessibleName().split(",")[0] for card in _cards(desk)] == ["1", "2"]
    QTest.mouseClick(_cards(desk)[0], Qt.MouseButton.LeftButton)
    assert desk.labels() == [f"ORG {made.text}"]


def _cards(rig: WindowRig) -> list[QWidget]:
    return list(rig.window.panels.panel("conflicts")._cards.cards)  # type: ignore[attr-defined]


def test_names_are_reconciled_by_keys(desk: WindowRig) -> None:
    project = desk.session.project
    assert project is not None
    for id_, name in (("e1", "Lena Vogt"), ("e2", "lena vogt"), ("e3", "Karrow"), ("e4", "KARROW")):
        do(project, "ada", Change(None, Field("entity", id_, "name", name)))
    label(project, "PER", "ada", entity="e2")
    desk.trigger("team.reconcile")
    dialog = desk.dialog("reconcile")
    desk.press("k")
    desk.press("u")
    rows = list(_rows(desk.find("reconcile_list", dialog)))  # type: ignore[arg-type]
    assert [row[-1] for row in rows] == ["both stay", "Lena Vogt → lena vogt"]
    desk.press_key(Qt.Key.Key_Return)
    assert {one.id for one in project.entities()} == {"e2", "e3", "e4"}
    assert titles(desk)[:2] == ["unify two entities called lena vogt", "keep both: entity KARROW"]
    assert reconciling.find(project).is_empty


def test_another_is_used_instead(desk: WindowRig) -> None:
    project = desk.session.project
    assert project is not None
    made = label(project, "PER", "ada")
    desk.trigger("team.reconcile")
    dialog = desk.dialog("reconcile")
    assert not desk.find("reconcile_apply", dialog).isEnabled()
    desk.click("reconcile_two", dialog)
    pair = desk.dialog("reconcile_pair")
    for name, id_ in (("pair_one", "PER"), ("pair_other", "ORG")):
        box = desk.find(name, pair)
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(box.findData(id_))
    desk.press_key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(desk.find("reconcile_apply", dialog).isEnabled)
    apply = desk.find("reconcile_apply", dialog)
    assert isinstance(apply, QAbstractButton)
    apply.click()
    assert project.span(made.id).label == "ORG"  # type: ignore[union-attr]
    assert "PER" not in desk.session.codebook.labels


def test_what_was_decided_before_follows_a_merge_and_goes_back_with_it(
    desk: WindowRig, other: Path
) -> None:
    project = desk.session.project
    assert project is not None
    said = reconciling.unification(project, "label", "PER", "ORG", by="ada")
    reconciling.carry_out(project, said, by="ada")
    desk.workbench.files.reopen()
    with Project.open(other) as theirs:
        made = label(theirs, "PER", "ben")
    merge(desk, other)
    assert desk.labels() == [f"ORG {made.text}"]
    desk.trigger("team.unmerge")
    desk.qtbot.waitUntil(lambda: desk.labels() == [])


@pytest.mark.parametrize("is_large", [False, True])
def test_what_comes_in_by_itself_is_unified_as_decided_before(
    desk: WindowRig, other: Path, monkeypatch: pytest.MonkeyPatch, is_large: bool
) -> None:
    if is_large:
        monkeypatch.setattr(ui_reconciling, "LARGE", 0)
    project = desk.session.project
    assert project is not None
    said = reconciling.unification(project, "label", "PER", "ORG", by="ada")
    reconciling.carry_out(project, said, by="ada")
    with Project.open(other) as theirs:
        made = label(theirs, "PER", "ben")
    with project.incoming() as incoming:
        incoming.add_file(other)
        project.take(incoming, is_live=True)
    desk.session.take_over(Edit("take in others’ work", (Change(None, made),), "", now()))
    desk.qtbot.waitUntil(lambda: desk.labels() == [f"ORG {made.text}"])


def test_a_large_unification_is_written_by_a_worker(
    desk: WindowRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui_reconciling, "LARGE", 0)
    project = desk.session.project
    assert project is not None
    made = label(project, "PER", "ada")
    verdict = Verdict("unify", Thing("label", "PER", "", uses=1), Thing("label", "ORG", ""))
    desk.window.findChild(ui_reconciling.Reconciling).carry_out([verdict])  # type: ignore[union-attr]
    desk.qtbot.waitUntil(lambda: desk.labels() == [f"ORG {made.text}"])


def test_one_works_on_as_the_one_whom_one_was_made_one_with(desk: WindowRig) -> None:
    project, own = desk.session.project, desk.session.annotator.id
    assert project is not None
    desk.put_caret(desk.session.text.split()[3])
    desk.press("1")
    do(project, "ben", Change(None, Field("annotator", "ben", "name", "Anna Bo")))
    said = reconciling.unification(project, "annotator", own, "ben", by=own)
    changes = tuple(reconciling.changes(project, said))
    assert desk.session.do(Edit("unify", changes, own, now()))
    assert desk.session.annotator.id == "ben"
    desk.workbench.files.reopen()
    assert (desk.session.annotator.id, desk.session.annotator.name) == ("ben", "Anna Bo")
    assert desk.session.annotations is not None
    assert all(desk.session.others.is_own(one) for one in desk.session.annotations)
