"""Rules and traps of reading CAS XMI: with a type system, with half of one, and without."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from annotator import formats
from annotator.errors import FormatError
from annotator.formats import cas_xmi
from annotator.formats.format import Annotator, Article, Reading
from annotator.jobs.creating import create_project
from annotator.jobs.importing import import_paths
from tests.formats.fuzzing import mutations

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
    'xmlns:cas="http:///uima/cas.ecore" xmlns:my="http:///my/own.ecore" xmi:version="2.0">'
    '<cas:NULL xmi:id="0"/>'
)
TAIL = (
    '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" '
    'sofaString="Ada &#128512; met&#10;Bo &amp; Cy."/>'
    '<cas:View sofa="1" members="2 3"/></xmi:XMI>'
)
ADA = '<my:Name xmi:id="2" sofa="1" begin="0" end="3" value="PER" rank="1" sure="true" weight="2.5"/>'
BO = '<my:Name xmi:id="3" sofa="1" begin="11" end="13" value="PER" friend="2"/>'
FEATURE = "<featureDescription><name>{}</name><rangeTypeName>{}</rangeTypeName></featureDescription>"
TYPES = (
    '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types><typeDescription>'
    "<name>my.own.Name</name><supertypeName>uima.tcas.Annotation</supertypeName><features>"
    + FEATURE.format("rank", "uima.cas.Integer")
    + FEATURE.format("sure", "uima.cas.Boolean")
    + FEATURE.format("weight", "uima.cas.Double")
    + FEATURE.format("friend", "my.own.Name")
    + "</features></typeDescription></types></typeSystemDescription>"
)


def read(path: Path, content: str, reading: Reading | None = None) -> Article:
    path.write_text(content, encoding="utf-8")
    *_, article = cas_xmi.read(path, reading or Reading())
    assert isinstance(article, Article)
    return article


def test_without_a_type_system_values_are_texts(tmp_path: Path) -> None:
    article = read(tmp_path / "a.xmi", HEAD + ADA + BO + TAIL)
    assert [(one.text, one.label) for one in article.spans] == [("Ada", "PER"), ("Bo", "PER")]
    assert article.spans[0].attributes == {"rank": "1", "sure": "true", "weight": "2.5"}


@pytest.mark.parametrize("name", ["TypeSystem.xml", "typesystem.xml", "full-type-system.xml"])
@pytest.mark.parametrize("folder", ["", "annotation/x"])
def test_a_type_system_tells_what_values_are(tmp_path: Path, name: str, folder: str) -> None:
    (tmp_path / name).write_text(TYPES)
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    article = read(tmp_path / folder / "a.xmi", HEAD + ADA + BO + TAIL)
    assert article.spans[0].attributes == {"rank": 1, "sure": True, "weight": 2.5}
    assert [one.label for one in article.relations] == ["friend"]


def test_features_that_no_type_declares_are_kept(tmp_path: Path) -> None:
    (tmp_path / "TypeSystem.xml").write_text(TYPES)
    article = read(tmp_path / "a.xmi", HEAD + ADA.replace("rank=", "odd=") + TAIL)
    assert article.spans[0].attributes["odd"] == "1"


def test_lists_of_texts_become_one(tmp_path: Path) -> None:
    tags = '<my:Name xmi:id="2" sofa="1" begin="0" end="3"><tags>a</tags><tags>b</tags></my:Name>'
    reading = Reading()
    article = read(tmp_path / "a.xmi", HEAD + tags + TAIL, reading)
    assert article.spans[0].attributes == {"tags": "a; b"}
    assert "1 attribute changed" in reading.losses.sentences()[0]


def test_line_ends_in_the_text_survive(tmp_path: Path) -> None:
    assert read(tmp_path / "a.xmi", HEAD + TAIL).text == "Ada \U0001f600 met\nBo & Cy."


def test_a_type_system_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "TypeSystem.xml").write_text(TYPES)
    (tmp_path / "in" / "a.xmi").write_text(HEAD + ADA + TAIL, encoding="utf-8")
    with create_project(tmp_path / "a.annodb") as project:
        report = import_paths(project, [tmp_path / "in"], annotator="Mia")
    assert (report.spans, report.failed) == (1, ())


def test_xmi_with_another_ending_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(HEAD + TAIL, encoding="utf-8")
    assert formats.of_file(tmp_path / "a.xml") is cas_xmi.FORMAT


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<a/>", "is no XMI"),
        (HEAD + "</xmi:XMI>", "holds no text"),
        (HEAD + ADA.replace('begin="0"', 'begin="x"') + TAIL, "xmi:id 2: “begin” must be a whole"),
        (HEAD + ADA.replace('xmi:id="2"', 'xmi:id="two"') + TAIL, "“xmi:id” must be a whole"),
        (HEAD + "<my:Name" + TAIL, "line 1: this is not XML"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]>" + HEAD[38:] + TAIL, "declares entities"),
    ],
)
def test_what_is_no_xmi_is_refused(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        read(tmp_path / "a.xmi", content)


def test_mutated_files_raise_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "TypeSystem.xml").write_text(TYPES)
    path = tmp_path / "a.xmi"
    for mutated in mutations((HEAD + ADA + BO + TAIL).encode(), 11, 300):
        path.write_bytes(mutated)
        try:
            list(cas_xmi.read(path, Reading()))
        except FormatError as error:
            assert str(tmp_path) in str(error)  # noqa: PT017 - some of them are sound


# ---------------------------------------------------------------- INCEpTION's projects


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An unpacked project: one article by two people and the curator, one that nobody touched."""
    folder = tmp_path / "project"
    for place in (
        "annotation/News.txt/ada",
        "annotation/News.txt/INITIAL_CAS",
        "annotation/Other.txt/INITIAL_CAS",
    ):
        path = folder / f"{place}.xmi"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + ADA + TAIL.replace("Cy", path.parent.stem), encoding="utf-8")
    with zipfile.ZipFile(folder / "annotation" / "News.txt" / "bo.zip", "w") as packed:
        packed.writestr("bo.xmi", HEAD + BO + TAIL.replace("Cy", "News"))
        packed.writestr("TypeSystem.xml", TYPES)
    curated = folder / "curation" / "News.txt" / "CURATION_USER.xmi"
    curated.parent.mkdir(parents=True)
    curated.write_text(HEAD + ADA + BO + TAIL.replace("Cy", "News"), encoding="utf-8")
    (folder / "exportedproject1.json").write_text("{}")
    (folder / "source").mkdir()
    (folder / "source" / "News.txt").write_text("Ada")
    return folder


