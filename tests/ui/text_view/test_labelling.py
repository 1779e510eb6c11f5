from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from annotator.model import edits
from annotator.model.fragment import Fragment
from annotator.model.values import new_id
from tests.ui.page_rig import PageRig, make_project

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize(
    ("words", "key", "labelled"),
    [
        ("Roth rejected", "1", "Jana Roth"),
        ("Tuesday", "8", "Tuesday"),
        ("not pay twice", "q", "“We will not pay twice,”␟“and we will not pay late.”"),
        ("400", "9", "About 400"),
        ("Ellery", "3", "Port Ellery"),
        ("unemployment", "c", "unemployment in Santa Rueda fell by 4 percent last year"),
        ("unemployment", "q", "that unemployment in Santa Rueda fell by 4 percent last year"),
        ("spokesman", "a", "Mr Tomas Okafor, a spokesman for Delta Rail"),
        ("told the", "w", "told"),
        ("enters", "b", "Harbour strike enters third week"),
        ("حلب", "3", "حلب"),
    ],
)
def test_a_label_key_finds_the_extent_at_the_caret(
    rig: PageRig, words: str, key: str, labelled: str
) -> None:
    rig.caret(words, 1)
    rig.keys(key)
    assert rig.texts() == [labelled]
    assert rig.focus.text == labelled


def test_a_selection_is_labelled_as_it_is(rig: PageRig) -> None:
    rig.drag(rig.point("rejected", 2), rig.point("offer", 2))
    assert rig.selected == "rejected the offer"
    rig.keys("c")
    assert rig.texts("CLAIM") == ["rejected the offer"]


def test_a_focused_span_is_relabelled_within_its_layer_and_kept_under_another(rig: PageRig) -> None:
    rig.caret("Delta")
    rig.keys("12")
    assert [(s.label, s.text) for s in rig.spans()] == [("ORG", "Delta Rail")]
    rig.keys("a")
    assert len(rig.spans()) == 2


def test_the_same_span_is_not_made_twice(rig: PageRig) -> None:
    for _ in range(2):
        rig.caret("Delta")
        rig.keys("2")
    assert rig.texts() == ["Delta Rail"]
    assert "already" in rig.said[-1]


def test_edges_move_by_words_and_characters(rig: PageRig) -> None:
    rig.caret("Roth rejected")
    rig.keys("1[Shift+Right]")
    assert rig.texts() == ["Jana Roth rejected"]
    rig.keys("[Shift+Left][Ctrl+Shift+Left]")
    assert rig.texts() == ["Jana Rot"]
    rig.keys("[Ctrl+Shift+Right][Alt+Shift+Left]")
    assert rig.texts() == ["Finance Jana Roth"]
    rig.keys("[Alt+Shift+Right]")
    assert rig.texts() == ["Jana Roth"]


def test_j_adds_a_further_fragment(rig: PageRig) -> None:
    rig.caret("unemployment")
    rig.keys("c")
    rig.drag(rig.point("Roth’s"), rig.point("deputy", 3))
    rig.keys("j")
    assert rig.texts() == ["unemployment in Santa Rueda fell by 4 percent last year␟Roth’s deputy"]
    assert len(rig.spans()[0].fragments) == 2


def test_delete_takes_the_relations_along_and_undo_brings_all_back(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("qs[Return]")
    relations = rig.relations()
    rig.keys("d")
    assert rig.relations() == []
    assert rig.texts("QUOTE") == []
    rig.keys("z")
    assert rig.relations() == relations
    rig.keys("[Ctrl+Shift+Z]")
    assert rig.relations() == []


def test_undo_reaches_back_past_a_restart(rig: PageRig) -> None:
    from annotator.store.project import Project

    rig.caret("Delta")
    rig.keys("2")
    path = rig.project.path
    rig.session.close_project()
    rig.open(Project.open(path))
    assert "label Organisation" in rig.actions["edit.undo"].text()
    rig.keys("z")
    assert rig.texts() == []


def test_t_sets_attributes_by_keys(rig: PageRig) -> None:
    rig.caret("Delta")
    rig.keys("2tm")
    assert "nominal" in rig.prompts[-1]
    rig.keys("p")
    assert rig.focus.attributes == {"mention": "pronoun"}
    rig.keys("tt")
    assert rig.focus.attributes == {"mention": "name"}


def test_the_form_of_a_quote_follows_from_its_marks(rig: PageRig) -> None:
    for words, form in (("not pay twice", "direct"), ("unemployment", "indirect"), ("it was", "mixed")):
        rig.caret(words)
        rig.keys("q")
        assert rig.focus.attributes["form"] == form


def test_the_first_label_says_that_work_has_begun(rig: PageRig) -> None:
    document = rig.session.document
    assert document is not None
    assert rig.session.work(document.id).state == "new"
    rig.caret("Delta")
    rig.keys("2")
    assert rig.session.work(document.id).state == "in progress"


def test_done_goes_on_to_the_next_article_and_f_flags(rig: PageRig) -> None:
    first = rig.session.document
    assert first is not None
    rig.keys("f")
    rig.actions["document.done"].trigger()
    work = rig.project.work(rig.session.annotator.id)[first.id]
    assert (work.state, work.is_flagged) == ("done", True)
    assert rig.session.document != first
    rig.actions["document.done"].trigger()
    assert rig.said[-1] == "All articles are done."


def test_done_says_which_required_values_are_missing(rig: PageRig) -> None:
    rig.caret("unemployment in Santa")
    rig.keys("c")
    rig.actions["document.done"].trigger()
    assert "2 required values are missing" in " ".join(rig.said)


def test_r_repeats_the_last_label(rig: PageRig) -> None:
    rig.caret("Ellery")
    rig.keys("3")
    rig.caret("Rueda")
    rig.keys("r")
    assert rig.texts("GPE") == ["Port Ellery", "Santa Rueda"]


def test_the_pen_labels_each_click_until_esc(rig: PageRig) -> None:
    rig.keys("v3")
    rig.click("Ellery")
    rig.click("Santa")
    rig.keys("[Escape]")
    rig.click("Jana")
    assert rig.texts("GPE") == ["Port Ellery", "Santa Rueda"]


def test_what_is_here_is_said(rig: PageRig) -> None:
    rig.caret("Delta")
    rig.keys("2i")
    assert rig.said[-1] == "Organisation"


def test_a_read_only_project_says_why_nothing_happens(rig: PageRig) -> None:
    from annotator.store.project import Project

    path = rig.project.path
    rig.session.close_project()
    rig.open(Project.open(path, read_only=True))
    rig.caret("Delta")
    rig.keys("2")
    assert rig.texts() == []
    assert "reading only" in rig.failures[-1]
    rig.failures.clear()
    rig.keys("s")
    assert "reading only" in rig.failures[-1]


def test_copy_gives_the_exact_text(rig: PageRig) -> None:
    from PySide6.QtGui import QGuiApplication

    rig.drag(rig.point("a mess", -1), rig.point("Nobody"))
    rig.keys("[Ctrl+C]")
    assert QGuiApplication.clipboard().text() == "“a mess”. 👍🏽 Nobody"


def test_keys_do_nothing_while_another_widget_has_the_focus(rig: PageRig) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    field = QLineEdit(rig.window)
    field.show()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Q)
    assert field.text() == "q"
    assert rig.texts() == []


