from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.errors import UserError
from annotator.model import query_edits
from annotator.model.teamwork import SavedQuery

if TYPE_CHECKING:
    from annotator.model.change import Edit

QUERY = SavedQuery("1", "Names", "label:PER", "ada")


def after(edit: Edit) -> SavedQuery:
    (change,) = edit.changes
    return SavedQuery.of(change.value.id, change.after.value)  # type: ignore[union-attr, arg-type]


def test_a_query_is_kept_under_its_name() -> None:
    saved = after(query_edits.save_query("  To \n link ", " label:PER ", by="ada", is_queue=True))
    assert (saved.name, saved.text, saved.is_queue) == ("To link", "label:PER", True)


def test_without_words_or_name_nothing_is_kept() -> None:
    for name, text in (("Names", "  "), ("  ", "label:PER")):
        with pytest.raises(UserError):
            query_edits.save_query(name, text, by="ada")
    with pytest.raises(UserError):
        query_edits.rename_query(QUERY, " ", by="ada")


def test_a_query_is_renamed_and_made_a_queue() -> None:
    assert after(query_edits.rename_query(QUERY, "People", by="ada")).name == "People"
    assert after(query_edits.set_queue(QUERY, True, by="ada")).is_queue
    assert after(query_edits.set_query_text(QUERY, "roth", by="ada")).text == "roth"


def test_what_is_so_already_changes_nothing() -> None:
    assert query_edits.set_queue(QUERY, False, by="ada").changes == ()


def test_removing_has_no_after() -> None:
    (change,) = query_edits.remove_query(QUERY, by="ada").changes
    assert change.before == QUERY.as_field()
    assert change.after is None
