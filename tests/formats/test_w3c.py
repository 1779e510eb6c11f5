from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.w3c import FORMAT
from annotator.jobs.exporting import ExportReport, export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change
from annotator.store.project import Project
from tests.formats.declared import undeclared
from tests.formats.gold import CODEBOOK, RELATIONS, SPANS, TEXT, gold_project, id_of
from tests.formats.shared import shared
from tests.formats.trips import check_damaged, differences, imported, relations_of, spans_of
from tests.jobs.random_projects import projects

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
CONTEXT = "http://www.w3.org/ns/anno.jsonld"


@settings(max_examples=9, deadline=None, suppress_health_check=SLOW)
@given(changes=projects(), profile=st.sampled_from(["w3c", "recogito"]))
def test_a_project_comes_back_from_web_annotations(changes: list[Change], profile: str) -> None:
    def compare(first: Project, second: Project, report: ExportReport) -> None:
        assert report.totals == ()
        for document in first.documents():
            assert second.spans(document.id) == first.spans(document.id)
            assert second.relations(document.id) == first.relations(document.id)
            assert second.work(document.id) == first.work(document.id)

    assert differences(changes, "w3c", "out", {"profile": profile}, compare) == []


# ---------------------------------------------------------------- what others read


def gold_files(folder: Path, profile: str) -> Path:
    with gold_project(folder / "gold.annodb") as project:
        export(project, folder / "out", format="w3c", options={"profile": profile})
    ending = "jsonld" if profile == "w3c" else "json"
    return folder / "out" / f"Prices-ministers.{ending}"


def as_graph(path: Path) -> Any:
    """The triples of a file, with the context of the standard from beside the repository."""
    jsonld = pytest.importorskip("pyld.jsonld", reason="PyLD is not installed")
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    context = json.loads(shared("oracles/w3c-anno.jsonld").read_bytes())
    answer = {"contextUrl": None, "contentType": "application/ld+json", "document": context}
    loader = {"documentLoader": lambda url, options: answer | {"documentUrl": url}}
    said = {"format": "application/n-quads", **loader}
    graph = rdflib.Graph()
    graph.parse(data=jsonld.to_rdf(json.loads(path.read_bytes()), said), format="nt")
    return graph


def tagged(graph: Any, annotation: Any) -> list[str]:
    rdflib = pytest.importorskip("rdflib")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    bodies = (
        one for one in graph.objects(annotation, oa.hasBody) if (one, oa.hasPurpose, oa.tagging) in graph
    )
    return [str(value) for body in bodies for value in graph.objects(body, rdflib.RDF.value)]


def stretches(graph: Any, annotation: Any) -> tuple[tuple[int, int], ...]:
    rdflib = pytest.importorskip("rdflib")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    selectors = (
        one
        for at in graph.objects(annotation, oa.hasTarget)
        for one in graph.objects(at, oa.hasSelector)
    )
    places = (one for one in selectors if (one, rdflib.RDF.type, oa.TextPositionSelector) in graph)
    return tuple(
        sorted((int(graph.value(one, oa.start)), int(graph.value(one, oa.end))) for one in places)
    )


def test_a_processor_of_json_ld_reads_the_gold_document(tmp_path: Path) -> None:
    graph = as_graph(gold_files(tmp_path, "w3c"))
    rdflib = pytest.importorskip("rdflib")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    found = {str(one): one for one in graph.subjects(rdflib.RDF.type, oa.Annotation)}
    spans = {iri: (tagged(graph, one), stretches(graph, one)) for iri, one in found.items()}
    assert {iri: said for iri, said in spans.items() if said[1]} == {
        f"urn:uuid:{id_of(name)}": ([label], fragments) for name, label, fragments, *_ in SPANS
    }
    links = {iri: one for iri, one in found.items() if not spans[iri][1]}
    assert {
        (spans[iri][0][0], str(graph.value(one, oa.hasTarget)), str(graph.value(body, oa.hasSource)))
        for iri, one in links.items()
        for body in graph.objects(one, oa.hasBody)
        if graph.value(body, oa.hasSource)
    } == {(label, f"urn:uuid:{id_of(a)}", f"urn:uuid:{id_of(b)}") for _, label, a, b in RELATIONS}


def test_recogito_reads_the_gold_document(tmp_path: Path) -> None:
    node, packages = shutil.which("node"), os.environ.get("NODE_DIR")
    if node is None or packages is None:
        pytest.skip("NODE_DIR names no folder with @recogito/text-annotator and jsdom")
    path = gold_files(tmp_path, "recogito")
    oracle = shared("oracles/recogito_oracle.mjs").resolve()
    answer = subprocess.run(
        [node, str(oracle), str(path), str(path.with_suffix(".txt"))],
        cwd=packages,
        capture_output=True,
        check=True,
        timeout=60,
    )
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    assert Counter(row["kind"] for row in rows) == {"span": len(SPANS)}
    assert all(agrees for row in rows for *_, agrees in row["frags"])


