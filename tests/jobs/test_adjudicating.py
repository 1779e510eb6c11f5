"""Adjudication of project files: the queue, rules for all articles, and what people get back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from annotator.assets import resources
from annotator.cli import run
from annotator.errors import UserError
from annotator.jobs import adjudicating
from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.feedback import own_feedback, write_feedback
from annotator.jobs.importing import import_paths
from annotator.model import edits
from annotator.model.adjudication_docket import docket_of
from annotator.model.adjudication_rules import all_of, majorities
from annotator.model.adjudication_verdicts import settle
from annotator.model.change import Change, Edit
from annotator.model.decisions import GOLD, Unification
from annotator.model.fragment import Fragment
from annotator.model.values import Annotator, Entity, Field, NewDocument, Span, document_id, now, sha256
from annotator.store.project import Project

ANN, BEA = "0a0a0a0a-0000-4000-8000-00000000000a", "0b0b0b0b-0000-4000-8000-00000000000b"
JUDGE = Annotator("0c0c0c0c-0000-4000-8000-00000000000c", "Judge")
FERRY = "Lena Vogt of the Harbour Board <b>spoke</b> in Karrow on Monday.\n"
SNOW = "Odo Lind left Tessen.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    book = json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8"))
    made = Project.create(tmp_path / "team.annodb", title="Ferry & snow", codebook=book)
    for who, name in ((ANN, "Ann"), (BEA, "Bea"), (JUDGE.id, JUDGE.name)):
        made.apply(Edit("", (Change(None, Field("annotator", who, "name", name)),), who, now()))
    for text in (FERRY, SNOW):
        id_ = document_id(sha256(text))
        title = Field("document", id_, "title", text.split()[0])
        changes = (Change(None, NewDocument(id_, text, sha256(text))), Change(None, title))
        made.apply(Edit("", changes, ANN, now()))
    for who in (ANN, BEA):
        label(made, who, FERRY, "PER", "Lena Vogt")
        label(made, who, SNOW, "PER", "Odo Lind")
    label(made, ANN, FERRY, "ORG", "Harbour Board")
    label(made, BEA, FERRY, "ORG", "the Harbour Board <b>spoke</b>")
    label(made, BEA, FERRY, "DATE", "Monday")
    yield made
    made.close()


def label(project: Project, who: str, text: str, label_id: str, words: str) -> Span:
    start, book = text.index(words), project.codebook()
    place = Fragment(start, start + len(words))
    span = edits.new_span(
        document_id(sha256(text)), text, book.labels[label_id], (place,), by=who, codebook=book
    )
    project.apply(edits.add_spans([span], by=who))
    return span


def decide(project: Project, *plans) -> None:  # type: ignore[no-untyped-def]
    for plan in plans:
        outlook = adjudicating.foresee(project, plan, by=JUDGE, title="rule")
        project.apply(outlook.edit)


def gold(project: Project) -> list[str]:
    return sorted(one.text for one in project.iterate_spans() if one.annotator == GOLD.id)


def test_the_queue_begins_with_the_lowest_agreement(project: Project) -> None:
    found: list[adjudicating.QueuedArticle] = []
    adjudicating.read_queue(project, found.extend, lambda _done, _total: None)
    articles = adjudicating.lowest_first(found)
    assert [(one.title, one.progress.left) for one in articles] == [("Lena", 2), ("Odo", 0)]
    assert articles[0].progress.agreement == pytest.approx(2 / 5)


def test_an_article_of_one_person_is_not_in_the_queue(project: Project) -> None:
    for one in list(project.iterate_spans()):
        if one.annotator == BEA:
            project.apply(edits.remove_spans([one], [], by=BEA))
    found: list[adjudicating.QueuedArticle] = []
    adjudicating.read_queue(project, found.extend, lambda _done, _total: None)
    assert found == []


def test_a_rule_is_foreseen_and_then_decides_just_that(project: Project) -> None:
    outlook = adjudicating.foresee(project, all_of(ANN), by=JUDGE, title="rule")
    assert [one.outcome for _, one in outlook.verdicts] == ["taken", "none"]
    assert gold(project) == []
    project.apply(outlook.edit)
    assert gold(project) == ["Harbour Board", "Lena Vogt", "Odo Lind"]
    assert adjudicating.foresee(project, all_of(ANN), by=JUDGE, title="rule").edit.changes == ()


def test_the_same_agreement_is_the_same_rows_in_two_files(project: Project) -> None:
    ground = adjudicating.ground_of(project)
    docket = docket_of(adjudicating.case_of(project, document_id(sha256(SNOW)), ground))
    one, _ = settle(docket, by="jane", title="")
    other, _ = settle(docket, by="june", title="", time="2031-01-01T00:00:00.000Z")
    project.apply(one)
    kept = project.decisions()
    assert one.changes == other.changes
    assert [decision.as_field() for decision in kept] == list(one.fields("decision"))


def test_undo_takes_decision_and_gold_back(project: Project) -> None:
    decide(project, majorities(2))
    assert gold(project) == ["Lena Vogt", "Odo Lind"]
    project.undo(JUDGE.id)
    assert (gold(project), project.decisions()) == ([], [])


def test_entities_of_one_name_are_one(project: Project) -> None:
    entities = [Entity("1", "Lena Vogt", "PER"), Entity("2", "lena  vogt", "PER"), Entity("3", "Vogt")]
    same = adjudicating.same_entities(entities, [Unification("entity", "3", "2", is_same=True)])
    assert set(same.values()) == {"1"}


def test_feedback_waits_until_something_is_decided(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No article is decided yet"):
        write_feedback(project, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_page_of_feedback_shows_words_as_words(project: Project, tmp_path: Path) -> None:
    decide(project, all_of(ANN))
    written = {one.name: one for one in write_feedback(project, tmp_path / "out")}
    assert {name: one.differences for name, one in written.items()} == {"Ann": 0, "Bea": 2}
    page = html.parse(written["Bea"].page)
    assert [one.text_content() for one in page.findall(".//mark")] == [
        "the Harbour Board <b>spoke</b>", "Monday",
    ]  # fmt: skip
    assert page.findall(".//script") == []
    assert "Ann" not in written["Bea"].page.read_text("utf-8").replace("Annotator", "")


def test_the_file_of_feedback_has_nobody_elses_annotations(project: Project, tmp_path: Path) -> None:
    decide(project, all_of(ANN))
    written = {one.name: one for one in write_feedback(project, tmp_path / "out")}
    with Project.open(written["Bea"].project) as hers:
        assert {one.annotator for one in hers.iterate_spans()} == {BEA, GOLD.id}
        (article,) = own_feedback(hers, BEA)
        assert [one.kind for one in article.differences] == ["edge", "extra"]
        assert [one.decision.people for one in article.differences] == [2, 2]


def test_what_she_has_mended_is_no_difference_any_more(project: Project) -> None:
    decide(project, all_of(ANN))
    for one in list(project.iterate_spans()):
        if one.annotator == BEA and one.label in ("DATE", "ORG"):
            project.apply(edits.remove_spans([one], [], by=BEA))
    (article,) = own_feedback(project, BEA)
    assert [one.kind for one in article.differences] == ["missing"]
    label(project, BEA, FERRY, "ORG", "Harbour Board")
    assert own_feedback(project, BEA) == []


def test_feedback_on_the_command_line(project: Project, tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    decide(project, all_of(ANN))
    folder = tmp_path / "out"
    assert run(["feedback", str(project.path), str(folder)]) == 0
    assert "Bea: 2 differences in 2 decided articles." in capsys.readouterr().out
    assert sorted(one.suffix for one in folder.iterdir()) == [".annodb", ".annodb", ".html", ".html"]
    assert run(["feedback", str(project.path), str(folder)]) == 1
    assert run(["feedback", str(project.path), str(folder), "--force", "--json"]) == 0


def test_reasons_are_offered_until_the_project_has_its_own(project: Project) -> None:
    assert adjudicating.reasons_of(project) == list(adjudicating.REASONS)
    project.apply(adjudicating.reason_added(project, "Title belongs to the name", by=JUDGE.id))
    assert adjudicating.reasons_of(project)[-1] == "Title belongs to the name"


def test_decisions_go_into_native_files_and_come_back(project: Project, tmp_path: Path) -> None:
    decide(project, all_of(ANN))
    same = Unification("entity", "e1", "e2", is_same=True, annotator=ANN, created="2026-01-01T00:00:00Z")
    project.apply(Edit("", (Change(None, same.as_field()),), ANN, now()))
    first, again = tmp_path / "first.jsonl", tmp_path / "again.jsonl"
    export(project, first, format="annotator")
    other = create_project(tmp_path / "other.annodb")
    report = import_paths(other, [first], annotator="Ann")
    export(other, again, format="annotator")
    assert again.read_bytes().split(b"\n", 1)[1] == first.read_bytes().split(b"\n", 1)[1]
    assert other.decisions() == project.decisions()
    assert other.unifications() == [same]
    assert "decision" in report.sentences()[0]
    line = next(json.loads(line) for line in first.read_text("utf-8").splitlines() if "Odo" in line)
    assert [one["support"] for one in line["decisions"]] == [[2, 2]]
    import_paths(other, [first], annotator="Ann")
    assert other.decisions() == project.decisions()
    other.close()


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ([], "a decision must be an object"),
        ({"id": "x", "outcome": "won"}, "“outcome” is “won”"),
        ({"id": "x", "outcome": "none", "members": [1]}, "“members” must be a list of ids"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(decision: object, said: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(
        json.dumps({"kind": "document", "text": "A text.", "decisions": [decision]}), "utf-8"
    )
    with (
        create_project(tmp_path / "bad.annodb") as project,
        pytest.raises(UserError, match=said),
    ):
        import_paths(project, [file], annotator="Ann")
