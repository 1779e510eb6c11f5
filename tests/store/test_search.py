from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.model.change import Change
from annotator.model.values import Field
from annotator.store.search import expression_of
from tests.store.making import edit, id_of, importing

if TYPE_CHECKING:
    from annotator.store.project import Project

SECOND = "👩‍🚀 Café Müller reopens. The ferryman’s café, they say, serves “naïve” crêpes.\n"


@pytest.fixture
def two(project: Project) -> Project:
    project.apply(edit(*importing(SECOND, title="Cafés", outlet="The Cup")))
    return project


def found(project: Project, query: str) -> set[str]:
    return {hit.document_id for hit in project.search(query)}


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("ferry", 1), ("ferry*", 2), ("CAFE", 1), ("naive crepes", 1), ("lena müller", 0),
        ('"the ferry will"', 1), ('"will the ferry"', 0), ("ferryman's", 1), ("the", 2),
        ("", 0), ("—!?", 0), ('"', 0), ("ferry AND", 0), ("NEAR(", 0), ("title:ferry", 0), ("*", 0),
    ],
)  # fmt: skip
def test_what_is_found(two: Project, query: str, texts: int) -> None:
    assert len(found(two, query)) == texts


def test_a_hit_says_where_it_is_in_code_points(two: Project) -> None:
    (hit,) = two.search("muller")
    assert SECOND[hit.start : hit.end] == "Müller"
    assert "Café Müller reopens" in hit.snippet
    assert hit.title == "Cafés"


def test_a_hit_in_the_title_alone(two: Project) -> None:
    (hit,) = two.search("cafés")
    assert hit.document_id == id_of(SECOND)
    two.apply(
        edit(Change(Field("document", hit.document_id, "title", "Cafés"),
                    Field("document", hit.document_id, "title", "Zephyr")))
    )  # fmt: skip
    (hit,) = two.search("zephyr")
    assert (hit.start, hit.end) == (0, 0)


def test_the_title_that_was_is_no_longer_found(two: Project) -> None:
    old = Field("document", id_of(), "title", "The ferry")
    two.apply(edit(Change(old, Field("document", id_of(), "title", "Quay"))))
    assert found(two, "quay") == {id_of()}
    two._connection.execute("INSERT INTO document_search (document_search) VALUES ('integrity-check')")


def test_words_are_quoted_for_the_search_engine() -> None:
    assert expression_of('new* "two words" x-ray OR') == '"new"* "two words" "x-ray" "OR"'
