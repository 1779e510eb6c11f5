from __future__ import annotations

from tests.ui.page_rig import PageRig


def here(rig: PageRig, length: int = 20) -> str:
    return rig.page.text[rig.session.caret :][:length]


def test_arrows_go_from_word_to_word_and_sentence_to_sentence(rig: PageRig) -> None:
    rig.caret("Jana")
    rig.keys("[Right]")
    assert here(rig).startswith("Roth rejected")
    rig.keys("[Left][Left]")
    assert here(rig).startswith("Finance Jana")
    rig.keys("[Ctrl+Down]")
    assert here(rig).startswith("“We will not")
    rig.keys("[Ctrl+Up]")
    assert here(rig).startswith("Minister of")


def test_arrows_follow_the_writing_direction(rig: PageRig) -> None:
    rig.caret("الرئيس")
    rig.keys("[Left]")
    assert here(rig).startswith("Al-Watan")
    rig.keys("[Right]")
    assert here(rig).startswith("الرئيس")


def test_candidates_are_hopped_over_and_labelled_with_one_key(rig: PageRig) -> None:
    rig.caret("Minister")
    rig.keys("[Ctrl+Right]1[Ctrl+Right]8")
    assert [(s.label, s.text) for s in rig.spans()] == [("PER", "Jana Roth"), ("DATE", "Tuesday")]


def test_n_and_p_go_through_the_spans_and_esc_leaves_them(rig: PageRig) -> None:
    for words, key in (("Jana", "1"), ("Tuesday", "8"), ("Delta", "2")):
        rig.caret(words)
        rig.keys(key)
    rig.caret("Harbour")
    rig.keys("nn")
    assert rig.focus.text == "Tuesday"
    rig.keys("p")
    assert rig.focus.text == "Jana Roth"
    rig.keys("p")
    assert "No further span" in rig.said[-1]
    rig.keys("[Escape]")
    assert rig.session.focus is None


def test_u_finds_what_is_not_labelled_yet(rig: PageRig) -> None:
    rig.caret("Jana")
    rig.keys("1")
    rig.caret("Minister")
    rig.keys("u")
    assert here(rig).startswith("Tuesday")


def test_moving_away_leaves_the_focused_span_alone(rig: PageRig) -> None:
    rig.caret("Jana")
    rig.keys("1[Right][Right][Right]2")
    assert rig.spans()[0].label == "PER"


def test_expand_and_shrink_take_words_names_clauses_and_sentences(rig: PageRig) -> None:
    rig.caret("Rueda")
    rig.keys("e")
    assert rig.selected == "Rueda"
    rig.keys("e")
    assert rig.selected == "Santa Rueda"
    rig.keys("ee")
    longest = rig.selected
    assert "unemployment in Santa Rueda" in longest
    rig.keys("[Shift+E]")
    assert rig.selected in longest
    assert rig.selected != longest


def test_hint_letters_lead_to_what_is_in_sight(rig: PageRig) -> None:
    rig.caret("Delta")
    rig.keys("2")
    rig.caret("Harbour")
    rig.keys("h")
    hint = next(hint for hint in rig.page.overlay.hints if hint.position == rig.offset("Delta Rail"))
    rig.keys(hint.letters)
    assert rig.focus.text == "Delta Rail"
    assert rig.page.overlay.hints == ()


def test_page_keys_reach_the_end_of_a_long_article(rig: PageRig) -> None:
    from tests.ui.page_rig import make_project

    long = "\n".join(
        f"Paragraph {n} tells of the harbour and of the dockers in it. " * 4 for n in range(300)
    )
    rig.session.close_project()
    rig.open(make_project(rig.project.path.with_name("long.annodb"), long))
    for _ in range(200):
        rig.keys("[PageDown]")
    assert rig.page.visible().end == len(long)
    rig.keys("[Ctrl+Home]")
    assert rig.page.visible().start == 0


def test_u_stops_at_a_name_in_a_source(rig: PageRig) -> None:
    rig.caret("Okafor")
    rig.keys("a")
    assert rig.texts("SOURCE") == ["Mr Tomas Okafor, a spokesman for Delta Rail"]
    rig.caret("Mr Tomas")
    rig.keys("u1u")
    assert rig.texts("PER") == ["Tomas Okafor"]
    assert here(rig).startswith("Delta Rail")


def test_an_article_is_opened_again_where_it_was_left(rig: PageRig) -> None:
    first, second = (document.id for document in rig.project.documents())
    rig.caret("Okafor")
    rig.session.open_document(second)
    assert rig.session.caret == 0
    rig.session.open_document(first)
    assert here(rig).startswith("Okafor")
    assert rig.page.textCursor().position() == rig.offset("Okafor")


def test_letters_suffice_for_a_page_full_of_numbers(rig: PageRig) -> None:
    from tests.ui.page_rig import make_project

    rig.session.close_project()
    rig.open(make_project(rig.project.path.with_name("numbers.annodb"), "12 " * 1500))
    rig.window.resize(1900, 1400)
    rig.keys("h")
    letters = [hint.letters for hint in rig.page.overlay.hints]
    assert len(set(letters)) == len(letters) > 676


def test_u_goes_to_the_nearer_of_an_unlabelled_candidate_and_an_uncertain_span(rig: PageRig) -> None:
    rig.caret("stayed")
    rig.keys("[Ctrl+Right]")
    beyond = rig.session.caret
    rig.caret("rejected")
    rig.keys("e7t?u[Escape]")  # no candidate, and uncertain
    assert rig.spans()[0].attributes["certainty"] == "unsure"
    rig.caret("Jana")
    rig.keys("1")
    rig.keys("u")
    assert rig.focus.text == "rejected"
    rig.keys("u")
    assert rig.session.focus is None
    assert here(rig).startswith("Tuesday")
    assert rig.session.caret < beyond


def test_u_says_when_nothing_is_left(rig: PageRig) -> None:
    rig.page.place(len(rig.page.text))
    rig.keys("u")
    assert rig.said[-1] == "Nothing unlabelled or uncertain follows in this article."
