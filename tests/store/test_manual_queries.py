"""The manual's page on the query language says nothing that is not so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.jobs.sample import copy_sample
from annotator.model.query import parse
from annotator.model.query_nodes import KEYS
from annotator.store.project import Project

PAGE = (Path(__file__).parents[2] / "resources/manual/10-query-language.md").read_text("utf-8")
EXAMPLES = re.findall(r"^\| `(.+?)` \|", PAGE, re.M)
IN_VAIN = {
    "without:entity",
    "without:worth",
    "origin:propagated",
    "is:flagged",
    "is:duplicate",
    "is:assigned",
    "assigned:me",
    "has:doubt",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = tmp_path_factory.mktemp("sample") / "sample.annodb"
    copy_sample(path)
    with Project.open(path) as project:
        yield project


@pytest.mark.parametrize("query", EXAMPLES)
def test_the_examples_find_something(sample: Project, query: str) -> None:
    (me,) = (one.id for one in sample.annotators())
    count = sample.count_hits(query, me=me)
    assert count == sum(map(len, sample.find(query, me=me)))
    assert bool(count) or query in IN_VAIN
    assert parse(str(parse(query))) == parse(query)


def test_every_term_is_described() -> None:
    assert [key for key in KEYS if f"{key}:" not in PAGE] == []
