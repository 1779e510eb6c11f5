"""Small projects, documents and spans for the tests of the store."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment, exact_text
from annotator.model.values import (
    Field,
    NewDocument,
    Relation,
    Source,
    Span,
    document_id,
    new_id,
    now,
    sha256,
)
from annotator.store.project import Project

if TYPE_CHECKING:
    from collections.abc import Sequence

ADA, BEN = "ada", "ben"
TEXT = "Lena Vogt said on Monday: “The ferry will sail.” Harbour Board staff disagreed.\n"
CODEBOOK: dict[str, Any] = {
    "format": "codebook/1",
    "id": "small",
    "name": "Small codebook",
    "version": "1",
    "layers": [{"id": "all", "name": "All"}],
    "labels": [
        {"id": "PER", "name": "Person", "layer": "all", "hotkey": "1"},
        {"id": "QUOTE", "name": "Quote", "layer": "all", "hotkey": "q", "attributes": ["form"]},
        {"id": "SOURCE", "name": "Source", "layer": "all"},
        {"id": "CUE", "name": "Cue", "layer": "all"},
        {"id": "CLAIM", "name": "Claim", "layer": "all"},
    ],
    "attributes": [
        {"id": "form", "name": "Form", "type": "enum", "values": [{"id": "direct", "name": "direct"}]}
    ],
    "relations": [
        {"id": "speaker", "name": "speaker", "from": ["QUOTE"], "to": ["SOURCE"]},
        {"id": "cue", "name": "cue", "from": ["QUOTE"], "to": ["CUE"]},
        {"id": "claimant", "name": "claimant", "from": ["CLAIM"], "to": ["SOURCE"]},
    ],
}


def fast_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for tests that write often and ask nothing of the disk: in memory, if it can be."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)


def new_project(path: Path, text: str = TEXT) -> Project:
    """A project with one article, which Ada has imported."""
    project = Project.create(path, title="Harbour", codebook=CODEBOOK)
    project.apply(edit(*importing(text)))
    return project


def edit(*changes: Change, by: str = ADA, title: str = "an edit") -> Edit:
    return Edit(title, changes, by, now())


def importing(
    text: str, *, title: str = "The ferry", outlet: str = "The Quay", created: str = ""
) -> list[Change]:
    """The changes that bring an article into a project."""
    document = new_document(text, created)
    fields = {"title": title, "metadata.outlet": outlet, "metadata.desk": "coast"}
    return [
        Change(None, document),
        *(Change(None, Field("document", document.id, name, value)) for name, value in fields.items()),
    ]


def new_document(text: str, created: str = "") -> NewDocument:
    hashed = sha256(text)
    source = Source("ferry.txt", b"\xef\xbb\xbf" + text.encode(), "utf-8-sig", "text")
    return NewDocument(document_id(hashed), text, hashed, source, created)


def id_of(text: str = TEXT) -> str:
    return document_id(sha256(text))


def span(
    *fragments: tuple[int, int],
    label: str = "PER",
    text: str = TEXT,
    by: str = ADA,
    **others: Any,
) -> Span:
    placed = tuple(Fragment(*one) for one in fragments or ((0, 9),))
    time = now()
    return Span(
        new_id(), id_of(text), label, placed, exact_text(text, placed), by, created=time, modified=time,
        **others,
    )  # fmt: skip


def relation(start: Span, end: Span, label: str = "speaker", *, by: str = ADA) -> Relation:
    time = now()
    return Relation(
        new_id(), start.document_id, label, start.id, end.id, by, created=time, modified=time
    )


def adding(*values: Any) -> list[Change]:
    return [Change(None, value) for value in values]


def naming(id_: str, name: str) -> Change:
    return Change(None, Field("annotator", id_, "name", name))


def many_spans(count: int, text: str, *, by: str = ADA) -> list[Span]:
    """Short spans all over the text."""
    starts: Sequence[int] = range(0, count)
    room = len(text) - 8
    return [span((n * 7 % room, n * 7 % room + 5), text=text, by=by) for n in starts]


def contents(project: Project) -> dict[str, Any]:
    """All that a project shows, to be compared."""
    documents = project.documents()
    return {
        "documents": documents,
        "texts": [project.text(one.id) for one in documents],
        "sources": [project.source(one.id) for one in documents],
        "spans": sorted(project.iterate_spans(), key=lambda one: one.id),
        "relations": sorted(project.iterate_relations(), key=lambda one: one.id),
        "entities": project.entities(),
        "annotators": project.annotators(),
        "work": project.all_work(),
        "codebook": sorted(map(repr, project.codebook().fields)),
        "settings": project.settings(),
    }


def bytes_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
