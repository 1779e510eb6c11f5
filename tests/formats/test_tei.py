"""TEI standoff: pointers that lead to the words, and everything else that is said."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from annotator.jobs.exporting import export
from annotator.model.change import Change, Edit
from annotator.model.fragment import exact_text
from annotator.model.values import now
from annotator.store.project import Project
from tests.formats.gold import RELATIONS, SPANS, TEXT, gold_project, id_of
from tests.formats.shared import shared
from tests.jobs.random_projects import CODEBOOK, projects

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
POINTER = re.compile(r"#string-range\((p\d+),(\d+),(\d+)\)")
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


def words_at(root: Any, target: str) -> list[str]:
    """The words at which a target points."""
    lines = {one.get(ID): one.text or "" for one in root.iter(f"{TEI}p")}
    found = []
    for line, start, length in POINTER.findall(target):
        words = lines[line][int(start) : int(start) + int(length)]
        assert len(words) == int(length)
        found.append(words)
    return found


@pytest.fixture
def root(tmp_path: Path) -> Any:
    with gold_project(tmp_path / "a.annodb") as project:
        report = export(project, tmp_path / "out", format="tei")
        assert report.totals == ()
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == "Prices-ministers.tei.xml"
    return etree.parse(path).getroot()


def test_every_span_points_at_its_words(root: Any) -> None:
    found = {one.get(ID): one for one in root.iter(f"{TEI}annotation")}
    assert len(found) == len(SPANS)
    for name, label, fragments, _, note in SPANS:
        one = found[f"span-{id_of(name)}"]
        expected = "\u241f".join(exact_text(TEXT, fragments).split("\n"))
        assert "\u241f".join(words_at(root, one.get("target"))) == expected
        (category,) = root.xpath(f"//*[@xml:id='{one.get('ana').split()[0][1:]}']")
        assert category.get("n") == label
        assert (one.findtext(f"{TEI}note") or "") == note


def test_relations_attributes_and_entities_are_there(root: Any) -> None:
    links = {one.get("type"): one.get("target").split() for one in root.iter(f"{TEI}link")}
    assert links == {
        label: [f"#span-{id_of(start)}", f"#span-{id_of(end)}"] for _, label, start, end in RELATIONS
    }
    values = {(one.get("n"), one[0].get("value") or one[0].text) for one in root.iter(f"{TEI}f")}
    assert values == {("form", "direct"), ("checkworthy", "true")}
    assert root.findtext(f".//{TEI}item/{TEI}idno") == "Q42"


def test_the_header_holds_the_metadata(root: Any) -> None:
    assert root.findtext(f".//{TEI}title") == "Prices & ministers"
    assert root.findtext(f".//{TEI}publisher") == "The Daily \u201cSample\u201d"
    assert root.find(f".//{TEI}date").get("when") == "2026-05-14"
    assert root.find(f".//{TEI}ref").get("target") == "https://example.org/a?b=1&c=2"
    assert root.findtext(f".//{TEI}respStmt/{TEI}name") == "Ada"


def test_the_sample_points_at_the_same_words(root: Any) -> None:
    sample = etree.parse(shared("oracles/samples/tei/doc-0001.tei.xml")).getroot()

    def pointed(one: Any) -> list[list[str]]:
        return [words_at(one, each.get("target")) for each in one.iter(f"{TEI}annotation")]

    ours = sorted([word.replace("Reuvers", "Reuters") for word in some] for some in pointed(root))
    assert ours == sorted(pointed(sample))


@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
@given(changes=projects())
def test_whatever_is_written_is_whole(changes: list[Change]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Project.create(folder / "a.annodb", title="x", codebook=CODEBOOK) as project:
            project.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            report = export(project, folder / "out", format="tei")
            lost = {
                id_ for one in report.losses.details() for id_ in one.ids if one.kind.what == "spans"
            }
            spans = {
                f"span-{one.id}": one
                for document in project.documents()
                for one in project.spans(document.id)
                if one.id not in lost
            }
        ids: list[str] = []
        for path in (folder / "out").iterdir():
            root = etree.parse(path).getroot()
            own = [one.get(ID) for one in root.iter() if one.get(ID)]
            assert len(own) == len(set(own))
            said = " ".join(
                one.get(key, "") for one in root.iter() for key in ("ana", "resp", "corresp")
            )
            assert {one[1:] for one in said.split()} <= set(own)
            for one in root.iter(f"{TEI}annotation"):
                if one.get(ID):
                    words = "".join(words_at(root, one.get("target")))
                    assert words == re.sub("[\n\u241f]", "", spans[one.get(ID)].text)
                    ids.append(one.get(ID))
        assert sorted(ids) == sorted(spans)
