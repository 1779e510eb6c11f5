from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.errors import Cancelled
from annotator.formats.brat_part import CUT, ONLY_BREAKS
from annotator.formats.brat_words import cut, escaped, rejoined, unescaped
from annotator.formats.brat_writing import APART
from annotator.jobs.creating import create_project
from annotator.jobs.exporting import ExportReport, export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment
from annotator.model.values import Field, now
from annotator.store.project import Project
from tests.formats.declared import undeclared
from tests.formats.gold import ADA, CODEBOOK, RELATIONS, SPANS, TEXT, gold_project, id_of
from tests.formats.shared import shared
from tests.formats.trips import differences, imported
from tests.jobs.random_projects import WORDS, projects

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def said(project: Project, lost: set[str]) -> Counter[tuple[Any, ...]]:
    """Everything that is said of spans, whoever says it, but for those that are lost."""
    people = {one.id: one.name for one in project.annotators()}
    return Counter(
        (span.label, span.fragments, people[span.annotator], repr(sorted(span.attributes.items())))
        for document in project.documents()
        for span in project.spans(document.id)
        if span.id not in lost
    )


def lost_ids(report: ExportReport, why: str) -> set[str]:
    return {id_ for loss in report.losses.details() if loss.kind.why == why for id_ in loss.ids}


@settings(max_examples=9, deadline=None, suppress_health_check=SLOW)
@given(changes=projects())
def test_a_project_comes_back_although_its_spans_are_cut(changes: list[Change]) -> None:
    def compare(first: Project, second: Project, report: ExportReport) -> None:
        assert said(first, lost_ids(report, ONLY_BREAKS)) == said(second, set())

    assert differences(changes, "brat", "out", {}, compare) == []


@given(note=WORDS)
def test_a_note_of_any_characters_stands_on_one_line(note: str) -> None:
    assert len(escaped(note).splitlines()) <= 1
    assert unescaped(escaped(note)) == note


def test_spans_are_cut_at_all_line_ends_and_joined_again() -> None:
    text = "a\tb\nc\x85d\u2028\u2028e"
    pieces = cut(text, [Fragment(0, len(text))])
    assert [text[start:end] for start, end in pieces] == ["a", "b", "c", "d", "e"]
    assert rejoined(text, pieces) == [(0, 7), (9, 10)]


# ---------------------------------------------------------------- what others read


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    with gold_project(tmp_path / "gold.annodb") as project:
        export(project, tmp_path / "out", format="brat")
    return tmp_path / "out"


def test_bioc_reads_the_gold_document(gold: Path) -> None:
    brat = pytest.importorskip("bioc.brat", reason="bioc is not installed")
    document = brat.load(
        io.StringIO((gold / "Prices-ministers.txt").read_bytes().decode(), newline=""),
        io.StringIO((gold / "Prices-ministers.ann").read_bytes().decode(), newline=""),
    )
    spans = {one.id: sorted((at.begin, at.end) for at in one.locations) for one in document.entities}
    labels = Counter(one.type for one in document.entities)
    assert labels == Counter(label for _, label, *_ in SPANS)
    joined = Counter(tuple(rejoined(TEXT, pieces)) for pieces in spans.values())
    assert joined == Counter(tuple(map(tuple, fragments)) for _, _, fragments, *_ in SPANS)
    assert Counter(one.type for one in document.relations) == Counter(one[1] for one in RELATIONS)
    assert {one.type: set(one.attributes) for one in document.attributes} == {
        "form": {"direct"},
        "checkworthy": set(),
    }
    assert {unescaped(one.text) for one in document.notes if one.type == "AnnotatorNotes"} == {
        note for *_, note in SPANS if note
    }


def test_the_words_of_a_span_stand_on_its_line(gold: Path) -> None:
    written = (gold / "Prices-ministers.ann").read_text()
    assert "\tClaim 80 87;88 100\tagain.\u201d The ministry\n" in written
    assert "\nN1\tReference T1 Wikidata:Q42\tZo\u00eb Ng\n" in written
    assert (gold / "Prices-ministers.txt").read_bytes() == TEXT.encode()


def test_cutting_is_told(tmp_path: Path) -> None:
    with gold_project(tmp_path / "gold.annodb") as project:
        report = export(project, tmp_path / "out", format="brat")
    assert lost_ids(report, CUT) == {id_of("s10"), id_of("s11")}


def test_brat_gets_its_configuration(gold: Path) -> None:
    conf = (gold / "annotation.conf").read_text()
    assert "speaker\tArg1:Quote, Arg2:Person\n" in conf
    assert "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n" in conf
    assert "form\tArg:Quote, Value:direct|indirect\n" in conf
    assert "checkworthy\tArg:Claim\n" in conf
    assert "Organization | Organisation | Org\n" in (gold / "visual.conf").read_text()


def test_an_export_without_the_sidecars_is_a_brat_corpus(gold: Path, tmp_path: Path) -> None:
    for path in (gold / "codebook.json", gold / "Prices-ministers.meta.json"):
        path.unlink()
    project, _ = imported_from(gold, tmp_path / "b.annodb", codebook="checkthat-claims")
    with project:
        (document,) = project.documents()
        found = {(span.label, span.fragments) for span in project.spans(document.id)}
        assert found >= {(label, fragments) for _, label, fragments, *_ in SPANS}
        codebook = project.codebook()
        assert [one.id for one in codebook.attributes["form"].choices] == ["direct", "indirect"]
        assert codebook.labels["Organization"].name == "Organisation"
        assert codebook.relation_types["speaker"].from_labels == ("Quote",)