def test_recogito_gets_spans_alone_and_counts_utf16(tmp_path: Path) -> None:
    path = gold_files(tmp_path, "recogito")
    spans = json.loads(path.read_bytes())
    assert {one["motivation"] for one in spans} == {"tagging"}
    for one in spans:
        assert one["@context"] == CONTEXT
        for target in one["target"]:
            quote, place = target["selector"]
            units = TEXT.encode("utf-16-le")[2 * place["start"] : 2 * place["end"]]
            assert units.decode("utf-16-le") == quote["exact"]
    links = json.loads(path.with_name("Prices-ministers.links.json").read_bytes())
    assert {one["motivation"] for one in links["first"]["items"]} == {"linking"}


@pytest.mark.parametrize("profile", ["w3c", "recogito"])
def test_the_gold_document_comes_back(tmp_path: Path, profile: str) -> None:
    path = gold_files(tmp_path, profile)
    with (
        Project.open(tmp_path / "gold.annodb") as first,
        Project.create(tmp_path / "b.annodb", title="B", codebook=CODEBOOK) as second,
    ):
        read = import_paths(second, [path.parent], annotator="Mia")
        assert (read.passed_over, read.remarks) == (0, read.remarks[:1])
        (document,) = first.documents()
        assert second.spans(document.id) == first.spans(document.id)
        report = export(first, tmp_path / "again", format="w3c", options={"profile": profile})
        assert undeclared(first, second, report, "w3c") == []
        for file in path.parent.iterdir():
            assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()


@pytest.mark.parametrize("name", ["doc-0001.w3c.json", "collection.jsonld"])
def test_the_samples_come_in_whole(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(shared(f"oracles/samples/w3c/{name}").read_bytes())
    text = shared("oracles/samples/brat/doc-0001.txt").read_bytes()
    (tmp_path / "any name.txt").write_bytes(text)
    project, report = imported(path)
    with project:
        assert (report.spans, report.relations, report.totals) == (11, 3, ())
        assert {one.name for one in project.annotators()} >= {"Ann One"}
        assert [one.qid for one in project.entities()] == ["Q42"]
        assert project.text(report.added[0]).encode() == text


# ---------------------------------------------------------------- what others write

WORDS = "Ada 😀 left. Ben left Ada.\n"


def selected(*selectors: dict[str, Any], source: str = "https://example.org/a") -> dict[str, Any]:
    return {"source": source, "selector": list(selectors)}


def position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def quoted(exact: str, prefix: str = "", suffix: str = "") -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def annotation(*targets: Any, body: Any = "PER", **more: Any) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "type": "Annotation",
        "motivation": "tagging",
        "body": body,
        "target": targets,
    } | more


def written(folder: Path, *annotations: Any, text: str = WORDS) -> Path:
    (folder / "a.txt").write_bytes(text.encode())
    (folder / "a.json").write_text(json.dumps(annotations))
    return folder / "a.json"


@pytest.mark.parametrize(
    ("selectors", "words", "lost"),
    [
        ([position(0, 3), quoted("Ada")], "Ada", 0),
        ([position(6, 10), quoted("left")], "left", 0),
        ([position(7, 11), quoted("left")], "left", 0),
        ([position(0, 3)], "Ada", 0),
        ([quoted("left", "Ben ")], "left", 0),
        ([quoted("Ben")], "Ben", 0),
        ([position(0, 3), quoted("Ben")], "Ben", 1),
        ([position(1, 2), quoted("left", suffix=".")], "left", 1),
    ],
)
def test_a_target_is_found_by_position_or_quote(
    tmp_path: Path, selectors: list[Any], words: str, lost: int
) -> None:
    project, report = imported(written(tmp_path, annotation(selected(*selectors))))
    with project:
        assert spans_of(project) == [("PER", words)]
        assert [one.kind.action for one in report.totals] == ["moved"] * lost


@pytest.mark.parametrize(
    "target",
    [
        selected(position(0, 99)),
        selected(quoted("left")),
        selected(quoted("Cyd")),
        selected(position(3, 3)),
        selected({"type": "XPathSelector", "value": "/p"}),
        "https://example.org/a",
    ],
)
def test_what_cannot_be_found_is_told(tmp_path: Path, target: Any) -> None:
    project, report = imported(
        written(tmp_path, annotation(target), annotation(selected(position(0, 3))))
    )
    with project:
        assert spans_of(project) == [("PER", "Ada")]
        (loss,) = report.totals
        assert (loss.number, loss.kind.action) == (1, "dropped")


