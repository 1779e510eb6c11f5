from __future__ import annotations

from pathlib import Path

import pytest

from annotator import formats
from annotator.formats.attribution_events import FORMAT
from annotator.jobs.creating import create_project
from annotator.jobs.importing import import_paths
from tests.formats.trips import check_damaged, imported, relations_of, spans_of

TEXT = "Ada Quill said the pier, which leaks,\nis safe. Ben agreed.\n"
LINES = """\
T1\tSource 0 9\tAda Quill
T2\tCue 10 14\tsaid
T3\tContent 15 24\tthe pier,
T4\tAttribution 10 14\tsaid
T5\tContent 38 45\tis safe
E1\tAttribution:T4 Source:T1 Cue:T2 Content2:T5 Content:T3
A1\tcertain E1
#1\tAnnotatorNotes E1\ttwice
T6\tSource 47 50\tBen
T7\tCue 51 57\tagreed
T8\tAttribution-no-source 51 57\tagreed
E2\tAttribution-no-source:T8 Cue:T7 Content:T3
"""


def written(folder: Path, name: str = "pier_4e07.ann") -> Path:
    (folder / "text").mkdir()
    (folder / "attributions").mkdir()
    (folder / "text" / "pier.txt").write_text(TEXT)
    (folder / "attributions" / name).write_text(LINES)
    return folder / "attributions" / name


def test_an_event_becomes_spans_and_relations(tmp_path: Path) -> None:
    project, report = imported(written(tmp_path))
    with project:
        joined = "the pier,\u241fis safe"
        assert spans_of(project) == [
            ("SOURCE", "Ada Quill"),
            ("CUE", "said"),
            ("QUOTE", joined),
            ("QUOTE", "the pier,"),
            ("SOURCE", "Ben"),
            ("CUE", "agreed"),
        ]
        assert relations_of(project) == [
            ("cue", "the pier,", "agreed"),
            ("cue", joined, "said"),
            ("speaker", joined, "Ada Quill"),
        ]
        (quote,) = [span for span in project.spans(report.added[0]) if span.text == joined]
        assert (quote.attributes, quote.note) == ({"certain": True}, "twice")
        assert report.totals == ()


def test_the_annotator_is_named_by_the_file(tmp_path: Path) -> None:
    project, report = imported(written(tmp_path))
    with project:
        names = {one.id: one.name for one in project.annotators()}
        assert {names[span.annotator] for span in project.spans(report.added[0])} == {"4e07"}


def test_two_annotators_of_one_text_meet_in_one_article(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "attributions" / "pier_d473.ann").write_text(LINES)
    project, report = imported(tmp_path)
    with project:
        assert (len(report.added), report.spans, report.relations) == (1, 12, 6)
        assert report.passed_over == 0


def test_contents_can_become_claims(tmp_path: Path) -> None:
    project, _ = imported(written(tmp_path), content="CLAIM")
    with project:
        assert {label for label, _ in spans_of(project)} == {"SOURCE", "CUE", "CLAIM"}
        assert {label for label, *_ in relations_of(project)} == {"claimant", "claim_cue"}


def test_the_labels_of_the_project_are_used(tmp_path: Path) -> None:
    with create_project(tmp_path / "a.annodb", codebook="news-attribution") as project:
        before = list(project.codebook().labels)
        report = import_paths(project, [written(tmp_path)], annotator="Mia")
        assert list(project.codebook().labels) == before
        assert report.spans == 6


@pytest.mark.parametrize("line", ["", "T9\tPerson 0 3\tAda\n"])
def test_events_tell_the_format(tmp_path: Path, line: str) -> None:
    path = written(tmp_path)
    path.write_text(line + LINES)
    assert formats.of_file(path) is FORMAT
    path.write_text(line)
    assert formats.of_file(path) is formats.named("brat")


def test_damaged_files_are_refused_or_read(tmp_path: Path) -> None:
    check_damaged(written(tmp_path), "attribution-events", LINES.encode(), 150)
