"""Several processes annotate at once while the server is killed: all files end equal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.store.project import Project
from annotator.store.server_address import read_address
from tests.server.postgres import PASSWORD, running
from tests.server.replicas import everything, meet, server_rows
from tests.store.making import fast_folder, new_project

if TYPE_CHECKING:
    from annotator.store.server_address import Address
    from tests.server.postgres import Postgres

ROOT = Path(__file__).parents[2]
_HOLES = (
    "SELECT count(*) FROM (SELECT position, row_number() OVER (ORDER BY position) AS place"
    " FROM annotator.arrival) AS all_places WHERE position <> place"
)


def start(path: Path, url: str, rounds: int, seed: int) -> subprocess.Popen[str]:
    """A process with a file, and a data folder, of its own."""
    command = [sys.executable, "-m", "tests.server.annotating", str(path), url, path.stem]
    environment = {**os.environ, "XDG_DATA_HOME": str(path.with_suffix(""))}
    return subprocess.Popen(
        [*command, str(rounds), str(seed)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def annotate(
    folder: Path, postgres: Postgres, clients: int, rounds: int, kills: int
) -> tuple[list[Path], set[str]]:
    """Let all annotate at once, and kill the server so often; their files, and what was acknowledged."""
    with new_project(folder / "start.annodb") as project:
        url, first = postgres.empty_database(), project.path
        meet(project, read_address(url, PASSWORD))
    paths = [folder / f"client{number}.annodb" for number in range(clients)]
    for path in paths:
        shutil.copy(first, path)
    processes = [start(path, url, rounds, seed) for seed, path in enumerate(paths)]
    for _ in range(kills):
        time.sleep(1)
        postgres.kill()
        postgres.start()
    said = [process.communicate()[0].split("\n") for process in processes]
    assert [process.returncode for process in processes] == [0] * clients
    pushed = {line.split()[1] for lines in said for line in lines if line.startswith("pushed")}
    return paths, pushed


def check(paths: list[Path], pushed: set[str], address: Address, postgres: Postgres) -> int:
    """All meet until nothing moves: they are equal, nothing that was acknowledged is missing."""
    with ExitStack() as stack:
        projects = [stack.enter_context(Project.open(path)) for path in paths]
        query = "SELECT convert_from(target, 'UTF8') FROM annotator.change WHERE kind = 'span'"
        assert pushed <= {target for (target,) in server_rows(postgres, query)}
        for project in (*projects, *projects):
            meet(project, address)
        first = everything(projects[0])
        assert all(everything(project) == first for project in projects)
        assert not list(projects[0].problems())
        assert len({project.conflict_count() for project in projects}) == 1
        assert server_rows(postgres, _HOLES) == [(0,)]
        return len(first[1])


def test_several_annotators_and_a_server_that_is_killed(postgres: Postgres) -> None:
    with fast_folder() as folder:
        paths, pushed = annotate(Path(folder), postgres, clients=3, rounds=4, kills=1)
        assert check(paths, pushed, read_address(postgres.url(), PASSWORD), postgres) > 12


@pytest.mark.slow
def test_many_annotators_and_a_server_that_is_killed_again_and_again(tmp_path: Path) -> None:
    with running(is_on_disk=True) as postgres:
        paths, pushed = annotate(tmp_path, postgres, clients=10, rounds=60, kills=25)
        edits = check(paths, pushed, read_address(postgres.url(), PASSWORD), postgres)
    print(f"25 kills, {len(pushed)} acknowledged labels, {edits} edits, 10 files equal")
