from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotator import formats
from annotator.errors import FormatError, UserError
from annotator.formats.format import Article, CodebookLine, Entity, Part, Reading
from annotator.formats.kit import building
from annotator.formats.kit.building import OUTSIDE
from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.model.values import Span
from tests.formats.fuzzing import mutations
from tests.formats.gold import gold_project
from tests.formats.trips import check_damaged, imported
from tests.jobs.random_projects import content

TEXT = "Ada Quill left.\nBen 😀 stayed at\nHarbour House.\n"


class Read:
    """What was read of one brat document."""

    def __init__(self, folder: Path, lines: str, text: str = TEXT, name: str = "a.ann") -> None:
        (folder / "a.txt").write_bytes(text.encode())
        (folder / name).write_bytes(lines.encode())
        self.reading = Reading()
        read = formats.named("brat").read
        assert read is not None
        self.parts: list[Part] = list(read(folder / name, self.reading))
        (self.article,) = (part for part in self.parts if isinstance(part, Article))
        self.entities = [part for part in self.parts if isinstance(part, Entity)]

    @property
    def words(self) -> list[str]:
        return [span.text for span in self.article.spans]

    @property
    def span(self) -> Span:
        (span,) = self.article.spans
        return span

    @property
    def relations(self) -> list[tuple[str, str, str]]:
        spans = {span.id: span.text for span in self.article.spans}
        return [(one.label, spans[one.from_id], spans[one.to_id]) for one in self.article.relations]

    @property
    def lost(self) -> list[str]:
        return self.reading.losses.sentences()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("T1\tPER 0 9\tAda Quill", "Ada Quill"),
        ("T1\tPER 0 9", "Ada Quill"),
        ("T1\tPER 0 9\tAda Quill\r", "Ada Quill"),
        ("\n\nT1\tPER 0 9\tAda Quill", "Ada Quill"),
        ("T1\tPER 16 21\tBen 😀", "Ben 😀"),
        ("T1\tPER 0 3;10 14;16 19\tAda left Ben", "Ada␟left␟Ben"),
        ("T1\tPER 22 31;32 39\tstayed at Harbour", "stayed at\nHarbour"),
        ("T1\tPER 0 3;4 9\tAda Quill", "Ada␟Quill"),
        ("T1\tPER 0 3;3 9\tAda Quill", "Ada Quill"),
    ],
)
def test_a_span_is_read_in_every_shape(tmp_path: Path, line: str, words: str) -> None:
    read = Read(tmp_path, line)
    assert read.words == [words]
    assert (read.lost, read.reading.remarks) == ([], [])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("T1\tPER 0 999", OUTSIDE),
        ("T1\tPER 999999999999 999999999999", OUTSIDE),
        ("T1\tPER 3 3", "it covers no character"),
        ("T1\tPER 9 0", "it covers no character"),
        ("T1\tPER 0 99999999999999999999999", "it is no line of a brat file"),
        ("T1\tPER zero nine", "it is no line of a brat file"),
        ("T1 PER 0 9", "it is no line of a brat file"),
        ("Q1\tPER 0 9", "it is no line of a brat file"),
        ("R1\tx Arg1:T0 Arg2:T9", "the file has no span at one of its ends"),
        ("A1\tsure T9", "the file has no annotation of this name"),
        ("#1\tAnnotatorNotes T9\tHm", "the file has no annotation of this name"),
    ],
)
def test_what_cannot_be_placed_is_left_out_and_counted(tmp_path: Path, line: str, why: str) -> None:
    read = Read(tmp_path, f"T0\tPER 0 3\tAda\n{line}\n")
    assert read.words == ["Ada"]
    assert [sentence.partition(": ")[2] for sentence in read.lost] == [f"{why}."]


def test_words_only_warn(tmp_path: Path) -> None:
    read = Read(tmp_path, "T1\tPER 0 3\tAda\nT2\tPER 16 19\tBob\n")
    assert read.words == ["Ada", "Ben"]
    assert read.reading.remarks == ["a.ann, line 2: T2 says “Bob”, its offsets say “Ben”."]


@pytest.mark.parametrize(
    ("text", "pair", "said"),
    [
        (TEXT, "23 29", "utf-16s"),
        (TEXT, "25 31", "bytes"),
        (TEXT.replace("\n", "\r\n"), "22 28", "code points with line ends as one"),
    ],
)
def test_other_units_are_found_out_and_said(tmp_path: Path, text: str, pair: str, said: str) -> None:
    read = Read(tmp_path, f"T1\tX {pair}\tstayed\n", text)
    assert read.words == ["stayed"]
    assert f"its offsets were read as {said}: so 1 of 1 spans" in read.reading.remarks[0]


