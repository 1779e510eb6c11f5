from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from annotator.model.change import Change, Edit
from annotator.model.values import Field, Span, new_id, now
from annotator.store import long_undo
from annotator.store import project as projects
from tests.store.making import ADA, TEXT, adding, contents, edit, id_of, many_spans, relation

if TYPE_CHECKING:
    from annotator.store.project import Project

LONG_TEXT = TEXT * 40


@pytest.fixture(autouse=True)
def short_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every edit back block by block, in small blocks."""
    monkeypatch.setattr(projects, "LONG", 5)
    monkeypatch.setattr(long_undo, "LONG", 5)
    monkeypatch.setattr("annotator.store.history.BLOCK", 3)


def linked(project: Project) -> list[Span]:
    """Spans with an entity, each linked to the next, written in one edit."""
    spans = many_spans(30, TEXT)
    entity = new_id()
    spans = [replace(span, entity=entity) for span in spans]
    links = [relation(a, b) for a, b in pairwise(spans)]
    named = Field("entity", entity, "name", "Mira Holt")
    project.apply(edit(*adding(named, *spans, *links)))
    return spans


def same(project: Project, before: dict[str, object]) -> bool:
    return contents(project) == before and list(project.problems()) == []


def test_what_was_added_goes_and_comes_back(project: Project) -> None:
    empty = contents(project)
    linked(project)
    full = contents(project)
    project.undo(ADA)
    assert same(project, empty)
    project.redo(ADA)
    assert same(project, full)


def test_what_was_removed_comes_back_with_its_relations_and_entity(project: Project) -> None:
    spans = linked(project)
    full = contents(project)
    links = project.relations(id_of())
    (entity,) = project.entities()
    name = Field("entity", entity.id, "name", entity.name)
    removed = [Change(one, None) for one in (*links, *project.spans(id_of()), name)]
    project.apply(edit(*removed))
    assert not project.spans(id_of())
    project.undo(ADA)
    assert same(project, full)
    assert len(project.spans(id_of())) == len(spans)


def test_what_others_changed_since_is_left_and_named(project: Project) -> None:
    spans = linked(project)
    touched = project.span(spans[7].id)
    assert touched is not None
    project.apply(edit(Change(touched, replace(touched, note="mine")), by="noor"))
    result = project.undo(ADA)
    assert any("noor has changed it since" in line for line in result.left)
    left = project.spans(id_of())
    assert [span.id for span in left] == [touched.id]
    assert [one.name for one in project.entities()] == ["Mira Holt"]
    assert list(project.problems()) == []


def test_a_label_goes_with_the_spans_that_took_it(project: Project) -> None:
    spans = linked(project)
    before = contents(project)
    label = Field("label", "NEW", "name", "New")
    moved = [Change(span, replace(span, label="NEW")) for span in spans]
    project.apply(Edit("merge", (Change(None, label), *moved), ADA, now()))
    result = project.undo(ADA)
    assert result.left == ()
    assert "NEW" not in project.codebook().labels
    assert same(project, before)