def test_a_label_takes_no_less_than_the_outlined_candidate(rig: PageRig) -> None:
    rig.caret("unemployment")
    rig.keys("[Ctrl+Right][Ctrl+Right]8")
    assert [(span.label, span.text) for span in rig.spans()] == [("DATE", "4 percent")]


def test_a_wrong_key_for_an_attribute_is_refused_and_the_choice_goes_on(rig: PageRig) -> None:
    rig.caret("not pay twice")
    rig.keys("qty1")
    assert "Y chooses nothing" in rig.said[-2]
    assert rig.texts("PER") == []
    rig.keys("xn")
    assert rig.said[-1] == "Nesting: nested"


def test_an_edge_never_cuts_through_a_visible_character(rig: PageRig) -> None:
    rig.drag(rig.point("a mess", -1), rig.point("👍🏽"))
    rig.keys("c[Ctrl+Shift+Left]")
    assert rig.focus.text.endswith("”. ") or rig.focus.text.endswith("”.")
    rig.keys("[Ctrl+Shift+Right]")
    assert rig.focus.text.endswith("👍🏽")


def test_all_equal_words_are_labelled_in_one_step(rig: PageRig) -> None:
    rig.caret("Roth’s")
    rig.keys("1[Shift+R]")
    assert rig.texts("PER") == ["Roth", "Roth"]
    assert {span.origin for span in rig.spans()} == {"manual", "propagated"}
    rig.keys("[Shift+R]")
    assert "nowhere else" in rig.said[-1]
    rig.keys("z")
    assert rig.texts("PER") == ["Roth"]


def test_what_others_labelled_is_labelled_all_the_same(rig: PageRig) -> None:
    rig.caret("Roth’s")
    rig.keys("1")
    place = rig.offset("Jana Roth") + 5
    theirs = replace(
        rig.focus,
        id=new_id(),
        annotator="ben",
        fragments=(Fragment(place, place + 4),),
    )
    rig.session.do(edits.add_spans([theirs], by="ben", title="label"))
    rig.keys("[Shift+R]")
    found = sorted((span.start, span.annotator == "ben") for span in rig.spans("PER"))
    assert found == [(place, False), (place, True), (rig.offset("Roth’s"), False)]


def test_r_says_that_there_is_nothing_to_repeat(rig: PageRig) -> None:
    rig.caret("Jana")
    rig.keys("r")
    assert rig.said[-1] == "Label something first, then R repeats it."
    rig.keys("1")
    rig.caret("Tomas")
    rig.keys("r")
    assert rig.texts("PER") == ["Jana Roth", "Tomas Okafor"]


def test_a_mark_alone_is_no_name_and_no_date(rig: PageRig) -> None:
    rig.caret("“We will")
    rig.keys("8")
    assert rig.texts() == []
    assert "no text here to label" in rig.said[-1]


def test_equal_words_inside_a_longer_name_are_left_to_the_annotator(
    qtbot: QtBot, tmp_path: Path
) -> None:
    text = "Ellery voted on Monday. The Ellery Herald was late. Nobody in Ellery minded.\n"
    rig = PageRig(qtbot, make_project(tmp_path / "parts.annodb", text))
    qtbot.waitUntil(rig.page.hasFocus)
    rig.caret("Ellery voted")
    rig.keys("3[Shift+R]")
    assert [span.start for span in rig.spans("GPE")] == [0, text.rindex("Ellery")]
    assert "1 in a longer name left out" in rig.said[-1]
