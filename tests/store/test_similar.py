from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import Cancelled
from annotator.store.project import Project
from tests.store.making import ADA, edit, fast_folder, id_of, importing

WORDS = [f"word{number}" for number in range(900)]
CODEBOOK = {
    "format": "codebook/1",
    "id": "c",
    "name": "C",
    "labels": [{"id": "PER", "name": "Person"}],
}


def article(seed: int, *, edits: int = 0) -> str:
    words = random.Random(seed).choices(WORDS, k=200)
    for place in range(edits):
        words[20 * place + 7] = f"edited{place}"
    return " ".join(words)


def bring_in(project: Project, *texts: str) -> list[str]:
    """Import the texts as one edit and compare them; their ids."""
    project.apply(edit(*(change for text in texts for change in importing(text))))
    project.bring_twins_in_step()
    return [id_of(text) for text in texts]


def stored(project: Project, path: Path) -> list[tuple[str, str]]:
    """What the file says of groups, also of articles that are not there."""
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT document_id, near_duplicates FROM signature").fetchall()


def test_wire_copy_is_one_group_and_an_unrelated_article_is_in_none(project: Project) -> None:
    first, second, other, third = bring_in(
        project, article(1), article(1, edits=2), article(2), article(1, edits=4)
    )
    assert project.twin_groups() == {first: first, second: first, third: first}
    assert project.twins_of(third) == [first, second]
    assert project.twins_of(other) == []
    assert not project.lacks_signatures()


def test_a_later_import_joins_the_group_that_is_there(project: Project) -> None:
    (first,) = bring_in(project, article(1))
    assert project.twin_groups() == {}
    (second,) = bring_in(project, article(1, edits=2))
    (third,) = bring_in(project, article(1, edits=3))
    assert project.twin_groups() == dict.fromkeys((first, second, third), first)


def test_an_article_between_two_groups_makes_one_of_them(project: Project) -> None:
    ends = article(1), article(1, edits=10)
    bring_in(project, *ends)
    assert project.twin_groups() == {}
    bring_in(project, article(1, edits=5))
    assert len(set(project.twin_groups().values())) == 1


def test_undoing_an_import_leaves_no_ghost(project: Project, path: Path) -> None:
    (first,) = bring_in(project, article(1))
    bring_in(project, article(1, edits=2))
    project.undo(ADA)
    assert project.twin_groups() == {}
    assert (first, "") in stored(project, path)
    project.redo(ADA)
    project.bring_twins_in_step()
    assert len(project.twin_groups()) == 2


def test_removing_the_first_of_a_group_names_another_one(project: Project) -> None:
    (_first,) = bring_in(project, article(1))
    texts = article(1, edits=1), article(1, edits=2)
    project.apply(edit(*(change for text in texts for change in importing(text)), by="ben"))
    project.bring_twins_in_step()
    project.undo(ADA)
    second, third = map(id_of, texts)
    assert project.twin_groups() == {second: second, third: second}


def test_signatures_are_no_edit_and_no_change_from_outside(project: Project, path: Path) -> None:
    before = len(project.history())
    bring_in(project, article(1), article(1, edits=1))
    assert len(project.history()) == before + 1
    assert not project.is_changed_outside
    assert list(project.problems()) == []
    bring_in(project, article(3))
    project.close()
    with Project.open(path) as again:
        assert len(again.twin_groups()) == 2


def test_nothing_is_kept_once_articles_have_gone(project: Project) -> None:
    project.bring_twins_in_step()
    project.apply(edit(*importing(article(1)), *importing(article(1, edits=1))))
    found = project.find_twins()
    project.undo(ADA)
    assert list(project.keep_twins(found)) == []
    assert project.twin_groups() == {}


def test_it_can_be_stopped_and_made_up_for(project: Project) -> None:
    texts = [article(seed) for seed in range(300)]
    project.apply(edit(*(change for text in texts for change in importing(text))))

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        project.bring_twins_in_step(stop)
    assert project.lacks_signatures()
    project.bring_twins_in_step()
    assert not project.lacks_signatures()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=8, unique=True))
def test_groups_are_the_articles_of_one_source(made: list[tuple[int, int]]) -> None:
    with fast_folder() as folder:
        project = Project.create(Path(folder) / "p.annodb", title="P", codebook=CODEBOOK)
        with project:
            ids = {one: bring_in(project, article(one[0], edits=one[1]))[0] for one in made}
            groups = project.twin_groups()
            for one in made:
                alike = {ids[other] for other in made if other[0] == one[0] and other != one}
                assert set(project.twins_of(ids[one])) == alike
                assert (ids[one] in groups) == bool(alike)
