from __future__ import annotations

import json

import pytest

from annotator.assets import resources
from annotator.model import codebook as codebooks
from annotator.model.change import Change, Edit
from annotator.model.entities import Reason, rank
from annotator.model.entity_index import EntityIndex, EntityUse
from annotator.model.entity_mentions import new_from
from annotator.model.entity_types import Kind, entity_types, kind_of_label, may_have_entity
from annotator.model.fragment import Fragment
from annotator.model.values import Entity, Field, Span

TEXT = (
    "Finance minister Jana Roth met Delta Rail in Port Ellery. She said the company was late. "
    "Mr Tomas Okafor of the World Health Organisation (WHO) disagreed. Roth’s deputy left early, "
    "and J. Roth stayed. The minister smiled. He did not. The organisation waited for the harbour."
)
ROTH = Entity("roth", "Jana Roth", "PER")
OTTO = Entity("otto", "Otto Roth", "PER")
OKAFOR = Entity("okafor", "Tomas Okafor", "PER", note="chief economist")
RAIL = Entity("rail", "Delta Rail", "ORG", aliases=("the railway",))
WHO = Entity("who", "World Health Organisation", "ORG")
PORT = Entity("port", "Port Ellery", "GPE")
ALL = (ROTH, OTTO, OKAFOR, RAIL, WHO, PORT)


def book(name: str = "news-attribution") -> codebooks.Codebook:
    raw = json.loads((resources() / f"codebooks/{name}.json").read_text("utf-8"))
    return codebooks.from_fields(codebooks.to_fields(raw))


BOOK = book()


def mention(
    words: str, label: str = "SOURCE", entity: Entity | None = None, *, text: str = TEXT
) -> Span:
    start = text.index(words)
    place = (Fragment(start, start + len(words)),)
    return Span(words, "d", label, place, words, "a", entity=entity.id if entity else None)


ABOVE = [
    mention("Jana Roth", "PER", ROTH),
    mention("Delta Rail", "ORG", RAIL),
    mention("Tomas Okafor", "PER", OKAFOR),
    mention("World Health Organisation", "ORG", WHO),
    mention("Port Ellery", "GPE", PORT),
]


def proposed(words: str, label: str = "SOURCE", *, above: list[Span] | None = None) -> list[str]:
    known = ABOVE if above is None else above
    found = rank(mention(words, label), EntityIndex(ALL), BOOK, known, text=TEXT)
    return [one.entity.id for one in found if one.is_certain]


def test_a_surname_means_the_one_who_is_in_the_article() -> None:
    assert proposed("Roth’s", "PER")[0] == "roth"
    assert set(proposed("Roth’s", "PER", above=[])) == {"roth", "otto"}


def test_initials_titles_and_letters_lead_to_the_name() -> None:
    assert proposed("J. Roth", "PER", above=[])[0] == "roth"
    assert proposed("Mr Tomas Okafor", "PER", above=[]) == ["okafor"]
    assert proposed("WHO", "ORG", above=[]) == ["who"]


def test_she_is_the_person_mentioned_last_and_it_is_no_person() -> None:
    assert proposed("She") == ["roth"]
    assert proposed("the company")[0] == "rail"


def test_a_pronoun_is_nobody_who_was_called_by_another_gender() -> None:
    she = mention("She", "SOURCE", ROTH)
    assert proposed("He", above=[*ABOVE, she])[0] == "okafor"
    assert "roth" not in proposed("He", above=[*ABOVE, she])


def test_a_description_is_who_was_called_so() -> None:
    assert proposed("The minister")[0] == "roth"
    assert proposed("The organisation")[0] == "who"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("the transport ministry", []),
        ("the ministry of transport", []),
        ("the company", ["rail"]),
        ("the new company", ["rail"]),
        ("the aid organisation", ["rail"]),
        ("the coastal railway", ["rail"]),
        ("They", ["rail"]),
    ],
)
def test_a_description_with_a_noun_of_its_own_is_not_just_anybody(words: str, meant: list[str]) -> None:
    text = f"Delta Rail was late, said {words}."
    above = [mention("Delta Rail", "ORG", RAIL, text=text)]
    found = rank(mention(words, "ORG", text=text), EntityIndex(ALL), BOOK, above, text=text)
    assert [one.entity.id for one in found if one.is_certain] == meant


