"""Shift+G and T: attributes, notes and the end of relations by keys on the page."""

from __future__ import annotations

from annotator.model.change import Change, Edit
from annotator.model.values import Field, Relation, now
from annotator.ui.panels.key_hints import hints_for, read_prompt
from tests.ui.page_rig import PageRig

QUOTE = "“We will not pay twice,”␟“and we will not pay late.”"


def link(rig: PageRig) -> None:
    """A quote with its speaker and cue, as S makes them; the quote has the focus."""
    rig.caret("not pay twice")
    rig.keys("qs[Return]")


def stored(rig: PageRig, kind: str = "speaker") -> Relation:
    """The one relation of this type, as the project has it."""
    assert rig.session.document is not None
    (found,) = [one for one in rig.project.relations(rig.session.document.id) if one.label == kind]
    return found


def keys_in(prompt: str) -> dict[str, str]:
    return {hint.key: hint.text for hint in read_prompt(prompt)}


# ---------------------------------------------------------------- T


def test_t_right_after_s_sets_an_attribute_of_the_relation(rig: PageRig) -> None:
    link(rig)
    rig.keys("t")
    assert keys_in(rig.prompts[-1])["B"] == "basis (speaker “she”)"
    rig.keys("bi")
    assert stored(rig).attributes == {"basis": "implicit"}
    assert rig.said[-1] == "basis: implicit"
    rig.keys("z")
    assert stored(rig).attributes == {}


def test_t_at_the_other_end_reaches_the_same_relation(rig: PageRig) -> None:
    link(rig)
    rig.caret("she said")
    rig.keys("t")
    key = next(key for key, words in keys_in(rig.prompts[-1]).items() if words.startswith("basis"))
    rig.keys(key.lower() + "i")
    assert stored(rig).attributes == {"basis": "implicit"}


def test_del_takes_a_stored_value_away(rig: PageRig) -> None:
    link(rig)
    rig.keys("tbi")
    rig.keys("tb[Delete]")
    assert stored(rig).attributes == {}
    rig.keys("tb")
    assert "Del" not in keys_in(rig.prompts[-1])
    rig.keys("[Delete]")
    assert "chooses nothing here" in rig.said[-1]
    assert len(rig.spans("QUOTE")) == 1


def test_of_two_speakers_t_means_the_latest(rig: PageRig) -> None:
    link(rig)
    rig.caret("Okafor")
    rig.keys("a")
    rig.session.set_focus(rig.spans("QUOTE")[0].id)
    rig.keys("lp[Return]tbi")
    assert rig.session.annotations is not None
    found = [one for one in rig.session.annotations.relations(rig.focus.id) if one.label == "speaker"]
    assert [one.attributes for one in found] == [{}, {"basis": "implicit"}]


# ---------------------------------------------------------------- Shift+G


def test_g_goes_through_the_relations_and_says_what_the_keys_do(rig: PageRig) -> None:
    link(rig)
    rig.keys("[Shift+G]")
    assert rig.prompts[-1].startswith("speaker “she” 1/2: T attribute · M note · Shift+M doubt")
    assert [one.caption for one in rig.page.overlay.outlines] == ["speaker"]
    rig.keys("[Shift+G]")
    assert rig.prompts[-1].startswith("cue “said” 2/2: M note")
    rig.keys("[Shift+G]")
    assert rig.prompts[-1].startswith("speaker")


def test_g_begins_where_it_was_until_there_is_another_relation(rig: PageRig) -> None:
    link(rig)
    rig.keys("[Shift+G][Shift+G][Escape][Shift+G]")
    assert rig.prompts[-1].startswith("cue")
    rig.keys("d")
    rig.keys("[Shift+G]")
    assert rig.prompts[-1].startswith("speaker")


def test_t_of_a_chosen_relation_offers_its_attributes_alone(rig: PageRig) -> None:
    link(rig)
    rig.keys("[Shift+G]t")
    assert set(keys_in(rig.prompts[-1])) == {"", "B", "T", "Esc"}
    rig.keys("bi")
    assert stored(rig).attributes == {"basis": "implicit"}
    rig.keys("[Shift+G]tt")
    assert stored(rig).attributes == {"basis": "explicit"}
    rig.keys("[Shift+G][Shift+G]t")
    assert rig.said[-1] == "This relation has no attributes."


def test_d_unlinks_only_the_chosen_relation(rig: PageRig) -> None:
    link(rig)
    rig.keys("[Shift+G][Shift+G]d")
    assert rig.relations() == [("speaker", QUOTE, "she")]
    assert rig.said[-1] == "Unlinked: cue “said”"
    rig.keys("z")
    assert len(rig.relations()) == 2


def test_enter_goes_to_the_other_end(rig: PageRig) -> None:
    link(rig)
    rig.keys("[Shift+G][Return]")
    assert rig.focus.text == "she"
    rig.keys("[Shift+G][Return]")
    assert rig.focus.label == "QUOTE"


def test_g_without_a_relation_says_how_to_make_one(rig: PageRig) -> None:
    rig.caret("Tuesday")
    rig.keys("8[Shift+G]")
    assert rig.said[-1] == "There is no relation here: S proposes a speaker, L links."
    assert rig.page.mode is None


def test_g_finds_the_relation_at_the_caret(rig: PageRig) -> None:
    link(rig)
    rig.caret("not pay twice")
    rig.keys("[Shift+G]")
    assert rig.focus.label == "QUOTE"


def test_the_keys_are_those_that_the_user_has_chosen(rig: PageRig) -> None:
    link(rig)
    rig.actions.set_keys({"relation.choose": ("Y",), "span.delete": ("O",)})
    rig.keys("y")
    assert {"O": "unlink", "Y": "next"}.items() <= keys_in(rig.prompts[-1]).items()
    rig.keys("o")
    assert [kind for kind, _, _ in rig.relations()] == ["cue"]


def test_another_command_leaves_the_relation(rig: PageRig) -> None:
    link(rig)
    rig.keys("[Shift+G][Right]")
    assert rig.page.mode is None
    assert rig.page.overlay.outlines == ()


def test_the_key_bar_tells_of_g_where_there_is_a_relation(rig: PageRig) -> None:
    link(rig)
    assert "relations" in [one.text for one in hints_for(rig.session, rig.actions)]
    rig.caret("Tuesday")
    rig.keys("8")
    assert "relations" not in [one.text for one in hints_for(rig.session, rig.actions)]


def test_required_attributes_of_a_relation_get_their_usual_values(rig: PageRig) -> None:
    link(rig)
    wanted = [{"id": "kind", "name": "kind", "type": "enum", "required": True, "default": "verb"}]
    wanted[0]["values"] = [{"id": "verb", "name": "verb"}, {"id": "noun", "name": "noun"}]
    changes = (Change(None, Field("relation_type", "cue", "attributes", wanted)),)  # type: ignore[arg-type]
    rig.session.do(Edit("an attribute", changes, rig.session.annotator.id, now()))
    rig.keys("[Shift+G]")
    while not rig.prompts[-1].startswith("cue"):
        rig.keys("[Shift+G]")
    rig.keys("t[Return]")
    assert stored(rig, "cue").attributes == {"kind": "verb"}
