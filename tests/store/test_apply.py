from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotator.errors import Cancelled, StaleEdit, UserError
from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment
from annotator.model.values import Field, NewDocument, Value, new_id, work_id
from annotator.store import integrity
from tests.store.making import (
    ADA,
    BEN,
    TEXT,
    adding,
    contents,
    edit,
    id_of,
    importing,
    many_spans,
    new_document,
    relation,
    span,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.store.project import Project


def sound(project: Project) -> list[str]:
    return list(integrity.problems(project._connection))


def refused(project: Project, *changes: Change) -> UserError:
    """Apply changes that must be refused, and see that nothing was written."""
    before, edits = contents(project), project.stats().edits
    with pytest.raises(UserError) as caught:
        project.apply(edit(*changes))
    assert contents(project) == before
    assert project.stats().edits == edits
    assert sound(project) == []
    return caught.value


def test_an_applied_edit_has_an_id_that_sorts_by_time(project: Project) -> None:
    ids = [project.apply(edit(*adding(span((n, n + 2))))).id for n in range(5)]
    assert all(id_ is not None and len(id_) == 24 for id_ in ids)
    assert ids == sorted(ids, key=bytes)


def test_an_edit_without_changes_is_not_written(project: Project) -> None:
    assert project.apply(edit()).id is None
    assert project.stats().edits == 2


def test_what_is_added_twice_is_stale(project: Project) -> None:
    one = span()
    project.apply(edit(*adding(one)))
    message = refused(project, Change(None, one)).message
    assert message == "The PER “Lena Vogt” is in the project already."


def test_an_edit_from_an_old_value_says_what_differs(project: Project) -> None:
    old = span()
    new = replace(old, label="SOURCE")
    project.apply(edit(*adding(old)))
    project.apply(edit(Change(old, new), by=BEN))
    error = refused(project, Change(old, replace(old, note="mine")))
    assert isinstance(error, StaleEdit)
    assert "its label is now “SOURCE”, not “PER”" in error.message


def test_an_edit_of_something_removed_is_stale(project: Project) -> None:
    one = span()
    project.apply(edit(*adding(one)))
    project.apply(edit(Change(one, None)))
    assert "has been removed meanwhile" in refused(project, Change(one, None)).message


def test_a_stale_field_names_both_values(project: Project) -> None:
    title = Field("document", id_of(), "title", "Another")
    error = refused(project, Change(title, replace(title, value="Third")))
    assert "it is now “The ferry”, not “Another”" in error.message


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (span((70, 200)), "outside its article"),
        (replace(span(), fragments=(Fragment(3, 3),)), "outside its article"),
        (replace(span(), fragments=(Fragment(4, 9), Fragment(0, 3))), "outside its article"),
        (replace(span(), fragments=()), "has no fragment"),
        (replace(span(), text="Lena Voigt"), "is not what stands at 0–9"),
        (replace(span(), document_id="elsewhere"), "not in the project"),
        (Field("work", work_id(id_of(), ADA), "state", "nearly"), "cannot be “nearly”"),
        (Field("work", work_id("elsewhere", ADA), "state", "done"), "is not in the project"),
        (Field("document", "elsewhere", "title", "x"), "is not in the project"),
        (Field("document", id_of(), "metadata.url", 7), "cannot be “7”"),
        (Field("entity", "e", "aliases", "one"), "cannot be “one”"),
        (Field("entity", "e", "name", ""), "cannot be “”"),
        (Field("annotator", "a", "name", ""), "cannot be “”"),
        (Field("annotator", "a", "role", "king"), "cannot be “king”"),
        (Field("document", id_of(), "attribute.topic", ["a"]), "cannot be “['a']”"),
        (Field("label", "X", "name", " "), "cannot be “ ”"),
        (Field("label", "X", "style", "neon"), "cannot be “neon”"),
        (Field("label", "X", "examples", "one"), "cannot be “one”"),
        (Field("attribute", "x", "values", ["a"]), "cannot be “['a']”"),
        (Field("relation_type", "x", "attributes", [{"id": "x"}]), "cannot be"),
        (Field("setting", "title", "value", 7), "cannot be “7”"),
        (Field("mystery", "e", "name", "one"), "Nothing in a project is called “mystery”"),
        (Field("setting", "x", "value", float("nan")), "number"),
        (Field("setting", "x", "value", "\ud83d"), "half of a character"),
        (NewDocument("some-id", "text", "some-hash"), "hash of an article"),
    ],
)
def test_what_no_edit_may_say(project: Project, wrong: Value, words: str) -> None:
    assert words in str(refused(project, Change(None, wrong)))


