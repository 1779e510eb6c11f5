"""Folders of CSV tables as other people make them, for the tests of the readers of tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from annotator.jobs.importing import ImportReport
from annotator.store.project import Project
from tests.formats import trips

Table = Sequence[Sequence[object]]

DOCUMENTS: Table = [("doc_id", "title", "text"), ("a", "Ferry", "Ada sails.\nShe said “yes”.")]
SPANS: Table = [
    ("doc_id", "annotator", "span_id", "layer", "label", "start", "end", "text"),
    ("a", "Mia", "s1", "entity", "Boatwoman", 0, 3, "Ada"),
    ("a", "Mia", "s2", "speech", "Saying", 20, 25, "“yes”"),
    ("a", "Bo", "s3", "entity", "Boatwoman", 11, 14, "She"),
]


def table(rows: Table, delimiter: str = ",", line_end: str = "\r\n") -> str:
    """The rows as CSV."""
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return made.getvalue()


def write_tables(folder: Path, **tables: Table | str | bytes) -> Path:
    """A folder with these tables, written as they are if they are texts already."""
    folder.mkdir(exist_ok=True)
    for name, rows in ({"documents": DOCUMENTS, "spans": SPANS} | tables).items():
        content = rows if isinstance(rows, str | bytes) else table(rows)
        made = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(made)
    return folder


_OPEN: list[Project] = []


def imported(path: Path, **options: str) -> tuple[Project, ImportReport]:
    """A new project that holds what the file holds; it is closed when the test has ended."""
    project, report = trips.imported(path, **options)
    _OPEN.append(project)
    return project, report


def close_projects() -> None:
    """Close what `imported` has opened."""
    while _OPEN:
        _OPEN.pop().close()
