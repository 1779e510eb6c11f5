from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from annotator.ui.crash import usual_folder

if TYPE_CHECKING:
    from pathlib import Path

START = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from annotator.ui import app
from annotator.ui.main_window import MainWindow

def look():
    window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
    message = window.findChild(QLabel, "message_text")
    print(window.windowTitle(), "|", message.text() if message.isVisible() else "")
    {then}
    window.close()

app.make_application()
QTimer.singleShot(0, look)
sys.exit(app.main(sys.argv))
"""


def start(*arguments: object, then: str = "") -> subprocess.CompletedProcess[str]:
    """Start as the user does, print title and message of the window, close it."""
    command = [sys.executable, "-c", START.format(then=then), *map(str, arguments)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert ended.returncode == 0, ended.stderr
    return ended


def test_a_project_named_on_the_command_line_is_shown(project_path: Path) -> None:
    ended = start(project_path)
    assert ended.stdout.startswith("Test — Annotator |")
    problems = [line for line in ended.stderr.splitlines() if "propagateSizeHints" not in line]
    assert problems == []


def test_without_a_file_the_last_project_comes_back(project_path: Path) -> None:
    assert start().stdout.startswith("Annotator |")
    start(project_path)
    assert start().stdout.startswith("Test — Annotator |")


def test_a_file_that_is_not_there_is_said_in_the_window(tmp_path: Path) -> None:
    assert "gone.annodb" in start(tmp_path / "gone.annodb").stdout


def test_a_crash_is_offered_at_the_next_start_and_only_then(project_path: Path) -> None:
    ended = start(project_path, then="sys.excepthook(ValueError, ValueError('a bug'), None)")
    assert "ValueError: a bug" in ended.stderr
    assert "ValueError: a bug" in next(usual_folder().glob("crash-*")).read_text(encoding="utf-8")
    assert "unexpectedly" in start().stdout
    assert "unexpectedly" not in start().stdout


def test_after_the_window_has_closed_the_project_is_free(project_path: Path) -> None:
    start(project_path)
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
