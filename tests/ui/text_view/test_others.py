from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from annotator.model import edits
from annotator.model.sight import SETTING
from annotator.ui.text_view.others_marks import distinct, tip

if TYPE_CHECKING:
    from annotator.model.values import Span
    from tests.ui.page_rig import PageRig

QUOTE, ROTH, TUESDAY = "“We will not pay twice,”", "Jana Roth", "Tuesday"


def label_as(rig: PageRig, who: str, label: str, words: str) -> Span:
    """Somebody else labels these words."""
    start, book = rig.offset(words), rig.session.codebook
    by, project = who.casefold(), rig.project
    known = {one.id for one in project.annotators()}
    place = [(start, start + len(words))]
    assert rig.session.document is not None
    document = rig.session.document.id
    span = edits.new_span(document, rig.page.text, book.label(label), place, by=by, codebook=book)
    if by not in known:
        named = edits.set_field("annotator", by, "name", None, f"{who} Kolm", by=by, title="come in")
        rig.session.take_over(project.apply(named))
    rig.session.take_over(project.apply(edits.add_spans([span], by=by)))
    return span


def set_way(rig: PageRig, way: str) -> None:
    """The project says how others' annotations are treated."""
    assert rig.session.do(edits.set_field("setting", SETTING, "value", None, way, by="x", title="way"))


def mine(rig: PageRig) -> list[str]:
    """The annotator's own spans."""
    return [f"{one.label} {one.text}" for one in rig.session.others.own(rig.spans())]


@pytest.mark.parametrize(
    "typed", ["2", "d", "t", "m", "k", "e", "[Shift+Right]", "[Alt+Shift+Right]", "[Shift+K]"]
)
def test_keys_on_anothers_span_change_nothing_and_say_whose_it_is(rig: PageRig, typed: str) -> None:
    span = label_as(rig, "Ben", "PER", ROTH)
    rig.click(ROTH, 2)
    assert rig.focus == span
    rig.keys(typed)
    assert rig.spans() == [span]
    (failure,) = rig.failures
    assert "Ben Kolm’s" in failure
    assert "Take it over as your own (O)" in failure
    assert "Change others’ annotations" in failure


def test_the_mouse_offers_no_edge_of_anothers_span(rig: PageRig) -> None:
    span = label_as(rig, "Ben", "PER", ROTH)
    rig.session.set_focus(span.id)
    rig.drag(rig.point("Roth", 3), rig.point("rejected", 6))
    assert rig.spans() == [span]


def test_without_a_focus_keys_mean_ones_own_span(rig: PageRig) -> None:
    span = label_as(rig, "Ben", "LOC", "Roth")
    rig.caret(ROTH, 6)
    rig.keys("1[Escape]d")
    assert rig.spans() == [span]
    assert not rig.failures


@pytest.mark.parametrize("is_focused", [True, False])
def test_a_label_key_where_only_anothers_equal_span_lies_makes_ones_own(
    rig: PageRig, is_focused: bool
) -> None:
    label_as(rig, "Ben", "PER", ROTH)
    if is_focused:
        rig.click(ROTH, 2)
    else:
        rig.caret(ROTH, 2)
    rig.keys("1")
    assert mine(rig) == [f"PER {ROTH}"]
    assert rig.session.others.is_own(rig.focus)
    assert not rig.failures


def test_o_takes_a_span_over_and_undo_gives_it_back(rig: PageRig) -> None:
    span = label_as(rig, "Ben", "PER", ROTH)
    rig.click(ROTH, 2)
    rig.keys("o")
    assert mine(rig) == [f"PER {ROTH}"]
    assert rig.session.others.is_own(rig.focus)
    assert rig.said[-1] == f"Taken over from Ben Kolm: Person: {ROTH}"
    rig.keys("o")
    assert rig.said[-1] == "This annotation is your own already."
    rig.keys("z")
    assert rig.spans() == [span]


