"""Entities on real files: merge, split, delete, and what a span points to afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from annotator.errors import CodebookError
from annotator.model import entity_edits
from annotator.model.change import Change, Edit
from annotator.model.entity_types import entity_attributes
from annotator.model.values import Entity, Field, Span, now
from annotator.store.project import Project
from tests.store.making import (
    ADA,
    BEN,
    CODEBOOK,
    adding,
    contents,
    edit,
    fast_folder,
    id_of,
    importing,
    relation,
    span,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BOOK = {
    **CODEBOOK,
    "attributes": [
        *CODEBOOK["attributes"],
        {"id": "about", "name": "About", "type": "entity"},
    ],
    "relations": [
        *CODEBOOK["relations"],
        {
            "id": "told", "name": "told", "from": ["QUOTE"], "to": ["SOURCE"],
            "attributes": [{"id": "whom", "name": "Whom", "type": "entity"}],
        },
    ],
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project.create(tmp_path / "e.annodb", title="Entities", codebook=BOOK)
    project.apply(edit(*importing(TEXT)))
    yield project
    project.close()


TEXT = "Lena Vogt said on Monday: “The ferry will sail.” Harbour Board staff disagreed. Vogt smiled.\n"


def make(project: Project, name: str, type_: str = "PER", **others: object) -> Entity:
    id_, changes = entity_edits.create(name, type_)
    changes += [Change(None, Field("entity", id_, key, value)) for key, value in others.items()]  # type: ignore[arg-type]
    project.apply(edit(*changes))
    entity = project.entity(id_)
    assert entity is not None
    return entity


def mark(
    project: Project, words: str, entity: Entity | None = None, by: str = ADA, **others: object
) -> Span:
    start = TEXT.index(words)
    one = span(
        (start, start + len(words)), text=TEXT, by=by, entity=entity.id if entity else None, **others
    )
    project.apply(edit(*adding(one), by=by))
    return one


def merge(project: Project, winner: Entity, losers: Sequence[Entity], by: str = ADA) -> Edit:
    attributes = entity_attributes(project.codebook())
    pointing = project.pointing_to([one.id for one in losers], sorted(attributes))
    changes = tuple(entity_edits.merge_changes(winner, losers, pointing, attributes))
    return project.apply(Edit(entity_edits.merge_title(winner, losers), changes, by, now()))


def delete(project: Project, entity: Entity, by: str = ADA) -> Edit:
    attributes = entity_attributes(project.codebook())
    pointing = project.pointing_to([entity.id], sorted(attributes))
    changes = tuple(entity_edits.delete_changes([entity], pointing, attributes))
    return project.apply(Edit(entity_edits.delete_title([entity]), changes, by, now()))


def dangling(project: Project) -> list[str]:
    known = {one.id for one in project.entities()}
    return [one.text for one in project.iterate_spans() if one.entity not in {None, *known}]


def test_merging_brings_mentions_names_and_details_together(project: Project) -> None:
    winner = make(project, "Lena Vogt", aliases=["Vogt"])
    loser = make(project, "L. Vogt", qid="Q7", note="captain", aliases=["the captain"])
    mark(project, "Lena Vogt", winner)
    mark(project, "Vogt smiled", loser, BEN)
    merge(project, winner, [loser])
    (entity,) = project.entities()
    assert entity.aliases == ("Vogt", "L. Vogt", "the captain")
    assert (entity.name, entity.qid, entity.note) == ("Lena Vogt", "Q7", "captain")
    assert [one.entity for one in project.iterate_spans()] == [winner.id] * 2


def test_attributes_of_spans_relations_and_articles_go_along(project: Project) -> None:
    winner, loser = make(project, "Lena Vogt"), make(project, "L. Vogt")
    quote = mark(project, "The ferry will sail", label="QUOTE", attributes={"about": loser.id})
    source = mark(project, "Lena Vogt", loser, label="SOURCE")
    told = relation(quote, source, "told")
    project.apply(edit(*adding(told)))
    project.apply(edit(*adding(Field("document", id_of(TEXT), "attribute.about", loser.id))))
    spoken = project.relation(told.id)
    assert spoken is not None
    merge(project, winner, [loser])
    assert project.span(quote.id).attributes == {"about": winner.id}  # type: ignore[union-attr]
    assert project.documents()[0].attributes == {"about": winner.id}
    delete(project, winner)
    assert project.span(quote.id).attributes == {}  # type: ignore[union-attr]
    assert project.documents()[0].attributes == {}
    assert dangling(project) == []


def test_splitting_renaming_and_details(project: Project) -> None:
    entity = make(project, "Vogt")
    spans = [mark(project, "Lena Vogt", entity), mark(project, "Vogt smiled", entity)]
    project.apply(entity_edits.split(entity, spans[1:], "Otto Vogt", by=ADA))
    names = {one.id: one.name for one in project.entities()}
    assert [names[str(one.entity)] for one in project.spans(id_of(TEXT))] == ["Vogt", "Otto Vogt"]
    project.apply(entity_edits.rename(entity, " Lena  Vogt ", by=ADA))
    renamed = project.entity(entity.id)
    assert renamed is not None
    assert (renamed.name, renamed.aliases) == ("Lena Vogt", ("Vogt",))
    project.apply(entity_edits.set_nil(renamed, is_nil=True, by=ADA))
    project.apply(entity_edits.set_qid(project.entity(entity.id) or renamed, "q12", by=ADA))
    assert project.entity(entity.id) == Entity(entity.id, "Lena Vogt", "PER", ("Vogt",), "Q12")


@pytest.mark.parametrize("qid", ["Q0", "12", "Q1a", "P31", "Q-1"])
def test_what_is_no_item_of_wikidata_is_refused(qid: str) -> None:
    with pytest.raises(CodebookError):
        entity_edits.set_qid(Entity("e", "Lena"), qid, by=ADA)


def test_undo_does_not_point_to_an_entity_that_somebody_deleted(project: Project) -> None:
    entity = make(project, "Lena Vogt")
    one = mark(project, "Lena Vogt", entity)
    unlinked = tuple(entity_edits.link_changes([one], None))
    project.apply(Edit("unlink", unlinked, ADA, now()))
    delete(project, entity, BEN)
    result = project.undo(ADA)
    assert dangling(project) == []
    assert "entity" in result.left[0]


def test_mentions_are_counted_and_shown_with_their_context(project: Project) -> None:
    entity = make(project, "Lena Vogt")
    one, two = mark(project, "Vogt smiled", entity), mark(project, "Lena Vogt", entity)
    hits = [hit for batch in project.mentions(entity.id, limit=10) for hit in batch]
    assert [hit.span_id for hit in hits] == [two.id, one.id]
    assert hits[1].left.endswith("disagreed. ")
    assert project.entity_uses()[entity.id].mentions == 2
    assert project.entity_uses()[entity.id].last[:10] == now()[:10]
    assert project.entity_counts(id_of(TEXT)) == {entity.id: 2}
    assert (project.mention_count([entity.id]), project.documents_of_entity(entity.id)) == (2, 1)


def test_mentions_of_a_name_that_nobody_linked_are_found(project: Project) -> None:
    linked = make(project, "Vogt")
    mark(project, "Lena Vogt")
    mark(project, "Vogt smiled", linked)
    source = mark(project, "Lena Vogt", label="SOURCE")
    found = [row for batch in project.unlinked_mentions(["Lena Vogt"], ["SOURCE"]) for row in batch]
    assert found == [(source.id, "Lena Vogt")]


class Registry:
    """Random work on the entities of one file by two people."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.spans = [mark(project, words).id for words in ("Lena Vogt", "Harbour Board", "Vogt smiled")]

    def pick(self, number: int) -> Entity:
        entities = self.project.entities()
        return entities[number % len(entities)] if entities else make(self.project, "Lena Vogt")

    def step(self, what: str, one: int, other: int, by: str) -> None:
        project = self.project
        entity = self.pick(one)
        if what == "make":
            make(project, f"Name {other % 4}")
        elif what == "link":
            chosen = project.span(self.spans[other % 3])
            assert chosen is not None
            self.apply("link", entity_edits.link_changes([chosen], entity.id), by)
        elif what == "merge":
            merge(project, entity, [self.pick(other)], by)
        elif what == "delete":
            delete(project, entity, by)
        elif what == "split":
            project.apply(entity_edits.split(entity, project.spans_of_entity(entity.id), "New", by=by))
        elif what == "rename":
            project.apply(entity_edits.rename(entity, f"Name {other % 4}", by=by))
        elif project.undo_stack(by).undo if what == "undo" else project.undo_stack(by).redo:
            getattr(project, what)(by)

    def apply(self, title: str, changes: Iterable[Change], by: str) -> None:
        self.project.apply(Edit(title, tuple(changes), by, now()))


