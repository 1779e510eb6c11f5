"""A small project of two annotators and a decided layer, and what stands in a release of it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

from annotator.jobs.importing import import_paths
from annotator.jobs.release_plan import ReleasePlan
from annotator.jobs.splitting import SplitPlan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.store.project import Project

TEXTS = {
    "Ferry": "Mayor Ada Holt said the ferry “will sail” on Monday. Nobody believed her.",
    "Tunnel": "The tunnel is open, Bo Lind told The Quay. It cost 12 million.",
    "Bridge": "A bridge fell. “We saw it,” Cy Amal said, “and ran.”",
}
MIA = {"kind": "annotator", "id": "0190aaaa-0000-7000-8000-000000000001", "name": "Mia Querfeld"}
NOOR = {"kind": "annotator", "id": "0190aaaa-0000-7000-8000-000000000002", "name": "Noor Ostwald"}
GOLD = {"kind": "annotator", "id": "0190aaaa-0000-7000-8000-000000000003", "name": "Our choice"}
CODE_NAMES = (MIA["id"], NOOR["id"], GOLD["id"], "Querfeld", "Ostwald", "Our choice", "mia@")
ENTITY = "0190bbbb-0000-7000-8000-000000000001"
TIME = "2026-03-14T15:09:26.535Z"
PLAN = ReleasePlan(
    "cc-by-4.0", "other", split=SplitPlan("cluster", (1, 1, 1), "7"), formats={"brat": {}}
)


def fill(project: Project, folder: Path) -> None:
    """Three articles: Mia marks all names and quotes, Noor some, gold one."""
    lines: list[dict[str, Any]] = [
        {**MIA, "email": "mia@querfeld.example"},
        NOOR,
        {**GOLD, "role": "gold"},
        {"kind": "entity", "id": ENTITY, "name": "Ada Holt", "type": "PER", "note": "private"},
        {"kind": "entity", "id": ENTITY[:-1] + "2", "name": "Nobody Named", "type": "PER"},
        *map(_document, TEXTS),
    ]
    path = folder / "filling.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    import_paths(project, [path], annotator="Mia Querfeld")


def _document(title: str) -> dict[str, Any]:
    text = TEXTS[title]
    spans = [_span(text, name, "PER", MIA["id"]) for name in ("Ada Holt", "Bo Lind", "Cy Amal")]
    spans += [_span(text, name, "PER", NOOR["id"]) for name in ("Ada Holt", "Bo Lind", "Amal")]
    spans += [_span(text, "Ada Holt", "PER", GOLD["id"])]
    spans = [one for one in spans if one]
    spans[0] |= {"id": f"0190cccc-0000-7000-8000-{len(title):012}", "note": "Mia Querfeld asks why"}
    spans[0] |= {"entity": ENTITY, "created": TIME, "modified": TIME}
    states = (
        {"annotator": MIA["id"], "state": "done"},
        {"annotator": NOOR["id"], "state": "in progress"},
    )
    return {
        "kind": "document",
        "title": title,
        "text": text,
        "metadata": {"outlet": "The Quay", "published": f"2026-01-{len(title):02}", "desk": "city"},
        "note": "by Noor Ostwald",
        "created": TIME,
        "work": list(states if title != "Bridge" else states[:1]),
        "spans": spans,
    }


def _span(text: str, words: str, label: str, annotator: str) -> dict[str, Any]:
    at = text.find(words)
    if at < 0:
        return {}
    return {"label": label, "fragments": [[at, at + len(words)]], "annotator": annotator}


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All files of a release by name, archives and Parquet unpacked."""
    import pyarrow.parquet

    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".parquet":
            table = pyarrow.parquet.read_table(path)
            content = f"{table.to_pydict()} {table.schema}".encode()
        if content.startswith(b"PK\x03\x04"):
            archive = zipfile.ZipFile(io.BytesIO(content))
            content = b"".join(one.encode() + archive.read(one) for one in archive.namelist())
        yield name, content


def documents(path: Path) -> list[dict[str, Any]]:
    """The documents of a native file."""
    lines = map(json.loads, path.read_bytes().splitlines())
    return [line for line in lines if line["kind"] == "document"]


def lines(path: Path, kind: str) -> list[dict[str, Any]]:
    """The lines of this kind in a native file."""
    found = map(json.loads, path.read_bytes().splitlines())
    return [line for line in found if line["kind"] == kind]
