"""`annotator sync` as people and scripts call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.cli import run
from annotator.store.project import Project
from tests.server.postgres import PASSWORD
from tests.server.replicas import copy_of, dead_end, everything, label
from tests.store.making import ADA, BEN

if TYPE_CHECKING:
    from tests.server.postgres import Postgres

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)


def test_two_people_sync(project: Project, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with copy_of(project, "bens.annodb") as bens:
        label(bens, BEN)
    label(project, ADA)
    project.close()
    assert run(["sync", str(project.path), url]) == 0
    assert run(["sync", str(bens.path), url]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("nothing came, 3 edits with 45 changes went.")
    assert said[1].endswith("1 edit with 1 change came, 1 edit with 1 change went.")


def test_a_trial_in_json(project: Project, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    project.close()
    assert run(["sync", str(project.path), url, "--dry-run", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["dry_run"] is True
    assert report["pushed"] == {"edits": 2, "changes": 44}


def test_a_file_that_is_not_there_is_made(project: Project, url: str, tmp_path: Path) -> None:
    run(["sync", str(project.path), url])  # it is open: refused
    project.close()
    assert run(["sync", str(project.path), url]) == 0
    assert run(["sync", str(tmp_path / "new.annodb"), url]) == 0
    with Project.open(tmp_path / "new.annodb") as new, Project.open(project.path) as old:
        assert everything(new) == everything(old)


def test_what_is_wrong_is_one_line(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.close()
    url = f"postgresql://mia:letmein@127.0.0.1:{dead_end()}/news"
    assert run(["sync", str(project.path), url]) == 1
    said = capsys.readouterr().err
    assert said.startswith("annotator: “news” on 127.0.0.1 cannot be reached")
    assert said.count("\n") == 1
    assert "letmein" not in said


def test_watching_goes_on_while_the_server_is_away(
    project: Project, url: str, postgres: Postgres
) -> None:
    project.close()
    command = [sys.executable, "-m", "annotator", "sync", str(project.path), url, "--watch", "1"]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        assert "2 edits with 44 changes went" in watching.stdout.readline()
        postgres.kill()
        assert watching.stderr.readline().startswith("annotator: ")
        postgres.start()
        _label_when_it_is_free(project.path)
        assert "1 edit with 1 change went" in watching.stdout.readline()
        watching.terminate()


def _label_when_it_is_free(path: Path) -> None:
    """The watching process has the file open for moments only."""
    while True:
        with Project.open(path) as opened:
            if not opened.read_only:
                label(opened, ADA)
                return