def test_a_relation_needs_both_ends_in_its_article(project: Project) -> None:
    quote, source = span((26, 48), label="QUOTE"), span()
    error = refused(project, *adding(quote, relation(quote, source)))
    assert "not in its article" in error.message
    project.apply(edit(*adding(relation(quote, source), quote, source)))


def test_a_span_is_not_removed_from_under_its_relations(project: Project) -> None:
    quote, source = span((26, 48), label="QUOTE"), span()
    said = relation(quote, source)
    project.apply(edit(*adding(quote, source, said)))
    assert "has relations" in refused(project, Change(source, None)).message
    project.apply(edit(Change(source, None), Change(said, None)))
    assert project.spans(id_of()) == [quote]


def test_a_document_is_not_removed_from_under_its_spans(project: Project) -> None:
    project.apply(edit(*adding(span())))
    removal = [Change(change.after, None) for change in importing(TEXT)]
    assert "a span of it would be" in refused(project, *removal).message


def test_a_document_is_not_removed_without_its_title(project: Project) -> None:
    assert "its title or metadata" in refused(project, Change(new_document(TEXT), None)).message


def test_a_span_does_not_move_to_another_article(project: Project) -> None:
    other = "A second article.\n"
    project.apply(edit(*importing(other)))
    one = span()
    project.apply(edit(*adding(one)))
    moved = replace(span((0, 8), text=other), id=one.id)
    assert "cannot move" in refused(project, Change(one, moved)).message


def test_one_edit_may_change_a_value_several_times(project: Project) -> None:
    first = span()
    second = replace(first, label="SOURCE", fragments=(Fragment(0, 4),), text="Lena")
    again = replace(first, id=new_id(), note="again")
    changes = [Change(None, first), Change(first, second), Change(second, None), Change(None, again)]
    project.apply(edit(*changes, Change(None, first)))
    assert {one.id: one for one in project.spans(id_of())} == {first.id: first, again.id: again}
    assert sound(project) == []


def test_changing_fragments_changes_where_a_span_is_found(project: Project) -> None:
    old = span((0, 9))
    new = replace(old, fragments=(Fragment(49, 56),), text="Harbour")
    project.apply(edit(*adding(old)))
    project.apply(edit(Change(old, new)))
    assert project.spans_between(id_of(), 0, 20) == []
    assert project.spans_between(id_of(), 50, 51) == [new]


def test_many_additions_in_one_edit(project: Project) -> None:
    text = TEXT * 200
    spans = many_spans(20_000, text)
    project.apply(edit(*importing(text)))
    project.apply(Edit("many", tuple(adding(*spans)), ADA, spans[0].created))
    assert project.span_totals() == {id_of(text): 20_000}
    assert project.span(spans[15_000].id) == spans[15_000]
    undone = project.undo(ADA).edit
    assert undone.id is not None
    assert project.edit_size(undone.id) == 20_000
    assert project.span_totals() == {}
    project.redo(ADA)
    assert project.span_totals() == {id_of(text): 20_000}


def test_a_stream_of_changes_is_one_edit(project: Project) -> None:
    seen: list[int] = []
    changes = (change for one in many_spans(5_000, TEXT) for change in adding(one))
    written = project.apply_stream(
        "stream", changes, by=ADA, progress=lambda done, total: seen.append(done)
    )
    assert written.id is not None
    assert project.history(limit=1)[0].changes == 5_000
    assert seen[-1] == 5_000


def test_a_value_twice_in_one_stream_is_refused(project: Project) -> None:
    spans = many_spans(3_000, TEXT)
    with pytest.raises(UserError, match="twice"):
        project.apply_stream("stream", iter(adding(*spans, spans[0])), by=ADA)
    assert project.span_totals() == {}


def test_nothing_is_kept_of_what_was_cancelled(project: Project) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        project.apply(edit(*adding(*many_spans(3_000, TEXT))), progress=stop)
    assert project.span_totals() == {}
    project.apply(edit(*adding(span())))


def test_nothing_is_kept_when_the_source_of_changes_breaks(project: Project) -> None:
    def breaking() -> Iterator[Change]:
        yield from adding(*many_spans(2_500, TEXT))
        raise OSError("the disk was pulled out")

    with pytest.raises(OSError, match="pulled out"):
        project.apply_stream("stream", breaking(), by=ADA)
    assert project.span_totals() == {}
    assert sound(project) == []
