"""What must hold however people work and in whatever order their files are merged."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from annotator.model.change import Change
from annotator.store import unshown
from tests.store.making import adding, edit, relation, span
from tests.store.team import Team, everything, merge

steps = some.lists(some.tuples(some.integers(0, 2), some.integers(0, 2**32)), min_size=8, max_size=40)


@given(steps, some.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_copies_that_have_merged_each_other_are_equal_whatever_the_order(
    work: list[tuple[int, int]], order: random.Random
) -> None:
    with Team() as team:
        for number, seed in work:
            team.work(number, seed)
        edits = {id_ for project in team.projects for id_ in project.edit_ids()}
        alone = [span.id for project in team.projects for span in project.iterate_spans()]
        for project in team.projects:
            others = [one for one in team.projects if one is not project]
            order.shuffle(others)
            for one in others if order.random() < 0.5 else [tuple(others)]:
                merge(project, *(one if isinstance(one, tuple) else [one]))
            assert list(project.problems()) == []
        states = [everything(project) for project in team.projects]
        assert states[0] == states[1] == states[2]
        assert set(team.projects[0].edit_ids()) == edits
        assert alone or not states[0]["span"]
        merge(team.projects[0], *team.projects[1:])
        assert everything(team.projects[0]) == states[0]


@pytest.mark.slow
def test_ten_thousand_histories() -> None:
    for seed in range(10_000):
        chance = random.Random(seed)
        with Team() as team:
            for _ in range(chance.randrange(8, 60)):
                team.work(chance.randrange(3), chance.randrange(2**32))
            for project in team.projects:
                others = [one for one in team.projects if one is not project]
                chance.shuffle(others)
                merge(project, *others)
                assert list(project.problems()) == []
            states = [everything(project) for project in team.projects]
            assert states[0] == states[1] == states[2], seed


def test_the_laws_notice_a_merge_that_lets_relations_dangle(monkeypatch: pytest.MonkeyPatch) -> None:
    """The laws themselves are tried: a merge that is broken on purpose must not pass."""
    monkeypatch.setattr(unshown, "hide_loose_relations", lambda _connection, _ids: None)
    with Team(2) as team:
        one, other = team.projects
        start, end = span((0, 4)), span((5, 9))
        one.apply(edit(*adding(start, end)))
        merge(other, one)
        one.apply(edit(*adding(relation(start, end))))
        other.apply(edit(Change(end, None)))
        merge(one, other)
        assert list(one.problems()) != []
