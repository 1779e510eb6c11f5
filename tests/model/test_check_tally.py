from __future__ import annotations

from dataclasses import replace

from annotator.model.check_choices import ALL_LABELS, Choices, document_of
from annotator.model.check_tally import Tally
from annotator.model.checks import Finding
from annotator.model.values import Field

ONE = Finding("d", "x", "edges", "it ends with a space", label="PER", start=3)
TWO = replace(ONE, span_id="y", label="ORG", start=1)


def test_counts_are_exact_where_findings_are_not_kept() -> None:
    tally = Tally(Choices(), keeps=2)
    tally.take("d", [replace(ONE, span_id=str(number)) for number in range(5)])
    assert tally.count("edges") == 5
    assert len(tally.findings("edges")) == 2


def test_a_document_checked_again_replaces_its_findings() -> None:
    tally = Tally(Choices())
    tally.take("d", [ONE, TWO])
    tally.take("e", [replace(ONE, document_id="e")])
    tally.take("d", [TWO])
    assert tally.labels("edges") == {"PER": 1, "ORG": 1}
    assert [one.document_id for one in tally.findings("edges")] == ["d", "e"]
    assert tally.documents("edges") == ["e", "d"]


def test_findings_stand_in_the_order_of_the_documents() -> None:
    tally = Tally(Choices(), {"d": 1, "e": 0})
    tally.take("d", [ONE, TWO])
    tally.take("e", [replace(ONE, document_id="e")])
    assert [(one.document_id, one.start) for one in tally.findings("edges")] == [
        ("e", 3), ("d", 1), ("d", 3),
    ]  # fmt: skip


def test_muted_and_accepted_findings_are_counted_apart() -> None:
    tally = Tally(Choices(accepted=frozenset([ONE.key])))
    tally.take("d", [ONE, TWO])
    assert (tally.count("edges"), tally.accepted) == (1, 1)
    tally.choices = replace(tally.choices, muted=frozenset([("edges", "ORG")]))
    assert (tally.count("edges"), tally.muted, tally.count("edges", is_all=True)) == (0, 1, 2)
    assert len(tally.findings("edges", is_all=True)) == 2


def test_muting_a_check_is_a_setting_and_again_takes_it_back() -> None:
    edit = Choices().mute_edit("edges", "PER", name="Space at the edge", by="mia")
    [change] = edit.changes
    assert isinstance(change.after, Field)
    muted = Choices.of({change.after.id: True})
    assert muted.mutes("edges", "PER")
    assert not muted.mutes("edges", "ORG")
    assert muted.mute_edit("edges", "PER", name="", by="mia").changes == (change.inverse(),)
    assert Choices(frozenset([("edges", ALL_LABELS)])).mutes("edges", "ORG")


def test_an_accepted_finding_is_remembered_with_its_document() -> None:
    edit = Choices().accept_edit([ONE, TWO, ONE], by="mia")
    fields = [change.after for change in edit.changes if isinstance(change.after, Field)]
    assert Choices.of({field.id: True for field in fields}).accepted == {ONE.key, TWO.key}
    assert [document_of(field) for field in fields] == ["d", "d"]
