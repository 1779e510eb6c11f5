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


def test_l_links_to_the_nearest_target_or_one_chosen_by_arrows_or_click(rig: PageRig) -> None:
    for words, key in (("Delta", "2"), ("Herald", "2"), ("Okafor", "1")):
        rig.caret(words)
        rig.keys(key)
    rig.caret("it was")
    rig.keys("qla[Return]")
    assert rig.relations()[-1][2] == "Port Herald"
    rig.keys("la[Left][Return]")
    assert {target for _, _, target in rig.relations()} == {"Port Herald", "Tomas Okafor"}
    rig.keys("la")
    rig.click("Delta")
    assert sorted(target for _, _, target in rig.relations()) == [
        "Delta Rail",
        "Port Herald",
        "Tomas Okafor",
    ]


def test_a_target_out_of_sight_is_reached_by_arrows_and_by_scrolling(rig: PageRig) -> None:
    from tests.ui.page_rig import make_project

    middle = "\n".join(f"Paragraph {number} says nothing at all." for number in range(120))
    text = f"Mira Holt spoke first.\n{middle}\n“We will go on,” she said.\n"
    rig.session.close_project()
    rig.open(make_project(rig.project.path.with_name("long.annodb"), text))
    rig.caret("Holt")
    rig.keys("a")
    rig.caret("go on")
    rig.keys("qlp[Return]")
    assert [target for _, _, target in rig.relations()] == ["Mira Holt"]
    rig.keys("z")
    rig.caret("go on")
    rig.keys("lp")
    assert rig.page.overlay.hints == ()
    rig.page.verticalScrollBar().setValue(0)
    rig.click("Mira")
    assert len(rig.relations()) == 1


def test_targets_that_begin_at_the_same_place_have_letters_of_their_own(rig: PageRig) -> None:
    rig.caret("Okafor")
    rig.keys("a")
    rig.drag(rig.point("Mr Tomas"), rig.point("Okafor", 2))
    rig.keys("a")
    rig.caret("unemployment")
    rig.keys("qlp")
    hints = rig.page.overlay.hints
    assert len({hint.position for hint in hints}) == len(hints) == 2
    first = min(hints, key=lambda hint: hint.position)
    rig.keys(first.letters)
    assert rig.relations()[0][2] == "Mr Tomas Okafor"


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
    assert "2 relations removed" in rig.said[-1]


def test_the_key_bar_shows_only_keys_as_keys(rig: PageRig) -> None:
    from annotator.ui.panels.key_hints import read_prompt

    rig.caret("she said")
    rig.keys("a")
    rig.caret("not pay twice")
    rig.keys("qlp[Escape]h[Escape]v[Escape]")
    shown = [prompt for prompt in rig.prompts if prompt and not prompt.startswith("Link")]
    assert len(shown) == 3
    assert {hint.key for prompt in shown for hint in read_prompt(prompt)} == {"", "Esc"}


def test_a_source_made_by_s_carries_what_its_words_tell(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("qs[Return]")
    assert rig.session.annotations is not None
    [source] = [one for one in rig.session.annotations if one.label == "SOURCE"]
    assert source.text == "she"
    assert source.attributes == {"naming": "pronoun", "kind": "person"}


def test_the_keys_of_a_proposal_are_those_that_the_user_has_chosen(rig: PageRig) -> None:
    rig.actions.set_keys(
        {"relation.speaker": ("Y",), "suggestion.accept": ("G",), "suggestion.reject": ("O",)}
    )
    rig.caret("not pay twice")
    rig.keys("qy")
    assert "G accepts · Y next · O none" in rig.prompts[-1]
    first = rig.prompts[-1]
    rig.keys("y")
    assert rig.prompts[-1] != first
    rig.keys("oy")
    assert rig.relations() == []
    rig.keys("g")
    assert [kind for kind, _, _ in rig.relations() if kind == "speaker"] == ["speaker"]