def test_line_ends_of_two_characters_count_two(tmp_path: Path) -> None:
    read = Read(
        tmp_path, "T1\tX 17 20\tBen\nT2\tX 0 15;17 20\tAda Quill left. Ben\n", "Ada Quill left.\r\nBen"
    )
    assert read.words == ["Ben", "Ada Quill left.\nBen"]
    assert read.reading.remarks == []


def test_words_with_a_line_end_leave_a_line_that_is_none(tmp_path: Path) -> None:
    read = Read(tmp_path, "T1\tX 22 39\tstayed at\nHarbour\nT2\tPER 0 3\tAda\n")
    assert read.words == ["stayed at\nHarbour", "Ada"]
    assert "line 2: taken for the rest of the words of T1" in read.reading.remarks[0]
    assert read.lost == []


def test_attributes_flags_and_notes(tmp_path: Path) -> None:
    lines = "T1\tPER 0 3\tAda\nA1\tsure T1\nA2\trole T1 head of\nM1\told T1\n"
    read = Read(tmp_path, lines + "#1\tAnnotatorNotes T1\tone\\ntwo \\\\n \\q\n#2\tOther T1\tmore\n")
    assert read.span.attributes == {"sure": True, "role": "head of", "old": True}
    assert read.span.note == "one\ntwo \\n \\q\nmore"


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("R1\tknows Arg1:T1 Arg2:T2", ("Ada", "Ben")),
        ("R1\tknows Arg2:T1 Arg1:T2", ("Ben", "Ada")),
        ("R1\tknows Anaphora:T2 Antecedent:T1\t", ("Ben", "Ada")),
    ],
)
def test_the_first_argument_is_the_head(tmp_path: Path, line: str, ends: tuple[str, str]) -> None:
    read = Read(
        tmp_path, f"T1\tPER 0 3\tAda\nT2\tPER 16 19\tBen\n{line}\n#1\tAnnotatorNotes R1\tsure?\n"
    )
    assert read.relations == [("knows", *ends)]
    assert read.article.relations[0].note == "sure?"


def test_wikidata_numbers_become_entities(tmp_path: Path) -> None:
    lines = "T1\tPER 0 3\tAda\nN1\tReference T1 Wikidata:Q7259\tAda\nN2\tReference T1 GO:1\tother\n"
    read = Read(tmp_path, lines + "T2\tPER 16 19\tBen\nN3\tReference T2 GND:118\tBen B.\n")
    assert [(one.name, one.qid, one.note) for one in read.entities] == [
        ("Ada", "Q7259", ""),
        ("Ben B.", "", "GND:118"),
    ]
    assert [span.entity for span in read.article.spans] == [one.id for one in read.entities]
    assert read.lost == ["1 entity dropped in 1 document: a span is linked to one."]


def test_one_wikidata_number_in_two_files_is_one_entity(tmp_path: Path) -> None:
    for name, text in (("a", "Ada left."), ("b", "Ada came.")):
        (tmp_path / f"{name}.txt").write_text(text)
        (tmp_path / f"{name}.ann").write_text("T1\tPER 0 3\tAda\nN1\tReference T1 Wikidata:Q7259\tAda\n")
    project, report = imported(tmp_path)
    with project:
        (entity,) = project.entities()
        assert [span.entity for id_ in report.added for span in project.spans(id_)] == [entity.id] * 2


def test_equivalent_mentions_become_one_entity(tmp_path: Path) -> None:
    read = Read(tmp_path, "T1\tPER 0 3\tAda\nT2\tPER 0 9\tAda Quill\n*\tEquiv T1 T2\n")
    (entity,) = read.entities
    assert entity.name == "Ada Quill"
    assert [span.entity for span in read.article.spans] == [entity.id] * 2


def test_events_become_relations_from_their_trigger(tmp_path: Path) -> None:
    lines = "T1\tPER 0 3\tAda\nT2\tPER 16 19\tBen\nT3\tLeave 10 14\tleft\nT4\tStay 22 28\tstayed\n"
    read = Read(tmp_path, lines + "E1\tLeave:T3 Who:T1 Who2:T2\nE2\tStay:T4 Cause:E1 \nA1\tPast E2\n")
    assert read.relations == [
        ("Who", "left", "Ada"),
        ("Who", "left", "Ben"),
        ("Cause", "stayed", "left"),
    ]
    assert read.article.spans[3].attributes == {"Past": True}


def test_pairs_of_files_are_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.a2").write_text("T2\tLeave 10 14\tleft\nE1\tLeave:T2 Who:T1\n")
    read = Read(tmp_path, "T1\tPER 0 3\tAda\n", name="a.a1")
    assert read.relations == [("Who", "left", "Ada")]
    project, report = imported(tmp_path)
    with project:
        assert (len(report.added), report.spans, report.relations) == (1, 2, 1)


