from __future__ import annotations

import json

import pytest

from annotator.assets import resources
from annotator.errors import CodebookError
from annotator.model import codebook as codebooks
from annotator.model import edits
from annotator.model.change import Edit
from annotator.model.fragment import Fragment
from annotator.model.values import Relation, Span, Work

TEXT = "“We will appeal,” she told Delta Rail. “Soon.”"
NEWS = codebooks.from_fields(
    codebooks.to_fields(json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8")))
)


def span(label: str, start: int, end: int) -> Span:
    return edits.new_span("d", TEXT, NEWS.label(label), [(start, end)], by="anna", codebook=NEWS)


def only_after(edit: Edit) -> Span:
    (change,) = edit.changes
    assert isinstance(change.after, Span)
    return change.after


def test_labelling_stores_the_exact_text_and_the_form() -> None:
    made = only_after(
        edits.label_text("d", TEXT, NEWS.label("QUOTE"), [(0, 17)], by="anna", codebook=NEWS)
    )
    assert (made.text, made.attributes) == ("“We will appeal,”", {"form": "direct"})
    assert made.created == made.modified != ""


def test_an_edit_and_its_inverse_cancel_out() -> None:
    edit = edits.label_text("d", TEXT, NEWS.label("QUOTE"), [(0, 17)], by="anna", codebook=NEWS)
    back = edit.inverse(title="undo", time="")
    assert [(c.before, c.after) for c in back.changes] == [(c.after, c.before) for c in edit.changes]


@pytest.mark.parametrize("fragments", [[], [(5, 5)], [(-1, 3)], [(0, 10_000)]])
def test_nothing_and_what_lies_outside_the_text_cannot_be_labelled(
    fragments: list[tuple[int, int]],
) -> None:
    with pytest.raises(CodebookError):
        edits.label_text("d", TEXT, NEWS.label("PER"), fragments, by="anna", codebook=NEWS)


def test_a_new_fragment_changes_text_and_form() -> None:
    quote = span("QUOTE", 0, 17)
    longer = only_after(edits.add_fragment(quote, TEXT, Fragment(39, 46), by="anna", codebook=NEWS))
    assert longer.text == "“We will appeal,”␟“Soon.”"
    mixed = only_after(edits.set_fragments(quote, TEXT, [(0, 22)], by="anna", codebook=NEWS))
    assert mixed.attributes["form"] == "mixed"


def test_relations_obey_the_codebook() -> None:
    quote, source, person = span("QUOTE", 0, 17), span("SOURCE", 18, 21), span("PER", 18, 21)
    speaker = NEWS.relation_types["speaker"]
    edit = edits.add_relation(speaker, quote, source, [], by="anna")
    made = edit.changes[0].after
    assert isinstance(made, Relation)
    with pytest.raises(CodebookError, match="linked by speaker already"):
        edits.add_relation(speaker, quote, source, [made], by="anna")
    with pytest.raises(CodebookError, match="does not lead from QUOTE to PER"):
        edits.add_relation(speaker, quote, person, [], by="anna")
    cues = [span("CUE", 22, 26), span("CUE", 27, 32)]
    cue = NEWS.relation_types["cue"]
    first = edits.add_relation(cue, quote, cues[0], [], by="anna").changes[0].after
    with pytest.raises(CodebookError, match="at most 1 of cue"):
        edits.add_relation(cue, quote, cues[1], [first], by="anna")  # type: ignore[list-item]


def test_relabelling_keeps_what_the_new_label_has_too() -> None:
    person = only_after(
        edits.set_attribute(span("PER", 27, 37), NEWS.attributes["mention"], "nominal", by="a")
    )
    arguments = {"by": "anna", "codebook": NEWS}
    place = only_after(edits.relabel([person], NEWS.label("GPE"), [], {}, TEXT, **arguments))  # type: ignore[arg-type]
    date = only_after(edits.relabel([person], NEWS.label("DATE"), [], {}, TEXT, **arguments))  # type: ignore[arg-type]
    assert (place.attributes, date.attributes) == ({"mention": "nominal"}, {})


def test_an_attribute_takes_only_its_values() -> None:
    with pytest.raises(CodebookError, match="takes direct, mixed, indirect"):
        edits.set_attribute(span("QUOTE", 0, 17), NEWS.attributes["form"], "loud", by="anna")


def test_what_changes_nothing_is_no_change() -> None:
    quote = span("QUOTE", 0, 17)
    assert edits.set_note(quote, "", by="anna").changes == ()
    assert edits.set_entity(quote, None, by="anna").changes == ()
    assert edits.set_state(Work("d", "anna", "done"), "done", by="anna").changes == ()
