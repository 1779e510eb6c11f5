"""Articles annotated by several people, for the tests of adjudication."""

from __future__ import annotations

import json
from dataclasses import replace

from annotator.assets import resources
from annotator.model import codebook as codebooks
from annotator.model.adjudication import Case, people_of
from annotator.model.adjudication_docket import Docket, docket_of
from annotator.model.adjudication_verdicts import Verdict, decide
from annotator.model.fragment import exact_text, normalise
from annotator.model.values import Relation, Span

TEXT = "Lena Vogt of the Harbour Board told Karrow Radio that “the ferry will sail on Monday”. " * 4
CODEBOOK = codebooks.from_fields(
    codebooks.to_fields(json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8")))
)
TIME = "2026-01-02T03:04:05.000Z"


def span(who: str, label: str, *places: tuple[int, int], id_: str = "", **attributes: str) -> Span:
    """Somebody's span of TEXT; its id says whose and where it is."""
    fragments = normalise(places)
    return Span(
        id_ or f"{who}-{label}-{fragments[0].start}-{fragments[-1].end}",
        "doc", label, fragments, exact_text(TEXT, fragments), who,
        attributes=attributes, created=TIME, modified=TIME,
    )  # fmt: skip


def link(kind: str, start: Span, end: Span) -> Relation:
    """A relation by whoever made its start."""
    id_ = f"{kind}-{start.id}-{end.id}"
    return Relation(id_, "doc", kind, start.id, end.id, start.annotator, created=TIME, modified=TIME)


def case(*annotations: Span | Relation, people: str = "", done: str = "") -> Case:
    """The article with these annotations; `done` are letters of people who are done with it."""
    spans = {one.id: one for one in annotations if isinstance(one, Span)}
    relations = {one.id: one for one in annotations if isinstance(one, Relation)}
    persons = frozenset({one.annotator for one in annotations} | set(people) | set(done))
    found = Case(
        "doc", TEXT, CODEBOOK, (), spans, relations, persons=persons, done=frozenset(done)
    )  # fmt: skip
    return replace(found, people=people_of(found))


def docket(*annotations: Span | Relation, done: str = "") -> Docket:
    """The groups of an article, after what all agree on has been taken over."""
    first = docket_of(case(*annotations, done=done))
    return decide(first, (), by="judge", title="agreed", time=TIME)[1]


def take(present: Docket, number: int = 0, *, at: int = 0, outcome: str = "taken") -> Docket:
    """Decide the open group of this number for a candidate."""
    group = present.open()[at]
    chosen = group.candidates[number : number + 1] if outcome == "taken" else ()
    return decide(present, [Verdict(group, outcome, chosen)], by="judge", title="", time=TIME)[1]


def gold(present: Docket) -> list[str]:
    """Label and place of all gold spans."""
    spans = sorted(present.case.gold_spans.values(), key=lambda one: (one.start, one.label))
    return [f"{one.label} {one.start}-{one.end}" for one in spans]
