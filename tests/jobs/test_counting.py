from __future__ import annotations

import json
import sqlite3
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.analysis.views import VIEWS
from annotator.errors import Cancelled
from annotator.jobs import counting
from annotator.jobs.counting import counts_of, tally_project
from annotator.jobs.sample import copy_sample
from annotator.model.change import Change, Edit
from annotator.model.values import now
from annotator.store.project import Project
from tests.jobs.random_projects import CODEBOOK, projects

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    copy_sample(tmp_path / "sample.annodb")
    return tmp_path / "sample.annodb"


def asked(path: Path, query: str) -> dict[Any, int]:
    """What plain SQL says: the last column by the others."""
    connection = sqlite3.connect(path)
    found = {row[:-1]: row[-1] for row in connection.execute(query)}
    connection.close()
    return found


def figures(path: Path) -> dict[str, dict[Any, int]]:
    with Project.open(path, read_only=True) as project:
        scope = tally_project(project)
    made = [view.figure(scope) for view in VIEWS]
    return {one.id: {(row.key,): row.total for row in one.rows if row.total} for one in made}


@pytest.mark.parametrize(
    ("view", "query"),
    [
        ("labels", "SELECT label, count(*) FROM span GROUP BY 1"),
        ("origins", "SELECT origin, count(*) FROM span GROUP BY 1"),
        ("entities", "SELECT entity, count(*) FROM span WHERE entity IS NOT NULL GROUP BY 1"),
        ("relations", "SELECT label, count(*) FROM relation GROUP BY 1"),
        ("days", "SELECT substr(created, 1, 10), count(*) FROM span GROUP BY 1"),
        ("timeline", "SELECT substr(published, 1, 7), count(*) FROM document GROUP BY 1"),
        ("outlets", "SELECT outlet, count(*) FROM document GROUP BY 1"),
    ],
)
def test_the_numbers_are_those_of_plain_sql(sample: Path, view: str, query: str) -> None:
    assert figures(sample)[view] == asked(sample, query)


def test_speakers_and_claimants_are_those_of_the_views_for_people(sample: Path) -> None:
    found = figures(sample)
    for view, table, who, id_ in (
        ("quotes", "v_quotes", "speaker", "quote_id"),
        ("claims", "v_claims", "source", "claim_id"),
    ):
        query = (
            f"SELECT coalesce(span.entity, said.{who}, ''), count(*) FROM {table} AS said"
            f" LEFT JOIN span ON span.id = said.{who}_id GROUP BY 1"
        )
        expected = Counter({" ".join(key[0].split()): n for key, n in asked(sample, query).items()})
        assert Counter({key[0]: n for key, n in found[view].items()}) == expected, id_


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(changes=projects())
def test_any_project_is_counted_as_it_is_in_small_pages(changes: list[Change]) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "_PAGE", 2)
        patch.setattr(counting, "_LINK_PAGE", 1)
        path = Path(name) / "a.annodb"
        with Project.create(path, title="Any", codebook=CODEBOOK) as project:
            project.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            scope = tally_project(project)
        spans: Counter[tuple[str, str]] = Counter()
        for key, number in scope.tally.spans.items():
            spans[key[0], key[2]] += number
        assert spans == asked(path, "SELECT annotator, label, count(*) FROM span GROUP BY 1, 2")
        assert counts_of(scope).relations.get("speaker", 0) == sum(scope.tally.relations.values())
        assert sum(scope.tally.sources.values()) == sum(asked(path, _SPOKEN).values())
        assert all(view.figure(scope).title for view in VIEWS)


_SPOKEN = "SELECT 1, count(*) FROM relation JOIN span ON span.id = from_id WHERE span.label = 'QUOTE'"


def test_the_counting_tells_how_far_it_is_and_can_be_stopped(sample: Path) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int, _text: str) -> None:
        told.append((done, total))
        if done:
            raise Cancelled

    with Project.open(sample, read_only=True) as project, pytest.raises(Cancelled):
        tally_project(project, stop)
    assert told[-1][0] <= told[-1][1]


def test_the_sample_has_the_numbers_that_its_file_has(sample: Path) -> None:
    lines = (Path(__file__).parents[2] / "resources" / "sample_project.jsonl").read_text("utf-8")
    documents = [one for one in map(json.loads, lines.splitlines()) if one["kind"] == "document"]
    with Project.open(sample, read_only=True) as project:
        counts = counts_of(tally_project(project))
    assert counts.documents == len(documents)
    assert sum(counts.labels.values()) == sum(len(one["spans"]) for one in documents)
    assert sum(counts.relations.values()) == sum(len(one["relations"]) for one in documents)


@pytest.mark.parametrize("view", ["labels", "days", "entities", "origins", "timeline", "outlets"])
def test_the_search_of_a_number_finds_as_many(sample: Path, view: str) -> None:
    with Project.open(sample, read_only=True) as project:
        scope = tally_project(project)
        figure = next(one for one in VIEWS if one.id == view).figure(scope)
        for row in figure.rows[:12]:
            numbers = dict(zip(row.queries, row.numbers, strict=True)) if row.queries else {}
            for query, number in {row.query: row.total, **numbers}.items():
                assert project.count_hits(query) == number, query
