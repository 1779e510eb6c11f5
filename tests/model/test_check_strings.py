from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.model.check_document import Checked
from tests.model.checking_rig import background, contents, on, span, strings

if TYPE_CHECKING:
    from annotator.model.check_strings import Strings
    from annotator.model.checks import Finding
    from annotator.model.values import Span

TEXT = (
    "Odo Lind of Tessen Rail met Lind. Rail workers in Tessen cheered Odo\nLind. Tessen-born Ida left."
)


def found(known: Strings, *spans: Span, text: str = TEXT, at_work: bool = True) -> list[Finding]:
    around = background(at_work={"d": ["mia"]} if at_work else {})
    return list(known.findings(Checked(contents(text, *spans), around)))


def words(findings: list[Finding]) -> list[str]:
    return [one.words for one in findings if one.kind == "unlabelled"]


PERSON = on(TEXT, "PER", "Odo Lind")
ORG = on(TEXT, "ORG", "Tessen Rail")


def test_words_of_two_labels_name_the_majority() -> None:
    gpe = replace(ORG, id="g", label="GPE")
    [finding] = found(strings(ORG, ORG, gpe), gpe)
    assert (finding.kind, finding.proposal) == ("same-string", "ORG")
    assert "ORG 2×" in finding.reason
    assert found(strings(ORG, ORG, gpe), ORG) == []


def test_without_a_majority_both_are_told_and_none_is_proposed() -> None:
    gpe = replace(ORG, id="g", label="GPE")
    known = strings(ORG, gpe)
    assert [one.proposal for one in found(known, ORG, gpe) if one.kind == "same-string"] == ["", ""]


def test_labels_of_other_people_and_layers_do_not_count() -> None:
    others = [replace(ORG, annotator="bo", label="GPE"), replace(ORG, label="SOURCE")]
    assert found(strings(ORG, *others), ORG, at_work=False) == []


def test_counts_follow_a_change_of_label() -> None:
    gpe = replace(ORG, id="g", label="GPE")
    known = strings(ORG, ORG, gpe)
    known.follow(gpe, replace(gpe, label="ORG"))
    assert found(known, replace(gpe, label="ORG"), at_work=False) == []


def test_names_labelled_elsewhere_are_told_as_whole_words() -> None:
    assert words(found(strings(PERSON), PERSON)) == ["Odo\nLind"]
    assert words(found(strings(PERSON), PERSON, at_work=False)) == []


def test_a_single_word_must_be_labelled_twice() -> None:
    lind = on(TEXT, "PER", "Lind")
    assert words(found(strings(lind))) == []
    assert words(found(strings(lind, lind))) == ["Lind"] * 3


def test_longer_words_hide_shorter_ones_and_hyphens_tie() -> None:
    tessen = on(TEXT, "GPE", "Tessen")
    known = strings(tessen, tessen, ORG)
    assert words(found(known)) == ["Tessen Rail", "Tessen"]


def test_what_touches_a_span_of_the_layer_is_left_alone() -> None:
    lind = on(TEXT, "PER", "Lind")
    around = span("x", "ORG", (0, 33), within=TEXT)
    assert len(words(found(strings(lind, lind), around))) == 1
    claim = span("x", "CLAIM", (0, 33), within=TEXT)
    assert len(words(found(strings(lind, lind), claim))) == 3


def test_common_and_lower_case_words_are_no_names() -> None:
    text = "The ferry sailed. The ferry sank. Minister left. Minister came."
    for word in ("The", "ferry", "Minister"):
        one = on(text, "ORG", word)
        assert words(found(strings(one, one), text=text)) == []
    two = on(text, "ORG", "ferry sailed")
    assert words(found(strings(two), text=text)) == []
    assert words(found(strings(two, two), text=text)) == ["ferry sailed"]


def test_a_word_that_is_mostly_unlabelled_is_common() -> None:
    text = "Green " * 20
    one = span("x", "PER", (0, 5), within=text)
    known = strings(one, one)
    known.count_common([Checked(contents(text, one), background(at_work={"d": ["mia"]}))])
    known.leave_common()
    assert words(found(known, one, text=text)) == []


def test_an_entity_that_is_the_same_elsewhere_is_proposed() -> None:
    linked = replace(PERSON, entity="e1")
    [finding] = found(strings(linked, PERSON), PERSON, at_work=False)
    assert (finding.kind, finding.entity) == ("entity-missing", "e1")
    several = strings(linked, replace(linked, entity="e2"))
    assert found(several, PERSON, at_work=False) == []
    [place] = [one for one in found(strings(linked), linked) if one.kind == "unlabelled"]
    assert place.entity == "e1"
