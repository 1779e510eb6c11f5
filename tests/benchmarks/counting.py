"""How long the overview of a project takes, beside what plain SQL needs for the same numbers.

    python -m tests.benchmarks.counting PROJECT.annodb

Seconds of wall time and of CPU; the longest time between two signs of progress is about how
long the file is kept from a writer. Plain SQL is one connection, one statement a number.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from pathlib import Path

from annotator.analysis.views import VIEWS
from annotator.jobs.counting import tally_project
from annotator.store.project import Project

SQL = (
    "SELECT annotator, label, origin, substr(created, 1, 10), count(*) FROM span GROUP BY 1, 2, 3, 4",
    "SELECT annotator, entity, count(*) FROM span WHERE entity IS NOT NULL GROUP BY 1, 2",
    "SELECT annotator, label, attributes, count(*) FROM span GROUP BY 1, 2, 3",
    "SELECT annotator, label, count(*) FROM relation GROUP BY 1, 2",
    "SELECT relation.annotator, a.label, coalesce(b.entity, b.text), count(*) FROM relation"
    " JOIN span AS a ON a.id = from_id JOIN span AS b ON b.id = to_id"
    " WHERE relation.label IN ('speaker', 'claimant') GROUP BY 1, 2, 3",
    "SELECT annotator, state, count(*) FROM work GROUP BY 1, 2",
    "SELECT outlet, substr(published, 1, 7), count(*) FROM document GROUP BY 1, 2",
)


def measure(path: Path) -> dict[str, float]:
    """Seconds by what was measured."""
    steps: list[float] = []
    with Project.open(path, read_only=True) as project:
        started, cpu = time.perf_counter(), time.process_time()
        scope = tally_project(project, lambda *_: steps.append(time.perf_counter()))
        counted = time.perf_counter()
        result = {"counting": counted - started, "counting, CPU": time.process_time() - cpu}
    gaps = [after - before for before, after in zip([started, *steps], steps, strict=False)]
    result["longest step"] = max(gaps, default=0.0)
    views = []
    for view in VIEWS:
        started = time.perf_counter()
        view.figure(scope)
        views.append(time.perf_counter() - started)
    result["slowest view"] = max(views)
    result["all views"] = sum(views)
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    started, cpu = time.perf_counter(), time.process_time()
    for query in SQL:
        connection.execute(query).fetchall()
    result["plain SQL"] = time.perf_counter() - started
    result["plain SQL, CPU"] = time.process_time() - cpu
    connection.close()
    return result


def main() -> None:
    """Measure the project that is named and print the seconds."""
    for name, seconds in measure(Path(sys.argv[1])).items():
        print(f"{name:<20}{seconds:>8.2f}")


if __name__ == "__main__":
    main()
