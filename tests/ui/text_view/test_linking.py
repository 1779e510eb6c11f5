from __future__ import annotations

from tests.ui.page_rig import PageRig

QUOTE = "“We will not pay twice,”␟“and we will not pay late.”"


def test_s_proposes_the_speaker_and_enter_makes_source_cue_and_links_in_one_step(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("qs")
    assert rig.texts("SOURCE") == []
    rig.keys("[Return]")
    assert rig.relations() == [("cue", QUOTE, "said"), ("speaker", QUOTE, "she")]
    rig.keys("z")
    assert [span.label for span in rig.spans()] == ["QUOTE"]


def test_s_again_gives_the_next_proposal_and_x_rejects(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("qs")
    first = rig.page.overlay.outlines[0].fragments
    rig.keys("s")
    assert rig.page.overlay.outlines[0].fragments != first
    rig.keys("x")
    assert rig.page.overlay.outlines == ()
    assert rig.relations() == []


def test_spans_that_stand_already_are_used(rig: PageRig) -> None:
    rig.caret("she said")
    rig.keys("a")
    source = rig.focus
    rig.caret("not pay twice")
    rig.keys("qs[Return]")
    assert [span.id for span in rig.spans("SOURCE")] == [source.id]


def test_a_claim_gets_the_speaker_of_the_quote_around_it(rig: PageRig) -> None:
    rig.caret("unemployment")
    rig.keys("qs[Return]")
    rig.caret("unemployment")
    rig.keys("cs[Return]")
    claim = "unemployment in Santa Rueda fell by 4 percent last year"
    assert ("claimant", claim, "Mr Tomas Okafor, a spokesman for Delta Rail") in rig.relations()
    assert len(rig.spans("SOURCE")) == 1


def test_l_links_to_a_target_chosen_by_letter(rig: PageRig) -> None:
    rig.caret("Herald")
    rig.keys("2")
    rig.caret("it was")
    rig.keys("qla")
    hint = next(h for h in rig.page.overlay.hints if h.position == rig.offset("Port Herald"))
    rig.keys(hint.letters)
    assert rig.relations() == [("addressee", "that it was “a mess”", "Port Herald")]


def test_l_links_to_a_target_chosen_by_arrows_or_click(rig: PageRig) -> None:
    for words in ("Delta", "Herald"):
        rig.caret(words)
        rig.keys("2")
    rig.caret("it was")
    rig.keys("qla[Right][Return]")
    assert rig.relations()[0][2] == "Port Herald"
    rig.keys("la")
    rig.click("Delta")
    assert [target for _, _, target in rig.relations()] == ["Delta Rail", "Port Herald"]


def test_only_targets_that_the_codebook_allows_get_a_letter(rig: PageRig) -> None:
    rig.caret("Tuesday")
    rig.keys("8")
    rig.caret("she said")
    rig.keys("a")
    rig.caret("not pay twice")
    rig.keys("qlp")
    assert [hint.position for hint in rig.page.overlay.hints] == [rig.offset("she said")]


def test_a_mode_is_left_by_esc_and_by_another_command(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("ql[Escape]")
    assert rig.page.mode is None
    rig.keys("s[Right]")
    assert rig.page.mode is None
    assert rig.page.overlay.outlines == ()


def test_relabelling_drops_relations_that_are_no_longer_allowed(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("qs[Return]")
    rig.keys("a")
    assert rig.focus.label == "SOURCE"
    assert rig.relations() == []
