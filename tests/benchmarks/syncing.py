"""How fast files of one project meet at a PostgreSQL server.

    python -m tests.benchmarks.syncing [--clients N] [--seconds S] [--spans N]

Starts a server of its own on the disk, with every commit synced. Measures a sync of one edit
(median and 99th percentile, there and back), labels a second with several processes that label
and sync without a pause, and a first push and pull of a large edit.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from annotator.jobs.joining import join
from annotator.jobs.syncing import sync
from annotator.store.project import Project
from annotator.store.server import Server
from annotator.store.server_address import read_address
from tests.server.postgres import PASSWORD, Postgres, running
from tests.store.making import ADA, TEXT, adding, edit, importing, many_spans, new_project, span


def one_edit(path: Path, url: str, rounds: int = 200) -> None:
    """The time of a sync of one edit, and until a second file has it."""
    address = read_address(url, PASSWORD)
    other = path.with_name("other.annodb")
    shutil.copy(path, other)
    up, both = [], []
    with (
        Project.open(path) as mine,
        Project.open(other) as theirs,
        Server.open(address) as one,
        Server.open(address) as two,
    ):
        sync(mine, one)
        sync(theirs, two)
        for _ in range(rounds):
            mine.apply(edit(*adding(span(by=ADA))))
            start = time.perf_counter()
            sync(mine, one)
            up.append(time.perf_counter() - start)
            sync(theirs, two)
            both.append(time.perf_counter() - start)
    for name, times in (("one edit to the server", up), ("… and into another file", both)):
        late = sorted(times)[int(len(times) * 0.99)]
        print(f"{name:<44}{statistics.median(times) * 1000:>8.1f} ms{late * 1000:>8.1f} ms (p99)")


def label_on(path: Path, url: str, seconds: float) -> None:
    """Label and sync without a pause; prints how many labels were acknowledged."""
    done = 0
    with Project.open(path) as project, Server.open(read_address(url, PASSWORD)) as server:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            project.apply(edit(*adding(span(by=path.stem)), by=path.stem))
            sync(project, server)
            done += 1
    print(done)


def many(path: Path, url: str, clients: int, seconds: float) -> None:
    """Labels a second that the server acknowledges, with several processes."""
    paths = [path.with_name(f"client{number}.annodb") for number in range(clients)]
    processes = []
    for one in paths:
        shutil.copy(path, one)
        command = [sys.executable, "-m", "tests.benchmarks.syncing", "--label", str(one), url]
        environment = {**os.environ, "XDG_DATA_HOME": str(one.with_suffix(""))}
        processes.append(
            subprocess.Popen(
                [*command, "--seconds", str(seconds)],
                env=environment, stdout=subprocess.PIPE, text=True,
            )
        )  # fmt: skip
    done = sum(int(process.communicate()[0]) for process in processes)
    print(f"{f'{clients} clients, each label in every file':<44}{done / seconds:>8.1f} labels a second")


def large(folder: Path, postgres: Postgres, spans: int) -> None:
    """A first push of one large edit, and getting the project from the server."""
    url, text = postgres.empty_database(), TEXT * 500
    with new_project(folder / "large.annodb") as project:
        project.apply(edit(*importing(text)))
        project.apply_stream("import", adding(*many_spans(spans, text)), by=ADA)
        with Server.open(read_address(url, PASSWORD)) as server:
            start = time.perf_counter()
            sync(project, server)
            print(f"{f'push of {spans:,} spans':<44}{time.perf_counter() - start:>8.1f} s")
            start = time.perf_counter()
            join(folder / "got.annodb", server)
            print(f"{'the same, got as a new file':<44}{time.perf_counter() - start:>8.1f} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--spans", type=int, default=100_000)
    parser.add_argument("--label", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.label:
        label_on(Path(chosen.label[0]), chosen.label[1], chosen.seconds)
        return
    os.environ["PGPASSWORD"] = PASSWORD
    with running(is_on_disk=True) as postgres, tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        new_project(Path(folder) / "start.annodb").close()
        first = Path(folder) / "start.annodb"
        one_edit(first, postgres.empty_database())
        for clients in (1, chosen.clients):
            many(first, postgres.empty_database(), clients, chosen.seconds)
        large(Path(folder), postgres, chosen.spans)


if __name__ == "__main__":
    main()
