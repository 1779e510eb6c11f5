from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import CodebookError
from annotator.model import document_edits
from annotator.model.codebook import AttributeType, Choice
from annotator.model.document_edits import divide
from annotator.model.teamwork import Assignment
from annotator.model.values import Document, Field

TOPIC = AttributeType("topic", "Topic", choices=(Choice("sport", "sport"), Choice("law", "law")))
ARTICLE = Document("d1", "Ferry", 100, "x", attributes={"topic": "law"}, note="Old")


def test_an_attribute_of_an_article_is_a_field_of_it() -> None:
    (change,) = document_edits.set_attribute(ARTICLE, TOPIC, "sport", by="mia").changes
    assert change.before == Field("document", "d1", "attribute.topic", "law")
    assert change.after == Field("document", "d1", "attribute.topic", "sport")


def test_no_value_takes_the_attribute_away() -> None:
    (change,) = document_edits.set_attribute(ARTICLE, TOPIC, None, by="mia").changes
    assert change.after is None


def test_a_value_that_the_codebook_lacks_is_refused() -> None:
    with pytest.raises(CodebookError, match="“war” is no value of Topic"):
        document_edits.set_attribute(ARTICLE, TOPIC, "war", by="mia")


def test_the_same_note_is_no_change() -> None:
    assert document_edits.set_note(ARTICLE, "Old", by="mia").changes == ()
    assert document_edits.set_note(ARTICLE, "", by="mia").changes[0].after is None


LENGTHS = st.lists(st.integers(1, 10_000), max_size=40)


@given(LENGTHS, st.integers(1, 5), st.integers(1, 5))
def test_every_article_has_as_many_people_as_asked_and_all_read_about_the_same(
    lengths: list[int], number: int, each_by: int
) -> None:
    documents = [(f"d{place}", length) for place, length in enumerate(lengths)]
    people = [f"p{one}" for one in range(number)]
    loads = divide(documents, people, each_by=each_by)
    given_to = [id_ for load in loads.values() for id_ in load.documents]
    assert sorted(given_to) == sorted([id_ for id_, _ in documents] * min(each_by, number))
    amounts = [load.characters for load in loads.values()]
    assert max(amounts) - min(amounts) <= max(lengths, default=0)
    for load in loads.values():
        assert load.documents == [id_ for id_, _ in documents if id_ in load.documents]


def test_who_has_an_article_already_counts() -> None:
    documents = [("a", 10), ("b", 10)]
    loads = divide(documents, ["mia", "bo"], taken=[("a", "mia")])
    assert loads["mia"].documents + loads["bo"].documents == ["b"]
    both = divide(documents, ["mia", "bo"], each_by=2, taken=[("a", "mia")])
    assert (both["mia"].documents, both["bo"].documents) == (["b"], ["a", "b"])


def test_a_plan_becomes_assignments_and_is_taken_back() -> None:
    plan = divide([("a", 10)], ["mia"])
    (change,) = document_edits.assigning(plan, by="bo")
    assert isinstance(change.after, Field)
    assert isinstance(change.after.value, dict)
    stored = Assignment.of(change.after.id, change.after.value)
    assert (stored.document_id, stored.annotator, stored.by) == ("a", "mia", "bo")
    assert [one.before for one in document_edits.releasing([stored])] == [change.after]
