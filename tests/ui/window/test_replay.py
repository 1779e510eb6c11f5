"""A short article is made anew by real keys: equal to what was given, and within the aims."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from annotator.assets import resources
from annotator.model.fragment import Fragment
from annotator.model.occurrences import occurrences
from annotator.model.values import Entity, Relation, Span
from tests.benchmarks.replay import MOST_PER_ENTITY, MOST_PER_RELATION, replay
from tests.benchmarks.replay_given import Given, differences

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

NEWS = (
    "Dockers at Port Ellery walked out on Monday. “We will not pay twice,” said Jana Roth, "
    "the harbour master. Roth added that 400 dockers had left.\n\n"
    "Delta Rail has no trains left in Port Ellery.\n"
)
WIRE = "Mira Holt of Delta Rail met Jana Roth in Port Ellery. Holt left Delta Rail on Monday.\n"


def given(codebook: str, text: str, *spans: str, links: str = "") -> Given:
    """An article; spans are `LABEL words@which | attribute=value`, links `kind from to` by number."""
    book: dict[str, Any] = json.loads((resources() / f"codebooks/{codebook}.json").read_text("utf-8"))
    made: list[Span] = []
    for number, line in enumerate(spans):
        label, _, words = line.partition(" ")
        words, *pairs = words.split(" | ")
        words, _, which = words.partition("@")
        start = [place.start for place in occurrences(text, words)][int(which or 1) - 1]
        attributes = dict(pair.split("=") for pair in pairs)
        place = (Fragment(start, start + len(words)),)
        made.append(Span(f"s{number}", "d", label, place, words, "a", attributes))
    relations = []
    for number, link in enumerate(links.split(", ") if links else []):
        kind, start, end = link.split()
        relations.append(Relation(f"r{number}", "d", kind, f"s{start}", f"s{end}", "a"))
    return Given("A test", text, book, tuple(made), tuple(relations))


ATTRIBUTED = given(
    "news-attribution",
    NEWS,
    "GPE Port Ellery",
    "DATE Monday",
    "QUOTE “We will not pay twice,” | form=direct",
    "SOURCE Jana Roth, the harbour master | naming=named | kind=person",
    "CUE said",
    "PER Jana Roth",
    "PER Roth@2",
    "QUOTE that 400 dockers had left | form=indirect",
    "SOURCE Roth@2 | naming=named | kind=person",
    "CUE added",
    "QUANT 400",
    "ORG Delta Rail",
    "GPE Port Ellery@2",
    links="speaker 2 3, cue 2 4, speaker 7 8, cue 7 9",
)
NAMED = given(
    "conll2003-ner",
    WIRE,
    "PER Mira Holt",
    "ORG Delta Rail",
    "PER Jana Roth",
    "LOC Port Ellery",
    "PER Holt@2",
    "ORG Delta Rail@2",
)
PARC = given(
    "parc3-attribution",
    NEWS,
    "CONTENT “We will not pay twice,” | content_form=direct",
    "CUE said",
    "SOURCE Jana Roth, the harbour master",
    "CONTENT that 400 dockers had left | content_form=indirect",
    "SOURCE Roth@2 | source_type=writer",
    "CUE added",
    links="source_of 0 2, cue_of 0 1, source_of 3 4, cue_of 3 5",
)


@pytest.mark.parametrize("by_mouse", [False, True], ids=["keys", "mouse"])
def test_a_short_article_is_reproduced_within_the_aims(qapp: QApplication, by_mouse: bool) -> None:
    outcome = replay(ATTRIBUTED, by_mouse=by_mouse)
    assert outcome.differences == []
    entities, relations = outcome.of("label", entities=True), outcome.of("relation")
    assert entities.operations <= MOST_PER_ENTITY * entities.things
    assert relations.operations <= MOST_PER_RELATION * relations.things == 8


@pytest.mark.parametrize("article", [NAMED, PARC], ids=["conll2003-ner", "parc3-attribution"])
def test_other_codebooks_are_worked_with_in_the_same_way(qapp: QApplication, article: Given) -> None:
    outcome = replay(article)
    assert outcome.differences == []
    entities, relations = outcome.of("label", entities=True), outcome.of("relation")
    assert entities.operations <= MOST_PER_ENTITY * entities.things
    assert relations.operations <= MOST_PER_RELATION * relations.things


# ---------------------------------------------------------------- what hangs on labels

PEOPLE = {
    "e1": Entity("e1", "Jana Roth", "PER"),
    "e2": Entity("e2", "Delta Rail AG (Köln)", "ORG"),
    "e3": Entity("e3", "3. Roth", "PER"),
    "e4": Entity("e4", "Jana Roth", "PER"),
}
OF_SPANS = (
    {"id": "sworn", "name": "sworn", "type": "bool"},
    {"id": "weight", "name": "weight", "type": "number"},
    {"id": "about", "name": "about whom", "type": "entity"},
)
OF_LINKS = (
    {
        "id": "how",
        "name": "how",
        "type": "enum",
        "values": [{"id": "a", "name": "a"}, {"id": "b", "name": "b"}],
    },
    {"id": "why", "name": "why", "type": "text"},
    {"id": "via", "name": "via whom", "type": "entity"},
)


def detailed() -> Given:
    """PARC with attributes of all types, on spans and relations, with notes and entities."""
    book: dict[str, Any] = json.loads(json.dumps(PARC.codebook))
    book["attributes"] += OF_SPANS
    for label in book["labels"]:
        label["attributes"] = [*label.get("attributes", ()), *(one["id"] for one in OF_SPANS)]
    for kind in book["relations"]:
        kind["attributes"] = list(OF_LINKS)
    spans, links = list(PARC.spans), list(PARC.relations)
    spans[0] = replace(
        spans[0],
        attributes={**spans[0].attributes, "sworn": False, "weight": 12},
        note="Zwei Zeilen:\n“so” – 👍🏽",
    )
    spans[2] = replace(spans[2], entity="e1", attributes={"about": "e2"})
    spans[4] = replace(spans[4], entity="e3")
    links[0] = replace(
        links[0], attributes={"how": "b", "why": "für uns", "via": "e2"}, note="Ja · nein"
    )
    links[1] = replace(links[1], attributes={"how": "a"})
    links[3] = replace(links[3], note="the cue")
    return replace(PARC, codebook=book, spans=tuple(spans), relations=tuple(links), entities=PEOPLE)


@pytest.mark.parametrize("by_mouse", [False, True], ids=["keys", "mouse"])
def test_attributes_entities_and_notes_are_made_anew_by_keys(qapp: QApplication, by_mouse: bool) -> None:
    outcome = replay(detailed(), by_mouse=by_mouse)
    assert outcome.differences == []
    things = {name: outcome.of(name).things for name in ("attribute", "entity", "note")}
    assert things == {"attribute": 6, "entity": 2, "note": 1}
    assert outcome.of("relation-attribute").things == 4
    assert outcome.of("relation-note").operations <= 8  # G, perhaps G again, M and Esc
    assert outcome.of("note").typed == len("Zwei Zeilen:\n“so” – 👍🏽")


def test_the_basis_of_a_speaker_takes_three_keys(qapp: QApplication) -> None:
    links = [replace(one, attributes={"basis": "implicit"}) for one in ATTRIBUTED.relations[:1]]
    outcome = replay(replace(ATTRIBUTED, relations=(*links, *ATTRIBUTED.relations[1:])))
    assert outcome.differences == []
    assert outcome.of("relation-attribute").operations == 3


@pytest.mark.parametrize(
    "change", [{"note": "?"}, {"attributes": {"naming": "role"}}, {"entity": "e1"}, {"label": "CUE"}]
)
def test_whatever_is_another_in_a_span_is_named(change: dict[str, Any]) -> None:
    first, *rest = ATTRIBUTED.spans
    found = differences(ATTRIBUTED, [replace(first, **change), *rest], ATTRIBUTED.relations, PEOPLE)
    assert [line.split()[0] for line in found] == ["lacks", "has"]


@pytest.mark.parametrize(
    "change", [{"note": "?"}, {"attributes": {"basis": "implicit"}}, {"to_id": "s8"}]
)
def test_whatever_is_another_in_a_relation_is_named(change: dict[str, Any]) -> None:
    first, *rest = ATTRIBUTED.relations
    found = differences(ATTRIBUTED, ATTRIBUTED.spans, [replace(first, **change), *rest])
    assert [line.split()[0] for line in found] == ["lacks", "has"]


def test_two_entities_of_one_name_are_told_apart() -> None:
    first, second = [one for one in ATTRIBUTED.spans if one.label == "PER"]
    same = [replace(first, entity="e1"), replace(second, entity="e1")]
    other = [replace(first, entity="e1"), replace(second, entity="e4")]
    wanted = replace(ATTRIBUTED, spans=tuple(same), relations=(), entities=PEOPLE)
    assert differences(wanted, same, (), PEOPLE) == []
    assert len(differences(wanted, other, (), PEOPLE)) == 2
