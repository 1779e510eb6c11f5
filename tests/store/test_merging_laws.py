"""What must hold however people work and in whatever order their files are merged."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as some

from tests.store.team import Team, everything, merge

steps = some.lists(some.tuples(some.integers(0, 2), some.integers(0, 2**32)), min_size=8, max_size=40)


@given(steps, some.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
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
