"""What merging leaves to people: listed, decided by ordinary edits, and undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.jobs import deciding
from annotator.model.change import Change
from annotator.model.values import Field
from annotator.store import backup
from annotator.store.project import Project
from tests.store.making import (
    ADA,
    BEN,
    TEXT,
    adding,
    edit,
    fast_folder,
    id_of,
    naming,
    new_project,
    relation,
    span,
)
from tests.store.team import merge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.jobs.deciding import Undecided

LENA = span((0, 9))


@pytest.fixture
def pair() -> Iterator[tuple[Project, Project]]:
    with fast_folder() as folder, new_project(Path(folder) / "ada.annodb") as ours:
        ours.apply(edit(*adding(LENA), naming(ADA, "Ada"), naming(BEN, "Ben")))
        with Project.open(backup.copy_project(ours, Path(folder) / "ben.annodb")) as theirs:
            yield ours, theirs


def decide(project: Project, one: Undecided, words: str) -> None:
    """Choose the option that says this, or a version with it."""
    option = next(
        option for option in one.options if words in f"{option.words} {(option.said or {}).values()}"
    )
    project.apply(edit(*deciding.changes(project, one, option), title=deciding.title_of(one, option)))


def test_versions_are_told_part_by_part_and_one_is_taken(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    ours.apply(edit(Change(LENA, replace(LENA, label="SOURCE"))))
    theirs.apply(edit(Change(LENA, replace(LENA, label="CUE", note="Why?")), by=BEN))
    merge(ours, theirs)
    [one] = deciding.undecided(ours)
    assert (one.group, one.subject, one.place) == ("The ferry", "The annotation “Lena Vogt”", (0, 9))
    said = {option.who: option.said for option in one.options}
    assert (said["Ada"]["label"], said["Ben"]["note"]) == ("Source", "Why?")  # type: ignore[index]
    assert one.shown == 1  # the later one
    decide(ours, one, "Source")
    assert (deciding.undecided(ours), ours.span(LENA.id).label) == ([], "SOURCE")  # type: ignore[union-attr]
    decide(ours, one, "Cue")  # another thought
    assert ours.span(LENA.id).label == "CUE"  # type: ignore[union-attr]
    assert list(ours.problems()) == []


@pytest.mark.parametrize("words", ["Source", "Removed"])
def test_a_deletion_is_kept_or_not_and_that_is_undone(pair: tuple[Project, Project], words: str) -> None:
    ours, theirs = pair
    ours.apply(edit(Change(LENA, replace(LENA, label="SOURCE"))))
    theirs.apply(edit(Change(LENA, None), by=BEN))
    merge(ours, theirs)
    [one] = deciding.undecided(ours)
    assert (one.options[one.shown].words, one.differing) == ("Removed", ("label",))
    decide(ours, one, words)
    assert deciding.undecided(ours) == []
    assert (ours.span(LENA.id) is None) == (words == "Removed")
    ours.undo(ADA)
    assert ours.span(LENA.id) is None
    assert list(ours.problems()) == []


def test_what_is_shown_is_kept_by_saying_it_again(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    for project, title in ((ours, "Ships"), (theirs, "Boats")):
        before = Field("document", id_of(), "title", "The ferry")
        project.apply(edit(Change(before, replace(before, value=title))))
    merge(ours, theirs)
    [one] = deciding.undecided(ours)
    shown, title = one.options[one.shown], ours.documents()[0].title
    ours.apply(edit(*deciding.changes(ours, one, shown)))
    assert (ours.conflict_count(), ours.documents()[0].title) == (0, title)
    ours.undo(ADA)
    assert ours.documents()[0].title == title
    merge(theirs, ours)
    assert theirs.conflict_count() == 0


def test_an_end_comes_back_for_its_relation(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    start = span((10, 14), by=BEN, label="QUOTE")
    theirs.apply(edit(*adding(start, relation(start, LENA, by=BEN)), by=BEN))
    ours.apply(edit(Change(LENA, None)))
    merge(ours, theirs)
    [one] = deciding.undecided(ours)
    assert (one.subject, one.place) == ("The relation speaker", (10, 14))
    decide(ours, one, "Bring the removed end back")
    assert (ours.waiting(), len(list(ours.iterate_relations()))) == ([], 1)
    ours.undo(ADA)
    assert list(ours.problems()) == []


@pytest.mark.parametrize("words", ["Bring the article back", "Remove the annotation"])
def test_a_removed_article_comes_back_with_all_that_went_with_it(
    pair: tuple[Project, Project], words: str
) -> None:
    ours, theirs = pair
    late = span((10, 14), by=BEN)
    theirs.apply(edit(*adding(late), by=BEN))
    gone = [
        Change(LENA, None),
        *(Change(one, None) for one in ours.shown_fields("document", id_of()).values() if one.name),
    ]
    creation = ours.edit(list(ours.edit_ids())[1]).changes[0].after
    ours.apply(edit(*gone, Change(creation, None)))
    merge(ours, theirs)
    [one] = deciding.undecided(ours)
    assert (one.group, one.document_id) == ("“The ferry” (removed)", None)
    decide(ours, one, words)
    assert (deciding.undecided(ours), list(ours.problems())) == ([], [])
    if "back" in words:
        assert {found.id for found in ours.iterate_spans()} == {LENA.id, late.id}
        assert (ours.documents()[0].title, ours.text(id_of())) == ("The ferry", TEXT)
        assert ours.source(id_of()) is not None


def test_removed_labels_and_entities_come_back_or_are_replaced(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    for project in pair:
        project.apply(edit(Change(None, Field("entity", "e1", "name", "Lena"))))
    merge(ours, theirs)
    theirs.apply(edit(*adding(span((10, 14), label="CUE", entity="e1", by=BEN)), by=BEN))
    ours.apply(edit(*(Change(one, None) for one in ours.shown_fields("label", "CUE").values())))
    ours.apply(edit(*(Change(one, None) for one in ours.shown_fields("entity", "e1").values())))
    merge(ours, theirs)
    label, entity = deciding.undecided(ours)
    assert (label.subject, entity.subject) == ("The removed label Cue", "The removed entity Lena")
    decide(ours, label, "Relabel as Source")
    assert {one.label for one in ours.iterate_spans()} == {"PER", "SOURCE"}
    ours.undo(ADA)
    decide(ours, label, "Bring the label back")
    decide(ours, entity, "Bring the entity back")
    assert (deciding.undecided(ours), list(ours.problems())) == ([], [])
    assert ours.codebook().labels["CUE"].name == "Cue"
