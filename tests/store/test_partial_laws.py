"""What must hold of any part of any history: it is sound, and merged it is the whole again."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from annotator.store.partial import Subset, write_part
from annotator.store.project import Project
from tests.store.making import ADA, id_of
from tests.store.team import TEXTS, Team, everything, merge

PEOPLE = (ADA, "person0", "person1")


def a_subset(chance: random.Random) -> Subset:
    documents = {id_of(text) for text in TEXTS if chance.random() < 0.6}
    people = {one for one in PEOPLE if chance.random() < 0.5}
    kinds = ("decision", "unification", "message", "entity", "work")
    return Subset(
        frozenset(documents) if chance.random() < 0.8 else None,
        frozenset(people) if chance.random() < 0.7 else None,
        frozenset(one for one in kinds if chance.random() < 0.2),
        frozenset(one for one in kinds if chance.random() < 0.2),
    )


def hold_the_laws(seed: int) -> None:
    chance = random.Random(seed)
    with Team(2) as team:
        for _ in range(chance.randrange(8, 30)):
            team.work(chance.randrange(2), chance.randrange(2**32))
        path = write_part(team.projects[0], team.folder / "part.annodb", a_subset(chance))
        with Project.open(path) as part:
            assert list(part.problems()) == []
            team.projects.append(part)
            for _ in range(chance.randrange(12)):
                team.work(chance.randrange(3), chance.randrange(2**32))
            assert list(part.problems()) == []
            for project in team.projects:
                merge(project, *(one for one in team.projects if one is not project))
                assert list(project.problems()) == []
            first, *others = (everything(project) for project in team.projects)
            assert all(other == first for other in others)
            assert first["part"] == []


@given(some.integers(0, 2**32))
@settings(max_examples=6, deadline=None)
def test_a_part_is_sound_and_becomes_whole_by_merging(seed: int) -> None:
    hold_the_laws(seed)


@pytest.mark.slow
def test_a_thousand_parts() -> None:
    for seed in range(1_000):
        hold_the_laws(seed)
