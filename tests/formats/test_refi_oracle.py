"""REFI-QDA: what the standard's schemas and pyrefiqda say of our files."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from tests.formats.gold import RELATIONS, SPANS, TEXT, gold_project
from tests.formats.shared import shared

SCHEMAS = "corpora/refi-qda/schemas"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    with gold_project(tmp_path / "a.annodb") as project:
        export(project, tmp_path / "gold.qdpx", format="refi-qda")
        export(project, tmp_path / "gold.qdc", format="refi-codebook")
    return tmp_path / "gold.qdpx"


def member(path: Path, name: str = "project.qde") -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def hard(path: Path) -> Path:
    """An export of a document in which nothing is simple."""
    span = {"id": "s", "label": 'A <b> & "c"', "fragments": [[0, 3], [4, 8]], "note": " \x01\r\n "}
    span |= {"attributes": {"a;b=c": 'x"; y=1', "n": 1, "f": 1e-9, "yes": True, "s": "1", "e": ""}}
    relation = {"label": "to; <", "from": "s", "to": "s", "attributes": {"k": False}, "note": "n"}
    document = {
        "kind": "document",
        "text": "Ada\nleft.\u2028\U0001f600\x02",
        "note": "\x85",
        "title": "",
    }
    document |= {"attributes": {"n": 1.5e-7, "m": -3, "b": False, "t": "x"}, "metadata": {"url": "a\tb"}}
    document |= {"spans": [span], "relations": [relation]}
    (path / "hard.jsonl").write_text(json.dumps(document))
    with create_project(path / "hard.annodb") as project:
        import_paths(project, [path / "hard.jsonl"], annotator="Mia <>")
        export(project, path / "hard.qdpx", format="refi-qda")
        export(project, path / "hard.qdc", format="refi-codebook")
    return path / "hard.qdpx"


def schema(kind: str) -> Path:
    return shared(f"{SCHEMAS}/{kind.lower()}/v1.0/{kind}.xsd")


def test_projects_and_codebooks_are_valid(gold: Path, tmp_path: Path) -> None:
    difficult = hard(tmp_path)
    for kind, ending in (("Project", ".qdpx"), ("Codebook", ".qdc")):
        rules = etree.XMLSchema(etree.parse(schema(kind)))
        for path in (gold, difficult):
            one = path.with_suffix(ending)
            root = etree.fromstring(member(one) if ending == ".qdpx" else one.read_bytes())
            rules.assertValid(root)


def test_a_second_library_finds_them_valid_too(gold: Path) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    rules = xmlschema.XMLSchema(str(schema("Project")))
    assert rules.is_valid(etree.fromstring(member(gold)))


def test_all_guids_differ_and_all_references_lead_somewhere(gold: Path, tmp_path: Path) -> None:
    for path in (gold, hard(tmp_path)):
        root = etree.fromstring(member(path))
        guids = [one.get("guid") for one in root.iter() if one.get("guid")]
        assert len(guids) == len(set(guids))
        names = ("targetGUID", "originGUID", "creatingUser", "modifyingUser")
        said = {one.get(name) for one in root.iter() for name in names} - {None}
        assert said <= set(guids)
        with zipfile.ZipFile(path) as archive:
            texts = {one.get("plainTextPath") for one in root.iter("{*}TextSource")} - {None}
            assert {f"sources/{one[11:]}" for one in texts} <= set(archive.namelist())


def test_pyrefiqda_reads_what_we_wrote(gold: Path, tmp_path: Path) -> None:
    projects = pytest.importorskip("pyrefiqda.refiproject", reason="pyrefiqda is not installed")
    project = projects.RefiProject.load(gold, extract_dir=tmp_path / "out")
    labels = {code.guid: code.name for top in project.code_book.codes.code for code in top.code}
    (source,) = project.sources.text_source
    found = [
        (labels[one.coding[0].code_ref.target_guid], one.start_position, one.end_position)
        for one in source.plain_text_selection
    ]
    assert sorted(found) == sorted((label, *one) for _, label, some, _, _ in SPANS for one in some)
    assert [one.name for one in project.users.user] == ["Ada"]
    assert sorted(one.name for one in project.links.link) == sorted(one[1] for one in RELATIONS)
    assert member(gold, f"sources/{source.guid}.txt").decode() == TEXT


def test_pyrefiqda_reads_the_codebook(gold: Path) -> None:
    codebooks = pytest.importorskip("pyrefiqda.reficodebook", reason="pyrefiqda is not installed")
    codes = codebooks.RefiCodebook.load(gold.with_suffix(".qdc")).codes.code
    assert [(one.name, [code.name for code in one.code]) for one in codes] == [
        ("ENTITY", ["Person", "Organization", "Time"]),
        ("QUOTES", ["Quote", "Cue"]),
        ("CLAIMS", ["Claim"]),
    ]


def test_with_crlf_positions_count_two(tmp_path: Path) -> None:
    with gold_project(tmp_path / "a.annodb") as project:
        export(project, tmp_path / "a.qdpx", format="refi-qda", options={"crlf": "yes"})
    root = etree.fromstring(member(tmp_path / "a.qdpx"))
    (source,) = root.iter("{*}TextSource")
    text = member(tmp_path / "a.qdpx", f"sources/{source.get('plainTextPath')[11:]}").decode()
    assert text == TEXT.replace("\n", "\r\n")
    for one in source.iter("{*}PlainTextSelection"):
        words = text[int(one.get("startPosition")) : int(one.get("endPosition"))]
        assert words.replace("\r\n", "\n") == one.get("name")


def test_the_same_project_gives_the_same_bytes(gold: Path, tmp_path: Path) -> None:
    with gold_project(tmp_path / "b.annodb") as project:
        export(project, tmp_path / "again.qdpx", format="refi-qda")
    assert member(gold) == member(tmp_path / "again.qdpx")


def test_a_codebook_brings_labels_layers_colours_and_no_article(tmp_path: Path) -> None:
    with create_project(tmp_path / "a.annodb") as project:
        export(project, tmp_path / "a.qdc", format="refi-codebook")
        ours = project.codebook()
    with create_project(tmp_path / "b.annodb", codebook="checkthat-claims") as project:
        report = import_paths(project, [tmp_path / "a.qdc"], annotator="Mia")
        theirs = project.codebook()
    assert report.added == ()
    assert set(ours.labels) <= set(theirs.labels)
    for id_, label in ours.labels.items():
        found = theirs.labels[id_]
        assert (found.layer, found.definition) == (label.layer, label.definition)
        assert bool(found.colour) == bool(label.colour)
