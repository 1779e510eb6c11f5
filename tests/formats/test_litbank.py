from __future__ import annotations

from pathlib import Path

import pytest

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.litbank import FORMAT
from annotator.jobs.creating import create_project
from annotator.jobs.importing import import_paths
from tests.formats.shared import shared
from tests.formats.trips import check_damaged, imported, spans_of

TEXT = "“ No , ” said Mrs Bennet .\n“ Never . Not\nonce . ”\n"
LINES = (
    "QUOTE\tQ1\t0\t0\t0\t3\t“ No , ”\n"
    "QUOTE\tQ2\t1\t0\t2\t2\t“ Never . Not once . ”\n"
    "ATTRIB\tQ1\tMrs_Bennet-7\n"
    "ATTRIB\tQ2\tMrs_Bennet-7\n"
)


def written(folder: Path, lines: str = LINES, text: str = TEXT) -> Path:
    (folder / "novel.txt").write_text(text, newline="")
    (folder / "novel.ann").write_text(lines)
    return folder / "novel.ann"


def test_quotes_are_linked_to_who_says_them(tmp_path: Path) -> None:
    project, report = imported(written(tmp_path))
    with project:
        assert spans_of(project) == [("QUOTE", "“ No , ”"), ("QUOTE", "“ Never . Not\nonce . ”")]
        (speaker,) = project.entities()
        assert speaker.name == "Mrs Bennet"
        assert {span.entity for span in project.spans(report.added[0])} == {speaker.id}
        assert (report.remarks, report.totals) == (report.remarks[:1], ())


def test_offsets_hold_in_a_text_with_other_line_ends(tmp_path: Path) -> None:
    project, _ = imported(written(tmp_path, text=TEXT.replace("\n", "\r\n")))
    with project:
        assert [words for _, words in spans_of(project)] == ["“ No , ”", "“ Never . Not\nonce . ”"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "QUOTE\tQ9\t0\t0\t0\t99\tx",
            "1 span dropped in 1 document: its offsets do not lie in the text.",
        ),
        ("ATTRIB\tQ9\tMia-1", "1 entity dropped in 1 document: the file has no quote of this name."),
        ("QUOTE\tQ9", "1 line dropped in 1 document: it is no line of LitBank's quotes."),
        ("QUOTE\tQ9\t0\t1\t0\t1\tYes", "novel.ann, line 5: the file says “Yes”, its tokens say “No”."),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, line: str, said: str) -> None:
    project, report = imported(written(tmp_path, f"{LINES}{line}\n"))
    with project:
        assert said in report.sentences()


def test_a_file_of_other_lines_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "T1\tPerson 0 3\tAda\n")
    said = "has no quotes of LitBank: 1 line, the first is line 1"
    with (
        create_project(tmp_path / "a.annodb", codebook="conll2003-ner") as project,
        pytest.raises(FormatError, match=said),
    ):
        import_paths(project, [path], format="litbank", annotator="Mia")


def test_the_quotes_of_forty_novels_come_in(tmp_path: Path) -> None:
    folder = shared("corpora/litbank/quotations")
    with create_project(tmp_path / "a.annodb", codebook="news-attribution") as project:
        report = import_paths(project, [folder], annotator="Mia")
        spans = [span for id_ in report.added for span in project.spans(id_)]
        assert (len(report.added), len(spans)) == (40, 834)
        assert all(span.entity for span in spans)
        assert sum("\n" in span.text for span in spans) > 200
        assert (report.failed, report.totals) == ((), ())
        assert not [one for one in report.remarks if "says" in one]


def test_damaged_files_are_refused_or_read(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert formats.of_file(path) is FORMAT
    check_damaged(path, "litbank", LINES.encode(), 150)
