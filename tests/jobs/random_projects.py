"""Random projects for hypothesis: hard texts, discontinuous spans, everything filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from annotator.model.change import Change
from annotator.model.fragment import exact_text, normalise
from annotator.model.teamwork import TARGET_KINDS, Assignment, Message, SavedQuery
from annotator.model.values import (
    METADATA_KEYS,
    ORIGINS,
    ROLES,
    STATES,
    Field,
    NewDocument,
    Relation,
    Span,
    document_id,
    sha256,
    work_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

CODEBOOK: dict[str, Any] = {
    "format": "codebook/1",
    "id": "small",
    "name": "Small \u201ccodebook\u201d",
    "version": "1",
    "layers": [{"id": "all", "name": "All"}, {"id": "idle", "name": "Without spans"}],
    "labels": [
        {"id": "PER", "name": "Person", "layer": "all", "hotkey": "1", "attributes": ["sure"]},
        {"id": "QUOTE", "name": "Quote", "layer": "all", "style": "underline-solid"},
        {"id": "NONE", "name": "Never used", "layer": "idle"},
    ],
    "attributes": [{"id": "sure", "name": "Sure", "type": "bool"}],
    "relations": [{"id": "speaker", "name": "speaker", "from": ["QUOTE"], "to": ["PER"], "min": 0}],
    "constraints": [{"id": "mine", "level": "warn", "rule": "be kind"}],
}
HARD = st.sampled_from(
    [
        "a",
        "Ada ",
        "\n",
        "\u201c",
        "e\u0301",
        "\u00a0",
        "\U0001f468\u200d\U0001f469",
        "\u05e9\u05dc",
        "\u2028",
        "\x85",
        "\t",
    ]
)
TEXTS = st.lists(HARD | st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).map(
    lambda pieces: "x" + "".join(pieces)
)
WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8)
UUIDS = st.uuids(version=4).map(str)
TIMES = st.datetimes().map(lambda time: time.isoformat(timespec="milliseconds") + "Z")
VALUES = (
    st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
)


def projects() -> st.SearchStrategy[list[Change]]:
    """The changes that fill an empty project."""
    return _projects()


@st.composite
def _projects(draw: st.DrawFn) -> list[Change]:
    people = draw(st.lists(UUIDS, min_size=1, max_size=3, unique=True))
    things = draw(st.lists(UUIDS, max_size=3, unique=True))
    fields = [Field("annotator", id_, "name", draw(WORDS.filter(bool))) for id_ in people]
    fields += [Field("annotator", people[0], "email", "a@b.example")]
    fields += [Field("annotator", people[-1], "role", draw(st.sampled_from(ROLES)))]
    for id_ in things:
        fields += [
            Field("entity", id_, "name", draw(WORDS.filter(bool))),
            Field("entity", id_, "aliases", draw(st.lists(WORDS, min_size=1, max_size=2))),
            Field("entity", id_, "nil", True),
        ]
    fields.append(Field("setting", "nesting", "value", {"on": True}))
    for id_ in draw(st.lists(UUIDS, max_size=2, unique=True)):
        who, name = draw(st.sampled_from(people)), f"{draw(WORDS)} {id_}"
        saved = SavedQuery(id_, name, draw(WORDS), who, draw(st.booleans()), draw(TIMES))
        fields.append(saved.as_field())
    changes = [Change(None, field) for field in fields]
    for text in draw(st.lists(TEXTS, max_size=3, unique=True)):
        changes += draw(_documents(text, people, things))
    return changes


@st.composite
def _documents(draw: st.DrawFn, text: str, people: list[str], things: list[str]) -> list[Change]:
    id_ = document_id(sha256(text))
    fields = {"title": draw(WORDS), "note": draw(WORDS), "attribute.topic": draw(VALUES)}
    fields |= {
        f"metadata.{key}": draw(WORDS)
        for key in draw(st.sets(st.sampled_from((*METADATA_KEYS, "desk"))))
    }
    created = draw(st.just("") | TIMES)
    changes = [Change(None, NewDocument(id_, text, sha256(text), created=created))]
    changes += [Change(None, Field("document", id_, name, value)) for name, value in fields.items()]
    for person in draw(st.sets(st.sampled_from(people))):
        state, key = draw(st.sampled_from(STATES)), work_id(id_, person)
        changes.append(Change(None, Field("work", key, "state", state)))
        changes.append(Change(None, Field("work", key, "flagged", draw(st.booleans()))))
    for person in draw(st.sets(st.sampled_from(people))):
        by = draw(st.sampled_from(people))
        changes.append(Change(None, Assignment(draw(UUIDS), id_, person, by, draw(TIMES)).as_field()))
    for message in draw(st.lists(_messages(id_, people), max_size=3, unique_by=lambda one: one.id)):
        changes.append(Change(None, message.as_field()))
    spans = draw(st.lists(_spans(id_, text, people, things), max_size=5, unique_by=lambda span: span.id))
    changes += [Change(None, span) for span in spans]
    if spans:
        changes += [
            Change(None, one)
            for one in draw(
                st.lists(_relations(spans, people), max_size=3, unique_by=lambda one: one.id)
            )
        ]
    return changes


@st.composite
def _spans(draw: st.DrawFn, id_: str, text: str, people: list[str], things: list[str]) -> Span:
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 6))
    pairs = draw(st.lists(ends, min_size=1, max_size=3))
    fragments = normalise((start, min(len(text), start + length)) for start, length in pairs)
    return Span(
        draw(UUIDS),
        id_,
        draw(st.sampled_from(["PER", "QUOTE"])),
        fragments,
        exact_text(text, fragments),
        draw(st.sampled_from(people)),
        draw(st.dictionaries(st.just("sure") | WORDS.filter(bool), VALUES, max_size=2)),
        draw(st.none() | st.sampled_from(things)) if things else None,
        draw(WORDS),
        draw(st.sampled_from(ORIGINS)),
        draw(TIMES),
        draw(TIMES),
    )


@st.composite
def _relations(draw: st.DrawFn, spans: list[Span], people: list[str]) -> Relation:
    return Relation(
        draw(UUIDS),
        spans[0].document_id,
        "speaker",
        draw(st.sampled_from(spans)).id,
        draw(st.sampled_from(spans)).id,
        draw(st.sampled_from(people)),
        draw(st.dictionaries(WORDS.filter(bool), VALUES, max_size=1)),
        draw(WORDS),
        draw(st.sampled_from(ORIGINS)),
        draw(TIMES),
        draw(TIMES),
    )


@st.composite
def _messages(draw: st.DrawFn, document: str, people: list[str]) -> Message:
    """About the article, or about a span or relation that is gone."""
    kind = draw(st.sampled_from(TARGET_KINDS))
    return Message(
        draw(UUIDS),
        draw(UUIDS),
        document,
        kind,
        document if kind == "document" else draw(UUIDS),
        draw(st.sampled_from(people)),
        draw(WORDS),
        draw(st.booleans()),
        draw(WORDS),
        draw(TIMES),
    )


def content(project: Any) -> Iterator[Any]:
    """Everything that is current in a project, to be compared."""
    yield project.title
    for document in project.documents():
        yield document
        yield project.text(document.id)
        yield project.spans(document.id)
        yield project.relations(document.id)
    yield project.all_work()
    yield project.entities()
    yield project.annotators()
    yield project.settings()
    yield project.messages()
    yield project.assignments()
    yield project.saved_queries()
