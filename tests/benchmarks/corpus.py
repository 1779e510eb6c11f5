"""How a project of 20,000 articles and 1.2 million spans opens, turns pages and is changed at large.

    python -m tests.benchmarks.corpus [PROJECT.annodb] [--articles 20000]

Without a project one is made (see `corpus_making`), which takes some minutes. Each figure
stands beside what plain SQL needs for the same rows. Seconds and milliseconds of CPU time of
the process; the interpreter's own start is taken off.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import checking, counting, searching
from tests.benchmarks.corpus_making import make_project

TURNS = 60
RELABELLED = 50_000
SAY = "__import__('time').process_time()"
OPENING = f"""
import sys, resource, os
from annotator.ui import app
def say():
    app.QApplication.processEvents()
    print({SAY}, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
    next(w for w in app.QApplication.topLevelWidgets() if w.objectName() == "main_window").close()
    os._exit(0)
app.QApplication.exec = lambda *_: (app.QApplication.processEvents(), say())
app.main(["annotator", sys.argv[1]])
"""
TURNING = """
import sys, time, os
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from annotator.ui import app
def turn():
    from PySide6.QtWidgets import QApplication
    window = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "main_window")
    page = window.page
    for _ in range(5): QApplication.processEvents()
    for _ in range(int(sys.argv[2])):
        started = time.process_time()
        QTest.keyClick(page, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        page.viewport().repaint()
        QApplication.processEvents()
        print((time.process_time() - started) * 1000)
    sys.stdout.flush(); window.close(); os._exit(0)
app.QApplication.exec = lambda *_: turn()
app.main(["annotator", sys.argv[1]])
"""


def in_process(code: str, *arguments: str) -> list[str]:
    """What a fresh process with an empty home prints, in words."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        environment |= {"XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": os.environ["ANNOTATOR_KNOWN"]}
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


def timed(function: Callable[[], object]) -> float:
    """The CPU seconds that it takes."""
    started = time.process_time()
    function()
    return time.process_time() - started


def show(what: str, ours: float, plain: float, target: str, unit: str) -> None:
    """Print one line of the report."""
    beside = f"{plain:>12,.2f}{ours / plain:>9.1f}" if plain > 0 else f"{'':>21}"
    print(f"{what:<44}{ours:>12,.2f}{beside}   {unit:<4}{target}", flush=True)


def opening(path: Path) -> None:
    """Open the window on the project, close it again properly before."""
    from annotator.store.project import Project

    Project.open(path).close()
    interpreter = float(in_process(f"print({SAY})")[0])
    runs = [in_process(OPENING, str(path)) for _ in range(3)]
    seconds = statistics.median(float(run[0]) for run in runs) - interpreter
    megabytes = max(float(run[1]) for run in runs)

    def plain() -> None:
        with sqlite3.connect(path) as connection:
            connection.execute("SELECT id, title, outlet, published FROM document").fetchall()
            connection.execute("SELECT document_id, count(*) FROM span GROUP BY 1").fetchall()

    show("open to a usable window", seconds, timed(plain), "≤ 1.5", "s")
    show("memory of that window", megabytes, 0, "≤ 400", "MB")


def turning(path: Path) -> None:
    """Go from article to article by key."""
    figures = sorted(float(one) for one in in_process(TURNING, str(path), str(TURNS)))
    with sqlite3.connect(path) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM document LIMIT ?", (TURNS,))]

        def plain() -> None:
            for id_ in ids:
                connection.execute("SELECT body FROM text WHERE document_id = ?", (id_,)).fetchall()
                connection.execute("SELECT * FROM span WHERE document_id = ?", (id_,)).fetchall()

        each = timed(plain) / TURNS * 1000
    show("next article, p50", statistics.median(figures), each, "", "ms")
    show("next article, p95", figures[int(len(figures) * 0.95)], each, "≤ 50", "ms")


def relabelling(path: Path) -> None:
    """Relabel very many spans in one step, and take it back."""
    from dataclasses import replace

    from annotator.model.change import Change, Edit
    from annotator.model.values import now
    from annotator.store.backup import copy_project
    from annotator.store.project import Project

    with tempfile.TemporaryDirectory() as folder:
        with Project.open(path, read_only=True) as source:
            copy = copy_project(source, Path(folder) / "copy.annodb")
            plain_copy = copy_project(source, Path(folder) / "plain.annodb")
        with Project.open(copy) as project:
            spans = [
                span for _, span in zip(range(RELABELLED * 8), project.iterate_spans(), strict=False)
            ]
            people = [span for span in spans if span.label == "PER"][:RELABELLED]
            changes = tuple(Change(span, replace(span, label="NORP")) for span in people)
            edit = Edit("relabel", changes, "b", now())
            applied = timed(lambda: project.apply(edit))
            undone = timed(lambda: project.undo("b"))
        ids = [(span.id,) for span in people]
        with sqlite3.connect(plain_copy) as connection:
            update = "UPDATE span SET label = 'NORP' WHERE id = ?"
            plain = timed(lambda: (connection.executemany(update, ids), connection.commit()))
    show(f"relabel {len(ids):,} spans", applied, plain, "≤ 5", "s")
    show("undo that", undone, plain, "≤ 5", "s")


def searching_in(path: Path) -> None:
    """Search for the usual things."""
    rows = searching.measure(path)
    firsts = sorted(row.first for row in rows if row.hits)
    plain = statistics.median(row.plain for row in rows)
    show("search, first hits, p50", statistics.median(firsts), plain, "", "ms")
    show("search, first hits, slowest", firsts[-1], plain, "≤ 100", "ms")
    for row in rows:
        show(f"  all hits of {row.query}"[:43], row.all, row.plain, f"{row.hits:,} hits", "ms")


def checking_of(path: Path) -> None:
    """Check everything."""
    figures = checking.measure(path)
    plain = figures["plain SQL"]["cpu"]
    show("check of everything", figures["check"]["cpu"], plain, "≤ 60", "s")


def counting_of(path: Path) -> None:
    """Count everything for the overview."""
    figures = counting.measure(path)
    show("counts of the overview", figures["counting, CPU"], figures["plain SQL, CPU"], "", "s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path, nargs="?")
    parser.add_argument("--articles", type=int, default=20_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ANNOTATOR_KNOWN"] = os.environ["XDG_DATA_HOME"] = folder
        path = chosen.project
        if path is None:
            path = Path(folder) / "corpus.annodb"
            make_project(path, chosen.articles)
        print(f"{'':<44}{'ours':>12}{'plain SQL':>12}{'ratio':>9}")
        for measure in (opening, turning, searching_in, counting_of, relabelling, checking_of):
            measure(path)


if __name__ == "__main__":
    main()
