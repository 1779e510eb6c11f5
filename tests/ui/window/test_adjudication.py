"""Adjudicating a real article, annotated differently by two people, with keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidget

from annotator.model import edits
from annotator.model.change import Change, Edit
from annotator.model.decisions import GOLD
from annotator.model.fragment import Fragment
from annotator.model.values import Field, Span, now
from annotator.store.project import Project
from annotator.ui.adjudicating import Adjudicating
from annotator.ui.adjudication import Adjudication, adjudication_of
from annotator.ui.adjudication_modes import AdjudicationMode, EditingMode
from annotator.ui.adjudication_words import differing_words
from annotator.ui.panels.adjudication_origin import decision_text
from tests.ui.page_rig import ARTICLE, SECOND, make_project
from tests.ui.window.window_rig import WindowRig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

ANN, BEA = "ann", "bea"
CTRL = Qt.KeyboardModifier.ControlModifier


def label(project: Project, who: str, label_id: str, words: str, **attributes: str) -> Span:
    """Somebody's span of the article that has these words."""
    book = project.codebook()
    document = next(one for one in project.documents() if words in project.text(one.id))
    text = project.text(document.id)
    place = Fragment(text.index(words), text.index(words) + len(words))
    span = edits.new_span(
        document.id, text, book.labels[label_id], (place,), by=who, codebook=book, attributes=attributes
    )
    project.apply(edits.add_spans([span], by=who))
    return span


def link(project: Project, kind: str, start: Span, end: Span) -> None:
    book = project.codebook()
    project.apply(edits.add_relation(book.relation_types[kind], start, end, (), by=start.annotator))


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> Iterator[WindowRig]:
    path = tmp_path / "team.annodb"
    project = make_project(path, ARTICLE, SECOND)
    for who in (ANN, BEA):
        project.apply(
            Edit("", (Change(None, Field("annotator", who, "name", who.title())),), who, now())
        )
        quote = label(project, who, "QUOTE", "“We will not pay twice,”")
        source = label(project, who, "SOURCE", "she" if who == ANN else "Minister of Finance Jana Roth")
        label(project, who, "PER", "Mira Holt")
        link(project, "speaker", quote, source)
    label(project, ANN, "PER", "Jana Roth")
    label(project, BEA, "PER", "Roth")
    label(project, ANN, "ORG", "Delta Rail")
    label(project, BEA, "GPE", "Delta Rail")
    label(project, BEA, "DATE", "Tuesday")
    project.close()
    rig = WindowRig(qtbot, tmp_path, opens=path)
    yield rig
    rig.close()


def begin(rig: WindowRig) -> Adjudication:
    """Ctrl+J, and wait until all articles are known."""
    rig.window.page.setFocus()
    rig.press_key(Qt.Key.Key_J, CTRL)
    adjudication = adjudication_of(rig.session)
    rig.qtbot.waitUntil(
        lambda: not adjudication.queue.is_busy and len(adjudication.queue.articles()) == 2
    )
    rig.qtbot.waitUntil(rig.window.page.hasFocus)
    return adjudication


def gold(rig: WindowRig) -> list[str]:
    assert rig.session.project is not None
    spans = [one for one in rig.session.project.iterate_spans() if one.annotator == GOLD.id]
    return sorted(f"{one.label} {one.text}" for one in spans)


def kinds(adjudication: Adjudication) -> list[str]:
    return [one.kind for one in adjudication.docket.open()] if adjudication.docket else []


