from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import assets
from annotator.errors import CodebookError
from annotator.model import codebook_edits, codebook_rules
from annotator.model.change import Edit
from annotator.model.codebook import Codebook, from_fields, to_fields, to_file
from annotator.model.codebook_examples import add_examples, example_of
from annotator.model.hit import hit
from annotator.model.values import Field

PRESETS = sorted((assets.resources() / "codebooks").glob("*.json"))
BOOK = from_fields(to_fields(json.loads(PRESETS[2].read_text("utf-8"))))


def after(book: Codebook, edit: Edit) -> Codebook:
    """The codebook once the edit is written."""
    fields = list(book.fields)
    for change in edit.changes:
        if change.before is not None:
            fields.remove(change.before)  # type: ignore[arg-type]
        if isinstance(change.after, Field):
            fields.append(change.after)
    return from_fields(fields)


def test_a_name_changes_and_the_id_does_not() -> None:
    book = after(BOOK, codebook_edits.set_value(BOOK, "label", "PER", "name", "Human", by="a"))
    assert book.labels["PER"].name == "Human"
    assert list(book.labels) == list(BOOK.labels)


@pytest.mark.parametrize(("name", "value"), [("style", "glow"), ("hotkey", "ab"), ("name", "")])
def test_what_no_codebook_can_say_is_refused(name: str, value: str) -> None:
    with pytest.raises(CodebookError):
        codebook_edits.set_value(BOOK, "label", "PER", name, value or " ", by="a")


def test_a_new_label_stands_after_another_with_an_id_of_its_own() -> None:
    edit, id_ = codebook_edits.add(BOOK, "label", "Per", by="a", after="ORG", layer="entity")
    book = after(BOOK, edit)
    ids = list(book.labels)
    assert id_ == "PER_2"
    assert ids.index(id_) == ids.index("ORG") + 1


def test_a_label_moves_within_its_layer() -> None:
    assert not codebook_edits.move(BOOK, "label", "PER", -1, by="a").changes
    book = after(BOOK, codebook_edits.move(BOOK, "label", "CUE", 1, by="a"))
    assert [one.id for one in book.labels.values() if one.layer == "attribution"][-1] == "CUE"


def test_taking_a_label_away_takes_it_from_the_rules() -> None:
    book = after(BOOK, codebook_edits.remove(BOOK, "label", "SOURCE", by="a"))
    assert "SOURCE" not in book.relation_types["addressee"].to_labels
    assert "SOURCE" not in json.dumps(book.guidelines["clusters"])


def test_a_key_is_taken_from_whoever_has_it() -> None:
    assert codebook_edits.key_refusal(BOOK, "label", "ORG", "1")[1] == "PER"
    book = after(BOOK, codebook_edits.take_key(BOOK, "label", "ORG", "1", by="a"))
    assert (book.labels["ORG"].hotkey, book.labels["PER"].hotkey) == ("1", "")


def test_keys_of_attributes_must_differ_only_within_a_label() -> None:
    assert codebook_edits.key_refusal(BOOK, "attribute", "mention", "?")[1] == "certainty"
    assert codebook_edits.key_refusal(BOOK, "attribute", "mention", "V") == ("", "")


def test_another_mark_keeps_the_label_readable() -> None:
    book = after(BOOK, codebook_edits.set_style(BOOK, "PER", "underline-solid", by="a"))
    colour = book.labels["PER"].colour
    assert all(float(roles["line_on_page"]) >= 4.5 for roles in colour.values())


def test_an_example_is_the_span_in_its_surroundings() -> None:
    text = "Yesterday “Ilka Brandt” left."
    example = example_of(hit("d", "", text, 11, 22))
    assert example == "Yesterday “[Ilka Brandt]” left."
    book = after(BOOK, add_examples(BOOK, "PER", good=[example], bad=[], by="a"))
    assert book.labels["PER"].examples[-1] == example


def test_articles_get_and_lose_an_attribute() -> None:
    book = after(BOOK, codebook_edits.set_document_attribute(BOOK, "certainty", True, by="a"))
    assert [one.id for one in book.document_attributes][-1] == "certainty"


@given(st.data())
def test_whatever_is_edited_can_be_exported_and_read_again(data: st.DataObject) -> None:
    book = BOOK
    for _ in range(data.draw(st.integers(1, 5))):
        label = data.draw(st.sampled_from(sorted(book.labels)))
        step = data.draw(st.sampled_from(["add", "duplicate", "move", "style", "remove"]))
        if step == "add":
            edit, _ = codebook_edits.add(book, "label", "New", by="a", layer=book.labels[label].layer)
        elif step == "duplicate":
            edit, _ = codebook_edits.duplicate(book, "label", label, "Copy", by="a")
        elif step == "move":
            edit = codebook_edits.move(book, "label", label, data.draw(st.sampled_from([-1, 1])), by="a")
        elif step == "style":
            edit = codebook_edits.set_style(book, label, "box", by="a")
        else:
            edit = codebook_edits.remove(book, "label", label, by="a")
        book = after(book, edit)
    assert codebook_rules.problems(to_file(book)) == []
