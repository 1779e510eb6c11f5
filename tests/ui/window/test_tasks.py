from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from annotator.errors import UserError
from annotator.ui.status_bar import TaskRow
from annotator.ui.tasks import Task, Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.stop()


class Ending:
    """Notes how work ended."""

    def __init__(self) -> None:
        self.said: list[object] = []

    def run(self, tasks: Tasks, work: Callable[[Task], object]) -> Task:
        return tasks.run(
            "Counting",
            work,
            done=self.said.append,
            failed=lambda error: self.said.append(error.message),
            cancelled=lambda: self.said.append("cancelled"),
        )


def until_stopped(task: Task) -> None:
    while True:
        task.progress(1, 3, "one")


def test_the_result_comes_back_in_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    threads: list[int] = []
    tasks.run(
        "Counting",
        lambda task: threads.append(threading.get_ident()),
        done=lambda _result: threads.append(threading.get_ident()),
        failed=print,
    )
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[1] == threading.get_ident() != threads[0]
    assert not tasks.is_busy


def test_a_users_mistake_is_told(qtbot: QtBot, tasks: Tasks) -> None:
    def work(task: Task) -> None:
        raise UserError("There is no such file.")

    ending = Ending()
    ending.run(tasks, work)
    qtbot.waitUntil(lambda: ending.said == ["There is no such file."])


def test_cancelled_work_stops(qtbot: QtBot, tasks: Tasks) -> None:
    ending = Ending()
    ending.run(tasks, until_stopped).cancel()
    qtbot.waitUntil(lambda: ending.said == ["cancelled"])


def test_a_bug_in_the_work_reaches_the_exception_hook(qtbot: QtBot, tasks: Tasks) -> None:
    def work(task: Task) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        tasks.run("Counting", work, done=print, failed=print)
        qtbot.waitUntil(lambda: not tasks.is_busy)
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]


def test_one_thing_runs_after_the_other(qtbot: QtBot, tasks: Tasks) -> None:
    order: list[str] = []
    for name in ("first", "second", "third"):
        tasks.run(name, lambda task: order.append(task.title), done=lambda _r: None, failed=print)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert order == ["first", "second", "third"]


def test_progress_shows_only_after_a_moment_and_can_be_stopped(qtbot: QtBot, tasks: Tasks) -> None:
    row, ending = TaskRow(), Ending()
    qtbot.addWidget(row)
    tasks.started.connect(row.follow)
    ending.run(tasks, until_stopped)
    assert not row.isVisible()
    qtbot.waitUntil(row.isVisible)
    button = row.findChild(QPushButton, "task_cancel")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ending.said == ["cancelled"])
    assert not row.isVisible()


def test_short_work_shows_nothing(qtbot: QtBot, tasks: Tasks) -> None:
    row, ending = TaskRow(), Ending()
    qtbot.addWidget(row)
    tasks.started.connect(row.follow)
    ending.run(tasks, lambda task: "done")
    qtbot.waitUntil(lambda: ending.said == ["done"])
    assert not row.isVisible()
