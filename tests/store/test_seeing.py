from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from annotator.model import edits, thread_edits
from annotator.model.change import Edit
from annotator.model.sight import EVERYTHING, Sight
from annotator.model.values import Work
from annotator.store.project import Project
from tests.ui.page_rig import make_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ANNA = Sight(frozenset({"anna"}))
PLACES = ((0, 7), (8, 14), (22, 27), (28, 32))


def work_of(project: Project, who: str) -> Iterator[Edit]:
    """Spans, a relation, notes, an entity, a doubt and the state of an article."""
    book, document = project.codebook(), project.documents()[0]
    text = project.text(document.id)
    labels = [book.label(one) for one in ("QUOTE", "SOURCE", "PER", "LOC")]
    spans = [
        edits.new_span(document.id, text, label, [place], by=who, codebook=book)
        for label, place in zip(labels, PLACES, strict=True)
    ]
    yield edits.set_field("annotator", who, "name", None, who.title(), by=who, title="come in")
    yield edits.add_spans(spans, by=who)
    kind = book.relation_types_from("QUOTE")[0]
    yield edits.add_relation(kind, spans[0], spans[1], [], by=who)
    yield edits.link_new_entity(spans[2], f"Entity of {who}", by=who)
    yield edits.set_note(spans[3], f"note of {who}", by=who)
    yield thread_edits.begin_thread(spans[3], "Is it?", by=who)
    yield edits.set_state(Work(document.id, who), "done", by=who)


QUESTIONS: dict[str, Callable[[Project, str], Any]] = {
    "spans": lambda project, id_: [one.id for one in project.spans(id_)],
    "between": lambda project, id_: [one.id for one in project.spans_between(id_, 0, 50)],
    "relations": lambda project, id_: [one.id for one in project.relations(id_)],
    "totals": lambda project, _: project.span_totals(),
    "counts": lambda project, id_: project.span_counts(id_),
    "labels": lambda project, _: project.label_totals(),
    "links": lambda project, _: project.relation_totals(),
    "work": lambda project, _: project.all_work(),
    "noted": lambda project, _: project.noted_documents(),
    "doubts": lambda project, _: project.open_threads(),
    "messages": lambda project, id_: [one.annotator for one in project.messages(id_)],
    "mentions": lambda project, id_: sum(project.entity_counts(id_).values()),
    "uses": lambda project, _: sum(one.mentions for one in project.entity_uses().values()),
    "history": lambda project, _: {one.annotator for one in project.history()} - {"importer", ""},
    "pages": lambda project, _: len(project.span_page("", 100)),
    "link pages": lambda project, _: len(project.link_page("", 100, ends_of=["speaker"])),
    "contents": lambda project, id_: [len(one.spans) for one in project.contents([id_])],
    **{
        query: lambda project, _, query=query: project.count_hits(query)  # type: ignore[misc]
        for query in ("label:PER", "state:done", "has:doubt", "has:note", "with:speaker", "@entity")
    },
}


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, Project]]:
    """A project with the work of Anna and Ben, and one with Anna's alone; both for reading."""
    tmp_path = tmp_path_factory.mktemp("seeing")
    full, pure = make_project(tmp_path / "full.annodb"), make_project(tmp_path / "pure.annodb")
    for step in work_of(full, "anna"):
        full.apply(step)
        pure.apply(step)
    for step in work_of(full, "ben"):
        full.apply(step)
    full.close()
    pure.close()
    with (
        Project.open(tmp_path / "full.annodb", read_only=True) as one,
        Project.open(tmp_path / "pure.annodb", read_only=True) as other,
    ):
        yield one, other


@pytest.mark.parametrize("name", QUESTIONS)
def test_who_sees_annas_work_alone_hears_the_same_as_if_there_were_no_other(
    projects: tuple[Project, Project], name: str
) -> None:
    full, pure = projects
    document, ask = full.documents()[0].id, QUESTIONS[name]
    everything = ask(full, document)
    full.look_with(ANNA)
    assert ask(full, document) == ask(pure, document)
    full.look_with(EVERYTHING)
    assert ask(full, document) == everything


def test_a_relation_to_what_is_not_seen_is_not_seen(tmp_path: Path) -> None:
    project = make_project(tmp_path / "p.annodb")
    for who in ("anna", "ben"):
        for step in work_of(project, who):
            project.apply(step)
    document = project.documents()[0].id
    quote = next(one for one in project.spans(document, annotator="anna") if one.label == "QUOTE")
    source = next(one for one in project.spans(document, annotator="ben") if one.label == "SOURCE")
    kind = project.codebook().relation_types_from("QUOTE")[0]
    project.apply(edits.add_relation(kind, quote, source, [], by="anna"))
    with Project.open(tmp_path / "p.annodb", read_only=True) as reading:
        reading.look_with(ANNA)
        assert len(reading.relations(document)) == 1
    assert len(project.relations(document)) == 3
    project.close()


def test_a_project_that_is_written_sees_everything(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.annodb") as project:
        for step in work_of(project, "ben"):
            project.apply(step)
        project.look_with(ANNA)
        assert project.span_totals()
