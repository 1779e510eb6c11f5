"""Several people label and merge at once, and are killed at random moments: nothing is lost."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.store import backup
from annotator.store.project import Project
from tests.store.making import fast_folder, new_project
from tests.store.team import everything, merge

ROOT = Path(__file__).parents[2]
PEOPLE = 3


def begin(folder: Path) -> None:
    with new_project(folder / "0.annodb") as project:
        for number in range(1, PEOPLE):
            backup.copy_project(project, folder / f"{number}.annodb")


def kill_once(folder: Path, seconds: float) -> tuple[set[str], set[str]]:
    """Let all work for a while, kill them, and return the spans they have added and removed."""
    command = [sys.executable, "-m", "tests.store.colleague", str(folder)]
    running = [
        subprocess.Popen([*command, str(number)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for number in range(PEOPLE)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
    time.sleep(seconds)
    lines: list[str] = []
    for process in random.sample(running, PEOPLE):
        process.kill()
        with process:
            assert process.stdout is not None
            lines += [line for line in process.stdout.read().splitlines(keepends=True) if "\n" in line]
    added = {line[1:-1] for line in lines if line[0] == "+"}
    return added, {line[1:-1] for line in lines if line[0] == "-"}


def kill_often(folder: Path, rounds: int) -> int:
    begin(folder)
    added: set[str] = set()
    removed: set[str] = set()
    for _ in range(rounds):
        new, gone = kill_once(folder, random.uniform(0.2, 1.0))
        added |= new
        removed |= gone
    projects = [Project.open(folder / f"{number}.annodb") for number in range(PEOPLE)]
    try:
        for project in random.sample(projects, PEOPLE):
            merge(project, *(one for one in projects if one is not project))
            assert list(project.problems()) == []
        states = [everything(project) for project in projects]
        assert states[0] == states[1] == states[2]
        there = {row[0] for row in states[0]["span"]}
        written = {row[3] for row in states[0]["change"] if row[2] == "span"}
        assert added <= written
        assert removed.isdisjoint(there)
        unacknowledged = len(written - added)
        assert len(added - removed - there) <= rounds * PEOPLE  # removed, but killed before it was said
        assert unacknowledged <= rounds * PEOPLE
    finally:
        for project in projects:
            project.close()
    return len(added)


def test_killed_colleagues_lose_nothing_and_end_equal() -> None:
    with fast_folder() as folder:
        assert kill_often(Path(folder), 2) > 20


@pytest.mark.slow
def test_many_killed_colleagues() -> None:
    total = 0
    for _ in range(10):
        with fast_folder() as folder:
            total += kill_often(Path(folder), 10)
    print(f"300 kills, {total} acknowledged labels, none lost")
