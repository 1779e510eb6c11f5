from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotator.errors import UserError
from annotator.model.change import Change
from annotator.model.values import Field, work_id
from annotator.store.project import Project
from tests.store.making import (
    ADA,
    BEN,
    TEXT,
    adding,
    contents,
    edit,
    id_of,
    importing,
    naming,
    new_project,
    relation,
    span,
)

if TYPE_CHECKING:
    from pathlib import Path


def titles(project: Project, annotator: str = ADA) -> tuple[list[str], list[str]]:
    stack = project.undo_stack(annotator)
    return [step.title for step in stack.undo], [step.title for step in stack.redo]


def test_undo_and_redo_one_after_the_other(project: Project) -> None:
    states = [contents(project)]
    for number in range(3):
        project.apply(edit(*adding(span((number, number + 3))), title=f"step {number}"))
        states.append(contents(project))
    for state in reversed(states[:-1]):
        project.undo(ADA)
        assert contents(project) == state
    for state in states[1:]:
        project.redo(ADA)
        assert contents(project) == state


def test_undo_reaches_back_past_a_restart(project: Project, path: Path) -> None:
    before = contents(project)
    project.apply(edit(*adding(span()), title="one"))
    after = contents(project)
    project.apply(edit(*adding(span((49, 62))), title="two"))
    project.undo(ADA)
    project.close()
    with Project.open(path) as again:
        assert titles(again) == (["an edit", "one"], ["two"])
        assert again.undo(ADA).edit.title == "undo one"
        assert contents(again) == before
        assert again.redo(ADA).edit.title == "redo one"
        assert contents(again) == after
        assert titles(again) == (["an edit", "one"], ["two"])


def test_a_relation_moved_to_a_new_span_goes_back_with_it(project: Project) -> None:
    quote, former, new = span((0, 9), label="QUOTE"), span((10, 14)), span((10, 16))
    link = relation(quote, former)
    project.apply(edit(*adding(quote, former, link)))
    before = contents(project)
    moved = Change(link, replace(link, to_id=new.id))
    project.apply(edit(*adding(new), moved, Change(former, None)))
    after = contents(project)
    assert project.undo(ADA).left == ()
    assert contents(project) == before
    assert project.redo(ADA).left == ()
    assert contents(project) == after


def test_undo_and_redo_again_and_again(project: Project) -> None:
    project.apply(edit(*adding(span()), title="label"))
    after = contents(project)
    for _ in range(4):
        project.undo(ADA)
        assert project.spans(id_of()) == []
        project.redo(ADA)
        assert contents(project) == after


def test_a_new_edit_ends_what_could_be_redone(project: Project) -> None:
    project.apply(edit(*adding(span()), title="label"))
    project.undo(ADA)
    project.apply(edit(*adding(span((49, 62))), title="other"))
    assert titles(project) == (["an edit", "other"], [])
    with pytest.raises(UserError, match="nothing to redo"):
        project.redo(ADA)


def test_nothing_to_undo_says_so(project: Project) -> None:
    with pytest.raises(UserError, match="nothing to undo"):
        project.undo(BEN)


def test_everybody_undoes_their_own_edits(project: Project) -> None:
    mine, theirs = span(), span((49, 62), by=BEN)
    project.apply(edit(*adding(mine)))
    project.apply(edit(*adding(theirs), by=BEN))
    project.undo(ADA)
    assert project.spans(id_of()) == [theirs]


def test_what_others_have_changed_since_is_left_and_named(project: Project) -> None:
    one, two = span(), span((49, 62))
    changed = replace(one, note="are you sure?")
    project.apply(edit(naming(BEN, "Ben"), by=BEN))
    project.apply(edit(*adding(one, two)))
    project.apply(edit(Change(one, changed), by=BEN))
    result = project.undo(ADA)
    assert project.spans(id_of()) == [changed]
    assert result.left == ("The PER “Lena Vogt” was left as it is: Ben has changed it since.",)


def test_what_others_have_removed_stays_removed(project: Project) -> None:
    one = span()
    new = replace(one, note="x")
    project.apply(edit(*adding(one)))
    project.apply(edit(Change(one, new)))
    project.apply(edit(Change(new, None), by=BEN))
    assert "ben has removed it since" in project.undo(ADA).left[0]
    assert project.spans(id_of()) == []


def test_a_span_that_others_have_linked_is_left(project: Project) -> None:
    source, quote = span(), span((26, 48), label="QUOTE", by=BEN)
    said = relation(quote, source, by=BEN)
    project.apply(edit(*adding(source)))
    project.apply(edit(*adding(quote, said), by=BEN))
    assert "a relation leads to or from it" in project.undo(ADA).left[0]
    assert project.relations(id_of()) == [said]
    assert project.undo_stack(ADA).undo[-1].title == "an edit"


