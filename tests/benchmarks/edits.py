"""How fast one edit of 50,000 spans is written and undone, beside plain SQLite.

    python -m tests.benchmarks.edits [--spans N]

The baseline (`plain_copy`) writes exactly the rows that the project file ends with, with
`executemany` into the same tables, in one transaction. Seconds of CPU time, and of the clock.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from annotator.assets import resources
from annotator.model import edits
from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment
from annotator.model.values import NewDocument, Span, document_id, new_id, now, sha256
from annotator.store.project import Project


def timed(name: str, function: Callable[[], object]) -> float:
    """Run, print and return the CPU seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    function()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{name:<44}{cpu:>10.2f}{wall:>10.2f}")
    return cpu


_TABLES = (
    "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
    " AND name NOT LIKE 'document_search%' AND name NOT LIKE 'sqlite%' ORDER BY rowid"
)
_SEARCH = (
    "SELECT sql FROM sqlite_master WHERE name IN ('document_content', 'document_search') ORDER BY rowid"
)
_SEARCHED = "INSERT INTO document_search (rowid, title, text) VALUES (?, ?, ?)"


def plain_copy(source: Path, target: Path) -> Callable[[], None]:
    """A function that writes all rows of the project into a plain file, in one transaction.

    All that the file holds is written, no more: the rows of each table in the order of its key,
    into the same tables with the same indexes, which are made first, and the texts and titles
    into the same full-text index. The triggers that guard the history are left out and foreign
    keys are not looked at, as plain SQLite would have it.
    """
    with sqlite3.connect(source) as read:
        objects = read.execute(_TABLES).fetchall()
        search = [sql for (sql,) in read.execute(_SEARCH)]
        names = [name for name, sql in objects if sql.upper().startswith("CREATE TABLE")]
        rows = {name: read.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
        texts = read.execute(
            "SELECT number, title, text FROM document_content ORDER BY number"
        ).fetchall()

    def write() -> None:
        connection = sqlite3.connect(target, isolation_level=None)
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("BEGIN IMMEDIATE")
        for sql in (*(sql for _, sql in objects), *search):
            connection.execute(sql)
        for name, found in rows.items():
            if found:
                marks = ",".join("?" * len(found[0]))
                connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', found)
        connection.executemany(_SEARCHED, texts)
        connection.execute("COMMIT")
        connection.close()

    return write


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spans", type=int, default=50_000)
    count = parser.parse_args().spans
    text = "The harbour board met the dockers again on Tuesday. " * 2_000
    document = document_id(sha256(text))
    codebook = json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8"))
    print(f"{f'{count:,} spans in one edit':<44}{'CPU s':>10}{'clock s':>10}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.annodb"
        with Project.create(path, title="Benchmark", codebook=codebook) as project:
            project.apply(
                Edit("import", (Change(None, NewDocument(document, text, sha256(text))),), "b", now())
            )
            places = [(n * 7 % (len(text) - 12), 4 + n % 7) for n in range(count)]
            spans = [
                Span(
                    new_id(),
                    document,
                    "PER",
                    (Fragment(a, a + n),),
                    text[a : a + n],
                    "b",
                    created=now(),
                    modified=now(),
                )
                for a, n in places
            ]
            edit = edits.add_spans(spans, by="b")
            ours = timed("applied", lambda: project.apply(edit))
            copied = Path(folder) / "copy.annodb"
            project_rows = Path(folder) / "plain.db"
            sqlite3.connect(path).execute("VACUUM INTO ?", (str(copied),))
            plain = timed("plain executemany of the same rows", plain_copy(copied, project_rows))
            timed("undone", lambda: project.undo("b"))
            timed("done again", lambda: project.redo("b"))
    print(f"{'ratio to plain SQLite':<44}{ours / plain:>10.2f}")


if __name__ == "__main__":
    main()
