"""Keys that save keys: links from either end, usual values, letters by nearness."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from annotator.assets import resources
from annotator.model import codebook as codebooks
from annotator.model.attribute_values import keys_of, link_keys, set_usual_values, value_keys
from annotator.model.change import Change, Edit
from annotator.model.values import Field, now
from annotator.ui.text_view.modes import HintMode, hint_letters
from tests.ui.page_rig import PageRig, make_project


def hint_at(rig: PageRig, words: str) -> str:
    place = rig.offset(words)
    return next(hint.letters for hint in rig.page.overlay.hints if hint.position == place)


# ---------------------------------------------------------------- links


def test_shift_l_links_another_span_to_the_focused_one(rig: PageRig) -> None:
    rig.caret("it was")
    rig.keys("q")
    rig.caret("Herald")
    rig.keys("2[Shift+L]a")
    rig.keys("[Return]")
    assert rig.relations() == [("addressee", "that it was “a mess”", "Port Herald")]
    assert rig.focus.text == "Port Herald"


def test_shift_l_offers_only_relations_that_may_end_here(rig: PageRig) -> None:
    rig.caret("Tuesday")
    rig.keys("8[Shift+L]")
    assert rig.said[-1] == "Focus a span first that the codebook lets you link to."
    rig.caret("she said")
    rig.keys("a[Shift+L]")
    assert "speaker" in rig.prompts[-1]
    assert "cue" not in rig.prompts[-1]


def test_s_brings_the_cue_of_a_quote_whose_claim_has_its_claimant_already(rig: PageRig) -> None:
    rig.caret("unemployment")
    rig.keys("cs[Return]")
    rig.caret("unemployment")
    rig.keys("qs[Return]")
    assert rig.texts("CUE") == ["said"]
    assert len(rig.spans("SOURCE")) == 1


def test_page_keys_bring_targets_out_of_sight(rig: PageRig) -> None:
    text = "Mira Holt spoke.\n\n" + "Nothing new here.\n\n" * 60 + "“We stay,” said a man.\n"
    rig.session.close_project()
    rig.window.resize(700, 400)
    rig.open(make_project(rig.project.path.with_name("long.annodb"), text))
    rig.caret("Mira Holt")
    rig.keys("1")
    rig.page.go_to(rig.offset("We stay"))
    rig.keys("qla[PageUp]")
    assert isinstance(rig.page.mode, HintMode)
    rig.keys(hint_at(rig, "Mira Holt"))
    assert rig.relations() == [("addressee", "“We stay,”", "Mira Holt")]


# ---------------------------------------------------------------- attributes


def test_t_enter_stores_the_usual_values_of_what_is_required(rig: PageRig) -> None:
    rig.caret("unemployment")
    rig.keys("ct[Return]")
    usual = {"claim_kind": "event", "worth": "medium"}
    assert usual.items() <= rig.focus.attributes.items()
    rig.keys("z")
    assert rig.spans("CLAIM")[0].attributes == {}


def test_usual_values_leave_what_was_chosen(rig: PageRig) -> None:
    rig.caret("unemployment")
    rig.keys("cthh")
    chosen = rig.focus.attributes["worth"]
    rig.keys("t[Return]")
    assert rig.focus.attributes["worth"] == chosen == "high"
    assert set_usual_values(rig.focus, rig.session.codebook, by="x").changes == ()


@pytest.mark.parametrize("name", ["parc3-attribution", "checkthat-claims", "news-attribution"])
def test_every_attribute_and_value_of_every_codebook_has_a_key(name: str) -> None:
    raw = json.loads((resources() / f"codebooks/{name}.json").read_text("utf-8"))
    codebook = codebooks.from_fields(codebooks.to_fields(raw))
    for label in codebook.labels:
        attributes = codebook.attributes_of(label)
        assert sorted(one.id for one in keys_of(attributes).values()) == sorted(
            one.id for one in attributes
        )
        for attribute in attributes:
            assert len(value_keys(attribute)) == len(attribute.choices)
    kinds = tuple(codebook.relation_types.values())
    assert len(link_keys(kinds)) == len(kinds)


def test_attributes_without_a_key_of_the_codebook_are_reached_by_t(rig: PageRig) -> None:
    attribute = Field("attribute", "tone", "name", "tone"), Field("attribute", "tone", "type", "bool")
    named = Field("label", "QUANT", "attributes", ["certainty", "tone"])
    former = Field("label", "QUANT", "attributes", ["certainty"])
    changes = [Change(None, one) for one in attribute] + [Change(former, named)]
    rig.session.do(Edit("an attribute", tuple(changes), rig.session.annotator.id, now()))
    rig.caret("400")
    rig.keys("9to")
    assert rig.focus.attributes == {"tone": True}


# ---------------------------------------------------------------- letters


@pytest.mark.parametrize("count", [0, 1, 26, 27, 60, 300, 676, 677, 2_000])
def test_letters_are_distinct_and_none_begins_another(count: int) -> None:
    letters = hint_letters(count)
    assert len(set(letters)) == len(letters) == count
    assert not any(after.startswith(before) for before, after in pairwise(sorted(letters)))


def test_the_nearest_places_have_one_letter_each(rig: PageRig) -> None:
    rig.session.close_project()
    rig.open(make_project(rig.project.path.with_name("numbers.annodb"), "12 " * 100))
    rig.page.place(150)
    rig.keys("h")
    single = [hint.position for hint in rig.page.overlay.hints if len(hint.letters) == 1]
    assert len(single) > 15
    assert max(abs(position - 150) for position in single) < 60


def test_a_click_elsewhere_leaves_the_keys_of_the_span_that_was_focused(rig: PageRig) -> None:
    rig.caret("it was")
    rig.keys("qt")
    rig.click("Okafor")
    assert (rig.page.mode, rig.prompts[-1]) == (None, "")
    rig.keys("1")
    assert rig.focus.text == "Tomas Okafor"


def test_a_click_elsewhere_leaves_a_proposed_speaker(rig: PageRig) -> None:
    rig.caret("it was")
    rig.keys("qs")
    rig.click("dockers")
    rig.keys("[Return]")
    assert rig.relations() == []