def test_units_are_told_apart_by_what_stands_around(tmp_path: Path) -> None:
    path = written(tmp_path, annotation(selected(position(3, 4), quoted("a", "😀a"))), text="😀aaaa")
    project, report = imported(path)
    with project:
        (span,) = project.spans(report.added[0])
        assert tuple(span.fragments[0]) == (2, 3)
        assert any("read as utf-16s: so 1 of 1 position say" in one for one in report.remarks)


def test_bodies_of_every_kind(tmp_path: Path) -> None:
    bodies = [
        {"type": "TextualBody", "purpose": "tagging", "value": "PER"},
        {"type": "TextualBody", "purpose": "tagging", "value": "important"},
        {"type": "TextualBody", "purpose": "classifying", "value": "form=a=b"},
        {"type": "TextualBody", "purpose": "classifying", "value": "checked"},
        {"type": "TextualBody", "value": "one", "purpose": "commenting"},
        {"type": "TextualBody", "value": "two", "purpose": "replying"},
        {"purpose": "identifying", "source": "https://www.wikidata.org/wiki/Q7259"},
    ]
    creator = {"id": "https://example.org/people/7", "name": "Bo"}
    project, report = imported(
        written(tmp_path, annotation(selected(position(0, 3)), body=bodies, creator=creator))
    )
    with project:
        (span,) = project.spans(report.added[0])
        assert span.attributes == {"important": True, "form": "a=b", "checked": True}
        assert span.note == "one\ntwo"
        assert [(one.name, one.qid) for one in project.entities()] == [("Ada", "Q7259")]
        assert {one.id: one.name for one in project.annotators()}[span.annotator] == "Bo"


def test_links_join_annotations(tmp_path: Path) -> None:
    first = annotation(selected(position(0, 3)), id="x:1")
    second = annotation(selected(position(12, 15)), id="x:2")
    body = {"purpose": "linking", "source": "x:2"}
    link = annotation("x:1", body=[body, {"purpose": "tagging", "value": "knows"}], motivation="linking")
    project, _ = imported(written(tmp_path, first, second, link))
    with project:
        assert relations_of(project) == [("knows", "Ada", "Ben")]


def test_texts_are_found_by_the_name_of_their_source(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"Ada {name}.")
    listed = [
        annotation(selected(position(0, 3), source=f"https://example.org/{name}.html"))
        for name in ("one", "two", "three")
    ]
    (tmp_path / "all.json").write_text(
        json.dumps({"type": "AnnotationPage", "@context": CONTEXT, "items": listed})
    )
    project, report = imported(tmp_path / "all.json")
    with project:
        assert (len(report.added), report.spans) == (2, 2)
        assert [one.sentence() for one in report.totals] == [
            "1 span dropped in 1 document: the text that it is about is not beside the file."
        ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ([{"type": "Note"}], "item 1: it is no web annotation"),
        ({"type": "AnnotationPage", "items": [1]}, "“items” must be a list of annotations"),
        (
            [annotation(selected(position("0", 3)))],
            "“start” of a TextPositionSelector must be a whole number",
        ),  # type: ignore[arg-type]
        ([annotation(7)], "“target” must be an IRI, an object or a list"),
    ],
)
def test_what_is_no_annotation_is_refused(tmp_path: Path, raw: Any, said: str) -> None:
    path = written(tmp_path)
    path.write_text(json.dumps(raw))
    with pytest.raises(FormatError) as caught:
        imported_as(path)
    assert said in caught.value.message


def imported_as(path: Path) -> None:
    with Project.create(path.with_name("x.annodb"), title="X", codebook=CODEBOOK) as project:
        import_paths(project, [path], format="w3c", annotator="Mia")


def test_a_missing_text_is_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, annotation(selected(position(0, 3))))
    (tmp_path / "a.txt").unlink()
    with pytest.raises(FormatError) as caught:
        imported(path)
    assert caught.value.hint == "Put it into the same folder, as a.txt."


def test_the_format_is_told_from_other_json(tmp_path: Path) -> None:
    assert formats.of_file(written(tmp_path, annotation(selected(position(0, 3))))) is FORMAT


@pytest.mark.parametrize("profile", ["w3c", "recogito"])
def test_damaged_files_are_refused_or_read(tmp_path: Path, profile: str) -> None:
    path = gold_files(tmp_path, profile)
    check_damaged(path, "w3c", path.read_bytes(), 60)
