from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from annotator.ui import app
from annotator.ui.crash import usual_folder
from annotator.ui.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def run_until_shown(argv: list[str], look: Callable[[MainWindow], object]) -> object:
    """Start as the user does, look at the window, close it; what was seen."""
    seen: list[object] = []

    def see() -> None:
        window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
        seen.append(look(window))
        window.close()
        QApplication.quit()

    QTimer.singleShot(0, see)
    assert app.main(argv) == 0
    return seen[0]


def message(window: MainWindow) -> str:
    label = window.findChild(QLabel, "message_text")
    assert label is not None
    return label.text() if label.isVisible() else ""


def test_a_project_named_on_the_command_line_is_shown(qapp: QApplication, project_path: Path) -> None:
    title = run_until_shown([str(project_path)], lambda window: window.windowTitle())
    assert title == "Test — Annotator"


def test_without_a_file_the_last_project_comes_back(qapp: QApplication, project_path: Path) -> None:
    run_until_shown([str(project_path)], lambda window: None)
    assert run_until_shown([], lambda window: window.session.path) == project_path


def test_a_file_that_is_not_there_is_said_in_the_window(qapp: QApplication, tmp_path: Path) -> None:
    said = run_until_shown([str(tmp_path / "gone.annodb")], message)
    assert "gone.annodb" in str(said)


def test_the_last_crash_is_offered_once(qapp: QApplication) -> None:
    usual_folder().mkdir(parents=True)
    (usual_folder() / "crash-1.txt").write_text("KeyError", encoding="utf-8")
    assert "unexpectedly" in str(run_until_shown([], message))
    assert run_until_shown([], message) == ""


def test_after_the_window_has_closed_the_project_is_free(qapp: QApplication, project_path: Path) -> None:
    run_until_shown([str(project_path)], lambda window: None)
    assert [one.name for one in project_path.parent.glob("*test.annodb*")] == ["test.annodb"]


def test_starting_loads_no_dialog_no_job_and_no_format() -> None:
    code = (
        "import sys\n"
        "from annotator.ui import app\n"
        "late = ('annotator.ui.dialogs.', 'annotator.jobs.', 'annotator.formats.',"
        " 'sqlite_utils', 'trafilatura', 'charset_normalizer')\n"
        "print([name for name in sys.modules if name.startswith(late)])\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_the_window_starts_without_a_display(tmp_path: Path, project_path: Path) -> None:
    code = (
        "import sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from annotator.ui import app\n"
        "app.make_application()\n"
        "QTimer.singleShot(0, QApplication.closeAllWindows)\n"
        "sys.exit(app.main(sys.argv[1:]))\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    command = [sys.executable, "-c", code, str(project_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_bug_is_reported_and_work_goes_on(
    qapp: QApplication, project_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_something(window: MainWindow) -> bool:
        sys.excepthook(ValueError, ValueError("a bug"), None)
        return any(one.objectName() == "crash_report" for one in window.findChildren(QApplication))

    run_until_shown([str(project_path)], break_something)
    assert "ValueError: a bug" in next(usual_folder().glob("*.txt")).read_text(encoding="utf-8")
