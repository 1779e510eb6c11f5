"""A publisher that is killed leaves nothing torn under the name that others read."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.store.project import Project
from tests.store.making import new_project

ROOT = Path(__file__).parents[2]


def publish_and_kill(path: Path, folder: Path, seconds: float) -> list[str]:
    """Let a process publish for a while and kill it; the spans that it says are published."""
    command = [sys.executable, "-m", "tests.jobs.publisher", str(path), str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        lines = [process.stdout.readline()]
        time.sleep(seconds)
        process.kill()
        lines += process.stdout.read().splitlines(keepends=True)
    return [line.strip() for line in lines if line.endswith("\n")]


def kill_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rounds: int) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("ANNOTATOR_REPLICA", "ada")
    path, folder = tmp_path / "ferry.annodb", tmp_path / "team"
    folder.mkdir()
    new_project(path).close()
    acknowledged: set[str] = set()
    for number in range(rounds):
        acknowledged |= set(publish_and_kill(path, folder, random.uniform(0, 0.2)))
        if (folder / "ferry.ada.annodb").exists():
            copy = shutil.copyfile(folder / "ferry.ada.annodb", tmp_path / f"{number}.annodb")
            with Project.open(copy, read_only=True) as published:  # not known: all of it is checked
                assert acknowledged <= {one.id for one in published.iterate_spans()}
            os.unlink(copy)  # noqa: PTH108
    names = {one.name for one in folder.iterdir() if not one.name.startswith(".")}
    assert names == {"ferry.ada.annodb"}
    assert len(acknowledged) >= rounds


def test_a_killed_publisher_leaves_nothing_torn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kill_often(tmp_path, monkeypatch, 2)


@pytest.mark.slow
def test_hundreds_of_killed_publishers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kill_often(tmp_path, monkeypatch, 300)


@pytest.mark.slow
def test_two_processes_share_one_local_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    path, folder = tmp_path / "ferry.annodb", tmp_path / "team"
    folder.mkdir()
    new_project(path).close()
    command = [sys.executable, "-m", "tests.jobs.publisher", str(path), str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert "open, for " in second.stderr
        said = {first.stdout.readline().strip() for _ in range(5)}
        first.kill()
    with Project.open(path) as again:
        assert not again.read_only
        assert said <= {one.id for one in again.iterate_spans()}