steps = some.tuples(
    some.sampled_from(["make", "link", "link", "merge", "delete", "split", "rename", "undo", "redo"]),
    some.integers(0, 9),
    some.integers(0, 9),
    some.sampled_from([ADA, BEN]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(steps, max_size=14))
def test_no_span_ever_points_to_an_entity_that_is_not_there(
    plan: list[tuple[str, int, int, str]],
) -> None:
    with (
        fast_folder() as folder,
        Project.create(Path(folder) / "e.annodb", title="Entities", codebook=BOOK) as project,
    ):
        project.apply(edit(*importing(TEXT)))
        registry = Registry(project)
        for what in plan:
            registry.step(*what)
            assert dangling(project) == []


@settings(max_examples=25, deadline=None)
@given(some.lists(some.integers(0, 3), min_size=3, max_size=3), some.integers(1, 3))
def test_a_merge_undone_leaves_everything_as_it_was(owners: list[int], losers: int) -> None:
    with (
        fast_folder() as folder,
        Project.create(Path(folder) / "e.annodb", title="Entities", codebook=BOOK) as project,
    ):
        project.apply(edit(*importing(TEXT)))
        entities = [
            make(project, f"Name {n}", qid=f"Q{n + 1}", note=f"note {n}", aliases=[f"alias {n}"])
            for n in range(4)
        ]
        for owner, words in zip(owners, ("Lena Vogt", "Harbour Board", "Vogt smiled"), strict=True):
            mark(project, words, entities[owner], attributes={"about": entities[owner].id})
        before = contents(project)
        merge(project, entities[0], entities[1 : losers + 1])
        assert dangling(project) == []
        project.undo(ADA)
        assert contents(project) == before
