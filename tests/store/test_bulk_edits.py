from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from annotator.model import bulk_edits
from annotator.model.hit import hit
from annotator.model.values import Span
from tests.store.making import (
    ADA,
    BEN,
    TEXT,
    adding,
    edit,
    fast_folder,
    id_of,
    many_spans,
    new_project,
    relation,
    span,
)

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.model.change import Change
    from annotator.store.project import Project


def stored(project: Project, *values: object) -> None:
    project.apply(edit(*adding(*values)))


def test_spans_are_found_by_id_in_any_number(tmp_path: Path) -> None:
    spans = many_spans(1_200, TEXT * 400)
    with new_project(tmp_path / "p.annodb", TEXT * 400) as project:
        stored(project, *spans)
        found = project.spans_by_id([*(one.id for one in spans), "nobody"])
        assert found == {one.id: one for one in spans}


def test_relations_that_the_new_label_forbids_go(tmp_path: Path) -> None:
    quote, source, cue = span(label="QUOTE"), span(label="SOURCE"), span(label="CUE")
    with new_project(tmp_path / "p.annodb") as project:
        stored(project, quote, source, cue, relation(quote, source), relation(quote, cue, "cue"))
        label = project.codebook().labels["PER"]
        changes = bulk_edits.relabelled(project, [source.id], label, by=ADA, codebook=project.codebook())
        project.apply(edit(*changes))
        assert [one.label for one in project.relations(id_of())] == ["cue"]


def test_a_relation_stays_when_both_its_ends_fit_afterwards(tmp_path: Path) -> None:
    quote, source = span(label="QUOTE"), span(label="SOURCE")
    with new_project(tmp_path / "p.annodb") as project:
        stored(project, quote, source, relation(quote, source))
        book = project.codebook()
        changes = bulk_edits.relabelled(project, [quote.id], book.labels["QUOTE"], by=ADA, codebook=book)
        assert list(changes) == []


def test_a_removed_span_takes_its_relations_along_once(tmp_path: Path) -> None:
    quote, source = span(label="QUOTE"), span(label="SOURCE")
    with new_project(tmp_path / "p.annodb") as project:
        stored(project, quote, source, relation(quote, source))
        project.apply(edit(*bulk_edits.removed(project, [quote.id, source.id, quote.id], by=ADA)))
        assert project.spans(id_of()) == []
        assert project.relations(id_of()) == []


def test_spans_of_others_are_never_changed(tmp_path: Path) -> None:
    mine, theirs = span(), span(by=BEN)
    with new_project(tmp_path / "p.annodb") as project:
        stored(project, mine, theirs)
        ids = [mine.id, theirs.id]
        book = project.codebook()
        every: list[list[Change]] = [
            list(bulk_edits.removed(project, ids, by=ADA)),
            list(bulk_edits.relabelled(project, ids, book.labels["CUE"], by=ADA, codebook=book)),
            list(bulk_edits.linked(project, ids, "somebody", by=ADA)),
        ]
        for changes in every:
            assert [one.value.id for one in changes if isinstance(one.value, Span)] == [mine.id]


def test_accepting_makes_the_origin_manual(tmp_path: Path) -> None:
    copy, own = span(origin="propagated"), span((10, 14))
    with new_project(tmp_path / "p.annodb") as project:
        stored(project, copy, own)
        changes = list(bulk_edits.accepted(project, [copy.id, own.id], by=ADA))
        project.apply(edit(*changes))
        assert len(changes) == 1
        assert {one.origin for one in project.spans(id_of())} == {"manual"}


def test_words_are_labelled_once(tmp_path: Path) -> None:
    with new_project(tmp_path / "p.annodb") as project:
        place = hit(id_of(), "The ferry", TEXT, 0, 9)
        whole = hit(id_of(), "The ferry", TEXT, 0, 0)
        book = project.codebook()
        for _ in range(2):
            changes = bulk_edits.labelled(
                project, [place, whole, place], book.labels["PER"], by=ADA, codebook=book
            )
            project.apply(edit(*changes))
        assert [one.text for one in project.spans(id_of())] == ["Lena Vogt"]


@given(st.lists(st.sampled_from(["QUOTE", "SOURCE", "CUE", "CLAIM"]), min_size=2, max_size=6), st.data())
def test_after_relabelling_every_relation_is_allowed(labels: list[str], data: st.DataObject) -> None:
    spans = [span(label=one) for one in labels]
    with fast_folder() as folder:
        from pathlib import Path

        with new_project(Path(folder) / "p.annodb") as project:
            book = project.codebook()
            relations = [
                relation(start, end, kind.id)
                for start in spans
                for end in spans
                for kind in book.relation_types.values()
                if start.id != end.id and kind.allows(start.label, end.label)
            ]
            stored(project, *spans, *relations)
            chosen = data.draw(st.lists(st.sampled_from([one.id for one in spans])))
            label = book.labels[data.draw(st.sampled_from(sorted(book.labels)))]
            changes = bulk_edits.relabelled(project, chosen, label, by=ADA, codebook=book)
            project.apply(edit(*changes))
            now = {one.id: one.label for one in project.spans(id_of())}
            left = project.relations(id_of())
            allowed = [
                book.relation_types[one.label].allows(now[one.from_id], now[one.to_id]) for one in left
            ]
            assert all(allowed)
            untouched = [one for one in relations if not {one.from_id, one.to_id} & set(chosen)]
            assert {one.id for one in untouched} <= {one.id for one in left}