def test_an_article_with_keys_alone(rig: WindowRig) -> None:
    adjudication = begin(rig)
    assert kinds(adjudication) == ["edge", "label", "missing", "missing", "missing"]
    assert gold(rig) == ["QUOTE “We will not pay twice,”"]
    rig.press("120")
    assert gold(rig)[0].startswith(("GPE Delta Rail", "ORG Delta Rail"))
    rig.press("11")
    assert kinds(adjudication) == ["relation"]
    assert len(adjudication.group.candidates) == 2  # type: ignore[union-attr]
    rig.press("2")
    assert kinds(adjudication) == []
    assert rig.session.project is not None
    (relation,) = [one for one in rig.session.project.iterate_relations() if one.annotator == GOLD.id]
    assert relation.label == "speaker"
    rig.press_key(Qt.Key.Key_Return)
    rig.qtbot.waitUntil(lambda: "PER Mira Holt" in gold(rig))
    rig.press_key(Qt.Key.Key_Escape)
    assert not adjudication.is_active
    assert rig.window.page.mode is None


def test_the_key_bar_says_where_candidates_differ_and_offers_no_majority_of_one(rig: WindowRig) -> None:
    begin(rig)
    mode = rig.window.page.mode
    assert mode is not None
    assert "majority" not in mode.prompt
    assert not rig.find("adjudication_majority").isEnabled()
    texts = ["It was the council that paid for all of it", "the council that paid for all of it"]
    assert [differing_words(one, texts, 18) for one in texts] == ["It was the …", "the council that …"]
    texts = ["the council that paid for it", "the council that paid for it, it said"]
    assert differing_words(texts[1], texts, 18) == "… for it, it said"


def test_undo_goes_back_to_the_difference(rig: WindowRig) -> None:
    adjudication = begin(rig)
    first = adjudication.shown
    before = gold(rig)
    rig.press("1")
    assert adjudication.shown != first
    rig.press_key(Qt.Key.Key_Z, CTRL)
    assert (adjudication.shown, gold(rig)) == (first, before)
    assert rig.session.focus is None
    assert isinstance(rig.window.page.mode, AdjudicationMode)


def test_names_are_hidden_letters_label_nothing_and_the_list_decides(rig: WindowRig) -> None:
    adjudication = begin(rig)
    before = kinds(adjudication)
    rig.press("qwcd")
    assert kinds(adjudication) == before
    assert rig.labels() == ["QUOTE “We will not pay twice,”"]
    assert rig.window.page.difference is not None
    tags = [one.tag for one in rig.window.page.difference.marks]
    assert sorted(tag.split(" ", 1)[1] for tag in tags) == ["Person 1/2", "Person 1/2"]
    assert {adjudication.name(ANN), adjudication.name(BEA)} == {"A", "B"}
    rig.click("adjudication_names")
    assert adjudication.name(ANN) == "Ann"
    rows = rig.find("adjudication_groups")
    rig.qtbot.waitUntil(lambda: rows.model().rowCount() == 5)  # type: ignore[attr-defined]
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert adjudication.shown == adjudication.differences()[1].id
    QTest.keyClick(rows, "0")
    assert adjudication.differences()[1].decision.outcome == "none"  # type: ignore[union-attr]


def test_a_reason_goes_with_the_decision(rig: WindowRig) -> None:
    adjudication = begin(rig)
    rig.press("m1")
    assert adjudication.reason == adjudication.deciding.reasons()[0]
    rig.press("1")
    rig.press_key(Qt.Key.Key_Left)
    decision = adjudication.group.decision if adjudication.group is not None else None
    assert decision is not None
    assert decision.reason == adjudication.deciding.reasons()[0]
    rig.press("mw")
    line = rig.find("adjudication_own_reason")
    rig.qtbot.waitUntil(line.hasFocus)
    QTest.keyClicks(line, "Titles belong to names")
    QTest.keyClick(line, Qt.Key.Key_Return)
    rig.qtbot.waitUntil(rig.window.page.hasFocus)
    assert adjudication.group.decision.reason == "Titles belong to names"  # type: ignore[union-attr]
    assert "Titles belong to names" in adjudication.deciding.reasons()


