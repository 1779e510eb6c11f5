from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from annotator.ui.crash import CrashReports, usual_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.ui.window.window_rig import WindowRig


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CrashReports]:
    reports = CrashReports(tmp_path / "crashes")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    reports.install()
    yield reports
    reports.uninstall()


def crash(reports: CrashReports) -> None:
    try:
        {}["missing"]
    except KeyError as error:
        reports.catch(type(error), error, error.__traceback__)


def test_an_error_leaves_a_report_that_is_offered_once(
    reports: CrashReports, capsys: pytest.CaptureFixture[str]
) -> None:
    crash(reports)
    text = reports.unseen()
    assert "KeyError: 'missing'" in text
    assert "PySide6" in text
    reports.mark_seen()
    assert reports.unseen() == ""
    assert len(list(reports.folder.glob("seen-*.txt"))) == 1


def test_only_the_latest_reports_are_kept(
    reports: CrashReports, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(14):
        crash(reports)
    reports.mark_seen()
    assert len(list(reports.folder.glob("*-*.txt"))) == 10


def test_a_report_is_shown_at_once(reports: CrashReports, capsys: pytest.CaptureFixture[str]) -> None:
    shown: list[str] = []
    reports.show = shown.append
    crash(reports)
    assert shown == [reports.unseen()]


def test_even_a_crash_below_python_is_reported_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    code = (
        "import ctypes, pathlib, sys\n"
        "from annotator.ui.crash import CrashReports\n"
        "CrashReports(pathlib.Path(sys.argv[1])).install()\n"
        "ctypes.string_at(0)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, check=False)
    assert ended.returncode != 0
    reports = CrashReports(folder)
    reports.install()
    reports.uninstall()
    assert "fatal" in reports.unseen().casefold()


def test_after_an_orderly_end_there_is_nothing_to_offer(tmp_path: Path) -> None:
    for _ in range(2):
        reports = CrashReports(tmp_path)
        reports.install()
        reports.uninstall()
    assert reports.unseen() == ""


def test_the_report_can_be_copied(start: WindowRig) -> None:
    start.workbench.commands.show_crash("KeyError: 'x'")
    dialog = start.dialog("crash_report")
    start.click("copy_report", dialog)
    assert QGuiApplication.clipboard().text() == "KeyError: 'x'"
    dialog.close()


def test_reports_lie_among_the_users_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert usual_folder().parts[-2:] == ("annotator", "crashes")
