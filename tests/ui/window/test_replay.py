"""A short article is made anew by real keys: equal to what was given, and within the aims."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from annotator.assets import resources
from annotator.model.fragment import Fragment
from annotator.model.occurrences import occurrences
from annotator.model.values import Relation, Span
from tests.benchmarks.replay import MOST_PER_ENTITY, MOST_PER_RELATION, replay
from tests.benchmarks.replay_given import Given

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