def test_shift_o_takes_all_of_one_person_who_is_asked_for_where_there_are_several(
    rig: PageRig,
) -> None:
    for who, label, words in (
        ("Ben", "PER", ROTH),
        ("Carl", "DATE", TUESDAY),
        ("Carl", "ORG", "Delta Rail"),
    ):
        label_as(rig, who, label, words)
    rig.keys("[Shift+O]")
    assert rig.prompts[-1].startswith("Take over all of: 1 Ben Kolm · 2 Carl Kolm")
    rig.keys("2")
    assert mine(rig) == [f"DATE {TUESDAY}", "ORG Delta Rail"]
    assert rig.said[-1] == "Taken over from Carl Kolm: 2 spans"


def test_others_can_be_changed_when_that_is_switched_on_and_the_span_stays_theirs(
    rig: PageRig,
) -> None:
    span = label_as(rig, "Ben", "PER", ROTH)
    advice: list[str] = []
    rig.session.advised.connect(lambda message, _hint: advice.append(message))
    rig.session.others.allow(True)
    rig.click(ROTH, 2)
    rig.keys("2[Shift+Right]")
    (changed,) = rig.spans()
    assert (changed.id, changed.label, changed.annotator) == (span.id, "ORG", "ben")
    assert advice == ["You can now change the annotations of others."]
    assert rig.project.history()[0].annotator == rig.session.annotator.id
    rig.session.open_project(rig.project.open(rig.project.path, read_only=True))
    assert not rig.session.others.is_allowed


def test_n_goes_over_the_spans_of_whoever_made_the_focused_one(rig: PageRig) -> None:
    label_as(rig, "Ben", "PER", ROTH)
    label_as(rig, "Ben", "ORG", "Delta Rail")
    for words in ("Tuesday", "Port Ellery"):
        rig.caret(words, 1)
        rig.keys("8" if words == "Tuesday" else "3")
    rig.caret("Harbour")
    rig.keys("nn")
    assert rig.focus.text == "Port Ellery"
    rig.click(ROTH, 2)
    rig.keys("n")
    assert rig.focus.text == "Delta Rail"


def test_relations_join_ones_own_span_and_anothers_but_not_two_of_others(rig: PageRig) -> None:
    source = label_as(rig, "Ben", "SOURCE", ROTH)
    quote = label_as(rig, "Ben", "QUOTE", QUOTE)
    rig.session.set_focus(quote.id)
    rig.keys("lp")
    assert "Ben Kolm’s" in rig.failures[-1]
    rig.caret("“We", 3)
    rig.session.set_focus(None)
    rig.keys("q")
    assert rig.session.others.is_own(rig.focus)
    rig.keys("lp[Return]")
    (relation,) = rig.project.relations(source.document_id)
    assert (relation.to_id, relation.annotator) == (source.id, rig.session.annotator.id)


def test_ones_own_span_can_go_although_an_unseen_relation_leads_to_it(rig: PageRig) -> None:
    quote = label_as(rig, "Ben", "QUOTE", QUOTE)
    rig.caret("she said", 1)
    rig.keys("a")
    kind = rig.session.codebook.relation_types["speaker"]
    rig.project.apply(edits.add_relation(kind, quote, rig.focus, [], by="ben"))
    set_way(rig, "blind")
    assert rig.session.annotations is not None
    assert not rig.session.annotations.relations(rig.focus.id)
    rig.keys("d")
    assert rig.spans() == [quote]
    assert not rig.failures


def test_s_proposes_nothing_on_anothers_quote_and_uses_no_source_of_others(rig: PageRig) -> None:
    label_as(rig, "Ben", "SOURCE", "she")
    quote = label_as(rig, "Ben", "QUOTE", QUOTE)
    rig.session.set_focus(quote.id)
    rig.keys("s")
    assert "Ben Kolm’s" in rig.failures[-1]
    rig.session.set_focus(None)
    rig.caret("pay twice")
    rig.keys("qs[Return]")
    ends = {one.id: one for one in rig.spans()}
    assert rig.project.relations(quote.document_id)
    for relation in rig.project.relations(quote.document_id):
        assert rig.session.others.is_own(ends[relation.to_id])


