"""One hard document, neutral of any format: every exporter must bring it to its readers.

It has a decomposed accent, an emoji, curly quotes, a tab, a line end and XML's signs; nested,
crossing, discontinuous and line-crossing spans; relations, attributes, a note of two lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment, exact_text
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

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "Cafe\u0301 owner Zo\u00eb Ng \U0001f600 told Reuvers: \u201cPrices rose 4% in May,\u201d she said, "
    "\u201cand fell again.\u201d\nThe ministry denied that prices fell; Ng & <Co>\tdid not reply.\n"
)
ADA = "0198aaaa-0000-7000-8000-000000000001"
TIME = "2026-05-14T08:00:00.000Z"
METADATA = {
    "outlet": "The Daily \u201cSample\u201d",
    "published": "2026-05-14",
    "url": "https://example.org/a?b=1&c=2",
    "language": "en",
}
CODEBOOK: dict[str, Any] = {
    "format": "codebook/1",
    "id": "gold",
    "name": "Gold",
    "version": "1",
    "layers": [
        {"id": "ENTITY", "name": "Entities"},
        {"id": "QUOTES", "name": "Quotes"},
        {"id": "CLAIMS", "name": "Claims"},
    ],
    "labels": [
        {"id": "Person", "name": "Person", "layer": "ENTITY", "hotkey": "1"},
        {"id": "Organization", "name": "Organisation", "layer": "ENTITY", "hotkey": "2"},
        {"id": "Time", "name": "Time", "layer": "ENTITY", "hotkey": "3"},
        {"id": "Quote", "name": "Quote", "layer": "QUOTES", "hotkey": "q", "attributes": ["form"]},
        {"id": "Cue", "name": "Cue", "layer": "QUOTES"},
        {
            "id": "Claim",
            "name": "Claim",
            "layer": "CLAIMS",
            "hotkey": "c",
            "attributes": ["checkworthy"],
        },
    ],
    "attributes": [
        {
            "id": "form",
            "name": "Form",
            "type": "enum",
            "values": [{"id": "direct", "name": "direct"}, {"id": "indirect", "name": "indirect"}],
        },
        {"id": "checkworthy", "name": "Check-worthy", "type": "bool"},
    ],
    "relations": [
        {"id": "speaker", "name": "speaker", "from": ["Quote"], "to": ["Person"]},
        {"id": "source", "name": "source", "from": ["Claim"], "to": ["Organization"]},
        {"id": "coref", "name": "same as", "from": ["Person"], "to": ["Person"]},
    ],
}


def at(words: str, nth: int = 0) -> Fragment:
    """Where the words stand for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Fragment(start, start + len(words))


SPANS: list[tuple[str, str, tuple[Fragment, ...], dict[str, Any], str]] = [
    ("s1", "Person", (at("Zo\u00eb Ng"),), {}, ""),
    ("s2", "Organization", (at("Reuvers"),), {}, ""),
    (
        "s3",
        "Quote",
        (at("\u201cPrices rose 4% in May,\u201d"), at("\u201cand fell again.\u201d")),
        {"form": "direct"},
        "",
    ),
    (
        "s4",
        "Claim",
        (at("Prices rose 4% in May"),),
        {"checkworthy": True},
        'Check with "stats" office\nline two\ttabbed',
    ),
    ("s5", "Claim", (at("prices fell"),), {}, ""),
    ("s6", "Person", (at("she"),), {}, ""),
    ("s7", "Organization", (at("The ministry"),), {}, ""),
    ("s8", "Cue", (at("she said"),), {}, ""),
    ("s9", "Time", (at("in May,\u201d she"),), {}, "crosses s3, s4 and s8"),
    ("s10", "Claim", (at("again.\u201d\nThe ministry"),), {}, ""),
    ("s11", "Organization", (at("Ng & <Co>\tdid"),), {}, ""),
]
"""Name, label, fragments, attributes, note."""

RELATIONS = [("r1", "speaker", "s3", "s1"), ("r2", "source", "s5", "s7"), ("r3", "coref", "s6", "s1")]
"""Name, type, from, to."""


def id_of(name: str) -> str:
    """The id of the span or relation that is called so here: s1, r2."""
    kind = {"s": "1", "r": "2"}[name[0]]
    return f"0198aaaa-0000-7000-8000-{kind}{int(name[1:]):011d}"


def gold_project(path: Path) -> Project:
    """A new project that holds the gold document, labelled by Ada; Zo\u00eb Ng is an entity (Q42)."""
    project = Project.create(path, title="Gold", codebook=CODEBOOK)
    project.apply(Edit("gold", tuple(_changes()), ADA, now()))
    return project


ENTITY = "0198aaaa-0000-7000-8000-300000000001"


def _changes() -> list[Change]:
    hash_ = sha256(TEXT)
    document = document_id(hash_)
    fields = [Field("annotator", ADA, "name", "Ada")]
    fields += [Field("entity", ENTITY, "name", "Zo\u00eb Ng"), Field("entity", ENTITY, "type", "Person")]
    fields += [Field("entity", ENTITY, "qid", "Q42")]
    said = [Field("document", document, "title", "Prices & ministers")]
    said += [Field("document", document, f"metadata.{key}", value) for key, value in METADATA.items()]
    spans = [
        Span(
            id_of(name),
            document,
            label,
            fragments,
            exact_text(TEXT, fragments),
            ADA,
            attributes,
            ENTITY if name == "s1" else None,
            note,
            created=TIME,
            modified=TIME,
        )
        for name, label, fragments, attributes, note in SPANS
    ]
    relations = [
        Relation(id_of(name), document, label, id_of(a), id_of(b), ADA, created=TIME, modified=TIME)
        for name, label, a, b in RELATIONS
    ]
    values = [*fields, NewDocument(document, TEXT, hash_), *said, *spans, *relations]
    return [Change(None, value) for value in values]
