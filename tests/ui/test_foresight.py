from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator import formats
from annotator.errors import UserError
from annotator.formats.article_table_guess import table_key
from annotator.ui.export_choices import ExportChoice, ExportMemory, proposed
from annotator.ui.foresight import Foresight
from annotator.ui.import_terms import KEPT, ColumnMemory
from annotator.ui.settings import Settings
from annotator.ui.tasks import Task, Tasks

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def foresight(qtbot: QtBot) -> Foresight:
    tasks = Tasks()
    made = Foresight(tasks, tasks)
    made.tasks = tasks  # type: ignore[attr-defined]  # kept alive
    return made


def until_cancelled(task: Task) -> str:
    while not task.is_cancelled():
        threading.Event().wait(0.005)
    task.progress(0, 0)
    return "never"


def test_only_the_last_of_several_questions_is_answered(qtbot: QtBot, foresight: Foresight) -> None:
    answers: list[object] = []
    foresight.foreseen.connect(answers.append)
    foresight.ask(until_cancelled)
    qtbot.waitSignal(foresight.began).wait()
    foresight.ask(lambda _task: "second")
    foresight.ask(lambda _task: "third")
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["third"]


def test_a_trial_can_be_stopped_and_asked_for_again(qtbot: QtBot, foresight: Foresight) -> None:
    foresight.ask(until_cancelled)
    qtbot.waitSignal(foresight.began).wait()
    with qtbot.waitSignal(foresight.stopped):
        foresight.stop()
    with qtbot.waitSignal(foresight.foreseen):
        foresight.ask(lambda _task: "again")


def test_an_error_is_told_and_nothing_begins_after_the_end(qtbot: QtBot, foresight: Foresight) -> None:
    def fail(_task: Task) -> None:
        raise UserError("It cannot be.")

    with qtbot.waitSignal(foresight.failed) as told:
        foresight.ask(fail)
    assert str(told.args[0]) == "It cannot be."
    foresight.end()
    with qtbot.assertNotEmitted(foresight.began, wait=500):
        foresight.ask(fail)


@pytest.mark.parametrize(
    ("name", "written", "former", "expected"),
    [
        ("annotator", None, None, "/w/news.jsonl"),
        ("csv", None, None, "/w/news csv"),
        ("xlsx", "/x/mine.jsonl", "annotator", "/x/mine.xlsx"),
        ("csv", "/x/mine.xlsx", "xlsx", "/x/mine"),
        ("xlsx", "/x/v1.2", "csv", "/x/v1.2.xlsx"),
        ("xlsx", "/x/.jsonl", "annotator", "/x/.jsonl.xlsx"),
    ],
)
def test_targets_keep_what_was_written(name: str, written: str, former: str, expected: str) -> None:
    path = Path(written) if written else None
    before = formats.named(former) if former else None
    assert proposed(Path("/w/news.annodb"), formats.named(name), path, before) == Path(expected)


def test_options_that_a_format_no_longer_has_are_forgotten(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.ini")
    memory = ExportMemory(settings)
    options = {"scheme": "bioes", "align": "sideways", "gone": "yes", "priority": "PER, ORG"}
    everything = formats.named("conll")
    memory.keep(ExportChoice("conll", tmp_path, None, overwrites=False, options=options))  # type: ignore[arg-type]
    assert ExportMemory(settings).options(everything) == {"scheme": "bioes", "priority": "PER, ORG"}
    assert memory.last_format == "conll"


@pytest.mark.parametrize("stored", [7, ["a"], {"conll": 3}, {"conll": {"scheme": 9}}])
def test_stored_nonsense_is_ignored(tmp_path: Path, stored: object) -> None:
    settings = Settings(tmp_path / "s.ini")
    settings.write("export_options", stored)
    settings.write("table_columns", stored)
    assert ExportMemory(settings).options(formats.named("conll")) == {}
    assert table_key(["b", "a"]) not in ColumnMemory(settings).mappings()


def test_columns_are_remembered_in_any_order_and_not_for_ever(tmp_path: Path) -> None:
    memory = ColumnMemory(Settings(tmp_path / "s.ini"))
    for number in range(KEPT + 5):
        memory.keep(["a", str(number)], {"text": "a"})
    assert len(memory.mappings()) == KEPT
    assert memory.mappings()[table_key([str(KEPT), "a"])] == {"text": "a"}
