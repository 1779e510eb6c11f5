"""How fast a whole project is checked, beside plain SQL that reads the same rows.

    python -m tests.benchmarks.checking PROJECT

Seconds of CPU time and of the clock, and the process's largest resident size in megabytes.
`worst_wait` is how long, in milliseconds, a thread beside the check had to wait at most
for a turn: what a window would feel.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import threading
import time
from pathlib import Path

from annotator.jobs.checking import check
from annotator.store.project import Project

_ROWS = (
    "SELECT document_id, body FROM text",
    "SELECT id, label, annotator, text, entity FROM span",
    "SELECT * FROM span ORDER BY document_id",
    "SELECT * FROM relation ORDER BY document_id",
)
_TURN = 0.002


def plain(path: Path) -> dict[str, float]:
    """Read the rows that a check reads, and do nothing with them."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    cpu, wall = time.process_time(), time.perf_counter()
    rows = 0
    for query in _ROWS:
        cursor = connection.execute(query)
        while some := cursor.fetchmany(1000):
            rows += len(some)
    taken = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "rows": rows}
    connection.close()
    return taken


class Neighbour(threading.Thread):
    """A thread that wants a turn every two milliseconds, as a window does."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.waits: list[float] = []
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.is_set():
            started = time.perf_counter()
            time.sleep(_TURN)
            self.waits.append(time.perf_counter() - started - _TURN)

    def stop(self) -> None:
        self._is_over.set()
        self.join()


def measure(path: Path) -> dict[str, dict[str, float]]:
    """The figures of the check and of plain SQL, by name."""
    with Project.open(path, read_only=True) as project:
        neighbour = Neighbour()
        neighbour.start()
        cpu, wall = time.process_time(), time.perf_counter()
        report = check(project, is_deep=False)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        neighbour.stop()
    waits = sorted(neighbour.waits)
    return {
        "check": {
            "cpu": cpu,
            "wall": wall,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "worst_wait": waits[-1] * 1000,
            "p99_wait": waits[len(waits) * 99 // 100] * 1000,
            "documents": report.documents,
            "spans": report.spans,
            "findings": report.errors + report.warnings,
        },
        "plain SQL": plain(path),
    }


def main() -> None:
    """Measure one project and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    for name, figures in measure(parser.parse_args().project).items():
        print(name)
        for figure, value in figures.items():
            print(f"  {figure:<12}{value:>14,.1f}")


if __name__ == "__main__":
    main()
