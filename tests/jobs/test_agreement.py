"""The agreement of a real project: who is compared, over time, what differs, and the report."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.analysis.agreement import MEASURES
from annotator.analysis.agreement_counts import ALL_LABELS, EVERYBODY, Facet
from annotator.analysis.agreement_differences import Difference
from annotator.analysis.agreement_figures import Target, Wish, by_article, over_time
from annotator.analysis.agreement_intervals import Scores
from annotator.errors import Cancelled
from annotator.jobs import agreement_extra
from annotator.jobs.agreement import Compared, compare
from annotator.jobs.agreement_differences import differences
from annotator.jobs.agreement_hints import hints
from annotator.jobs.agreement_report import as_json, as_lines, measures_for, report
from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment
from annotator.model.values import Field, NewDocument, Span, document_id, new_id, now, sha256
from annotator.store.project import Project
from tests.store.making import ADA, BEN, CODEBOOK

PEOPLE = {ADA: "Ada", BEN: "Ben", "cy": "Cy"}
QUOTE = {"form": "direct"}


def make(path: Path, articles: int = 6) -> Project:
    """Ada and Ben mark each article; Ben ends every third span elsewhere, Cy marks two articles."""
    project = Project.create(path, title="Harbour", codebook=CODEBOOK)
    changes = [Change(None, Field("annotator", id_, "name", name)) for id_, name in PEOPLE.items()]
    changes += [Change(None, Field("annotator", "rules", "name", "Rules"))]
    changes += [Change(None, Field("annotator", "rules", "role", "suggester"))]
    for number in range(articles):
        text = f"Lena Vogt said on Monday {number} that it is fine and that nobody called her."
        id_ = document_id(sha256(text))
        changes.append(Change(None, NewDocument(id_, text, sha256(text))))
        changes.append(Change(None, Field("document", id_, "title", f"Article {number}")))
        for who in [ADA, BEN, *(["cy"] if number < 2 else []), "rules"]:
            changes += [Change(None, one) for one in marked(id_, text, who, number)]
    project.apply(Edit("import", tuple(changes), ADA, now()))
    return project


def marked(document: str, text: str, who: str, number: int) -> list[Span]:
    day = f"2026-0{1 + number // 2}-05T09:00:00.000Z"
    places = [
        (0, 9, "PER"),
        (10, 14, "CUE"),
        (31, 44 if who == BEN and number % 3 == 0 else 40, "QUOTE"),
    ]
    return [
        Span(
            new_id(), document, label, (Fragment(start, end),), text[start:end], who,
            QUOTE if label == "QUOTE" else {}, created=day, modified=day,
            origin="model" if who == BEN else "manual",
        )
        for start, end, label in places
    ]  # fmt: skip


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Project]:
    with make(tmp_path / "team.annodb") as project:
        yield project


@pytest.fixture
def compared(team: Project) -> Compared:
    return compare(team)


def test_persons_are_compared_and_suggesters_are_not(compared: Compared) -> None:
    assert compared.people(()) == ["Ada", "Ben", "Cy"]
    assert compared.agreement.pairs == {(ADA, BEN): 6, (ADA, "cy"): 2, (BEN, "cy"): 2}


def test_two_can_be_compared_alone(team: Project) -> None:
    compared = compare(team, annotators=[ADA, BEN])
    value = Scores(compared.agreement).value(MEASURES["exact"], ALL_LABELS, EVERYBODY)
    assert value == pytest.approx(2 * 16 / 36)
    assert compared.agreement.pairs == {(ADA, BEN): 6}


def test_what_was_adjudicated_or_decided_is_nobodys_own(team: Project) -> None:
    spans = [span for span in team.iterate_spans() if span.annotator == BEN]
    some = [Change(span, replace(span, origin="adjudicated")) for span in spans]
    team.apply(Edit("adjudicate", tuple(some), ADA, now()))
    found = compare(team)
    assert found.agreement.pairs == {(ADA, "cy"): 2}
    assert found.agreement.alone == 4


def test_done_without_a_span_is_compared_and_not_begun_is_left_out(team: Project) -> None:
    text = "Nobody spoke."
    id_ = document_id(sha256(text))
    spans = [Span(new_id(), id_, "PER", (Fragment(0, 6),), "Nobody", ADA, created=now(), modified=now())]
    changes = [Change(None, NewDocument(id_, text, sha256(text))), *(Change(None, s) for s in spans)]
    team.apply(Edit("one more", tuple(changes), ADA, now()))
    assert compare(team).agreement.alone == 1
    done = Change(None, Field("work", f"{id_}/{BEN}", "state", "done"))
    team.apply(Edit("done", (done,), BEN, now()))
    found = compare(team, documents=[id_])
    assert Scores(found.agreement).value(MEASURES["exact"], ALL_LABELS, EVERYBODY) == 0


def test_hints_warn_of_quotes_and_of_proposals(compared: Compared) -> None:
    found = list(hints(compared, Scores(compared.agreement), (ADA, BEN)))
    assert found[0].startswith("Quotes that are direct: exact F1 is 0.67.")
    assert found[1].startswith("Ben took over proposals: 100% of the spans")
    few = list(hints(compared, Scores(compared.agreement), (ADA, "cy")))
    assert few[-1] == "Only 2 articles: too few for an interval."


def wish(compared: Compared) -> Wish:
    measure = MEASURES["exact"]
    scores = Scores(compared.agreement)

    def score(facet, members):  # type: ignore[no-untyped-def]
        return scores.score(measure, facet, members)

    return Wish("exact", measure.undefined, ALL_LABELS, "all", (ADA, BEN), compared.names, score)


def test_articles_with_the_lowest_value_come_first(compared: Compared) -> None:
    figure = by_article(wish(compared), MEASURES["exact"], compared.agreement)
    assert [row.name for row in figure.rows[:2]] == ["Article 0", "Article 3"]
    assert [row[0].value for row in figure.scores] == pytest.approx([2 / 3, 2 / 3, 1, 1, 1, 1])
    assert figure.note == "mean 0.889, 0 undefined"


def test_over_time_by_the_week_in_which_the_last_span_was_made(compared: Compared) -> None:
    figure = over_time(wish(compared), MEASURES["exact"], compared.agreement)
    assert [row.key for row in figure.rows] == ["2026-01-05", "2026-02-02", "2026-03-02"]
    assert [row[0].value for row in figure.scores] == pytest.approx([5 / 6, 5 / 6, 1])
    assert figure.cells(figure.rows[0]) == ("2026-01-05", "0.833", "", "", 2)


def listed(team: Project, compared: Compared, target: Target) -> list[Difference]:
    found: list[Difference] = []
    parts: list[object] = []
    differences(team, compared, target, parts.append)
    for part in parts:
        found += part if isinstance(part, list) else []
    return found


def test_a_number_leads_to_its_disagreements(team: Project, compared: Compared) -> None:
    found = listed(team, compared, Target((ADA, BEN), ALL_LABELS))
    assert [one.what for one in found] == ["Quote: Ben ends 4 characters later"] * 2
    assert [one.hit.title for one in found] == ["Article 0", "Article 3"]
    assert not listed(team, compared, Target((ADA, BEN), Facet("label", "PER")))
    [article] = [one.id for one in team.documents() if one.title == "Article 3"]
    assert len(listed(team, compared, Target(EVERYBODY, Facet("form", "direct"), (article,)))) == 1


def test_counting_can_be_stopped(team: Project) -> None:
    def stop(done: int, _total: int, _text: str) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        compare(team, stop)


def test_the_report_has_every_pair_and_facet(compared: Compared) -> None:
    found = as_json(report(compared))
    by_id = {(one["kind"], one["id"]): one for one in found["results"]}
    assert {("spans", ""), ("label", "PER"), ("form", "direct"), ("attribute", "form")} <= by_id.keys()
    whole = by_id["spans", ""]
    assert [pair["annotators"] for pair in whole["pairs"]] == [
        ["Ada", "Ben"],
        ["Ada", "Cy"],
        ["Ben", "Cy"],
    ]
    assert whole["pairs"][0]["measures"]["exact"]["value"] == pytest.approx(0.888889)
    assert by_id["attribute", "form"]["all"]["attribute"]["value"] is None
    assert found["assisted"] == {"Ben": 1.0}
    assert [pair["assisted"] for pair in found["pairs"]] == [["Ben"], [], ["Ben"]]


def test_the_lines_say_undefined_in_words(compared: Compared) -> None:
    lines = as_lines(report(compared))
    assert lines[0] == "Agreement of 3 annotators over 6 articles."
    assert any("Form" in line and "undefined" in line for line in lines)
    assert any(line.strip().startswith("Ada – Ben  0.889 [") for line in lines)


def test_alpha_u_and_gamma_of_a_project(team: Project, compared: Compared) -> None:
    pair = (ADA, BEN)
    assert agreement_extra.alpha_u(team, compared, ALL_LABELS, (ADA, "cy")).articles == 2
    found = agreement_extra.disorders(team, compared, ALL_LABELS, pair)
    score = agreement_extra.gamma_score(found)
    assert score.value is not None
    assert score.low is not None
    assert 0.7 < score.low <= score.value < 1
    again = agreement_extra.gamma_score(agreement_extra.disorders(team, compared, ALL_LABELS, pair))
    assert again == score


def test_gamma_of_three_without_scipy_has_a_reason_and_pairs_have_values(
    team: Project, compared: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    found = agreement_extra.extra(team, compared, [ALL_LABELS], [agreement_extra.GAMMA])["gamma"]
    assert "annotator[gamma]" in found["results"][0]["undefined"]
    assert [one["value"] is not None for one in found["results"]] == [False, True, True, True]
    assert found["lines"][1].startswith("  all labels: undefined. γ of three")


def test_one_person_alone_is_told_so(tmp_path: Path) -> None:
    with Project.create(tmp_path / "one.annodb", title="One", codebook=CODEBOOK) as project:
        assert as_lines(report(compare(project))) == [
            "There is no agreement to report: only one person has worked on this project."
        ]


def test_one_label_beside_its_layer_by_article(compared: Compared) -> None:
    measure, facet = MEASURES["ku_alpha"], Facet("label", "QUOTE")
    assert Scores(compared.agreement).value(measure, facet, (ADA, BEN)) == 1
    one = by_article(replace(wish(compared), facet=facet), measure, compared.agreement)
    assert {row[0].value for row in one.scores if row[0]} == {1}


def test_every_measure_exists_over_time_where_it_does_at_all(compared: Compared) -> None:
    facet = Facet("label", "QUOTE")
    for measure in measures_for(facet):
        whole = Scores(compared.agreement).value(measure, facet, (ADA, BEN))
        figure = over_time(replace(wish(compared), facet=facet), measure, compared.agreement)
        values = [row[0].value for row in figure.scores if row[0]]
        assert any(value is not None for value in values) == (whole is not None), measure.id
