"""How REFI-QDA files of other programs are read, and what is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import FormatError
from annotator.formats import refi_codebook, refi_project, refi_reading
from annotator.formats.format import Annotator, Article, CodebookLine, Reading
from annotator.formats.refi import attributes_of, description
from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from tests.formats.fuzzing import mutations
from tests.formats.gold import ADA, gold_project
from tests.formats.shared import shared

ONE, TWO, THREE = (f"{n}1111111-1111-4111-8111-111111111111" for n in "ABC")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    with gold_project(tmp_path / "a.annodb") as project:
        export(project, tmp_path / "gold.qdpx", format="refi-qda")
    return tmp_path / "gold.qdpx"


def member(path: Path, name: str = "project.qde") -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def project_of(
    folder: Path,
    selections: str,
    text: bytes = b"Ada met Bo.",
    *,
    origin: str = "Other",
    more: str = "",
    codes: str = "",
) -> Path:
    codes = codes or f'<Code guid="{ONE}" name="Name" isCodable="true" color="#Fc0"/>'
    qde = (
        f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p" '
        f'origin="{origin}"><Users><User guid="{{{TWO.lower()}}}" name="Mia"/></Users>'
        f"<CodeBook><Codes>{codes}</Codes></CodeBook><Sources>"
        f'<TextSource guid="{TWO}" name="News" plainTextPath="internal://x.txt">{selections}</TextSource>'
        f"</Sources>{more}</Project>"
    )
    path = folder / "other.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", "\ufeff" + qde)
        archive.writestr("Sources/X.txt", text)
    return path


def coded(
    start: int, end: int, *, guid: str = THREE, code: str = ONE, more: str = "", name: str = ""
) -> str:
    return (
        f'<PlainTextSelection guid="{guid}" startPosition="{start}" endPosition="{end}" name="{name}">'
        f'{more}<Coding guid="{guid[::-1]}" creatingUser="{TWO}"><CodeRef targetGUID="{{{code}}}"/>'
        "</Coding></PlainTextSelection>"
    )


def read(path: Path, reading: Reading | None = None) -> Article:
    *_, article = refi_project.read(path, reading or Reading())
    assert isinstance(article, Article)
    return article


def test_the_sample_comes_in_whole() -> None:
    reading = Reading()
    parts = list(refi_project.read(shared("oracles/samples/refi/lab.qdpx"), reading))
    article = parts[-1]
    assert isinstance(article, Article)
    assert (len(article.spans), len(article.relations)) == (12, 3)
    assert article.metadata["publisher"] == "The Daily \u201cSample\u201d"
    assert [one.name for one in parts if isinstance(one, Annotator)] == ["Ann One"]
    assert reading.losses.totals() == []
    (line,) = refi_codebook.read(shared("oracles/samples/refi/lab.qdc"), Reading())
    assert isinstance(line, CodebookLine)
    assert len(line.content["labels"]) == 9


def test_guids_may_stand_in_braces_and_members_in_capitals(tmp_path: Path) -> None:
    article = read(project_of(tmp_path, coded(0, 3), b"\xef\xbb\xbfAda met Bo."))
    assert [(one.text, one.label, one.annotator) for one in article.spans] == [("Ada", "Name", "Mia")]


@pytest.mark.parametrize(
    ("origin", "start", "remarks"), [("Other", 6, 0), ("Other", 5, 1), ("ATLAS.ti", 5, 1)]
)
def test_line_ends_are_counted_as_most_codings_fit(
    tmp_path: Path, origin: str, start: int, remarks: int
) -> None:
    reading = Reading()
    path = project_of(tmp_path, coded(start, start + 4), b"One.\r\nWord more", origin=origin)
    assert [one.text for one in read(path, reading).spans] == ["Word"]
    assert len(reading.remarks) == remarks


def test_names_tell_the_unit_of_positions(tmp_path: Path) -> None:
    text = "\U0001f600\U0001f600 Ada Bo".encode()
    reading = Reading()
    article = read(project_of(tmp_path, coded(5, 8, name="Ada"), text), reading)
    assert [one.text for one in article.spans] == ["Ada"]
    assert "UTF-16" in reading.remarks[0]


def test_several_codes_of_a_selection_are_several_spans(tmp_path: Path) -> None:
    inner = f'<Code guid="{TWO}" name="A" isCodable="1"/>'
    codes = f'<Code guid="{ONE}" name="A" isCodable="true">{inner}</Code>'
    both = coded(0, 3).replace("</PlainTextSelection>", "") + coded(0, 3, code=TWO).partition(">")[2]
    article = read(project_of(tmp_path, both, codes=codes))
    assert [one.label for one in article.spans] == ["A", "A/A"]


def test_codings_without_a_code_and_whole_sources_are_counted(tmp_path: Path) -> None:
    whole = f'<Coding guid="{ONE}"><CodeRef targetGUID="{ONE}"/></Coding>'
    reading = Reading()
    read(project_of(tmp_path, coded(0, 3, code=THREE) + whole), reading)
    assert {one.kind.why for one in reading.losses.totals()} == {
        "they have no code that the file defines",
        "they are codes of whole sources, not of a stretch of text",
    }


def test_pictures_are_counted_and_texts_outside_refused(tmp_path: Path) -> None:
    path = project_of(tmp_path, coded(0, 3), more="")
    qde = member(path).replace(b"<Sources>", f'<Sources><PictureSource guid="{ONE}"/>'.encode())
    reading = Reading()
    read(repacked(path, qde), reading)
    assert reading.losses.sentences() == [
        "1 document dropped in 1 document: only texts can be imported."
    ]
    with pytest.raises(FormatError, match="lies outside"):
        read(repacked(path, qde.replace(b"internal://", b"relative://")))
    with pytest.raises(FormatError, match=r"lacks “sources/y.txt”"):
        read(repacked(path, qde.replace(b"//x.txt", b"//y.txt")))


def test_a_text_that_is_named_again_and_again_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refi_reading, "LARGEST", 100)
    path = project_of(tmp_path, coded(0, 3))
    source = f'<TextSource guid="{ONE}" plainTextPath="internal://x.txt"/>'.encode()
    repacked(path, member(path).replace(b"</Sources>", 20 * source + b"</Sources>"))
    with pytest.raises(FormatError, match="more than 100 bytes"):
        read(path)


def repacked(path: Path, qde: bytes) -> Path:
    text = member(path, "Sources/X.txt")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", qde)
        archive.writestr("Sources/X.txt", text)
    return path


def test_notes_cases_and_free_descriptions_are_kept(tmp_path: Path) -> None:
    note = f'<Notes><Note guid="{ONE}" plainTextPath="internal://x.txt"/></Notes>'
    said = coded(0, 3, more="<Description>Is it she? Yes; she is.</Description>")
    path = project_of(tmp_path, said + f'<NoteRef targetGUID="{ONE}"/>', more=note)
    article = read(path)
    assert article.note == "Ada met Bo."
    assert article.spans[0].note == "Is it she? Yes; she is."


@pytest.mark.parametrize(
    "attributes",
    [
        {"a": "b"},
        {"a b": 'x"y', "c": "d;e=f", "g": "", "h": " ", "i": "true", "j": "1", "k": "[1]", "l": "\x01"},
        {"a": True, "b": -3, "c": 1.5e-9, "d": 2**62},
        {"": "x", "=": ";", '"': "\\", "\n": "\n\t"},
    ],
)
def test_descriptions_can_be_read_back(attributes: dict[str, Any]) -> None:
    found = attributes_of(description(attributes))
    assert found == attributes
    assert [type(one) for one in (found or {}).values()] == [type(one) for one in attributes.values()]


@pytest.mark.parametrize("said", ["words", "a=1; words", 'a="b', "a=[1]", "a={}", "=", '"a"', "a=null"])
def test_other_descriptions_are_no_attributes(said: str) -> None:
    assert attributes_of(said) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((b'startPosition="0"', b'startPosition="-1"'), "line 1: “startPosition” must be a number"),
        ((b'endPosition="3"', b'endPosition="' + b"9" * 400 + b'"'), "“endPosition” must be a number"),
        ((b"<Project ", b"<!DOCTYPE a [<!ENTITY b 'c'>]><Project "), "declares entities"),
        ((b"Project", b"Thing"), "root element is “Thing”"),
        ((b"TextSource", b"VideoSource"), "holds no text"),
    ],
)
def test_damaged_projects_are_refused(tmp_path: Path, change: tuple[bytes, bytes], said: str) -> None:
    path = project_of(tmp_path, coded(0, 3))
    with pytest.raises(FormatError, match=said):
        read(repacked(path, member(path).replace(*change)))


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"<a/>", b"<CodeBook/>", b"<CodeBook><Codes/></CodeBook>"]
)
def test_what_is_no_file_of_this_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    for name, reader in (("a.qdpx", refi_project.read), ("a.qdc", refi_codebook.read)):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(FormatError, match=name):
            list(reader(tmp_path / name, Reading()))


def test_codes_may_lie_deep(tmp_path: Path) -> None:
    deep = f'<Code guid="{ONE}" name="a" isCodable="true">' * 200 + "</Code>" * 200
    (tmp_path / "a.qdc").write_text(f"<CodeBook><Codes>{deep}</Codes></CodeBook>")
    (line,) = refi_codebook.read(tmp_path / "a.qdc", Reading())
    assert isinstance(line, CodebookLine)
    assert line.content["labels"][0]["layer"] == "a"


def test_mutated_projects_raise_nothing_else(gold: Path, tmp_path: Path) -> None:
    content = member(gold)
    names = zipfile.ZipFile(gold).namelist()
    members = {name: member(gold, name) for name in names}
    path = tmp_path / "mutated.qdpx"
    for number, mutated in enumerate(mutations(content, 17, 60)):
        with zipfile.ZipFile(path, "w") as archive:
            for name, one in members.items():
                if name != "annotator.jsonl" or number % 2:
                    archive.writestr(name, mutated if name == "project.qde" else one)
        try:
            list(refi_project.read(path, Reading()))
        except FormatError as error:
            assert str(path) in str(error)  # noqa: PT017 - some of them are sound


def test_mutated_archives_raise_nothing_else(gold: Path, tmp_path: Path) -> None:
    buffer = io.BytesIO(gold.read_bytes())
    for mutated in mutations(buffer.getvalue(), 19, 80):
        (tmp_path / "m.qdpx").write_bytes(mutated)
        try:
            list(refi_project.read(tmp_path / "m.qdpx", Reading()))
        except FormatError as error:
            assert error.message  # noqa: PT017 - some of them are sound


def test_the_annotator_is_the_same_as_before(gold: Path) -> None:
    with create_project(gold.with_name("b.annodb")) as project:
        import_paths(project, [gold])
        assert [one.id for one in project.annotators()] == [ADA]
