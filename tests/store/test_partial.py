"""A part of a project as a file of its own: nothing of a register is missing, nothing else is there."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotator.errors import Cancelled, ProjectError
from annotator.model.change import Change
from annotator.model.decisions import GOLD, Decision, decision_id
from annotator.model.package import Package
from annotator.model.teamwork import Assignment, Message, SavedQuery
from annotator.model.values import Annotator, Field, now
from annotator.store.partial import Subset, write_part
from annotator.store.project import Project
from tests.store.making import (
    ADA,
    BEN,
    TEXT,
    adding,
    edit,
    id_of,
    importing,
    many_spans,
    naming,
    relation,
    span,
)

if TYPE_CHECKING:
    from pathlib import Path

OTHER = "Nils Vogt, of the Harbour Board, said nothing. “No comment,” wrote Lena Ostrow.\n"
BLIND = Subset(frozenset((id_of(),)), frozenset((ADA,)), without=frozenset(("decision", "unification")))


@pytest.fixture
def team(project: Project) -> Project:
    """Two articles, on both of which both have worked, and all that a team has beside it."""
    project.apply(edit(*importing(OTHER, title="No comment"), naming(ADA, "Ada"), naming(BEN, "Ben")))
    by = {"ada": ADA, "ben": BEN}
    for name, who in by.items():
        for text in (TEXT, OTHER):
            source, quote = span((0, 4), text=text, by=who), span((5, 9), text=text, by=who)
            project.apply(edit(*adding(source, quote), by=who, title=f"{name} labels"))
            project.apply(edit(*adding(relation(quote, source, by=who)), by=who))
            project.apply(edit(Change(quote, replace(quote, note="?")), by=who))
    for text in (TEXT, OTHER):
        for who in by.values():
            state = Field("work", f"{id_of(text)}/{who}", "state", "in progress")
            doubt = Message(f"m-{who}-{id_of(text)}", "t", id_of(text), "document", "", who, "Why?")
            given = Assignment(f"a-{who}-{id_of(text)}", id_of(text), who, ADA)
            project.apply(edit(*adding(state, doubt.as_field(), given.as_field()), by=who))
    decided = Decision(decision_id(id_of(), ["1", "2"]), id_of(), "label", "taken", ("1", "2"))
    queue = SavedQuery("q1", "To do", "label:PER", BEN, is_queue=True)
    own = SavedQuery("q2", "Mine", "label:PER", BEN)
    place = Field("entity", "e1", "name", "Karrow")
    project.apply(edit(*adding(decided.as_field(), queue.as_field(), own.as_field(), place)))
    project.bring_twins_in_step()
    return project


def rows(path: Path, query: str) -> set[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return set(connection.execute(query).fetchall())
    finally:
        connection.close()


CHANGES = "SELECT id, edit, kind, target, field, document_id, prev, body FROM change"
EDITS = "SELECT id, title, annotator, time, undoes, replica, codebook, size FROM edit"


def part(project: Project, subset: Subset, tmp_path: Path) -> Project:
    path = write_part(project, tmp_path / "part.annodb", subset)
    return Project.open(path)


def test_everything_of_it_is_the_same_project(team: Project, tmp_path: Path) -> None:
    with part(team, Subset(), tmp_path) as made:
        assert rows(made.path, CHANGES) == rows(team.path, CHANGES)
        assert rows(made.path, EDITS) == rows(team.path, EDITS)
        for kind in ("span", "fragment", "relation", "document", "work", "head", "edit_subject", "text"):
            assert rows(made.path, f"SELECT * FROM {kind}") == rows(team.path, f"SELECT * FROM {kind}")
        assert not rows(made.path, "SELECT * FROM part")
        assert made.id == team.id


def test_blind_it_holds_her_work_alone(team: Project, tmp_path: Path) -> None:
    with part(team, BLIND, tmp_path) as made:
        assert [one.id for one in made.documents()] == [id_of()]
        assert made.text(id_of()) == TEXT
        assert {one.annotator for one in made.iterate_spans()} == {ADA}
        assert [one.annotator for one in made.iterate_relations()] == [ADA]
        assert [one.annotator for one in made.messages()] == [ADA]
        assert [one.annotator for one in made.assignments()] == [ADA]
        assert [one.annotator for one in made.all_work()] == [ADA]
        assert made.decisions() == []
        assert [one.name for one in made.annotators()] == ["Ada"]
        assert [one.name for one in made.saved_queries()] == ["To do"]
        assert [one.name for one in made.entities()] == ["Karrow"]
        assert made.codebook() == team.codebook()
        assert made.source(id_of()) == team.source(id_of())


def test_no_word_of_the_others_is_in_a_blind_file(team: Project, tmp_path: Path) -> None:
    secret = span((10, 14), by=BEN)
    team.apply(edit(*adding(replace(secret, note="Bens Geheimnis")), by=BEN))
    path = write_part(team, tmp_path / "part.annodb", BLIND)
    assert b"Geheimnis" not in path.read_bytes()
    assert b"ben labels" not in path.read_bytes()
    assert b"Nils Vogt" not in path.read_bytes()


def test_every_change_has_those_it_replaces(team: Project, tmp_path: Path) -> None:
    with part(team, BLIND, tmp_path) as made:
        everything = rows(team.path, CHANGES)
        taken = rows(made.path, CHANGES)
        assert taken < everything
        registers = {one[2:5] for one in taken}
        assert taken == {one for one in everything if one[2:5] in registers}
        assert not list(made.problems())


def test_edits_of_which_some_is_missing_are_listed_and_not_undone(team: Project, tmp_path: Path) -> None:
    both = [*many_spans(3, TEXT), *many_spans(2, OTHER)]
    big = team.apply(edit(*adding(*both), title="label both"))
    with part(team, BLIND, tmp_path) as made:
        assert (big.id,) in rows(made.path, "SELECT edit FROM part")
        assert "label both" not in [step.title for step in made.undo_stack(ADA).undo]
        assert made.edit_size(big.id or b"") == 5
        before = len(list(made.iterate_spans()))
        new = made.apply(edit(*adding(span((20, 24))), title="one more"))
        assert made.undo_stack(ADA).undo[-1].id == new.id
        made.undo(ADA)
        assert len(list(made.iterate_spans())) == before


def test_what_was_deleted_goes_along(team: Project, tmp_path: Path) -> None:
    gone = span((30, 34))
    team.apply(edit(*adding(gone)))
    team.apply(edit(Change(gone, None)))
    with part(team, BLIND, tmp_path) as made:
        deleted = (gone.id, None)
        assert deleted in rows(made.path, "SELECT target, body FROM change WHERE kind = 'span'")


def test_feedback_brings_gold_and_decisions(team: Project, tmp_path: Path) -> None:
    gold = span((0, 4), by=GOLD.id)
    team.apply(edit(*adding(gold), naming(GOLD.id, GOLD.name)))
    subset = Subset(annotators=frozenset((BEN, GOLD.id)), by_anyone=frozenset(("decision", "message")))
    with part(team, subset, tmp_path) as made:
        assert {one.annotator for one in made.iterate_spans()} == {BEN, GOLD.id}
        assert made.decisions() == team.decisions()
        assert made.messages() == team.messages()
        assert {one.name for one in made.annotators()} == {"Ada", "Ben", "Gold"}


def test_a_relation_to_somebody_elses_span_stays_behind(team: Project, tmp_path: Path) -> None:
    theirs = next(one for one in team.iterate_spans() if one.annotator == BEN)
    mine = span((40, 44), text=TEXT if theirs.document_id == id_of() else OTHER)
    crossing = relation(mine, theirs)
    team.apply(edit(*adding(mine, crossing)))
    subset = Subset(annotators=frozenset((ADA,)))
    with part(team, subset, tmp_path) as made:
        assert mine.id in {one.id for one in made.iterate_spans()}
        assert crossing.id not in {one.id for one in made.iterate_relations()}


def test_search_and_near_duplicates_work_in_it(team: Project, tmp_path: Path) -> None:
    team.apply(edit(*importing(OTHER.replace("nothing", "little"), title="Again")))
    with part(team, BLIND, tmp_path) as made:
        assert [hit.document_id for hit in made.search("ferry")] == [id_of()]
        assert not made.search("nothing")
        assert not made.lacks_signatures()
        assert made.twin_groups() == {}


def test_it_says_for_whom_it_is(team: Project, tmp_path: Path) -> None:
    package = Package(ADA, "Ada", "Harbour for Ada", (id_of(),), is_blind=True, made=now())
    path = write_part(team, tmp_path / "ada.annodb", BLIND, package=package)
    with Project.open(path) as made:
        assert made.package == package
    assert team.package is None


@pytest.mark.parametrize("said", ["", "[]", '{"annotator": 1}', '{"annotator": "a"}', "{"])
def test_a_package_that_makes_no_sense_is_refused(team: Project, tmp_path: Path, said: str) -> None:
    path = write_part(team, tmp_path / "part.annodb", BLIND)
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO identity VALUES ('package', ?)", (said,))
    connection.commit()
    connection.close()
    with pytest.raises(ProjectError, match="does not say for whom"):
        Project.open(path)


def test_nothing_is_left_behind_when_it_is_stopped(team: Project, tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(Cancelled):
        write_part(team, folder / "part.annodb", Subset(), progress=stop)
    assert not list(folder.iterdir())


def test_an_existing_file_stays(team: Project, tmp_path: Path) -> None:
    taken = tmp_path / "part.annodb"
    taken.write_text("mine")
    with pytest.raises(ProjectError, match="exists already"):
        write_part(team, taken, Subset())
    assert taken.read_text() == "mine"
    with pytest.raises(ProjectError, match="itself"):
        write_part(team, team.path, Subset(), replacing=True)
    write_part(team, taken, Subset(), replacing=True)
    Project.open(taken).close()


def test_registers_that_were_written_often_come_whole(team: Project, tmp_path: Path) -> None:
    place = Annotator("ada", "Ada")
    for number in range(30):
        before = Field("setting", "note", "value", number - 1) if number else None
        team.apply(edit(Change(before, Field("setting", "note", "value", number))))
        old, new = (Field("annotator", place.id, "colour", f"#{n:06x}") for n in (number - 1, number))
        team.apply(edit(Change(old if number else None, new)))
    with part(team, BLIND, tmp_path) as made:
        assert made.setting("note", None) == 29
        query = "SELECT count(*) FROM change WHERE kind = 'annotator' AND field = 'colour'"
        assert rows(made.path, query) == {(30,)}