def test_a_source_means_the_person_named_in_it() -> None:
    found = rank(mention("Finance minister Jana Roth"), EntityIndex(ALL), BOOK, ABOVE, text=TEXT)
    assert (found[0].entity, found[0].reason) == (ROTH, Reason.INSIDE)
    assert proposed("Finance minister Jana Roth", above=[])[0] == "roth"


def test_a_place_is_no_person_of_the_same_name() -> None:
    index = EntityIndex([Entity("jordan", "Jordan", "GPE")])
    text = "Jordan scored."
    spoken = mention("Jordan", "PER", text=text)
    assert [one.is_certain for one in rank(spoken, index, BOOK, [], text=text)] == [False]


def test_an_alias_and_what_is_used_most_come_first() -> None:
    uses = {"b": EntityUse(50, "2026-01-01T00:00:00.000Z")}
    index = EntityIndex([Entity("a", "Anna Holt", "PER"), Entity("b", "Bea Holt", "PER")], uses)
    text = "Holt spoke."
    found = rank(mention("Holt", "PER", text=text), index, BOOK, [], text=text)
    assert [one.entity.id for one in found] == ["b", "a"]
    railway = "The railway paid."
    said = rank(mention("The railway", text=railway), EntityIndex(ALL), BOOK, [], text=railway)
    assert (said[0].entity, said[0].reason) == (RAIL, Reason.ALIAS)


@pytest.mark.parametrize(
    ("words", "label", "name", "type_"),
    [
        ("Roth’s", "PER", "Roth", "PER"),
        ("Mr Tomas Okafor", "PER", "Tomas Okafor", "PER"),
        ("Finance minister Jana Roth", "SOURCE", "Jana Roth", "PER"),
        ("World Health Organisation", "SOURCE", "World Health Organisation", "ORG"),
        ("Port Ellery", "GPE", "Port Ellery", "GPE"),
    ],
)
def test_a_new_entity_is_named_without_title_and_ending(
    words: str, label: str, name: str, type_: str
) -> None:
    made = new_from(mention(words, label), TEXT, BOOK)
    assert made is not None
    assert (made.name, made.type) == (name, type_)


def test_pronouns_and_descriptions_make_no_entity() -> None:
    assert new_from(mention("She"), TEXT, BOOK) is None
    assert new_from(mention("the company"), TEXT, BOOK) is None


def test_the_index_follows_names_aliases_and_mentions() -> None:
    index = EntityIndex()
    named = [
        Change(None, Field("entity", "x", "type", "PER")),
        Change(None, Field("entity", "x", "name", "Ida")),
    ]
    link = Change(None, mention("She", "SOURCE", Entity("x", "Ida")))
    assert index.follow(Edit("new", (*named, link), "a", "2026-01-01"))
    assert index.entity("x") == Entity("x", "Ida", "PER")
    assert index.use("x") == EntityUse(1, "2026-01-01")
    index.follow(Edit("undo", tuple(one.inverse() for one in (link, *named)), "a", "2026-01-02"))
    assert (len(index), index.use("x").mentions) == (0, 0)


def test_twins_have_one_name_and_types_that_fit() -> None:
    one, two = Entity("1", "Jana Roth", "PER"), Entity("2", "Jana ROTH")
    place, other = Entity("3", "Jana Roth", "GPE"), Entity("4", "Roth", aliases=("Jana Roth",))
    index = EntityIndex([one, two, place, other])
    assert index.twins(one) == [two]
    assert index.has_twins(two)
    assert not index.has_twins(other)


def test_kinds_are_read_from_any_codebook() -> None:
    conll = book("conll2003-ner")
    assert [kind_of_label(conll, one) for one in ("PER", "ORG", "LOC")] == [
        Kind.PERSON, Kind.BODY, Kind.PLACE,
    ]  # fmt: skip
    assert entity_types(BOOK)[:3] == ("PER", "ORG", "GPE")
    assert kind_of_label(BOOK, "SOURCE") is None
    assert may_have_entity(BOOK, "SOURCE")
    assert not may_have_entity(BOOK, "QUOTE")
