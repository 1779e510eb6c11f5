"""A project in which there is something of everything that a query can ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.model.change import Change
from annotator.model.fragment import Fragment
from annotator.model.teamwork import Assignment, Message
from annotator.model.values import Entity, Field, Relation, Span
from annotator.store.project import Project
from tests.store.making import ADA, BEN, CODEBOOK, edit, id_of, importing, naming

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FERRY = "Lena Vogt said on Monday: “The ferry will sail.” The Harbour Board disagreed.\n"
WATER = "🚢 The Café Müller has no water. “We need water,” said Müller. Taxes rose by 3 percent.\n"
TRAIN = "The night train was late. The train to Kestria, a night-train, left.\n"
TEXTS = {"ferry": FERRY, "water": WATER, "train": TRAIN}

BOOK: dict[str, Any] = {
    **CODEBOOK,
    "labels": [
        {"id": "PER", "name": "Person", "layer": "all", "attributes": ["mention"]},
        {"id": "QUOTE", "name": "Quote (said)", "layer": "all", "attributes": ["form", "sure"]},
        {"id": "SOURCE", "name": "Source", "layer": "all"},
        {"id": "CLAIM", "name": "Claim", "layer": "all", "attributes": ["weight", "gist", "about"]},
    ],
    "attributes": [
        {"id": "form", "name": "Form", "type": "enum", "required": True,
         "values": [{"id": "direct", "name": "Direct speech"}, {"id": "mixed", "name": "Mixed"}]},
        {"id": "mention", "name": "Mention level", "type": "enum", "default": "name",
         "values": [{"id": "name", "name": "Name"}, {"id": "pronoun", "name": "Pronoun"}]},
        {"id": "sure", "name": "Sure", "type": "bool"},
        {"id": "weight", "name": "Weight", "type": "number"},
        {"id": "gist", "name": "Gist", "type": "text"},
        {"id": "about", "name": "About", "type": "entity"},
        {"id": "topic", "name": "Topic", "type": "enum",
         "values": [{"id": "water", "name": "Water"}, {"id": "traffic", "name": "Traffic"}]},
    ],
    "relations": [{"id": "speaker", "name": "speaker", "from": ["QUOTE"], "to": ["SOURCE"]}],
    "document_attributes": ["topic"],
    "clusters": [{"id": "link", "applies_to": ["PER", "SOURCE"]}],
}  # fmt: skip


def a_span(name: str, article: str, words: str, label: str, **others: Any) -> Span:
    text = TEXTS[article]
    start = text.index(words)
    values: dict[str, Any] = {"annotator": ADA, "created": "2026-11-22T10:00:00.000Z", **others}
    place = Fragment(start, start + len(words))
    return Span(name, id_of(text), label, (place,), words, modified=values["created"], **values)


SPANS = (
    a_span("lena", "ferry", "Lena Vogt", "PER", entity="e-lena"),
    a_span("board", "ferry", "Harbour Board", "PER", note="which?", attributes={"mention": "pronoun"}),
    a_span("sail", "ferry", "“The ferry will sail.”", "QUOTE", attributes={"form": "direct"}),
    a_span("lena-source", "ferry", "Lena", "SOURCE", annotator=BEN, entity="e-lena"),
    a_span("need", "water", "“We need water,”", "QUOTE", attributes={"form": "mixed", "sure": True}),
    a_span("muller", "water", "Müller", "PER", annotator=BEN, origin="propagated"),
    a_span("taxes", "water", "Taxes rose", "CLAIM", annotator=BEN,
           attributes={"weight": 3, "gist": "Tax rise"}),
    a_span("late", "train", "train was late", "CLAIM", created="2025-03-05T10:00:00.000Z",
           attributes={"weight": 0.5, "about": "e-rail"}),
    a_span("tra", "train", "tra", "QUOTE", attributes={"sure": False}),
)  # fmt: skip
RELATIONS = (Relation("said", id_of(FERRY), "speaker", "sail", "lena-source", ADA),)
ENTITIES = (
    Entity("e-lena", "Lena Vogt", "PER", ("The minister", "L. V.")),
    Entity("e-vogt", "Vogt Shipping", "ORG", qid="Q42"),
    Entity("e-rail", "Kestria Railways", "ORG"),
)


def a_rich_project(path: Path) -> Iterator[Project]:
    with Project.create(path, title="Rich", codebook=BOOK) as project:
        project.apply(
            edit(*_documents(), *_things(), naming(ADA, "Ada Holt"), naming(BEN, "Ben Okafor"))
        )
        yield project


def _documents() -> list[Change]:
    changes: list[Change] = []
    outlets = {"ferry": "The Quay", "water": "Süd Zeitung", "train": "Quay Weekly"}
    dates = {"ferry": "2024-03-05", "water": "2025-01-31T08:00:00Z", "train": "spring"}
    for name, text in TEXTS.items():
        changes += importing(text, title=f"About {name}", outlet=outlets[name])
        changes += _setting("document", id_of(text), {"metadata.published": dates[name]})
    more = {
        "attribute.topic": "water",
        "note": "odd",
        "metadata.language": "de-CH",
        "metadata.author": "Jo Roth",
    }
    return changes + _setting("document", id_of(WATER), more)  # fmt: skip


def _things() -> list[Change]:
    ferry, water, train = (id_of(text) for text in TEXTS.values())
    messages = [
        Message("m1", "m1", ferry, "relation", "said", ADA, "really?", created="1"),
        Message("m2", "m2", water, "span", "need", ADA, "sure?", created="1"),
        Message("m3", "m2", water, "span", "need", BEN, "yes", is_settled=True, created="2"),
        Message("m4", "m4", train, "document", train, BEN, "?", created="3"),
    ]
    fields = [message.as_field() for message in messages]
    fields.append(Assignment("a1", train, BEN, ADA).as_field())
    changes = [Change(None, value) for value in (*SPANS, *RELATIONS, *fields)]
    for entity in ENTITIES:
        said = {
            "name": entity.name,
            "type": entity.type,
            "aliases": list(entity.aliases),
            "qid": entity.qid,
        }
        changes += _setting("entity", entity.id, said)
    changes += _setting("work", f"{ferry}/{ADA}", {"state": "done", "flagged": True})
    changes += _setting("work", f"{water}/{BEN}", {"state": "in progress", "flagged": True})
    return changes


def _setting(kind: str, id_: str, said: dict[str, Any]) -> list[Change]:
    return [Change(None, Field(kind, id_, name, value)) for name, value in said.items()]


def found(project: Project, query: str, *, me: str = ADA) -> list[str]:
    """What a query finds, in order: ids of spans, words, or names of articles in brackets."""
    names = {id_of(text): f"[{name}]" for name, text in TEXTS.items()}
    hits = [hit for batch in project.find(query, me=me) for hit in batch]
    return [hit.span_id or hit.text or names[hit.document_id] for hit in hits]
