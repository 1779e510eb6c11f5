from __future__ import annotations

from tests.ui.page_rig import PageRig


def test_undo_goes_back_to_where_the_label_key_was_pressed(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("qz")
    assert rig.page.text[rig.session.caret :].startswith("not pay twice")
    assert rig.spans() == []


def test_undo_far_from_the_place_brings_it_into_sight(rig: PageRig) -> None:
    rig.caret("Jana")
    rig.keys("1")
    rig.caret("Nobody")
    rig.keys("z")
    assert rig.page.text[rig.session.caret :].startswith("Jana")
    rig.caret("Nobody")
    rig.keys("[Ctrl+Shift+Z]")
    assert rig.focus.text == "Jana Roth"


def test_undoing_a_deletion_focuses_the_span_again(rig: PageRig) -> None:
    rig.caret("Jana")
    rig.keys("1d")
    rig.caret("Nobody")
    rig.keys("z")
    assert rig.focus.text == "Jana Roth"


def test_undo_shows_the_candidate_again_for_the_right_label(rig: PageRig) -> None:
    rig.caret("Jana")
    rig.keys("[Ctrl+Right]1z8")
    assert [(span.label, span.text) for span in rig.spans()] == [("DATE", "Tuesday")]


def test_undoing_a_label_on_a_quote_gives_the_quote_the_focus_back(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("qcz")
    assert rig.focus.label == "QUOTE"


def test_undo_in_another_article_goes_there(rig: PageRig) -> None:
    assert rig.session.document is not None
    first = rig.session.document.id
    rig.caret("Jana")
    rig.keys("1")
    rig.session.open_document(rig.project.documents()[1].id)
    rig.keys("z")
    assert rig.session.document.id == first
    assert rig.spans() == []


def test_undo_after_a_restart_goes_to_the_place_too(rig: PageRig) -> None:
    rig.caret("Okafor")
    rig.keys("1")
    rig.annotating.steps_back._places.clear()
    rig.caret("Harbour")
    rig.keys("z")
    assert rig.page.text[rig.session.caret :].startswith("Tomas Okafor")


def test_everybody_hears_that_the_focus_went_with_its_span(rig: PageRig) -> None:
    heard: list[bool] = []
    rig.caret("Jana")
    rig.keys("1")
    rig.session.focus_changed.connect(lambda: heard.append(rig.session.focus is None))
    rig.keys("d")
    assert heard[-1:] == [True]
