"""How soon a search in a large project shows something, beside plain SQL for the same rows.

    python -m tests.benchmarks.searching PROJECT.annodb [--times 5]

The words, names and places that are looked for are taken from the project itself, which has
the codebook for news. Milliseconds of CPU time: until the first hits, and until all; how long
the longest single read keeps others from writing; and what one plain statement takes that
gives the same rows.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from annotator.model.query import quoted
from annotator.store.project import Project

_SAMPLE = 300
_HITS = (
    "SELECT s.id, d.title, s.start, s.end, s.label, s.annotator,"
    " substr(t.body, max(1, s.start - 59), s.end - s.start + 120)"
    " FROM span s JOIN document d ON d.id = s.document_id JOIN text t ON t.document_id = d.id WHERE "
)
_TEXTS = (
    "SELECT d.title, highlight(document_search, 1, '[', ']') FROM document_search"
    " JOIN text t ON t.number = document_search.rowid JOIN document d ON d.id = t.document_id"
    " WHERE document_search MATCH "
)
_ARTICLES = "SELECT d.id, d.title FROM document d WHERE "


class Row(NamedTuple):
    """One query; `first`, `all` and `plain` in milliseconds of CPU, `longest` of the clock."""

    query: str
    first: float
    all: float
    plain: float
    hits: int
    counted: float
    longest: float


def measure(path: Path, *, times: int = 3) -> list[Row]:
    """Measure the usual queries, each so many times; medians."""
    with Project.open(path, read_only=True) as project:
        me = project.annotators()[0].id
        return [_row(project, query, plain, me, times) for query, plain in _queries(project, me)]


def _queries(project: Project, me: str) -> list[tuple[str, str]]:
    """Queries, and the statements that give the same rows."""
    common, usual, rare, pair = _words(project)
    execute = project._connection.execute
    (outlet,) = execute("SELECT outlet FROM document WHERE outlet <> '' LIMIT 1").fetchone()
    entity, name = execute(
        "SELECT entity.id, entity.name FROM entity JOIN span ON span.entity = entity.id LIMIT 1"
    ).fetchone()
    mine = project.annotators()[0].name
    speaker = (
        "NOT EXISTS (SELECT 1 FROM relation r WHERE r.from_id = s.id AND r.label = 'claimant')"
        " AND s.label = 'CLAIM'"
    )
    said = json.dumps(f"%{usual}%")[1:-1]
    return [
        (common, f"{_TEXTS}'{common}'"),
        (usual, f"{_TEXTS}'{usual}'"),
        (rare, f"{_TEXTS}'{rare}'"),
        (quoted(pair), f"{_TEXTS}'\"{pair}\"'"),
        (f"{usual[:3]}*", f"{_TEXTS}'{usual[:3]}*'"),
        ("label:QUOTE", _HITS + "s.label = 'QUOTE'"),
        (f"label:QUOTE {usual}", f"{_HITS}s.label = 'QUOTE' AND s.text LIKE '{said}'"),
        (f"text:{rare}", f"{_HITS}s.text LIKE '%{rare}%'"),
        ("without:claimant", _HITS + speaker),
        (f"entity:{quoted(name)}", f"{_HITS}s.entity = '{entity}'"),
        ("origin:propagated label:PER", _HITS + "s.origin = 'propagated' AND s.label = 'PER'"),
        ("origin:rule", _HITS + "s.origin = 'rule'"),
        (
            "claim_kind=prediction",
            _HITS + "json_extract(s.attributes, '$.claim_kind') = 'prediction'",
        ),
        (
            f"annotator:{quoted(mine)} label:CLAIM date:2024",
            f"{_HITS}s.annotator = '{me}' AND s.label = 'CLAIM'"
            " AND d.published >= '2024' AND d.published < '2025'",
        ),
        (f"outlet:{quoted(outlet)}", f"{_ARTICLES}d.outlet = '{outlet}'"),
        ("has:note", _HITS + "s.note <> ''"),
        (
            "is:done -is:flagged",
            f"{_ARTICLES}EXISTS (SELECT 1 FROM work w WHERE w.document_id = d.id AND"
            f" w.annotator = '{me}' AND w.state = 'done' AND coalesce(w.flagged, 0) = 0)",
        ),
    ]


def _words(project: Project) -> tuple[str, str, str, str]:
    """A word that is everywhere, a usual and a rare one, and two that stand side by side."""
    texts = [project.text(one.id) for one in project.documents()[:_SAMPLE]]
    seen = [re.findall(r"\b[a-z]{5,}\b", text) for text in texts]
    found = Counter(word for words in seen for word in set(words)).most_common()
    pair = re.search(r"\b([a-z]{3,}) ([a-z]{3,})\b", texts[0])
    assert pair is not None
    return found[0][0], found[len(found) // 4][0], found[-1][0], pair[0]


def _row(project: Project, query: str, plain: str, me: str, times: int) -> Row:
    runs = [_run(project, query, me) for _ in range(times)]
    counts = [_cpu(lambda: project.count_hits(query, me=me)) for _ in range(times)]
    plains = [_plain(project.path, plain) for _ in range(times)]
    first, every, hits, longest = zip(*runs, strict=True)
    middle = statistics.median
    return Row(
        query, middle(first), middle(every), middle(plains), hits[0], middle(counts), middle(longest)
    )


def _run(project: Project, query: str, me: str) -> tuple[float, float, int, float]:
    first, hits, longest = 0.0, 0, 0.0
    started = time.process_time()
    stepped = time.perf_counter()
    for batch in project.find(query, me=me):
        longest = max(longest, time.perf_counter() - stepped)
        hits += len(batch)
        first = first or (time.process_time() - started if batch else 0.0)
        stepped = time.perf_counter()
    every = time.process_time() - started
    return (first or every) * 1000, every * 1000, hits, longest * 1000


def _plain(path: Path, statement: str) -> float:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return _cpu(lambda: connection.execute(statement).fetchall())
    finally:
        connection.close()


def _cpu(work: object) -> float:
    assert callable(work)
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    rows = measure(given.project, times=given.times)
    print(f"{'query':<44}{'first':>8}{'all':>9}{'plain':>9}{'hits':>9}{'count':>8}{'longest':>9}")
    for row in rows:
        figures = f"{row.first:>8.1f}{row.all:>9.0f}{row.plain:>9.0f}{row.hits:>9}{row.counted:>8.0f}"
        print(f"{row.query[:43]:<44}{figures}{row.longest:>9.0f}")
    firsts = sorted(row.first for row in rows)
    late = firsts[int(len(firsts) * 0.95)]
    print(f"first hits: p50 {statistics.median(firsts):.0f} ms, p95 {late:.0f} ms")


if __name__ == "__main__":
    main()