def test_the_gold_can_be_edited_by_hand(rig: WindowRig) -> None:
    begin(rig)
    rig.press("2e")
    assert isinstance(rig.window.page.mode, EditingMode)
    focus = rig.session.focus
    assert focus is not None
    assert focus.annotator == GOLD.id
    rig.press_key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    moved = rig.session.focus
    assert moved is not None
    assert moved.end > focus.end
    rig.press("q")
    assert moved == rig.session.focus
    card = decision_text(rig.session, moved)
    assert card.startswith("decided by Anna")
    assert card.endswith("from 1 of 2 · edited by hand")
    rig.press_key(Qt.Key.Key_Return)
    rig.qtbot.waitUntil(lambda: isinstance(rig.window.page.mode, AdjudicationMode))
    assert rig.session.focus is None


def test_one_goes_on_where_one_stopped_and_what_was_put_off_comes_last(rig: WindowRig) -> None:
    adjudication = begin(rig)
    first = adjudication.shown
    rig.press("u")
    following = adjudication.shown
    assert following != first
    rig.press_key(Qt.Key.Key_Escape)
    begin(rig)
    assert adjudication.shown == following
    rig.press("1111")
    rig.press("1") if kinds(adjudication) else None
    assert adjudication.shown == first
    assert adjudication.group.is_deferred  # type: ignore[union-attr]


def test_what_somebody_adds_later_is_shown_alone(rig: WindowRig) -> None:
    adjudication = begin(rig)
    while kinds(adjudication):
        rig.press("1")
    decided = gold(rig)
    assert rig.session.project is not None
    rig.session.take_over(_added(rig.session.project))
    rig.qtbot.waitUntil(lambda: kinds(adjudication) == ["missing"])
    assert gold(rig) == decided


def _added(project: Project) -> Edit:
    before = {one.id for one in project.iterate_spans()}
    label(project, BEA, "GPE", "Port Ellery")
    (new,) = [one for one in project.iterate_spans() if one.id not in before]
    return Edit("label", (Change(None, new),), BEA, now())


def test_a_rule_shows_what_it_would_do_before_it_does_it(rig: WindowRig) -> None:
    adjudication = begin(rig)
    rig.trigger("adjudication.rules")
    dialog = rig.dialog("adjudication_rule")
    choice, listed = rig.find("rule_rule", dialog), rig.find("rule_list", dialog)
    assert isinstance(listed, QTreeWidget)
    choice.setCurrentIndex(choice.findData("annotator"))  # type: ignore[attr-defined]
    rig.qtbot.waitUntil(rig.find("rule_decide", dialog).isEnabled)
    assert listed.topLevelItemCount() >= 5
    before = gold(rig)
    assert len(before) == 1
    rig.click("rule_decide", dialog)
    rig.qtbot.waitUntil(lambda: kinds(adjudication) == [])
    assert len(gold(rig)) > 1


def test_feedback_is_written_and_walked_through_with_n(rig: WindowRig, tmp_path: Path) -> None:
    adjudication = begin(rig)
    while kinds(adjudication):
        rig.press("1")
    rig.press_key(Qt.Key.Key_Return)
    rig.qtbot.waitUntil(lambda: "PER Mira Holt" in gold(rig))
    rig.press_key(Qt.Key.Key_Escape)
    writer = rig.window.findChild(Adjudicating)
    assert writer is not None
    writer.write(tmp_path / "out")
    rig.qtbot.waitUntil(lambda: (tmp_path / "out" / "feedback Bea.annodb").exists())
    rig.settings.annotator_name = "Ann"
    rig.trigger("feedback.show")
    rows = rig.find("feedback_list")
    rig.qtbot.waitUntil(lambda: rows.model().rowCount() > 1)  # type: ignore[attr-defined]
    rig.qtbot.waitUntil(rows.hasFocus)
    rig.qtbot.waitUntil(lambda: rig.window.page.difference is not None)
    first = rig.window.page.difference
    QTest.keyClick(rows, "n")
    assert first is not None
    assert rig.window.page.difference not in (None, first)
    QTest.keyClick(rows, "n", Qt.KeyboardModifier.ShiftModifier)
    assert rig.window.page.difference == first
