"""Annotated articles to be reproduced: read from a project or from JSON Lines."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.jobs.creating import create_from_jsonl
from annotator.model import codebook as codebooks
from annotator.model.change import Change, Edit
from annotator.model.codebook import Codebook
from annotator.model.fragment import Fragment
from annotator.model.values import (
    AttributeValue,
    Entity,
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


class Stuck(Exception):
    """The keys lead nowhere: what should be made cannot be."""


@dataclass(frozen=True)
class Given:
    """One article with the annotation that is to be reproduced."""

    title: str
    text: str
    codebook: Mapping[str, Any]
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...]
    entities: Mapping[str, Entity] = field(default_factory=dict)

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
    entities = {one.id: one for one in project.entities()}
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
            entities,
        )


def differences(
    given: Given,
    spans: Sequence[Span],
    relations: Sequence[Relation],
    entities: Mapping[str, Entity] | None = None,
) -> list[str]:
    """What the reproduced annotation lacks or has too much, a line each.

    Spans are compared by label, fragments, attributes, entity and note, relations by type, ends,
    attributes and note. Origins and times do not count, nor what is said of an entity besides its
    name; two entities of one name are told apart by the order of their first mentions.
    """
    wanted = _described(given.spans, given.relations, given, given.entities)
    found = _described(spans, relations, given, entities or {})
    lacks = [f"lacks {line} ({count})" for line, count in sorted((wanted - found).items())]
    return lacks + [f"has {line} ({count})" for line, count in sorted((found - wanted).items())]


def entity_names(spans: Sequence[Span], entities: Mapping[str, Entity]) -> dict[str, str]:
    """What the entities are called that these spans point to: names, numbered where they are equal."""
    mentioned = sorted((span.start, span.end, span.entity) for span in spans if span.entity)
    ids = dict.fromkeys([*(id_ for _, _, id_ in mentioned), *entities])
    count: Counter[str] = Counter()
    found = {}
    for id_ in ids:
        name = entities[id_].name if id_ in entities else "?"
        count[name] += 1
        found[id_] = name if count[name] == 1 else f"{name} #{count[name]}"
    return found


def _described(
    spans: Sequence[Span],
    relations: Sequence[Relation],
    given: Given,
    entities: Mapping[str, Entity],
) -> Counter[str]:
    called = entity_names(spans, entities)
    pointing = _pointing(given.codebook)

    def values(label: str, attributes: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
        pairs = sorted(attributes.items())
        names = {id_: called.get(str(one), one) for id_, one in pairs if (label, id_) in pointing}
        return {id_: names.get(id_, one) for id_, one in pairs}

    def noted(note: str) -> str:
        return f" note {note!r}" if note else ""

    names = {span.id: _name(span, given.text) for span in spans}
    found: Counter[str] = Counter()
    for span in spans:
        entity = f" is {called[span.entity]}" if span.entity else ""
        found[f"{names[span.id]} {values('', span.attributes)}{entity}{noted(span.note)}"] += 1
    for one in relations:
        ends = f"{names[one.from_id]} → {names[one.to_id]}"
        found[f"{one.label}: {ends} {values(one.label, one.attributes)}{noted(one.note)}"] += 1
    return found


def _pointing(codebook: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The attributes whose values are entities: relation type (none for spans) and id."""
    found = {("", one["id"]) for one in codebook.get("attributes", ()) if one["type"] == "entity"}
    for kind in codebook.get("relations", ()):
        attributes = kind.get("attributes") or ()
        found |= {(kind["id"], one["id"]) for one in attributes if one["type"] == "entity"}
    return found


def _name(span: Span, text: str) -> str:
    places = "+".join(f"{start}-{end}" for start, end in span.fragments)
    return f"{span.label} {places} “{text[slice(*span.fragments[0])][:40]}”"
