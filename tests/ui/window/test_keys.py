from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.formats import codebook_file
from annotator.model import codebook as codebooks
from annotator.ui import keys

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook


def codebook(name: str) -> Codebook:
    return codebooks.from_fields(codebooks.to_fields(codebook_file.read(name)))


@pytest.mark.parametrize("preset", [one.id for one in codebook_file.presets()])
def test_the_usual_keys_and_those_of_every_codebook_never_clash(preset: str) -> None:
    everything = [*keys.bindings({}), *keys.label_bindings(codebook(preset), {})]
    assert keys.conflicts([*everything, *keys.fixed_bindings()]) == {}


def test_two_things_on_one_key_are_named() -> None:
    news = codebook("news-attribution")
    everything = [*keys.bindings({"span.note": ("1", "M")}), *keys.label_bindings(news, {})]
    assert {key: [one.text for one in who] for key, who in keys.conflicts(everything).items()} == {
        "1": ["Note", "Person"]
    }


def test_one_key_written_in_two_ways_is_one_key() -> None:
    everything = keys.bindings({"span.note": ("Enter",), "span.delete": ("enter",)})
    found = keys.conflicts(everything)["Enter"]
    assert {"Note", "Delete"} <= {one.text for one in found}


def test_the_users_own_label_keys_win() -> None:
    news = codebook("news-attribution")
    held = keys.label_keys(news, {"PER": "Y", "ORG": ""})
    assert held["PER"] == ("Person", "Y")
    assert held["ORG"] == ("Organisation", "")
    assert held["QUOTE"][1] == "Q"


def test_the_sheet_joins_what_two_keys_do_in_two_places() -> None:
    sheet = keys.grouped(keys.bindings({}))
    undo = [one for members in sheet.values() for one in members if one.text == "Undo"]
    assert [one.keys for one in undo] == [("Ctrl+Z", "Z")]


def test_the_sheet_tells_the_keys_after_t_and_after_l() -> None:
    sheet = keys.grouped(keys.following_bindings(codebook("news-attribution")))
    assert any("relations" in name for name in sheet)
    assert any("attributes" in name for name in sheet)


def named(chosen: dict[str, tuple[str, ...]], key: str) -> list[str]:
    """What clashes on this key with these choices, labels and fixed keys included."""
    news = codebook("news-attribution")
    everything = [*keys.bindings(chosen), *keys.label_bindings(news, {}), *keys.fixed_bindings()]
    return [one.full_text for one in keys.conflicts(everything).get(key, [])]


def test_places_of_their_own_may_share_a_key() -> None:
    assert named({"checks.fix": ("Q",), "entities.merge": ("Q",)}, "Q") == []
    assert named({"checks.fix": ("Ctrl+S",), "codebook.add": ("Ctrl+S",)}, "Ctrl+S") == []


def test_what_holds_in_a_list_too_clashes_with_its_keys() -> None:
    list_of_hits, undo = "Unlink the entity (in lists of hits)", "Undo"
    assert named({"hits.unlink": ("1",)}, "1") == [list_of_hits, "Person"]
    assert named({"hits.unlink": ("Z",)}, "Z") == [undo, list_of_hits]
    assert named({"mentions.split": ("U",)}, "U") == [
        list_of_hits,
        "Mentions: split off as a new entity (in the entities)",
    ]
    assert named({"codebook.up": ("Ctrl+Z",)}, "Ctrl+Z") == [undo, "Up (in the codebook)"]


def test_what_keys_do_in_every_list_stays_theirs() -> None:
    assert len(named({"checks.fix": ("Return",)}, "Return")) == 2
    assert named({"review.reject": ("Return",), "review.accept": ("A",)}, "Return") == []
    assert len(named({"review.reject": ("Esc",)}, "Esc")) == 2


def test_the_panel_comes_before_the_window_but_not_in_a_window_of_its_own() -> None:
    found = {one.id: one for one in keys.bindings({})}
    assert keys.comes_first(found["hits.accept"], found["document.done"])
    assert not keys.comes_first(found["codebook.name"], found["document.done"])
    assert not keys.comes_first(found["document.done"], found["hits.accept"])


@pytest.mark.parametrize(("key", "is_written"), [("G", True), ("Shift++", True), ("Ctrl+G", False)])
def test_a_sign_writes_in_a_line(key: str, is_written: bool) -> None:
    assert keys.writes(key) is is_written


def test_the_sheet_says_after_which_key_the_others_come() -> None:
    following = keys.following_bindings(codebook("news-attribution"))
    sheet = keys.grouped([*keys.bindings({"span.attribute": ("Y",)}), *following])
    assert {"After Y: attributes", "After L: relations"} <= set(sheet)


def test_the_sheet_has_a_card_for_each_place() -> None:
    sheet = keys.grouped([*keys.bindings({}), *keys.fixed_bindings()])
    assert {"In every list", "In the checks", "In the codebook"} <= set(sheet)
    assert [one.keys for one in sheet["In the checks"] if one.text == "Fix"] == [("F", ".")]
    undo = [one for members in sheet.values() for one in members if one.text == "Delete"]
    assert [one.keys for one in undo] == [("D", "Del", "Backspace"), ("Del",)]
