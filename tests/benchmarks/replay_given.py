"""Annotated articles to be reproduced: read from a project or from JSON Lines."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.jobs.creating import create_from_jsonl
from annotator.model import codebook as codebooks
from annotator.model.change import Change, Edit
from annotator.model.codebook import Codebook
from annotator.model.fragment import Fragment
from annotator.model.values import (
    Field,
    NewDocument,
    Relation,
    Span,
    document_id,
    now,
    sha256,
)
from annotator.store.project import Project

SpanKey = tuple[str, tuple[Fragment, ...]]
"""What makes a span the same: its label and where it stands."""


@dataclass(frozen=True)
class Given:
    """One article with the annotation that is to be reproduced."""

    title: str
    text: str
    codebook: Mapping[str, Any]
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...]

    def span(self, id_: str) -> Span:
        return next(span for span in self.spans if span.id == id_)

    def make_project(self, path: Path) -> Project:
        """A project with this article and nothing labelled."""
        project = Project.create(path, title="Replay", codebook=self.codebook)
        digest = sha256(self.text)
        id_ = document_id(digest)
        title = Field("document", id_, "title", self.title)
        changes = (Change(None, NewDocument(id_, self.text, digest)), Change(None, title))
        project.apply(Edit("import", changes, "importer", now()))
        return project


def key_of(span: Span) -> SpanKey:
    return span.label, tuple(Fragment(*part) for part in span.fragments)


def read(path: Path) -> list[Given]:
    """The articles of a file that have spans: each with the work of who labelled most in it."""
    if path.suffix != ".jsonl":
        with Project.open(path, read_only=True) as project:
            return list(_articles(project))
    with tempfile.TemporaryDirectory() as folder:
        project = create_from_jsonl(Path(folder) / "given.annodb", path)
        try:
            return list(_articles(project))
        finally:
            project.close()


def _articles(project: Project) -> Iterator[Given]:
    codebook: Codebook = project.codebook()
    for document in project.documents():
        spans = project.spans(document.id)
        if not spans:
            continue
        ((most, _),) = Counter(span.annotator for span in spans).most_common(1)
        yield Given(
            document.title,
            project.text(document.id),
            codebooks.to_file(codebook),
            tuple(span for span in spans if span.annotator == most),
            tuple(one for one in project.relations(document.id) if one.annotator == most),
        )


def differences(given: Given, spans: list[Span], relations: list[Relation]) -> list[str]:
    """What the reproduced annotation lacks or has too much, a line each; origins do not count."""
    wanted = _described(given.spans, given.relations, given.text)
    found = _described(spans, relations, given.text)
    lacks = [f"lacks {line} ({count})" for line, count in sorted((wanted - found).items())]
    return lacks + [f"has {line} ({count})" for line, count in sorted((found - wanted).items())]


def _described(
    spans: tuple[Span, ...] | list[Span], relations: tuple[Relation, ...] | list[Relation], text: str
) -> Counter[str]:
    names = {span.id: _name(span, text) for span in spans}
    found = Counter(f"{names[span.id]} {dict(sorted(span.attributes.items()))}" for span in spans)
    found.update(
        f"{one.label}: {names[one.from_id]} → {names[one.to_id]} {dict(sorted(one.attributes.items()))}"
        for one in relations
    )
    return found


def _name(span: Span, text: str) -> str:
    places = "+".join(f"{start}-{end}" for start, end in span.fragments)
    return f"{span.label} {places} “{text[slice(*span.fragments[0])][:40]}”"
