"""Merging many files, and a day's work into a large project.

    python -m tests.benchmarks.merging [--files N] [--spans N] [--large PROJECT.annodb]

Ten copies of one project, in each of which somebody has made 100,000 annotations, are merged into
it; the baseline is `executemany` of exactly the rows that the project ends with. With --large, 500
annotations made in a copy of that project are merged into it (the copy is made here first).
Seconds of CPU time and of the clock, and the largest memory of the process.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.assets import resources
from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment
from annotator.model.values import Field, NewDocument, Span, document_id, new_id, now, sha256
from annotator.store import backup
from annotator.store.project import Project
from tests.benchmarks.edits import plain_copy

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARTICLES = 200
_SENTENCE = "The harbour board of quay {} met the dockers again on Tuesday, and Lena Vogt said so. "
_LABELS = ("PER", "ORG", "LOC", "QUOTE", "CLAIM")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--spans", type=int, default=100_000)
    parser.add_argument("--large", type=Path)
    given = parser.parse_args()
    print(f"{'':<44}{'CPU s':>9}{'clock s':>9}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        if given.large is not None:
            _merge_into_large(given.large, Path(folder))
        else:
            _merge_many(Path(folder), given.files, given.spans)


def _merge_many(folder: Path, files: int, spans: int) -> None:
    base = _base(folder / "base.annodb")
    others = [_annotated(base, folder / f"{n}.annodb", f"person{n}", spans) for n in range(files)]
    with Project.open(base) as project:
        with _timed(f"merge {files} files of {spans:,} annotations"), project.incoming() as incoming:
            with _timed("  of it read and verified"):
                for other in others:
                    incoming.add_file(other)
            with _timed("  of it looked at (preview)"):
                incoming.preview()
            with _timed("  of it written"):
                project.take(incoming)
        with _timed("taken back"):
            project.take_merge_back()
    with Project.open(base) as project, project.incoming() as incoming:
        for other in reversed(others):
            incoming.add_file(other)
        project.take(incoming)
    with _timed("plain executemany of the same rows"):
        plain_copy(base, folder / "plain.db")()


def _merge_into_large(large: Path, folder: Path) -> None:
    with Project.open(large) as project:
        copy = backup.copy_project(project, folder / "copy.annodb")
        with Project.open(copy) as other:
            for number, document in enumerate(other.documents()[:500]):
                text = other.text(document.id)
                start = number % (len(text) - 5)
                span = _span(document.id, text, start, 5, "PER", "colleague")
                other.apply(Edit("label", (Change(None, span),), "colleague", now()))
        with _timed("500 annotations into a large project"), project.incoming() as incoming:
            with _timed("  of it read and verified"):
                incoming.add_file(copy)
            with _timed("  of it looked at (preview)"):
                print(incoming.preview().counts["span"])
            with _timed("  of it written"):
                project.take(incoming)
        with _timed("taken back"):
            project.take_merge_back()


@contextmanager
def _timed(name: str) -> Iterator[None]:
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:<44}{cpu:>9.2f}{wall:>9.2f}{peak:>9.0f}", flush=True)


def _base(path: Path) -> Path:
    codebook = json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8"))
    with Project.create(path, title="Benchmark", codebook=codebook) as project:
        changes = []
        for number in range(_ARTICLES):
            text = f"Article {number}. " + _SENTENCE.format(number) * 60
            id_ = document_id(sha256(text))
            changes.append(Change(None, NewDocument(id_, text, sha256(text))))
            changes.append(Change(None, Field("document", id_, "title", f"Article {number}")))
        project.apply(Edit("import", tuple(changes), "b", now()))
    return path


def _annotated(base: Path, path: Path, by: str, count: int) -> Path:
    with Project.open(base) as project:
        backup.copy_project(project, path)
    with Project.open(path) as project:
        texts = [(one.id, project.text(one.id)) for one in project.documents()]
        for start in range(0, count, 500):
            changes = []
            for number in range(start, min(start + 500, count)):
                document, text = texts[number // 500 % len(texts)]
                place = number * 7 % (len(text) - 20)
                span = _span(document, text, place, 4 + number % 9, _LABELS[number % 5], by)
                changes.append(Change(None, span))
            project.apply(Edit("labels", tuple(changes), by, now()))
    return path


def _span(document: str, text: str, start: int, length: int, label: str, by: str) -> Span:
    place = Fragment(start, start + length)
    time_ = now()
    return Span(
        new_id(), document, label, (place,), text[start : place.end], by, created=time_, modified=time_
    )


if __name__ == "__main__":
    main()
