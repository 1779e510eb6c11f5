"""A process killed while it labels: all that was shown as saved is found again."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from annotator.store.lock import lock_path
from annotator.store.project import Project
from tests.store.making import new_project

ROOT = Path(__file__).parents[2]


def kill_once(path: Path, mode: str, seconds: float) -> list[tuple[int, str, str]]:
    """Let a process label for a while, kill it, and return what it has acknowledged."""
    command = [sys.executable, "-m", "tests.store.labeller", str(path), mode]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        time.sleep(seconds)
        process.kill()
        lines = process.stdout.read().splitlines(keepends=True)
    words = [line.split() for line in lines if line.endswith("\n")]
    return [(int(count), first, last) for count, first, last in words]


def check(path: Path, acknowledged: list[tuple[int, str, str]]) -> None:
    """Open the file as after any crash; the guard checks all hashes as it was left open."""
    with Project.open(path) as project:
        assert not project.read_only
        for _, first, last in acknowledged:
            assert project.span(first) is not None
            assert project.span(last) is not None
        assert sum(project.span_totals().values()) >= sum(count for count, _, _ in acknowledged)
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def kill_often(path: Path, modes: list[str]) -> int:
    new_project(path).close()
    acknowledged: list[tuple[int, str, str]] = []
    for mode in modes:
        acknowledged += kill_once(path, mode, random.uniform(0.02, 0.4))
        assert lock_path(path).exists()
        check(path, acknowledged)
    return len(acknowledged)


def test_every_acknowledged_label_survives_a_kill(path: Path) -> None:
    assert kill_often(path, ["one", "one", "bulk", "undo", "one"]) > 12


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["one", "bulk", "undo"])
def test_hundreds_of_kills(path: Path, mode: str, tmp_path: Path) -> None:
    rounds = {"one": 150, "bulk": 100, "undo": 100}[mode]
    total = 0
    for number in range(rounds // 10):
        total += kill_often(tmp_path / f"{number}.annodb", [mode] * 10)
    print(f"{rounds} kills, {total} acknowledged edits, none lost")
