from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QTreeWidget,
    QWidget,
)

from annotator import formats
from annotator.formats import extras
from annotator.ui.export_choices import grouped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.window.window_rig import WindowRig


@pytest.fixture
def dialog(desk: WindowRig) -> QDialog:
    return opened(desk)


def opened(desk: WindowRig) -> QDialog:
    desk.trigger("project.export")
    return desk.dialog("export")


def choose(desk: WindowRig, typed: str) -> None:
    """Type into the search, which has the focus when the dialog opens."""
    search = desk.find("export_search", desk.dialog("export"))
    assert isinstance(search, QLineEdit)
    search.setFocus()
    search.selectAll()
    QTest.keyClicks(search, typed)


def line(dialog: QDialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert found is not None
    return found


def said(dialog: QDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert found is not None
    return found.text()


def box(dialog: QDialog, name: str) -> QComboBox:
    found = dialog.findChild(QComboBox, name)
    assert found is not None
    return found


def totals(desk: WindowRig, dialog: QDialog) -> list[str]:
    """What would be lost, once that is known."""
    desk.qtbot.waitUntil(lambda: "lost" in said(dialog, "export_foreseen").partition(";")[2])
    rows = dialog.findChild(QListWidget, "export_totals")
    assert rows is not None
    return [rows.item(row).text() for row in range(rows.count())]


def label_something(desk: WindowRig) -> None:
    desk.put_caret("Jana")
    desk.press("1")


def label_and_note(desk: WindowRig) -> None:
    label_something(desk)
    desk.press("m")
    desk.qtbot.waitUntil(lambda: QApplication.focusWidget().objectName() == "span_note")
    desk.press("so")
    desk.press_key(Qt.Key.Key_Escape)


def test_every_format_that_is_written_stands_under_one_heading() -> None:
    listed = [one.name for _title, found in grouped() for one in found]
    assert sorted(listed) == sorted(one.name for one in formats.formats() if one.writes)


def test_an_export_writes_what_was_labelled(desk: WindowRig, tmp_path: Path) -> None:
    label_something(desk)
    dialog = opened(desk)
    assert line(dialog, "export_target").text() == str(tmp_path / "test.jsonl")
    desk.click("export_now", dialog)
    desk.qtbot.waitUntil(lambda: "Wrote" in desk.text("message_text"))
    lines = (tmp_path / "test.jsonl").read_text(encoding="utf-8").splitlines()
    assert any("Jana Roth" in json.dumps(json.loads(line)) for line in lines)


def test_keys_alone_find_a_format_and_export(desk: WindowRig, tmp_path: Path) -> None:
    label_something(desk)
    opened(desk)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "export_search"
    QTest.keyClicks(focus, "csv")
    desk.press_key(Qt.Key.Key_Return)
    assert desk.dialog("export").isVisible()
    desk.press_key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: "Wrote" in desk.text("message_text"))
    assert "Jana Roth" in (tmp_path / "test csv" / "spans.csv").read_text("utf-8-sig")


def test_arrows_go_on_from_what_was_typed(desk: WindowRig, dialog: QDialog) -> None:
    choose(desk, "excel")
    assert said(dialog, "export_title") == "Excel workbook"
    choose(desk, "tables")
    before = said(dialog, "export_title")
    desk.press_key(Qt.Key.Key_Down)
    assert said(dialog, "export_title") != before
    desk.press_key(Qt.Key.Key_Up)
    assert said(dialog, "export_title") == before


def test_the_dialog_says_what_a_format_cannot_carry(desk: WindowRig, dialog: QDialog) -> None:
    choose(desk, "conll columns")
    assert "Not carried, or only in part: overlaps" in said(dialog, "export_about")


def test_what_would_be_lost_is_shown_before_anything_is_written(desk: WindowRig, tmp_path: Path) -> None:
    label_and_note(desk)
    dialog = opened(desk)
    assert totals(desk, dialog) == []
    choose(desk, "conll columns")
    assert "1 note dropped in 1 document: the format has no place for them." in totals(desk, dialog)
    assert not list(tmp_path.glob("*conll*"))


def test_the_losses_of_each_article_can_be_seen_and_saved(desk: WindowRig, tmp_path: Path) -> None:
    label_and_note(desk)
    dialog = opened(desk)
    choose(desk, "conll columns")
    assert totals(desk, dialog)
    desk.click("export_details", dialog)
    details = desk.dialog("loss_details")
    rows = details.findChild(QTreeWidget, "loss_rows")
    assert rows is not None
    first = rows.topLevelItem(0)
    assert first is not None
    assert first.text(2).endswith("dropped")
    details.save(tmp_path / "report.jsonl")  # type: ignore[attr-defined]
    [report] = (tmp_path / "report.jsonl").read_text("utf-8").splitlines()
    assert json.loads(report)["action"] == "dropped"


def test_the_message_says_where_the_report_stands(desk: WindowRig, tmp_path: Path) -> None:
    label_and_note(desk)
    dialog = opened(desk)
    choose(desk, "conll columns")
    desk.click("export_now", dialog)
    desk.qtbot.waitUntil(lambda: "Wrote" in desk.text("message_text"))
    assert "test conll.losses.jsonl" in desk.text("message_hint")
    assert (tmp_path / "test conll.losses.jsonl").is_file()


def test_options_are_asked_for_and_remembered(desk: WindowRig, tmp_path: Path) -> None:
    dialog = opened(desk)
    choose(desk, "conll columns")
    tags = box(dialog, "option_scheme")
    tags.setFocus()
    QTest.keyClicks(tags, "BIOES")
    assert tags.currentData() == "bioes"
    desk.click("export_now", dialog)
    desk.qtbot.waitUntil(lambda: "Wrote" in desk.text("message_text"))
    again = opened(desk)
    assert said(again, "export_title") == "CoNLL columns"
    assert box(again, "option_scheme").currentData() == "bioes"
    desk.click("usual_options", again)
    assert box(again, "option_scheme").currentData() == "iob2"


def test_only_what_is_ticked_is_exported(desk: WindowRig, tmp_path: Path) -> None:
    label_something(desk)
    dialog = opened(desk)
    desk.click("only_fold", dialog)
    labels = dialog.findChild(QListWidget, "only_labels")
    assert labels is not None
    organisation = labels.findItems("Organisation", Qt.MatchFlag.MatchExactly)[0]
    labels.setFocus()
    labels.setCurrentItem(organisation)
    QTest.keyClick(labels, Qt.Key.Key_Space)
    assert said(dialog, "only_said") == "1 label"
    desk.click("export_now", dialog)
    desk.qtbot.waitUntil(lambda: "Wrote" in desk.text("message_text"))
    assert "Jana Roth" not in (tmp_path / "test.jsonl").read_text("utf-8").split('"spans"')[-1]


def test_a_missing_package_is_named_and_nothing_can_be_exported(
    desk: WindowRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(extras.MODULES, "parquet", ("no_such_package",))
    dialog = opened(desk)
    choose(desk, "parquet")
    assert "pip install 'annotator[parquet]'" in said(dialog, "export_warning")
    assert not desk.find("export_now", dialog).isEnabled()
    assert not said(dialog, "export_foreseen")
    choose(desk, "csv")
    assert desk.find("export_now", dialog).isEnabled()


def test_the_name_stays_when_another_format_is_chosen(desk: WindowRig, tmp_path: Path) -> None:
    dialog = opened(desk)
    target = line(dialog, "export_target")
    target.selectAll()
    QTest.keyClicks(target, str(tmp_path / "mine.jsonl"))
    choose(desk, "excel")
    assert target.text() == str(tmp_path / "mine.xlsx")
    choose(desk, "csv")
    assert target.text() == str(tmp_path / "mine")


def test_an_existing_file_is_replaced_only_knowingly(desk: WindowRig, tmp_path: Path) -> None:
    (tmp_path / "test.jsonl").write_text("old", encoding="utf-8")
    dialog = opened(desk)
    assert "test.jsonl exists already" in said(dialog, "export_warning")
    desk.click("export_now", dialog)
    desk.qtbot.waitUntil(lambda: "Wrote" in desk.text("message_text"))
    assert (tmp_path / "test.jsonl").read_text(encoding="utf-8") != "old"


def test_the_project_itself_is_never_overwritten(desk: WindowRig, dialog: QDialog) -> None:
    target = line(dialog, "export_target")
    target.selectAll()
    QTest.keyClicks(target, str(desk.session.path))
    desk.click("export_now", dialog)
    desk.qtbot.waitUntil(lambda: "the project itself" in desk.text("message_text"))


def test_a_wrong_option_says_so_before_the_export(desk: WindowRig) -> None:
    label_something(desk)
    dialog = opened(desk)
    choose(desk, "gliner training")
    words = line(dialog, "option_window")
    words.selectAll()
    QTest.keyClicks(words, "much")
    desk.qtbot.waitUntil(lambda: "much" in said(dialog, "export_foreseen"))
    assert desk.find("export_now", dialog).isEnabled()


def test_every_part_can_be_reached_with_tab_and_has_a_name(desk: WindowRig, dialog: QDialog) -> None:
    choose(desk, "conll columns")
    met: list[QWidget] = []
    while (focus := QApplication.focusWidget()) is not None and focus not in met:
        met.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    names = {one.objectName() for one in met}
    assert {"export_search", "export_format", "option_priority", "only_fold", "export_target"} <= names
    assert {"choose_target", "export_now"} <= names
    for one in met:
        assert one.accessibleName() or (isinstance(one, QCheckBox) or one.property("text"))
