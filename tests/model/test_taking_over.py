from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.model.fragment import Fragment
from annotator.model.taking_over import taken_over
from annotator.model.values import Relation, Span

if TYPE_CHECKING:
    from annotator.model.change import Edit


def span(id_: str, start: int, *, by: str, label: str = "PER", **more: object) -> Span:
    place = (Fragment(start, start + 4),)
    return Span(id_, "d", label, place, "text", by, **more)  # type: ignore[arg-type]


def link(start: Span, end: Span, *, by: str) -> Relation:
    return Relation(f"{start.id}-{end.id}", "d", "said-by", start.id, end.id, by)


def values(edit: Edit) -> list[Span | Relation]:
    return [one.value for one in edit.changes if isinstance(one.value, Span | Relation)]


def test_a_copy_has_all_but_the_note_and_stands_under_ones_own_name() -> None:
    hers = span("b", 0, by="ben", attributes={"form": "x"}, entity="e", note="?", origin="model")
    (copy,) = values(taken_over([hers], [], [hers], by="anna", title=""))
    expected = replace(hers, id=copy.id, annotator="anna", note="", created=copy.created)
    assert copy == replace(expected, modified=copy.modified)
    assert copy.id != hers.id


def test_what_one_has_alike_is_not_copied_again() -> None:
    hers, mine = span("b", 0, by="ben"), span("a", 0, by="anna")
    assert not taken_over([hers], [], [hers, mine], by="anna", title="").changes


def test_relations_come_along_where_both_ends_are_ones_own_then() -> None:
    quote, speaker, other = span("q", 0, by="ben"), span("s", 9, by="ben"), span("o", 20, by="ben")
    mine = span("m", 9, by="anna")
    links = [link(quote, speaker, by="ben"), link(quote, other, by="ben")]
    around = [quote, speaker, other, mine]
    copy, relation = values(taken_over([quote], links, around, by="anna", title=""))
    assert isinstance(relation, Relation)
    assert (relation.from_id, relation.to_id, relation.annotator) == (copy.id, "m", "anna")


def test_all_of_somebody_are_taken_with_all_their_relations_once() -> None:
    quote, speaker = span("q", 0, by="ben"), span("s", 9, by="ben")
    links = [link(quote, speaker, by="ben"), link(quote, speaker, by="carl")]
    found = values(taken_over([quote, speaker], links, [quote, speaker], by="anna", title=""))
    assert [type(one) for one in found] == [Span, Span, Relation]
    again = [quote, speaker, *(one for one in found if isinstance(one, Span))]
    known = [*links, *(one for one in found if isinstance(one, Relation))]
    assert not taken_over([quote, speaker], known, again, by="anna", title="").changes