def test_a_relation_does_not_come_back_without_its_ends(project: Project) -> None:
    source, quote = span(by=BEN), span((26, 48), label="QUOTE", by=BEN)
    said = relation(quote, source)
    project.apply(edit(*adding(quote, source), by=BEN))
    project.apply(edit(*adding(said)))
    project.apply(edit(Change(said, None)))
    project.apply(edit(Change(source, None), by=BEN))
    assert "one of its ends is no longer there" in project.undo(ADA).left[0]


def test_an_entity_in_use_is_left(project: Project) -> None:
    name = Field("entity", "e1", "name", "Lena Vogt")
    mine = span()
    linked = replace(mine, entity="e1")
    theirs = span((49, 62), by=BEN, entity="e1")
    project.apply(edit(*adding(mine)))
    project.apply(edit(Change(None, name), Change(mine, linked)))
    project.apply(edit(*adding(theirs), by=BEN))
    assert project.undo(ADA).left == ("The entity “Lena Vogt” was left as it is: it is in use.",)
    assert project.entity("e1") is not None
    assert project.span(mine.id) == mine


def test_an_entity_is_named_as_it_is_called_now(project: Project) -> None:
    name = Field("entity", "e1", "name", "Lena Vogt")
    note = Field("entity", "e1", "note", "from Karrow")
    project.apply(edit(Change(None, name), by=BEN))
    project.apply(edit(Change(None, note)))
    project.apply(edit(Change(note, replace(note, value="from Tessen")), by=BEN))
    project.apply(edit(Change(name, replace(name, value="Lena Vogt-Ash")), by=BEN))
    said = "The note of the entity “Lena Vogt-Ash” was left as it is: ben has changed it since."
    assert project.undo(ADA).left == (said,)


def test_an_import_is_undone_and_redone_with_its_original_file(path: Path) -> None:
    with new_project(path) as project:
        before = contents(project)
        project.undo(ADA)
        assert project.documents() == []
        assert project.search("ferry") == []
        project.redo(ADA)
        assert contents(project) == before
        assert [hit.document_id for hit in project.search("ferry")] == [id_of()]


def test_an_import_that_others_have_worked_on_is_left(project: Project) -> None:
    state = Field("work", work_id(id_of(), BEN), "state", "done")
    project.apply(edit(*adding(state), by=BEN))
    before = contents(project)
    assert "it has been worked on since" in project.undo(ADA).left[0]
    assert contents(project) == before


def test_only_the_untouched_part_of_an_import_is_undone(project: Project) -> None:
    other = "A second article about the harbour.\n"
    project.apply(edit(*importing(TEXT.upper()), *importing(other)))
    theirs = span((2, 8), text=other, by=BEN)
    project.apply(edit(*adding(theirs), by=BEN))
    project.undo(ADA)
    assert {one.id for one in project.documents()} == {id_of(), id_of(other)}
    assert project.spans(id_of(other)) == [theirs]


def test_history_marks_what_was_undone(project: Project) -> None:
    project.apply(edit(*adding(span()), title="label"))
    project.undo(ADA)
    assert [(one.title, one.undone) for one in project.history(limit=2)] == [
        ("undo label", False),
        ("label", True),
    ]
    project.redo(ADA)
    assert [one.undone for one in project.history(limit=3)] == [False, True, False]


def test_the_time_of_an_article_survives_undo_and_redo(project: Project) -> None:
    project.apply(edit(*importing("New.", created="2020-01-02T03:04:05.678Z")))
    assert [one.length for one in project.documents()] == [4, len(TEXT)]
    before = contents(project)
    project.undo(ADA)
    project.redo(ADA)
    assert contents(project) == before
    assert project.documents()[0].created == "2020-01-02T03:04:05.678Z"


def test_what_another_has_removed_and_given_back_can_be_undone(project: Project) -> None:
    one = span()
    project.apply(edit(*adding(one)))
    project.apply(edit(Change(one, None), by=BEN))
    project.undo(BEN)
    assert project.spans(id_of()) == [one]
    assert project.undo(ADA).left == ()
    assert project.spans(id_of()) == []


def test_what_another_has_chosen_anew_is_left_though_it_is_the_same(project: Project) -> None:
    one = span()
    project.apply(edit(*adding(one)))
    project.apply(edit(Change(one, None), by=BEN))
    project.apply(edit(*adding(one), by=BEN))
    assert "ben has changed it since" in project.undo(ADA).left[0]
    assert project.spans(id_of()) == [one]
