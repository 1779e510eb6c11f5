"""Counts and agreement over ten million spans: DuckDB and Dask beside the application.

    python -m tests.benchmarks.numbers [--copies N] [--dask]

A hundred articles that two people have labelled with 250 spans each are exported to Parquet, and the
rows repeated under other ids: all figures stay the same, so that those of the application, counted
over the hundred articles, hold for all. Seconds of the clock and the largest memory of each process.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment, exact_text
from annotator.model.values import Field, NewDocument, Span, document_id, new_id, now, sha256
from annotator.store.project import Project
from tests.formats.numbers import with_annotator, with_dask, with_duckdb

_ARTICLES, _SPANS = 100, 250
_LABELS = ("PER", "ORG", "GPE", "QUOTE", "SOURCE", "CLAIM")


def main() -> None:
    """Measure, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--dask", action="store_true", help="only with Dask")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project, one, many = Path(folder) / "p.annodb", Path(folder) / "one", Path(folder) / "many"
        _make(project, one)
        rows = _repeat(one, many, given.copies)
        print(f"{rows:,} rows of spans{'':<16}{'clock s':>10}{'peak MB':>10}", flush=True)
        with Project.open(project, read_only=True) as opened:
            shown = with_annotator(opened)
        if not given.dask:
            counts, exact, overlap = _alone("DuckDB", with_duckdb, many)
            _compare("exact F1, DuckDB", exact, shown[0])
            _compare("overlap F1, DuckDB", overlap, shown[1])
        labels, exact = _alone("Dask", with_dask, many)
        _compare("exact F1, Dask", exact, shown[0])
        if not given.dask:
            print("counts equal:", labels == counts)


def _compare(name: str, found: dict[Any, float], shown: dict[Any, float]) -> None:
    is_equal = found.keys() == shown.keys() and all(
        abs(found[key] - shown[key]) < 1e-12 for key in shown
    )
    print(f"{name}: {'equal to what the application shows' if is_equal else 'DIFFERENT'}")


def _alone(name: str, work: Any, folder: Path) -> Any:
    """Run this in a process of its own."""
    context = multiprocessing.get_context("spawn")
    parent, child = context.Pipe()
    process = context.Process(target=_run, args=(child, work, folder))
    process.start()
    child.close()
    found, wall, peak = parent.recv()
    process.join()
    print(f"{name:<32}{wall:>10.1f}{peak:>10.0f}", flush=True)
    return found


def _run(pipe: Any, work: Any, folder: Path) -> None:
    start = time.perf_counter()
    found = work(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send((found, time.perf_counter() - start, peak))


def _make(path: Path, out: Path) -> None:
    chance = random.Random(1)
    with create_project(path, codebook="news-attribution") as project:
        people = ("ada", "ben")
        changes = [Change(None, Field("annotator", who, "name", who.capitalize())) for who in people]
        for number in range(_ARTICLES):
            text = f"Article {number}. " + "The harbour board met the dockers again on Tuesday. " * 100
            id_ = document_id(sha256(text))
            changes.append(Change(None, NewDocument(id_, text, sha256(text))))
            for place in range(_SPANS):
                for who in people:
                    changes.append(Change(None, _span(id_, text, place * 19, who, chance)))
        project.apply(Edit("label", tuple(changes), "ada", now()))
        export(project, out, format="parquet", options={"partition-by": "annotator"})


def _span(document: str, text: str, start: int, who: str, chance: random.Random) -> Span:
    start += chance.randrange(3)
    end = start + chance.randrange(3, 9)
    label = chance.choice(_LABELS)
    pieces = (Fragment(start, end),)
    if chance.random() < 0.02:
        pieces = (Fragment(start, end), Fragment(end + 2, end + 5))
    return Span(new_id(), document, label, pieces, exact_text(text, pieces), who, created=now())


def _repeat(one: Path, many: Path, copies: int) -> int:
    """The same tables with the documents and spans so many times; returns the rows of spans."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    many.mkdir()
    (many / "project.jsonl").write_bytes((one / "project.jsonl").read_bytes())
    rows = 0
    for file in [*one.glob("spans/**/*.parquet"), *one.glob("documents/**/*.parquet")]:
        table = pq.ParquetFile(file).read()
        place = many / file.relative_to(one).parent
        place.mkdir(parents=True, exist_ok=True)
        is_spans = "span_id" in table.column_names
        with pq.ParquetWriter(place / "part-00000.parquet", table.schema) as writer:
            for number in range(copies):
                made = table
                for name in ("document_id", "span_id") if is_spans else ("document_id",):
                    ids = pc.binary_join_element_wise(made[name], f"{number}", "-")
                    made = made.set_column(made.column_names.index(name), made.schema.field(name), ids)
                writer.write_table(made)
                rows += made.num_rows if is_spans else 0
    return rows


if __name__ == "__main__":
    main()