def test_an_unpacked_project_brings_its_annotators(archive: Path, tmp_path: Path) -> None:
    assert formats.of_folder(archive) is cas_xmi.FORMAT
    with create_project(tmp_path / "a.annodb") as project:
        import_paths(project, [archive], annotator="Mia")
        titles = {one.title: project.spans(one.id) for one in project.documents()}
        people = {one.id: (one.name, one.role) for one in project.annotators()}
    whose = sorted((people[one.annotator], one.text) for one in titles["News.txt"])
    gold = ("Gold", "gold")
    assert whose == [(gold, "Ada"), (gold, "Bo"), (("ada", "person"), "Ada"), (("bo", "person"), "Bo")]
    assert [people[one.annotator][0] for one in titles["Other.txt"]] == ["Mia"]


def test_a_torn_file_of_a_project_does_not_stop_the_others(archive: Path) -> None:
    (archive / "annotation" / "News.txt" / "ada.xmi").write_text(HEAD)
    reading = Reading()
    parts = list(cas_xmi.read(archive, reading))
    assert sum(isinstance(part, Article) for part in parts) == 3
    assert [part.role for part in parts if isinstance(part, Annotator)] == ["gold"]
    assert "ada.xmi" in reading.remarks[0]
    assert "1 document dropped" in reading.losses.sentences()[0]
