"""Saved queries go on finding the same when labels merge, go or get another name."""

from __future__ import annotations

import pytest

from annotator.model import attribute_plans, codebook_names, codebook_plans
from annotator.model.codebook import Codebook, from_fields, to_fields
from annotator.model.query_renaming import Renaming
from annotator.model.teamwork import SavedQuery
from tests.jobs.test_codebook_migrating import CODEBOOK


@pytest.fixture
def book() -> Codebook:
    return from_fields(to_fields(CODEBOOK))


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ("label:PER harbour", "label:ORG harbour"),
        ('label:"Person" OR ferry', "label:ORG OR ferry"),
        ("-label:person,quote", "-label:ORG,quote"),
        ("label:P*", "label:ORG"),
        ("label:quote speaker", "label:quote speaker"),
        ("label:", "label:"),
    ],
)
def test_a_label_that_merges_is_named_by_the_one_that_stays(
    book: Codebook, said: str, after: str
) -> None:
    renaming = Renaming.of(codebook_plans.merge_labels(book, ["PER"], "ORG"))
    assert renaming.rewritten(said) == (after, False)


def test_a_query_that_names_what_goes_stays_and_is_told(book: Codebook) -> None:
    renaming = Renaming.of(codebook_plans.delete_label(book, "ORG"))
    queries = [SavedQuery(text, text, text, "a") for text in ("label:ORG,PER", "has:about", "label:PER")]
    assert list(renaming.changes(queries)) == []
    assert renaming.broken(queries) == ["label:ORG,PER", "has:about"]


def test_attributes_choices_and_relations_are_renamed_too(book: Codebook) -> None:
    age = Renaming.of(attribute_plans.replace_attribute(book, "age", "sure"))
    assert age.rewritten("has:age age=yes") == ("has:sure sure=yes", False)
    club = Renaming.of(attribute_plans.replace_choices(book, "kind", {"club": "firm"}))
    assert club.rewritten("kind!=Club") == ("kind!=firm", False)
    speaker = Renaming.of(attribute_plans.replace_relation_type(book, "speaker", "about"))
    assert speaker.rewritten("without:speaker") == ("without:about", False)


def test_another_name_lets_queries_use_the_id(book: Codebook) -> None:
    queries = [SavedQuery("1", "one", "label:person", "a"), SavedQuery("2", "two", "label:PER", "a")]
    edit = codebook_names.rename(book, "label", "PER", "Human", queries=queries, by="a")
    assert [one.value.id for one in edit.changes if one.register.kind == "query"] == ["1"]  # type: ignore[union-attr]
    assert "label:PER" in str(edit.changes[-1].after)


def test_what_has_just_been_added_gets_an_id_of_its_name(book: Codebook) -> None:
    edit, new = codebook_names.name_fresh(book, "label", "QUOTE", "Vessel", by="a")
    assert new == "VESSEL"
    assert {one.register.id for one in edit.changes} == {"QUOTE", "VESSEL"}