CONF = """[entities]
Person
!Group
\tTeam
[relations]
knows\tArg1:Person, Arg2:Person|Team
near\tArg1:<ENTITY>, Arg2:<ENTITY>
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>
[events]
Leave\tWho:Person
[attributes]
sure\tArg:<ANY>
role\tArg:Person, Value:head|member
"""


def test_the_configuration_tells_the_codebook(tmp_path: Path) -> None:
    (tmp_path / "annotation.conf").write_text(CONF)
    (tmp_path / "visual.conf").write_text(
        "[labels]\nPerson | A person | Per\n[drawing]\nPerson bgColor:#fff\n"
    )
    read = Read(tmp_path, "T1\tPerson 0 3\tAda\n")
    (line,) = (part for part in read.parts if isinstance(part, CodebookLine))
    said: Any = line.content
    assert {one["id"]: (one["name"], one["attributes"]) for one in said["labels"]} == {
        "Person": ("A person", ["sure", "role"]),
        "Group": ("Group", ["sure"]),
        "Team": ("Team", ["sure"]),
        "Leave": ("Leave", ["sure"]),
    }
    assert [(one["id"], one.get("from"), one.get("to")) for one in said["relations"]] == [
        ("knows", ["Person"], ["Person", "Team"]),
        ("near", None, None),
    ]
    assert [one["type"] for one in said["attributes"]] == ["bool", "enum"]


def test_a_configuration_is_read_once_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "annotation.conf").write_text(CONF)
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"Ada and {name}.")
        (tmp_path / f"{name}.ann").write_text("T1\tPerson 0 3\tAda\n")
    with create_project(tmp_path / "x.annodb", codebook="checkthat-claims") as project:
        report = import_paths(project, [tmp_path], annotator="Mia")
        assert {"Person", "Team", "Leave"} <= set(project.codebook().labels)
        assert (len(report.added), report.passed_over) == (2, 3)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("hello\nworld\n", "is no brat file: 2 lines, the first is line 1"),
        ("T1\tPER 0 3\tAd\xe9\n", r"a\.ann, line 1: byte 14 is not UTF-8"),
    ],
)
def test_what_is_no_brat_file_is_refused(tmp_path: Path, lines: str, said: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.ann").write_bytes(lines.encode("latin-1"))
    with pytest.raises(FormatError, match=said):
        imported(tmp_path / "a.ann")


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("T1\tPER 0 3\tAda\n")
    with pytest.raises(FormatError, match=r"its text a\.txt is not beside it"):
        imported(tmp_path / "a.ann")


def test_an_annotation_file_may_be_empty(tmp_path: Path) -> None:
    read = Read(tmp_path, "")
    assert (read.article.text, read.article.spans) == (TEXT, ())
    assert read.article.source is not None


def test_a_name_that_is_used_twice_stands_for_the_first(tmp_path: Path) -> None:
    read = Read(tmp_path, "T1\tPER 0 3\tAda\nT1\tPER 16 19\tBen\nA1\tsure T1\n")
    assert [(span.text, dict(span.attributes)) for span in read.article.spans] == [
        ("Ada", {"sure": True}),
        ("Ben", {}),
    ]


def test_spans_that_would_fill_the_memory_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "MOST_COVERED", 30)
    lines = "".join(f"T{number}\tPER 0 15\n" for number in range(3))
    with pytest.raises(FormatError, match=r"a\.ann: its spans cover more than 30 characters in all"):
        Read(tmp_path, lines)


# ---------------------------------------------------------------- damaged files


def test_damaged_annotations_are_refused_or_read(tmp_path: Path) -> None:
    with gold_project(tmp_path / "gold.annodb") as project:
        export(project, tmp_path / "out", format="brat")
    path = tmp_path / "out" / "Prices-ministers.ann"
    check_damaged(path, "brat", path.read_bytes(), 150)


@pytest.mark.parametrize("name", ["Prices-ministers.meta.json", "annotation.conf", "codebook.json"])
def test_damaged_files_beside_it_are_refused_or_read(tmp_path: Path, name: str) -> None:
    with gold_project(tmp_path / "gold.annodb") as project:
        export(project, tmp_path / "out", format="brat")
    if name == "annotation.conf":
        (tmp_path / "out" / "codebook.json").unlink()
    whole = (tmp_path / "out" / name).read_bytes()
    with create_project(tmp_path / "fuzz.annodb", codebook="conll2003-ner") as project:
        for mutated in mutations(whole, 3, 60):
            (tmp_path / "out" / name).write_bytes(mutated)
            before = list(content(project))
            try:
                import_paths(project, [tmp_path / "out"], format="brat", annotator="Mia")
            except UserError:
                assert list(content(project)) == before
