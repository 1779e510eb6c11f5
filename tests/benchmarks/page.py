"""How fast the page is, beside a plain text widget and beside the usual way to mark text.

    python -m tests.benchmarks.page [--quick] [--only NAME]

Each way of showing each document runs in a process of its own. Times are CPU time of
the process, medians of several runs, in milliseconds; memory is its resident size.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.documents import SIZES, Size, make_spans, make_text

WAYS = ("plain", "extra selections", "annotator")
VIEWPORT = (1200, 800)
TEXT, SPANS, PROJECT = "text.txt", "spans.json", "bench.annodb"
SMALL = "A small text to begin with."


def median_cpu(function: Callable[[], object], times: int) -> float:
    """The median CPU time of some calls, in milliseconds."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        function()
        taken.append((time.process_time() - started) * 1000)
    return statistics.median(taken)


def percentile(values: list[float], share: float) -> float:
    """The value that this share of all values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


class Show:
    """One way of showing a text; the plain widget."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtGui import QFont
        from PySide6.QtWidgets import QApplication, QPlainTextEdit

        self.folder = folder
        self.application = QApplication.instance()
        self.widget = QPlainTextEdit()
        self.widget.setReadOnly(True)
        self.widget.setFont(QFont("DejaVu Serif", 12))
        self.prepare()

    def prepare(self) -> None:
        """Show the widget, and a small text in it."""
        self.widget.resize(*VIEWPORT)
        self.widget.show()
        self.widget.setPlainText(SMALL)
        self.paint()

    def paint(self) -> None:
        """Paint the whole viewport now."""
        self.application.processEvents()
        self.widget.viewport().repaint()

    def close(self) -> None:
        """Show the small text again."""
        self.widget.setPlainText(SMALL)
        self.paint()

    def open(self) -> None:
        """Show the document, painted."""
        self.widget.setPlainText((self.folder / TEXT).read_text("utf-8"))
        self.paint()

    def label(self, position: int) -> None:
        """Mark one more word and paint."""

    def commit_seconds(self) -> float:
        """How long the last label took to be durable."""
        return 0.0


class ExtraSelections(Show):
    """The usual way: one extra selection for each span."""

    def open(self) -> None:
        from PySide6.QtGui import QColor, QTextCursor
        from PySide6.QtWidgets import QTextEdit

        self.widget.setPlainText((self.folder / TEXT).read_text("utf-8"))
        self.selections = []
        for start, end, _ in json.loads((self.folder / SPANS).read_text("utf-8")):
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.widget.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format.setBackground(QColor("#cfe3f7"))
            self.selections.append(selection)
        self.widget.setExtraSelections(self.selections)
        self.paint()

    def label(self, position: int) -> None:
        self.selections.append(self.selections[0])
        self.widget.setExtraSelections(self.selections)
        self.paint()


class Ours(Show):
    """The page, on a real project file."""

    def prepare(self) -> None:
        from PySide6.QtWidgets import QMainWindow

        from annotator.store.project import Project
        from annotator.ui.actions import Actions
        from annotator.ui.annotating import Annotating
        from annotator.ui.session import Session
        from annotator.ui.text_view.appearance import Appearance
        from annotator.ui.text_view.view import TextView

        project = Project.open(self.folder / PROJECT)
        self.ids = [document.id for document in sorted(project.documents(), key=lambda one: one.length)]
        self.session = Session("bench")
        self.window = QMainWindow()
        self.widget = TextView(self.session, Appearance(font_family="DejaVu Serif", font_points=12))
        self.window.setCentralWidget(self.widget)
        self.actions = Actions(self.session, self.window, self.widget)
        self.annotating = Annotating(self.session, self.widget)
        self.actions.connect_to(self.annotating.functions())
        self.window.resize(*VIEWPORT)
        self.window.show()
        self.session.open_project(project)
        labels = self.session.codebook.labels.values()
        self.actions.set_labels(
            {one.id: (one.name, one.hotkey) for one in labels}, self.annotating.label
        )
        self.close()

    def close(self) -> None:
        self.session.open_document(self.ids[0])
        self.paint()

    def open(self) -> None:
        self.session.open_document(self.ids[1])
        self.paint()

    def label(self, position: int) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.keyClick(self.widget, Qt.Key.Key_1)
        self.paint()

    def commit_seconds(self) -> float:
        return self.session.commit_seconds