# ---------------------------------------------------------------- several annotators


def test_each_of_several_annotators_has_a_folder(tmp_path: Path) -> None:
    with gold_project(tmp_path / "gold.annodb") as first:
        mia = Field("annotator", "0198aaaa-0000-7000-8000-000000000002", "name", "Mia B\u00f6ll")
        (document,) = first.documents()
        span = first.spans(document.id)[0]
        new = type(span)(
            "0198aaaa-0000-7000-8000-100000000099", document.id, "Cue", span.fragments, span.text, mia.id
        )
        first.apply(Edit("two", (Change(None, mia), Change(None, new)), ADA, now()))
        report = export(first, tmp_path / "out", format="brat")
        names = {
            str(path.relative_to(tmp_path / "out").parent) for path in (tmp_path / "out").rglob("*.ann")
        }
        assert names == {"Ada", "Mia-Boll"}
        with Project.create(tmp_path / "b.annodb", title="B", codebook=CODEBOOK) as second:
            import_paths(second, [tmp_path / "out"], annotator="Importer")
            assert undeclared(first, second, report, "brat") == []
            assert {one.name for one in second.annotators()} >= {"Ada", "Mia B\u00f6ll"}


def test_a_relation_between_two_peoples_spans_is_told(tmp_path: Path) -> None:
    with gold_project(tmp_path / "gold.annodb") as first:
        mia = Field("annotator", "0198aaaa-0000-7000-8000-000000000002", "name", "Mia")
        (document,) = first.documents()
        (before,) = (one for one in first.spans(document.id) if one.id == id_of("s7"))
        changes = (Change(None, mia), Change(before, replace(before, annotator=mia.id)))
        first.apply(Edit("given", changes, ADA, now()))
        report = export(first, tmp_path / "out", format="brat")
    assert lost_ids(report, APART) == {id_of("r2")}


def test_the_same_project_gives_the_same_bytes(gold: Path, tmp_path: Path) -> None:
    with Project.open(tmp_path / "gold.annodb") as project:
        export(project, tmp_path / "again", format="brat")
    for path in gold.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_a_cancelled_export_leaves_nothing(gold: Path, tmp_path: Path) -> None:
    with Project.open(tmp_path / "gold.annodb") as project, pytest.raises(Cancelled):
        export(project, tmp_path / "again", format="brat", cancelled=lambda: True)
    assert not (tmp_path / "again").exists()


# ---------------------------------------------------------------- what was changed in brat


def changed(gold: Path, before: str, after: str) -> Any:
    path = gold / "Prices-ministers.ann"
    path.write_text(path.read_text().replace(before, after))
    project, _ = imported(gold)
    with project:
        (document,) = project.documents()
        return {span.text: span for span in project.spans(document.id)}


def test_what_was_changed_in_brat_holds_against_the_sidecar(gold: Path) -> None:
    spans = changed(gold, "A1\tform T3 direct", "A1\tform T3 indirect")
    assert spans["\u201cPrices rose 4% in May,\u201d\u241f\u201cand fell again.\u201d"].attributes == {
        "form": "indirect"
    }


def test_an_entity_that_was_changed_in_brat_is_another(gold: Path) -> None:
    assert changed(gold, "Wikidata:Q42\tZo\u00eb Ng", "Wikidata:Q43\tZo Ng")["Zo\u00eb Ng"].entity != (
        "0198aaaa-0000-7000-8000-300000000001"
    )


# ---------------------------------------------------------------- real files


@pytest.mark.parametrize("name", ["brat/doc-0001", "brat_crlf/c", "brat_ls/a"])
def test_the_samples_come_in_whole(name: str, tmp_path: Path) -> None:
    path = shared(f"oracles/samples/{name}.ann")
    (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / f"{path.stem}.txt").write_bytes(path.with_suffix(".txt").read_bytes())
    project, report = imported(tmp_path / path.name)
    with project:
        assert report.totals == ()
        texts = {span.text for span in project.spans(report.added[0])}
    assert texts & {"Bravo", "quote\u2028continues\x85here", "Ng & <Co>\tdid"}


def test_litbank_comes_in_and_back_whole(tmp_path: Path) -> None:
    project, report = imported_from(shared("corpora/litbank/entities"), tmp_path / "a.annodb")
    with project, Project.create(tmp_path / "b.annodb", title="B", codebook=CODEBOOK) as second:
        assert (len(report.added), report.spans) == (40, 5356)
        written = export(project, tmp_path / "out", format="brat")
        import_paths(second, [tmp_path / "out"], annotator="Mia")
        assert written.totals == ()
        assert undeclared(project, second, written, "brat") == []


def imported_from(folder: Path, path: Path, *, codebook: str = "conll2003-ner") -> Any:
    project = create_project(path, codebook=codebook)
    return project, import_paths(project, [folder], annotator="Mia")
