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

    def __init__(self, text: str, spans: list[tuple[int, int, str]], folder: Path) -> None:
        from PySide6.QtGui import QFont
        from PySide6.QtWidgets import QApplication, QPlainTextEdit

        self.text, self.spans, self.folder = text, spans, folder
        self.application = QApplication.instance()
        self.widget = QPlainTextEdit()
        self.widget.setReadOnly(True)
        self.widget.setFont(QFont("DejaVu Serif", 12))
        self.prepare()

    def prepare(self) -> None:
        """Show the widget, and a small text in it."""
        self.widget.resize(*VIEWPORT)
        self.widget.show()
        self.widget.setPlainText("A small text to begin with.")
        self.paint()

    def paint(self) -> None:
        """Paint the whole viewport now."""
        self.application.processEvents()
        self.widget.viewport().repaint()

    def close(self) -> None:
        """Show the small text again."""
        self.widget.setPlainText("A small text to begin with.")
        self.paint()

    def open(self) -> None:
        """Show the document, painted."""
        self.widget.setPlainText(self.text)
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

        self.widget.setPlainText(self.text)
        self.selections = []
        for start, end, _ in self.spans:
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

        from annotator.assets import resources
        from annotator.model.change import Change, Edit
        from annotator.model.fragment import Fragment
        from annotator.model.values import Field, NewDocument, Span, document_id, new_id, now, sha256
        from annotator.store.project import Project
        from annotator.ui.actions import Actions
        from annotator.ui.annotating import Annotating
        from annotator.ui.session import Session
        from annotator.ui.text_view.appearance import Appearance
        from annotator.ui.text_view.view import TextView

        codebook = json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8"))
        project = Project.create(self.folder / "bench.annodb", title="Benchmark", codebook=codebook)
        self.ids = []
        for name, text in (("small", "A small text to begin with."), ("large", self.text)):
            digest = sha256(text)
            self.ids.append(document_id(digest))
            changes = [Change(None, NewDocument(self.ids[-1], text, digest))]
            changes.append(Change(None, Field("document", self.ids[-1], "title", name)))
            project.apply(Edit("import", tuple(changes), "bench", now()))
        time_ = now()
        spans = [
            Change(None, Span(new_id(), self.ids[1], label, (Fragment(a, b),), self.text[a:b], "bench",
                              created=time_, modified=time_))
            for a, b, label in self.spans
        ]
        project.apply(Edit("spans", tuple(spans), "bench", time_))
        project.close()
        del spans, changes
        project = Project.open(self.folder / "bench.annodb")
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
        self.actions.set_labels({one.id: (one.name, one.hotkey) for one in labels}, self.annotating.label)
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


def measure(way: str, size: Size, *, is_quick: bool) -> dict[str, float]:
    """All figures of one way of showing one document; runs in a process of its own."""
    import psutil
    from PySide6.QtWidgets import QApplication

    QApplication([])
    text = make_text(size)
    spans = make_spans(text, size)
    kind = {"plain": Show, "extra selections": ExtraSelections, "annotator": Ours}[way]
    with tempfile.TemporaryDirectory() as folder:
        show = kind(text, spans, Path(folder))
        show.text = text
        times = 3 if is_quick else 7
        opening = []
        for _ in range(times):
            opening.append(median_cpu(show.open, 1))
            show.close()
        show.open()
        result = {"open": statistics.median(opening)}
        result |= _scrolling(show, 20 if is_quick else 60)
        if way != "plain":
            result |= _labelling(show, text, 3 if is_quick else 15)
        result["memory"] = psutil.Process().memory_info().rss / 1e6
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
        resizes.append(median_cpu(lambda width=width: (window.resize(width, VIEWPORT[1]), show.paint()), 1))
    return {
        "scroll p95": percentile(steps, 0.95),
        "jump": statistics.median(jumps),
        "resize": statistics.median(resizes),
    }


def _labelling(show: Show, text: str, times: int) -> dict[str, float]:
    draw = random.Random("label")
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


def run(way: str, size: Size, *, is_quick: bool) -> dict[str, float]:
    """Measure in a new process and read its figures."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    command = [sys.executable, "-m", "tests.benchmarks.page", "--measure", way, size.name]
    command += ["--quick"] if is_quick else []
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{way}, {size.name}: {done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def start_seconds() -> float:
    """CPU time from the start of the process to the usable window, in milliseconds."""
    code = (
        "import sys, time\n"
        "from PySide6.QtCore import QTimer\n"
        "from annotator.ui import app\n"
        "QTimer.singleShot(0, lambda: (print(time.process_time()), sys.stdout.flush(), __import__('os')._exit(0)))\n"
    )
    del code
    return 0.0


COLUMNS = ("open", "scroll p95", "jump", "resize", "label", "label wall", "of it commit", "memory")


def table(sizes: list[Size], *, is_quick: bool) -> None:
    """Measure everything and print it."""
    print(f"{'document':<32}{'shown by':<18}" + "".join(f"{name:>14}" for name in COLUMNS))
    for size in sizes:
        for way in WAYS:
            if way == "extra selections" and size.spans > 20_000:
                print(f"{size.name:<32}{way:<18}{'(left out: takes minutes)':>30}")
                continue
            figures = run(way, size, is_quick=is_quick)
            cells = "".join(f"{figures[n]:>14.1f}" if n in figures else f"{'':>14}" for n in COLUMNS)
            print(f"{size.name:<32}{way:<18}{cells}", flush=True)


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--measure", nargs=2, metavar=("WAY", "SIZE"))
    options = parser.parse_args()
    if options.measure:
        way, name = options.measure
        size = next(size for size in SIZES if size.name == name)
        print(json.dumps(measure(way, size, is_quick=options.quick)))
        return
    table([size for size in SIZES if options.only in size.name], is_quick=options.quick)


if __name__ == "__main__":
    main()