def test_label_all_equal_passes_over_what_others_have_labelled(rig: PageRig) -> None:
    label_as(rig, "Ben", "PER", "Roth’s"[:4])
    rig.caret(ROTH, 6)
    rig.keys("1[Shift+R]")
    assert all(one.startswith("PER") for one in mine(rig))
    assert len(mine(rig)) > 1


@pytest.mark.parametrize(("way", "is_seen"), [("shown", True), ("hidden", False), ("blind", False)])
def test_the_page_shows_what_the_project_says(rig: PageRig, way: str, is_seen: bool) -> None:
    span = label_as(rig, "Ben", "PER", ROTH)
    set_way(rig, way)
    assert rig.session.annotations is not None
    assert list(rig.session.annotations) == [span] * is_seen
    later = label_as(rig, "Ben", "DATE", TUESDAY)  # and what comes in while one works
    assert list(rig.session.annotations) == [span, later] * is_seen
    rig.session.sights.show_others(True)
    assert list(rig.session.annotations) == ([] if way == "blind" else [span, later])


def test_lines_of_others_give_way_to_ones_own_and_their_room_when_they_are_hidden(
    rig: PageRig,
) -> None:
    for who, label in (("Ben", "QUOTE"), ("Carl", "CLAIM"), ("Dora", "QUOTE"), ("Dora", "CLAIM")):
        label_as(rig, who, label, QUOTE if who != "Dora" else QUOTE[:20])
    rig.caret("pay twice")
    rig.keys("q")
    own = rig.focus
    rig.session.open_document(own.document_id)
    block = rig.page.block_at(own.start)
    row = next(one for one in rig.page.visible().rows if one.start <= own.start < one.end)
    crowded = rig.page.marks.lane_count(block)
    assert rig.page.marks.lane_of(row, own.id) == 0
    rig.session.sights.show_others(False)
    assert rig.page.marks.lane_count(block) < crowded


def test_gold_is_on_the_page_while_one_adjudicates_alone(rig: PageRig) -> None:
    label_as(rig, "Gold", "PER", ROTH)
    assert rig.session.annotations is not None
    assert not list(rig.session.annotations)
    rig.session.sights.adjudicate(True)
    assert len(list(rig.session.annotations)) == 1


def test_equal_marks_of_others_are_drawn_once_and_told_with_all_their_names(rig: PageRig) -> None:
    spans = [label_as(rig, who, "PER", ROTH) for who in ("Ben", "Carl")]
    assert len(distinct(rig.session, spans)) == 1
    assert tip(rig.session, rig.offset(ROTH)).splitlines() == [
        "Person · BK (Ben Kolm)",
        "Person · CK (Carl Kolm)",
    ]
    point = rig.point(ROTH, 2)
    asked = QHelpEvent(QEvent.Type.ToolTip, point, rig.page.viewport().mapToGlobal(point))
    QApplication.sendEvent(rig.page.viewport(), asked)
    assert "Ben Kolm" in QToolTip.text()


def test_others_are_drawn_without_a_ground_of_their_own(rig: PageRig) -> None:
    def darkness() -> int:
        image = rig.page.viewport().grab().toImage()
        point = rig.point(ROTH, 0)
        box = rig.page.visible().boxes(rig.offset(ROTH), rig.offset(ROTH) + 4)[0][0].toRect()
        return image.pixelColor(box.left() - 1, point.y() - box.height() // 2 + 1).lightness()

    bare = darkness()
    label_as(rig, "Ben", "PER", ROTH)
    assert darkness() == bare
    rig.caret(ROTH, 2)
    rig.keys("1[Escape]")
    assert darkness() < bare
