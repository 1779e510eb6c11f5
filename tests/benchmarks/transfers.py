"""Import and export of many annotated articles beside the bare libraries.

    python -m tests.benchmarks.transfers [--articles N ...]

Articles of 5,000 characters with 60 spans. Import is compared with `executemany` of exactly the
rows that the file ends with, into the same tables (see `edits.plain_copy`); what an import loads
of the program has been loaded before, by the import of one article into another project. Native
export is compared with the `json` module alone, Parquet with pyarrow alone, on the same content.
Each stage runs in a process of its own; seconds of CPU time, of the clock, and the largest memory
of the process.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.store.project import Project
from tests.benchmarks.corpus_making import make_project
from tests.benchmarks.edits import plain_copy

_ONE = {
    "kind": "document",
    "title": "Harbour",
    "text": "Lena Vogt said that the ferry will sail.",
    "spans": [{"id": "a", "label": "PER", "fragments": [[0, 9]]}],
}


def measured(name: str, stage: Callable[..., Callable[[], object]], *given: object) -> float:
    """Run what the stage prepares in a process of its own, print, and return the CPU seconds."""
    context = multiprocessing.get_context("spawn")
    parent, child = context.Pipe()
    process = context.Process(target=_run, args=(child, stage, given))
    process.start()
    child.close()
    cpu, wall, memory, peak = parent.recv()
    process.join()
    print(f"{name:<44}{cpu:>9.2f}{wall:>9.2f}{memory:>9.0f}{peak:>9.0f}", flush=True)
    return float(cpu)


def _run(pipe: object, stage: Callable[..., Callable[[], object]], given: tuple[object, ...]) -> None:
    work = stage(*given)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send((cpu, wall, before, peak))  # type: ignore[attr-defined]


# ---------------------------------------------------------------- stages


def exporting(project: Path, out: Path, name: str) -> Callable[[], object]:
    opened = Project.open(project, read_only=True)
    return lambda: export(opened, out, format=name)


def bare_json(lines: Path, out: Path) -> Callable[[], object]:
    """Encode and write what the native file holds, already in memory as Python objects."""
    values = [json.loads(line) for line in lines.read_bytes().split(b"\n") if line]

    def write() -> None:
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        with out.open("wb") as file:
            for value in values:
                file.write(encode(value).encode())
                file.write(b"\n")

    return write


def importing(path: Path, project: Path) -> Callable[[], object]:
    """Import into a new project; all that an import loads has been loaded by another one."""
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "one.jsonl"
        one.write_text(json.dumps(_ONE) + "\n", encoding="utf-8")
        with create_project(Path(folder) / "one.annodb", codebook="news-attribution") as other:
            import_paths(other, [one])
    opened = create_project(project, codebook="news-attribution")
    return lambda: import_paths(opened, [path])


def bare_parquet(folder: Path, out: Path) -> Callable[[], object]:
    """Write the tables that the export holds, already in memory as Arrow tables."""
    import pyarrow.parquet as parquet

    files = sorted(folder.rglob("*.parquet"))
    tables = [parquet.read_table(file) for file in files]

    def write() -> None:
        out.mkdir()
        for number, table in enumerate(tables):
            parquet.write_table(table, out / f"{number}.parquet", compression="zstd")

    return write


# ---------------------------------------------------------------- the run


def run(articles: int, folder: Path) -> None:
    """Measure everything for one size of corpus."""
    project = folder / "given.annodb"
    make_project(project, articles)
    print(f"\n{articles:,} articles".ljust(44) + f"{'CPU s':>10}{'clock s':>9}{'MB':>8}{'peak MB':>9}")
    native = folder / "native.jsonl"
    ours = measured("native export", exporting, project, native, "annotator")
    bare = measured("  json alone, from memory", bare_json, native, folder / "bare.jsonl")
    said(ours, bare)
    ours = measured("native import", importing, native, folder / "imported.annodb")
    imported = folder / "imported.annodb"
    bare = measured("  executemany of the same rows", plain_copy, imported, folder / "plain.db")
    said(ours, bare)
    ours = measured("Parquet export", exporting, project, folder / "parquet", "parquet")
    bare = measured("  pyarrow alone, from memory", bare_parquet, folder / "parquet", folder / "bare")
    said(ours, bare)
    for name in ("brat", "conll", "conllu", "csv"):
        cpu = measured(f"{name} export", exporting, project, folder / name, name)
        print(f"  {articles / cpu:,.0f} documents a second")


def said(ours: float, bare: float) -> None:
    """Print the ratio."""
    print(f"  ratio {ours / bare:.2f}")


def main() -> None:
    """Measure the sizes that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="*", default=[1_000, 20_000])
    for articles in parser.parse_args().articles:
        with tempfile.TemporaryDirectory() as folder:
            run(articles, Path(folder))


if __name__ == "__main__":
    main()