def prepare(size: Size, folder: Path) -> None:
    """Write a document as text, as a list of spans and as a project."""
    from annotator.assets import resources
    from annotator.model.change import Change, Edit
    from annotator.model.fragment import Fragment
    from annotator.model.values import Field, NewDocument, Span, document_id, new_id, now, sha256
    from annotator.store.project import Project

    text = make_text(size)
    spans = make_spans(text, size)
    (folder / TEXT).write_text(text, "utf-8")
    (folder / SPANS).write_text(json.dumps(spans), "utf-8")
    codebook = json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8"))
    with Project.create(folder / PROJECT, title="Benchmark", codebook=codebook) as project:
        for name, body in (("small", SMALL), ("large", text)):
            document = document_id(sha256(body))
            title = Field("document", document, "title", name)
            changes = [Change(None, NewDocument(document, body, sha256(body))), Change(None, title)]
            project.apply(Edit("import", tuple(changes), "bench", now()))
        at = now()
        made = [
            Span(
                new_id(), document, label, (Fragment(a, b),), text[a:b], "bench", created=at, modified=at
            )
            for a, b, label in spans
        ]
        project.apply(Edit("spans", tuple(Change(None, span) for span in made), "bench", at))


def measure(way: str, folder: Path, *, is_quick: bool) -> dict[str, float]:
    """All figures of one way of showing one document; runs in a process of its own."""
    import psutil
    from PySide6.QtWidgets import QApplication

    QApplication([])
    show = {"plain": Show, "extra selections": ExtraSelections, "annotator": Ours}[way](folder)
    opening = []
    for _ in range(3 if is_quick else 7):
        opening.append(median_cpu(show.open, 1))
        show.close()
    show.open()
    result = {"open": statistics.median(opening)}
    result["memory"] = psutil.Process().memory_info().rss / 1e6
    result |= _scrolling(show, 20 if is_quick else 60)
    if way != "plain":
        result |= _labelling(show, 3 if is_quick else 15)
    return result


def _scrolling(show: Show, frames: int) -> dict[str, float]:
    bar = show.widget.verticalScrollBar()
    draw = random.Random("scroll")
    steps, jumps, resizes = [], [], []
    for _ in range(frames):
        steps.append(median_cpu(lambda: (bar.setValue(bar.value() + 3), show.paint()), 1))
    for _ in range(frames // 3):
        place = draw.randint(0, max(1, bar.maximum()))
        jumps.append(median_cpu(lambda place=place: (bar.setValue(place), show.paint()), 1))
    for index in range(5):
        window = show.widget.window()
        width = VIEWPORT[0] - 80 * (index % 2 + 1)
        resizes.append(median_cpu(lambda w=window, x=width: (w.resize(x, VIEWPORT[1]), show.paint()), 1))
    return {
        "scroll p95": percentile(steps, 0.95),
        "jump": statistics.median(jumps),
        "resize": statistics.median(resizes),
    }


def _labelling(show: Show, times: int) -> dict[str, float]:
    draw = random.Random("label")
    text = (show.folder / TEXT).read_text("utf-8")
    cpu, wall, commit = [], [], []
    for _ in range(times):
        position = text.index(" ", draw.randint(0, len(text) - 2000)) + 1
        if isinstance(show, Ours):
            show.session.set_focus(None)
            show.widget.go_to(position)
        show.paint()
        started, started_wall = time.process_time(), time.perf_counter()
        show.label(position)
        cpu.append((time.process_time() - started) * 1000)
        wall.append((time.perf_counter() - started_wall) * 1000)
        commit.append(show.commit_seconds() * 1000)
    return {
        "label": statistics.median(cpu),
        "label wall": statistics.median(wall),
        "of it commit": statistics.median(commit),
    }


def run(*arguments: str) -> str:
    """Run this module in a new process; its last line of output."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    command = [sys.executable, "-m", "tests.benchmarks.page", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}: {done.stderr}")
    return (done.stdout.splitlines() or [""])[-1]


COLUMNS = ("open", "scroll p95", "jump", "resize", "label", "label wall", "of it commit", "memory")


def table(sizes: list[Size], *, is_quick: bool) -> None:
    """Measure everything and print it."""
    print(f"{'document':<32}{'shown by':<18}" + "".join(f"{name:>14}" for name in COLUMNS))
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            run("--prepare", size.name, folder)
            for way in WAYS:
                if way == "extra selections" and size.spans > 20_000:
                    print(f"{size.name:<32}{way:<18}{'(left out: takes minutes)':>30}")
                    continue
                quick = ["--quick"] if is_quick else []
                figures = json.loads(run("--measure", way, folder, *quick))
                cells = "".join(f"{figures[n]:>14.1f}" if n in figures else f"{'':>14}" for n in COLUMNS)
                print(f"{size.name:<32}{way:<18}{cells}", flush=True)


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--only", default="", help="only documents whose name has this in it")
    parser.add_argument("--prepare", nargs=2, metavar=("SIZE", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--measure", nargs=2, metavar=("WAY", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        name, folder = options.prepare
        prepare(next(size for size in SIZES if size.name == name), Path(folder))
    elif options.measure:
        way, folder = options.measure
        print(json.dumps(measure(way, Path(folder), is_quick=options.quick)))
    else:
        table([size for size in SIZES if options.only in size.name], is_quick=options.quick)


if __name__ == "__main__":
    main()
