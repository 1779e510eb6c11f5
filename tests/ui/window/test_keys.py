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
    assert keys.conflicts(everything) == {}


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
